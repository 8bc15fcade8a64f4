"""Finds time expressions and what they say, without any anchor: dates, periods, parts of day, lengths, repetitions, references.

One pass cuts the folded view into tokens of the lexicon; the grammar then reads around each token that can begin an expression. Whole text, furniture
included; each expression knows the role of its region.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tawatur import rulebook
from tawatur.annotate import time_clock, time_lengths, time_periods
from tawatur.annotate.time_dates import DAYS, date_at
from tawatur.annotate.time_grammar import IN_NAME
from tawatur.annotate.time_months import Hit
from tawatur.annotate.time_tense import narration
from tawatur.annotate.time_words import Stream, gap_words, stream
from tawatur.layers import EXPRESSION, REGION, Expression
from tawatur.model import Annotation, Document, Origin, Span

VERSION = "9"

_Reader = Callable[[Stream, int], Hit | None]


def _dated(s: Stream, i: int) -> Hit | None:
    hit = time_clock.part_of_day(s, i) or date_at(s, i)
    return hit and (time_lengths.every_year(s, hit) or time_clock.with_time(s, hit))


# Which readers may begin at a token of which class, first match wins.
_READERS: tuple[tuple[frozenset[str], tuple[_Reader, ...]], ...] = (
    (frozenset({"mod"}), (time_periods.modified,)),
    (frozenset({"every", "set"}), (time_lengths.repetition,)),
    (frozenset({"scale"}), (time_periods.millennium,)),
    (frozenset({"nearly"}), (time_lengths.nearly_daily,)),
    (frozenset({"moment", "ref", "then"}), (time_periods.vague_moment,)),
    (frozenset({"future"}), (time_periods.future,)),
    (frozenset({"dir"}), (time_periods.in_the_past,)),
    (frozenset({"feast"}), (time_periods.feast,)),
    (frozenset({"portion"}), (time_periods.portion,)),
    (frozenset({"decade_plural"}), (time_periods.decade,)),
    (frozenset({"season"}), (time_periods.season,)),
    (frozenset({"demo"}), (time_periods.same_period, _dated)),
    (frozenset({"part", "side"}), (_dated,)),
    (frozenset({"weekday", "relday", "month", "month_pair", "hijri", "hijri_pair", "hijri_head"}), (_dated,)),
    (frozenset({"one"}), (time_lengths.rate,)),
    (frozenset({"one", "two"}), (time_periods.century, time_periods.vague_moment, time_periods.numbered_unit, _dated, time_clock.clock, time_lengths.length)),
    (frozenset({"digits", "ordinal", "slip", "bound", "unit", "ten", "tens", "al"}), (_dated, time_clock.clock, time_lengths.length)),
    (frozenset({"many"}), (_dated,)),
    (frozenset({"hundred", "scale", "fraction", "many", "vague", "dual_scale"}), (time_lengths.length,)),
    (frozenset({"digits"}), (time_periods.bare_year,)),
    (frozenset({"part_adverb"}), (time_clock.adverb,)),
    (frozenset({"ordinal", "tens", "bound"}), (time_lengths.age,)),
    (frozenset({"span", "moment"}), (time_lengths.open_span,)),
)


@cache
def _readers(classes: frozenset[str]) -> tuple[_Reader, ...]:
    """The readers for a token of these classes, in order, each once."""
    out: dict[_Reader, None] = {}
    for wanted, readers in _READERS:
        if classes & wanted:
            out.update(dict.fromkeys(readers))
    return tuple(out)


def hits(s: Stream) -> Iterator[Hit]:
    """Every expression of a stream, in order, none overlapping.

    The first of a pair of months, days or clock times takes from the second what it does not say itself.
    """
    before: Hit | None = None
    for hit in _each(s):
        if before is not None:
            if hit.start - before.end > _PAIR:
                yield before
            else:
                said = with_shared(s, before, hit)
                yield before if said is before.said else before._replace(said=said)
        before = hit
    if before is not None:
        yield before


def with_shared(s: Stream, first: Hit, second: Hit) -> Expression:
    """What the first says, with the year, direction or half of day of the second where "and", "to" or a dash joins them."""
    a, b = first.said, second.said
    if a.kind == "weekday":
        shares = b.kind == "weekday" and a.direction is None and b.direction is not None
        return replace(a, direction=b.direction) if shares and _to(s, first, second) else a
    if a.kind == "time":
        shares = a.unit == time_clock.HALF_UNSAID and b.clock is not None and b.unit is None
        return time_clock.shared_half(a, b) if shares and _to(s, first, second) else a
    if a.kind != "date" or a.month is None or a.year is not None or a.of is not None or a.direction is not None or b.kind != "date":
        return a
    if b.month is None or (b.year is None and b.direction is None) or a.hijri != b.hijri or second.start - first.end > 8:
        return a
    between = s.view[first.end : second.start].strip(" (")
    if between not in gap_words("to") and between not in ("-", "\u2013"):
        return a
    return replace(a, year=b.year, direction=b.direction)


def _to(s: Stream, first: Hit, second: Hit) -> bool:
    """Whether only "to", "until" or "and" parts two hits."""
    return s.view[first.end : second.start].strip() in gap_words("to")


_BACK, _AHEAD, _REACH = 24, 100, 60  # characters the grammar looks back and ahead of a token; hits that reach farther are not remembered
_PAIR = 12  # characters that join two ends of a range or pair
_BLANK = 2  # characters that part two days of a list: a blank or comma, "and"
_JOINT = 8  # characters that join two days of one month
_Seen = dict[str, tuple[Expression | None, int, int, int, str]]
_NOTHING = (None, 0, 0, 0, "")
_QUOTATION, _SENTENCE, _DAYS_BACK = 500, 140, 6  # characters of a quotation and of what introduces it; days that are remembered for it
_LONG = 400  # tokens from which on remembering pays: long texts repeat themselves


def _each(s: Stream) -> Iterator[Hit]:
    seen: _Seen | None = {} if s.count > _LONG else None
    i = 0
    while i < s.count:
        hit = _first(s, i) if seen is None else _remembered(s, i, seen)
        if hit is None:
            i += 1
        else:
            if hit.rule != IN_NAME:
                yield hit
            i = max(hit.next, i + 1)


def _remembered(s: Stream, i: int, seen: _Seen) -> Hit | None:
    """What `_first` gives, looked up by the characters around the token where they came before: keeps the cost of repetitive text near that of news."""
    begin = s.tokens[i].begin
    if begin < _BACK:
        return _first(s, i)
    key = s.view[begin - _BACK : begin + _AHEAD]
    if (known := seen.get(key)) is not None:
        said, start, end, following, rule = known
        return None if said is None else Hit(said, begin + start, begin + end, i + following, rule)
    hit = _first(s, i)
    if hit is None:
        seen[key] = _NOTHING
    elif hit.end <= begin + _REACH:
        seen[key] = hit.said, hit.start - begin, hit.end - begin, hit.next - i, hit.rule
    return hit


def _first(s: Stream, i: int) -> Hit | None:
    for reader in _readers(s.tokens[i].reading.classes):
        if (hit := reader(s, i)) is not None:
            return hit
    return None


def _needs_direction(said: Expression) -> bool:
    return said.direction is None and (said.kind == "weekday" or said.unit == "WE" or (said.kind == "date" and said.year is None and said.month is not None and said.of is None))


@dataclass(frozen=True, slots=True)
class Expressions:
    """The stage: writes layer "expression"."""

    name: str = EXPRESSION
    version: str = VERSION
    needs: tuple[str, ...] = (REGION,)

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """Annotations of `Expression`, whole text."""
        view, text, look_alike, span_of = doc.view, doc.text, _look_alike(), doc.view.span
        role = _roles(doc)
        tense, shared = -1, -1
        placed: dict[tuple[int, int, str], Expression] = {}
        kept: list[Expression] = []  # so that no id is given twice
        days: deque[tuple[int, int, Expression]] = deque(maxlen=_DAYS_BACK)
        for hit in hits(stream(view.text)):
            start, end = span_of(hit.start, hit.end)
            if text[start:end] in look_alike:
                continue
            said, place = hit.said, role(start)
            if not _needs_direction(said):
                tense, shared = -1, -1
            else:
                if hit.start > shared:
                    tense = narration(view.text, hit.start, "month" if said.day is None and said.month is not None else "day")
                shared = hit.end + (_JOINT if hit.rule == "time.day_shared" else _BLANK)  # the next of a pair or list has the tense of the first
            if said.kind in DAYS or said.day is not None:
                if said.kind == "day" and (spoken := _spoken_on(view.text, hit.start, days)) is not None:
                    said = replace(said, of=spoken)
                days.append((hit.start, hit.end, said))
            if said is hit.said and (tense != -1 or place != "body"):
                key = id(hit.said), tense, place
                if (said := placed.get(key, hit.said)) is hit.said:
                    said = placed[key] = replace(said, narration=tense, region=place)
                    kept.append(hit.said)
            yield Annotation(Span(start, end), said, _origin(hit.rule))


def _spoken_on(view: str, start: int, days: Iterable[tuple[int, int, Expression]]) -> Expression | None:
    """The day on which the quotation around view offset `start` was spoken: the last one named in the sentence before its opening mark.

    None outside quotations.
    """
    if not days:
        return None
    low = max(view.rfind("\n", 0, start) + 1, start - _QUOTATION)
    opened = max(view.rfind("\u00ab", low, start), view.rfind("\u201c", low, start))
    if opened <= max(view.rfind("\u00bb", low, start), view.rfind("\u201d", low, start)):
        opened = view.rfind('"', low, start) if view.count('"', low, start) % 2 else -1
    if opened < 0:
        return None
    said = [said for begin, end, said in days if opened - _SENTENCE <= begin < end <= opened and begin >= low and ". " not in view[end:opened]]
    return said[-1] if said else None


@cache
def _look_alike() -> frozenset[str]:
    """Words as written that only look like times once they are folded."""
    return frozenset(rulebook.load("time").tables["look_alike"])


@cache
def _origin(rule: str) -> Origin:
    return Origin(EXPRESSION, VERSION, rule)


def _roles(doc: Document) -> Callable[[int], str]:
    """Text offset → role of the region it lies in; asked in rising order."""
    regions = doc.layer(REGION)
    at = 0

    def role(position: int) -> str:
        nonlocal at
        while at < len(regions) and regions[at].span.end <= position:
            at += 1
        return regions[at].value.role if at < len(regions) and regions[at].span.start <= position else "body"

    return role


EXPRESSIONS = Expressions()
