"""The ledger of commitments: undertakings of one thing joined across documents, with every later report of it, in order of date.

Two items are linked by what they say is to be done (light roots weighted by how telling they are), by when, and by whom. A finding never says "broken":
when the deadline lies behind the newest page that speaks of it and nobody reported its end, it says "deadline passed, no report seen".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tawatur.arabic import folded
from tawatur.compare.commitment_reports import DONE, ORDER, REPEATED, UNDERTAKEN, Dated, dated, reports, saying, sentence_start
from tawatur.compare.event_groups import joined, neighbours, stars
from tawatur.compare.event_words import homelands, likeness, roots, stems, telling
from tawatur.layers import COMMITMENT, NAME, REGION, TIME
from tawatur.model import Document, Finding, Item, Link, stable_id, stable_key

KIND = "commitment"
VERSION = "1"
PASSED = "deadline passed, no report seen"
MAX_WORDS = 40
LOOK_BACK = 220  # characters before a content in which the date of its report may stand
SAME_DAY = 4.0, 0.4
OPEN = 6.5, 0.45
STRANGERS = 7.5, 0.55
OTHER_DAY = 9.0, 0.6
"""Least weight of shared roots, and least share of the poorer side's weight: of one deadline; of a shared or unnamed party; of others; of two deadlines."""
REPORTED = 6.5, 0.5
"""Least weight of the roots that a later report shares with an undertaking, and least share of the undertaking's."""
REPORT_WORDS = 24
DAY_BONUS = 2.0
PARTY_BONUS = 1.0


@dataclass(frozen=True, slots=True)
class _Commitments:
    kind: str = KIND
    version: str = VERSION
    needs: tuple[str, ...] = (REGION, TIME, NAME, COMMITMENT)
    max_block: int = 60
    within: bool = True

    def items(self, doc: Document) -> Iterable[Item]:
        """Each undertaking, and each clause that declares something done, postponed or denied."""
        days = dated(doc)
        taken: list[tuple[int, int]] = []
        for found in doc.layer(COMMITMENT):
            low, high = doc.view.find(found.span.start), doc.view.find(found.span.end)
            taken.append((low, high))
            says = saying(doc.view.text, low, high, found.origin.rule)
            yield _item(doc, days, low, high, says, found.value.who, found.value.deadline.isoformat() if found.value.deadline else None, True)
        for report in reports(doc):
            if not any(low < report.end and report.start < high for low, high in taken):
                yield _item(doc, days, report.start, report.end, report.says, (), None, False)

    def link(self, a: Item, b: Item) -> Link | None:
        """Linked when enough of what is to be done is shared; less is asked when they name one deadline or one party, more when the parties differ."""
        if not (a.data["own"] or b.data["own"]):
            return None
        if not (a.data["own"] and b.data["own"]):
            return _reported(*((a, b) if a.data["own"] else (b, a)))
        one, other = a.data["deadline"], b.data["deadline"]
        same_day, shared_party = one is not None and one == other, bool(roots(a.data["parties"]) & roots(b.data["parties"]))
        if not same_day and _of_other_lands(a, b):
            return None
        shared, share = likeness(a.data["roots"], b.data["roots"])
        least, least_share = SAME_DAY if same_day else OTHER_DAY if one and other else OPEN if shared_party or not (a.data["who"] and b.data["who"]) else STRANGERS
        if not shared or shared + DAY_BONUS * same_day + PARTY_BONUS * shared_party < least or share < least_share:
            return None
        return Link(KIND, min(a.id, b.id), max(a.id, b.id), round(min(1.0, share), 4), "commitment.deadline" if same_day else "commitment.content")

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """One ledger entry for each thing undertaken; none for reports of which no page says who undertook what."""
        near = neighbours(items, links)
        for group in joined(stars(items, near, _can_be_one), near, _fit):
            own = [item for item in group if item.data["own"]]
            if own:
                yield _entry(group, own)


def _reported(own: Item, report: Item) -> Link | None:
    """A later report belongs to an undertaking when it is not earlier and most of what was undertaken is in it."""
    if own.data["date"] and report.data["date"] and report.data["date"] < own.data["date"][: len(report.data["date"])]:
        return None
    shared, _ = likeness(own.data["roots"], report.data["roots"])
    all_of_it, _ = likeness(own.data["roots"], own.data["roots"])
    if not shared or shared < REPORTED[0] or shared / all_of_it < REPORTED[1]:
        return None
    return Link(KIND, min(own.id, report.id), max(own.id, report.id), round(shared / all_of_it, 4), "commitment.report")


def _of_other_lands(a: Item, b: Item) -> bool:
    """Whether the parties of both stand for countries, and for none in common."""
    return bool(a.data["lands"] and b.data["lands"]) and not roots(a.data["lands"]) & roots(b.data["lands"])


def _fit(a: Item, b: Item) -> bool:
    """Whether two items may stand in one entry: no two countries each for itself, unless by one deadline."""
    return (a.data["deadline"] is not None and a.data["deadline"] == b.data["deadline"]) or not _of_other_lands(a, b)


def _can_be_one(item: Item, group: Sequence[Item]) -> bool:
    return all(_fit(item, member) for member in group)


COMPARER = _Commitments()


def _item(doc: Document, days: Dated, low: int, high: int, says: str, who: tuple[str, ...], deadline: str | None, own: bool) -> Item:
    found = stems(doc.view.text, low, high, MAX_WORDS if own else REPORT_WORDS)
    parties = stems(folded(" ".join(who)), 0, 10_000, 12) if who else ()
    best = telling(found, 5)
    keys = [stable_key("commitment", *pair) for pair in combinations(sorted(best), 2)]
    if deadline:
        keys += [stable_key("commitment", deadline, root) for root in best]
    start, end = doc.view.span(low, high)
    said = days.before(sentence_start(doc.view.text, low, LOOK_BACK), low) or (days.day.isoformat() if days.day else None)
    data = {
        "own": own,
        "says": says,
        "who": list(who),
        "what": doc.text[start:end],
        "deadline": deadline,
        "date": said,
        "order": said or (days.earliest.isoformat() if days.earliest else "9999"),
        "seen": days.day.isoformat() if days.day else None,
        "roots": " ".join(found),
        "parties": " ".join(parties),
        "lands": " ".join(homelands(who)),
    }
    return Item(stable_id(doc.id, KIND, str(start), str(end)), KIND, doc.id, start, end, tuple(sorted(set(keys))), data)


def _entry(items: Sequence[Item], own: Sequence[Item]) -> Finding:
    told = _reports(items)
    due = _deadline(own)
    first = min(own, key=lambda item: (item.data["order"], item.doc, item.start))
    who = list(dict.fromkeys(name for item in sorted(own, key=_when) for name in item.data["who"]))
    newest = max((item.data["seen"] for item in items if item.data["seen"]), default=None)
    status = told[-1]["says"]
    if status != DONE and due and newest and newest > due:
        status = PASSED
    data = {"kind": KIND, "who": who, "what": first.data["what"], "deadline": due, "status": status, "reports": told}
    docs = tuple(sorted({item.doc for item in items}))
    return Finding(KIND, stable_id(KIND, *sorted(item.id for item in items)), docs, data)


def _deadline(own: Sequence[Item]) -> str | None:
    """The deadline most of the group's undertakings name; among equals the latest."""
    named = [item.data["deadline"] for item in own if item.data["deadline"]]
    return max(set(named), key=lambda day: (named.count(day), day)) if named else None


def _when(item: Item) -> tuple[str, int, str, int]:
    return (item.data["order"], ORDER.index(item.data["says"]), item.doc, item.start)


def _reports(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The reports in order of date, one a document, date and saying; an undertaking told again at a later date is a repetition."""
    told: dict[tuple[str, str, str], dict[str, Any]] = {}
    first: str | None = None
    for item in sorted(items, key=_when):
        says, day = item.data["says"], item.data["date"]
        if says == UNDERTAKEN:
            first = first or day
            says = REPEATED if first and day and not day.startswith(first) and day > first else UNDERTAKEN
        told.setdefault((item.doc, day or "", says), {"doc": item.doc, "start": item.start, "end": item.end, "date": day, "says": says})
    return list(told.values())
