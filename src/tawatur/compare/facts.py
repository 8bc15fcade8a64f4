"""Facts: values of many documents that answer one question, with a verdict. Blocks of value, class and rare stems; pairs scored; groups judged.

Nothing is ever deleted: a value that loses stays in its group, or alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tawatur import rulebook
from tawatur.compare import fact_links
from tawatur.compare.fact_context import story
from tawatur.compare.fact_slots import Offer, numbers_by_class, offers
from tawatur.compare.fact_values import NAMED, SAID, Value, is_duration
from tawatur.compare.fact_verdicts import Group, judge, rows
from tawatur.layers import NAME, PUBLISHED, QUANTITY, STATEMENT, TIME, published
from tawatur.model import Document, Finding, Item, Link, stable_id

LEAST = 0.0
"""The least logit of a link."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Items are values; links join values of one slot; findings are slots with verdicts."""

    kind: str = "fact"
    version: str = "2"
    needs: tuple[str, ...] = (PUBLISHED, TIME, NAME, QUANTITY, STATEMENT)
    max_block: int = 32
    within: bool = True

    def items(self, doc: Document) -> Iterator[Item]:
        """Every value of the document, in order."""
        found = list(offers(doc))
        if not found:
            return
        about = story(doc)
        packed = fact_links.pack_story(about)
        day, minute = published_at(doc)
        numbers = numbers_by_class(found)
        for n, offer in enumerate(found):
            blob = fact_links.pack(offer.context, packed, numbers[offer.value.slot.partition("/")[0]], _shown(offer, day, minute))
            keys = fact_links.keys(offer, about, day)
            yield Item(f"{doc.id}:fact:{n:05d}", "fact", doc.id, offer.start, offer.end, keys, _data(offer, doc.outlet, day), blob)

    def link(self, a: Item, b: Item) -> Link | None:
        """A link where the evidence outweighs the doubt."""
        found = fact_links.compare(a, b)
        if found is None or found.logit < LEAST:
            return None
        score = round(1 - 1 / (1 + 2**found.logit), 4)
        data = {"fits": found.fits, "logit": round(found.logit, 3), "context": round(found.context, 3), "story": round(found.story, 3)}
        return Link("fact", a.id, b.id, score, "fact.value" if found.equal else "fact.slot", data)

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterator[Finding]:
        """The slots of one connected group."""
        if len(items) == 1 and not _stands_alone(items[0]):
            return  # most items of a pile
        for group in judge(items, links):
            if len(group.items) > 1 or _stands_alone(group.items[0]):
                yield _finding(group)


COMPARER = Facts()


def published_at(doc: Document) -> tuple[int | None, float | None]:
    """The day of publication as an ordinal, and the minute (since year 1, in UTC where a zone is stated) where the time of day is known."""
    dated = published(doc)
    if dated is None or dated.value is None:
        return None, None
    day = dated.value.toordinal()
    for moment in (clue.moment for clue in doc.clues if clue.moment):
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            continue
        at = at.astimezone(UTC) if at.tzinfo else at
        return day, at.toordinal() * 1440 + at.hour * 60 + at.minute
    return day, None


def _data(offer: Offer, outlet: str | None, day: int | None) -> dict[str, Any]:
    """What links look at."""
    value = offer.value
    return {
        "slot": value.slot,
        "outlet": outlet,
        "n": value.centre,
        "lo": value.low,
        "hi": value.high,
        "day": day,
        "when": list(offer.when) if offer.when else None,
        "fam": list(offer.families),
        "counted": offer.counted,
        "lead": offer.lead,
        "fixed": offer.fixed,
        "said": zlib.crc32(offer.said.encode()),
        **({"close": list(offer.close)} if offer.close else {}),
        **({"at": offer.at} if offer.at else {}),
    }


def _shown(offer: Offer, day: int | None, minute: float | None) -> dict[str, Any]:
    """What a finding shows."""
    value = offer.value
    as_of = offer.when[1] if offer.when else day if value.slot not in ("date", SAID) else None
    return {
        "value": offer.said if value.slot in NAMED or value.slot == SAID else shown(value),
        "text": offer.said,
        "as_of": date.fromordinal(as_of).isoformat() if as_of else None,
        "minute": minute,
        "rise": offer.rising,
        "speaker": offer.speaker,
        "label": list(offer.label),
        **({"also": [list(place) for place in offer.also]} if offer.also else {}),
    }


def shown(value: Value) -> str | int | float:
    """The value as a reader writes it: an ISO day or interval, a whole number, a score."""
    if value.slot == "date" and value.low is not None and value.high is not None:
        low, high = date.fromordinal(int(value.low)), date.fromordinal(int(value.high))
        return low.isoformat() if low == high else f"{low.isoformat()}/{high.isoformat()}"
    if value.slot == "score" and value.low is not None:
        return f"{value.centre:g}-{value.low:g}"
    return int(value.centre) if value.centre == int(value.centre) else value.centre


def _stands_alone(item: Item) -> bool:
    """Whether a value that no other page gives is worth a line: a number of something, or a date of something that happened."""
    slot = item.data["slot"]
    return slot not in NAMED and slot not in ("number", SAID) and (slot != "date" or bool(item.data["fam"]))


def _finding(group: Group) -> Finding:
    items = group.items
    asked = "name" if items[0].data["slot"] in NAMED else items[0].data["slot"].partition("/")[0]
    data = {"kind": "fact", "slot": _name(items), "class": asked, "verdict": group.verdict, "values": [row for item in items for row in rows(item)]}
    return Finding("fact", stable_id("fact", *(item.id for item in items)), tuple(dict.fromkeys(item.doc for item in items)), data)


def _name(items: Iterable[Item]) -> str:
    """A short question: what kind of value, and the telling words around it."""
    labelled = {item.id: fact_links.shown(item.blob)["label"] for item in items}
    best = max(items, key=lambda item: (len(labelled[item.id]), item.id))
    labels = rulebook.load("facts").tables["label"]
    slot = best.data["slot"]
    head = labels.get(slot.partition("/")[0]) or labels.get("duration" if is_duration(slot) else "other")
    return f"{head}: {' '.join(labelled[best.id])}"
