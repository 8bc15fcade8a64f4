"""Frozen structure that every step shares: documents, spans, annotations, and what links documents. Imports nothing above the kernel.

Unit of every offset: code points of `Document.text`, half-open. Words used here are those of docs/glossary.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from tawatur.arabic import Folded, fold
from tawatur.errors import SpanError

_START, _END = attrgetter("span.start"), attrgetter("span.end")
V_co = TypeVar("V_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) into `Document.text`, in code points: not bytes (SQLite), not UTF-16 units (browser). Never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError("span.bad", start=self.start, end=self.end)

    def of(self, text: str) -> str:
        """The characters it covers. Raises SpanError when it reaches past the text."""
        if self.end > len(text):
            raise SpanError("span.bad", start=self.start, end=self.end)
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says so. `score` in [0, 1]; 1.0 = a rule fired, it is not a probability."""

    stage: str
    version: str
    rule: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation(Generic[V_co]):
    """One finding in one document: where, what, and which rule said so."""

    span: Span
    value: V_co
    origin: Origin


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence for the publication date: an interval (None = open on that side), a weekday (0 = Monday), or both.

    `span` is None when it comes from outside the text: the input row, or the page's own markup; `says` then names where.
    """

    span: Span | None
    says: str
    earliest: date | None = None
    latest: date | None = None
    weekday: int | None = None
    given: bool = False  # stated by the input row: believed over anything inferred
    moment: str | None = None  # the ISO date-time as stated, where the time of day is known: it orders two pages of one day


@dataclass(frozen=True, slots=True)
class Given:
    """What came with the bytes and is believed: the fields of an input row. None = not said."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as they were found. `source` names the place (path, path:line or `-:line`); `sha256` is of `data`.

    `media` is text/plain, text/html or application/json (one input row: `data` is the row's line, `text` its text field).
    """

    id: str
    source: str
    media: str
    data: bytes
    sha256: str
    given: Given = Given()
    text: str | None = None


Layers = Mapping[str, tuple[Annotation[Any], ...]]
_NO_LAYERS: Layers = MappingProxyType({})


@dataclass(frozen=True)
class Document:
    """One page's text, never changed, with what is known of it and the layers found so far (layer name → annotations by position).

    `sha256` is of the UTF-8 text, `data_sha256` of the bytes it was read from. `clues` are dates that the row or the markup states.
    """

    id: str
    text: str
    sha256: str
    source: str = ""
    data_sha256: str = ""
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    clues: tuple[Clue, ...] = ()
    layers: Layers = field(default_factory=lambda: _NO_LAYERS)

    @cached_property
    def view(self) -> Folded:
        """The matching view of the text, computed once: `view.text` is matched, `view.span(a, b)` gives the span in the text."""
        return fold(self.text)

    def layer(self, name: str) -> tuple[Annotation[Any], ...]:
        """The annotations of one layer; empty when nobody wrote it."""
        return self.layers.get(name, ())

    def with_layer(self, name: str, annotations: Iterable[Annotation[Any]]) -> Document:
        """The same document with one layer set, sorted by position. Raises SpanError for a span outside the text."""
        ordered = sorted(annotations, key=_END, reverse=True)
        if ordered and ordered[0].span.end > len(self.text):
            raise SpanError("span.bad", start=ordered[0].span.start, end=ordered[0].span.end)
        found = tuple(sorted(ordered, key=_START))  # both sorts keep the order of equals
        document = replace(self, layers=MappingProxyType({**self.layers, name: found}))
        if "view" in self.__dict__:
            document.__dict__["view"] = self.view  # the text is the same, so is its view
        return document


@dataclass(frozen=True, slots=True)
class Item:
    """What one document offers for comparison with others: a passage index, a statement, a value … one row per offer.

    `id` is stable (document, kind, position). `keys` are the 64-bit blocking keys (signed, as SQLite holds them): two items are compared only when
    they share one. `hubs` are keys of another sort: an item is compared with the earliest item of the record that has the same hub, and with no other by
    it; for what is equal outright (one known name in a thousand documents), where all pairs would say the same again. `data` (JSON) and `blob` (packed
    arrays) are all that the comparison may look at. `start`, `end`: the span offered, in its document.
    """

    id: str
    kind: str
    doc: str
    start: int
    end: int
    keys: tuple[int, ...]
    data: Mapping[str, Any]
    blob: bytes = b""
    hubs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Two items that belong together, with the evidence. `a` and `b` are item ids, a < b; `score` in [0, 1]; `data` is JSON."""

    kind: str
    a: str
    b: str
    score: float
    rule: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What comparing a group of linked items (or one item alone) concludes: one line of `tawatur compare`.

    `kind` is reuse, origin, statement, fact, commitment, story or event; `data` is JSON in the form the commands' contract fixes, without counts of
    outlets and origins (they are added when the whole pile is known). `id` is stable: made of the items' ids.
    """

    kind: str
    id: str
    docs: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be processed: a row of the record, not a log line. `code` and `fields` make the message."""

    doc: str
    source: str
    stage: str
    code: str
    fields: Mapping[str, str] = field(default_factory=dict)


def stable_id(*parts: str) -> str:
    """Same parts, same id, on every machine: 32 hex digits. Length-prefixed, so ("a.b", "c") and ("a", "b.c") differ."""
    return hashlib.sha256("".join(f"{len(p)}:{p}" for p in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def stable_key(*parts: str) -> int:
    """A signed 64-bit blocking key: the first eight bytes of BLAKE2b over the parts. Made a hundred times a document, so the parts are merely joined: two
    that collide cost one comparison, no more.
    """
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
