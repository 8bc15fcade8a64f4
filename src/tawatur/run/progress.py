"""Progress of a long build on stderr: documents, documents a second, bytes, failures by kind, pairs compared and time left."""

from __future__ import annotations

from collections import Counter
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from tawatur.messages import say
from tawatur.run.build import Progress as Told
from tawatur.run.build import Report


class Silent(Told):
    """Shows nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to end."""


class Shown(Told):
    """A live line per step. Reading streams, so only comparing knows how much is left."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[note]}"), TimeElapsedColumn(), TimeRemainingColumn())
        self.bars = Progress(*columns, console=Console(stderr=True), transient=True)
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Shown:
        self.bars.start()
        self.tasks["read"] = self.bars.add_task(say("progress.read", self.lang), total=None, note="")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bars.stop()

    def documents(self, report: Report) -> None:
        """A shard is written."""
        task = self.bars.tasks[self.tasks["read"]]
        rate = report.added / task.elapsed if task.elapsed else 0.0
        kinds = ", ".join(f"{code} {count}" for code, count in sorted(Counter(f.code for f in report.failures).items()))
        note = say("progress.note", self.lang, added=report.added, rate=f"{rate:.0f}", megabytes=f"{report.size / 1e6:.1f}", failures=kinds or "0")
        self.bars.update(self.tasks["read"], completed=report.added, note=note)

    def comparing(self, kind: str, done: int, of: int) -> None:
        """Pairs of one kind are being compared."""
        if kind not in self.tasks:
            self.tasks[kind] = self.bars.add_task(say("progress.compare", self.lang, kind=kind), total=of, note="")
        self.bars.update(self.tasks[kind], completed=done, total=of, note=f"{done} / {of}")
