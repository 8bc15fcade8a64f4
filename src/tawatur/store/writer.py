"""The one writer: a shard of documents in one transaction. It inserts what workers encoded and decides nothing but whether an id is taken."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tawatur.layers import SHOWN
from tawatur.model import Failure, Given, RawDocument
from tawatur.store.database import connect, transaction
from tawatur.store.judgements import redated
from tawatur.store.rows import DocumentRows, encode

_DOCUMENT = "id, source, media, data, data_sha256, given, text, sha256, title, outlet, author, url, published, earliest, latest, weekday, evidence"


class Writer:
    """A record open for writing. Use with `writing_alone`; every method is one transaction."""

    def __init__(self, path: Path | str) -> None:
        self.base: sqlite3.Connection = connect(path, write=True)

    def close(self) -> None:
        """Fold the write-ahead log back into the one file and close it."""
        self.base.execute("PRAGMA optimize")
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.base.close()

    def plan(self) -> str | None:
        """The plan (stages, comparers and their versions) that made what is derived here; None in a new record."""
        row = self.base.execute("SELECT value FROM meta WHERE key = 'plan'").fetchone()
        return row[0] if row else None

    def known(self, doc_id: str) -> str | None:
        """The SHA-256 of the bytes of a document that is in the record, or None."""
        row = self.base.execute("SELECT data_sha256 FROM document WHERE id = ?", (doc_id,)).fetchone()
        return row[0] if row else None

    def restart(self, plan: str) -> None:
        """Drop everything derived, keep documents, and note the plan that will derive it anew."""
        with transaction(self.base):
            for table in ("item", "block", "hub", "common", "link", "finding", "finding_doc", "passage", "origin", *(f"layer_{name}" for name in SHOWN)):
                self.base.execute(f"DELETE FROM {table}")
            self.base.execute("INSERT INTO search (search) VALUES ('delete-all')")
            self.base.execute("INSERT OR REPLACE INTO meta VALUES ('plan', ?)", (plan,))
            self.base.execute("INSERT OR REPLACE INTO meta VALUES ('stale', (SELECT coalesce(max(n), 0) FROM document))")

    def stale(self) -> Iterator[RawDocument]:
        """Documents that an earlier plan annotated and this one has not yet, oldest first, as they were read; a day that a person gave one is believed."""
        row = self.base.execute("SELECT value FROM meta WHERE key = 'stale'").fetchone()
        last, at = int(row[0]) if row else 0, 0
        days = redated(self.base) if last else {}
        while at < last:
            found = self.base.execute(
                "SELECT n, id, source, media, data, data_sha256, given, text FROM document d WHERE n > ? AND n <= ?"
                " AND NOT EXISTS (SELECT 1 FROM layer_region WHERE doc = d.n) AND NOT EXISTS (SELECT 1 FROM item WHERE doc = d.n) ORDER BY n LIMIT 1",
                (at, last),
            ).fetchone()
            if found is None:
                return
            at, doc_id, source, media, data, sha256, given, text = found
            row_text = text if media == "application/json" else None
            said = json.loads(given) | ({"published": days[doc_id]} if doc_id in days else {})
            yield RawDocument(doc_id, source, media, zlib.decompress(data), sha256, Given(**said), row_text)

    def add(self, rows: Iterable[DocumentRows], failures: Iterable[Failure]) -> None:
        """One shard, one transaction. A document whose id is there is replaced (its own bytes, annotated anew)."""
        with transaction(self.base):
            for row in rows:
                self._add(row)
            for failure in failures:
                self.base.execute(
                    "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?)",
                    (failure.source, failure.doc, failure.stage, failure.code, encode(dict(failure.fields))),
                )

    def _add(self, row: DocumentRows) -> None:
        base = self.base
        there = base.execute("SELECT n FROM document WHERE id = ?", (row.id,)).fetchone()
        if there:
            (n,) = there
            kept = {name.strip(): value for name, value in zip(_DOCUMENT.split(","), row.document, strict=True) if name.strip() != "given"}  # what the input said stays
            base.execute(f"UPDATE document SET {', '.join(f'{name} = ?' for name in kept)} WHERE n = ?", (*kept.values(), n))
        else:
            n = base.execute(f"INSERT INTO document ({_DOCUMENT}) VALUES ({', '.join('?' * 17)})", row.document).lastrowid
        for name, found in row.layers.items():
            base.executemany(f"INSERT INTO layer_{name} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(n, *a) for a in found])
        base.execute("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", (n, *row.search))
        base.execute("DELETE FROM failure WHERE source = ?", (row.source,))
        base.executemany(
            'INSERT INTO item (doc, id, kind, start, "end", keys, hubs, data, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [(n, *item) for item in row.items]
        )
