"""Judgements as readers lay them over rows: what was rejected or merged away is left out, corrected words and dates are shown. Nothing stored is changed.

Where nobody has decided anything, all of it costs one look at an empty table.
"""

from __future__ import annotations

import calendar
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import orjson

from tawatur.arabic import folded
from tawatur.store.judgements import Judgement, Standing, history, standings

Row = dict[str, Any]
Place = Mapping[str, Any]
PLACES: Mapping[str, str] = {"fact": "values", "commitment": "reports", "event": "evidence", "statement": "docs", "entity": "mentions", "office": "mentions"}
"""Where a finding of a kind keeps its places."""
_ON_PLACE = re.compile(r"(?P<layer>statement|mention|time|quantity):(?P<doc>.*):(?P<start>\d{1,9})-(?P<end>\d{1,9})$", re.S)
_LAYERS = {"mention": "name"}
_LEAD = 3  # characters of particles that a name may carry before the speaker's words begin
_LOOKED_UP = 20  # places of a judgement by which its finding is looked for
TITLES: Mapping[str, str] = {
    "event": "title", "fact": "slot", "commitment": "what", "story": "title", "statement": "speaker", "reuse": "why", "entity": "name", "office": "name"
}  # fmt: skip
"""What a finding of a kind is called in its row."""


def on_place(target: str) -> tuple[str, str, int, int] | None:
    """The layer, document and offsets that a target names; None when it names a finding, a name or a document."""
    found = _ON_PLACE.match(target)
    return (_LAYERS.get(found["layer"], found["layer"]), found["doc"], int(found["start"]), int(found["end"])) if found else None


def places_of(kind: str, row: Row) -> list[Row]:
    """Where a finding stands, {"doc", "start", "end"}; a story and an origin stand on whole documents, given as [0, 1)."""
    if kind == "reuse":
        return [row["a"], row["b"]]
    if kind in ("story", "origin"):
        return [{"doc": doc, "start": 0, "end": 1} for doc in (row["docs"] if kind == "story" else [row["doc"]])]
    return list(row[PLACES[kind]])


def finding_at(base: sqlite3.Connection, kind: str, finding_id: str, places: Sequence[Place], words: str = "") -> str | None:
    """The finding that a judgement is about now: the one of that id, else the one of its kind that stands at half or more of the places written with the judgement.

    Of several, the one that is called `words`, then the one that shares most places.
    """
    places = places[:_LOOKED_UP]
    docs = orjson.dumps(sorted({place["doc"] for place in places})).decode()
    sql = (
        "SELECT DISTINCT f.n, f.id, f.data FROM json_each(?) j JOIN document d ON d.id = j.value JOIN finding_doc x ON x.doc = d.n"
        " JOIN finding f ON f.n = x.finding WHERE f.kind = ? ORDER BY f.n"
    )
    likely: dict[str, tuple[bool, int]] = {}
    for _, found, data in base.execute(sql, (docs, kind)) if places else ():
        if found == finding_id:
            return finding_id
        row = orjson.loads(data)
        count = _shared(places, places_of(kind, row))
        if count * 2 >= len(places):
            likely[found] = (bool(words) and words == row.get(TITLES.get(kind, "")), count)
    if likely:
        return max(likely, key=lambda found: (likely[found], found))
    there = base.execute("SELECT 1 FROM finding WHERE kind = ? AND id = ?", (kind, finding_id)).fetchone() if finding_id else None
    return finding_id if there else None


def entities_at(base: sqlite3.Connection, places: Sequence[Place]) -> Iterator[tuple[str, Row]]:
    """The entities that stand at any of the places, with their ids."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for place in places:
        wanted.setdefault(place["doc"], []).append((place["start"], place["end"]))
    sql = (
        "SELECT DISTINCT f.n, f.id, f.data FROM json_each(?) j JOIN document d ON d.id = j.value JOIN finding_doc x ON x.doc = d.n"
        " JOIN finding f ON f.n = x.finding WHERE f.kind = 'entity' ORDER BY f.n"
    )
    for _, found, data in base.execute(sql, (orjson.dumps(sorted(wanted)).decode(),)) if wanted else ():
        row = orjson.loads(data)
        if any(start < m["end"] and end > m["start"] for m in row["mentions"] for start, end in wanted.get(m["doc"], ())):
            yield found, row


def _shared(places: Sequence[Place], found: Sequence[Place]) -> int:
    """How many of `places` one of `found` touches."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in found:
        spans.setdefault(place["doc"], []).append((place["start"], place["end"]))
    return sum(any(start < place["end"] and end > place["start"] for start, end in spans.get(place["doc"], ())) for place in places)


class Overlay:
    """What stands in one record, by what it is about. Made anew when a judgement was added."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self.history: Sequence[Judgement] = history(base)
        self.last = self.history[-1].n if self.history else 0
        self._found: dict[str, dict[str, Standing]] = {}

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """What holds, by target."""
        return standings(self.history)

    @cached_property
    def documents(self) -> Mapping[str, Standing]:
        """What holds of documents, by id."""
        return {target.partition(":")[2]: s for target, s in self.standing.items() if target.startswith("document:")}

    @cached_property
    def _places(self) -> Mapping[str, set[tuple[str, int, int]]]:
        out: dict[str, set[tuple[str, int, int]]] = {}
        for target, standing in self.standing.items():
            if standing.verdict == "reject" and (at := on_place(target)):
                out.setdefault(at[0], set()).add(at[1:])
        return out

    def rejected_places(self, layer: str) -> set[tuple[str, int, int]]:
        """(document, start, end) of a layer's annotations that people rejected."""
        return self._places.get(layer, set())

    def findings(self, kind: str) -> Mapping[str, Standing]:
        """What holds of the findings of a kind, by finding id."""
        if not self.history:
            return {}
        if kind not in self._found:
            prefix = "name:" if kind == "entity" else f"{kind}:"
            found: dict[str, Standing] = {}
            for target, standing in self.standing.items():
                if target.startswith(prefix) and not on_place(target) and (now := self.finding(target)):
                    found[now] = standing
            self._found[kind] = found
        return self._found[kind]

    def hidden(self, kind: str) -> set[str]:
        """Findings of a kind that were rejected, or merged into others; an entity merged into another is one with it already."""
        return {found for found, s in self.findings(kind).items() if s.verdict == "reject" or (s.merged and kind != "entity")}

    @cached_property
    def _judged_names(self) -> tuple[Mapping[str, list[tuple[int, int, str, str]]], Mapping[str, set[tuple[str, str]]]]:
        """Of those whom decisions on names are about: document → (start, end, entity, name) of their mentions; folded full spelling → (entity, name)."""
        about = {target for target, s in self.standing.items() if target.startswith("name:") and (s.merged or s.split or s.text)}
        decided = [j for j in self.history if j.target in about and not j.undone and j.act in ("merge", "split", "edit")]
        places = [place for j in decided for side in ("places", "others") for place in j.data.get(side, ())]
        mentions: dict[str, list[tuple[int, int, str, str]]] = {}
        spelt: dict[str, set[tuple[str, str]]] = {}
        for entity, row in entities_at(self._base, places):
            for m in row["mentions"]:
                mentions.setdefault(m["doc"], []).append((m["start"], m["end"], entity, row["name"]))
            for form in row["spellings"]:
                spelt.setdefault(folded(form), set()).add((entity, row["name"]))
        return mentions, {form: who for form, who in spelt.items() if " " in form}

    def called(self, row: Row) -> Row:
        """A statement whose speaker somebody made one with another, took apart or renamed: with the `entity` and `name` that the speaker is now.

        It is the one mentioned in the speaker's words; where nobody is, the only one of those who is spelt so in full.
        """
        if not self.history or (speaker := row["speaker"]) is None:
            return row
        mentions, spelt = self._judged_names
        here = [(end - start, entity, name) for start, end, entity, name in mentions.get(row["doc"], ()) if speaker["start"] <= start + _LEAD and start < speaker["end"]]
        alike = spelt.get(folded(speaker["text"].strip()), set()) if mentions and not here else set()
        if len(alike) == 1:
            ((entity, name),) = alike
        elif here:
            _, entity, name = max(here)
        else:
            return row
        return {**row, "speaker": {**speaker, "entity": entity, "name": name}}

    def finding(self, target: str) -> str | None:
        """The id of the finding that a target names now; None when the record has it no longer."""
        kind, _, name = target.partition(":")
        kind, name = ("entity", "") if kind == "name" else (kind, name)
        last = next((j for j in reversed(self.history) if j.target == target and j.data.get("places")), None)
        places, words = (last.data["places"], last.data.get("words", "")) if last else ((), "")
        return finding_at(self._base, kind, name, places[: 3 if kind == "entity" else _LOOKED_UP], words)


def laid(kind: str, row: Row, standing: Standing) -> Row:
    """A finding's row with what people decided of it: `judged`, and their words and date in place of the record's."""
    out = {**row, "judged": judged(standing)}
    if standing.text and kind in ("event", "fact", "commitment", "story"):
        out["title" if kind == "fact" else TITLES[kind]] = standing.text
    if standing.date and kind == "event":
        out["date"] = {"value": standing.date, **interval(standing.date)}
    elif standing.date and kind in ("commitment", "story"):
        out["deadline" if kind == "commitment" else "date"] = standing.date
    return out


def judged(standing: Standing) -> Row:
    """What holds of a target, as a row: only what was decided."""
    fields = {"verdict": standing.verdict, "star": standing.star, "text": standing.text, "date": standing.date, "merged": standing.merged, "comments": list(standing.comments)}
    return {name: value for name, value in fields.items() if value}


def published(value: Row, standing: Standing) -> Row:
    """A publication date with a person's in its place; what else was known of it stays as evidence."""
    if not standing.date:
        return value
    whole = len(standing.date) == 10
    weekday = calendar.day_name[date.fromisoformat(standing.date).weekday()] if whole else None
    said = {"start": 0, "end": 0, "text": "", "says": f"judgement {standing.last}: {standing.date}"}
    return {"value": standing.date if whole else None, **interval(standing.date), "weekday": weekday, "evidence": [said, *value["evidence"]]}


def interval(value: str) -> dict[str, str]:
    """First and last day of a year, a month or a day, ISO."""
    if len(value) == 10:
        return {"earliest": value, "latest": value}
    if len(value) == 4:
        return {"earliest": f"{value}-01-01", "latest": f"{value}-12-31"}
    return {"earliest": f"{value}-01", "latest": f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:7]))[1]}"}


def without(rows: Iterator[Row], places: set[tuple[str, int, int]]) -> Iterator[Row]:
    """Rows of a layer but those that were rejected."""
    return (row for row in rows if (row["doc"], row["start"], row["end"]) not in places) if places else rows
