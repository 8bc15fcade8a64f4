"""Quantities: numbers with what they count, their hedges and ranges. One pass over the numbers of the folded view; cost follows the numbers.

A number inside a time expression is none (the time layer has it). The words come from rules/units.toml and rules/countables.toml; which words
stand for a number is known to `tawatur.numerals`. The span covers the number with its unit or counted noun; a hedge stays outside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tawatur import numerals
from tawatur.annotate import quantity_words as words
from tawatur.layers import NAME, PROSE, QUANTITY, TIME, Quantity, regions
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.numerals import Number

_LOOK_BEHIND = 64  # view characters: the longest hedge with "the number of … reached" before it
_LOOK_AHEAD = 48  # view characters: a counted noun and its adjective
_ABOUT = Decimal("0.1")  # "about 180" allows ten percent either way: rounding in the press stays below it


_DIGIT = re.compile(r"\d")


class Found(NamedTuple):
    """A quantity in view offsets, before it becomes an annotation."""

    start: int
    end: int
    value: Quantity
    rule: str


@dataclass(frozen=True, slots=True)
class Quantities:
    """Document → quantity layer. Pure; numbers in the page's prose only."""

    name: str = QUANTITY
    version: str = "2"
    needs: tuple[str, ...] = ("region", TIME, NAME)

    def __call__(self, doc: Document) -> Iterator[Annotation[Quantity]]:
        """The quantities, in order, none overlapping another, a time, or a name with a number in it (a ship's, a channel's)."""
        view = doc.view
        taken = [(view.find(t.span.start), view.find(t.span.end)) for t in doc.layer(TIME)]
        named = [(view.find(n.span.start), view.find(n.span.end)) for n in doc.layer(NAME) if _DIGIT.search(n.span.of(doc.text))]
        taken = sorted([*taken, *((start, end) for start, end in named if _free(taken, start, end))])
        for region in regions(doc, PROSE):
            low, high = view.find(region.span.start), view.find(region.span.end)
            for found in find(view.text, low, high, taken):
                start, end = view.span(found.start, found.end)
                yield Annotation(Span(start, end), found.value, Origin(QUANTITY, self.version, found.rule))


QUANTITIES = Quantities()


def find(view: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Found]:
    """The quantities of view[start:end], in order, none overlapping; nothing that touches a `taken` stretch (sorted)."""
    scores = list(_scores(view, start, end, taken))
    busy = sorted([*taken, *((s.start, s.end) for s in scores)])
    numbers = [n for n in numerals.find(view, start, end) if _free(busy, n.start, n.end) and not _is_label(view, n)]
    counted = list(_counted(view, numbers, busy, start, end))
    covered = [(c.start, c.end) for c in counted]
    duals = [d for d in _duals(view, start, end) if _free(busy, d.start, d.end) and _free(covered, d.start, d.end)]
    reached = start
    for found in sorted([*scores, *counted, *duals]):
        if found.start >= reached:
            reached = found.end
            yield found


def _free(busy: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether [start, end) touches none of the stretches (sorted, none overlapping)."""
    i = bisect_left(busy, (start, start))
    return not ((i < len(busy) and busy[i][0] < end) or (i > 0 and busy[i - 1][1] > start))


def _is_label(view: str, number: Number) -> bool:
    """Whether the digits are part of a name, a code or a clock: F-35, OTH 2, 05:16, a ship's in quotation marks."""
    if not number.digits:
        return False
    if view[number.end : number.end + 1] in words.CLOSING and words.QUOTED_NAME_BEFORE.search(view, max(0, number.start - 24), number.start):
        return True
    before, after = view[max(0, number.start - 2) : number.start], view[number.end : number.end + 2]
    return bool(words.LABEL_BEFORE.search(before) or words.LABEL_AFTER.match(after))


def _counted(view: str, numbers: Sequence[Number], busy: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Found]:
    """One quantity per number, or per pair of numbers that make a range; none reaches into what is busy or into the one before."""
    i, reached = 0, start
    while i < len(numbers):
        first = numbers[i]
        near = bisect_left(busy, (first.start, first.start))
        room = _Room(max(reached, busy[near - 1][1] if near else start), min(end, busy[near][0] if near < len(busy) else end))
        i += 1
        if first.start < reached:  # "in the hundred" of a percentage reads as a number too
            continue
        if first.ordinal:
            found = _rank(view, first, room) if first.value > 1 else None
        elif i < len(numbers) and not numbers[i].ordinal and numbers[i].end <= room.end and _is_range(view, first, numbers[i]):
            found, i = _range(view, first, numbers[i], room), i + 1
        else:
            found = _single(view, first, room)
        if found is not None and (first.ordinal or not _is_empty(view, found)):
            reached = found.end
            yield found


class _Room(NamedTuple):
    """The stretch of the view that a quantity may cover."""

    start: int
    end: int


def _is_empty(view: str, found: Found) -> bool:
    """A "one" in words is an article, a fraction word alone or before "final" a part of a name, a lone 1900 to 2100 a year, "the 61" an ordinal."""
    value, first = found.value, view[found.start : found.end].split()[0]
    if value.unit is not None:
        return False
    if value.number == 1 and not first[0].isdecimal():
        return True
    if 0 < value.number < 1 and not first[0].isdecimal() and (not value.of or words.STAGE_AFTER.match(view, found.start + len(first))):
        return True
    if words.YEAR.fullmatch(first) and value.of.split(" ")[0] not in words.COUNT_OF and found.rule == "quantity.plain":
        return True
    return not value.of and words.THE_BEFORE.search(view, max(0, found.start - 4), found.start) is not None


def _is_range(view: str, first: Number, second: Number) -> bool:
    """between 3 and 5 · 3-5 days · from 3 to 5 metres, but not: rose from 3 to 5."""
    between = view[first.end : second.start]
    if len(between) > 6 or first.value >= second.value:
        return False
    before = view[max(0, first.start - _LOOK_BEHIND) : first.start]
    if words.DASH.fullmatch(between):
        return first.digits and second.digits
    if words.BETWEEN.search(before):
        return bool(words.AND_GAP.fullmatch(between))
    return bool(words.TO_GAP.fullmatch(between)) and not words.CHANGE.search(before)


def _range(view: str, first: Number, second: Number, room: _Room) -> Found:
    """Both numbers with what they count; a scale said once, after the second, holds for both."""
    low, high = first.value, second.value
    scale = words.shared_scale(view[second.start : second.end])
    if scale > 1 and low < 1000 <= high:
        low *= scale
    after = _after(view, second, room)
    of = after.of or _counted_before(view, first.start)
    return Found(first.start, after.end, Quantity((low + high) / 2, low, high, after.unit, of), "quantity.range")


def _rank(view: str, number: Number, room: _Room) -> Found | None:
    """«round thirty-one», «the third country»: an ordinal with what it ranks."""
    value = number.value
    if view.startswith(words.ARTICLE, number.start):
        before = words.ORDERED_BEFORE.search(view, max(room.start, number.start - _LOOK_AHEAD), number.start)
        if before is None or not words.can_be_ranked(before[1]):
            return None
        return Found(before.start(1), number.end, Quantity(value, value, value, "rank", before[1]), "quantity.rank")
    after = words.NOUN_AFTER.match(view, number.end, min(room.end, number.end + _LOOK_AHEAD))
    if after is None or not words.can_be_counted(after[1]) or not words.can_be_ranked(after[1]):
        return None
    return Found(number.start, after.end(1), Quantity(value, value, value, "rank", after[1]), "quantity.rank")


def _single(view: str, number: Number, room: _Room) -> Found:
    """A number with its hedge, unit and counted noun."""
    start = number.start
    if words.has_article(view[start : number.end]) and (noun := words.DEFINITE_BEFORE.search(view, max(room.start, start - _LOOK_AHEAD), start)):
        return Found(noun.start(1), number.end, Quantity(number.value, number.value, number.value, None, noun[1]), "quantity.definite")
    ranked = words.RANKED_BEFORE.search(view, max(0, start - _LOOK_AHEAD), start)
    if ranked and not _is_counted_next(view, number.end):
        return Found(start, number.end, Quantity(number.value, number.value, number.value, "rank", ranked[1]), "quantity.rank")
    after = _signed(view, number, room) or _after(view, number, room)
    start = min(start, after.start)
    of = after.of or ("" if after.unit else _counted_before(view, start))
    hedge = _hedge(view, start, after.end)
    low, high = allowed(number.value, hedge)
    return Found(start, after.end, Quantity(number.value, low, high, after.unit, of), f"quantity.{hedge or 'plain'}")


class _After(NamedTuple):
    """What stands around a number: where the quantity starts and ends, its unit's id, the counted words."""

    start: int
    end: int
    unit: str | None
    of: str


def _signed(view: str, number: Number, room: _Room) -> _After | None:
    """A currency sign before the number."""
    sign = words.SIGN_BEFORE.search(view, max(room.start, number.start - 4), number.start)
    return _After(sign.start(1), number.end, words.UNIT_OF[sign[1]], "") if sign else None


def _after(view: str, number: Number, room: _Room) -> _After:
    """The unit or the counted noun that follows at once."""
    stop = min(room.end, number.end + _LOOK_AHEAD)
    if found := words.UNIT_AFTER.match(view, number.end, stop):
        return _After(number.start, found.end(1), words.UNIT_OF[" ".join(found[1].split())], "")
    if noun := words.OF_AFTER.match(view, number.end, stop):
        return _After(number.start, noun.end(1), None, noun[1])
    noun = words.NOUN_AFTER.match(view, number.end, stop)
    if noun is None or not words.can_be_counted(noun[1]):
        return _After(number.start, number.end, None, "")
    last = noun.end(1)
    if (adjective := words.ADJECTIVE_AFTER.match(view, last, min(room.end, stop + 16))) and words.is_adjective(adjective[1]):
        last = adjective.end(1)
    return _After(number.start, last, None, view[noun.start(1) : last])


def _counted_before(view: str, start: int) -> str:
    """«the number of soldiers … reached 2500»: the noun after the counting word; "" when the sentence has none."""
    found = None
    for found in words.COUNTING.finditer(view, max(0, start - _LOOK_BEHIND), start):  # noqa: B007 - the last one counts
        pass
    return found[1] if found else ""


def _hedge(view: str, start: int, end: int) -> str | None:
    """more, least, less, most, about, or None."""
    if found := words.HEDGE_BEFORE.search(view, max(0, start - 24), start):
        return words.HEDGE_OF[" ".join(found[1].split())]
    if found := words.HEDGE_AFTER.match(view, end, end + 20):
        return words.HEDGE_AFTER_OF[" ".join(found[1].split())]
    return None


def allowed(number: Decimal, hedge: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The interval a hedged number allows; None = open on that side.

    >>> allowed(Decimal(180), "about")
    (Decimal('162.0'), Decimal('198.0'))
    """
    if hedge in ("more", "least"):
        return number, None
    if hedge in ("less", "most"):
        return None, number
    if hedge == "about":
        slack = abs(number) * _ABOUT
        return number - slack, number + slack
    return number, number


def _scores(view: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """3-1, 2 - nil: `number` is the winner's, [low, high] are loser's and winner's. A counted noun behind makes it a range instead."""
    for found in words.SCORE.finditer(view, start, end):
        if not _free(taken, found.start(), found.end()):
            continue
        a, b = words.goals(found[1]), words.goals(found[2])
        rising = a < b and found[1].isdecimal() and found[2].isdecimal()
        if rising and (words.UNIT_AFTER.match(view, found.end()) or _is_counted_next(view, found.end())):
            continue
        low, high = sorted((Decimal(a), Decimal(b)))
        yield Found(found.start(1), found.end(2), Quantity(high, low, high, "score", ""), "quantity.score")
    for found in words.SCORE_SAID.finditer(view, start, end):
        low, high = sorted((Decimal(words.goals(found[1])), Decimal(words.goals(found[2]) if found[2] else 0)))
        if high and words.GOAL.search(found[0]):
            yield Found(found.start(1), found.end(), Quantity(high, low, high, "score", ""), "quantity.score_said")


def _is_counted_next(view: str, at: int) -> bool:
    noun = words.NOUN_AFTER.match(view, at, at + _LOOK_AHEAD)
    return noun is not None and noun[1] in words.COUNT_OF


def _duals(view: str, start: int, end: int) -> Iterator[Found]:
    """Nouns that say "two" by their ending."""
    two = Decimal(2)
    for found in words.DUAL.finditer(view, start, end):
        last = found.end(1)
        if (adjective := words.ADJECTIVE_AFTER.match(view, last, last + 24)) and words.is_adjective(adjective[1]):
            last = adjective.end(1)
        yield Found(found.start(1), last, Quantity(two, two, two, None, view[found.start(1) : last]), "quantity.dual")
