"""Writes the brief as Markdown, as one HTML page that loads nothing, or as data. Decides nothing: what is shown, and in which order, is in the `Brief`.

`Brief` (assemble/brief_form.py) is read by its documented fields alone: the templates name them, and an unknown name is an error, not a blank.
"""

from __future__ import annotations

import base64
import dataclasses
import itertools
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tawatur.wording import Wording, clip, visible

FORMS = ("md", "html", "jsonl")
# Longest stretch of exact words in a line of the brief, in characters; the whole stands in the list of sources.
_LINE = 420
# Words this short are shown with their surroundings, or a reader cannot tell what they say.
_SHORT = 48
_FONTS = (
    ("naskh-400.woff2", 400, "U+0600-06FF, U+200C-200F, U+FDFA-FDFC"),
    ("naskh-700.woff2", 700, "U+0600-06FF, U+200C-200F, U+FDFA-FDFC"),
    ("naskh-latin-400.woff2", 400, "U+0000-05FF, U+2010-2027, U+2030-205F"),
    ("naskh-latin-700.woff2", 700, "U+0000-05FF, U+2010-2027, U+2030-205F"),
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])|^([-+=])", re.M)


def render(brief: Any, form: str = "md", lang: str = "ar") -> str:
    """The whole text of the page, for a `Brief` (`tawatur.assemble.brief.build_brief` makes one), in Arabic ("ar") or English ("en").

    `form`: "md", "html" (UTF-8, right-to-left in Arabic, no script, no request) or "jsonl" (the brief's fields as one JSON line). Raises ValueError for another.
    """
    if form == "jsonl":
        return json.dumps(dataclasses.asdict(brief), ensure_ascii=False) + "\n"
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}: {form!r}")
    words = Wording(lang)
    return _environment(form).get_template(f"brief.{form}.j2").render(
        b=brief,
        t=words,
        lang=lang,
        direction="rtl" if lang == "ar" else "ltr",
        quotes=sorted(((source, quote) for source in brief.sources.entries for quote in source.quotes), key=lambda pair: pair[1].number),
        years=lambda events: _years(words, events),
        style=_style() if form == "html" else "",
    )


@cache
def _environment(form: str) -> Environment:
    """Templates of one form. In HTML every value is escaped by Jinja; in Markdown by the filters `visible` and `clip`, through which all text of documents goes."""
    environment = Environment(
        loader=PackageLoader("tawatur.export"),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    escape = _markdown if form == "md" else _plain
    environment.filters.update(clip=lambda text, length=_LINE: escape(clip(visible(text), length)), visible=lambda text: escape(visible(text)))
    environment.filters["slug"] = lambda code: re.sub("[^a-z]+", "-", code.lower())[:40]
    environment.tests["short"] = lambda citation: len(visible(citation.exact)) < _SHORT
    return environment


def _markdown(text: str) -> str:
    """Text that Markdown cannot mistake for its own marks."""
    return _MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", _MARKDOWN.sub(r"\\\1", text))


def _plain(text: str) -> str:
    return text


def _years(words: Wording, events: Iterable[Any]) -> Sequence[tuple[str, list[Any]]]:
    """The events under the years they stand in."""
    return [(year, list(group)) for year, group in itertools.groupby(events, key=lambda event: words.year(event.when))]


@cache
def _style() -> Markup:
    """The page's style with its fonts inside."""
    here = resources.files("tawatur.export")
    faces = [
        f'@font-face{{font-family:"Tawatur Naskh";font-weight:{weight};unicode-range:{letters};'
        f"src:url(data:font/woff2;base64,{base64.b64encode(here.joinpath('fonts', file).read_bytes()).decode('ascii')}) format('woff2')}}"
        for file, weight, letters in _FONTS
    ]
    return Markup("\n".join([*faces, here.joinpath("templates/brief.css").read_text(encoding="utf-8")]))
