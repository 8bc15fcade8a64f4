"""Publication dates stated outside the text: the row's own, the page's markup, its address. Each becomes a clue that says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from tawatur.errors import ReadError
from tawatur.model import Clue
from tawatur.settings import Settings

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?=\D|T|$)")
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)")


def given_clue(published: str, doc: str, settings: Settings) -> Clue:
    """The clue of a row's `published`, an ISO date or date-time; the day as written, whatever its zone. Raises ReadError (date.form, date.range)."""
    value = published.strip()
    try:
        day = date.fromisoformat(value[:10])
        if len(value) > 10:
            datetime.fromisoformat(value.replace(" ", "T", 1))
    except ValueError as error:
        raise ReadError("date.form", doc=doc, value=published[:60]) from error
    return Clue(None, "published", _within(day, doc, published, settings), day, given=True, moment=_moment(value))


def markup_clues(stated: Iterable[tuple[str, str]], doc: str, settings: Settings) -> list[Clue]:
    """Clues of (where, value) pairs from a page's markup, in order, without doubles. What is no date says nothing; one out of bounds is a ReadError."""
    found: dict[tuple[str, date], Clue] = {}
    for says, value in stated:
        if (day := _day(value)) is not None:
            found.setdefault((says, day), Clue(None, says, _within(day, doc, value, settings), day, moment=_moment(value)))
    return list(found.values())


def url_clue(url: str | None, settings: Settings) -> Clue | None:
    """The day in an address (/2021/12/09/, 20211209, 2021-12-09), or None. An address out of bounds is only a number."""
    found = _IN_PATH.search(url or "")
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    except ValueError:
        return None
    return Clue(None, "url", day, day) if settings.first_year <= day.year <= settings.last_year else None


def pile_clue(settings: Settings) -> Clue | None:
    """What is known of the whole pile: every page lies between two days (None where the settings say nothing)."""
    first, last = settings.pile
    return Clue(None, "pile", first, last) if first or last else None


def _day(value: str) -> date | None:
    found = _DAY.match(value.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _moment(value: str) -> str | None:
    """The value itself when it is an ISO date with a time of day."""
    value = value.strip().replace(" ", "T", 1)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return value if "T" in value and ":" in value else None


def _within(day: date, doc: str, value: str, settings: Settings) -> date:
    if not settings.first_year <= day.year <= settings.last_year:
        raise ReadError("date.range", doc=doc, value=value[:60], first=settings.first_year, last=settings.last_year)
    return day
