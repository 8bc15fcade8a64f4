"""Groups documents on one event: `COMPARER` (items: one a document; links: likely pairs; findings: stories).

Two documents are weighed by a few measures of their titles and leads and by the time between them; a group of linked documents is then parted by
average linkage, with the words of their common affair made lighter. The weights were fitted by bench/stories.py on labelled events.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawatur.compare import story_signs
from tawatur.compare.story_signs import Sign
from tawatur.model import Document, Finding, Item, Link, stable_id

Matrix = NDArray[np.float64]
MEASURES = ("lead", "title", "cross", "late", "outlet", "local")
"""Cosines of leads, of titles, of one's title with the other's lead; days between beyond `PROMPT`; one outlet; cosine of leads with local rarity."""
FIRST = (11.5, 3.5, -1.0, -4.8, -2.4, 0.0, -4.4)
"""Weights of the measures and the constant, for a pair by itself: without local rarity, and more patient, so that an affair stays in one group."""
SECOND = (0.0, 2.6, 3.6, -7.1, -2.7, 15.4, -3.4)
"""The same among the documents of one group."""
LIKELY = 0.1
"""Least probability of a link: below it pairs only join affairs."""
ONE = 0.3
"""Least mean probability between two groups that are one story. With each of four labelled stretches left out of the fit in turn: B-cubed F1 0.934."""
PROMPT = 6.0
"""Hours within which the order of reports says nothing: that long outlets take to report what all have heard."""
APART = 30.0
"""Hours between two reports of one event at most."""
UNKNOWN = 10.0
"""Hours assumed between documents of which one has no date or only a day in common."""
MANY = 500
"""Documents of a group that are weighed each with each; a larger group is first parted at its weaker links."""
STRONGER = (0.2, 0.35, 0.5, 0.7, 0.9)
"""Least probabilities of the links that hold such a group together, tried in turn."""


@dataclass(frozen=True, slots=True)
class Stories:
    """The comparer of events. Pure: same items in, same links and findings out."""

    kind: str = "story"
    version: str = "2"
    needs: tuple[str, ...] = ("region", "published", "name")
    max_block: int = 30
    within: bool = False

    def items(self, doc: Document) -> Iterator[Item]:
        """One item: the document's sign (blob), pairs of its rare words on its days (keys), title and date (data)."""
        sign, when = story_signs.read_sign(doc), story_signs.when(doc)
        if not len(sign.stems):
            return
        data = {"title": story_signs.title_of(doc), "outlet": doc.outlet, "hour": when.hour, "exact": when.exact, "day": when.day}
        keys = tuple(sorted(set(story_signs.keys(sign, when.days))))
        yield Item(stable_id("story", doc.id), self.kind, doc.id, 0, max(1, len(doc.text)), keys, data, story_signs.pack(sign))

    def link(self, a: Item, b: Item) -> Link | None:
        """Two documents that may be on one event; the score is the probability, by the pair alone."""
        hours = _between(a, b)
        if hours > APART:
            return None
        one, other = story_signs.unpack(a.blob), story_signs.unpack(b.blob)
        lead, title, cross = _cosines(one, other)
        same = float(a.data["outlet"] is not None and a.data["outlet"] == b.data["outlet"])
        score = _probability(FIRST, (lead, title, cross, max(0.0, hours - PROMPT) / 24, same, 0.0))
        if score < LIKELY:
            return None
        return Link(self.kind, a.id, b.id, round(score, 4), "story.pair", {"lead": round(lead, 3), "title": round(title, 3), "hours": round(hours, 1)})

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterator[Finding]:
        """The stories of one group, in order of time."""
        for members in pieces(items, links):
            if len(members) == 1:
                yield _story(members)
                continue
            near = nearness(members)
            for story in sorted(part(near, ONE), key=lambda m: _order(members[m[0]])):
                yield _story([members[n] for n in _central_first(story, near, members)])


def pieces(items: Sequence[Item], links: Sequence[Link], steps: Sequence[float] = STRONGER) -> Iterator[list[Item]]:
    """A group, parted at its weaker links while it has more than `MANY` documents; what no link parts is cut in order of time."""
    if len(items) <= MANY:
        yield sorted(items, key=_order)
        return
    if not steps:
        ordered = sorted(items, key=_order)
        yield from (ordered[n : n + MANY] for n in range(0, len(ordered), MANY))
        return
    parent = {item.id: item.id for item in items}

    def root(item: str) -> str:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    strong = [link for link in links if link.score >= steps[0]]
    for link in strong:
        parent[root(link.a)] = root(link.b)
    groups: dict[str, tuple[list[Item], list[Link]]] = {root(item.id): ([], []) for item in items}
    for item in items:
        groups[root(item.id)][0].append(item)
    for link in strong:
        groups[root(link.a)][1].append(link)
    for members, inner in groups.values():
        yield from pieces(members, inner, steps[1:])


def _between(a: Item, b: Item) -> float:
    """Hours between two publications; where only the day is known, one day is taken for no time and the next for a day."""
    one, other = a.data["hour"], b.data["hour"]
    if one is None or other is None:
        return UNKNOWN
    if a.data["exact"] and b.data["exact"]:
        return abs(float(one) - float(other))
    days = abs(one // 24 - other // 24)
    return UNKNOWN if days == 0 else 24.0 * days


def _cosines(a: Sign, b: Sign) -> tuple[float, float, float]:
    """Of the leads, of the titles, and the better of each title with the other's lead."""
    _, left, right = np.intersect1d(a.stems, b.stems, assume_unique=True, return_indices=True)
    if not len(left):
        return 0.0, 0.0, 0.0
    lead_a, lead_b = story_signs.weights(a.lead, a.rarity / 10.0)[left], story_signs.weights(b.lead, b.rarity / 10.0)[right]
    title_a, title_b = story_signs.weights(a.title, a.rarity / 10.0)[left], story_signs.weights(b.title, b.rarity / 10.0)[right]
    return float(lead_a @ lead_b), float(title_a @ title_b), float(max(title_a @ lead_b, title_b @ lead_a))


def _probability(model: Sequence[float], measures: Sequence[float]) -> float:
    z = model[-1] + math.fsum(w * m for w, m in zip(model, measures, strict=False))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def nearness(items: Sequence[Item]) -> Matrix:
    """The probability of one event for every pair of a group; zero for pairs too far apart in time."""
    measured = measure(items)
    z = np.tensordot(np.array(SECOND[:-1]), measured, 1) + SECOND[-1]
    near: Matrix = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    near[measured[MEASURES.index("late")] * 24 > APART - PROMPT] = 0.0
    np.fill_diagonal(near, 0.0)
    return near


def measure(items: Sequence[Item]) -> NDArray[np.float64]:
    """All measures of all pairs of a group: shape (measures, documents, documents)."""
    signs = [story_signs.unpack(item.blob) for item in items]
    held = Counter(stem for sign in signs for stem in sign.stems[sign.lead > 0].tolist())
    column = {stem: n for n, stem in enumerate(sorted(held.keys() | {s for sign in signs for s in sign.stems.tolist()}))}
    lead, title, local = (np.zeros((len(signs), len(column)), np.float32) for _ in range(3))
    for n, sign in enumerate(signs):
        at = [column[stem] for stem in sign.stems.tolist()]
        lead[n, at] = story_signs.weights(sign.lead, sign.rarity / 10.0)
        title[n, at] = story_signs.weights(sign.title, sign.rarity / 10.0)
        local[n, at] = story_signs.weights(sign.lead, story_signs.local_rarity(sign, held, len(signs)))
    cross = title @ lead.T
    hours = np.array([[_between(a, b) for b in items] for a in items])
    outlets = [item.data["outlet"] for item in items]
    same = np.array([[a is not None and a == b for b in outlets] for a in outlets], float)
    return np.stack([lead @ lead.T, title @ title.T, np.maximum(cross, cross.T), np.maximum(0, hours - PROMPT) / 24, same, local @ local.T]).astype(float)


def part(near: Matrix, least: float) -> list[list[int]]:
    """Average linkage: the two nearest groups are joined while their mean nearness is at least `least`. Groups of row numbers, each ascending."""
    near, size = near.copy(), np.ones(len(near))
    groups = {n: [n] for n in range(len(near))}
    while len(groups) > 1:
        i, j = sorted(divmod(int(near.argmax()), len(near)))
        if near[i, j] < least:
            break
        near[i] = (near[i] * size[i] + near[j] * size[j]) / (size[i] + size[j])
        near[:, i] = near[i]
        near[i, i] = 0.0
        near[j] = near[:, j] = 0.0
        size[i] += size[j]
        groups[i] += groups.pop(j)
    return [sorted(group) for group in groups.values()]


def _order(item: Item) -> tuple[float, str]:
    return (math.inf if item.data["hour"] is None else item.data["hour"], item.doc)


def _central_first(members: Sequence[int], near: Matrix, items: Sequence[Item]) -> list[int]:
    """The document nearest to all others leads (its title names the story), then the others in order of time."""
    rest = sorted(members, key=lambda n: _order(items[n]))
    centre = max(rest, key=lambda n: (round(float(near[n, members].sum()), 6), -_order(items[n])[0]))
    return [centre, *(n for n in rest if n != centre)]


def _story(members: Sequence[Item]) -> Finding:
    """A story of its central document and the others. Its id is its first document's, so that a later report does not rename it."""
    ordered = sorted(members, key=_order)
    story = stable_id("story", ordered[0].doc)
    docs = tuple(item.doc for item in ordered)
    day = next((item.data["day"] for item in ordered if item.data["day"]), None)
    data: dict[str, Any] = {"kind": "story", "story": story, "docs": list(docs), "title": members[0].data["title"], "date": day}
    return Finding("story", story, docs, data)


COMPARER = Stories()
