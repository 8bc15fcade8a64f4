"""The ledger of commitments: undertakings of one thing joined across documents, with every later report of it, in order of date.

Two items are linked by what they say is to be done (light roots weighted by how telling they are), by when, and by whom. A finding never says "broken":
when the deadline lies behind the newest page of the pile and nobody reported its end, the record says "deadline passed, no report seen" (store/deadlines.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any

from tawatur.arabic import folded
from tawatur.compare.commitment_parties import parties
from tawatur.compare.commitment_reports import (
    DENIED,
    ORDER,
    POSTPONED,
    REPEATED,
    UNDERTAKEN,
    UNMOVED,
    Dated,
    dated,
    dates_inside,
    denied_deed,
    moved,
    reports,
    saying,
    sentence_end,
    sentence_start,
)
from tawatur.compare.event_groups import joined, neighbours, stars
from tawatur.compare.event_words import WORD, homelands, is_future, likeness, roots, stem, stems, telling, territories
from tawatur.layers import COMMITMENT, NAME, REGION, TIME
from tawatur.model import Document, Finding, Item, Link, stable_id, stable_key
from tawatur.rulebook import load

KIND = "commitment"
VERSION = "2"
PASSED = "deadline passed, no report seen"
"""What the record says of a deadline that lies behind its newest page."""
MAX_WORDS = 40
LOOK_BACK = 220  # characters before a content in which the date of its report may stand
SAME_DAY, TELLING_DAY = (4.0, 0.4), (4.0, 0.2)
OPEN = 6.5, 0.45
STRANGERS = 7.5, 0.55
OTHER_DAY = 9.0, 0.6
"""Least weight of shared roots, and least share of the poorer side's weight: of one deadline; of one party's, on a day that ends no month; of a shared or unnamed party; of others; of two deadlines."""
REPORTED = 6.5, 0.5
"""Least weight of the roots that a later report shares with an undertaking, and least share of the undertaking's."""
REPORTED_DAY, REPORTED_PARTY = (4.0, 0.2), (9.0, 0.28)
"""The same of a report that names the undertaking's deadline; and of one that names its party."""
SAME_WORDS = 0.8
"""Share of the poorer side's weight from which two undertakings are the same words, whatever comes first in them."""
REPORT_WORDS = 18
KEY_ROOTS = 6
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
            due = found.value.deadline.isoformat() if found.value.deadline else None
            told = low, sentence_end(doc.view.text, high, LOOK_BACK) if found.origin.rule == "commit.stands" else high
            yield _item(doc, days, _Told(low, high, says, told, due, (due,) if due else (), found.value.who, True))
        clauses = {(report.start, report.end): report for report in reversed(list(reports(doc)))}  # two cues of one clause are one report: the first
        for report in reversed(clauses.values()):
            if not any(low < report.end and report.start < high for low, high in taken):
                new, named = moved(days, doc.view.text, report.start, report.end)
                due = new if report.says == POSTPONED else None
                yield _item(doc, days, _Told(report.start, report.end, report.says, (report.deed, report.end), due, named))

    def link(self, a: Item, b: Item) -> Link | None:
        """Linked when enough of what is to be done is shared; less is asked when they name one deadline or one party, more when the parties differ."""
        if not (a.data["own"] or b.data["own"]):
            return None
        if not (a.data["own"] and b.data["own"]):
            return _reported(*((a, b) if a.data["own"] else (b, a)))
        one, other = a.data["deadline"], b.data["deadline"]
        same_day, shared_party = _near(one, other), bool(roots(a.data["parties"]) & roots(b.data["parties"]))
        if not same_day and _of_other_lands(a, b):
            return None
        shared, share = likeness(a.data["roots"], b.data["roots"])
        if share < SAME_WORDS and not _one_deed(a, b, same_day and not _is_common(one)):
            return None
        least, least_share = (SAME_DAY if not shared_party or _is_common(one) else TELLING_DAY) if same_day else OTHER_DAY if one and other else OPEN if shared_party or not (a.data["who"] and b.data["who"]) else STRANGERS
        if not shared or shared + DAY_BONUS * same_day + PARTY_BONUS * shared_party < least or share < least_share:
            return None
        return Link(KIND, min(a.id, b.id), max(a.id, b.id), round(min(1.0, share), 4), "commitment.deadline" if same_day else "commitment.content")

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """One ledger entry for each thing undertaken; none for reports of which no page says who undertook what."""
        near = neighbours(items, links)
        for group in joined(stars(items, near, _can_be_one), near, _all_fit):
            own = [item for item in group if item.data["own"]]
            if any(item.data["deadline"] or item.data["says"] != REPEATED for item in own):  # "the date stands" of an open year and no known deed says nothing
                yield _entry(group, own)


def _head(item: Item) -> str:
    """The root of the deed itself; "" where no word tells it."""
    head: str = item.data["heads"].partition(" ")[0]
    return head


def _one_deed(a: Item, b: Item, same_day: bool) -> bool:
    """Whether the deed of one is among the heads of the other; by one rare deadline any head in common will do."""
    x, y = roots(a.data["heads"]), roots(b.data["heads"])
    return bool(x & y) if same_day else _head(a) in y or _head(b) in x


def _near(one: str | None, other: str | None) -> bool:
    """Whether two deadlines are the same: "before the 31st" and "by the 31st" are meant alike, and differ by a day."""
    return one is not None and other is not None and (one == other or abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1)


def _is_common(day: str | None) -> bool:
    """Whether a deadline is one that many undertakings have: the end of a month or a year."""
    return day is None or day >= LAST_YEAR or (date.fromisoformat(day) + timedelta(days=1)).day <= 2


def _reported(own: Item, report: Item) -> Link | None:
    """A later report belongs to an undertaking when it is not earlier and most of what was undertaken is in it; less is asked when it names the day, or the party."""
    new_day = report.data["deadline"] is not None and _near(own.data["deadline"], report.data["deadline"])
    if own.data["date"] and report.data["date"] and report.data["date"] < own.data["date"][: len(report.data["date"])] and not new_day:
        return None
    shared, _ = likeness(own.data["roots"], report.data["roots"])
    all_of_it, _ = likeness(own.data["roots"], own.data["roots"])
    same_day = any(_near(own.data["deadline"], day) for day in report.data["days"])
    if report.data["says"] not in (POSTPONED, UNMOVED) and _head(own) not in roots(report.data["heads"]):
        return None
    least, least_share = REPORTED_DAY if same_day else REPORTED_PARTY if roots(own.data["parties"]) & roots(report.data["roots"]) else REPORTED
    if not shared or not ((shared >= REPORTED[0] and shared / all_of_it >= REPORTED[1]) or (shared >= least and shared / all_of_it >= least_share)):
        return None
    return Link(KIND, min(own.id, report.id), max(own.id, report.id), round(shared / all_of_it, 4), "commitment.report")


def _of_other_lands(a: Item, b: Item) -> bool:
    """Whether the parties of both stand for countries, and for none in common."""
    return bool(a.data["lands"] and b.data["lands"]) and not roots(a.data["lands"]) & roots(b.data["lands"])


def _fit(a: Item, b: Item) -> bool:
    """Whether two items may stand in one entry: no two countries each for itself, unless by one deadline."""
    return _near(a.data["deadline"], b.data["deadline"]) or not _of_other_lands(a, b)


def _can_be_one(item: Item, group: Sequence[Item]) -> bool:
    return all(_fit(item, member) for member in group)


def _all_fit(one: Sequence[Item], other: Sequence[Item]) -> bool:
    return all(_can_be_one(item, other) for item in one)


COMPARER = _Commitments()


@dataclass(frozen=True, slots=True)
class _Told:
    """What an item is made of, by view offsets: its extent, what it says, where the words of its deed are, deadline, days named, parties."""

    low: int
    high: int
    says: str
    deed: tuple[int, int]
    deadline: str | None
    days: tuple[str, ...]
    who: tuple[str, ...] = ()
    own: bool = False


def _item(doc: Document, days: Dated, told: _Told) -> Item:
    found = _deed(doc, told)
    heads = _heads(doc, told)
    start, end = doc.view.span(told.low, told.high)
    said = days.before(sentence_start(doc.view.text, told.low, LOOK_BACK), told.low) or (days.day.isoformat() if days.day else None)
    data = {
        "own": told.own,
        "says": told.says,
        "who": list(told.who),
        "people": [name for name in told.who if name in _people(doc, told)],
        "what": doc.text[start:end],
        "deadline": told.deadline,
        "days": list(told.days),
        "date": said,
        "order": said or (days.earliest.isoformat() if days.earliest else "9999"),
        "roots": " ".join(found),
        "heads": " ".join(heads),
        "parties": " ".join(stems(folded(" ".join(told.who)), 0, 10_000, 12)) if told.who else "",
        "lands": " ".join(homelands(told.who)),
    }
    return Item(stable_id(doc.id, KIND, str(start), str(end)), KIND, doc.id, start, end, _keys(doc.id, found, told.days), data)


def _deed(doc: Document, told: _Told) -> tuple[str, ...]:
    """The roots of the deed's words, those of dates left out: a month's name tells nothing of what is done."""
    limit, at = MAX_WORDS if told.own else REPORT_WORDS, told.deed[0]
    found: dict[str, None] = {}
    for start, end in (*dates_inside(doc, *told.deed), (told.deed[1], told.deed[1])):
        found.update(dict.fromkeys(stems(doc.view.text, at, start, limit)))
        at = max(at, end)
    return tuple(found)[:limit]


def _heads(doc: Document, told: _Told) -> tuple[str, ...]:
    """The first roots of the deed that are no name, no country, no common actor and no verb that only carries another ("will work on", "hold"): what is to be done.

    A verb of the future comes first, wherever it stands; of a denial only what is denied counts: behind "that", else before the first comma.
    """
    view, low, high = doc.view.text, told.low, told.high
    if told.says == DENIED:
        low, high = denied_deed(view, low, high)
    start, end = doc.view.span(low, high)
    names = {root for a in doc.layer(NAME) if start <= a.span.start < end for root in stems(view, doc.view.find(a.span.start), doc.view.find(a.span.end), MAX_WORDS)}
    left: list[str] = []
    for word in WORD.finditer(view, low, high):
        if (root := stem(word[0])) and root not in names and root not in left and root not in light() and not territories(word[0], 0, len(word[0])):
            left.insert(0 if is_future(word[0]) and told.own and not any(map(is_future, left)) else len(left), root)
        if len(left) == (HEADS if told.own or told.says == DENIED else REPORT_HEADS):
            break
    return tuple(left)


@cache
def light() -> frozenset[str]:
    """Roots of the verbs that only carry another, and of actors named by a common noun."""
    forms = load("reports").key_of
    return frozenset(root for name in ("light", "anaphora", "deny") for form in forms[name] for word in form.split() if (root := stem(word)))


HEADS, REPORT_HEADS = 3, 8
"""Roots that say what is to be done, or what is denied; and those of another later report. The first of an undertaking must be among a report's."""


def _people(doc: Document, told: _Told) -> frozenset[str]:
    """Those of an undertaking's parties who are people, by the names in and around it."""
    low, high = doc.view.span(max(0, told.low - PEOPLE_REACH), told.high)
    return frozenset(a.span.of(doc.text) for a in doc.layer(NAME) if a.value.type == "PER" and low <= a.span.start < high) if told.who else frozenset()


PEOPLE_REACH = 400


def _keys(doc: str, found: tuple[str, ...], days: tuple[str, ...]) -> tuple[int, ...]:
    """Pairs of the most telling roots; a day named (and the next, for "before" it) with each root; the page, whose items are all compared."""
    best = telling(found, KEY_ROOTS)
    keys = {stable_key(KIND, *pair) for pair in combinations(sorted(best), 2)} | {stable_key(KIND, "page", doc)}
    for day in days:
        for near in (day, (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day < LAST_YEAR else day):
            keys.update(stable_key(KIND, near, root) for root in telling(found, DAY_ROOTS))
    return tuple(sorted(keys))


DAY_ROOTS = 9
LAST_YEAR = "9999"  # no day can be counted on from its last


def _entry(items: Sequence[Item], own: Sequence[Item]) -> Finding:
    told = _reports(items)
    due = _deadline(items, own)
    first = min(own, key=lambda item: (item.data["order"], item.data["deadline"] is None, item.doc, item.start))
    status = next((report["says"] for report in reversed(told) if report["date"]), told[-1]["says"])
    data = {"kind": KIND, "who": parties(sorted(own, key=_when)), "what": first.data["what"], "deadline": due, "status": status, "reports": told}
    docs = tuple(sorted({item.doc for item in items}))
    return Finding(KIND, stable_id(KIND, *sorted(item.id for item in items)), docs, data)


def _deadline(items: Sequence[Item], own: Sequence[Item]) -> str | None:
    """The deadline that a postponement set last; else the one most of the undertakings name, among equals the latest; behind a postponement only later ones."""
    put_off = [item for item in sorted(items, key=_when) if item.data["says"] == POSTPONED]
    named: list[str] = [item.data["deadline"] for item in own if item.data["deadline"]]
    new: list[str] = [item.data["deadline"] for item in put_off if item.data["deadline"]]
    if new:
        since = put_off[-1].data["order"]
        return max([new[-1], *(str(item.data["deadline"]) for item in own if item.data["deadline"] and item.data["order"] > since)])
    most = max(set(named), key=lambda day: (named.count(day), day)) if named else None
    later: list[str] = [day for item in own if put_off and (day := item.data["deadline"]) and most and day > most and item.data["order"] >= put_off[-1].data["order"]]
    return max(later, default=most)


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
        row = {"doc": item.doc, "start": item.start, "end": item.end, "date": day, "says": says}
        if item.data["deadline"]:
            told[item.doc, day or "", says] = row | {"deadline": item.data["deadline"]}
        told.setdefault((item.doc, day or "", says), row)
    return list(told.values())
