"""Calendar arithmetic of time values: from what is said and a known "now" to a TIMEX3 value and a closed interval of days. Pure; no words.

Weeks in values are ISO weeks; the days of a Hijri date are those of the Umm al-Qura calendar (library hijridate, valid 1343-1500).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Hijri

_SEASONS = {"WI": (12, 2), "SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}


LAST_HIJRI = 1500  # the last year of the library's tables


class Period(NamedTuple):
    """A value with the days it covers, both inclusive; None = open."""

    value: str
    earliest: date | None
    latest: date | None


def day_of(when: date) -> Period:
    """One day."""
    return Period(when.isoformat(), when, when)


def month_of(year: int, month: int) -> Period:
    """One calendar month."""
    return Period(f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Period:
    """One calendar year."""
    return Period(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


class Week(NamedTuple):
    """First day of the week, first and last day of the weekend (0 = Monday); `why` names the country and what tells it, None for the ISO week.

    The weekend of the ISO week is Friday to Sunday, so that it holds the weekend of every country.
    """

    first: int = 0
    weekend: tuple[int, int] = (4, 6)
    why: str | None = None


ISO = Week()


def week_of(when: date, week: Week = ISO) -> Period:
    """The week that holds a day: its value is the ISO week, its days are those of the country's."""
    year, number, _ = when.isocalendar()
    start = when - timedelta(days=(when.weekday() - week.first) % 7)
    return Period(f"{year:04d}-W{number:02d}", start, start + timedelta(days=6))


def weekend_of(when: date, week: Week = ISO) -> Period:
    """The weekend of a day's ISO week, on the days that are the country's."""
    monday = when - timedelta(days=when.weekday())
    first, last = week.weekend
    return Period(f"{week_of(when).value}-WE", monday + timedelta(days=first), monday + timedelta(days=last))


def quarter_of(year: int, number: int) -> Period:
    """One quarter of a year."""
    return Period(f"{year:04d}-Q{number}", date(year, 3 * number - 2, 1), month_of(year, 3 * number).latest)


def half_of(year: int, number: int) -> Period:
    """One half of a year."""
    return Period(f"{year:04d}-H{number}", date(year, 6 * number - 5, 1), month_of(year, 6 * number).latest)


def season_of(year: int, season: str) -> Period:
    """A season; a winter is named by the year in which it ends, and covers the December before."""
    first, last = _SEASONS[season]
    return Period(f"{year:04d}-{season}", date(year - 1 if season == "WI" else year, first, 1), month_of(year, last).latest)


def decade_of(first: int) -> Period:
    """The ten years that begin with `first`."""
    return Period(f"{first // 10:03d}", date(max(first, 1), 1, 1), date(first + 9, 12, 31))


def century_of(first: int) -> Period:
    """The hundred years that begin with `first`."""
    return Period(f"{first // 100:02d}", date(max(first, 1), 1, 1), date(first + 99, 12, 31))


def gregorian_century(hijri: int) -> int:
    """The two digits of the years of the Gregorian century that holds the middle of a Hijri one (a Hijri year has 354.367 days, the first began in July 622)."""
    return int(622.5 + (hijri * 100 - 50) * 354.367 / 365.2425) // 100


def add_months(year: int, month: int, step: int) -> tuple[int, int]:
    """The month `step` months on."""
    index = year * 12 + month - 1 + step
    return index // 12, index % 12 + 1


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_weekday(target: date, weekday: int) -> date:
    """The day of that weekday nearest to `target` (at most three days off)."""
    step = (weekday - target.weekday() + 3) % 7 - 3
    return target + timedelta(days=step)


def weekday_before(now: date, weekday: int, strictly: bool) -> date:
    """The last such weekday up to `now`; `strictly`: before it."""
    back = (now.weekday() - weekday) % 7
    return now - timedelta(days=back or (7 if strictly else 0))


def weekday_after(now: date, weekday: int, strictly: bool) -> date:
    """The next such weekday from `now`; `strictly`: after it."""
    ahead = (weekday - now.weekday()) % 7
    return now + timedelta(days=ahead or (7 if strictly else 0))


def hijri_today(now: date) -> tuple[int, int, int] | None:
    """The Hijri year, month and day of a day, or None outside the tables."""
    from hijridate import Gregorian

    try:
        found = Gregorian(now.year, now.month, now.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one, or None where the tables have none."""
    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None


def hijri_month(year: int, month: int) -> Period | None:
    """A Hijri month: its value is the Gregorian month that holds most of its days."""
    first = hijri_day(year, month, 1)
    following = hijri_day(year + month // 12, month % 12 + 1, 1)
    if first is None or following is None:
        return None
    middle = first + timedelta(days=14)
    return Period(f"{middle.year:04d}-{middle.month:02d}", first, following - timedelta(days=1))


def hijri_year_of_month(gregorian: int, month: int) -> int:
    """The Hijri year whose month lies in a Gregorian year (Ramadan 2015); the first where two do."""
    guess = int((gregorian - 622) * 365.2425 / 354.367)
    return next((y for y in range(guess - 1, guess + 3) if (found := hijri_month(y, month)) is not None and found.value.startswith(f"{gregorian:04d}-")), guess)


def hijri_year(year: int) -> Period | None:
    """A Hijri year: its value is the Gregorian year that holds most of its days."""
    first, following = hijri_day(year, 1, 1), hijri_day(year + 1, 1, 1)
    if first is None or following is None:
        return None
    return Period(f"{(first + timedelta(days=177)).year:04d}", first, following - timedelta(days=1))
