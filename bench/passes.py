"""The unit of every speed: one pass is the CPU time of `re.finditer(r"\\w+", text)` over the same text in the same process."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import resource
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "data" / "news"


def rows(name: str, most: int | None = None) -> list[dict[str, Any]]:
    """The first `most` rows of a news file beside the checkout. Raises SystemExit with a message when it is not there."""
    path = NEWS / f"{name}.jsonl.gz"
    if not path.is_file():
        raise SystemExit(f"bench: skipped, no {path.name} in ../shared/data/news")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for _, line in zip(range(most or 10**9), file, strict=False)]


def one_pass(texts: Iterable[str]) -> float:
    """Seconds of CPU of one pass over `texts`: the least of three, since a shared machine only ever adds."""
    held, pattern = list(texts), re.compile(r"\w+")

    def run() -> float:
        began = time.process_time()
        for text in held:
            for _ in pattern.finditer(text):
                pass
        return time.process_time() - began

    return min(run() for _ in range(3))


def cpu() -> float:
    """Seconds of CPU, user and system, of this process and its ended children."""
    mine, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + others.ru_utime + others.ru_stime


class Memory:
    """Peak memory of a process and all below it while the `with` runs, in GiB: the sum of their proportional shares, looked at ten times a second."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._stop = threading.Event()

    def __enter__(self) -> Memory:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            self.peak = max(self.peak, sum(map(_share, _below(os.getpid()))) / 2**20)


def _below(process: int) -> list[int]:
    """All processes started by `process`, at any depth; not itself."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *_below(child)]
    return found


def _share(process: int) -> float:
    """A process's proportional set size in KiB; 0 when it has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU that `work` took, children included, and what it returned."""
    began = cpu()
    value = work()
    return cpu() - began, value
