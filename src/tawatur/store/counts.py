"""Findings whose witnesses are not counted yet, with what counting needs, and the counts written back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


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


def uncounted(base: sqlite3.Connection, numbers: Iterable[int] | None = None) -> Iterator[Uncounted]:
    """All findings without counts (or those of `numbers`), by number. Documents that a finding's own copy are told of too: their outlet may be among the finding's."""
    if numbers is None:
        numbers = [n for (n,) in base.execute("SELECT n FROM finding WHERE outlets IS NULL ORDER BY n")]
    for n in numbers:
        (data,) = base.execute("SELECT data FROM finding WHERE n = ?", (n,)).fetchone()
        docs = base.execute(
            "SELECT d.id, d.outlet, o.origin FROM finding_doc f JOIN document d ON d.n = f.doc LEFT JOIN origin o ON o.doc = d.n WHERE f.finding = ?1 UNION"
            " SELECT s.id, s.outlet, p.origin FROM finding_doc f JOIN origin o ON o.doc = f.doc JOIN document s ON s.id = o.origin LEFT JOIN origin p ON p.doc = s.n"
            " WHERE f.finding = ?1",
            (n,),
        ).fetchall()
        yield Uncounted(n, data, {doc: outlet for doc, outlet, _ in docs}, {doc: origin for doc, _, origin in docs}, _passages(base, n))


def _passages(base: sqlite3.Connection, n: int) -> list[tuple[str, int, int, str, int, int]]:
    return base.execute(
        "SELECT a.id, p.a_start, p.a_end, b.id, p.b_start, p.b_end FROM finding_doc f JOIN passage p ON p.a = f.doc"
        " JOIN document a ON a.n = p.a JOIN document b ON b.n = p.b WHERE f.finding = ?1 AND p.b IN (SELECT doc FROM finding_doc WHERE finding = ?1)",
        (n,),
    ).fetchall()


def write_counts(base: sqlite3.Connection, counts: Iterable[tuple[int, int, int]]) -> None:
    """Write (finding, outlets, origins) rows."""
    base.executemany("UPDATE finding SET outlets = ?2, origins = ?3 WHERE n = ?1", counts)
