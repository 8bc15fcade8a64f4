"""Findings whose witnesses are not counted yet, with what counting needs, and the counts written back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tawatur.store.database import choose

_BATCH = 2_000  # findings counted at once
_DOCUMENT = "SELECT d.n, d.id, d.outlet, o.origin"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A finding (its JSON), its documents' outlets and origins by document id, and the passages they share: (a, start, end, b, start, end)."""

    n: int
    data: str
    outlet_of: dict[str, str | None]
    origin_of: dict[str, str | None]
    passages: list[tuple[str, int, int, str, int, int]]


def count_single(base: sqlite3.Connection) -> None:
    """What stands on one document has one outlet and one origin: most findings of a large pile, counted in one statement."""
    base.execute(
        "UPDATE finding SET outlets = 1, origins = 1 WHERE outlets IS NULL AND (SELECT count(*) FROM (SELECT 1 FROM finding_doc f WHERE f.finding = finding.n LIMIT 2)) = 1"
    )


def uncounted(base: sqlite3.Connection, numbers: Sequence[int] | None = None) -> Iterator[list[Uncounted]]:
    """All findings without counts (or those of `numbers`), by number, some at a time. Documents that a finding's own copy are told of too: their outlet may be among the finding's."""
    if numbers is None:
        numbers = [n for (n,) in base.execute("SELECT n FROM finding WHERE outlets IS NULL ORDER BY n")]
    about = _About(base)
    for begin in range(0, len(numbers), _BATCH):
        some = numbers[begin : begin + _BATCH]
        choose(base, some)
        data = base.execute("SELECT f.n, f.data FROM chosen c CROSS JOIN finding f ON f.n = c.n").fetchall()
        docs: dict[int, list[int]] = {n: [] for n in some}
        for n, doc in base.execute("SELECT c.n, f.doc FROM chosen c CROSS JOIN finding_doc f ON f.finding = c.n"):
            docs[n].append(doc)
        about.read({doc for found in docs.values() for doc in found})
        yield [about.of(n, text, docs[n]) for n, text in data]


class _About:
    """What counting must know of documents, read once for the many findings each takes part in."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base
        self._read: set[int] = set()
        self._known: dict[int, tuple[str, str | None, str | None]] = {}
        self._copied: dict[int, int] = {}
        self._passages: dict[int, list[tuple[int, tuple[str, int, int, str, int, int]]]] = {}

    def read(self, wanted: set[int]) -> None:
        """Documents by number: id, outlet and origin, those of the document copied, and the passages shared with others."""
        missing = wanted - self._read
        self._read |= missing
        choose(self.base, missing)
        for n, doc, outlet, origin in self.base.execute(f"{_DOCUMENT} FROM chosen c CROSS JOIN document d ON d.n = c.n LEFT JOIN origin o ON o.doc = d.n"):
            self._known[n] = doc, outlet, origin
        sources = self.base.execute(
            f"{_DOCUMENT}, c.n FROM chosen c CROSS JOIN origin p ON p.doc = c.n CROSS JOIN document d ON d.id = p.origin LEFT JOIN origin o ON o.doc = d.n"
        )
        for n, doc, outlet, origin, copy in sources:
            self._known[n] = doc, outlet, origin
            self._copied[copy] = n
        found = self.base.execute(
            "SELECT p.a, p.b, a.id, p.a_start, p.a_end, b.id, p.b_start, p.b_end FROM chosen c CROSS JOIN passage p ON p.a = c.n"
            " CROSS JOIN document a ON a.n = p.a CROSS JOIN document b ON b.n = p.b"
        )
        for n, other, *passage in found:
            self._passages.setdefault(n, []).append((other, tuple(passage)))

    def of(self, n: int, data: str, docs: list[int]) -> Uncounted:
        """A finding with what counting it needs."""
        inside = set(docs)
        known = [self._known[doc] for doc in inside | {self._copied[doc] for doc in docs if doc in self._copied}]
        passages = [passage for doc in sorted(docs) for other, passage in self._passages.get(doc, ()) if other in inside]
        return Uncounted(n, data, {doc: outlet for doc, outlet, _ in known}, {doc: origin for doc, _, origin in known}, passages)


def write_counts(base: sqlite3.Connection, counts: Iterable[tuple[int, int, int]]) -> None:
    """Write (finding, outlets, origins) rows."""
    base.executemany("UPDATE finding SET outlets = ?2, origins = ?3 WHERE n = ?1", counts)
