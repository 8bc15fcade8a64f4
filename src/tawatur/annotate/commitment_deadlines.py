"""By when: the last day that an undertaking's own words allow, from the time layer and the preposition before the time."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from tawatur.annotate.commitment_clauses import Mark, Page
from tawatur.annotate.commitment_words import words
from tawatur.layers import Time

LOOK_BACK = 24  # characters before a time in which its preposition stands
_SPAN = re.compile(r"P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?")


def deadline(page: Page, start: int, end: int) -> tuple[date | None, bool, int]:
    """(last day allowed or None, whether a preposition of deadlines says so, view offset behind the time) for the content [start, end).

    A time behind a plain "in" counts only when it lies ahead of the publication date; a deadline preposition counts in any case.
    """
    weak: tuple[date | None, bool, int] = (None, False, end)
    for mark in page.within(page.times, start, end):
        if mark.end > end or not isinstance(mark.value, Time):
            continue
        day, strong = _allowed(page, mark)
        if day is None:
            continue
        if strong:
            return day, True, mark.end
        if weak[0] is None and page.earliest is not None and day >= page.earliest:
            weak = day, False, mark.end
    return weak


def _allowed(page: Page, mark: Mark) -> tuple[date | None, bool]:
    """The last day one time allows, and whether its preposition is one of deadlines."""
    time: Time = mark.value
    low = max(0, mark.start - LOOK_BACK)
    said = words().until.search(page.view[low : mark.start])
    if said is None or time.value is None or time.value.endswith("_REF"):
        return None, False
    if time.type == "DURATION":
        return (_after(page.day, time.value), True) if said["by"] else (None, False)
    if time.type == "SET" or time.latest is None:
        return None, False
    if said["before"]:
        return (time.latest if time.mod == "END" else _day_before(time.earliest or time.latest)), True
    return time.latest, bool(said["by"]) or bool(said["attached"] and time.mod == "END")


def _day_before(day: date) -> date | None:
    return day - timedelta(days=1) if day > date.min else None


def _after(day: date | None, value: str) -> date | None:
    """`day` plus a TIMEX3 duration of years, months, weeks, days; None when it is vague or leaves the calendar."""
    found = _SPAN.fullmatch(value)
    if day is None or found is None:
        return None
    amount = {unit: int(said or 0) for unit, said in found.groupdict().items()}
    month = day.month - 1 + amount["M"] + 12 * amount["Y"]
    year = day.year + month // 12
    if not 1 <= year <= 9999 or amount["D"] + 7 * amount["W"] > 40_000:
        return None
    moved = date(year, month % 12 + 1, min(day.day, calendar.monthrange(year, month % 12 + 1)[1]))
    try:
        return moved + timedelta(days=amount["D"] + 7 * amount["W"])
    except OverflowError:
        return None
