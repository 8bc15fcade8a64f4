"""Templates over dataclasses: the reader's language, digits and colours, and the few helpers that templates may use. Every value is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tawatur.serve.ask import href
from tawatur.store.desk_open import Desk
from tawatur.wording import Wording, clip, visible

NAV = (
    ("overview", "o", "/"),
    ("timeline", "t", "/timeline"),
    ("stories", "y", "/stories"),
    ("statements", "s", "/statements"),
    ("facts", "f", "/facts"),
    ("commitments", "c", "/commitments"),
    ("names", "n", "/names"),
    ("sources", "r", "/sources"),
    ("compare", "d", "/compare"),
    ("queue", "q", "/queue"),
    ("judgements", "j", "/judgements"),
)
"""The desk's sections: name, the key after `g` that leads there, address."""
_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Prefs:
    """What the reader chose. `digits`: "" = as the language has them."""

    lang: str = "ar"
    digits: str = ""
    theme: str = "auto"
    CHOICES: ClassVar[Mapping[str, tuple[str, ...]]] = {"lang": ("ar", "en"), "digits": ("eastern", "western"), "theme": ("auto", "light", "dark")}
    default_lang: ClassVar[str] = "ar"

    @classmethod
    def of(cls, cookies: Mapping[str, str]) -> Prefs:
        """The choices in a request's cookies; anything else is the default."""
        kept = {name: cookies.get(f"desk_{name}", "") for name in cls.CHOICES}
        kept = {name: value if value in cls.CHOICES[name] else "" for name, value in kept.items()}
        return cls(kept["lang"] or cls.default_lang, kept["digits"], kept["theme"] or "auto")

    def wording(self) -> Wording:
        """The words of the language, in the digits chosen."""
        return Wording(self.lang, "desk", None if not self.digits else self.digits == "eastern")


@cache
def environment() -> Environment:
    """The templates. An unknown name is an error, not a blank."""
    made = Environment(loader=PackageLoader("tawatur.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(clip=lambda text, length=420: clip(visible(text), length), visible=visible, slug=_slug, timex=_timex)
    made.globals.update(href=href, static=_static, nav=NAV)
    return made


def _slug(code: object) -> str:
    """A code as a class name."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in str(code).lower())[:40]


def _timex(value: str, t: Wording) -> str:
    """A TIMEX3 date or time in words: the day, then the part of the day or the clock."""
    day, _, part = value.partition("T")
    if len(part) == 2 and t.has(f"part.{part.lower()}"):
        return f"{t.value(day)} {t('part.' + part.lower())}".strip()
    return clip(t.value(value), 90)


@cache
def _static(name: str) -> str:
    """The address of a bundled file, with what tells its contents apart."""
    return f"/static/{name}?v={hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"


def render(request: Request, template: str, page: Any, csrf: str, desk: Desk | None, status: int = 200) -> HTMLResponse:
    """One dataclass through one template."""
    prefs = Prefs.of(request.cookies)
    words = prefs.wording()
    query = dict(request.query_params)

    def here(**changes: object) -> str:
        """This address with some values changed; a change of the filter begins at the first page."""
        kept = {**query, **{key.rstrip("_"): value for key, value in changes.items()}}
        if "page" not in changes:
            kept.pop("page", None)
        return href(request.url.path, **kept)

    html = environment().get_template(template).render(
        p=page, t=words, n=words.number, lang=prefs.lang, direction="rtl" if prefs.lang == "ar" else "ltr", theme=prefs.theme, digits=_digits(prefs),
        csrf=csrf, here=here, path=request.url.path, back=request.url.path + ("?" + urlencode(query) if query else ""), asked=query,
        generation=desk.generation if desk else 0, partial=desk.partial if desk else False, record=desk.path.stem if desk else "", part=request.headers.get("hx-target", ""),
    )  # fmt: skip
    return HTMLResponse(html.encode("utf-8", "replace"), status)


def _digits(prefs: Prefs) -> str:
    return prefs.digits or ("eastern" if prefs.lang == "ar" else "western")
