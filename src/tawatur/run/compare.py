"""Joins items by their blocking keys, lets a comparer link them, and writes what each changed group concludes.

Nothing here is quadratic in the pile: pairs come only from keys that at most `max_block` items share.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tawatur.compare.protocol import Comparer, Heeding
from tawatur.model import Item, Link
from tawatur.run.judged import conclude, decisions
from tawatur.store.database import transaction
from tawatur.store.groups import Groups, Ints
from tawatur.store.judged_items import note_laid

Tick = Callable[[str, int, int], None]
"""Called with (kind, done, of) as pairs are compared."""


def compare(base: sqlite3.Connection, comparers: Sequence[Comparer], tick: Tick = lambda kind, done, of: None) -> None:
    """Compare all waiting items of every comparer's kind; each kind is one transaction, so that a killed run resumes at the next kind."""
    for comparer in comparers:
        with transaction(base):
            compare_kind(Groups(base, comparer.kind), comparer, tick)


def compare_kind(groups: Groups, comparer: Comparer, tick: Tick) -> None:
    """Admit, link, regroup, conclude: one kind."""
    said = decisions(groups.base, comparer.kind)
    if not groups.waiting() and not said.fresh:
        return
    keys, items = groups.admit()
    low, high, common = candidate_pairs(keys, items, groups.fresh, comparer.max_block)
    hub, spoke = groups.spokes()
    low, high = distinct(np.r_[low, hub], np.r_[high, spoke])
    drop_common(groups, keys, items, common, comparer.max_block)
    groups.link(_links(comparer, groups.pairs(low, high, comparer.within), len(low), tick))
    groups.touch(said.fresh)
    if isinstance(comparer, Heeding):
        groups.touch(items[np.isin(keys, groups.note_common(common))].tolist())
        comparer = comparer.knowing(groups.common())
    conclude(groups, comparer, said)
    if said.last:
        note_laid(groups.base, said.last)


def _links(comparer: Comparer, pairs: Iterator[tuple[int, int, Item, Item]], total: int, tick: Tick) -> Iterator[tuple[int, int, Link]]:
    for done, (low, high, a, b) in enumerate(pairs):
        if done % 10_000 == 0:
            tick(comparer.kind, done, total)
        link = comparer.link(a, b)
        if link is not None:
            yield low, high, link


def candidate_pairs(keys: Ints, items: Ints, fresh: set[int], most: int) -> tuple[Ints, Ints, Ints]:
    """From (key, item) rows sorted by key: distinct pairs low < high with a fresh item, of keys with 2..`most` items; and the keys with more."""
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    packed: list[Ints] = []
    for size in np.unique(sizes[(sizes >= 2) & (sizes <= most)]).tolist():
        table = items[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        a, b = table[:, one].ravel(), table[:, other].ravel()
        packed.append(np.unique((np.minimum(a, b) << 32) | np.maximum(a, b)))
    low, high = _unpacked(np.unique(np.concatenate(packed))) if packed else (np.empty(0, np.int64),) * 2
    mine = np.fromiter(fresh, np.int64, len(fresh))
    new = np.isin(low, mine) | np.isin(high, mine)
    return low[new], high[new], keys[starts[sizes > most]]


def distinct(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Each pair once, sorted. Item numbers are below 2**31."""
    return _unpacked(np.unique((low << 32) | high))


def _unpacked(pairs: Ints) -> tuple[Ints, Ints]:
    return pairs >> 32, pairs & 0xFFFFFFFF


def drop_common(groups: Groups, keys: Ints, items: Ints, common: Ints, most: int) -> None:
    """Keys that this run made common: links among their earlier items that no other key carries are dropped, as if the pile had come at once."""
    old = ~np.isin(items, np.fromiter(groups.fresh, np.int64, len(groups.fresh)))
    for key in common.tolist() if old.any() else ():
        begin, end = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
        before = items[begin:end][old[begin:end]].tolist()
        if 2 <= len(before) <= most:
            groups.unlink(before, most)
