"""Resolves what an expression says against a known day: TIMEX3 value and interval, or the reason why there is none. Pure; no words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tawatur.annotate import time_calendar as cal
from tawatur.annotate.time_calendar import Period
from tawatur.layers import Expression

_CLOCK_REACH = 150  # characters over which a clock time with its zone looks back for its day; farther off it is the day of the report
_FAR_AHEAD = 300  # days; a month or day without its year that is farther ahead has just been, whatever the tense
_PLAIN_LENGTH = re.compile(r"P(\d+)([YMWD])")
_BEFORE_CALENDAR = "time.before_calendar"  # the calendar of dates begins with the year 1
_REACH = 400  # characters over which "at that time" looks back for its date: two or three sentences


class Context(NamedTuple):
    """What was said before: the last date spoken of, and the last single day."""

    last: Period | None = None
    day: date | None = None
    at: int = 0  # where the last date was said, in characters of the text
    here: int = 0  # where the expression in hand stands
    week: cal.Week = cal.ISO  # the week of the page's country


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with its days; `why` says why there is no value. `anchored`: whether "now" was used."""

    value: str | None
    earliest: date | None = None
    latest: date | None = None
    why: str | None = None
    anchored: bool = True


def resolve(said: Expression, now: date, before: Context) -> Resolved:
    """The value of an expression, "now" being known to the day."""
    try:
        return _RESOLVERS[said.kind](said, now, before)
    except (ValueError, OverflowError):
        return Resolved(None, why="time.out_of_calendar")


def _of(period: Period | None, why: str, anchored: bool = True) -> Resolved:
    if period is None:
        return Resolved(None, why=why)
    return Resolved(period.value, period.earliest, period.latest, anchored=anchored)


def _timed(said: Expression, when: date, anchored: bool = True) -> Resolved:
    """A day with the part or clock time said."""
    value = when.isoformat()
    if said.clock is not None:
        value += f"T{said.clock}"
    elif said.part is not None:
        value += f"T{said.part}"
    return Resolved(value, when, when, anchored=anchored)


def _value(said: Expression, now: date, before: Context) -> Resolved:
    value = said.value or ""
    if said.type == "DURATION" and said.shift is not None:
        return _counted_from(value, said.shift, before)
    if said.type in ("DURATION", "SET"):
        return Resolved(value, anchored=False)
    if value == "PRESENT_REF":
        return Resolved(value, now, now)
    if value == "PAST_REF":
        return Resolved(value, None, now)
    if value == "FUTURE_REF":
        return Resolved(value, now, None)
    if value.startswith("BC"):
        return Resolved(value, why=_BEFORE_CALENDAR, anchored=False)
    period = cal.century_of(int(value) * 100) if len(value) == 2 else cal.decade_of(int(value) * 10)
    return _of(period, "", anchored=False)


def _counted_from(value: str, step: int, before: Context) -> Resolved:
    """A length with the day it leads to, counted from the last day or period spoken of: the value is the length, the interval is the day, month or year."""
    found = _PLAIN_LENGTH.fullmatch(value)
    start = before.last.earliest if before.last is not None and before.here - before.at <= _REACH else None
    if found is None or start is None or before.last is None:
        return Resolved(value, anchored=False)
    count, unit, precision = int(found[1]) * step, found[2], len(before.last.value)
    if unit in "YM":
        year, month = cal.add_months(start.year, start.month, count * (12 if unit == "Y" else 1))
        day = cal.safe_date(year, month, start.day)
        period = cal.year_of(year) if precision == 4 else cal.month_of(year, month) if precision == 7 or day is None else cal.day_of(day)
    elif before.last.latest == start:
        period = cal.day_of(start + timedelta(days=count * (7 if unit == "W" else 1)))
    else:
        return Resolved(value, anchored=False)
    return Resolved(value, period.earliest, period.latest, anchored=False)


def _day(said: Expression, now: date, before: Context) -> Resolved:
    spoken = resolve(said.of, now, before) if said.of is not None else None
    if spoken is not None and spoken.earliest is not None and spoken.earliest == spoken.latest and spoken.earliest < now:
        return _timed(said, spoken.earliest + timedelta(days=said.shift or 0))
    when = now + timedelta(days=said.shift or 0)
    if said.weekday is not None:
        when = cal.nearest_weekday(when, said.weekday)
    return _timed(said, when)


def _weekday(said: Expression, now: date, before: Context) -> Resolved:
    assert said.weekday is not None
    if said.of is not None:
        week = resolve(said.of, now, before)
        if week.earliest is None:
            return Resolved(None, why=week.why)
        return _timed(said, cal.weekday_after(week.earliest, said.weekday, strictly=False))
    if said.direction == 0:
        return _timed(said, cal.nearest_weekday(now, said.weekday))
    if said.direction is None:
        return _timed(said, _bare_weekday(said.weekday, said.narration, now))
    pick = cal.weekday_after if said.direction > 0 else cal.weekday_before
    return _timed(said, pick(now, said.weekday, strictly=True) + timedelta(weeks=said.shift or 0))


def _bare_weekday(weekday: int, narration: int, now: date) -> date:
    """Tomorrow's or yesterday's weekday is that day unless the word beside it tells otherwise; any other is the nearest in the direction of the narration."""
    ahead = (weekday - now.weekday()) % 7
    future = narration >= -1 if ahead == 1 else narration > 1 if ahead == 6 else narration > 0
    return (cal.weekday_after if future else cal.weekday_before)(now, weekday, strictly=False)


def _unit(said: Expression, now: date, before: Context) -> Resolved:
    shift = said.shift or 0
    if said.unit == "Y" and (said.hijri or said.month):
        return _kind_of_year(said, now)
    year = now.year + shift
    if said.unit in ("DN", "WN", "MN"):
        return _numbered(said, now, before)
    if said.of is not None:
        of = resolve(said.of, now, before)
        if of.value is None or of.earliest is None:
            return Resolved(None, why=of.why or "time.no_anchor")
        year = of.earliest.year if said.of.hijri is False else int(of.value[:4])
    makers: dict[str, Callable[[], Period]] = {
        "Y": lambda: cal.year_of(year),
        "M": lambda: cal.month_of(*cal.add_months(now.year, now.month, shift)),
        "W": lambda: cal.week_of(now + timedelta(weeks=shift), before.week),
        "WE": lambda: _weekend(said, now, before.week),
        "D": lambda: cal.day_of(now + timedelta(days=shift)),
        "DE": lambda: cal.decade_of((now.year // 10 + shift) * 10),
        "CE": lambda: cal.century_of((now.year // 100 + shift) * 100),
        "Q": lambda: cal.quarter_of(year, said.number or 1),
        "H": lambda: cal.half_of(year, said.number or 1),
    }
    if said.unit in makers:
        period = makers[said.unit]()
        if said.unit == "D":
            return _timed(said, period.earliest or now)
        return replace(_of(period, ""), why=before.week.why) if said.unit in ("W", "WE") else _of(period, "")
    return _of(_season(said, now, year), "", said.of is None)


def _weekend(said: Expression, now: date, week: cal.Week) -> Period:
    """The weekend; alone, it is the last that has begun where the narration looks back, and one that has not ended where it looks ahead."""
    found = cal.weekend_of(now + timedelta(weeks=said.shift or 0), week)
    if said.direction is not None or said.shift or found.earliest is None or found.latest is None:
        return found
    if said.narration < 0 and found.earliest > now:
        return cal.weekend_of(now - timedelta(weeks=1), week)
    return cal.weekend_of(now + timedelta(weeks=1), week) if said.narration > 0 and found.latest < now else found


def _numbered(said: Expression, now: date, before: Context) -> Resolved:
    """The n-th day, week or month of a period (-1 = the last). A week of a month is the seven days counted from its first; its value is the ISO week of their middle."""
    assert said.of is not None and said.number is not None
    of = resolve(said.of, now, before)
    if of.value is None or of.earliest is None or of.latest is None:
        return Resolved(None, why=of.why or "time.no_anchor")
    first, last, n = of.earliest, of.latest, said.number
    if said.unit == "MN":
        period = cal.month_of(last.year, last.month) if n < 0 else cal.month_of(*cal.add_months(first.year, first.month, n - 1))
    elif said.unit == "DN":
        period = cal.day_of(last if n < 0 else first + timedelta(days=n - 1))
    else:
        start = last - timedelta(days=6) if n < 0 else first + timedelta(days=7 * (n - 1))
        period = Period(cal.week_of(start + timedelta(days=3)).value, start, start + timedelta(days=6))
    if period.earliest is None or period.latest is None or period.latest > last:
        return Resolved(None, why="time.no_such_day")
    return _of(period, "", of.anchored)


def _kind_of_year(said: Expression, now: date) -> Resolved:
    """A Hijri year, or a year named by the one in which it begins in month `said.month` (school years)."""
    shift = said.shift or 0
    if said.hijri:
        today = cal.hijri_today(now)
        return _of(cal.hijri_year(today[0] + shift) if today else None, "time.out_of_calendar")
    first = said.month or 1
    turn = first if shift > 0 else first - 2  # from two months before, "the school year" is the one that is about to begin
    year = now.year + shift - (1 if now.month < turn else 0)
    last = cal.month_of(*cal.add_months(year, first, 11)).latest
    return Resolved(f"{year:04d}", date(year, first, 1), last)


def _season(said: Expression, now: date, year: int) -> Period:
    """The last, this or coming season; with a year, that year's."""
    unit = said.unit or "SU"
    if said.of is not None:
        return cal.season_of(year, unit)
    around = [cal.season_of(y, unit) for y in (now.year - 1, now.year, now.year + 1, now.year + 2)]
    if said.direction == -1:
        return (
            [p for p in around if p.latest is not None and p.latest < now][-1]
            if around[0].latest and around[0].latest < now
            else cal.season_of(now.year - 1, unit)
        )
    if said.direction == 1:
        return next(p for p in around if p.earliest is not None and p.earliest > now)
    return min(around, key=lambda p: abs(((p.earliest or now) - now).days))


def _same(said: Expression, now: date, before: Context) -> Resolved:
    """The same year, the next day: counted from the date last spoken of."""
    if before.last is None or before.last.earliest is None:
        return Resolved("PAST_REF", None, now) if said.unit is None else Resolved(None, why="time.nothing_before")
    last, shift = before.last, said.shift or 0
    start = last.earliest
    assert start is not None
    if said.unit is None and (last.earliest is None or last.earliest >= now or before.here - before.at > _REACH):
        return Resolved("PAST_REF", None, now)
    if said.unit is None:
        return Resolved(last.value, last.earliest, last.latest, anchored=False)
    if said.unit == "Y":
        return _of(cal.year_of(start.year + shift), "", False)
    if said.unit == "M":
        return (
            _of(cal.month_of(*cal.add_months(start.year, start.month, shift)), "", False) if len(last.value) >= 7 else Resolved(None, why="time.nothing_before")
        )
    day = before.day
    if day is None:
        return Resolved(None, why="time.nothing_before")
    if said.unit == "W":
        return replace(_of(cal.week_of(day + timedelta(weeks=shift), before.week), "", False), why=before.week.why)
    if said.unit == "D":
        return _timed(said, day + timedelta(days=shift), False)
    return Resolved(None, why="time.nothing_before")


def _time(said: Expression, now: date, before: Context) -> Resolved:
    reach = _CLOCK_REACH if said.unit == "zone" else _REACH
    day = before.day if before.here - before.at <= reach else None
    return _timed(said, day or now, day is None)


# -- dates -------------------------------------------------------------------------------------------------------------------------------------


def _date(said: Expression, now: date, before: Context) -> Resolved:
    if said.hijri:
        return _hijri(said, now, before)
    if said.year is not None and said.year < 0:
        return Resolved(f"BC{-said.year:04d}" + (f"-{said.month:02d}" if said.month else ""), why=_BEFORE_CALENDAR, anchored=False)
    if said.month is None and said.day is None and said.year is not None:
        return _of(cal.year_of(said.year), "", False)
    if said.month is None:
        return _day_of_period(said, now, before)
    year, anchored = _year_of(said, now, before)
    if year is None:
        return Resolved(None, why="time.nothing_before")
    found = _in_month(said, year, said.month, anchored)
    if said.other_month is None:
        return found
    other = _in_month(said, year, said.other_month, anchored)
    days = [d for d in (found.earliest, found.latest, other.earliest, other.latest) if d is not None]
    return replace(found, earliest=min(days, default=None), latest=max(days, default=None), why=f"time.months_disagree {other.value}")


def _in_month(said: Expression, year: int, month: int, anchored: bool) -> Resolved:
    if said.day is None:
        return _of(cal.month_of(year, month), "", anchored)
    when = cal.safe_date(year, month, said.day)
    if when is None:
        return Resolved(None, why="time.no_such_day")
    return _timed(said, when, anchored)


def _day_of_period(said: Expression, now: date, before: Context) -> Resolved:
    """The fourth of last month."""
    if said.of is None or said.day is None:
        return Resolved(None, why="time.no_month")
    month = resolve(said.of, now, before)
    if month.value is None or month.earliest is None:
        return Resolved(None, why=month.why)
    when = cal.safe_date(month.earliest.year, month.earliest.month, said.day)
    return _timed(said, when) if when is not None else Resolved(None, why="time.no_such_day")


def _year_of(said: Expression, now: date, before: Context) -> tuple[int | None, bool]:
    """The year of a day or month: said, of a period said, or the nearest in the direction said or narrated."""
    if said.year is not None:
        return said.year, False
    if said.of is not None:
        of = resolve(said.of, now, before)
        return (of.earliest.year if of.earliest is not None else None), of.anchored
    assert said.month is not None
    if said.weekday is not None and said.day is not None and (year := _year_by_weekday(said, now)) is not None:
        return year, True
    this = (said.month, said.day or 0)
    today = (now.month, now.day if said.day else 0)
    if said.direction == -1:
        return (now.year if this < today else now.year - 1), True
    if said.direction == 1:
        return (now.year if this > today else now.year + 1), True
    if said.direction == 0:
        return now.year, True
    if said.narration > 0 and _days_ahead(said.month, said.day or 15, now) <= _FAR_AHEAD:
        return (now.year if this >= today else now.year + 1), True
    if _is_nearer_ahead(said.month, said.day or 15, now, 1.5 if said.narration == 0 else 11.0 if said.day else 400.0):
        return (now.year if this >= today else now.year + 1), True
    return (now.year if this <= today else now.year - 1), True


def _days_ahead(month: int, day: int, now: date) -> int:
    """About how many days from now to the next such day of the year."""
    ahead = ((month - now.month) % 12) * 30 + day - now.day
    return ahead + 365 if ahead < 0 else ahead


def _is_nearer_ahead(month: int, day: int, now: date, weight: float) -> bool:
    """Whether a day named without its year is clearly nearer ahead than back. News looks back, so the way ahead counts `weight` times.

    Without a tense half as much again; against a past tense only a day of the next month (eleven months ago it would have its year beside it).
    """
    ahead = _days_ahead(month, day, now)
    return 0 < ahead * weight < 365 - ahead


def _year_by_weekday(said: Expression, now: date) -> int | None:
    """The year nearest to now in which the day falls on the weekday said; a clock in the page's furniture runs after publication."""
    for step in (0, 1, 2, 3, 4, 5, 6) if said.region == "furniture" else (0, -1, 1, -2, 2, -3, 3):
        when = cal.safe_date(now.year + step, said.month or 1, said.day or 1)
        if when is not None and when.weekday() == said.weekday:
            return now.year + step
    return None


def _hijri(said: Expression, now: date, before: Context) -> Resolved:
    today = cal.hijri_today(now)
    year, anchored = said.year, said.year is None
    if year is None:
        if today is None:
            return Resolved(None, why="time.out_of_calendar")
        year = _hijri_year_near(said, today, now, before)
    elif year > cal.LAST_HIJRI and said.month is not None:
        year = cal.hijri_year_of_month(year, said.month)
    if said.month is None:
        return _of(cal.hijri_year(year), "time.out_of_calendar", anchored)
    if said.day is None:
        return _of(cal.hijri_month(year, said.month), "time.out_of_calendar", anchored)
    when = cal.hijri_day(year, said.month, said.day)
    if when is None:
        return Resolved(None, why="time.no_such_day")
    found = _timed(said, when, anchored)
    return replace(found, latest=when + timedelta(days=said.number - 1)) if said.number else found


def _hijri_year_near(said: Expression, today: tuple[int, int, int], now: date, before: Context) -> int:
    year, month, _ = today
    if said.of is not None and said.of.shift is not None:
        return year + said.of.shift
    wanted = said.month or 1
    if said.direction == -1:
        return year if wanted < month else year - 1
    if said.direction == 1 or (said.direction is None and said.narration > 0):
        return year if wanted > month or (wanted == month and said.direction is None) else year + 1
    if said.direction == 0 or wanted <= month:
        return year
    return year if wanted - month <= 2 else year - 1


_RESOLVERS: dict[str, Callable[[Expression, date, Context], Resolved]] = {
    "value": _value,
    "day": _day,
    "weekday": _weekday,
    "unit": _unit,
    "same": _same,
    "time": _time,
    "date": _date,
}
