"""Names of a record with the places where they are meant by their office alone: who holds it is what other pages say (compare/holders.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tawatur.store import Record

Row = dict[str, Any]


def with_offices(record: Record, entities: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Each entity with `by_office`: {"doc", "start", "end", "text", "score", "rule", "office", "of", "named": the pages that name the holder}."""
    held: dict[tuple[str, int], list[Row]] = {}
    for row in record.findings("office"):
        for place in row["named"]:
            held.setdefault((place["doc"], place["start"]), []).append(row)
    for entity in entities:
        found = {row["target"]: row for place in entity["mentions"] for row in held.get((place["doc"], place["start"]), ())}
        yield {**entity, "by_office": [place for row in found.values() for place in _places(row)]}


def on_page(record: Record, doc: str) -> list[Row]:
    """The places of one page that say an office without a name, each with the `holder` whom other places name; in order."""
    found = [{**place, "holder": row["name"]} for row in record.findings_on("office", doc) for place in _places(row) if place["doc"] == doc]
    return sorted(found, key=lambda place: (place["start"], place["end"]))


def _places(row: Mapping[str, Any]) -> Iterator[Row]:
    for place in row["mentions"]:
        yield {**place, "office": row["office"], "of": row["of"], "named": row["named"]}
