"""Finds time expressions and what they say, without any anchor: dates, periods, parts of day, lengths, repetitions, references.

One pass cuts the folded view into tokens of the lexicon; the grammar then reads around each token that can begin an expression. Whole text, furniture
included; each expression knows the role of its region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tawatur.annotate import time_phrases as phrases
from tawatur.annotate.time_grammar import Hit
from tawatur.annotate.time_tense import narration
from tawatur.annotate.time_words import Stream, stream
from tawatur.layers import EXPRESSION, REGION, Expression
from tawatur.model import Annotation, Document, Origin, Span

VERSION = "1"

_Reader = Callable[[Stream, int], Hit | None]


def _dated(s: Stream, i: int) -> Hit | None:
    hit = phrases.part_of_day(s, i) or phrases.date_at(s, i)
    return hit and phrases.with_time(s, hit)


# Which readers may begin at a token of which class, first match wins.
_READERS: tuple[tuple[frozenset[str], tuple[_Reader, ...]], ...] = (
    (frozenset({"mod"}), (phrases.modified,)),
    (frozenset({"every", "set"}), (phrases.repetition,)),
    (frozenset({"nearly"}), (phrases.nearly_daily,)),
    (frozenset({"moment", "ref", "then"}), (phrases.vague_moment,)),
    (frozenset({"future"}), (phrases.future,)),
    (frozenset({"dir"}), (phrases.in_the_past,)),
    (frozenset({"portion"}), (phrases.portion,)),
    (frozenset({"decade_plural"}), (phrases.decade,)),
    (frozenset({"season"}), (phrases.season,)),
    (frozenset({"demo"}), (phrases.same_period, _dated)),
    (frozenset({"part", "side"}), (_dated,)),
    (frozenset({"weekday", "relday", "month", "month_pair", "hijri", "hijri_pair", "hijri_head"}), (_dated,)),
    (frozenset({"one", "two"}), (phrases.century, _dated, phrases.clock, phrases.length)),
    (frozenset({"digits", "ordinal", "slip", "bound", "unit", "ten", "tens", "al"}), (_dated, phrases.clock, phrases.length)),
    (frozenset({"hundred", "scale", "fraction", "many", "vague", "dual_scale"}), (phrases.length,)),
    (frozenset({"digits"}), (phrases.bare_year,)),
    (frozenset({"part_adverb"}), (phrases.adverb,)),
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
    """Every expression of a stream, in order, none overlapping."""
    i, count = 0, len(s.tokens)
    while i < count:
        hit = _first(s, i)
        if hit is None:
            i += 1
        else:
            yield hit
            i = max(hit.next, i + 1)


def _first(s: Stream, i: int) -> Hit | None:
    for reader in _readers(frozenset(s.tokens[i].reading.senses)):
        if (hit := reader(s, i)) is not None:
            return hit
    return None


def _needs_direction(said: Expression) -> bool:
    return said.direction is None and (said.kind == "weekday" or (said.kind == "date" and said.year is None and said.month is not None and said.of is None))


@dataclass(frozen=True, slots=True)
class Expressions:
    """The stage: writes layer "expression"."""

    name: str = EXPRESSION
    version: str = VERSION
    needs: tuple[str, ...] = (REGION,)

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """Annotations of `Expression`, whole text."""
        view = doc.view
        role = _roles(doc)
        for hit in hits(stream(view.text)):
            start, end = view.span(hit.start, hit.end)
            said = hit.said
            if _needs_direction(said):
                said = replace(said, narration=narration(view.text, hit.start))
            if (place := role(start)) != "body":
                said = replace(said, region=place)
            yield Annotation(Span(start, end), said, Origin(EXPRESSION, VERSION, hit.rule))


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
