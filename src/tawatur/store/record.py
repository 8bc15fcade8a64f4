"""Questions to a record, by name. Reading only; any number of readers while one writer adds. Every row is plain JSON data in the contract's form."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.layers import SHOWN
from tawatur.store.database import connect
from tawatur.store.judged import Overlay, judged, laid, published, without
from tawatur.store.judgements import latest

Row = dict[str, Any]
_DOCUMENT = (
    "d.n, d.id, d.title, d.outlet, d.author, d.url, d.source, d.media, d.sha256, d.data_sha256, d.published, d.earliest, d.latest, d.weekday, d.evidence,"
    " o.origin, length(d.text) FROM document d LEFT JOIN origin o ON o.doc = d.n"
)


class Record:
    """A record open for reading. Close it, or use it in a `with`. Offsets are code points of the document's text, half-open.

    What people rejected or merged into others is left out unless `everything`; their words and dates stand in place of the record's (store/judged.py).
    """

    def __init__(self, path: Path | str, base: sqlite3.Connection | None = None, everything: bool = False) -> None:
        """Raises StoreError when the file is missing, no record, or of another version."""
        self.path = path
        self.base = base or connect(path, write=False)
        self.everything = everything
        self._overlay = Overlay(self.base)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.base.close()

    @property
    def judgements(self) -> Overlay:
        """What people decided, up to now."""
        if latest(self.base) != self._overlay.last:
            self._overlay = Overlay(self.base)
        return self._overlay

    def totals(self) -> dict[str, int]:
        """How much the record holds: documents, outlets, origins, statements, failures, one count per layer and per kind of finding."""
        count = {
            "documents": "SELECT count(*) FROM document",
            "outlets": "SELECT count(DISTINCT coalesce(outlet, char(0) || id)) FROM document",  # as in counts of witnesses, an unknown outlet is one of its own
            "origins": "SELECT count(DISTINCT coalesce(o.origin, d.id)) FROM document d LEFT JOIN origin o ON o.doc = d.n",
            "statements": "SELECT count(*) FROM layer_statement",
            "failures": "SELECT count(*) FROM failure",
            **{f"layer_{name}": f"SELECT count(*) FROM layer_{name}" for name in SHOWN},
        }
        out = {name: int(self.base.execute(sql).fetchone()[0]) for name, sql in count.items()}
        kinds = self.base.execute("SELECT kind, count(*) FROM finding GROUP BY kind ORDER BY kind").fetchall()
        return out | {kind: int(n) - (0 if self.everything else len(self.judgements.hidden(kind))) for kind, n in kinds}

    def documents(self) -> Iterator[Row]:
        """All documents in order of arrival."""
        rows = map(_document, self.base.execute(f"SELECT {_DOCUMENT} ORDER BY d.n"))
        yield from map(self._dated, rows) if self.judgements.documents else rows

    def document(self, doc: str) -> Row:
        """One document by its id. Raises UsageError when there is none."""
        row = self.base.execute(f"SELECT {_DOCUMENT} WHERE d.id = ?", (doc,)).fetchone()
        if row is None:
            raise UsageError("document.missing", doc=doc)
        return self._dated(_document(row))

    def _dated(self, row: Row) -> Row:
        """A document with the date that a person gave it."""
        if (standing := self.judgements.documents.get(row["id"])) is None:
            return row
        return {**row, "published": published(row["published"], standing), "judged": judged(standing)}

    def text(self, doc: str) -> str:
        """A document's text. Raises UsageError when there is none."""
        row = self.base.execute("SELECT text FROM document WHERE id = ?", (doc,)).fetchone()
        if row is None:
            raise UsageError("document.missing", doc=doc)
        return str(row[0])

    def data(self, doc: str) -> bytes:
        """The bytes a document was read from. Raises UsageError when there is none."""
        row = self.base.execute("SELECT data FROM document WHERE id = ?", (doc,)).fetchone()
        if row is None:
            raise UsageError("document.missing", doc=doc)
        return zlib.decompress(row[0])

    def context(self, doc: str, start: int, end: int, around: int = 80) -> tuple[str, str, str]:
        """The words before, at and after a span, `around` code points to each side."""
        text = self.text(doc)
        return text[max(0, start - around) : start], text[start:end], text[end : end + around]

    def layer(self, name: str, doc: str | None = None) -> Iterator[Row]:
        """A layer's annotations, of one document or of all, by place. Raises UsageError for an unknown layer."""
        if name not in SHOWN:
            raise UsageError("layer.unknown", layer=name, known=", ".join(SHOWN))
        where = "" if doc is None else "WHERE d.id = ?"
        rows = self.base.execute(
            f'SELECT d.id, l.start, l."end", substr(d.text, l.start + 1, l."end" - l.start), l.value, l.rule, l.score'
            f" FROM layer_{name} l JOIN document d ON d.n = l.doc {where} ORDER BY d.n, l.rowid",
            () if doc is None else (doc,),
        )
        found = (
            {"doc": doc_id, "start": start, "end": end, "text": text, **orjson.loads(value), "rule": rule, "score": score}
            for doc_id, start, end, text, value, rule, score in rows
        )
        said = self.judgements
        shown = found if self.everything else without(found, said.rejected_places(name))
        yield from map(said.called, shown) if name == "statement" and said.history else shown

    def findings(self, kind: str, limit: int | None = None) -> Iterator[Row]:
        """What comparing concluded, of one kind, most independent origins first, then by order of arrival. `target` names the finding for `judge`."""
        said = self.judgements.findings(kind)
        hidden = set() if self.everything else self.judgements.hidden(kind)
        rows = self.base.execute(
            "SELECT id, data, outlets, origins, n FROM finding WHERE kind = ? ORDER BY origins DESC, outlets DESC, n LIMIT ?",
            (kind, -1 if limit is None else limit + len(hidden)),
        )
        shown = ((found, data, outlets, origins) for found, data, outlets, origins, _ in rows if found not in hidden)
        for found, data, outlets, origins in islice(shown, limit):
            row = {**_counted(data, outlets, origins), "target": f"{kind}:{found}"}
            yield laid(kind, row, said[found]) if found in said else row

    def findings_on(self, kind: str, doc: str) -> Iterator[Row]:
        """The findings of one kind that one document takes part in, in the order they were concluded; none for an unknown document."""
        hidden = set() if self.everything else self.judgements.hidden(kind)
        rows = self.base.execute(
            "SELECT f.id, f.data, f.outlets, f.origins FROM document d JOIN finding_doc x ON x.doc = d.n JOIN finding f ON f.n = x.finding"
            " WHERE d.id = ? AND f.kind = ? ORDER BY f.n",
            (doc, kind),
        )
        for found, data, outlets, origins in rows:
            if found not in hidden:
                yield {**_counted(data, outlets, origins), "target": f"{kind}:{found}"}

    def all_findings(self) -> Iterator[Row]:
        """Every finding, in the order it was concluded."""
        for data, outlets, origins in self.base.execute("SELECT data, outlets, origins FROM finding ORDER BY kind, n"):
            yield _counted(data, outlets, origins)

    def failures(self) -> list[Row]:
        """Documents that could not be processed, by source."""
        rows = self.base.execute("SELECT doc, source, stage, code, fields FROM failure ORDER BY source, doc, code")
        return [{"doc": doc, "source": source, "stage": stage, "code": code, "fields": orjson.loads(fields)} for doc, source, stage, code, fields in rows]

    def search(self, query: str, limit: int = 20, around: int = 60) -> Iterator[Row]:
        """Documents that hold the words of `query`, best first, folded; quoted words stand together; each with the first place it was found.

        Raises UsageError when the query has no word.
        """
        terms = parse_query(query)
        if not terms:
            raise UsageError("search.empty", query=query)
        match = " AND ".join('"' + " ".join(term) + '"' for term in terms)
        rows = self.base.execute(
            "SELECT d.id, d.title, d.outlet, coalesce(d.published, d.earliest), d.text, bm25(search, 4.0, 1.0) AS rank"
            " FROM search JOIN document d ON d.n = search.rowid WHERE search MATCH ? ORDER BY rank, d.n LIMIT ?",
            (match, limit),
        )
        for doc, title, outlet, date, text, rank in rows:
            start, end = first_hit(text, terms)
            before, exact, after = text[max(0, start - around) : start], text[start:end], text[end : end + around]
            yield {"doc": doc, "title": title, "outlet": outlet, "date": date, "start": start, "end": end, "before": before, "text": exact, "after": after, "score": -rank}


def open_record(path: Path | str, everything: bool = False) -> Record:
    """Open a record for reading. `everything`: also what people rejected or merged into others. Raises StoreError when the file is missing, no record, or of another version."""
    return Record(path, everything=everything)


_QUERY = re.compile(r'"([^"]*)"?|([^\s"]+)')


def parse_query(query: str) -> list[list[str]]:
    """A query as terms; a quoted term keeps its words together. Words are folded; punctuation separates words."""
    terms = [re.findall(r"\w+", fold(quoted or word).text) for quoted, word in _QUERY.findall(query)]
    return [term for term in terms if term]


def first_hit(text: str, terms: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Text offsets of the first place where a term stands, [0, 0) when the words are in the title only."""
    view = fold(text)
    for term in terms:
        found = re.search(r"(?<!\w)" + r"\W+".join(map(re.escape, term)) + r"(?!\w)", view.text)
        if found:
            return view.span(*found.span())
    return 0, 0


def _document(row: Sequence[Any]) -> Row:
    _, doc, title, outlet, author, url, source, media, sha256, data_sha256, value, earliest, latest, weekday, evidence, origin, size = row
    published = {"value": value, "earliest": earliest, "latest": latest, "weekday": weekday, "evidence": orjson.loads(evidence)}
    return {
        **{"id": doc, "title": title, "outlet": outlet, "author": author, "url": url, "source": source, "media": media},
        **{"sha256": sha256, "data_sha256": data_sha256, "characters": size, "published": published, "origin": origin},
    }


def _counted(data: str, outlets: int | None, origins: int | None) -> Row:
    row: Row = orjson.loads(data)
    return row if outlets is None else {**row, "outlets": outlets, "origins": origins}
