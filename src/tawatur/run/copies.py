"""Two documents of a record side by side: the passages they share, with what differs inside each."""

from __future__ import annotations

from typing import Any

from tawatur.compare.copies import Piece, find_copies
from tawatur.layers import REGION, Region
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.store import Record

Row = dict[str, Any]


def stored(record: Record, doc: str) -> Document:
    """A document of the record as comparing sees it: its text and regions. Raises UsageError when there is none."""
    about = record.document(doc)
    page = Document(doc, record.text(doc), about["sha256"], about["source"], about["data_sha256"], about["title"], about["outlet"])
    regions = [
        Annotation(Span(row["start"], row["end"]), Region(row["role"]), Origin(REGION, "", row["rule"], row["score"])) for row in record.layer(REGION, doc)
    ]
    return page.with_layer(REGION, regions)


def copies(record: Record, a: str, b: str) -> list[Row]:
    """Each shared passage as {"a", "b": {"doc", "start", "end"}, "likeness", "pieces": [{"kind", "a", "b": words or ""}]}, in order of the first text."""
    one, other = stored(record, a), stored(record, b)

    def piece(found: Piece) -> Row:
        return {"kind": found.kind, "a": found.a.of(one.text) if found.a else "", "b": found.b.of(other.text) if found.b else ""}

    return [
        {
            "a": {"doc": a, "start": found.a.start, "end": found.a.end},
            "b": {"doc": b, "start": found.b.start, "end": found.b.end},
            "likeness": found.likeness,
            "pieces": [piece(p) for p in found.pieces],
        }
        for found in find_copies(one, other)
    ]
