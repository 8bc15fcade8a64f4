"""The grammar of parts of day and clock times, with the dates and zones beside them. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from tawatur.annotate.time_dates import date_at, is_day
from tawatur.annotate.time_grammar import beyond
from tawatur.annotate.time_months import Hit, direction_at
from tawatur.annotate.time_words import Stream, context, gap_words
from tawatur.layers import Expression

_LETTER = re.compile(r" ?(\w)(?!\w)")
_ZONE = re.compile(r"[ \u060c]{0,2}\u0628?(\w+)(?: (\w+))?(?: (\w+))?")
_TWO_LETTERS = re.compile(r"[ ]?(\w)[. ]{0,2}(\w)(?!\w)")
_LATIN = re.compile(r" ?(\w{2,3})(?!\w)")


HALF_UNSAID = "half unsaid"
"""The unit of a clock time up to twelve that does not say its half of the day."""
_CLOCK = re.compile(r"(\d{1,2})\s?[:.,]\s?(\d{2})(?::\d{2})?(?![\d:]|[.,]\d)")
_PACKED = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?!\d)")


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
    inner = date_at(s, k + 1) if (s.near(k + 1) and not (s.article(k) and s.get(k, "meal"))) or s.gap(k + 1) in gap_words("of") else None
    if inner is not None and is_day(inner.said) and not s.tokens[k + 1].reading.cut:
        return _night_between(s, Hit(replace(inner.said, type="TIME", part=part), start, inner.end, inner.next, "time.part"))
    if s.article(k) and part == "NI" and s.get(k, "one") == "N" and side is None:
        return _tonight(s, k)
    following = s.word_after(s.tokens[k].end)
    if side is None and s.article(k) and following in context("dawn") and s.view[s.tokens[k].end] == " ":
        end = s.tokens[k].end + 1 + len(following)
        return Hit(Expression("TIME", "time", part=part), start, end, s.skip(k + 1, end), "time.part_bare")
    if side is None and s.article(k) and s.bare(k) and s.get(k, "one") is None and part != "AF" and s.word_before(s.tokens[k].begin) in context("part_cue"):
        return Hit(Expression("TIME", "time", part=part), start, s.tokens[k].end, k + 1, "time.part_bare")
    if side == "after" and s.article(k) and part == "AF":
        return Hit(Expression("TIME", "time", part=part), start, s.tokens[k].end, k + 1, "time.part_bare")
    return None


def _tonight(s: Stream, k: int) -> Hit:
    start, end, j = s.tokens[k].start, s.tokens[k].end, k + 1
    step = direction_at(s, j) if s.near(j) else None
    if step is not None:
        return Hit(Expression("TIME", "day", shift=step, part="NI"), start, s.tokens[j].end, j + 1, "time.tonight")
    if (far := beyond(s, j)) is not None:
        return Hit(Expression("TIME", "day", shift=far[0], part="NI"), start, s.tokens[far[1] - 1].end, far[1], "time.tonight")
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
    if (
        hit.said.part == "NI"
        and hit.said.kind == "weekday"
        and s.gap(j) in ("", "-", "/", "\u2013")
        and s.get(j, "weekday") is not None
        and not s.tokens[j].reading.cut
    ):
        return hit._replace(end=s.tokens[j].end, next=j + 1)
    return hit


def with_time(s: Stream, hit: Hit) -> Hit:
    """A day with the part of day or the clock time that follows it."""
    if not is_day(hit.said) or hit.said.clock is not None:
        return hit
    j = hit.next
    gap = s.gap(j)
    if gap not in ("", "\u060c", ",", "-", *gap_words("clock_link")):
        return hit
    if gap == "" and hit.said.part is None and (part := s.get(j, "part_adverb")) and not s.tokens[j].reading.cut and not _is_construct(s, j):
        hit = Hit(replace(hit.said, type="TIME", part=part), hit.start, s.tokens[j].end, j + 1, "time.part")
        return with_time(s, hit)
    time = clock(s, j, gap in ("", "-", *gap_words("clock_link")))
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
    if any(s.get(k, "part_adverb") and s.near(max(i, k)) and s.tokens[max(i, k)].reading.conj for k in (i - 1, i + 1)):
        return None  # day and night: always
    return Hit(Expression("TIME", "time", part=part), s.tokens[i].start, s.tokens[i].end, i + 1, "time.part_bare")


# -- clocks ------------------------------------------------------------------------------------------------------------------------------------


def clock(s: Stream, i: int, dated: bool = False) -> Hit | None:
    """A clock time with what tells its half of the day and its zone; a date may follow. Bare figures need one of them (or a date before: `dated`)."""
    if not 0 <= i < s.count:
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
    if s.gap(k) == "(" and s.view[end : end + 1] == ")":
        end += 1
    certain = named or (dated and ":" in s.view[start:end])
    said, j, end, marked = _half_of_day(s, Expression("TIME", "time", clock=f"{hour:02d}:{minute:02d}"), j, end)
    if not marked and hour <= 12:
        said = replace(said, unit=HALF_UNSAID)
        certain = certain or _begins_range(s, start, end, j)
    zone_end = zone(s, end)
    if zone_end is not None:
        end, certain = zone_end, True
        said = replace(said, unit="zone")
        j = s.skip(j, end)
    hit, parted = _dated_clock(s, Hit(said, start, end, j, "time.clock"))
    return hit if certain or marked or parted else None


def _begins_range(s: Stream, start: int, end: int, j: int) -> bool:
    """Whether bare figures after "from" are the first end of a range whose second says its half of the day: from 7 to 9 in the evening."""
    if s.word_before(start) not in context("range_from") or s.between(end, j) not in gap_words("to"):
        return False
    second = clock(s, j)
    return second is not None and second.said.kind == "time" and second.said.unit is None


def shared_half(first: Expression, second: Expression) -> Expression:
    """The first clock time of a range with the half of day that the second says: the later of its two readings that still comes before the second."""
    hour, minute = int((first.clock or "")[:2]) % 12, (first.clock or "")[2:]
    readings = [f"{hour:02d}{minute}", f"{hour + 12:02d}{minute}"]
    return replace(first, clock=max((r for r in readings if r < (second.clock or "")), default=readings[1]), unit=None)


def _figures(s: Stream, k: int, named: bool) -> tuple[int, int, int, int] | None:
    """(hour, minute, next token, end) at token k."""
    if k >= s.count:
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
    one = s.get(k, "unit") == 1 and s.view[s.tokens[k].end - 1] == "\u0647"
    if found_number is None or not (found_number[0].ordinal or one or (named and s.article(k))) or found_number[0].digits or not s.article(k):
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
    if s.between(end, j) == "" and (part := s.get(j, "part_adverb")) and not s.tokens[j].reading.cut and not _is_construct(s, j):
        return replace(said, clock=_afternoon(said.clock or "", part)), j + 1, s.tokens[j].end, True
    if s.near(j) and s.get(j, "side") == "after" and s.near(j + 1) and s.get(j + 1, "mod") == "MID" and s.near(j + 2) and s.get(j + 2, "part") == "NI":
        return replace(said, clock=f"{int((said.clock or '')[:2]) % 12:02d}{(said.clock or '')[2:]}"), j + 3, s.tokens[j + 2].end, True
    if s.near(j) and s.get(j, "side") and (part := s.get(j + 1, "part")) and s.near(j + 1) and s.article(j + 1):
        late = s.get(j, "side") == "after" and part == "MI"
        return replace(said, clock=_afternoon(said.clock or "", "AF" if late else "NI" if part == "NI" else "MO")), j + 2, s.tokens[j + 1].end, True
    found = _LETTER.match(s.view, end)
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
    if s.view[end : end + 2] == " (" and (inner := zone(s, end + 2)) is not None and s.view[inner : inner + 1] == ")":
        return inner + 1
    match = _ZONE.match(s.view, end)
    if match is None or match[1] is None or context("zone").get(match[1]) is None:
        return None
    if match[2] is None:
        return match.end(1)
    wide = match[3] and match[2] in context("zone_head") and (match[3].startswith("\u0627\u0644") or match[3] in context("zone_tail"))
    return match.end(3) if wide else match.end(2)


def _short_zone(s: Stream, end: int) -> int | None:
    found = _TWO_LETTERS.match(s.view, end)
    if found and found[1] in context("zone_short") and found[2] in context("zone_short"):
        return found.end()
    found = _LATIN.match(s.view, end)
    return found.end() if found and found[1] in context("zone_name") else None


def _dated_clock(s: Stream, hit: Hit) -> tuple[Hit, bool]:
    """A date after a clock time (at eight in the evening of Thursday last), and whether it names the part of day."""
    j = hit.next
    gap = s.between(hit.end, j)
    if gap not in ("", "\u060c", *gap_words("of")):
        return hit, False
    inner = part_of_day(s, j) or date_at(s, j)
    if inner is None or not is_day(inner.said) or (s.tokens[j].reading.cut and s.tokens[j].reading.conj):
        return hit, False
    time = _afternoon(hit.said.clock or "", inner.said.part) if inner.said.part else hit.said.clock
    end, following = inner.end, inner.next
    zone_end = zone(s, end)
    if zone_end is not None:
        end, following = zone_end, s.skip(following, zone_end)
    return Hit(replace(inner.said, type="TIME", clock=time, part=None), hit.start, end, following, "time.day_clock"), inner.said.part is not None
