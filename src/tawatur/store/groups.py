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

from tawatur.model import Finding, Item, Link
from tawatur.store.rows import encode

Ints = npt.NDArray[np.int64]
_ITEM = 'i.n, i.id, i.kind, d.id, i.start, i."end", i.data, i.blob FROM item i JOIN document d ON d.n = i.doc'
_CHUNK = 20_000  # pairs whose items are asked for at once
_HELD = 60_000  # items held in memory between chunks: about 200 MB of the largest kind
_BATCH = 5_000  # links written at once


class Groups:
    """The comparing step's view of a record, for one kind of items, inside one transaction: admit, pairs, link, regroup, groups, conclude."""

    def __init__(self, base: sqlite3.Connection, kind: str) -> None:
        self.base, self.kind = base, kind
        self.fresh: set[int] = set()
        self.touched: set[int] = set()
        self._linked = array("q")
        self._items: dict[int, Item] = {}
        self._numbers: dict[str, int] = {}
        self._hubs = self._spokes = np.empty(0, np.int64)
        base.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (n INTEGER PRIMARY KEY)")

    def waiting(self) -> int:
        """How many items of this kind wait to be compared."""
        return int(self.base.execute("SELECT count(*) FROM item WHERE kind = ? AND grouped IS NULL", (self.kind,)).fetchone()[0])

    def admit(self) -> Ints:
        """Put the waiting items' keys into the blocks; each waiting item is a group of its own at first. Returns the distinct keys, sorted."""
        found = self.base.execute("SELECT n, keys, hubs FROM item WHERE kind = ? AND grouped IS NULL ORDER BY n", (self.kind,)).fetchall()
        self.fresh = {n for n, _, _ in found}
        self.touched |= self.fresh
        keys, owners = _flat([(n, packed) for n, packed, _ in found])
        order = np.lexsort((owners, keys))
        rows = zip(itertools.repeat(self.kind), keys[order].tolist(), owners[order].tolist(), strict=False)
        self.base.executemany("INSERT OR IGNORE INTO block VALUES (?, ?, ?)", rows)
        self._hubs, self._spokes = _flat([(n, packed) for n, _, packed in found])
        spokes = zip(itertools.repeat(self.kind), self._hubs.tolist(), self._spokes.tolist(), strict=False)
        self.base.executemany("INSERT OR IGNORE INTO hub VALUES (?, ?, ?)", spokes)
        self.base.execute("UPDATE item SET grouped = n WHERE kind = ? AND grouped IS NULL", (self.kind,))
        return np.unique(keys)

    def spokes(self) -> tuple[Ints, Ints]:
        """Pairs low < high of a waiting item and the earliest item of one of its hubs."""
        self._choose(self._hubs.tolist())
        first = dict(self.base.execute("SELECT h.key, h.item FROM chosen c JOIN hub h ON h.kind = ? AND h.key = c.n", (self.kind,)).fetchall())
        low = np.fromiter((first[key] for key in self._hubs.tolist()), np.int64, len(self._hubs))
        apart = low != self._spokes
        return low[apart], self._spokes[apart]

    def blocks(self, keys: Ints) -> tuple[Ints, Ints]:
        """All (key, item) rows of these keys, sorted by key then item, as two arrays of one length."""
        self._choose(keys.tolist())
        rows = self.base.execute("SELECT b.key, b.item FROM chosen c CROSS JOIN block b ON b.kind = ? AND b.key = c.n", (self.kind,))
        flat = np.fromiter(itertools.chain.from_iterable(rows), np.int64).reshape(-1, 2)
        return flat[:, 0], flat[:, 1]

    def load(self, numbers: Iterable[int]) -> dict[int, Item]:
        """Items by their number in the record."""
        self._choose(numbers)
        found = self.base.execute(f"SELECT {_ITEM} JOIN chosen c ON c.n = i.n")
        return {row[0]: _to_item(row) for row in found}

    def pairs(self, low: Ints, high: Ints, within: bool) -> Iterator[tuple[Item, Item]]:
        """The items of these pairs, a.id < b.id; pairs of one document only where `within`."""
        for begin in range(0, len(low), _CHUNK):
            a, b = low[begin : begin + _CHUNK].tolist(), high[begin : begin + _CHUNK].tolist()
            items = self._held({*a, *b})
            for one, other in zip((items[n] for n in a), (items[n] for n in b), strict=True):
                if within or one.doc != other.doc:
                    yield (one, other) if one.id < other.id else (other, one)

    def _held(self, numbers: set[int]) -> dict[int, Item]:
        """These items, and those of the pairs before while they are few enough: neighbouring pairs share most of theirs."""
        missing = numbers - self._items.keys()
        if len(self._items) + len(missing) > _HELD:
            self._items, self._numbers, missing = {}, {}, numbers
        fresh = self.load(missing)
        self._items.update(fresh)
        self._numbers.update((item.id, n) for n, item in fresh.items())
        return self._items

    def link(self, links: Iterable[Link]) -> None:
        """Write links between items that `pairs` has just given."""
        rows = map(self._row, links)
        while some := list(itertools.islice(rows, _BATCH)):
            self.base.executemany("INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?, ?)", some)

    def _row(self, link: Link) -> tuple[str, int, int, float, str, str]:
        a, b = sorted((self._numbers[link.a], self._numbers[link.b]))
        self._linked.extend((a, b))
        return self.kind, a, b, link.score, link.rule, encode(dict(link.data))

    def unlink(self, members: Sequence[int], most: int) -> None:
        """Among `members`, the items of a key that has become common, drop the links that no key of at most `most` items carries."""
        self._choose(members)
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

    def touch(self, items: Iterable[int]) -> None:
        """The groups of these items are to be concluded again; items that wait to be compared come to it by themselves."""
        self._choose(items)
        self.touched.update(n for (n,) in self.base.execute("SELECT i.grouped FROM chosen c JOIN item i ON i.n = c.n WHERE i.grouped IS NOT NULL"))

    def regroup(self, together: Sequence[tuple[int, int]] = ()) -> None:
        """Recompute the connected components of all touched groups, and drop what they concluded. `together`: pairs of items that people made one."""
        self.touch(self._linked)
        self._draw_in(together)
        self._choose(self.touched)
        self.drop_findings()
        members = [n for (n,) in self.base.execute("SELECT i.n FROM chosen c JOIN item i ON i.kind = ? AND i.grouped = c.n ORDER BY i.n", (self.kind,))]
        parent = {n: n for n in members}
        self._choose(members)
        for a, b in self.base.execute("SELECT l.a, l.b FROM chosen c JOIN link l ON l.kind = ? AND l.a = c.n", (self.kind,)):
            low, high = sorted((_root(parent, a), _root(parent, b)))
            parent[high] = low
        for a, b in together:
            if a in parent and b in parent:
                low, high = sorted((_root(parent, a), _root(parent, b)))
                parent[high] = low
        roots = {n: _root(parent, n) for n in members}
        self.base.executemany("UPDATE item SET grouped = ? WHERE n = ?", [(root, n) for n, root in roots.items()])
        self.touched = set(roots.values())

    def _draw_in(self, together: Sequence[tuple[int, int]]) -> None:
        """What a pair joins to a touched group is touched too."""
        if not together:
            return
        self._choose(n for pair in together for n in pair)
        group = dict(self.base.execute("SELECT i.n, i.grouped FROM chosen c JOIN item i ON i.n = c.n WHERE i.grouped IS NOT NULL").fetchall())
        pairs = [{group[a], group[b]} for a, b in together if a in group and b in group]
        while drawn := [pair for pair in pairs if pair & self.touched and not pair <= self.touched]:
            self.touched.update(*drawn)

    def concluded(self) -> list[int]:
        """The findings of the touched groups, by number."""
        self._choose(self.touched)
        return [n for (n,) in self.base.execute("SELECT f.n FROM chosen c JOIN finding f ON f.made_by = ? AND f.grouped = c.n ORDER BY f.n", (self.kind,))]

    def groups(self) -> Iterator[tuple[int, list[Item], list[Link]]]:
        """The touched groups in order of their number: items and links, each sorted by id. Streams: one group is in memory."""
        self._choose(self.touched)
        links = self._links_by_group()
        rows = self.base.execute(f"SELECT i.grouped, {_ITEM} JOIN chosen c ON c.n = i.grouped AND i.kind = ? ORDER BY i.grouped, i.id", (self.kind,))
        for group, members in itertools.groupby(rows, key=lambda row: int(row[0])):
            numbered = {row[1]: _to_item(row[1:]) for row in members}
            found = [_to_link(self.kind, numbered, *row) for row in links.pop(group, ())]
            yield group, list(numbered.values()), sorted(found, key=lambda link: (link.a, link.b))

    def conclude(self, group: int, findings: Iterable[Finding]) -> None:
        """Write what a group concludes. Passages and origins are kept in tables of their own too: every count of witnesses needs them."""
        for finding in findings:
            docs = [n for (n,) in self.base.execute("SELECT d.n FROM json_each(?) j JOIN document d ON d.id = j.value", (encode(list(finding.docs)),))]
            n = self.base.execute(
                "INSERT INTO finding (id, kind, made_by, grouped, data) VALUES (?, ?, ?, ?, ?)",
                (finding.id, finding.kind, self.kind, group, encode({"kind": finding.kind, **finding.data})),
            ).lastrowid
            self.base.executemany("INSERT OR IGNORE INTO finding_doc VALUES (?, ?)", [(doc, n) for doc in docs])
            self._note(finding, n)

    def _note(self, finding: Finding, n: int | None) -> None:
        if finding.kind == "reuse":
            a, b = finding.data["a"], finding.data["b"]
            place = (a["doc"], a["start"], a["end"], b["doc"], b["start"], b["end"])
            sql = "INSERT INTO passage SELECT x.n, ?2, ?3, y.n, ?5, ?6, ?7 FROM document x, document y WHERE x.id = ?1 AND y.id = ?4"
            self.base.execute(sql, (*place, n))
            self._recount([a["doc"], b["doc"]])
        elif finding.kind == "origin":
            row = (finding.data["origin"], n, finding.data["doc"])
            self.base.execute("INSERT OR REPLACE INTO origin (origin, finding, doc) SELECT ?, ?, n FROM document WHERE id = ?", row)
            self._recount([finding.data["doc"]])

    def _recount(self, docs: list[str]) -> None:
        """What these documents take part in is counted anew."""
        self.base.execute(
            "UPDATE finding SET outlets = NULL, origins = NULL WHERE outlets IS NOT NULL AND n IN"
            " (SELECT f.finding FROM json_each(?) j JOIN document d ON d.id = j.value JOIN finding_doc f ON f.doc = d.n)",
            (encode(docs),),
        )

    def drop_findings(self) -> None:
        """Forget what the chosen groups concluded."""
        old = "SELECT f.n FROM chosen c JOIN finding f ON f.made_by = ?1 AND f.grouped = c.n"
        for table, column in (("finding_doc", "finding"), ("passage", "finding"), ("origin", "finding"), ("finding", "n")):
            self.base.execute(f"DELETE FROM {table} WHERE {column} IN ({old})", (self.kind,))

    def _links_by_group(self) -> dict[int, list[tuple[int, int, float, str, str]]]:
        out: dict[int, list[tuple[int, int, float, str, str]]] = {}
        rows = self.base.execute(
            "SELECT i.grouped, l.a, l.b, l.score, l.rule, l.data FROM chosen c JOIN item i ON i.kind = ?1 AND i.grouped = c.n JOIN link l ON l.kind = ?1 AND l.a = i.n",
            (self.kind,),
        )
        for group, *link in rows:
            out.setdefault(group, []).append(tuple(link))
        return out

    def _choose(self, numbers: Iterable[int]) -> None:
        self.base.execute("DELETE FROM chosen")
        self.base.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((n,) for n in numbers))


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


def _to_link(kind: str, items: dict[int, Item], a: int, b: int, score: float, rule: str, data: str) -> Link:
    low, high = sorted((items[a].id, items[b].id))
    return Link(kind, low, high, score, rule, orjson.loads(data))


def _to_item(row: tuple[int, str, str, str, int, int, str, bytes]) -> Item:
    _, item_id, kind, doc, start, end, data, blob = row
    return Item(item_id, kind, doc, start, end, (), orjson.loads(data), blob)
