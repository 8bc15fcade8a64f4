"""The rows that workers hand to the one writer: plain, picklable, already encoded, so that the writer only inserts."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import orjson

from tawatur.arabic import fold
from tawatur.layers import SHOWN, published_row, value_row
from tawatur.model import Document, Item, RawDocument


def encode(value: Any) -> str:
    """JSON as the record keeps it: compact, Arabic as it is, keys in the order given."""
    return orjson.dumps(value).decode()


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All that one document adds to a record. Tuples are in the order of the tables' columns (store/schema.sql)."""

    id: str
    source: str
    data_sha256: str
    document: tuple[Any, ...]
    layers: dict[str, list[tuple[Any, ...]]]
    search: tuple[str, str]
    items: list[tuple[Any, ...]]
    size: int


def document_rows(raw: RawDocument, doc: Document, items: Iterable[Item]) -> DocumentRows:
    """Encode one annotated document and what it offers for comparison."""
    published = published_row(doc)
    document = (
        *(doc.id, raw.source, raw.media, zlib.compress(raw.data, 3), raw.sha256, encode({f.name: getattr(raw.given, f.name) for f in fields(raw.given)}), doc.text, doc.sha256),
        *(doc.title, doc.outlet, doc.author, doc.url),
        *(published["value"], published["earliest"], published["latest"], published["weekday"], encode(published["evidence"])),
    )
    layers = {
        name: [
            (a.span.start, a.span.end, encode(value_row(doc.text, a)), a.origin.stage, a.origin.version, a.origin.rule, a.origin.score)
            for a in doc.layer(name)
        ]
        for name in SHOWN
    }
    return DocumentRows(
        id=doc.id,
        source=raw.source,
        data_sha256=raw.sha256,
        document=document,
        layers=layers,
        search=(fold(doc.title or "").text, doc.view.text),
        items=[(i.id, i.kind, i.start, i.end, _packed(i.keys), _packed(i.hubs), encode(dict(i.data)), i.blob) for i in items],
        size=len(raw.data),
    )


def _packed(keys: Iterable[int]) -> bytes:
    return array("q", sorted(set(keys))).tobytes()
