"""Rows as JSON lines and CSV; a whole record as a folder of either."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from tawatur.errors import UsageError
from tawatur.layers import SHOWN
from tawatur.store import Record
from tawatur.store.judgements import examples

Row = Mapping[str, Any]
FINDINGS = ("reuse", "origin", "furniture", "story", "entity", "office", "statement", "fact", "commitment", "event")


def jsonl(row: Row) -> str:
    """One row as a line of JSON, Arabic as it is."""
    return json.dumps(row, ensure_ascii=False)


def write_jsonl(rows: Iterable[Row], file: IO[str]) -> int:
    """Write rows as JSON lines. Returns how many."""
    count = 0
    for row in rows:
        file.write(jsonl(row) + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[Row], file: IO[str]) -> int:
    """Write rows as CSV with the first row's names as header; nested values as JSON. Returns how many."""
    writer, count = None, 0
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(file, list(row), extrasaction="ignore", restval="")
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in row.items()})
        count += 1
    return count


def _cell(value: Any) -> Any:
    """A CSV cell. Text that a spreadsheet would run as a formula is quoted with an apostrophe (OWASP, CSV injection)."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    return value if value is None or isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def tables(record: Record) -> Iterator[tuple[str, Callable[[], Iterable[Row]]]]:
    """Every table of a record: its name, and how to get its rows."""
    yield "documents", record.documents
    for name in SHOWN:
        yield name, partial(record.layer, name)
    for kind in FINDINGS:
        yield f"{kind}_findings", partial(record.findings, kind)
    yield "failures", record.failures
    yield "judgements", lambda: map(asdict, examples(record.base))


def export(record: Record, folder: Path, form: str, what: Collection[str] = ()) -> dict[str, int]:
    """Write the tables of a record (all, or those named in `what`) into `folder` as csv or jsonl files. Returns rows by file name.

    Raises UsageError for a table that there is none of.
    CSV files begin with a byte order mark, without which Excel does not read Arabic as UTF-8.
    """
    every = dict(tables(record))
    if unknown := set(what) - every.keys():
        raise UsageError("export.table", name=", ".join(sorted(unknown)), known=", ".join(every))
    folder.mkdir(parents=True, exist_ok=True)
    write = write_csv if form == "csv" else write_jsonl
    counts = {}
    for name, rows in every.items():
        if what and name not in what:
            continue
        path = folder / f"{name}.{form}"
        with path.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
            counts[path.name] = write(rows(), file)
    return counts
