"""By when: the last day that an undertaking's own words allow, from the time layer and the preposition before the time."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tawatur.annotate.commitment_clauses import Mark, Page
from tawatur.annotate.commitment_words import words
from tawatur.layers import TIME, Time

WIDEST = 366  # days a date may span and still be a deadline; wider ones are decades, or dates of a page that has none
LOOK_BACK = 24  # characters before a time in which its preposition stands
_CLOCK = re.compile(r"T\d")  # an hour ends a day's work, not an undertaking
_DAY_OF_SOME_YEAR = re.compile(r"XXXX-\d\d-\d\d")
_SPAN = re.compile(r"P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the last day allowed, None where the page's own year is open ("by 31 December next" of an undated page); how it is set (before, by,
    within, or in: a plain date); the view offset behind its words."""

    day: date | None
    how: Literal["before", "by", "within", "in"]
    behind: int


def deadline(page: Page, start: int, end: int) -> Due | None:
    """The deadline in the content [start, end): the first that a preposition of deadlines sets, else the first plain date from the publication day on."""
    plain: Due | None = None
    for mark in page.marks(TIME, start, end):
        due = _due(page, mark) if mark.end <= end else None
        if due is None:
            continue
        if due.how != "in":
            return due
        if plain is None and page.earliest is not None and due.day is not None and due.day >= page.earliest:
            plain = due
    return plain


def named_day(page: Page, start: int, end: int) -> Due | None:
    """The day that stands right behind a word for an appointed date ("the date of 30 June stands")."""
    mark = next((m for m in page.marks(TIME, start, end) if m.start <= start + 1), None)
    if mark is None or mark.value.type != "DATE":
        return None
    if mark.value.latest is None or mark.value.latest != mark.value.earliest:
        return None
    return Due(mark.value.latest, "in", mark.end)


def open_day(page: Page, start: int, end: int) -> Due | None:
    """The first day in [start, end) whose year only the page's own date would tell."""
    found = (m for m in page.marks(TIME, start, end) if m.value.type == "DATE" and _DAY_OF_SOME_YEAR.fullmatch(m.value.value or ""))
    return next((Due(None, "in", mark.end) for mark in found), None)


def _due(page: Page, mark: Mark) -> Due | None:
    """The last day one time allows, and how its preposition sets it."""
    time: Time = mark.value
    said = words().until.search(page.view[max(0, mark.start - LOOK_BACK) : mark.start])
    if said is not None and page.day is None and time.type == "DATE" and _is_open(time) and (said["before"] or said["by"] or (said["attached"] and time.mod == "END")):
        return Due(None, "before" if said["before"] else "by", mark.end)
    if said is None or time.value is None or time.value.endswith("_REF") or time.type == "SET" or _CLOCK.search(time.value):
        return None
    if time.type == "DURATION":
        day = _after(page.day, time.value) if said["within"] else None
        return Due(day, "within", mark.end) if day else None
    if time.latest is None or time.earliest is None or (time.latest - time.earliest).days > WIDEST:
        return None
    if said["before"]:
        day = time.latest if time.mod == "END" or said["end"] else _day_before(_middle(time) if time.mod == "MID" else time.earliest)
        return Due(day, "before", mark.end) if day else None
    last = _last_day(time, time.latest)
    by = said["by"] or (said["attached"] and time.mod == "END")
    return Due(last, "by" if by else "within" if said["within"] else "in", mark.end)


def _is_open(time: Time) -> bool:
    """Whether a date is told, but for a year that only the page's own date would tell: not "the future", not a decade."""
    return time.earliest is not None and (time.value is None or _DAY_OF_SOME_YEAR.fullmatch(time.value) is not None)


def _last_day(time: Time, latest: date) -> date:
    """The last day meant: of "mid-June" the twentieth, of "early 2019" the end of April: a third of the whole before its end, or behind its beginning."""
    if time.mod not in ("START", "MID") or time.earliest is None:
        return latest
    third = timedelta(days=(latest - time.earliest).days // 3)
    return latest - third if time.mod == "MID" else time.earliest + third


def _middle(time: Time) -> date:
    """The day in the middle: of a month the fifteenth, of a year the first of July."""
    assert time.earliest is not None and time.latest is not None
    days = (time.latest - time.earliest).days
    return time.earliest + timedelta(days=14 if 27 <= days <= 30 else (days + 1) // 2 if days < 300 else 181 + days - 364)


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
