"""The unit of every speed: one pass is the CPU time of `re.finditer(r"\\w+", text)` over the same text in the same process."""

from __future__ import annotations

import gzip
import json
import re
import resource
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


def peak() -> float:
    """Peak memory in GiB: this process's, plus the largest ended child's for each of the two workers."""
    mine, others = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (mine + 2 * others) / 2**20


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU that `work` took, children included, and what it returned."""
    began = cpu()
    value = work()
    return cpu() - began, value
