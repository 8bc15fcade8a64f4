"""Judgements as comparing sees them: which compared items each decision is about, found by its places, and which of them are not laid over the findings yet."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from tawatur.store.judgements import Judgement, history

KIND = "entity"
_MENTION = re.compile(r"mention:(?P<doc>.*):(?P<start>\d{1,9})-(?P<end>\d{1,9})$", re.S)


@dataclass(frozen=True, slots=True)
class OnItems:
    """One decision on entities with the items of its two sides (number → id), in the order of its places. `spans`: mentions at its own place, by item id."""

    judgement: Judgement
    one: Mapping[int, str]
    other: Mapping[int, str] = field(default_factory=dict)
    spans: tuple[tuple[str, int, int], ...] = ()


def on_entities(judgement: Judgement) -> bool:
    """Whether comparing reads this decision: same, different, a name, a class, or a mention that is none."""
    act, target = judgement.act, judgement.target
    return (target.startswith("name:") and act in ("merge", "split", "edit", "reclass")) or (act == "reject" and target.startswith("mention:"))


def decided(base: sqlite3.Connection) -> tuple[list[OnItems], set[int], int]:
    """The decisions on entities that stand, with their items; the items that decisions not yet laid over the findings are about; the number of the last.

    Costs one look at an empty table where nobody has decided anything.
    """
    every = history(base)
    if not every:
        return [], set(), 0
    laid, last = laid_until(base), _last(every)
    undone_lately = {j.undoes for j in every if j.n > laid and j.undoes}
    find = _Finder(base)
    standing, fresh = list[OnItems](), set[int]()
    for judgement in every:
        if not on_entities(judgement):
            continue
        if judgement.undone and judgement.n not in undone_lately:
            continue
        found = find(judgement)
        if judgement.n > laid or judgement.n in undone_lately:
            fresh |= {*found.one, *found.other}
        if not judgement.undone:
            standing.append(found)
    return standing, fresh, last


def _last(every: Sequence[Judgement]) -> int:
    """The number of the last decision on entities, or of what took one back; 0 where there is none."""
    about = {j.n for j in every if on_entities(j)}
    return max((j.n for j in every if j.n in about or j.undoes in about), default=0)


def laid_until(base: sqlite3.Connection, schema: str = "main") -> int:
    """The number of the last decision on entities that the findings heed."""
    row = base.execute(f"SELECT value FROM {schema}.meta WHERE key = 'judged'").fetchone()
    return int(row[0]) if row else 0


def all_laid(base: sqlite3.Connection) -> bool:
    """Whether the findings heed every decision on entities; false while a build that holds the record is still to see to it."""
    return _last(history(base)) <= laid_until(base)


def note_laid(base: sqlite3.Connection, last: int) -> None:
    """Note how far the findings heed the decisions on entities."""
    base.execute("INSERT OR REPLACE INTO meta VALUES ('judged', ?)", (last,))


class _Finder:
    """Items by place; each document's are read once."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._docs: dict[str, list[tuple[int, str, Sequence[Sequence[int]]]]] = {}

    def __call__(self, judgement: Judgement) -> OnItems:
        data = judgement.data
        if place := _MENTION.match(judgement.target):
            at = {"doc": place["doc"], "start": int(place["start"]), "end": int(place["end"])}
            one = self._items([at])
            return OnItems(judgement, one, {}, tuple(self._spans(at)))
        other = self._items(data.get("others") or ())
        one = self._items(data.get("places") or ())
        if judgement.act == "split":  # what was taken out is on the other side alone
            one = {n: item for n, item in one.items() if n not in other}
        return OnItems(judgement, one, other)

    def _items(self, places: Iterable[Mapping[str, Any]]) -> dict[int, str]:
        return {n: item for place in places for n, item, mentions in self._of(place["doc"]) if any(s < place["end"] and e > place["start"] for s, e in mentions)}

    def _spans(self, place: Mapping[str, Any]) -> Iterable[tuple[str, int, int]]:
        for _, item, mentions in self._of(place["doc"]):
            yield from ((item, s, e) for s, e in mentions if s < place["end"] and e > place["start"])

    def _of(self, doc: str) -> list[tuple[int, str, Sequence[Sequence[int]]]]:
        if doc not in self._docs:
            rows = self._base.execute("SELECT i.n, i.id, i.data FROM document d JOIN item i ON i.doc = d.n WHERE d.id = ? AND i.kind = ? ORDER BY i.n", (doc, KIND))
            self._docs[doc] = [(n, item, orjson.loads(data)["mentions"]) for n, item, data in rows]
        return self._docs[doc]
