"""Compares texts for shared passages: `COMPARER` (items: one a document; links: the passages of two; findings: reuse and origin)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tawatur.compare import boilerplate, credits, origins, passages, shingles
from tawatur.compare.origins import Facts, Share
from tawatur.layers import published
from tawatur.model import Document, Finding, Item, Link, stable_id


@dataclass(frozen=True, slots=True)
class Reuse:
    """The comparer of texts. Pure: same items in, same links and findings out."""

    kind: str = "reuse"
    version: str = "4"
    needs: tuple[str, ...] = ("region", "published")
    max_block: int = 64
    within: bool = False
    common: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64), compare=False)

    def knowing(self, common: Sequence[int]) -> Reuse:
        """The same, told which keys too many documents share: what they make up is furniture, and says nothing of who copied whom."""
        return replace(self, common=np.unique(np.array(common, np.int64).view(np.uint64)))

    def items(self, doc: Document) -> Iterator[Item]:
        """One item: the document's words (blob), its sampled shingles (keys), its dates and credits (data)."""
        words = shingles.read_words(doc)
        grams = shingles.grams(words.hashes)
        keys = np.concatenate((shingles.sample(grams), shingles.copy_keys(grams, doc.id)))
        known = _facts(doc, words)
        data = {name: getattr(known, name) for name in Facts.__slots__}
        yield Item(stable_id("reuse", doc.id), self.kind, doc.id, 0, max(1, len(doc.text)), tuple(keys.view(np.int64).tolist()), data, shingles.pack(words))

    def link(self, a: Item, b: Item) -> Link | None:
        """The passages that two documents share, as [start, end, start, end, same words, likeness] in text offsets of `a` and `b`; None when there are none.

        `words` of each document lie in passages; `jaccard` is the exact likeness of their five-word shingles: near-duplicates have 0.5 and more.
        """
        first, second = shingles.index(a.blob), shingles.index(b.blob)
        found = passages.shared(first, second)
        if not found:
            return None
        rows = [
            [*passages.text_span(first.words, p.a, p.a_end), *passages.text_span(second.words, p.b, p.b_end), p.same, round(p.likeness, 4)] for p in found
        ]
        part = [passages.covered((p.a, p.a_end) for p in found), passages.covered((p.b, p.b_end) for p in found)]
        fuller = _fuller(found[-1], len(first.words), len(second.words))
        data = {"passages": rows, "words": part, "jaccard": round(shingles.jaccard(first.grams, second.grams), 4), "fuller": fuller}
        return Link(self.kind, a.id, b.id, min(1.0, max(part[0] / len(first.words), part[1] / len(second.words))), "reuse.passages", data)

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterator[Finding]:
        """Each document's furniture, each passage with its direction, and each document's origin."""
        facts = {item.id: _known(item) for item in items}
        blobs = {item.id: item.blob for item in items}
        bare: dict[str, list[boilerplate.Stretch]] = {}
        for item in items if len(self.common) else ():
            words = shingles.unpack(item.blob)
            if found := boilerplate.furniture(words, self.common):
                bare[item.id] = found
                facts[item.id] = _without(facts[item.id], found)
                yield from _furniture(item, words, found)
        shares: list[Share] = []
        for link in links:
            a, b = facts[link.a], facts[link.b]
            if link.a in bare and link.b in bare:
                sides = [Side(shingles.unpack(blobs[n]).starts, bare[n]) for n in (link.a, link.b)]
                if (kept := _trimmed(link, sides)) is None:
                    continue
                link = kept
            side, why = origins.direction(a, b, link.data["fuller"])
            shares += _shares(a, b, link, side, why)
            yield from _passages(a, b, link, side, why)
        for doc, verdict in sorted(origins.resolve({known.doc: known for known in facts.values()}, shares).items()):
            data = {"doc": doc, "origin": verdict.origin, "evidence": [dict(row) for row in verdict.evidence]}
            yield Finding("origin", stable_id("origin", doc), (doc,), {"kind": "origin", **data})


def _furniture(item: Item, words: shingles.Words, found: Sequence[boilerplate.Stretch]) -> Iterator[Finding]:
    for n, (start, end) in enumerate(found):
        low, high = passages.text_span(words, start, end)
        yield Finding("furniture", stable_id("furniture", item.id, str(n)), (item.doc,), {"kind": "furniture", "doc": item.doc, "start": low, "end": high})


def _without(known: Facts, found: Sequence[boilerplate.Stretch]) -> Facts:
    """What is known of a document, its furniture not counted."""
    part = 1 - sum(end - start for start, end in found) / max(1, known.words)
    return replace(known, words=round(known.words * part), length=round(known.length * part))


class Side(NamedTuple):
    """A document of a link: where its words begin, and its furniture."""

    starts: NDArray[np.uint32]
    furniture: list[boilerplate.Stretch]


def _trimmed(link: Link, sides: Sequence[Side]) -> Link | None:
    """A link without the passages that are furniture on both sides, and without the words that are; None when nothing is left of it."""
    rows: list[list[float]] = []
    left = [0, 0]
    for row in link.data["passages"]:
        places = [np.searchsorted(side.starts, row[2 * n : 2 * n + 2]).tolist() for n, side in enumerate(sides)]
        beyond = [boilerplate.outside(start, end, side.furniture, shingles.WINDOW - 1) for (start, end), side in zip(places, sides, strict=True)]
        if max(beyond) >= passages.LEAST:
            rows.append(row)
            left = [n + boilerplate.outside(start, end, side.furniture) for n, (start, end), side in zip(left, places, sides, strict=True)]
    return replace(link, data={**link.data, "passages": rows, "words": left}) if rows else None


def _facts(doc: Document, words: shingles.Words) -> Facts:
    when = published(doc)
    own = credits.outlet_of(doc)
    found = credits.suppliers(doc)
    rows = tuple({"id": c.source.id, "name": c.source.name, "place": c.place, "start": c.start, "end": c.end} for c in found)
    outlet = own.id if own else doc.outlet
    return Facts(
        doc=doc.id,
        outlet=outlet,
        earliest=when.earliest.isoformat() if when and when.earliest else None,
        latest=when.latest.isoformat() if when and when.latest else None,
        moment=_moment(doc),
        words=len(words),
        length=int((words.ends - words.starts).sum()) + len(words),
        agencies=rows,
        cites={name: place for name, place in credits.cited(doc).items() if name != outlet},
    )


def _moment(doc: Document) -> str | None:
    """The date-time that the input row or the markup states, in UTC to the minute; None when only a day is known."""
    return next((origins.utc(clue.moment) for clue in doc.clues if clue.moment), None)


def _known(item: Item) -> Facts:
    return Facts(**{**item.data, "agencies": tuple(item.data["agencies"])})


def _fuller(last: passages.Passage, words_a: int, words_b: int) -> origins.Side | None:
    """The side that goes on for a sentence or more where the other ends with the common text."""
    rest_a, rest_b = words_a - last.a_end, words_b - last.b_end
    if rest_b <= 2 and rest_a >= passages.LEAST:
        return "a"
    return "b" if rest_a <= 2 and rest_b >= passages.LEAST else None


def _shares(a: Facts, b: Facts, link: Link, side: origins.Side | None, why: str) -> Iterable[Share]:
    largest = max(link.data["passages"], key=lambda row: (row[4], -row[0]))
    in_a, in_b = (tuple((row[n], row[n + 1]) for row in link.data["passages"]) for n in (0, 2))
    yield Share(a.doc, b.doc, link.data["words"][0], largest[0], largest[1], None if side is None else side == "b", why, in_a)
    yield Share(b.doc, a.doc, link.data["words"][1], largest[2], largest[3], None if side is None else side == "a", why, in_b)


def _passages(a: Facts, b: Facts, link: Link, side: origins.Side | None, why: str) -> Iterator[Finding]:
    for n, (a_start, a_end, b_start, b_end, _, likeness) in enumerate(link.data["passages"]):
        data: dict[str, Any] = {
            "kind": "reuse",
            "a": {"doc": a.doc, "start": a_start, "end": a_end},
            "b": {"doc": b.doc, "start": b_start, "end": b_end},
            "likeness": likeness,
            "source": side,
            "why": why,
        }
        yield Finding("reuse", stable_id("reuse", link.a, link.b, str(n)), (a.doc, b.doc), data)


COMPARER = Reuse()
