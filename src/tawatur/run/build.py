"""Builds a record: read, annotate in shards, write, compare, count. Safe to kill at any moment; run again, it goes on where it stopped."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tawatur.compare.commitment_reports import DONE
from tawatur.compare.commitments import PASSED
from tawatur.model import Failure, RawDocument
from tawatur.pipeline import stages
from tawatur.read import read
from tawatur.run.affairs import place_affairs
from tawatur.run.compare import compare
from tawatur.run.count import count_witnesses
from tawatur.run.local import Rows, run_shards, shards
from tawatur.run.plan import COMPARERS, plan_id
from tawatur.settings import Settings
from tawatur.store.database import transaction, writing_alone
from tawatur.store.deadlines import settle
from tawatur.store.rows import DocumentRows
from tawatur.store.writer import Writer


@dataclass(slots=True)
class Report:
    """What a run did: documents added, known from before, bytes read, failures (each also a row of the record)."""

    added: int = 0
    known: int = 0
    size: int = 0
    failures: list[Failure] = field(default_factory=list)


class Progress:
    """Told of the work as it goes on; does nothing by itself. The command line shows it."""

    def documents(self, report: Report) -> None:
        """A shard is written."""

    def comparing(self, kind: str, done: int, of: int) -> None:
        """Pairs of one kind are being compared."""


def build(paths: Iterable[str | Path], out: Path | str, settings: Settings | None = None, progress: Progress | None = None, anew: bool = False) -> Report:
    """Read `paths` into the record `out` (made when missing; documents already in it cost nothing). Returns what was done.

    `anew`: first derive everything again from the stored bytes, believing the days that people gave documents (store/judgements.py).

    Raises StoreError when `out` is no record, or another build is writing it. A bad document is a failure in the report, never an exception.
    """
    with writing_alone(out), contextlib.closing(Writer(out)) as writer:
        if anew and (plan := writer.plan()):
            writer.restart(plan)
        return build_into(writer, read(paths, settings or Settings()), settings or Settings(), progress or Progress())


def build_into(writer: Writer, raws: Iterable[RawDocument | Failure], settings: Settings, progress: Progress) -> Report:
    """The same, into a record that is open for writing."""
    with _without_collector():
        return _built(writer, raws, settings, progress)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of rows pass through here and none of them refers to itself: looking them over for cycles again and again would be a tenth of the work."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _built(writer: Writer, raws: Iterable[RawDocument | Failure], settings: Settings, progress: Progress) -> Report:
    report = Report()
    plan = plan_id(stages(settings))
    if writer.plan() != plan:
        writer.restart(plan)
    for rows in run_shards(shards(writer.stale(), settings.shard), settings):
        _write(writer, rows, Report(), progress)
    for rows in run_shards(shards(_unknown(writer, raws, report), settings.shard), settings):
        _write(writer, rows, report, progress)
    compare(writer.base, COMPARERS, progress.comparing)
    place_affairs(writer.base)
    with transaction(writer.base):
        settle(writer.base, PASSED, DONE)
    count_witnesses(writer.base)
    return report


def _unknown(writer: Writer, raws: Iterable[RawDocument | Failure], report: Report) -> Iterator[RawDocument | Failure]:
    """Drop documents that the record holds already; an id used twice for other bytes is a failure."""
    sources: dict[str, str] = {}
    for raw in raws:
        if isinstance(raw, Failure):
            yield raw
        elif raw.id in sources:
            yield Failure(raw.id, raw.source, "read", "document.twice", {"other": sources[raw.id]})
        else:
            sources[raw.id] = raw.source
            there = writer.known(raw.id)
            if there == raw.sha256:
                report.known += 1
            elif there is not None:
                yield Failure(raw.id, raw.source, "read", "document.changed", {})
            else:
                yield raw


def _write(writer: Writer, rows: Rows, report: Report, progress: Progress) -> None:
    added: Sequence[DocumentRows] = [row for row in rows if isinstance(row, DocumentRows)]
    failed = [row for row in rows if isinstance(row, Failure)]
    writer.add(added, failed)
    report.added += len(added)
    report.size += sum(row.size for row in added)
    report.failures += failed
    progress.documents(report)
