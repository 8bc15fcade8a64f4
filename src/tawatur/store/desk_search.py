"""Search for the desk: words, "phrases", AND OR NOT, prefix*, NEAR; folded or exact; facets; hits in context. Offsets are code points of the text.

The query language is small and total: whatever is typed is a query, unbalanced quotes and stray operators included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tawatur.arabic import Folded, fold
from tawatur.errors import UsageError
from tawatur.store.desk import Reader, Row

MOST_QUERY = 400
"""Characters of a query; more is refused."""
MOST_TERMS = 24
_FACET_DOCS = 3_000  # best hits whose names are counted for the facets of people and places
_SCAN = 400  # documents looked through for one page of exact hits, or of hits inside a layer
_TOKEN = re.compile(
    r'(?P<near>(?:NEAR|near)\s*\((?P<inside>[^()]*?)(?:,\s*(?P<within>[0-9\u0660-\u0669]{1,3}))?\s*\))|(?P<paren>[()])|(?P<minus>-(?=[\w"]))|"(?P<phrase>[^"]*)"?(?P<more>\*?)|(?P<word>[^\s()"]+)'
)
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "|": "OR", "&": "AND"}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together; `prefix`: the last may go on; `near`: in any order within so many words (None = side by side)."""

    words: tuple[str, ...]
    prefix: bool = False
    near: int | None = None
    shown: str = ""

    def fts(self) -> str:
        """As FTS5 reads it."""
        if self.near is not None:
            return f"NEAR({' '.join(_quoted(word) for word in self.words)}, {self.near})"
        return _quoted(" ".join(self.words)) + ("*" if self.prefix else "")

    def pattern(self) -> str:
        """As a regular expression finds it in a folded text."""
        if self.near is not None:
            return r"(?<!\w)(?:" + "|".join(map(re.escape, self.words)) + r")(?!\w)"
        return r"(?<!\w)" + r"\W+".join(map(re.escape, self.words)) + (r"\w*" if self.prefix else r"(?!\w)")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: what FTS5 is asked, and the terms whose places are shown (those not under NOT). `shown` words are as typed, for exact matching."""

    match: str
    terms: tuple[Term, ...]


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "") + '"'


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(text).text))


def parse(text: str) -> Query:
    """Raises UsageError when it has no word, or is too long."""
    if len(text) > MOST_QUERY:
        raise UsageError("desk.error.long", most=MOST_QUERY)
    pieces: list[str | Term] = []
    for token in _TOKEN.finditer(text):
        piece = _piece(token)
        if piece is not None:
            pieces.append(piece)
    pieces = _balanced(pieces)
    terms = [piece for piece in pieces if isinstance(piece, Term)]
    if not terms or len(terms) > MOST_TERMS:
        raise UsageError("search.empty", query=text)
    shown = [piece for at, piece in enumerate(pieces) if isinstance(piece, Term) and (at == 0 or pieces[at - 1] != "NOT")]
    return Query(" ".join(_joined(pieces)), tuple(shown))


def _piece(token: re.Match[str]) -> str | Term | None:
    if token["near"]:
        words = _words(token["inside"])
        return Term(words, near=int(token["within"] or 10), shown=token["inside"]) if len(words) > 1 else Term(words) if words else None
    if token["paren"]:
        return token["paren"]
    if token["minus"]:
        return "NOT"
    word = token["word"]
    if word in _OPERATORS:
        return _OPERATORS[word]
    raw = word if word is not None else token["phrase"]
    prefix = word.endswith("*") if word is not None else bool(token["more"])
    words = _words(raw)
    return Term(words, prefix, shown=raw.rstrip("*")) if words else None


def _balanced(pieces: Sequence[str | Term]) -> list[str | Term]:
    """Brackets that close; operators only between operands; a NOT at the very beginning has nothing to take from and is dropped with its term."""
    out: list[str | Term] = []
    depth = 0
    for piece in pieces:
        last = out[-1] if out else "("
        operand = isinstance(last, Term) or last == ")"
        if piece == ")":
            if depth == 0 or not operand:
                continue
            depth -= 1
        elif piece == "(":
            depth += 1
        elif piece in ("AND", "OR", "NOT") and not operand:
            if piece == "NOT" and last == "AND":
                out[-1] = "NOT"
            continue
        out.append(piece)
    while out and not (isinstance(out[-1], Term) or out[-1] == ")"):
        depth -= out.pop() == "("
    return [*out, *([")"] * depth)]


def _joined(pieces: Sequence[str | Term]) -> Iterator[str]:
    """FTS5's own text: AND is written where two operands stand side by side."""
    last: str | Term = "("
    for piece in pieces:
        if (isinstance(last, Term) or last == ")") and (isinstance(piece, Term) or piece == "("):
            yield "AND"
        yield piece.fts() if isinstance(piece, Term) else piece
        last = piece


@dataclass(frozen=True, slots=True)
class Narrow:
    """Facets chosen: outlet, month ("2018-02") or year, a name's number, a layer that the hit lies in; `exact`: the spelling as typed."""

    outlet: str = ""
    month: str = ""
    names: tuple[int, ...] = ()
    layer: str = ""
    exact: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the places where the terms stand (at most three), first to last."""

    doc: int
    places: tuple[tuple[int, int], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits. `total` counts documents before `exact` and `layer`, which are checked as pages are read; `further`: there may be more pages."""

    hits: tuple[Hit, ...]
    total: int
    further: bool
    facets: dict[str, list[Row]] = field(default_factory=dict)


def search(read: Reader, query: Query, by: Narrow, page: int = 1, size: int = 20) -> Found:
    """One page of documents that match, best first (or by date), with facets over all of them."""
    where, given = _where(query, by)
    source = f"FROM main.search JOIN desk.doc d ON d.n = search.rowid WHERE {where}"
    order = {"date": "d.first, d.n", "new": "d.first DESC, d.n"}.get(by.order, "bm25(search, 4.0, 1.0), d.n")
    checked = by.exact or by.layer
    offset, limit = (0, _SCAN) if checked else ((page - 1) * size, size + 1)
    found = [n for (n,) in read.base.execute(f"SELECT d.n {source} ORDER BY {order} LIMIT ? OFFSET ?", (*given, limit, offset))]
    if checked:
        hits = [hit for n in found if (hit := _hit(read, n, query, by)).places]
        hits = hits[(page - 1) * size : page * size + 1]
    else:
        hits = [_hit(read, n, query, by) for n in found]
    facets = _facets(read, source, given) if page == 1 else {}
    total = int(read.one(f"SELECT count(*) {source}", *given))
    return Found(tuple(hits[:size]), total, len(hits) > size, facets)


def _where(query: Query, by: Narrow) -> tuple[str, list[object]]:
    parts, given = ["search MATCH ?"], [query.match]  # type: tuple[list[str], list[object]]
    if by.outlet:
        parts.append("d.outlet = (SELECT n FROM desk.outlet WHERE name = ?)")
        given.append(by.outlet)
    if by.month:
        parts.append("d.first BETWEEN ? AND ?")
        given += [by.month, by.month + "~"]
    for name in by.names:
        parts.append("d.n IN (SELECT doc FROM desk.mention WHERE name = ?)")
        given.append(name)
    return " AND ".join(parts), given


def _hit(read: Reader, n: int, query: Query, by: Narrow) -> Hit:
    text: str = read.one("SELECT text FROM main.document WHERE n = ?", n)
    view = fold(text)
    places = sorted({place for term in query.terms for place in _places(text, view, term, by.exact)})
    if by.layer:
        spans = read.base.execute(f'SELECT start, "end" FROM main.layer_{by.layer} WHERE doc = ?', (n,)).fetchall()
        places = [(start, end) for start, end in places if any(low <= start and end <= high for low, high in spans)]
    kept = _spread(places)
    return Hit(n, tuple(kept), len(places) - len(kept))


def _places(text: str, view: Folded, term: Term, exact: bool) -> Iterator[tuple[int, int]]:
    for found in re.finditer(term.pattern(), view.text):
        start, end = view.span(*found.span())
        if not exact or not term.shown or text[start:end].startswith(term.shown.strip()):
            yield start, end


def _spread(places: Sequence[tuple[int, int]], most: int = 3, apart: int = 160) -> list[tuple[int, int]]:
    """The first places, each some way from the one before."""
    out: list[tuple[int, int]] = []
    for place in places:
        if len(out) < most and (not out or place[0] - out[-1][1] > apart):
            out.append(place)
    return out


def _facets(read: Reader, source: str, given: Sequence[object]) -> dict[str, list[Row]]:
    outlets = read.rows(f"SELECT o.name value, o.name label, count(*) n {source.replace('WHERE', 'JOIN desk.outlet o ON o.n = d.outlet WHERE', 1)} GROUP BY 1 ORDER BY 3 DESC LIMIT 12", *given)
    months = read.rows(f"SELECT substr(d.first, 1, 7) value, substr(d.first, 1, 7) label, count(*) n {source} AND d.first IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT 18", *given)
    best = f"SELECT d.n {source} ORDER BY d.n DESC LIMIT {_FACET_DOCS}"
    names = read.rows(
        f"SELECT n.n value, n.name label, n.type, c.n FROM (SELECT m.name, count(DISTINCT m.doc) n FROM ({best}) h JOIN desk.mention m ON m.doc = h.n GROUP BY 1 ORDER BY 2 DESC LIMIT 60) c"
        " JOIN desk.name n ON n.n = c.name ORDER BY c.n DESC, n.n",
        *given,
    )
    return {"outlet": outlets, "month": months, "person": [r for r in names if r["type"] == "PER"][:10], "place": [r for r in names if r["type"] == "LOC"][:10]}
