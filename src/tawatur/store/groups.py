"""Items, blocks, links and groups in the record: what the comparing step reads and writes, so that adding one document costs one document.

One kind is compared in one transaction: the waiting items' keys enter the blocks, pairs that share a key are linked, and groups (connected
components) that changed are concluded again. Only groups that hold a new item, or lost a link because a key became common, are touched.
"""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import orjson

from tawatur.model import Item, Link
from tawatur.store.conclusions import Conclusions
from tawatur.store.database import choose
from tawatur.store.rows import encode

Ints = npt.NDArray[np.int64]
_CHUNK = 20_000  # pairs, and members of groups, whose items are asked for at once
_HELD = 100_000  # items held in memory between chunks: about 250 MB of the largest kind
_BATCH = 5_000  # links written at once


class Groups:
    """The comparing step's view of a record, for one kind of items, inside one transaction: admit, pairs, link, regroup, groups.

    `fresh`: the numbers of the items that were waiting; `touched`: the groups to be concluded again; `documents`: document id → its number, of the items read so far.
    """

    def __init__(self, base: sqlite3.Connection, kind: str) -> None:
        self.base, self.kind = base, kind
        self.fresh: set[int] = set()
        self.touched: set[int] = set()
        self.documents: dict[str, int] = {}
        self._linked = array("q")
        self._items: dict[int, Item] = {}
        self._members: list[tuple[int, list[int]]] = []
        self._hubs = self._spokes = np.empty(0, np.int64)

    def waiting(self) -> int:
        """How many items of this kind wait to be compared."""
        return int(self.base.execute("SELECT count(*) FROM item WHERE kind = ? AND grouped IS NULL", (self.kind,)).fetchone()[0])

    def admit(self) -> tuple[Ints, Ints]:
        """Put the waiting items' keys into the blocks. Returns all (key, item) rows of these keys, sorted by key then item, as two arrays of one length."""
        found = self.base.execute("SELECT n, keys, hubs FROM item WHERE kind = ? AND grouped IS NULL ORDER BY n", (self.kind,)).fetchall()
        self.fresh = {n for n, _, _ in found}
        keys, owners = _flat([(n, packed) for n, packed, _ in found])
        order = np.lexsort((owners, keys))
        keys, owners = keys[order], owners[order]
        there = self._blocks(np.unique(keys))
        rows = zip(itertools.repeat(self.kind), keys.tolist(), owners.tolist(), strict=False)
        self.base.executemany("INSERT OR IGNORE INTO block VALUES (?, ?, ?)", rows)
        self._hubs, self._spokes = _flat([(n, packed) for n, _, packed in found])
        spokes = zip(itertools.repeat(self.kind), self._hubs.tolist(), self._spokes.tolist(), strict=False)
        self.base.executemany("INSERT OR IGNORE INTO hub VALUES (?, ?, ?)", spokes)
        if not len(there):
            return keys, owners
        keys, owners = np.r_[there[:, 0], keys], np.r_[there[:, 1], owners]
        order = np.lexsort((owners, keys))
        return keys[order], owners[order]

    def _blocks(self, keys: Ints) -> Ints:
        """The (key, item) rows that the blocks hold of these keys."""
        if self.base.execute("SELECT 1 FROM block WHERE kind = ? LIMIT 1", (self.kind,)).fetchone() is None:
            return np.empty((0, 2), np.int64)
        choose(self.base, keys.tolist())
        rows = self.base.execute("SELECT b.key, b.item FROM chosen c CROSS JOIN block b ON b.kind = ? AND b.key = c.n", (self.kind,))
        return np.fromiter(itertools.chain.from_iterable(rows), np.int64).reshape(-1, 2)

    def spokes(self) -> tuple[Ints, Ints]:
        """Pairs low < high of a waiting item and the earliest item of one of its hubs."""
        choose(self.base, self._hubs.tolist())
        first = dict(self.base.execute("SELECT h.key, h.item FROM chosen c JOIN hub h ON h.kind = ? AND h.key = c.n", (self.kind,)).fetchall())
        low = np.fromiter((first[key] for key in self._hubs.tolist()), np.int64, len(self._hubs))
        apart = low != self._spokes
        return low[apart], self._spokes[apart]

    def pairs(self, low: Ints, high: Ints, within: bool) -> Iterator[tuple[int, int, Item, Item]]:
        """These pairs of numbers, sorted by the lower, with their items, a.id < b.id; pairs of one document only where `within`."""
        for begin in range(0, len(low), _CHUNK):
            a, b = low[begin : begin + _CHUNK].tolist(), high[begin : begin + _CHUNK].tolist()
            if len(self._items) > _HELD:
                self._items = {n: item for n, item in self._items.items() if n >= a[0]}
            items = self._held({*a, *b})
            for n, m in zip(a, b, strict=True):
                one, other = items[n], items[m]
                if within or one.doc != other.doc:
                    yield (n, m, one, other) if one.id < other.id else (n, m, other, one)

    def _held(self, numbers: set[int]) -> dict[int, Item]:
        """These items, and those asked for before while they are few enough: neighbouring pairs share most of theirs."""
        missing = numbers - self._items.keys()
        if len(self._items) + len(missing) > _HELD:
            self._items, missing = {}, numbers
        choose(self.base, missing)
        found = self.base.execute('SELECT i.n, i.doc, d.id, i.id, i.start, i."end", i.data, i.blob FROM chosen c CROSS JOIN item i ON i.n = c.n JOIN document d ON d.n = i.doc')
        for n, number, doc, item_id, start, end, data, blob in found:
            self.documents[doc] = number
            self._items[n] = Item(item_id, self.kind, doc, start, end, (), orjson.loads(data), blob)
        return self._items

    def link(self, links: Iterable[tuple[int, int, Link]]) -> None:
        """Write links, each with the numbers of its two items, the lower first."""
        rows = map(self._row, links)
        while some := list(itertools.islice(rows, _BATCH)):
            self.base.executemany("INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?, ?)", some)

    def _row(self, found: tuple[int, int, Link]) -> tuple[str, int, int, float, str, str]:
        low, high, link = found
        self._linked.extend((low, high))
        return self.kind, low, high, link.score, link.rule, encode(dict(link.data))

    def unlink(self, members: Sequence[int], most: int) -> None:
        """Among `members`, the items of a key that has become common, drop the links that no key of at most `most` items carries."""
        choose(self.base, members)
        links = self.base.execute(
            "SELECT l.a, l.b, i.keys, j.keys, i.hubs, j.hubs FROM chosen c JOIN link l ON l.kind = ? AND l.a = c.n JOIN item i ON i.n = l.a JOIN item j ON j.n = l.b"
            " WHERE l.b IN (SELECT n FROM chosen)",
            (self.kind,),
        ).fetchall()
        for a, b, keys, other_keys, hubs, other_hubs in links:
            by_key = any(self._size(key, most) <= most for key in _both(keys, other_keys))
            if not by_key and not any(self._hub(key) == a for key in _both(hubs, other_hubs)):
                self._linked.extend((a, b))
                self.base.execute("DELETE FROM link WHERE kind = ? AND a = ? AND b = ?", (self.kind, a, b))

    def _size(self, key: int, most: int) -> int:
        """How many items carry a key; counting stops past `most`."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM block WHERE kind = ? AND key = ? LIMIT ?)"
        return int(self.base.execute(sql, (self.kind, key, most + 1)).fetchone()[0])

    def _hub(self, key: int) -> int:
        """The earliest item of a hub."""
        return int(self.base.execute("SELECT item FROM hub WHERE kind = ? AND key = ?", (self.kind, key)).fetchone()[0])

    def note_common(self, keys: Ints) -> Ints:
        """Notes keys that too many items share. Returns those that were not noted before."""
        new = np.setdiff1d(keys, np.array(self.common(), np.int64))
        self.base.executemany("INSERT INTO common VALUES (?, ?)", ((self.kind, key) for key in new.tolist()))
        return new

    def common(self) -> list[int]:
        """The keys that too many items share."""
        return [key for (key,) in self.base.execute("SELECT key FROM common WHERE kind = ? ORDER BY key", (self.kind,))]

    def touch(self, items: Iterable[int]) -> None:
        """The groups of these items are to be concluded again; items that wait to be compared come to it by themselves."""
        choose(self.base, items)
        self.touched.update(n for (n,) in self.base.execute("SELECT i.grouped FROM chosen c CROSS JOIN item i ON i.n = c.n WHERE i.grouped IS NOT NULL"))

    def regroup(self, together: Sequence[tuple[int, int]] = ()) -> Conclusions:
        """Recompute the connected components of all touched groups. `together`: pairs of items that people made one.

        Returns what the groups concluded before, to write into what they conclude now.
        """
        self.touch(set(self._linked) - self.fresh)
        self._draw_in(together)
        choose(self.base, self.touched)
        conclusions = Conclusions(self.base, self.kind)
        conclusions.remember()
        before = dict(self.base.execute("SELECT i.n, i.grouped FROM chosen c CROSS JOIN item i ON i.kind = ? AND i.grouped = c.n", (self.kind,)))
        members = sorted(before.keys() | self.fresh)
        parent = {n: n for n in members}
        choose(self.base, members)
        for a, b in self.base.execute("SELECT l.a, l.b FROM chosen c CROSS JOIN link l ON l.kind = ? AND l.a = c.n", (self.kind,)):
            low, high = sorted((_root(parent, a), _root(parent, b)))
            parent[high] = low
        for a, b in together:
            if a in parent and b in parent:
                low, high = sorted((_root(parent, a), _root(parent, b)))
                parent[high] = low
        groups: dict[int, list[int]] = {}
        for n in members:
            groups.setdefault(_root(parent, n), []).append(n)
        self._members = sorted(groups.items())
        moved = ((root, n) for root, numbers in self._members for n in numbers if before.get(n) != root)
        self.base.executemany("UPDATE item SET grouped = ? WHERE n = ?", moved)
        self.touched = set(groups)
        return conclusions

    def _draw_in(self, together: Sequence[tuple[int, int]]) -> None:
        """What a pair joins to a touched group, or to an item that was waiting, is touched too."""
        if not together:
            return
        choose(self.base, {n for pair in together for n in pair} - self.fresh)
        group = dict(self.base.execute("SELECT i.n, i.grouped FROM chosen c JOIN item i ON i.n = c.n WHERE i.grouped IS NOT NULL").fetchall())
        group.update((n, n) for n in self.fresh)
        pairs = [{group[a], group[b]} for a, b in together if a in group and b in group]
        touched = self.touched | self.fresh
        while drawn := [pair for pair in pairs if pair & touched and not pair <= touched]:
            touched.update(*drawn)
        self.touched = touched

    def concluded(self) -> list[int]:
        """The findings of the touched groups, by number."""
        choose(self.base, self.touched)
        return [n for (n,) in self.base.execute("SELECT f.n FROM chosen c JOIN finding f ON f.made_by = ? AND f.grouped = c.n ORDER BY f.n", (self.kind,))]

    def groups(self) -> Iterator[tuple[int, list[Item], list[Link]]]:
        """The touched groups in order of their number: items and links, each sorted by id. Streams: some groups are in memory."""
        for some in _chunks(self._members):
            items = self._held({n for _, members in some for n in members})
            links = self._links(n for _, members in some if len(members) > 1 for n in members)
            for group, members in some:
                held = [link for n in members for link in links.get(n, ())]
                yield group, sorted((items[n] for n in members), key=lambda item: item.id), sorted(held, key=lambda link: (link.a, link.b))

    def _links(self, members: Iterable[int]) -> dict[int, list[Link]]:
        """The links of these items, by the lower number; the items are held."""
        choose(self.base, members)
        out: dict[int, list[Link]] = {}
        sql = "SELECT l.a, l.b, l.score, l.rule, l.data FROM chosen c CROSS JOIN link l ON l.kind = ? AND l.a = c.n"
        for a, b, score, rule, data in self.base.execute(sql, (self.kind,)):
            one, other = self._items[a].id, self._items[b].id
            low, high = (one, other) if one < other else (other, one)
            out.setdefault(a, []).append(Link(self.kind, low, high, score, rule, orjson.loads(data)))
        return out


def _chunks(groups: Iterable[tuple[int, list[int]]]) -> Iterator[list[tuple[int, list[int]]]]:
    """Groups gathered until they hold `_CHUNK` members."""
    some: list[tuple[int, list[int]]] = []
    size = 0
    for group in groups:
        some.append(group)
        size += len(group[1])
        if size >= _CHUNK:
            yield some
            some, size = [], 0
    if some:
        yield some


def _flat(packed: Sequence[tuple[int, bytes]]) -> tuple[Ints, Ints]:
    """Packed keys of items → two arrays of one length: the keys, and the item each belongs to."""
    keys = np.frombuffer(b"".join(raw for _, raw in packed), np.int64)
    owners = np.fromiter((n for n, _ in packed), np.int64, len(packed))
    return keys, np.repeat(owners, [len(raw) // 8 for _, raw in packed]) if packed else owners


def _root(parent: dict[int, int], n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


def _both(keys: bytes, others: bytes) -> set[int]:
    return set(array("q", keys)) & set(array("q", others))
