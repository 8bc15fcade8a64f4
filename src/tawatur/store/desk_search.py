"""Search for the desk: documents that match a query (desk_query.py), folded or exact, narrowed by facets and layers, with their places in context.

Everything is asked of an index and complete: the record's own for the whole text in any spelling, the desk's (desk_index.py) for a layer or the spelling
as typed. Offsets are code points of the text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.store.desk import Reader, Row
from tawatur.store.desk_index import INSIDE
from tawatur.store.desk_query import Query

FACET_DOCS = 3_000
"""Documents whose names are counted for the facets of people and places: the newest; the counts are then the least there are."""
_OFTEN = 400  # most places of one text that are counted


@dataclass(frozen=True, slots=True)
class Narrow:
    """Facets chosen: outlet, month ("2018-02") or year, names' numbers, a layer that the words stand in; `exact`: the spelling as typed."""

    outlet: str = ""
    month: str = ""
    names: tuple[int, ...] = ()
    layer: str = ""
    exact: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the places where the terms stand (at most three), first to last; `more`: how many others."""

    doc: int
    places: tuple[tuple[int, int], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits of `total`. `least`: people and places were counted in some of the documents, so there are at least so many."""

    hits: tuple[Hit, ...]
    total: int
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
    source, given, rank = _source(query, by)
    order = {"date": "d.first, d.n", "new": "d.first DESC, d.n"}.get(by.order, f"{rank}, d.n")
    total = int(read.one(f"SELECT count(*) {source}", *given))
    shown = [n for (n,) in read.base.execute(f"SELECT d.n {source} ORDER BY {order} LIMIT ? OFFSET ?", (*given, size, (page - 1) * size))]
    hits = tuple(_hit(read, n, query, by) for n in shown)
    return Found(hits, total, _facets(read, source, given) if page == 1 and total else {}, total > FACET_DOCS)


def _source(query: Query, by: Narrow) -> tuple[str, list[object], str]:
    """FROM and WHERE of the documents that match, in the whole text or in one layer; and their rank."""
    layer = by.layer if by.layer in INSIDE else ""
    if by.exact:
        table, asked, rank = "desk.spelled", f"{{{layer or 'body'}}} : {query.exact}", "bm25(spelled)"
    elif layer:
        table, asked, rank = "desk.inside", f"{{{layer}}} : {query.match}", "bm25(inside)"
    else:
        table, asked, rank = "main.search", query.match, "bm25(search, 4.0, 1.0)"
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
    return f"FROM {table} JOIN desk.doc d ON d.n = {name}.rowid WHERE {' AND '.join(parts)}", given, rank


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


def _facets(read: Reader, source: str, given: Sequence[object]) -> dict[str, list[Row]]:
    outlets = read.rows(f"SELECT o.name value, o.name label, count(*) n {source.replace('WHERE', 'JOIN desk.outlet o ON o.n = d.outlet WHERE', 1)} GROUP BY 1 ORDER BY 3 DESC LIMIT 12", *given)
    months = read.rows(f"SELECT substr(d.first, 1, 7) value, substr(d.first, 1, 7) label, count(*) n {source} AND d.first IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT 18", *given)
    newest = f"SELECT d.n {source} ORDER BY d.n DESC LIMIT {FACET_DOCS}"
    counts = f"SELECT b.name, count(*) n FROM ({newest}) h JOIN desk.bearer b ON b.doc = h.n GROUP BY 1 ORDER BY 2 DESC LIMIT 60"
    names = read.rows(f"SELECT n.n value, n.name label, n.type, c.n FROM ({counts}) c JOIN desk.name n ON n.n = c.name ORDER BY c.n DESC, n.n", *given)
    return {"outlet": outlets, "month": months, "person": [r for r in names if r["type"] == "PER"][:10], "place": [r for r in names if r["type"] == "LOC"][:10]}
