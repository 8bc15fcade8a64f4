"""Who is who: the mentions of one person, organisation or place, within a document and across documents, each link with its evidence.

Within a document, a family name alone belongs to the last fuller name that carries it. Across documents two people are one when their names agree word
by word (spellings of one foreign name agree in their skeletons) and their offices do not speak against it; organisations and places by their known
names, else by their words. Weak links do not join: they are offered for review under `similar`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawatur.compare.entity_people import compare_people
from tawatur.compare.entity_sort import Entity, entities_of
from tawatur.compare.entity_words import Words, alike, derived, heads_differ, person_words, places, skeleton, without_head
from tawatur.layers import NAME, REGION, published
from tawatur.model import Document, Finding, Item, Link, stable_id, stable_key

KIND = "entity"
VERSION = "3"
STRONG = 0.7
"""Score from which a link joins; below it is offered for review. On the five seeds and 300 news pages no true pair of full names lies below."""
THINGS_LIKE = 80
"""Least likeness of two spellings of a place or organisation: their skeletons are shorter and closer than people's."""
SHORT = 5
"""Letters of a place or organisation whose last letter must agree with that of its other spelling."""
MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class _Entities:
    kind: str = KIND
    version: str = VERSION
    needs: tuple[str, ...] = (REGION, NAME)
    max_block: int = 20
    within: bool = False

    def items(self, doc: Document) -> Iterable[Item]:
        """One item for each person, organisation, place or other name of the document, in order of its first mention."""
        dated = published(doc)
        day = dated.value if dated else None
        return [_item(doc, entity, day.isoformat() if day else None) for entity in entities_of(doc)]

    def joins(self, link: Link) -> bool:
        """Whether a link makes one entity."""
        return link.score >= STRONG

    def link(self, a: Item, b: Item) -> Link | None:
        """The link between two documents' entities that may be one, or None."""
        one, other = a.data, b.data
        if one["type"] != other["type"]:
            return None
        score, rule, why = _people(one, other) if one["type"] == "PER" else _things(one, other)
        return Link(self.kind, a.id, b.id, score, rule, {"why": why}) if score > 0 else None

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterator[Finding]:
        """One finding an entity: its names, its spellings, its mentions, its offices over time, and the entities it may be."""
        strong = [link for link in links if self.joins(link)]
        part = _parts(items, strong)
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(part[item.id], []).append(item)
        ids = {root: stable_id(KIND, *(item.id for item in members)) for root, members in groups.items()}
        held: dict[str, list[Link]] = {root: [] for root in groups}
        similar: dict[str, list[dict[str, Any]]] = {root: [] for root in groups}
        for link in strong:
            held[part[link.a]].append(link)
        for link in links:
            if part[link.a] != part[link.b] and not self.joins(link):
                for here, there in ((link.a, link.b), (link.b, link.a)):
                    row = {"entity": ids[part[there]], "score": link.score, "rule": link.rule, "why": link.data["why"]}
                    similar[part[here]].append(row)
        for root, members in groups.items():
            yield _finding(ids[root], members, held[root], similar[root])


COMPARER = _Entities()


def _item(doc: Document, entity: Entity, day: str | None) -> Item:
    first = entity.mentions[0]
    data = {
        "type": entity.cls,
        "name": entity.name,
        "words": list(entity.words),
        "known": entity.known,
        "spellings": dict(sorted(entity.spellings.items())),
        "mentions": [list(m) for m in entity.mentions[:MOST_PLACES]],
        "offices": [dict(o, doc=doc.id, date=day) for o in entity.offices],
        "joined": list(entity.evidence),
    }
    return Item(stable_id(KIND, doc.id, entity.cls, str(first[0])), KIND, doc.id, first[0], first[1], _keys(entity), data, hubs=_hubs(entity))


def _keys(entity: Entity) -> tuple[int, ...]:
    """What the spellings of one name share: the skeletons of all words; of people also the family name, and the given name with the next."""
    if entity.known:
        return ()
    if entity.cls != "PER":
        return (stable_key(KIND, entity.cls, *map(skeleton, without_head(entity.words))),)
    words = person_words(entity.words)
    given = (stable_key(KIND, "given", skeleton(words[0]), skeleton(words[1])),) if len(words) > 1 else ()
    return (stable_key(KIND, "full", *map(skeleton, words)), stable_key(KIND, "family", skeleton(words[-1])), *given)


def _hubs(entity: Entity) -> tuple[int, ...]:
    """What is one name outright, in however many pages: its identity, its words, its skeletons; of people also the family name with each office."""
    if entity.known:
        return (stable_key(KIND, entity.cls, entity.known),)
    if entity.cls != "PER":
        return stable_key(KIND, entity.cls, "words", *entity.words), stable_key(KIND, entity.cls, "skeletons", *map(skeleton, without_head(entity.words)))
    words = person_words(entity.words)
    held = sorted({(o["id"], o["of"] or "") for o in entity.offices if o["cls"] == "office"})
    posts = (stable_key(KIND, "post", words[-1], *post) for post in held[:4])
    return (stable_key(KIND, "words", *words), stable_key(KIND, "skeletons", *map(skeleton, words)), *posts) if len(words) > 1 else tuple(posts)


Verdict = tuple[float, str, str]


def _people(a: Mapping[str, Any], b: Mapping[str, Any]) -> Verdict:
    return compare_people(tuple(a["words"]), tuple(b["words"]), a["offices"], b["offices"])


def _things(a: Mapping[str, Any], b: Mapping[str, Any]) -> Verdict:
    if a["known"] or b["known"]:
        return (1.0, "entity.known", a["known"]) if a["known"] == b["known"] else (0.0, "", "")
    one: Words = tuple(a["words"])
    other: Words = tuple(b["words"])
    if one == other:
        return 0.95, "entity.same_words", " ".join(one)
    left = without_head(one), without_head(other)
    if heads_differ(one, other) or (len(left[0]) == len(left[1]) == 1 and derived(left[0][0], left[1][0])):
        return 0.0, "", ""
    if left[0] == left[1]:
        return 0.8, "entity.head_dropped", " ".join(left[0])
    if alike(*left, THINGS_LIKE) and (a["type"] == "MISC" or not _other_place(one, other)):
        return (0.75 if sum(map(len, one)) > 4 else 0.5), "entity.spelling", f"{a['name']} / {b['name']}"
    return 0.0, "", ""


def _other_place(a: Words, b: Words) -> bool:
    """Whether two short words end otherwise (their consonants are too few to tell), or are listed as places of two countries."""
    one, other = " ".join(a), " ".join(b)
    listed = [places().get(" ".join(words)) for words in (a, b)]
    return (min(len(one), len(other)) <= SHORT and one[-1] != other[-1]) or (None not in listed and listed[0] != listed[1])


def _parts(items: Sequence[Item], links: Sequence[Link]) -> dict[str, str]:
    """Item id → id of its part's first item: union by links."""
    root = {item.id: item.id for item in items}

    def find(one: str) -> str:
        while root[one] != one:
            root[one] = one = root[root[one]]
        return one

    for link in links:
        a, b = sorted((find(link.a), find(link.b)))
        root[b] = a
    return {item.id: find(item.id) for item in items}


def _finding(entity: str, members: Sequence[Item], links: Sequence[Link], similar: list[dict[str, Any]]) -> Finding:
    spellings = Counter[str]()
    for item in members:
        spellings.update(item.data["spellings"])
    person = members[0].data["type"] == "PER"
    full = Counter[str]()
    for item in members:
        if not person or len(item.data["words"]) > 1:
            full[item.data["name"]] += len(item.data["mentions"])
    full = full or Counter(item.data["name"] for item in members)
    docs = tuple(sorted({item.doc for item in members}))
    data = {
        "kind": KIND,
        "entity": entity,
        "type": members[0].data["type"],
        "name": min(full, key=lambda name: (-full[name], name)),
        "spellings": [form for form, _ in sorted(spellings.items(), key=lambda s: (-s[1], s[0]))],
        "mentions": [{"doc": item.doc, "start": s, "end": e} for item in members for s, e in item.data["mentions"]][: MOST_PLACES * 10],
        "offices": _offices(members),
        "score": min((link.score for link in links), default=1.0),
        "evidence": sorted({(link.rule, link.data["why"]) for link in links})[:20],
        "similar": similar[:20],
    }
    return Finding(KIND, entity, docs, data)


def _offices(members: Iterable[Item]) -> list[dict[str, Any]]:
    rows = {(o["date"] or "", o["doc"], o["id"], o["of"] or "", o["office"]): o for item in members for o in item.data["offices"]}
    return [{"office": o["office"], "id": o["id"], "of": o["of"], "state": o["state"], "doc": o["doc"], "date": o["date"]} for _, o in sorted(rows.items())]
