"""A client that talks to the desk without a network, and hostile rows."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tawatur.serve.security import csrf

ROOT = Path(__file__).resolve().parents[3]
PORT = 8123
TOKEN = "token-of-the-tests"
SCRIPT = "<script>alert('x')</script>"
HOSTILE = [
    {"id": "evil/<script>&\"'", "outlet": f"منبر {SCRIPT}", "title": f"عنوان {SCRIPT} \u202eمقلوب", "published": "2019-03-14",
     "text": f'قال سالم البدري في سنبوك يوم الخميس 14 مارس 2019: «{SCRIPT} <img src=x onerror=alert(1)> لن نغادر المدينة». وأضاف 😀 البدري أن المرفأ سيغلق.'},
    {"id": "long", "outlet": "منبر طويل", "published": "2019-03-15", "text": "كلمة " * 30_000},
    {"id": "emoji", "outlet": "منبر", "published": "2019-03-16", "text": "😀😀 قال سالم البدري إن المرفأ سيغلق يوم الجمعة.\nسطر ثان 😀 فيه أوستفار."},
]  # fmt: skip


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    app: Any
    cookies: str = f"tawatur_{PORT}={TOKEN}"
    host: str = f"127.0.0.1:{PORT}"
    extra: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Answer:
        return asyncio.run(self._ask("GET", address, b"", headers))

    def post(self, address: str, body: Any, **headers: str) -> Answer:
        data = json.dumps(body).encode()
        return asyncio.run(self._ask("POST", address, data, {"content-length": str(len(data)), "x-csrf": csrf(TOKEN), **headers}))

    async def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        path, _, query = address.partition("?")
        given = {"host": self.host, "cookie": self.cookies, "accept": "text/html", **self.extra, **{k.replace("_", "-"): v for k, v in headers.items()}}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": quote(path).encode(), "scheme": "http",
            "query_string": quote(query, safe="=&%+").encode(), "root_path": "", "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 1),
            "headers": [(k.encode(), v.encode("latin-1", "replace")) for k, v in given.items()],
        }  # fmt: skip
        sent: list[dict[str, Any]] = []

        given_body = [body]

        async def receive() -> dict[str, Any]:
            if not given_body:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": given_body.pop(), "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        head = sent[0]
        return Answer(head["status"], {k.decode(): v.decode() for k, v in head["headers"]}, b"".join(m.get("body", b"") for m in sent[1:]))
