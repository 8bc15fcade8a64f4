"""Counts of outlets and independent origins for every finding whose pile has changed: the only numbers the record states about witnesses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from tawatur.assemble.witnesses import count
from tawatur.store.counts import Uncounted, count_single, uncounted, write_counts
from tawatur.store.database import transaction

_PLACES = {"fact": "values", "commitment": "reports", "event": "evidence", "statement": "docs", "entity": "mentions", "office": "named"}


def spans(row: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The places a finding stands on, (document, start, end). A story stands on its whole documents, a passage on both its sides."""
    if row["kind"] == "story":
        return [(doc, 0, 1 << 30) for doc in row["docs"]]
    if row["kind"] == "reuse":
        return [(row[side]["doc"], row[side]["start"], row[side]["end"]) for side in ("a", "b")]
    if row["kind"] in ("origin", "furniture"):
        return [(row["doc"], 0, 1 << 30)]
    return [(place["doc"], place["start"], place["end"]) for place in row[_PLACES[row["kind"]]]]


def count_witnesses(base: sqlite3.Connection) -> None:
    """Count what is not counted yet, in one transaction."""
    with transaction(base):
        count_single(base)
        _count(base, uncounted(base))


def count_findings(base: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Count these findings, inside the caller's transaction."""
    _count(base, uncounted(base, numbers))


def _count(base: sqlite3.Connection, found: Iterable[Sequence[Uncounted]]) -> None:
    for some in found:
        write_counts(base, [(item.n, *_counts(item)) for item in some])


def _counts(item: Uncounted) -> tuple[int, int]:
    witnesses = count(spans(orjson.loads(item.data)), item.outlet_of, item.origin_of, item.passages)
    return witnesses.outlets, witnesses.origins
