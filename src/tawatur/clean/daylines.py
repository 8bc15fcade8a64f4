"""The day that a page's own date line states («published: 9 May 2019», a line under the title): a clue, as markup is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from tawatur.arabic import fold, folded
from tawatur.clean.regions import Part
from tawatur.model import Clue, Span
from tawatur.rulebook import load
from tawatur.settings import Settings

_PARAGRAPH = 60
_STATED = ("furniture.published", "furniture.stamp")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d{2})(?!\d)")


def line_clues(text: str, parts: Sequence[Part], settings: Settings) -> list[Clue]:
    """The clue of the page's first date line: above the first paragraph or below the last, else a signature. Clocks above the title say nothing of the page."""
    body = [part.start for part in parts if part.role == "body" and part.end - part.start >= _PARAGRAPH] or [0]
    lines = [part for part in parts if part.rule in _STATED and not body[0] < part.start < body[-1]] + [part for part in parts if part.rule == "furniture.signed"]
    for part in lines:
        day = stated_day(text[part.start : part.end])
        if day is not None and settings.first_year <= day.year <= settings.last_year:
            return [Clue(Span(part.start, part.end), "date_line", day, day)]
    return []


def stated_day(line: str) -> date | None:
    """The first full Gregorian day of a line: numbers (year first, or day first as the Arab press writes), or a day, a month's name and a year."""
    view = fold(line).text
    found = [(match.start(), day) for match, day in _days(view) if day is not None]
    return min(found)[1] if found else None


def _days(view: str) -> list[tuple[re.Match[str], date | None]]:
    iso = [(match, _day(match[1], match[2], match[3])) for match in _ISO.finditer(view)]
    numbers = [(match, _day(match[3], match[2], match[1])) for match in _DAY_FIRST.finditer(view)]
    named = [(match, _day(match["year"], _months()[" ".join(match["month"].split())], match["day"])) for match in _named().finditer(view)]
    return [*iso, *numbers, *named]


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Folded names of the Gregorian months → their number."""
    book = load("months")
    found = {form: int(key) for form, key in book.key_of["month"].items()}
    for form, key in book.key_of["month_pair"].items():
        for second, which in book.key_of["pair_second"].items():
            found[f"{form} {second}"] = int(key.split()[int(which) - 1])
    return found


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_months(), key=len, reverse=True))
    of = folded("\u0645\u0646")
    return re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:{of}\s+)?(?P<month>{names})(?:\s*[/(]\s*(?:{names})\)?)?[\u060c,]?\s*(?P<year>(?:19|20)\d{{2}})(?!\d)")
