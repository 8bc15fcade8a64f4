"""What the desk asks about stories: the documents on one event, who of them carries whose text, what they dispute and say. Functions over a `Reader`."""

from __future__ import annotations

import json

from tawatur.store.desk import Reader, Row

MOST_DOCUMENTS = 200
"""Documents of one story that are shown."""


def documents(read: Reader, n: int, size: int = MOST_DOCUMENTS) -> list[Row]:
    """The documents of a story (finding `n`) by their first possible day: number and id, outlet, root (whose text it carries, its own id when its own),
    and the root's outlet (None where the root is an agency)."""
    return read.rows(
        "SELECT d.n, d.id, o.name outlet, d.root, d.first, q.name newsroom FROM desk.place p JOIN desk.doc d ON d.n = p.doc JOIN desk.outlet o ON o.n = d.outlet"
        " LEFT JOIN desk.doc r ON r.id = d.root LEFT JOIN desk.outlet q ON q.n = r.outlet"
        " WHERE p.finding = ? ORDER BY d.first IS NULL, d.first, d.n LIMIT ?",
        n, size,
    )  # fmt: skip


def outlets(read: Reader, n: int, size: int = 6) -> list[str]:
    """The outlets of a story, those with most of its documents first; an unknown outlet is left out."""
    rows = read.rows("SELECT o.name FROM desk.place p JOIN desk.outlet o ON o.n = p.outlet WHERE p.finding = ? AND o.name <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?", n, size)
    return [row["name"] for row in rows]


def pairs(read: Reader, docs: list[int], size: int = 40) -> list[Row]:
    """Which of these documents share passages: a, b, passages, chars; the longest first."""
    marks = json.dumps(docs)
    return read.rows("SELECT * FROM desk.pair WHERE a IN (SELECT value FROM json_each(?1)) AND b IN (SELECT value FROM json_each(?1)) ORDER BY chars DESC, a, b LIMIT ?2", marks, size)


def facts(read: Reader, docs: list[int], size: int = 8) -> list[Row]:
    """Facts of which these documents give values, the disputed ones first, then those that most of them give; what one page alone says is left out."""
    return read.rows(
        "SELECT f.* FROM (SELECT p.finding n, count(DISTINCT p.doc) docs FROM desk.place p WHERE p.doc IN (SELECT value FROM json_each(?)) AND p.kind = 'fact' GROUP BY 1) c"
        " JOIN desk.finding f ON f.n = c.n LEFT JOIN temp.judged j ON j.target = f.target"
        " WHERE f.state <> 'single' AND coalesce(j.verdict, '') <> 'reject' AND j.merged IS NULL"
        " ORDER BY CASE f.state WHEN 'contradict' THEN 0 WHEN 'update' THEN 1 ELSE 2 END, c.docs DESC, f.n LIMIT ?",
        json.dumps(docs), size,
    )  # fmt: skip


def statements(read: Reader, docs: list[int], size: int = 12) -> tuple[list[Row], int]:
    """Statements of these documents, those with a known speaker first, oldest first, each once however many documents carry it; and how many there are in all."""
    marks = json.dumps(docs)
    total = int(read.one("SELECT count(*) FROM desk.statement WHERE doc IN (SELECT value FROM json_each(?))", marks))
    rows = read.rows(
        "SELECT s.*, (SELECT min(f.n) FROM desk.place p JOIN desk.finding f ON f.n = p.finding "
        " WHERE p.doc = s.doc AND p.kind = 'statement' AND p.start < s.\"end\" AND p.\"end\" > s.start) same FROM desk.statement s WHERE s.doc IN (SELECT value FROM json_each(?))"
        " ORDER BY s.speaker IS NULL, s.day, s.n LIMIT ?",
        marks, size * 8,
    )  # fmt: skip
    once = {row["same"] or -row["n"]: row for row in reversed(rows)}
    return list(reversed(once.values()))[:size], total


def affair(read: Reader, n: int, size: int = 12) -> list[Row]:
    """Other stories of the same affair, by day; none where the record names no affair."""
    return read.rows(
        "SELECT f.* FROM desk.affair a JOIN desk.affair b ON b.affair = a.affair AND b.finding <> a.finding JOIN desk.finding f ON f.n = b.finding"
        " WHERE a.finding = ? ORDER BY f.first IS NULL, f.first, f.n LIMIT ?",
        n, size,
    )  # fmt: skip
