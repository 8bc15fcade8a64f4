"""Search for the desk: documents that match a query (desk_query.py), folded or exact, narrowed by facets and layers, with their places in context.

Folded search and search inside a layer are asked of an index and complete. An exact spelling is looked for in the texts that hold the words in any
spelling: complete as well, so many texts at a time. Offsets are code points of the text.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.store.desk import Reader, Row
from tawatur.store.desk_index import INSIDE
from tawatur.store.desk_query import Query

FACET_DOCS = 3_000
"""Documents whose names are counted for the facets of people and places: the newest; the counts are then the least there are."""
LOOKED = 20_000
"""Texts that are looked through at once for an exact spelling; the answer says where it stopped, and goes on from there when asked."""
_KEPT = 32  # searches for exact spellings whose documents are kept for further pages
_OFTEN = 400  # most places of one text that are counted


@dataclass(frozen=True, slots=True)
class Narrow:
    """Facets chosen: outlet, month ("2018-02") or year, names' numbers, a layer that the words stand in; `exact`: the spelling as typed; `since`: texts to skip."""

    outlet: str = ""
    month: str = ""
    names: tuple[int, ...] = ()
    layer: str = ""
    exact: bool = False
    order: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the places where the terms stand (at most three), first to last; `more`: how many others."""

    doc: int
    places: tuple[tuple[int, int], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits of `total`. `looked`, `of`: how many texts were looked through, of how many that could hold the words (the same number: all).

    `least`: counts of people and places are the least there are.
    """

    hits: tuple[Hit, ...]
    total: int
    looked: int
    of: int
    facets: dict[str, list[Row]] = field(default_factory=dict)
    least: bool = False


def search(read: Reader, query: Query, by: Narrow, page: int = 1, size: int = 20) -> Found:
    """One page of documents that match, best first (or by date), with facets over all of them on the first page. Raises UsageError for what cannot be asked."""
    try:
        return _search(read, query, by, page, size)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise UsageError("desk.error.query") from error
        raise


def _search(read: Reader, query: Query, by: Narrow, page: int, size: int) -> Found:
    order = {"date": "d.first, d.n", "new": "d.first DESC, d.n"}.get(by.order, "")
    if by.exact:
        chosen, of = _exact(read, query, by)
        marks = json.dumps(chosen)
        source, given = "FROM desk.doc d WHERE d.n IN (SELECT value FROM json_each(?))", list[object]([marks])
        shown = chosen[(page - 1) * size : page * size]
        total, looked = len(chosen), min(by.since + LOOKED, of)
    else:
        source, given = _source(query.match, by)
        total = looked = of = int(read.one(f"SELECT count(*) {source}", *given))
        shown = [n for (n,) in read.base.execute(f"SELECT d.n {source} ORDER BY {order or _best(by)} LIMIT ? OFFSET ?", (*given, size, (page - 1) * size))]
    hits = tuple(_hit(read, n, query, by) for n in shown)
    facets = _facets(read, source, given, total) if page == 1 and total else {}
    return Found(hits, total, looked, of, facets, total > FACET_DOCS)


def _best(by: Narrow) -> str:
    return "rank, d.n" if by.layer else "bm25(search, 4.0, 1.0), d.n"


def _source(match: str, by: Narrow) -> tuple[str, list[object]]:
    """FROM and WHERE of the documents that match, in the whole text or in one layer."""
    table, asked = ("desk.inside", f"{{{by.layer}}} : {match}") if by.layer in INSIDE else ("main.search", match)
    name = table.partition(".")[2]
    parts, given = [f"{name} MATCH ?"], [asked]  # type: tuple[list[str], list[object]]
    if by.outlet:
        parts.append("d.outlet = (SELECT n FROM desk.outlet WHERE name = ?)")
        given.append(by.outlet)
    if by.month:
        parts.append("d.first BETWEEN ? AND ?")
        given += [by.month, by.month + "~"]
    for number in by.names:
        parts.append("d.n IN (SELECT doc FROM desk.mention WHERE name = ?)")
        given.append(number)
    return f"FROM {table} JOIN desk.doc d ON d.n = {name}.rowid WHERE {' AND '.join(parts)}", given


# exact spellings


def _exact(read: Reader, query: Query, by: Narrow) -> tuple[list[int], int]:
    """Documents (in order) that hold the query as typed among `LOOKED` from `since` on that hold its words in any spelling; and how many of these there are."""
    kept: OrderedDict[tuple[Query, Narrow], tuple[list[int], int]] = read.keep("exact", OrderedDict)
    key = (query, by)
    if key not in kept:
        order = {"date": "d.first, d.n", "new": "d.first DESC, d.n"}.get(by.order) or _best(by)
        source, given = _source(query.wide, by)
        of = int(read.one(f"SELECT count(*) {source}", *given))
        numbers = [n for (n,) in read.base.execute(f"SELECT d.n {source} ORDER BY {order} LIMIT ? OFFSET ?", (*given, LOOKED, by.since))]
        held = _holding(read, query, by, numbers)
        kept[key] = [n for n in numbers if n in held], of
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[key]


def _holding(read: Reader, query: Query, by: Narrow, numbers: Sequence[int]) -> set[int]:
    rows = read.base.execute("SELECT d.n, d.text, d.title FROM json_each(?) j JOIN main.document d ON d.n = j.value", (json.dumps(sorted(numbers)),))
    if by.layer in INSIDE:
        return {n for n, text, _ in rows if _holds(query, [text[start:end] for start, end in _spans(read, n, by.layer)])}
    return {n for n, text, title in rows if _holds(query, [text, title or ""])}


def _holds(query: Query, parts: Sequence[str]) -> bool:
    return query.holds(lambda term: any(True for part in parts for _ in term.exact_places(part)))


def _spans(read: Reader, n: int, layer: str) -> list[tuple[int, int]]:
    return read.base.execute(f'SELECT start, "end" FROM main.layer_{layer} WHERE doc = ? ORDER BY start', (n,)).fetchall()


# places


def _hit(read: Reader, n: int, query: Query, by: Narrow) -> Hit:
    text: str = read.one("SELECT text FROM main.document WHERE n = ?", n)
    spans = _spans(read, n, by.layer) if by.layer in INSIDE else [(0, len(text))]
    places = sorted({(at + start, at + end) for at, stop in spans for start, end in _places(text[at:stop], query, exact=by.exact)})
    kept = _spread(places)
    return Hit(n, tuple(kept), len(places) - len(kept))


def _places(text: str, query: Query, *, exact: bool) -> Iterator[tuple[int, int]]:
    view = fold(text)
    for term in query.terms:
        for n, place in enumerate(term.exact_places(text) if exact else term.folded_places(view)):
            if n == _OFTEN:
                break
            yield place


def _spread(places: Sequence[tuple[int, int]], most: int = 3, apart: int = 160) -> list[tuple[int, int]]:
    """The first places, each some way from the one before."""
    out: list[tuple[int, int]] = []
    for place in places:
        if len(out) < most and (not out or place[0] - out[-1][1] > apart):
            out.append(place)
    return out


# facets


def _facets(read: Reader, source: str, given: Sequence[object], total: int) -> dict[str, list[Row]]:
    outlets = read.rows(f"SELECT o.name value, o.name label, count(*) n {source.replace('WHERE', 'JOIN desk.outlet o ON o.n = d.outlet WHERE', 1)} GROUP BY 1 ORDER BY 3 DESC LIMIT 12", *given)
    months = read.rows(f"SELECT substr(d.first, 1, 7) value, substr(d.first, 1, 7) label, count(*) n {source} AND d.first IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT 18", *given)
    newest = f"SELECT d.n {source} ORDER BY d.n DESC LIMIT {FACET_DOCS}"
    names = read.rows(
        f"SELECT n.n value, n.name label, n.type, c.n FROM (SELECT m.name, count(DISTINCT m.doc) n FROM ({newest}) h JOIN desk.mention m ON m.doc = h.n GROUP BY 1 ORDER BY 2 DESC LIMIT 60) c"
        " JOIN desk.name n ON n.n = c.name ORDER BY c.n DESC, n.n",
        *given,
    )
    return {"outlet": outlets, "month": months, "person": [r for r in names if r["type"] == "PER"][:10], "place": [r for r in names if r["type"] == "LOC"][:10]}
