"""What groups conclude, written in batches. A finding that stands word for word as before keeps its row and its counts: only what changed is written.

Passages and origins are kept in tables of their own too, since every count of witnesses needs them: where they change, what their documents take part in
is counted anew.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tawatur.model import Finding
from tawatur.store.database import choose
from tawatur.store.rows import encode

_BATCH = 5_000  # findings written at once


class Conclusions:
    """The findings of one kind's groups, inside one transaction: remember what the touched groups said, add what they say now, close."""

    def __init__(self, base: sqlite3.Connection, made_by: str) -> None:
        self.base, self.made_by = base, made_by
        self._before: defaultdict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
        self._rows: list[tuple[int, str, str, str, int, str]] = []
        self._docs: list[tuple[int, int]] = []
        self._moved: list[tuple[int, int]] = []
        self._passages: list[tuple[int, ...]] = []
        self._origins: list[tuple[int, str | None, int]] = []
        self._changed: set[int] = set()
        self._last = int(base.execute("SELECT coalesce(max(n), 0) FROM finding").fetchone()[0])

    def remember(self) -> None:
        """Read what the groups in the temporary table `chosen` concluded before."""
        sql = "SELECT f.id, f.kind, f.data, f.n, f.grouped FROM chosen c JOIN finding f ON f.made_by = ? AND f.grouped = c.n"
        for name, kind, data, n, group in self.base.execute(sql, (self.made_by,)):
            self._before[name, kind, data].append((n, group))

    def add(self, group: int, findings: Iterable[Finding], numbers: Mapping[str, int]) -> None:
        """What a group concludes; `numbers` are the documents' row numbers by id."""
        for finding in findings:
            data = encode({"kind": finding.kind, **finding.data})
            if there := self._before.get((finding.id, finding.kind, data)):
                n, old = there.pop()
                if old != group:
                    self._moved.append((group, n))
                continue
            self._last += 1
            self._rows.append((self._last, finding.id, finding.kind, self.made_by, group, data))
            self._docs += [(numbers[doc], self._last) for doc in finding.docs]
            self._note(finding, numbers)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _note(self, finding: Finding, numbers: Mapping[str, int]) -> None:
        if finding.kind == "reuse":
            a, b = finding.data["a"], finding.data["b"]
            self._passages.append((numbers[a["doc"]], a["start"], a["end"], numbers[b["doc"]], b["start"], b["end"], self._last))
        elif finding.kind == "origin":
            self._origins.append((numbers[finding.data["doc"]], finding.data["origin"], self._last))
        else:
            return
        self._changed.update(numbers[doc] for doc in finding.docs)

    def _flush(self) -> None:
        self.base.executemany("INSERT INTO finding (n, id, kind, made_by, grouped, data) VALUES (?, ?, ?, ?, ?, ?)", self._rows)
        self.base.executemany("INSERT OR IGNORE INTO finding_doc VALUES (?, ?)", self._docs)
        self.base.executemany("UPDATE finding SET grouped = ? WHERE n = ?", self._moved)
        self.base.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", self._passages)
        self.base.executemany("INSERT OR REPLACE INTO origin VALUES (?, ?, ?)", self._origins)
        for written in (self._rows, self._docs, self._moved, self._passages, self._origins):
            written.clear()

    def close(self) -> None:
        """Write the rest, forget what no group says any more, and have counted anew what stands on documents whose passages or origins changed."""
        self._flush()
        self._forget([(kind, n) for (_, kind, _), there in self._before.items() for n, _ in there])
        if self._changed:
            choose(self.base, self._changed)
            self.base.execute(
                "UPDATE finding SET outlets = NULL, origins = NULL WHERE outlets IS NOT NULL"
                " AND n IN (SELECT f.finding FROM chosen c CROSS JOIN finding_doc f ON f.doc = c.n)"
            )

    def _forget(self, gone: list[tuple[str, int]]) -> None:
        told = [n for kind, n in gone if kind in ("reuse", "origin")]
        docs = [(doc, n) for n in told for (doc,) in self.base.execute("SELECT doc FROM finding_doc WHERE finding = ?", (n,))]
        self._changed.update(doc for doc, _ in docs)
        self.base.executemany("DELETE FROM origin WHERE doc = ? AND finding = ?", docs)
        self.base.executemany("DELETE FROM passage WHERE finding = ?", ((n,) for n in told))
        self.base.executemany("DELETE FROM finding_doc WHERE finding = ?", ((n,) for _, n in gone))
        self.base.executemany("DELETE FROM finding WHERE n = ?", ((n,) for _, n in gone))
