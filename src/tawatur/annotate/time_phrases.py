"""The grammar of parts of day, clocks, beginnings and ends, lengths and repetitions: phrases around the dates of `time_grammar`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from tawatur.annotate.time_grammar import (
    Hit,
    day_beyond,
    day_from_now,
    day_month,
    direction_at,
    era_end,
    month_date,
    numeric_date,
    said_year,
    unit_period,
    weekday_date,
    year_number,
)
from tawatur.annotate.time_words import Stream, context, gap_words, not_after
from tawatur.layers import Expression

_DAYS = frozenset({"weekday", "day"})
_LENGTH = {"Y": "P{}Y", "M": "P{}M", "W": "P{}W", "D": "P{}D", "N": "P{}D", "DE": "P{}DE", "CE": "P{}CE", "H": "PT{}H", "MIN": "PT{}M", "S": "PT{}S"}
_SMALLER = {"Y": ("M", 12), "H": ("MIN", 60), "D": ("H", 24), "DE": ("Y", 10), "CE": ("Y", 100), "MIN": ("S", 60), "M": ("D", 30)}
_CLOCK = re.compile(r"(\d{1,2})\s?[:.,]\s?(\d{2})(?::\d{2})?(?![\d:]|[.,]\d)")
_PACKED = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?!\d)")


def date_at(s: Stream, i: int) -> Hit | None:
    """The date, weekday, day from now or period that begins at token i."""
    if not 0 <= i < len(s.tokens):
        return None
    senses = s.tokens[i].reading.senses
    if "digits" in senses and (hit := numeric_date(s, i)):
        return hit
    for reader in _DATE_READERS:
        if (hit := reader(s, i)) is not None:
            return hit
    return None


def _unit_date(s: Stream, i: int) -> Hit | None:
    hit = unit_period(s, i)
    return None if hit is None or hit.rule == "time.unit_bare" or hit.said.unit == "H" else hit


def _day_number(s: Stream, i: int) -> Hit | None:
    """ "(the) day (of) the 20th of May": the word may stand before the number."""
    if s.get(i, "one") == "D" and not s.article(i) and (s.near(i + 1) or s.gap(i + 1) == "("):
        k = i + 2 if s.get(i + 1, "al") else i + 1
        hit = (numeric_date(s, k) if s.get(k, "digits") else None) or day_month(s, k)
        return hit and hit._replace(start=s.tokens[i].start)
    if s.get(i, "al") and s.near(i + 1):
        return day_month(s, i + 1)
    return day_month(s, i)


_DATE_READERS: tuple[Callable[[Stream, int], Hit | None], ...] = (day_beyond, _day_number, weekday_date, month_date, said_year, _unit_date, day_from_now)


# -- beginnings, middles, ends -----------------------------------------------------------------------------------------------------------------


def modified(s: Stream, i: int) -> Hit | None:
    """The end of the year, the beginning of last month, mid-May: the modifier stands inside."""
    mod = s.get(i, "mod")
    if mod == "MID" and s.near(i + 1) and s.get(i + 1, "part") == "NI":
        return _midnight(s, i)
    if mod is None or s.article(i) or not (s.near(i + 1) or s.gap(i + 1) in gap_words("of")):
        return None
    if mod == "END" and s.near(i + 1) and s.get(i + 1, "one") == "W" and s.article(i + 1):
        return _weekend(s, i)
    inner = date_at(s, i + 1) or _bare_unit(s, i + 1) or portion(s, i + 1) or decade(s, i + 1) or century(s, i + 1)
    if inner is None or inner.said.kind in _DAYS or (inner.said.day is not None) or s.tokens[i + 1].reading.prep:
        return None
    return Hit(replace(inner.said, mod=mod), s.tokens[i].start, inner.end, inner.next, "time.modified")


def _midnight(s: Stream, i: int) -> Hit | None:
    """Midnight, of a day where one is said."""
    if s.article(i):
        return None
    start, j = s.tokens[i].start, i + 1
    if (inner := part_of_day(s, j)) is not None and inner.said.part == "NI" and inner.rule == "time.part":
        return Hit(replace(inner.said, part=None, clock="00:00"), start, inner.end, inner.next, "time.midnight")
    if not s.article(j):
        return None
    return Hit(Expression("TIME", "time", clock="00:00"), start, s.tokens[j].end, j + 1, "time.midnight")


def _bare_unit(s: Stream, i: int) -> Hit | None:
    """The year, the month with nothing after it: the current one."""
    hit = unit_period(s, i)
    return hit if hit is not None and hit.said.unit in ("Y", "M", "CE") else None


def _weekend(s: Stream, i: int) -> Hit:
    hit = unit_period(s, i + 1)
    assert hit is not None  # the word and its article were just seen
    said = replace(hit.said, unit="WE") if hit.said.kind == "unit" else hit.said
    return Hit(said, s.tokens[i].start, hit.end, hit.next, "time.weekend")


def portion(s: Stream, i: int) -> Hit | None:
    """The second quarter, the first half of a year."""
    unit = s.get(i, "portion")
    if unit is None or not s.article(i) or not s.near(i + 1) or not s.article(i + 1):
        return None
    number = s.get(i + 1, "ordinal")
    last = s.get(i + 1, "dir") == "recent"
    number = int(number) if number else (4 if unit == "Q" else 2) if last else None
    if number is None or number > (4 if unit == "Q" else 2):
        return None
    start, end, j = s.tokens[i].start, s.tokens[i + 1].end, i + 2
    if s.gap(j) in gap_words("of") or s.gap(j) == "":
        inner = _bare_unit(s, j) or said_year(s, j) or _year_only(s, j) or (_unit_month(s, j) if s.gap(j) else None)
        if inner is not None and not (inner.rule == "time.unit_bare" and s.gap(j) == ""):
            return Hit(Expression("DATE", "unit", unit=unit, number=number, of=inner.said), start, inner.end, inner.next, "time.portion")
    return Hit(Expression("DATE", "unit", unit=unit, number=number), start, end, j, "time.portion") if unit == "Q" else None


def _unit_month(s: Stream, i: int) -> Hit | None:
    return month_date(s, i)


def _year_only(s: Stream, i: int) -> Hit | None:
    found = year_number(s, i)
    if found is None:
        return None
    return Hit(Expression("DATE", "date", year=found[0], hijri=found[3]), s.tokens[i].start, found[2], found[1], "time.year_bare")


def decade(s: Stream, i: int) -> Hit | None:
    """The nineties (of the last century)."""
    tens = s.get(i, "decade_plural")
    if tens is None:
        return None
    start, end, j = s.tokens[i].start, s.tokens[i].end, i + 1
    if re.match(r" (\w+) (\w+)", s.view[end : end + 24]) and any(word in context("life") for word in s.view[end : end + 24].split()[:2]):
        return None
    century_of = 19
    if s.gap(j) in ("", *gap_words("of")) and (inner := century(s, j) or unit_period(s, j)) is not None and inner.said.unit == "CE":
        said = inner.said
        if said.kind == "unit" and said.shift is not None:
            century_of = 20 + said.shift
        end, j = inner.end, inner.next
    elif s.gap(j) in ("", *gap_words("of")) and (numbered := century(s, j)) is not None and numbered.said.value is not None:
        century_of, end, j = int(numbered.said.value), numbered.end, numbered.next
    return Hit(Expression("DATE", "value", value=f"{century_of}{int(tens) // 10}"), start, end, j, "time.decade")


def century(s: Stream, i: int) -> Hit | None:
    """The eleventh century: its value is the two digits of its years."""
    if s.get(i, "one") != "CE" or not s.article(i) or not (s.near(i + 1) or s.get(i + 1, "al")):
        return None
    k = i + 2 if s.get(i + 1, "al") else i + 1
    found = s.number(k)
    if found is None or found[0].value not in range(1, 23):
        return None
    end, j = found[0].end, found[1]
    era = re.compile(r" ?(\w+)").match(s.view, end)
    if era and context("era").get(era[1]) == "gregorian":
        end = era.end()
        j = s.skip(j, end)
    return Hit(Expression("DATE", "value", value=f"{int(found[0].value) - 1:02d}"), s.tokens[i].start, end, j, "time.century")


def season(s: Stream, i: int) -> Hit | None:
    """Summer 2017, last winter, this spring."""
    said = s.get(i, "season")
    if said is None:
        return None
    start, j = s.tokens[i].start, i + 1
    k = j
    step = direction_at(s, j) if s.near(j) else None
    if step is not None and s.article(i):
        return Hit(Expression("DATE", "unit", unit=said, shift=step, direction=step), start, s.tokens[j].end, j + 1, "time.season")
    if s.get(i - 1, "demo") == "this" and s.article(i) and s.near(i):
        return Hit(Expression("DATE", "unit", unit=said, shift=0, direction=0), s.tokens[i - 1].start, s.tokens[i].end, j, "time.season")
    if s.gap(k) not in ("", *gap_words("of")) or s.article(i):
        return None
    inner = said_year(s, k) or _year_only(s, k) or _bare_unit(s, k)
    if inner is None or (inner.said.unit not in (None, "Y")) or inner.rule == "time.unit_bare":
        return None
    return Hit(Expression("DATE", "unit", unit=said, of=inner.said), start, inner.end, inner.next, "time.season")


# -- parts of day ------------------------------------------------------------------------------------------------------------------------------


def part_of_day(s: Stream, i: int) -> Hit | None:
    """Thursday evening, noon today, the night from Tuesday to Wednesday; alone only where the word is an adverb."""
    start, k, side = s.tokens[i].start, i, s.get(i, "side")
    if side is not None:
        k = i + 1
        if not s.near(k) or s.get(k, "part") not in ("MI", "NI"):
            return None
    part = s.get(k, "part")
    if part is None or (k != i and s.tokens[k].reading.cut):
        return None
    if side is not None:
        part = {("before", "MI"): "MO", ("after", "MI"): "AF"}.get((side, part), part)
    inner = date_at(s, k + 1) if s.near(k + 1) or s.gap(k + 1) in gap_words("of") else None
    if inner is not None and _is_day(inner.said) and not s.tokens[k + 1].reading.cut:
        return _night_between(s, Hit(replace(inner.said, type="TIME", part=part), start, inner.end, inner.next, "time.part"))
    if s.article(k) and part == "NI" and s.get(k, "one") == "N" and side is None:
        return _tonight(s, k)
    if side == "after" and s.article(k) and part == "AF":
        return Hit(Expression("TIME", "time", part=part), start, s.tokens[k].end, k + 1, "time.part_bare")
    return None


def _tonight(s: Stream, k: int) -> Hit:
    start, end, j = s.tokens[k].start, s.tokens[k].end, k + 1
    step = direction_at(s, j) if s.near(j) else None
    if step is not None:
        return Hit(Expression("TIME", "day", shift=step, part="NI"), start, s.tokens[j].end, j + 1, "time.tonight")
    return apposed_night(s, Hit(Expression("TIME", "day", shift=0, part="NI"), start, end, j, "time.tonight"))


def apposed_night(s: Stream, hit: Hit) -> Hit:
    """Tonight, Thursday."""
    day = s.get(hit.next, "weekday")
    if day is None or s.gap(hit.next) not in ("", "\u060c") or s.tokens[hit.next].reading.cut:
        return hit
    return Hit(replace(hit.said, weekday=day), hit.start, s.tokens[hit.next].end, hit.next + 1, hit.rule)


def _night_between(s: Stream, hit: Hit) -> Hit:
    """The night between two weekdays is the first one's."""
    j = hit.next
    if hit.said.part == "NI" and hit.said.kind == "weekday" and s.gap(j) in ("", "-", "/", "\u2013") and s.get(j, "weekday") is not None and not s.tokens[j].reading.cut:
        return hit._replace(end=s.tokens[j].end, next=j + 1)
    return hit


def _is_day(said: Expression) -> bool:
    return said.kind in _DAYS or (said.kind == "date" and said.day is not None) or (said.kind in ("unit", "same") and said.unit == "D")


def with_time(s: Stream, hit: Hit) -> Hit:
    """A day with the part of day or the clock time that follows it."""
    if not _is_day(hit.said) or hit.said.clock is not None:
        return hit
    j = hit.next
    gap = s.gap(j)
    if gap not in ("", "\u060c", ",", "-", *gap_words("clock_link")):
        return hit
    if gap == "" and hit.said.part is None and (part := s.get(j, "part_adverb")) and not s.tokens[j].reading.cut and not _is_construct(s, j):
        hit = Hit(replace(hit.said, type="TIME", part=part), hit.start, s.tokens[j].end, j + 1, "time.part")
        return with_time(s, hit)
    time = clock(s, j, bool(gap in ("", *gap_words("clock_link"))))
    if time is None or time.said.kind != "time" or time.said.clock is None:
        return hit
    said = replace(hit.said, type="TIME", clock=_afternoon(time.said.clock, hit.said.part), part=None)
    return Hit(said, hit.start, time.end, time.next, "time.day_clock")


def _is_construct(s: Stream, j: int) -> bool:
    """Whether "evening" at token j begins a phrase of its own: evening of the next day."""
    return s.get(j, "part") is not None and part_of_day(s, j) is not None


def adverb(s: Stream, i: int) -> Hit | None:
    """In the evening, alone: of the day just spoken of."""
    part = s.get(i, "part_adverb")
    if part is None or s.article(i) or s.tokens[i].reading.prep:
        return None
    return Hit(Expression("TIME", "time", part=part), s.tokens[i].start, s.tokens[i].end, i + 1, "time.part_bare")


# -- clocks ------------------------------------------------------------------------------------------------------------------------------------


def clock(s: Stream, i: int, dated: bool = False) -> Hit | None:
    """A clock time with what tells its half of the day and its zone; a date may follow. Bare figures need one of them (or a date before: `dated`)."""
    if not 0 <= i < len(s.tokens):
        return None
    start, k, named = s.tokens[i].start, i, False
    if s.get(i, "one") == "H":
        k, named = i + 1, True
        if s.gap(k) not in ("", "("):
            return None
        k = k + 1 if s.get(k, "al") else k
    figures = _figures(s, k, named)
    if figures is None:
        return None
    hour, minute, j, end = figures
    certain = named or (dated and ":" in s.view[start:end])
    said, j, end, marked = _half_of_day(s, Expression("TIME", "time", clock=f"{hour:02d}:{minute:02d}"), j, end)
    zone_end = zone(s, end)
    if zone_end is not None:
        end, certain = zone_end, True
        j = s.skip(j, end)
    if not (certain or marked):
        return None
    return _dated_clock(s, Hit(said, start, end, j, "time.clock"))


def _figures(s: Stream, k: int, named: bool) -> tuple[int, int, int, int] | None:
    """(hour, minute, next token, end) at token k."""
    if k >= len(s.tokens):
        return None
    token = s.tokens[k]
    if s.get(k, "digits"):
        for pattern in (_CLOCK, _PACKED):
            found = pattern.match(s.view, token.start)
            if pattern is _PACKED and found and not named and zone(s, found.end()) is None:
                continue
            if found and int(found[1]) < 25 and int(found[2]) < 60:
                return int(found[1]) % 24, int(found[2]), s.skip(k, found.end()), found.end()
        text = s.view[token.start : token.end]
        return (int(text) % 24, 0, k + 1, token.end) if text.isdecimal() and len(text) <= 2 and int(text) <= 24 else None
    found_number = s.number(k)
    if found_number is None or not (found_number[0].ordinal or (named and s.article(k))) or found_number[0].digits or not s.article(k):
        return None
    value = found_number[0].value
    if value != int(value) or not 1 <= value <= 12:
        return None
    minute, j, end = _minutes(s, found_number[1], found_number[0].end)
    hour = int(value) - 1 if minute < 0 else int(value)
    return hour % 24, minute % 60, j, end


def _minutes(s: Stream, j: int, end: int) -> tuple[int, int, int]:
    """And a half, and 20 minutes, less a quarter."""
    if s.near(j) and s.get(j, "fraction") and s.tokens[j].reading.conj:
        return int(s.get(j, "fraction") * 60), j + 1, s.tokens[j].end
    if s.near(j) and s.get(j, "except") and s.near(j + 1) and s.get(j + 1, "fraction"):
        return -int(s.get(j + 1, "fraction") * 60), j + 2, s.tokens[j + 1].end
    k = j + 1 if s.near(j) and s.get(j, "and") else j
    if s.near(k) and (k != j or s.tokens[k].reading.conj) and (found := s.number(k)) and 0 < found[0].value < 60:
        after = found[1]
        if s.near(after) and (s.get(after, "many") == "MIN" or s.get(after, "one") == "MIN"):
            return int(found[0].value), after + 1, s.tokens[after].end
    return 0, j, end


def _half_of_day(s: Stream, said: Expression, j: int, end: int) -> tuple[Expression, int, int, bool]:
    """Morning or evening after the figures: an adverb, an AM or PM letter."""
    if s.near(j) and (part := s.get(j, "part_adverb")) and not s.tokens[j].reading.cut and not _is_construct(s, j):
        return replace(said, clock=_afternoon(said.clock or "", part)), j + 1, s.tokens[j].end, True
    if s.near(j) and s.get(j, "side") and (part := s.get(j + 1, "part")) and s.near(j + 1) and s.article(j + 1):
        late = s.get(j, "side") == "after" and part == "MI"
        return replace(said, clock=_afternoon(said.clock or "", "AF" if late else "NI" if part == "NI" else "MO")), j + 2, s.tokens[j + 1].end, True
    found = re.compile(r" ?(\w)(?!\w)").match(s.view, end)
    key = context("meridiem").get(found[1]) if found else None
    if found and key:
        return replace(said, clock=_afternoon(said.clock or "", "MO" if key == "AM" else "EV")), s.skip(j, found.end()), found.end(), True
    return said, j, end, False


def _afternoon(clock_time: str, part: str | None) -> str:
    """The 24-hour form of a 12-hour time in a part of day."""
    hour, minute = int(clock_time[:2]), clock_time[3:]
    if (part in ("AF", "EV") and hour < 12) or (part == "MI" and hour < 10):
        hour += 12
    elif part == "NI":
        hour = hour + 12 if 6 <= hour < 12 else 0 if hour == 12 else hour
    elif part == "MO" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute}"


def zone(s: Stream, end: int) -> int | None:
    """The end of a time zone that follows view offset `end`."""
    found = _short_zone(s, end)
    if found is not None:
        return found
    match = re.compile(r"[ \u060c]{0,2}\u0628?(\w+)(?: (\w+))?(?: (\w+))?").match(s.view, end)
    if match is None or match[1] is None or context("zone").get(match[1]) is None:
        return None
    if match[2] is None:
        return match.end(1)
    wide = match[2] in context("zone_head") and match[3]
    return match.end(3) if wide else match.end(2)


def _short_zone(s: Stream, end: int) -> int | None:
    found = re.compile(r"[ ]?(\w)[. ]{0,2}(\w)(?!\w)").match(s.view, end)
    if found and found[1] in context("zone_short") and found[2] in context("zone_short"):
        return found.end()
    found = re.compile(r"[ ]?([a-z]{3})(?!\w)").match(s.view, end)
    return found.end() if found and found[1] in context("zone_name") else None


def _dated_clock(s: Stream, hit: Hit) -> Hit:
    """A date after a clock time: at eight in the evening of Thursday last."""
    j = hit.next
    gap = s.between(hit.end, j)
    if gap not in ("", "\u060c", *gap_words("of")):
        return hit
    inner = part_of_day(s, j) or date_at(s, j)
    if inner is None or not _is_day(inner.said) or (s.tokens[j].reading.cut and s.tokens[j].reading.conj):
        return hit
    time = _afternoon(hit.said.clock or "", inner.said.part) if inner.said.part else hit.said.clock
    end, following = inner.end, inner.next
    zone_end = zone(s, end)
    if zone_end is not None:
        end, following = zone_end, s.skip(following, zone_end)
    return Hit(replace(inner.said, type="TIME", clock=time, part=None), hit.start, end, following, "time.day_clock")


# -- lengths -----------------------------------------------------------------------------------------------------------------------------------


def length(s: Stream, i: int) -> Hit | None:
    """An amount of time: 24 hours, three weeks, two years, half an hour; vague ones count X."""
    return _counted(s, i) or _dual(s, i) or _vague(s, i) or _single(s, i)


def _amount(amount: Fraction | int, unit: str) -> str:
    amount = Fraction(amount)
    while amount.denominator != 1 and unit in _SMALLER:
        whole, rest = divmod(amount, 1)
        smaller, times = _SMALLER[unit]
        if whole and (rest * times).denominator == 1:
            return _joined(_LENGTH[unit].format(whole), _LENGTH[smaller].format(rest * times))
        amount, unit = amount * times, smaller
    return _LENGTH[unit].format(amount if amount.denominator == 1 else float(amount))


def _joined(first: str, second: str) -> str:
    """P2Y and P4M are P2Y4M; PT3H and PT20M are PT3H20M."""
    if first.startswith("PT"):
        return first + second.removeprefix("PT")
    return first + second.removeprefix("P")


def _unit_after_number(s: Stream, j: int) -> str | None:
    reading = s.tokens[j].reading
    if reading.cut:
        return None
    unit: str | None = s.get(j, "many") or s.get(j, "one")
    return unit


def _counted(s: Stream, i: int) -> Hit | None:
    k = i + 1 if s.get(i, "al") and s.near(i + 1) else i
    found = s.number(k)
    if found is None:
        return None
    number, j = found
    bracket = s.gap(j) == ")" and s.view[number.start - 1 : number.start] == "("
    if not (s.near(j) or bracket) or j >= len(s.tokens) or (number.ordinal and not s.article(k)) or number.value <= 0 or number.value > 5000000:
        return None
    if number.ordinal and number.value < 20:
        return None
    unit = _unit_after_number(s, j)
    if unit is None or (s.get(j, "one") == "H" and s.article(j)) or (s.article(j) and number.value >= 1):
        return None
    start = s.tokens[i].start if k != i else number.start - 1 if bracket else number.start
    value = _amount(Fraction(str(number.value)) if number.value != int(number.value) else int(number.value), unit)
    return _tail(s, Hit(Expression("DURATION", "value", value=value, unit=unit), start, s.tokens[j].end, j + 1, "time.length"))


def _tail(s: Stream, hit: Hit) -> Hit:
    """And a half; and four months; last, coming, few: what still belongs to a length."""
    j = hit.next
    value, unit = hit.said.value or "", hit.said.unit or ""
    if s.near(j) and s.get(j, "fraction") and s.tokens[j].reading.conj and not s.tokens[j].reading.prep and not s.article(j):
        count = re.search(r"\d+", value)
        if count is not None and _unit_value(value, unit):
            said = replace(hit.said, value=_amount(int(count[0]) + s.get(j, "fraction"), unit))
            hit, j = hit._replace(said=said, end=s.tokens[j].end, next=j + 1), j + 1
    elif s.near(j) and (s.get(j, "and") or s.tokens[j].reading.conj):
        more = _counted(s, j + 1 if s.get(j, "and") else j) or _dual(s, j)
        if more is not None and more.said.value and unit in _SMALLER and _SMALLER[unit][0] == more.said.unit and "X" not in value + more.said.value:
            hit = hit._replace(said=replace(hit.said, value=_joined(value, more.said.value)), end=more.end, next=more.next)
            j = hit.next
    while s.near(j) and (s.get(j, "vague_after") or (s.get(j, "dir_bare") and not s.article(j)) or s.get(j, "dir") in ("past", "future", "recent", "now", "next", "before")) and not s.tokens[j].reading.cut:
        hit, j = hit._replace(end=s.tokens[j].end, next=j + 1), j + 1
    return hit


def _unit_value(value: str, unit: str) -> bool:
    return "X" not in value and value == _LENGTH[unit].format(re.sub(r"\D", "", value))


def _dual(s: Stream, i: int) -> Hit | None:
    """Two days, two hours: no number word. Before a noun or a year it is something else (two days of …)."""
    unit = s.get(i, "two")
    if unit is None:
        return None
    token = s.tokens[i]
    if s.view[token.end - 1] == "\u064a" or (s.view[token.end - 1] == "\u0627"):
        return None
    if s.article(i) and not (s.near(i + 1) and s.get(i + 1, "dir")):
        return None
    return _tail(s, Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(2), unit=unit), token.start, token.end, i + 1, "time.length_dual"))


def _vague(s: Stream, i: int) -> Hit | None:
    """Some days, a few years, the last weeks, the three days past."""
    if s.get(i, "vague") and s.near(i + 1) and s.get(i + 1, "many") and s.bare(i + 1):
        unit = s.get(i + 1, "many")
        return _tail(s, Hit(Expression("DURATION", "value", value=_LENGTH[unit].format("X"), unit=unit), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.length_vague"))
    unit = s.get(i, "many")
    if unit is None:
        return None
    hit = Hit(Expression("DURATION", "value", value=_LENGTH[unit].format("X"), unit=unit), s.tokens[i].start, s.tokens[i].end, i + 1, "time.length_vague")
    if s.article(i):
        return _definite_length(s, hit)
    tail = _tail(s, hit)
    cue = s.preceded(s.tokens[i].begin, context("span_cue")) or s.tokens[i].reading.prep
    following = s.word_after(s.tokens[i].end) if s.view[s.tokens[i].end : s.tokens[i].end + 1] == " " else ""
    construct = following.startswith("\u0627\u0644") or following in context("feast")
    return tail if tail.end > hit.end or (cue and not construct) else None


def _first_hours(s: Stream, hit: Hit) -> Hit | None:
    """The first hours of Tuesday, of this morning: the day they are of."""
    j = hit.next
    if hit.said.unit not in ("H", "D", "W") or not s.near(j) or not s.get(j, "first_hours") or s.gap(j + 1) not in gap_words("from"):
        return None
    inner = part_of_day(s, j + 1) or date_at(s, j + 1) or _bare_unit(s, j + 1)
    if inner is None or s.tokens[j + 1].reading.cut:
        return None
    mod = None if inner.said.part else "END" if s.get(j, "dir") == "recent" else "START"
    return Hit(replace(inner.said, mod=mod), hit.start, inner.end, inner.next, "time.first_hours")


def _definite_length(s: Stream, hit: Hit) -> Hit | None:
    """The three coming days: article, number after it, adjective."""
    if (first := _first_hours(s, hit)) is not None:
        return first
    j = hit.next
    k = j + 1 if s.get(j, "al") and s.near(j) else j
    if s.near(k) and (found := s.number(k)) and (s.article(k) or k != j or found[0].digits):
        number = found[0]
        if number.value == int(number.value) and number.value > 1 and not (number.ordinal and number.value < 11):
            said = replace(hit.said, value=_LENGTH[hit.said.unit or "D"].format(int(number.value)))
            end, j = number.end, found[1]
            if s.near(j) and s.get(j, "first_hours") == "first":
                end, j = s.tokens[j].end, j + 1
            return _tail(s, hit._replace(said=said, end=end, next=j))
    tail = _tail(s, hit)
    return tail if tail.end > hit.end else None


def _single(s: Stream, i: int) -> Hit | None:
    """A month ago, within an hour: one unit's length after a preposition."""
    unit = s.get(i, "one")
    token = s.tokens[i]
    if unit is not None and not s.article(i) and s.near(i + 1) and s.get(i + 1, "unit") == 1 and s.bare(i + 1):
        return Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(1), unit=unit), token.start, s.tokens[i + 1].end, i + 2, "time.length_one")
    if unit is None or s.article(i) or unit == "N" or token.reading.prep == "\u0643":
        return None
    following = s.word_after(token.end) if s.view[token.end : token.end + 1] == " " else ""
    if token.reading.prep:
        if token.reading.prep != "\u0644" or following.startswith("\u0627\u0644"):
            return None
    elif not s.preceded(token.begin, context("span_cue")):
        return None
    if s.get(i - 1, "side") == "after" and s.get(i - 2, "one") == unit and s.near(i) and s.near(i - 1):
        return None  # day after day
    if unit == "DE" and following and following not in context("after_decade"):
        return None
    hit = Hit(Expression("DURATION", "value", value=_LENGTH[unit].format(1), unit=unit), token.start, token.end, i + 1, "time.length_one")
    return _tail(s, hit)


# -- repetitions, vague moments ----------------------------------------------------------------------------------------------------------------


def repetition(s: Stream, i: int) -> Hit | None:
    """Daily, every two years, every Friday."""
    if (value := s.get(i, "set")) and not s.article(i):
        return Hit(Expression("SET", "value", value=value), s.tokens[i].start, s.tokens[i].end, i + 1, "time.set")
    if not s.get(i, "every") or not s.near(i + 1) or s.article(i):
        return None
    start, j = s.tokens[i].start, i + 1
    if s.get(j, "one") == "D" and s.near(j + 1) and s.get(j + 1, "weekday") is not None:
        j += 1
    if (day := s.get(j, "weekday")) is not None or (day := s.get(j, "weekday_bare")) is not None:
        return Hit(Expression("SET", "value", value=f"XXXX-WXX-{day + 1}"), start, s.tokens[j].end, j + 1, "time.set_weekday")
    if s.article(j) or not s.bare(j):
        return None
    if season_name := s.get(j, "season"):
        return Hit(Expression("SET", "value", value=f"XXXX-{season_name}"), start, s.tokens[j].end, j + 1, "time.set")
    inner = _counted(s, j) or _dual(s, j)
    if inner is not None:
        return Hit(replace(inner.said, type="SET"), start, inner.end, inner.next, "time.set")
    unit = s.get(j, "one")
    if unit is None or unit in ("DE", "CE", "S", "N"):
        return None
    return Hit(Expression("SET", "value", value=_LENGTH[unit].format(1)), start, s.tokens[j].end, j + 1, "time.set")


def nearly_daily(s: Stream, i: int) -> Hit | None:
    """Almost daily."""
    if s.get(i, "nearly") and s.near(i + 1) and (value := s.get(i + 1, "set_adjective")):
        return Hit(Expression("SET", "value", value=value, mod="APPROX"), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.set_nearly")
    return None


def vague_moment(s: Stream, i: int) -> Hit | None:
    """Now, recently, earlier (this month): a reference without a date, or the unit it is said of."""
    token = s.tokens[i]
    if value := s.get(i, "ref"):
        return Hit(Expression("DATE", "value", value=value), token.start, token.end, i + 1, "time.reference")
    if s.get(i, "then"):
        return Hit(Expression("DATE", "same", shift=0), token.start, token.end, i + 1, "time.then")
    if not s.get(i, "moment") or not s.near(i + 1):
        return None
    if s.get(i, "moment") == "time":
        return _some_time(s, i)
    if (hit := period_same(s, i)) is not None:
        return hit
    key = s.get(i + 1, "period_adjective")
    if key is None or not token.reading.article or not s.bare(i + 1):
        return None
    return Hit(Expression("DATE", "value", value=key), token.start, s.tokens[i + 1].end, i + 2, "time.reference")


def _some_time(s: Stream, i: int) -> Hit | None:
    key = s.get(i + 1, "moment_adjective")
    if key is None or (key == "PRESENT_REF") != s.article(i) or s.article(i) != s.article(i + 1):
        return None
    start, end, j = s.tokens[i].start, s.tokens[i + 1].end, i + 2
    if s.gap(j) in ("", *gap_words("of")):
        inner = part_of_day(s, j) or date_at(s, j) or (_bare_unit(s, j) if s.gap(j) else None)
        if inner is not None and not s.tokens[j].reading.cut and (s.gap(j) or inner.said.kind in ("day", "weekday", "unit")):
            return Hit(inner.said, start, inner.end, inner.next, "time.some_time_of")
    if key in ("LATE", "EARLY"):
        return None
    return Hit(Expression("DATE", "value", value=key), start, end, j, "time.reference")


def same_period(s: Stream, i: int) -> Hit | None:
    """The same period of last year; the same day, the same month."""
    if s.get(i, "demo") != "same" or not s.near(i + 1) or s.article(i):
        return None
    unit = s.get(i + 1, "one")
    if (hit := _same_of(s, i, i + 1)) is not None:
        return hit
    if unit in ("Y", "M", "W", "D") and s.article(i + 1):
        return Hit(Expression("DATE", "same", unit=unit, shift=0), s.tokens[i].start, s.tokens[i + 1].end, i + 2, "time.same")
    return None


def period_same(s: Stream, i: int) -> Hit | None:
    """The same, with its word after: the period itself of last year."""
    if not s.article(i) or not s.near(i + 1) or not s.get(i + 1, "same"):
        return None
    return _same_of(s, i, i + 1)


def _same_of(s: Stream, i: int, last: int) -> Hit | None:
    """The period that "the same …" (tokens i to `last`) is of."""
    j = last + 1
    if s.gap(j) not in gap_words("from") or s.tokens[j].reading.cut or not any(s.get(k, "one") or s.get(k, "moment") for k in (i, last)):
        return None
    inner = date_at(s, j) or _bare_unit(s, j)
    return None if inner is None else Hit(inner.said, s.tokens[i].start, inner.end, inner.next, "time.same_of")


def future(s: Stream, i: int) -> Hit | None:
    """The (near) future."""
    if s.get(i, "future") is None or s.preceded(s.tokens[i].begin, not_after("party")):
        return None
    end, j = s.tokens[i].end, i + 1
    found = re.compile(r" (\w+)").match(s.view, end)
    if found and found[1] in context("near_far"):
        end = found.end()
        j = s.skip(j, end)
    elif s.word_before(s.tokens[i].begin) not in context("into"):
        return None
    return Hit(Expression("DATE", "value", value="FUTURE_REF"), s.tokens[i].start, end, j, "time.reference")


def in_the_past(s: Stream, i: int) -> Hit | None:
    """In the past: the adjective alone after "in"."""
    if s.get(i, "dir") not in ("past", "before") or not s.bare(i) or s.word_before(s.tokens[i].begin) not in context("into"):
        return None
    return Hit(Expression("DATE", "value", value="PAST_REF"), s.tokens[i].start, s.tokens[i].end, i + 1, "time.reference")


def bare_year(s: Stream, i: int) -> Hit | None:
    """A year that only its place shows: in 2014, since 2014, 2014-2015, (2014)."""
    token = s.tokens[i]
    text = s.view[token.start : token.end]
    if len(text) != 4 or not text.isdecimal():
        return None
    end, era = era_end(s, token.end)
    if era is not None and 1300 <= int(text) <= 2100:
        return Hit(Expression("DATE", "date", year=int(text), hijri=era == "hijri"), token.start, end, s.skip(i + 1, end), "time.year_bare")
    if not 1900 <= int(text) <= 2100:
        return None
    if s.word_after(token.end) in context("counted") and s.view[token.end : token.end + 1] == " ":
        return None
    before, after = s.view[max(0, token.begin - 1) : token.begin], s.view[token.end : token.end + 1]
    if before in ("/", ".", ":", ",", "\u0660") or after in (":", "/") or (after in (".", ",") and s.view[token.end + 1 : token.end + 2].isdecimal()):
        return None
    cue = s.preceded(token.begin, context("year_cue")) or (before == "(" and after == ")")
    ranged = _ranged(s, i)
    if not (cue or ranged):
        return None
    return Hit(Expression("DATE", "date", year=int(text)), token.start, end, s.skip(i + 1, end), "time.year_bare")


def _ranged(s: Stream, i: int) -> bool:
    """Whether a year beside it, joined by a dash or "and", makes this one."""
    for j, gap in ((i - 1, s.gap(i)), (i + 1, s.gap(i + 1))):
        if 0 <= j < len(s.tokens) and gap in ("-", "\u2013", "/", "", "\u0648", *gap_words("to")) and s.get(j, "digits"):
            other = s.view[s.tokens[j].start : s.tokens[j].end]
            if len(other) == 4 and other.isdecimal() and 1900 <= int(other) <= 2100 and gap:
                return True
    return s.get(i - 1, "and") is not None and s.near(i) and s.get(i - 2, "digits") is not None and s.view[s.tokens[i - 2].start : s.tokens[i - 2].end].startswith(("19", "20"))


