"""Who may ask, and what a browser may do with the answer: loopback names only, one random token, a strict policy, no writes from elsewhere.

The token stands in the address that is printed; the first visit puts it into a cookie that scripts cannot read and drops it from the address.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
MOST_BODY = 64 * 1024
"""Bytes of a written judgement; more is refused unread."""
MOST_ADDRESS = 4_096
"""Bytes of a path with its query; more is refused."""


class Guard:
    """Wraps the app. Refusals are made by `refuse(request, status, code)`, so that they have the app's one error shape."""

    def __init__(self, app: App, token: str, port: int, refuse: Callable[[Request, int, str], Response]) -> None:
        """`port`: where the desk listens; its cookie is named after it, as cookies are shared between ports."""
        self.app, self.token, self.refuse = app, token, refuse
        self.hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        self.cookie = f"tawatur_{port}"

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)

        async def secured(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                bundled = scope["path"].startswith("/static/") and message["status"] == 200
                headers.setdefault("cache-control", "private, max-age=31536000, immutable" if bundled else "no-store")
            await send(message)

        answer = self._stopped(request)
        await (answer or self.app)(scope, receive, secured)

    def _stopped(self, request: Request) -> Response | None:
        """The answer that ends this request here, or None when it may pass."""
        if request.headers.get("host", "") not in self.hosts:
            return self.refuse(request, 421, "desk.error.host")
        if len(request.scope["path"]) + len(request.scope["query_string"]) > MOST_ADDRESS:
            return self.refuse(request, 414, "desk.error.address")
        given = request.query_params.get("token")
        if given is not None and request.method == "GET":
            return self._enter(request, given)
        if not same(request.cookies.get(self.cookie, ""), self.token):
            return self.refuse(request, 403, "desk.error.token")
        return self._write_stopped(request) if request.method not in ("GET", "HEAD") else None

    def _enter(self, request: Request, given: str) -> Response:
        if not same(given, self.token):
            return self.refuse(request, 403, "desk.error.token")
        rest = [(key, value) for key, value in request.query_params.multi_items() if key != "token"]
        path = "/" + request.url.path.lstrip("/")
        answer = RedirectResponse(path + ("?" + urlencode(rest) if rest else ""), 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _write_stopped(self, request: Request) -> Response | None:
        size = request.headers.get("content-length", "")
        if not size.isdecimal() or int(size) > MOST_BODY:
            return self.refuse(request, 413, "desk.error.body")
        origin = request.headers.get("origin")
        foreign = origin is not None and origin.removeprefix("http://") not in self.hosts
        if foreign or not same(request.headers.get("x-csrf", ""), csrf(self.token)):
            return self.refuse(request, 403, "desk.error.csrf")
        return None


def new_token() -> str:
    """32 random bytes, as an address can carry them."""
    return secrets.token_urlsafe(32)


def csrf(token: str) -> str:
    """What a page must send with a write: made of the session's token, readable by the desk's own pages only."""
    return hmac.new(token.encode(), b"write", hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Equal, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
