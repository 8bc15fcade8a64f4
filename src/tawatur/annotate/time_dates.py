"""The readers of dates in one: any date, weekday, day from now or placed period at a token; and small questions about what was read. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tawatur.annotate.time_days import apposition, day_beyond, day_from_now, weekday_date
from tawatur.annotate.time_grammar import day_month, month_date, numeric_date, said_year, unit_period
from tawatur.annotate.time_months import Hit, year_number
from tawatur.annotate.time_words import Stream
from tawatur.layers import Expression

DAYS = frozenset({"weekday", "day"})


def date_at(s: Stream, i: int) -> Hit | None:
    """The date, weekday, day from now or period that begins at token i."""
    for reader in _readers(s.tokens[i].reading.classes):
        if (hit := reader(s, i)) is not None:
            return hit
    return None


def _unit_date(s: Stream, i: int) -> Hit | None:
    hit = unit_period(s, i)
    if hit is not None and hit.said.kind == "day" and hit.said.part is None:
        return apposition(s, hit)
    return None if hit is None or hit.rule == "time.unit_bare" or hit.said.unit == "H" else hit


def _day_number(s: Stream, i: int) -> Hit | None:
    """ "(the) day (of) the 20th of May": the word may stand before the number; "the two days of" before the first of two."""
    several = s.get(i, "two") == "D" or s.get(i, "many") == "D"
    if (several or s.get(i, "one") == "D") and not s.article(i) and s.near(i + 1):
        hit = day_beyond(s, i + 1) or ((weekday_date(s, i + 1) or day_month(s, i + 1)) if several else None)
        if hit is not None and not s.tokens[i + 1].reading.cut:
            return hit._replace(start=s.tokens[i].start)
    if s.get(i, "one") == "D" and s.article(i) and s.near(i + 1) and s.bare(i + 1) and (s.get(i + 1, "al") or s.article(i + 1)):
        hit = day_month(s, i + 2 if s.get(i + 1, "al") else i + 1)
        return hit and hit._replace(start=s.tokens[i].start)
    if s.get(i, "one") == "D" and not s.article(i) and (s.near(i + 1) or s.gap(i + 1) == "("):
        k = i + 2 if s.get(i + 1, "al") else i + 1
        hit = (numeric_date(s, k) if s.get(k, "digits") else None) or day_month(s, k)
        return hit and hit._replace(start=s.tokens[i].start)
    if s.get(i, "al") and s.near(i + 1):
        return day_month(s, i + 1)
    return day_month(s, i)


_UNITS = frozenset({"one", "two"})
_DATE_READERS: tuple[tuple[Callable[[Stream, int], Hit | None], frozenset[str]], ...] = (
    (numeric_date, frozenset({"digits"})),
    (day_beyond, frozenset({"ordinal", "side"})),
    (_day_number, _UNITS | {"many", "al", "digits", "ordinal", "slip", "bound", "unit", "ten", "tens"}),
    (weekday_date, frozenset({"weekday", "one"})),
    (month_date, _UNITS | {"month", "month_pair", "hijri", "hijri_pair", "hijri_head"}),
    (said_year, _UNITS | {"many"}),
    (_unit_date, frozenset({"one", "demo"})),
    (day_from_now, frozenset({"one", "relday"})),
)


@cache
def _readers(classes: frozenset[str]) -> tuple[Callable[[Stream, int], Hit | None], ...]:
    """The readers for a token of these classes, in order."""
    return tuple(reader for reader, wanted in _DATE_READERS if classes & wanted)


def bare_unit(s: Stream, i: int, units: tuple[str, ...] = ("Y", "M", "CE")) -> Hit | None:
    """The year, the month with nothing after it: the current one."""
    hit = unit_period(s, i)
    return hit if hit is not None and hit.said.unit in units else None


def year_only(s: Stream, i: int) -> Hit | None:
    """A year's number alone, where its place makes it one."""
    found = year_number(s, i)
    if found is None:
        return None
    return Hit(Expression("DATE", "date", year=found[0], hijri=found[3]), s.tokens[i].start, found[2], found[1], "time.year_bare")


def is_day(said: Expression) -> bool:
    """Whether what is said is a single day."""
    return said.kind in DAYS or (said.kind == "date" and said.day is not None) or (said.kind in ("unit", "same") and said.unit == "D")
