"""The grammar of dates and periods: what stands around an anchor token, read into `Expression`s. Pure; no date is resolved here.

Each reader takes the stream and a token index and returns a `Hit` or None. A hit knows its extent on the view and the first token after it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from tawatur.annotate.time_months import DIRECTIONS, HIJRI_YEARS, Hit, Month, direction_at, era_end, month_at, year_number
from tawatur.annotate.time_words import Stream, context, gap_words, not_after
from tawatur.layers import Expression
from tawatur.numerals import Number

IN_NAME = "time.in_name"
"""The rule of a day or month that names a street, a party, a revolt: read, so that no part of it is taken for a time, and left out."""
_CALENDAR = frozenset({"Y", "M", "W", "D", "DE", "CE", "H"})
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?![\d/]|[.-]\d)")


class Year(NamedTuple):
    """What follows a month: a year, the period it is of, or a direction; [.., end) on the view."""

    year: int | None
    of: Expression | None
    direction: int | None
    same: bool
    next: int
    end: int
    hijri: bool


# -- years -------------------------------------------------------------------------------------------------------------------------------------


def year_after(s: Stream, j: int, end: int) -> Year | None:
    """The year, the "of the current year", or the adjective after a month that ends at view offset `end`, before token j."""
    if not 0 < j < s.count:
        return None
    gap = s.between(end, j)
    if gap == "" and s.get(j, "dir") != "recent" and (step := direction_at(s, j)) is not None:
        return Year(None, None, step, False, j + 1, s.tokens[j].end, False)
    if gap == "" and s.get(j, "same"):
        return Year(None, None, None, True, j + 1, s.tokens[j].end, False)
    if gap == "" or gap in gap_words("of") or gap in (",", "\u060c", "/", "-"):
        if (found := year_number(s, j)) and not (gap in ("/", "-") and 0 < found[0] < 1300):
            return Year(found[0], None, None, False, found[1], found[2], found[3])
        if gap in (",", "\u060c", "/", "-"):
            return None
        unit = unit_period(s, j)
        if unit is not None and unit.said.unit == "Y":
            return Year(None, unit.said, None, unit.said.kind == "same", unit.next, unit.end, False)
        if (said := said_year(s, j)) is not None:
            return Year(said.said.year, None, None, False, said.next, said.end, said.said.hijri)
    return None


def said_year(s: Stream, i: int) -> Hit | None:
    """ "the year 2014": the word with a number, at token i."""
    several = s.get(i, "many") == "Y"
    if s.get(i, "one") != "Y" and s.get(i, "two") != "Y" and not several:
        return None
    token = s.tokens[i]
    gap = s.gap(i + 1)
    if gap not in ("", "("):
        return None
    found = year_number(s, i + 1, 1900 if several else 1)
    if found is None:
        return None
    end = found[2]
    if gap == "(":
        if s.view[end : end + 1] != ")":
            return None
        end += 1
    j = s.skip(found[1], end)
    if s.between(end, j) == "" and s.get(j, "dir") in ("past", "future", "now"):
        end, j = s.tokens[j].end, j + 1
    hit = Hit(Expression("DATE", "date", year=found[0], hijri=found[3]), token.start, end, j, "time.year")
    return _two_years(s, hit) if found[3] and s.gap(j) == "/" else hit


# -- units: this year, last month, the coming week ---------------------------------------------------------------------------------------------


def unit_period(s: Stream, i: int) -> Hit | None:
    """A calendar unit with a word that places it: last, this, same, or a demonstrative before it."""
    demo = s.get(i, "demo")
    if demo is not None and s.near(i + 1):
        unit = s.get(i + 1, "one")
        if unit == "DE" and not s.preceded(s.tokens[i].begin, context("decade_cue")):
            return None
        if unit in _CALENDAR and s.article(i + 1) and s.bare(i + 1):
            return _demo_unit(s, i, demo, unit)
        return _these(s, i, demo)
    unit = s.get(i, "one")
    if unit not in _CALENDAR or not s.article(i):
        return None
    start, end, j = s.tokens[i].start, s.tokens[i].end, i + 1
    if unit == "Y" and s.near(j) and (kind := s.get(j, "year_kind")) is not None:
        return _kind_of_year(s, i, int(kind))
    if s.gap(j) == "(" and s.get(j, "dir") and s.view[s.tokens[j].end : s.tokens[j].end + 1] == ")":
        return _placed(unit, s.get(j, "dir"), start, s.tokens[j].end + 1, j + 1)
    if unit == "D" and s.near(j) and s.get(j, "dir") == "recent":
        return None
    if unit == "DE" and s.near(j) and s.get(j, "dir") == "now" and not s.preceded(s.tokens[i].begin, context("decade_cue")):
        return None  # a current contract
    if unit == "Y" and s.near(j) and s.get(j, "dir") in ("before", "now") and s.preceded(s.tokens[i].begin, not_after("general")):
        return None  # a former director general
    if s.near(j) and (key := s.get(j, "dir")) is not None:
        return _named_year(s, _placed(unit, key, start, s.tokens[j].end, j + 1))
    if (far := beyond(s, j)) is not None:
        return Hit(Expression("DATE", "unit", unit=unit, shift=far[0], direction=far[0] // 2), start, s.tokens[far[1] - 1].end, far[1], "time.unit")
    if s.near(j) and s.get(j, "same") == "same":
        return Hit(Expression("DATE", "same", unit=unit, shift=0), start, s.tokens[j].end, j + 1, "time.same")
    if s.near(j) and s.get(j, "demo") == "this":
        return _placed(unit, "now", start, s.tokens[j].end, j + 1)
    return Hit(Expression("DATE", "unit", unit=unit, shift=0), start, end, j, "time.unit_bare")


def _named_year(s: Stream, hit: Hit) -> Hit:
    """The current year 2015: its number stands beside it."""
    if hit.said.unit != "Y" or not s.near(hit.next) or not s.get(hit.next, "digits") or (found := year_number(s, hit.next)) is None:
        return hit
    return Hit(Expression("DATE", "date", year=found[0], hijri=found[3]), hit.start, found[2], found[1], "time.year")


def _kind_of_year(s: Stream, i: int, first_month: int) -> Hit | None:
    """The coming school year, the current Hijri year, the fiscal year 2018."""
    start, end, j = s.tokens[i].start, s.tokens[i + 1].end, i + 2
    hijri = first_month == 0
    if s.near(j) and (step := 1 if s.get(j, "dir_new") else direction_at(s, j)) is not None:
        said = Expression("DATE", "unit", unit="Y", shift=step, direction=step, hijri=hijri, month=first_month or None)
        return _two_years(s, _named_year(s, Hit(said, start, s.tokens[j].end, j + 1, "time.year_kind")))
    if s.near(j) and s.get(j, "digits") and (found := year_number(s, j)) is not None:
        hit = Hit(Expression("DATE", "date", year=found[0], hijri=hijri or found[3]), start, found[2], found[1], "time.year_kind")
        return _two_years(s, hit)
    if s.get(i - 1, "demo") == "this" and s.near(i):
        return Hit(Expression("DATE", "unit", unit="Y", shift=0, hijri=hijri, month=first_month or None), s.tokens[i - 1].start, end, j, "time.year_kind")
    return Hit(Expression("DATE", "unit", unit="Y", shift=0, hijri=hijri, month=first_month or None), start, end, j, "time.unit_bare")


def _two_years(s: Stream, hit: Hit) -> Hit:
    """A school or fiscal year written with both its years, 2022/2023: one expression, named by the first."""
    j = hit.next
    if hit.said.year is None or s.gap(j) not in ("/", "-", "\u2013") or (second := year_number(s, j)) is None or second[0] != hit.said.year + 1:
        return hit
    return Hit(replace(hit.said, hijri=hit.said.hijri or second[3]), hit.start, second[2], second[1], hit.rule)


def beyond(s: Stream, j: int) -> tuple[int, int] | None:
    """(shift, next token) of "before last" and "after next" at token j."""
    side = s.get(j, "side")
    if side is None or not s.near(j) or not s.near(j + 1) or not s.bare(j):
        return None
    step = direction_at(s, j + 1)
    if step is None or step != (1 if side == "after" else -1):
        return None
    return 2 * step, j + 2


def _demo_unit(s: Stream, i: int, demo: str, unit: str) -> Hit | None:
    start, end = s.tokens[i].start, s.tokens[i + 1].end
    if demo == "this" and unit == "D":
        return Hit(Expression("DATE", "day", shift=0), start, end, i + 2, "time.this_unit")
    if demo == "this":
        return Hit(Expression("DATE", "unit", unit=unit, shift=0, direction=0), start, end, i + 2, "time.this_unit")
    return Hit(Expression("DATE", "same", unit=unit, shift=0), start, end, i + 2, "time.same")


def _these(s: Stream, i: int, demo: str) -> Hit | None:
    """These days; at that time."""
    start, end = s.tokens[i].start, s.tokens[i + 1].end
    if demo == "this" and (part := s.get(i + 1, "part")) and s.article(i + 1) and s.get(i + 1, "one") is None and part != "AF":
        return Hit(Expression("TIME", "day", shift=0, part=part), start, end, i + 2, "time.part")
    if demo == "this" and s.get(i + 1, "one") == "N" and s.article(i + 1):
        return Hit(Expression("TIME", "day", shift=0, part="NI"), start, end, i + 2, "time.tonight")
    if demo == "this" and s.get(i + 1, "many") == "D" and s.article(i + 1):
        return Hit(Expression("DATE", "value", value="PRESENT_REF"), start, end, i + 2, "time.reference")
    if demo == "that" and s.get(i + 1, "one") == "N" and s.article(i + 1):
        return Hit(Expression("TIME", "same", unit="D", shift=0, part="NI"), start, end, i + 2, "time.same")
    if demo == "that" and s.get(i + 1, "then_noun"):
        return Hit(Expression("DATE", "same", shift=0), start, end, i + 2, "time.then")
    return None


def _placed(unit: str, key: str, start: int, end: int, following: int) -> Hit:
    if key in ("next", "before"):
        return Hit(Expression("DATE", "same", unit=unit, shift=1 if key == "next" else -1), start, end, following, "time.same_shift")
    step = DIRECTIONS[key]
    return Hit(Expression("DATE", "unit", unit=unit, shift=step, direction=step), start, end, following, "time.unit")


# -- days --------------------------------------------------------------------------------------------------------------------------------------


def is_feminine(s: Stream, i: int) -> bool:
    """Whether the ordinal at token i is feminine: an hour or a time, never a day of a month."""
    word = s.view[s.tokens[i].start : s.tokens[i].end]
    return word.endswith("\u0647") or (s.get(i, "ordinal") == 1 and word.endswith("\u064a"))


def _whole(number: Number, low: int, high: int) -> int | None:
    value = number.value
    return int(value) if value == int(value) and low <= value <= high else None


def numeric_date(s: Stream, i: int) -> Hit | None:
    """15/7/2018, 2018-07-15, 1436/10/22 with or without an era mark; the order is read from the sizes."""
    token = s.tokens[i]
    found = _NUMERIC.match(s.view, token.begin)
    if found is None or (found[2] == "." and " " in found[0]):
        return None
    first, middle, last = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4 and len(found[4]) <= 2:
        year, month, day = first, middle, last
    elif len(found[1]) <= 2 and len(found[4]) == 4:
        day, month, year = first, middle, last
    else:
        return None
    if month > 12 and day <= 12 and year > 1500:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31 and (1300 <= year <= 2100)):
        return None
    end, era = era_end(s, found.end())
    hijri = era == "hijri" or year in HIJRI_YEARS
    said = Expression("DATE", "date", year=year, month=month, day=day, hijri=hijri)
    return Hit(said, token.start, end, s.skip(i, end), "time.numeric")


def day_month(s: Stream, i: int, more: int = 4) -> Hit | None:
    """A day's number before a month or a period: the 26th of July last, the fourth of the current month, 26 and 27 July (at most `more` days on)."""
    found = s.number(i)
    if found is None:
        return None
    number, j = found
    day = _whole(number, 1, 31)
    if day is None or (number.ordinal and is_feminine(s, i)):
        return None
    start, closing = number.start, s.view[number.end : number.end + 1] == ")" and s.view[number.start - 1 : number.start] == "("
    if closing:
        start -= 1
    if s.get(i - 1, "al") and s.near(i):
        start = s.tokens[i - 1].start
    if not 0 < j < s.count:
        return None
    gap = s.gap(j).removeprefix(")").strip() if closing else s.gap(j)
    if gap == "" or gap in gap_words("from") or (gap in ("/", "-") and number.digits):
        hit = _day_of(s, day, start, j, gap) or _shared(s, day, start, number, j, more)
        return hit._replace(rule=IN_NAME) if hit is not None and _in_name(s, i) and _is_bare(hit.said) else hit
    return _shared(s, day, start, number, j, more)


def _in_name(s: Stream, i: int) -> bool:
    """Whether the word before token i is for a street, a party, a revolt: what is named by a day of the year."""
    return s.word_before(s.tokens[i].start) in context("named_by_day")


def _is_bare(said: Expression) -> bool:
    """Whether a day or month is said without a year, a period or an adjective."""
    return said.month is not None and said.year is None and said.of is None and said.direction is None


def _day_of(s: Stream, day: int, start: int, j: int, gap: str) -> Hit | None:
    """A day whose month or period begins at token j."""
    k = j
    if s.get(j, "one") == "M" and s.near(j + 1) and month_at(s, j + 1):
        k = j + 1
    month = month_at(s, k)
    if (
        month is not None
        and not month.strong
        and (gap in ("/", "-") or (month.hijri and month.month == 2 and k == j and gap == ""))
        and ((year := year_after(s, month.next, month.end)) is None or month.hijri != year.hijri)
    ):
        return None  # three-nil: safar is also the word for zero
    if month is not None and s.tokens[k].reading.prep in ("", "\u0644"):
        return with_year(
            s,
            Expression("DATE", "date", month=month.month, day=day, hijri=month.hijri, other_month=month.other),
            start,
            month.end,
            month.next,
            "time.day_month",
        )
    if gap in ("/", "-"):
        return None
    unit = unit_period(s, j)
    if unit is not None and unit.said.unit == "M" and (unit.rule != "time.unit_bare" or gap in gap_words("from")):
        return Hit(Expression("DATE", "date", day=day, of=unit.said), start, unit.end, unit.next, "time.day_of_month")
    return None


def _shared(s: Stream, day: int, start: int, number: Number, j: int, more: int) -> Hit | None:
    """The first day of "26 and 27 July": its month stands with the second."""
    gap = s.gap(j)
    joined = (
        gap in ("-", "\u2013", "\u2014", "\u0648")
        or (gap == "/" and number.digits)
        or gap in gap_words("to")
        or (gap == "" and (s.tokens[j].reading.conj or s.get(j, "and")))
    )
    if not joined:
        return None
    k = j + 1 if s.get(j, "and") else j
    if not more or k >= s.count or s.number(k) is None:
        return None
    second = day_month(s, k, more - 1)
    if second is None or second.said.day is None or second.rule == "time.numeric":
        return None
    return Hit(replace(second.said, day=day), start, number.end, j, "time.day_shared")


def with_year(s: Stream, said: Expression, start: int, end: int, j: int, rule: str) -> Hit:
    """A date with whatever year, period or adjective follows at token j."""
    found = year_after(s, j, end)
    if found is None:
        return Hit(said, start, end, j, rule)
    if found.same and found.of is None:
        said = replace(said, of=Expression("DATE", "same", unit="Y", shift=0))
    said = replace(said, year=found.year, of=found.of or said.of, direction=found.direction, hijri=said.hijri or (found.hijri and said.month is None))
    return Hit(said, start, found.end, found.next, rule)


def month_date(s: Stream, i: int) -> Hit | None:
    """A month with its year or adjective; alone only where the word can be nothing else."""
    start, k, named = s.tokens[i].start, i, False
    if s.get(i, "one") == "M" or s.get(i, "two") == "M":
        k, named = i + 1, True
        if not s.near(k):
            return None
    month = month_at(s, k)
    if month is None or (named and s.tokens[k].reading.cut):
        return None
    hit = with_year(s, Expression("DATE", "date", month=month.month, hijri=month.hijri, other_month=month.other), start, month.end, month.next, "time.month")
    placed = hit.end > month.end
    if month.hijri and month.month == 2 and (hit.said.year or 0) not in (0, *HIJRI_YEARS) and s.view[start - 1 : start] in ("-", "/"):
        return None  # eight-nil in 2015
    if not (named or month.strong or placed or _month_cued(s, i, month)):
        return None
    return hit._replace(rule=IN_NAME) if context("named_by_day").get(s.word_before(start)) == "month" and _is_bare(hit.said) else hit


def _month_cued(s: Stream, i: int, month: Month) -> bool:
    """Whether what stands before a weak month shows that it is one: in, since, mid-; "and" after another month."""
    cued = s.word_before(s.tokens[i].start) in context("month_cue")
    if month.hijri and month.month == 9:
        return s.preceded(s.tokens[i].start, context("year_cue"))
    if month.hijri:
        return cued and s.near(i) and s.get(i - 1, "mod") is not None
    return cued or (s.tokens[i].reading.conj and s.near(i) and s.get(i - 1, "month") is not None)
