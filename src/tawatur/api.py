"""The Python interface: what the commands do, from code. Heavy modules are imported when first called, so that importing tawatur is quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tawatur.model import Document, Failure, RawDocument
    from tawatur.run.build import Report
    from tawatur.settings import Settings
    from tawatur.store import Record


def read(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[RawDocument | Failure]:
    """Documents under `paths` (files, folders, globs, "-") as found, in a stable order; what cannot be read comes as a Failure in its place."""
    from tawatur.read import read as read_raw
    from tawatur.settings import Settings

    return read_raw(paths, settings or Settings())


def annotate(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[Document | Failure]:
    """Every document under `paths`, cleaned and with all layers, in input order; what failed comes as a Failure in its place."""
    from tawatur.run.work import annotated
    from tawatur.settings import Settings

    chosen = settings or Settings()
    return (annotated(raw, chosen) for raw in read(paths, chosen))


def compare(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[dict[str, Any] | Failure]:
    """What the documents under `paths` say together: one row a finding (see the commands' contract), then the failures.

    It is the same work as `build`, into a record that is kept in memory and dropped.
    """
    from tawatur.run.build import Progress, build_into
    from tawatur.settings import Settings
    from tawatur.store import Record
    from tawatur.store.writer import Writer

    chosen = settings or Settings()
    writer = Writer(":memory:")
    report = build_into(writer, read(paths, chosen), chosen, Progress())
    yield from Record(":memory:", writer.base).all_findings()
    yield from report.failures
    writer.close()


def build(paths: Iterable[str | Path], out: Path | str, settings: Settings | None = None) -> Report:
    """Read `paths` into the record `out`; documents already in it cost nothing. Raises StoreError when `out` cannot be written."""
    from tawatur.run.build import build as build_record

    return build_record(paths, out, settings)


def open_record(path: Path | str, everything: bool = False) -> Record:
    """Open a record for reading. `everything`: also what people rejected or merged into others. Raises StoreError when the file is missing, no record, or of another version."""
    from tawatur.store import open_record as open_file

    return open_file(path, everything)


def judge(path: Path | str, act: str, *what: str, by: str | None = None, why: str | None = None) -> dict[str, Any]:
    """Decide: `judge(path, "same", "NAME", "NAME", by="me")`. Acts and words are those of `tawatur judge --help`; `judge(path, "undo", "3")` takes one back.

    Returns the decision as `judgements` lists it. Raises UsageError for an unknown act or words that mean nothing or several things, StoreError when the
    record cannot be written.
    """
    from tawatur.run.judge import judge as decide

    n = decide(path, act, *what, by=by, why=why).n
    return next(row for row in judgements(path) if row["n"] == n)


def judgements(path: Path | str) -> list[dict[str, Any]]:
    """All decisions in order with what became of each: `state` is holds, undone, undo, overridden (`by_n`: by which) or no_target."""
    from tawatur.run.judge import listed

    with open_record(path, everything=True) as record:
        return list(listed(record))
