"""What a person means by a few words: a name, a document, a finding, an annotation; with its places, so that a judgement on it finds it again. Reading only.

Offsets are code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from tawatur.arabic import folded
from tawatur.errors import UsageError
from tawatur.store.judged import TITLES, finding_at, on_place, places_of
from tawatur.store.judgements import CLASSES
from tawatur.store.record import Record

Row = Mapping[str, Any]
ANCHORS = 12
"""Most places written with a judgement: one in each of so many documents."""
_MOST_NAMED = 8  # candidates listed when words mean several
FINDINGS = ("event", "fact", "commitment", "reuse", "story", "statement", "office", "entity")
_BY_ID = re.compile(rf"(?:(?P<kind>{'|'.join(FINDINGS)}):)?(?P<id>[0-9a-f]{{6,32}})$")
_AT = re.compile(r"(?:(?P<kind>[a-z]+):)?(?P<doc>.+)#(?P<start>\d{1,9})-(?P<end>\d{1,9})$", re.S)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged. `words`: as a reader knows it; `before`: what a correction would replace (a name, a class, a date …); `data`: the finding, None for others."""

    target: str
    words: str
    places: tuple[Row, ...]
    data: Row | None = None
    before: Mapping[str, str | None] | None = None


class Subjects:
    """Looks up subjects in one record; its names are read once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._known: dict[str, Mapping[str, int]] = {}

    def find(self, what: str) -> Subject:
        """What the words mean: a target as rows show it, `KIND:ID` or an id (its first six digits do), `KIND:DOC#START-END`, a document's id, or a name in any spelling.

        Raises UsageError when they mean nothing, or several things: the ids of all are told.
        """
        what = what.strip()
        if what.startswith("document:") or self._is_document(what):
            return self._document(what.removeprefix("document:"))
        if (at := on_place(what.replace("#", ":")) if "#" in what else on_place(what)) and not _BY_ID.match(what):
            return self._annotation(what.partition(":")[0], *at)
        if found := _BY_ID.match(what):
            rows = self._by_id(found["kind"], found["id"]) or self._had_id(found["kind"], found["id"])
            if rows or found["kind"]:
                return self._only(what, rows)
        if what.startswith("name:") and what.count(":") > 1:
            _, cls, key = what.split(":", 2)
            return self._only(what, [s for s in self._named(key) if s.data and s.data["type"] == cls])
        if (place := _AT.match(what)) and place["kind"] in (None, "name", *FINDINGS):
            kind = "entity" if place["kind"] in (None, "name") else place["kind"]
            return self._only(what, self._standing_at(kind, place["doc"], int(place["start"]), int(place["end"])))
        return self._only(what, self._named(what))

    def part(self, of: Subject, what: str) -> tuple[str, tuple[Row, ...]]:
        """What of an entity `what` means: a document, a place, a spelling, or all of another entity. Target and places. Raises UsageError when it is none of it."""
        assert of.data is not None
        if place := _AT.match(what):
            doc, start, end = place["doc"].removeprefix("mention:"), int(place["start"]), int(place["end"])
            self.record.document(doc)
            return f"mention:{doc}:{start}-{end}", ({"doc": doc, "start": start, "end": end},)
        if what.startswith("document:") or self._is_document(what):
            doc = what.removeprefix("document:")
            return f"document:{doc}", self._some(of, [m for m in of.data["mentions"] if m["doc"] == doc], what)
        key = folded(what)
        if any(folded(spelling) == key for spelling in of.data["spellings"]):
            spelt = [m for m in of.data["mentions"] if self._reads(m, key)]
            return f"name:{of.data['type']}:{key}", self._some(of, spelt, what)
        other = self.find(what)
        if other.data is None or other.data["kind"] != "entity" or other.data["entity"] == of.data["entity"]:
            raise UsageError("judge.no_part", what=what, name=of.words)
        return other.target, other.places

    def every_place(self, of: Subject) -> list[Row]:
        """A place of an entity in each of its documents, those of its anchors first."""
        assert of.data is not None
        first = {place["doc"]: place for place in reversed(of.data["mentions"])}
        return [*of.places, *(place for doc, place in first.items() if doc not in {p["doc"] for p in of.places})]

    def _some(self, of: Subject, mentions: Sequence[Row], what: str) -> tuple[Row, ...]:
        if not mentions:
            raise UsageError("judge.no_part", what=what, name=of.words)
        return anchors(mentions)

    def _reads(self, mention: Row, key: str) -> bool:
        text = folded(self.record.context(mention["doc"], mention["start"], mention["end"], 0)[1])
        return text == key or (text.endswith(key) and len(text) - len(key) <= 3)

    def _only(self, what: str, found: Sequence[Subject]) -> Subject:
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError("judge.nothing", what=what)
        shown = "; ".join(f"{s.words[:60]} {(s.data or {}).get('type', '')} [{_id(s)[:8]}]" for s in found[:_MOST_NAMED])
        raise UsageError("judge.several", what=what, count=len(found), which=shown)

    # documents and annotations

    def _is_document(self, what: str) -> bool:
        return self.record.base.execute("SELECT 1 FROM document WHERE id = ?", (what,)).fetchone() is not None

    def _document(self, doc: str) -> Subject:
        row = self.record.document(doc)
        return Subject(f"document:{doc}", str(row["title"] or doc), (), None, {"date": row["published"]["value"] or row["published"]["earliest"]})

    def _annotation(self, name: str, layer: str, doc: str, start: int, end: int) -> Subject:
        place = {"doc": doc, "start": start, "end": end}
        text = self.record.context(doc, start, end, 0)[1]
        if not has_annotation(self.record, layer, doc, start, end):
            raise UsageError("judge.nothing", what=f"{name}:{doc}#{start}-{end}")
        return Subject(f"{name}:{doc}:{start}-{end}", text, (place,), None, {"text": text})

    # findings

    def _by_id(self, kind: str | None, prefix: str) -> list[Subject]:
        for one in (kind,) if kind else ("entity", *FINDINGS[:-1]):
            known = self._numbers(one)
            numbers = [known[prefix]] if prefix in known else [n for found, n in known.items() if found.startswith(prefix)]
            if numbers:
                sql = "SELECT kind, id, data FROM finding WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n"
                rows = self.record.base.execute(sql, (orjson.dumps(numbers).decode(),))
                return [_subject(found, finding, orjson.loads(data)) for found, finding, data in rows]
        return []

    def _had_id(self, kind: str | None, prefix: str) -> list[Subject]:
        """The entity that had the id when somebody judged it: judging gives it another, and a list read before still names the old one."""
        if kind not in (None, "entity"):
            return []
        for judgement in reversed(self.record.judgements.history):
            for side, had in zip(("places", "others"), judgement.data.get("ids") or (), strict=False):
                if str(had).startswith(prefix) and (places := judgement.data.get(side)):
                    now = finding_at(self.record.base, "entity", "", places)
                    return self._by_id("entity", now) if now else []
        return []

    def _numbers(self, kind: str) -> Mapping[str, int]:
        """The findings of a kind: id → number."""
        if kind not in self._known:
            self._known[kind] = dict(self.record.base.execute("SELECT id, n FROM finding WHERE kind = ?", (kind,)))
        return self._known[kind]

    def _standing_at(self, kind: str, doc: str, start: int, end: int) -> list[Subject]:
        rows = self.record.base.execute(
            "SELECT f.id, f.data FROM document d JOIN finding_doc x ON x.doc = d.n JOIN finding f ON f.n = x.finding WHERE d.id = ? AND f.kind = ? ORDER BY f.n", (doc, kind)
        )
        found = [(finding, orjson.loads(data)) for finding, data in rows]
        here = [(f, row, [p for p in places_of(kind, row) if p["doc"] == doc and p["start"] < end and p["end"] > start]) for f, row in found]
        exact = [(f, row) for f, row, places in here if any((p["start"], p["end"]) == (start, end) for p in places)]
        return [_subject(kind, f, row) for f, row in exact or [(f, row) for f, row, places in here if places]]

    @cached_property
    def _names(self) -> Mapping[str, list[Subject]]:
        """Entities by each folded spelling, those shown under it first."""
        out: dict[str, list[Subject]] = {}
        for finding, data in self.record.base.execute("SELECT id, data FROM finding WHERE kind = 'entity' ORDER BY origins DESC, outlets DESC, n"):
            row = orjson.loads(data)
            for key in {folded(str(form)) for form in (row["name"], *row["spellings"])}:
                out.setdefault(key, []).append(_subject("entity", finding, row))
        return out

    def _named(self, words: str) -> list[Subject]:
        """Entities shown under the words; else spelt so; else with all of these words in one spelling."""
        key = folded(words)
        spelt = self._names.get(key, [])
        shown = [s for s in spelt if folded(s.words) == key]
        if shown or spelt or not key:
            return shown or spelt
        parts = key.split()
        found = {s.target + _id(s): s for form, subjects in self._names.items() if all(part in form.split() for part in parts) for s in subjects}
        return list(found.values())


def _id(subject: Subject) -> str:
    return str(subject.data["id"]) if subject.data else ""


def _subject(kind: str, finding: str, row: dict[str, Any]) -> Subject:
    words = str(row.get(TITLES[kind]) or "")
    if kind == "entity":
        target = f"name:{row['type']}:{folded(words)}"
        office_docs = {o["doc"] for o in row["offices"]}
        places = anchors(sorted(row["mentions"], key=lambda m: m["doc"] not in office_docs))
        before = {"text": words, "class": row["type"]}
    else:
        target, places = f"{kind}:{finding}", anchors(places_of(kind, row))
        when = row["date"]["value"] if kind == "event" else row.get("deadline") or row.get("date")
        before = {"text": words, "date": when}
    return Subject(target, words[:1_000], places, {**row, "kind": kind, "id": finding}, before)


def anchors(places: Iterable[Row]) -> tuple[Row, ...]:
    """The first place of each document, in the order given, at most ANCHORS."""
    first: dict[str, Row] = {}
    for place in places:
        first.setdefault(place["doc"], {"doc": place["doc"], "start": place["start"], "end": place["end"]})
    return tuple(_up_to(first.values(), ANCHORS))


def _up_to(rows: Iterable[Row], most: int) -> Iterator[Row]:
    return (row for _, row in zip(range(most), rows, strict=False))


def has_annotation(record: Record, layer: str, doc: str, start: int, end: int) -> bool:
    """Whether a document of the record has an annotation of a layer at a place."""
    sql = f'SELECT 1 FROM layer_{layer} l JOIN document d ON d.n = l.doc WHERE d.id = ? AND l.start < ? AND l."end" > ?'
    return record.base.execute(sql, (doc, end, start)).fetchone() is not None


def a_class(value: str) -> str:
    """A class by its letters in any case. Raises UsageError for an unknown one."""
    if value.upper() not in CLASSES:
        raise UsageError("judge.class", value=value, known=", ".join(CLASSES))
    return value.upper()
