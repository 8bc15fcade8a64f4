"""The desk's app: addresses to views, a page or its `.json` twin, one error shape. A view is query → dataclass; a template words the dataclass."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tawatur.errors import TawaturError, UsageError
from tawatur.messages import say
from tawatur.serve import views_compare, views_document, views_facts, views_list, views_names, views_stories, views_work
from tawatur.serve.api import openapi
from tawatur.serve.ask import Ask
from tawatur.serve.forms_pages import Problems
from tawatur.serve.pages import Prefs, render
from tawatur.serve.security import Guard, csrf
from tawatur.store import judgements
from tawatur.store.desk_open import Desk
from tawatur.store.desk_query import MOST_QUERY

View = Callable[[Ask], Any]
Settle = Callable[[Path], bool]
VIEWS: Mapping[str, View] = {
    "overview": views_list.overview,
    "timeline": views_list.timeline,
    "strip": views_list.strip,
    "stories": views_stories.stories,
    "story": views_stories.story,
    "statements": views_list.statements,
    "facts": views_facts.facts,
    "fact": views_facts.fact,
    "commitments": views_list.commitments,
    "names": views_names.names,
    "name": views_names.name,
    "network": views_names.network,
    "sources": views_names.sources,
    "compare": views_compare.compare,
    "doc": views_document.document,
    "search": views_work.search,
    "queue": views_work.queue,
    "judgements": views_work.judgements,
    "training": views_work.training,
}
"""Every page by name: `/<name>` is the page, `/<name>.json` its data. `/` is the overview."""
DATA_ONLY = ("strip", "training")
"""Views that have no page of their own."""
STATIC = Path(__file__).parent / "static"
_THREADS = 8  # readers at once; each keeps a connection of its own


class DeskApp:
    """One record's desk: its views, its judgements, and the watch over a record that grows."""

    def __init__(self, desk: Desk, token: str, settle: Settle | None) -> None:
        """`token`: the session's, from which the write token is made. `settle`: see `create_app`."""
        self.desk, self.token, self._settle = desk, token, settle
        self.csrf = csrf(token)
        self._settling = threading.Lock()

    def ask(self, request: Request) -> Ask:
        """The request as a view sees it."""
        return Ask(self.desk.reader(), dict(request.query_params), Prefs.of(request.cookies).wording())

    def page(self, name: str) -> Callable[[Request], Response]:
        """The endpoint that renders a view as a page; only its list when htmx asks for that."""

        def endpoint(request: Request) -> Response:
            try:
                ask = self.ask(request)
                answer = VIEWS[name](ask)
            except TawaturError as error:
                return self.failed(request, error)
            return render(request, f"{name}.html.j2", answer, self.csrf, self.desk, 400 if getattr(answer, "problem", None) else 200)

        return endpoint

    def data(self, name: str) -> Callable[[Request], Response]:
        """The endpoint of a view's `.json` twin."""

        def endpoint(request: Request) -> Response:
            try:
                answer = VIEWS[name](self.ask(request))
            except TawaturError as error:
                return self.failed(request, error)
            problem = getattr(answer, "problem", None)
            return refuse(request, 400, problem, {"query": answer.query, "most": str(MOST_QUERY)}) if problem else as_json(answer)

        return endpoint

    def failed(self, request: Request, error: TawaturError) -> Response:
        """Our own errors: 404 for what is not there, 400 for what cannot be asked."""
        status = 404 if error.code in ("document.missing", "desk.error.name", "desk.error.target") else 400 if isinstance(error, UsageError) else 503
        return refuse(request, status, error.code, error.fields)

    def original(self, request: Request) -> Response:
        """The bytes of a document as they were read, as a download that no browser will run."""
        try:
            data, media, sha256 = views_document.original(self.ask(request))
        except TawaturError as error:
            return self.failed(request, error)
        suffix = {"text/html": "html", "text/plain": "txt", "application/json": "json"}.get(media, "bin")
        headers = {"content-disposition": f'attachment; filename="{sha256[:16]}.{suffix}"', "etag": f'"{sha256}"', "content-security-policy": "sandbox; default-src 'none'"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    async def judge(self, request: Request) -> Response:
        """Append one decision: {"act", "target", "text"?, "date"?, "with"?, "part"?, "class"?}, or {"act": "undo", "n"}."""
        try:
            given = json.loads(await request.body())
            if not isinstance(given, dict):
                raise ValueError
        except ValueError:
            return refuse(request, 400, "desk.error.judgement")
        return await run_in_threadpool(self._judge, request, given)

    def _judge(self, request: Request, given: Mapping[str, Any]) -> Response:
        try:
            if given.get("act") == "undo":
                n = given.get("n")
                if not isinstance(n, int):
                    raise UsageError("desk.error.undo", n=n)
                done = judgements.undo(self.desk.path, n)
            else:
                ask = self.ask(request)
                target = str(given.get("target") or "")
                fields = {key: given[key] for key in ("text", "date", "with", "part", "class") if isinstance(given.get(key), str)}
                act, other = str(given.get("act")), fields.get("with") or fields.get("part") or ""
                done = judgements.judge(self.desk.path, act, target, {**fields, **views_work.kept_with(ask, act, target, other)})
        except TawaturError as error:
            return self.failed(request, error)
        if self._settle is not None and done.target.startswith(("name:", "mention:")):
            threading.Thread(target=self._heed, daemon=True).start()
        standing = self.desk.reader().judged.get(done.target)
        html = bytes(render(request, "standing.html.j2", standing, self.csrf, self.desk).body).decode() if standing else ""
        return as_json({"judgement": done, "standing": standing, "html": html})

    def _heed(self) -> None:
        """Have comparing heed the newest decisions, then the index; meanwhile pages show them laid over the old one."""
        assert self._settle is not None
        with self._settling, contextlib.suppress(TawaturError, OSError):
            self._settle(self.desk.path)
        with contextlib.suppress(TawaturError, OSError):
            self.desk.follow()

    def suggest(self, request: Request) -> Response:
        """What a finding could be merged with: targets of one kind that hold the words."""
        return as_json({"suggestions": views_work.suggest(self.ask(request))})

    def state(self, request: Request) -> Response:
        """Whether the record has grown; reading it in begins when it has. htmx gets a banner, others get JSON. A first view is replaced as soon as there is more."""
        self.desk.follow()
        answer = views_work.state(self.ask(request), self.desk.generation, self.desk.state() != self.desk.indexed, self.desk.partial)
        if "hx-request" not in request.headers:
            return as_json(answer)
        banner = render(request, "state.html.j2", answer, self.csrf, self.desk)
        if request.query_params.get("seen") == "0" and not answer.partial:
            banner.headers["hx-refresh"] = "true"
        return banner

    def lines(self, request: Request) -> Response:
        """The judgements that stand as training data, one JSON line each."""
        rows = views_work.training(self.ask(request)).examples
        text = "".join(json.dumps(dataclasses.asdict(row), ensure_ascii=False) + "\n" for row in rows)
        return PlainTextResponse(text, media_type="application/x-ndjson", headers={"content-disposition": 'attachment; filename="judgements.jsonl"'})


def create_app(desk: Desk, token: str, port: int, settle: Settle | None = None) -> Guard:
    """The whole app, guarded. `port`: where it will listen; requests for another host or port are refused.

    `settle`: lays new decisions over the record's findings (run/judged.py); without it the next build does.
    """
    app = DeskApp(desk, token, settle)
    routes: list[Route | Mount] = [Route("/", app.page("overview")), Route("/api", _api), Route("/prefs", prefs)]
    for name in VIEWS:
        if name not in DATA_ONLY:
            routes.append(Route(f"/{name}", app.page(name)))
        routes.append(Route(f"/{name}.json", app.data(name)))
    routes += [Route("/judge", app.judge, methods=["POST"]), Route("/bytes", app.original), Route("/state", app.state), Route("/suggest", app.suggest)]
    routes += [Route("/judgements.jsonl", app.lines), Mount("/static", StaticFiles(directory=STATIC))]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield

    handlers = {HTTPException: _http_error, Exception: _broken}
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan), token, port, refuse)


def _api(request: Request) -> Response:
    return as_json(openapi(VIEWS))


def prefs(request: Request) -> Response:
    """Keep a choice of language, digits or colours in a cookie, and go back where the reader was."""
    back = request.query_params.get("back", "/")
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(safe, 303)
    for name, values in Prefs.CHOICES.items():
        if (value := request.query_params.get(name)) in values:
            answer.set_cookie(f"desk_{name}", value, max_age=400 * 86_400, samesite="strict", path="/")
    return answer


def refuse(request: Request, status: int, code: str, fields: Mapping[str, str] | None = None) -> Response:
    """Any error, in the one shape: JSON, or a page for a browser's own request."""
    lang = Prefs.of(request.cookies).lang
    shown = Problems(code, say(code, lang, **(fields or {})), status, dict(fields or {}))
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.endswith(".json")
    return render(request, "error.html.j2", shown, "", None, status) if wants_page else as_json(shown, status)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refuse(request, status, {404: "desk.error.page", 405: "desk.error.method"}.get(status, "desk.error.broken"))


def _broken(request: Request, error: Exception) -> Response:
    return refuse(request, 500, "desk.error.broken")


def as_json(value: Any, status: int = 200) -> Response:
    """A dataclass as JSON, Arabic as it is."""
    body = json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)

