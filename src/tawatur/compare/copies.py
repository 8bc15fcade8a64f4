"""Two texts side by side: the passages they share, and inside each what is the same, changed, missing or added, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tawatur.compare import passages, shingles
from tawatur.compare.shingles import Indexed
from tawatur.model import Document, Span

_KINDS: dict[str, Literal["same", "changed", "missing", "added"]] = {"equal": "same", "replace": "changed", "delete": "missing", "insert": "added"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a shared passage. "missing": only in the first text; "added": only in the second. Spans hold whole words; None on the side without."""

    kind: Literal["same", "changed", "missing", "added"]
    a: Span | None
    b: Span | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage of two texts, at [a] and [b], the share of its words that are the same, and its pieces in order of the first text."""

    a: Span
    b: Span
    likeness: float
    pieces: tuple[Piece, ...]


def find_copies(a: Document, b: Document) -> list[Copy]:
    """All passages of 12 words or more that two documents share, in order of the first. Spelling of hamza, conjunction and article is no difference."""
    one, other = (shingles.index(shingles.pack(shingles.read_words(doc))) for doc in (a, b))
    return [_copy(passage, one, other) for passage in passages.shared(one, other)]


def _copy(found: passages.Passage, a: Indexed, b: Indexed) -> Copy:
    span_a, span_b = Span(*passages.text_span(a.words, found.a, found.a_end)), Span(*passages.text_span(b.words, found.b, found.b_end))
    return Copy(span_a, span_b, round(found.likeness, 4), tuple(_pieces(found, a, b)))


def _pieces(found: passages.Passage, a: Indexed, b: Indexed) -> Iterator[Piece]:
    """By the fewest words exchanged; numbers count by their value here."""
    sides = a.words.hashes[found.a : found.a_end].tolist(), b.words.hashes[found.b : found.b_end].tolist()
    for step in Levenshtein.opcodes(*sides):
        left = _span(a, found.a + step.src_start, found.a + step.src_end)
        right = _span(b, found.b + step.dest_start, found.b + step.dest_end)
        yield Piece(_KINDS[step.tag], left, right)


def _span(text: Indexed, start: int, end: int) -> Span | None:
    return Span(*passages.text_span(text.words, start, end)) if end > start else None
