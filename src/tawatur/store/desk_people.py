"""What the desk asks about names, outlets, documents, copies and doubts. Functions over a `Reader`; the same rules as store/desk.py."""

from __future__ import annotations

import json
import zlib
from typing import Any

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.layers import SHOWN
from tawatur.store.desk import PAGE, Reader, Row
from tawatur.store.subjects import ANCHORS

TIES = 4
"""Lines of the network drawing that each name keeps at least: the strongest it has."""


def names(read: Reader, kind: str, words: str, page: int = 1, size: int = 60) -> tuple[list[Row], int]:
    """Names of a type (or all), that hold all of these words; those in most documents first. Names merged into others are left out."""
    parts, given = ["n.type <> 'ROLE'"], list[Any]()
    if kind:
        parts, given = ["n.type = ?"], [kind]
    for word in fold(words).text.split():
        parts.append("instr(n.key, ?)")
        given.append(word)
    if read.judged:
        parts.append("NOT EXISTS (SELECT 1 FROM temp.judged j WHERE j.target = 'name:' || n.type || ':' || n.key AND (j.merged IS NOT NULL OR j.verdict = 'reject'))")
    where = " AND ".join(parts)
    total = int(read.one(f"SELECT count(*) FROM desk.name n WHERE {where}", *given))
    return read.rows(f"SELECT n.* FROM desk.name n WHERE {where} ORDER BY n.docs DESC, n.n LIMIT ? OFFSET ?", *given, size, (page - 1) * size), total


def name(read: Reader, n: int) -> Row:
    """One name. Raises UsageError when there is none."""
    found = read.rows("SELECT * FROM desk.name WHERE n = ?", n)
    if not found:
        raise UsageError("desk.error.name", n=n)
    return found[0]


def name_of(read: Reader, target: str) -> Row | None:
    """A name by its target."""
    _, kind, key = target.split(":", 2)
    return next(iter(read.rows("SELECT * FROM desk.name WHERE type = ? AND key = ?", kind, key)), None)


def one_a_document(read: Reader, n: int) -> list[Row]:
    """The first place of a name in some of the documents that name it most, for a judgement to find it again."""
    return read.rows('SELECT doc, min(start) start, "end" FROM desk.mention WHERE name = ? GROUP BY doc ORDER BY count(*) DESC, doc LIMIT ?', n, ANCHORS)


def one_name(read: Reader, n: int) -> list[int]:
    """The name and all that people merged into it, as numbers."""
    row = name(read, n)
    out, waiting = [n], [f"name:{row['type']}:{row['key']}"]
    while waiting:
        target = waiting.pop()
        for other, standing in read.judged.items():
            if standing.merged == target and other.startswith("name:") and (found := name_of(read, other)) and found["n"] not in out:
                out.append(int(found["n"]))
                waiting.append(other)
    return out


def mentions(read: Reader, numbers: list[int], page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
    """Where a name stands, one place a document, newest first; places that people took out are left out."""
    marks = ", ".join("?" * len(numbers))
    source = f"FROM desk.mention m JOIN desk.doc d ON d.n = m.doc WHERE m.name IN ({marks})"
    total = int(read.one(f"SELECT count(DISTINCT m.doc) {source}", *numbers))
    rows = read.rows(f'SELECT m.doc, min(m.start) start, m."end", count(*) n {source} GROUP BY m.doc ORDER BY d.first DESC, m.doc LIMIT ? OFFSET ?', *numbers, size, (page - 1) * size)
    return rows, total


def beside(read: Reader, numbers: list[int], size: int = 16) -> list[Row]:
    """Names that stand in the same documents, most first."""
    marks = ", ".join("?" * len(numbers))
    return read.rows(
        f"SELECT n.n, n.name, n.type, c.docs FROM (SELECT name, count(DISTINCT doc) docs FROM desk.mention WHERE doc IN (SELECT doc FROM desk.mention WHERE name IN ({marks}) LIMIT 1500)"
        f" AND name NOT IN ({marks}) GROUP BY 1 ORDER BY 2 DESC LIMIT ?) c JOIN desk.name n ON n.n = c.name WHERE n.type <> 'MISC' ORDER BY c.docs DESC, n.n",
        *numbers, *numbers, size,
    )  # fmt: skip


def name_days(read: Reader, numbers: list[int]) -> list[Row]:
    """How many documents name it, by day."""
    marks = ", ".join("?" * len(numbers))
    return read.rows(f"SELECT d.day, count(DISTINCT d.n) pages FROM desk.mention m JOIN desk.doc d ON d.n = m.doc WHERE m.name IN ({marks}) AND d.day IS NOT NULL GROUP BY 1 ORDER BY 1", *numbers)


def network(read: Reader, size: int, kind: str = "") -> tuple[list[Row], list[Row]]:
    """The names in most documents, at most `size`, and which of them belong together: (nodes, lines). A line says more, the larger the share of either's
    documents that hold both; each name keeps its `TIES` strongest, so that rare names stay with their own."""
    found: tuple[list[Row], list[Row]] = read.keep(f"network {size} {kind}", lambda: _network(read, size, kind))
    return found


def _network(read: Reader, size: int, kind: str) -> tuple[list[Row], list[Row]]:
    where = "type = ?" if kind else "type <> 'MISC' AND ? = ''"
    nodes = read.rows(f"SELECT n, name, type, docs, statements FROM desk.name WHERE {where} AND n IN (SELECT a FROM desk.edge UNION SELECT b FROM desk.edge) ORDER BY docs DESC, n LIMIT ?", kind, size)
    ties = dict.fromkeys((node["n"] for node in nodes), 0)
    kept, waiting = list[Row](), len(ties)
    for a, b, docs in read.base.execute("SELECT a, b, docs FROM desk.edge ORDER BY weight DESC, a, b"):
        if a in ties and b in ties and min(ties[a], ties[b]) < TIES:
            kept.append({"a": a, "b": b, "docs": docs})
            for name in (a, b):
                ties[name] += 1
                waiting -= ties[name] == TIES
            if not waiting:
                break
    return nodes, kept


# sources


def outlets(read: Reader) -> list[Row]:
    """Outlets by number of pages; `copies`: how many of them carry another's text."""
    return read.keep("outlets", lambda: read.rows("SELECT * FROM desk.outlet ORDER BY docs DESC, n"))


def documents(read: Reader, outlet: str, origin: str, words: str, page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
    """Documents by date: of an outlet, of an origin, whose title or text holds words, "undated" ones where `origin` says so."""
    parts, given = ["1"], list[Any]()
    if outlet:
        parts.append("o.name = ?")
        given.append("" if outlet == "-" else outlet)
    if origin == "undated":
        parts.append("d.day IS NULL")
    elif origin:
        parts.append("d.root = ?")
        given.append(origin)
    for word in fold(words).text.split():
        if clean := "".join(c for c in word if c.isalnum()):
            parts.append("d.n IN (SELECT rowid FROM main.search WHERE search MATCH ?)")
            given.append(f'"{clean}"*')
    source = f"FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet WHERE {' AND '.join(parts)}"
    rows = read.rows(f"SELECT d.*, o.name outlet_name {source} ORDER BY d.first, d.n LIMIT ? OFFSET ?", *given, size, (page - 1) * size)
    return rows, int(read.one(f"SELECT count(*) {source}", *given))


def origins(read: Reader, size: int = 40) -> list[Row]:
    """Whose text several pages carry, with how many pages and outlets; the most carried first."""
    return read.keep(
        f"origins {size}", lambda: read.rows(
        "SELECT d.root, count(*) pages, count(DISTINCT d.outlet) outlets, (SELECT title FROM desk.doc x WHERE x.id = d.root) title"
        " FROM desk.doc d WHERE d.root <> d.id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        size,
    ))  # fmt: skip


def copy_lines(read: Reader) -> list[Row]:
    """Who carries whose text, outlet by outlet (or agency): pages, the most first."""
    return read.keep(
        "copy lines", lambda: read.rows(
        "SELECT o.name carrier, coalesce((SELECT y.name FROM desk.doc x JOIN desk.outlet y ON y.n = x.outlet WHERE x.id = d.origin), d.origin) source, count(*) pages"
        " FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet WHERE d.origin IS NOT NULL AND d.origin <> d.id GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 60"
    ))  # fmt: skip


def copies(read: Reader, page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
    """Pairs of documents that share passages, with how many characters, the longest first."""
    rows = read.rows("SELECT * FROM desk.pair ORDER BY chars DESC LIMIT ? OFFSET ?", size, (page - 1) * size)
    return rows, int(read.one("SELECT count(*) FROM desk.pair"))


def passages(read: Reader, a: int, b: int) -> list[Row]:
    """The passages that two documents share, in a's order; each as places in a and in b, with likeness and why."""
    rows = read.rows("SELECT a, a_start, a_end, b, b_start, b_end, finding FROM main.passage WHERE (a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1)", a, b)
    out = []
    for row in rows:
        one, other = ("a", "b") if row["a"] == a else ("b", "a")
        data = read.finding(row["finding"])
        source = {one: "a", other: "b"}.get(str(data.get("source")))
        places = {"a_start": row[f"{one}_start"], "a_end": row[f"{one}_end"], "b_start": row[f"{other}_start"], "b_end": row[f"{other}_end"]}
        out.append({**places, "likeness": data.get("likeness", 0.0), "source": source, "why": data.get("why") or "", "finding": row["finding"]})
    return sorted(out, key=lambda row: (row["a_start"], row["b_start"]))


def copied_with(read: Reader, doc: int, size: int = 12) -> list[Row]:
    """Documents that share passages with this one: number, characters shared, the most first."""
    return read.rows(
        "SELECT other, sum(chars) chars, count(*) passages FROM (SELECT b other, b_end - b_start chars FROM main.passage WHERE a = ?1 UNION ALL"
        " SELECT a, a_end - a_start FROM main.passage WHERE b = ?1) GROUP BY 1 ORDER BY 2 DESC LIMIT ?2",
        doc, size,
    )  # fmt: skip


# one document


def layers(read: Reader, n: int, start: int, end: int) -> list[Row]:
    """All annotations that touch [start, end) of a document, in reading order: layer, start, end, value, rule, score."""
    out: list[Row] = []
    for layer in SHOWN:
        found = read.base.execute(f'SELECT start, "end", value, rule, score FROM main.layer_{layer} WHERE doc = ? AND start < ? AND "end" > ? ORDER BY start', (n, end, start))
        out += [{"layer": layer, "start": a, "end": b, **json.loads(value), "rule": rule, "score": score} for a, b, value, rule, score in found]
    return sorted(out, key=lambda row: (row["start"], -row["end"]))


def findings_in(read: Reader, n: int, start: int, end: int) -> list[Row]:
    """Findings that stand on a place of [start, end) of a document."""
    return read.rows(
        "SELECT f.n, f.kind, f.target, f.state, f.title, f.outlets, f.origins, p.start, p.\"end\" FROM desk.place p JOIN desk.finding f ON f.n = p.finding"
        " WHERE p.doc = ? AND p.kind IN ('event', 'fact', 'commitment', 'reuse') AND p.start < ? AND p.\"end\" > ? ORDER BY p.start, p.\"end\" DESC LIMIT 1500",
        n, end, start,
    )  # fmt: skip


def original(read: Reader, doc: str) -> tuple[bytes, str, str]:
    """The bytes as they were read, their media type and SHA-256. Raises UsageError when there is no such document."""
    found = read.base.execute("SELECT data, media, data_sha256 FROM main.document WHERE id = ?", (doc,)).fetchone()
    if found is None:
        raise UsageError("document.missing", doc=doc[:200])
    return zlib.decompress(found[0]), found[1], found[2]


# the queue


def queue(read: Reader, kind: str, page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
    """What nobody has decided yet, the least certain first."""
    parts, given = ["(? = '' OR q.kind = ?)"], [kind, kind]
    if read.judged:
        parts.append("NOT EXISTS (SELECT 1 FROM temp.judged j WHERE j.target = q.target AND (j.verdict IS NOT NULL OR j.merged IS NOT NULL OR j.date IS NOT NULL OR j.text IS NOT NULL))")
    where = " AND ".join(parts)
    total = int(read.one(f"SELECT count(*) FROM desk.doubt q WHERE {where}", *given))
    return read.rows(f"SELECT q.* FROM desk.doubt q WHERE {where} ORDER BY q.score, q.n LIMIT ? OFFSET ?", *given, size, (page - 1) * size), total


def doubts(read: Reader) -> dict[str, int]:
    """How many of each kind wait."""
    return read.keep("doubts", lambda: dict(read.base.execute("SELECT kind, count(*) FROM desk.doubt GROUP BY 1 ORDER BY 2 DESC")))
