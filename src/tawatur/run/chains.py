"""A record's statements with their date and whole chain, from the page inwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tawatur.arabic import folded
from tawatur.assemble.chains import carried_by, full_chain, outlet_of
from tawatur.store import Record

Row = dict[str, Any]
ORDERS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "speaker": lambda row: (folded(row["speaker"].get("name") or row["speaker"]["text"]) if row["speaker"] else "~", row["date"] or "~"),
    "date": lambda row: (row["date"] or "~", row["doc"]),
    "chain": lambda row: tuple(folded(link["text"]) for link in row["chain"]),
}
"""Sort keys; what is not known comes last."""


def chained(record: Record) -> Iterator[Row]:
    """Every statement with "date" (ISO, the page's day or the first day it may be of, or None) and "chain": [{"role", "text"}], the page's outlet first."""
    pages = {row["id"]: row for row in record.documents()}
    for row in record.layer("statement"):
        page = pages[row["doc"]]
        links = full_chain(outlet_of(page["id"], pages), carried_by(page["id"], pages), row)
        date = page["published"]["value"] or page["published"]["earliest"]
        yield {**row, "date": date, "chain": [{"role": role, "text": text} for role, text in links]}
