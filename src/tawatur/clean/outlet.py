"""Which outlet a page is from. Unknown beats a guess: a quoted source is not the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tawatur.arabic import fold, folded
from tawatur.clean.datelines import Dateline, place_names
from tawatur.clean.sources import Source, by_name, full_names, of_url
from tawatur.rulebook import load

# How far into a page its own name is looked for, in characters of the view, and how many words after the phrase it may begin.
_REACH = 1200
_WORD = re.compile(r"\w+(?:\.\w+)*")
_BAR = re.compile(r"^\s*[|:\u2010-\u2015\-\u00bb]+\s*|\s*[|:\u2010-\u2015\-\u00ab]+\s*$|^\s+|\s+$")
_DASH = re.compile(r"\s+[-\u2010-\u2015]+\s+")
_HEAD_LINES = 8
_PROCLITICS = ("\u0644", "\u0628", "\u0648")


def of_markup(name: str | None, url: str | None) -> str | None:
    """The outlet that the markup names, by its known name, else the site's; None when neither is known."""
    if name and name.strip():
        known = by_name().get(" ".join(folded(name).split()))
        return known.name if known else name.strip()[:120]
    site = of_url(url)
    return site.name if site else None


def of_titles(titles: Sequence[str], title: str | None) -> str | None:
    """The site's name that a page's head puts before or behind its title, at a bar, a dash or a colon. At most five words."""
    for stated in titles if title else ():
        before, found, behind = stated.partition(title or "")
        rest = (_BAR.sub("", before), _BAR.sub("", behind))
        name = " ".join(filter(None, rest))
        if found and name and not all(rest) and len(name.split()) <= 5:
            return of_markup(name, None)
    return None


def of_datelines(datelines: Sequence[Dateline]) -> Source | None:
    """The one outlet that the datelines name, or whose name heads the page.

    An agency is the page's own only where its name heads the page, or in its house style, which dates the line; «agencies» never is.
    """
    heads = [line.sources[0] for line in datelines if line.rule == "furniture.site"]
    if heads and heads[0].id != "agencies":
        return heads[0]
    named = [source for line in datelines for source in line.sources if source.id != "agencies"]
    outlets = {source.name: source for source in named if source.kind == "outlet"}
    if len(outlets) == 1:
        return next(iter(outlets.values()))
    housed = [line.sources[0] for line in datelines if "date" in line.kinds and len(line.sources) == 1]
    return housed[0] if housed and not outlets and housed[0].id != "agencies" else None


def of_phrases(view: str) -> Source | None:
    """The source whose newsroom speaks in the first paragraphs («the international group of the agency»), or who was told («as followed by»)."""
    for rule in load("dateline").rules:
        for found in rule.pattern.finditer(view, 0, _REACH if "side" in rule.value else 0):
            if (source := _name_after(view, found.start())) is not None:
                return source
    return None


def of_rights(lines: Sequence[str]) -> str | None:
    """The name that keeps the rights («the daily X, all rights reserved»), from the last of the page's lines that does; without the word for what X is."""
    for line in reversed(lines):
        view = fold(line)
        for rule in load("rights").rules:
            if (found := rule.pattern.search(view.text.strip())) is not None and found.groupdict().get("lam") is None:
                start, end = view.span(*found.span("outlet"))
                return of_markup(line[start:end], None)
    return None


def of_head(lines: Sequence[str]) -> str | None:
    """A name that stands alone on a page's first line and again, before a dash and a credit of one or two words, on one of the next. No place's name."""
    first = " ".join(folded(lines[0]).split()) if lines else ""
    if not first or len(first.split()) > 4 or first in place_names():
        return None
    for line in lines[1:_HEAD_LINES]:
        parts = _DASH.split(folded(line).strip(), maxsplit=1)
        if len(parts) == 2 and " ".join(parts[0].split()) == first and len(parts[1].split()) <= 2:
            return of_markup(lines[0], None)
    return None


def _name_after(view: str, start: int) -> Source | None:
    """The first full name of a source that begins within six words."""
    words = [found[0] for found in _WORD.finditer(view, start, start + 120)]
    for i in range(min(6, len(words))):
        for size in range(min(6, len(words) - i), 0, -1):
            name = " ".join(words[i : i + size])
            for form in (name, *(name[1:] for letter in _PROCLITICS if name.startswith(letter))):
                if (source := full_names().get(form)) is not None:
                    return source
    return None
