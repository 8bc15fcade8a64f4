"""Runs shards in order, on this process or on a few; results come back in the order of the input, with a bounded number in flight."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from tawatur.errors import StoreError
from tawatur.model import Failure, RawDocument
from tawatur.run.work import shard_rows
from tawatur.settings import Settings
from tawatur.store.rows import DocumentRows

Shard = list[RawDocument | Failure]
Rows = list[DocumentRows | Failure]
_SHARD_CHARACTERS = 4_000_000  # a shard of long documents is cut short, so that memory stays bounded


def shards(raws: Iterable[RawDocument | Failure], size: int) -> Iterator[Shard]:
    """Cut a stream into shards of at most `size` documents and about four million bytes."""
    shard: Shard = []
    weight = 0
    for raw in raws:
        shard.append(raw)
        weight += len(raw.data) if isinstance(raw, RawDocument) else 0
        if len(shard) >= size or weight >= _SHARD_CHARACTERS:
            yield shard
            shard, weight = [], 0
    if shard:
        yield shard


def run_shards(parts: Iterator[Shard], settings: Settings) -> Iterator[Rows]:
    """Each shard's rows, in order. A pile of one shard is done in this process: starting workers would cost more than the work."""
    head = list(itertools.islice(parts, 2))
    workers = settings.workers or os.cpu_count() or 1
    stream = itertools.chain(head, parts)
    if len(head) < 2 or workers == 1:
        yield from (shard_rows(shard, settings) for shard in stream)
        return
    try:
        yield from _pooled(stream, settings, workers)
    except BrokenProcessPool as error:
        raise StoreError("run.worker", reason=error) from error


def _pooled(parts: Iterator[Shard], settings: Settings, workers: int) -> Iterator[Rows]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        flying: deque[Future[Rows]] = deque()
        try:
            for shard in parts:
                flying.append(pool.submit(shard_rows, shard, settings))
                if len(flying) > workers:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()
        finally:
            for future in flying:
                future.cancel()
