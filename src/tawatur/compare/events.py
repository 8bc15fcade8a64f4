"""The timeline: dated events of many documents, one entry an event, each with the clauses it stands on.

Dates are compared at the precision said: a day lies in its month and its year; dates that exclude one another are never joined, so that a disputed date
stays two entries. What lies ahead of the page that says it is planned; what a page recalls is its background.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tawatur.arabic import fold
from tawatur.compare.event_clauses import Dated, clauses, leans, opens_with_verb, span_of
from tawatur.compare.event_groups import joined, neighbours, stars
from tawatur.compare.event_parts import merged, parts
from tawatur.compare.event_words import likeness, roots, stems, telling, territories, weight
from tawatur.layers import NAME, PUBLISHED, REGION, TIME, Published, published
from tawatur.model import Document, Finding, Item, Link, stable_id, stable_key

KIND = "event"
VERSION = "3"
NEWS_DAYS = 3  # an event this many days before its page, or fewer, is the page's news and not background
MAX_WORDS = 34
SAME = 8.0, 0.35
FINER = 9.5, 0.42
PLANNED = 5.0, 0.3
KINDRED, RARE = (5.5, 0.35), 3.4
"""Least weight of shared roots, and least share of the poorer side's weight: for one date at one precision; when one date lies within the other; for one day ahead;
of one deed (a family of words) with a root shared that is as rare as RARE, in one month or less."""
MONTH = 31
TITLE_CHARACTERS = 150


@dataclass(frozen=True, slots=True)
class _Events:
    kind: str = KIND
    version: str = VERSION
    needs: tuple[str, ...] = (REGION, PUBLISHED, TIME, NAME)
    max_block: int = 32
    within: bool = True

    def items(self, doc: Document) -> Iterable[Item]:
        """Each dated clause of the page's prose."""
        when = published(doc)
        seen: set[tuple[int, int]] = set()
        for found in clauses(doc):
            if (found.start, found.end) not in seen:
                seen.add((found.start, found.end))
                yield _item(doc, when, found)

    def link(self, a: Item, b: Item) -> Link | None:
        """Linked when the dates can be one and enough of the clauses' words is shared, the rarer the better."""
        x, y = _interval(a), _interval(b)
        if not _nested(x, y):
            return Link(KIND, a.id, b.id, 1.0, "event.copied") if _copied(a, b) else None
        if a.data["planned"] != b.data["planned"] and x != y:
            return None
        if _elsewhere(a.data["lands"], b.data["lands"]) or a.data["parts"].get("told") != b.data["parts"].get("told"):
            return None  # what happened and what did not are two entries
        shared, share = likeness(a.data["roots"], b.data["roots"])
        if not _alike(a, b, x == y, shared, share):
            return None
        return Link(KIND, a.id, b.id, round(min(1.0, share), 4), "event.same" if x == y else "event.finer")

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """The events of a linked group: around its best linked mentions, each with those that are linked to it and can share its date."""
        near = neighbours(items, links)
        for group in joined(stars(items, near, _can_share_date), near, lambda one, other: _one_date(one[0], other[0])):
            yield _finding(group[0], group)


COMPARER = _Events()


def rank(findings: Iterable[Finding]) -> list[Finding]:
    """Events in order of weight for a brief: by how many origins carry them (documents, where no origins are counted yet), then by how central they are.

    Central is what speaks of things that many other events of the pile speak of: the sum, over the roots of its title, of the logarithm of their events.
    """
    found = list(findings)
    spoken = [set(stems(fold(finding.data["title"]).text, 0, 10_000, MAX_WORDS)) for finding in found]
    common = Counter(root for said in spoken for root in said)
    central = [math.fsum(math.log(common[root]) for root in said) / (1 + len(said)) ** 0.5 for said in spoken]
    order = sorted(range(len(found)), key=lambda k: (-_carried(found[k]), -central[k], found[k].data["date"]["earliest"], found[k].id))
    return [found[k] for k in order]


def _carried(finding: Finding) -> int:
    return int(finding.data.get("origins") or len(finding.docs))


def _item(doc: Document, when: Published | None, found: Dated) -> Item:
    found_roots = tuple(dict.fromkeys(stems(doc.view.text, found.start, found.date_start, MAX_WORDS) + stems(doc.view.text, found.date_end, found.end, MAX_WORDS)))
    start, end = doc.view.span(found.start, found.end)
    earliest, latest = span_of(found.time)
    value = found.time.value or ""
    day = (when.value or when.latest) if when else None
    planned = day is not None and (earliest > day or (found.time.mod == "END" and latest > day))
    if planned and day is not None:
        earliest = max(earliest, day)
    data = {
        "value": None if "X" in value else value[:10],
        "mod": found.time.mod,
        "earliest": earliest.isoformat(),
        "latest": latest.isoformat(),
        "title": _title(doc.text[start:end]),
        "roots": " ".join(found_roots),
        "lands": " ".join(territories(doc.view.text, found.start, found.end)),
        "planned": planned,
        "outlet": doc.outlet,
        "from": (latest - day).days if day is not None and found.time.anchor is not None and earliest == latest else None,
        "news": not planned and day is not None and not found.recalled and (day - latest).days <= NEWS_DAYS,
        "rank": _rank(doc, found),
        "parts": parts(doc, found),
    }
    return Item(stable_id(doc.id, KIND, str(start), str(end)), KIND, doc.id, start, end, _keys(earliest, latest, found_roots), data)


def _rank(doc: Document, found: Dated) -> int:
    """How well a clause titles its event: 0 a sentence that opens with its verb, 1 another clause, 2 one that leans on words before it or stands in a heading."""
    if found.role in ("title", "kicker") or leans(doc.view.text, found.start, found.end):
        return 2
    return 0 if opens_with_verb(doc.view.text, found.start, found.end) else 1


def _title(text: str) -> str:
    """The clause in one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARACTERS else line[: line.rindex(" ", 0, TITLE_CHARACTERS) if " " in line[:TITLE_CHARACTERS] else TITLE_CHARACTERS] + "\u2026"


def _keys(earliest: date, latest: date, said: tuple[str, ...]) -> tuple[int, ...]:
    """(date, root) keys: the most telling roots at the date's own precision, fewer at each coarser one, so that a day meets its month and year."""
    best = telling(said, 4)
    days = (latest - earliest).days
    levels: list[tuple[str, int]] = []
    if days <= 7:
        levels.append((earliest.isoformat(), 4))
    if earliest.month == latest.month:
        levels.append((earliest.isoformat()[:7], 3 if days <= 7 else 4))
    levels += [(str(year), 2 if days < 300 else 4) for year in sorted({earliest.year, latest.year})]
    return tuple(sorted({stable_key(KIND, when, root) for when, count in levels for root in best[:count]}))


def _interval(item: Item) -> tuple[str, str]:
    return item.data["earliest"], item.data["latest"]


def _alike(a: Item, b: Item, same: bool, shared: float, share: float) -> bool:
    """Whether the wordings of two clauses of one date are near enough; less is asked when they share a rare root and a deed, or are word for word."""
    least, least_share = PLANNED if a.data["planned"] and b.data["planned"] and same else SAME if same else FINER
    if shared >= least and share >= least_share:
        return True
    if not same or _days(a) > MONTH:
        return False
    common = roots(a.data["roots"]) & roots(b.data["roots"])
    if a.data["roots"] == b.data["roots"] and len(common) > 2:
        return True
    rare = any(weight(root) >= RARE for root in common if not root.startswith("="))
    return rare and any(root.startswith("=") for root in common) and shared >= KINDRED[0] and share >= KINDRED[1]


def _elsewhere(a: str, b: str) -> bool:
    """Whether both clauses name countries and none in common."""
    return bool(a and b) and not roots(a) & roots(b)


def _nested(x: tuple[str, str], y: tuple[str, str]) -> bool:
    """Whether one interval lies within the other."""
    return (x[0] <= y[0] and y[1] <= x[1]) or (y[0] <= x[0] and x[1] <= y[1])


def _copied(a: Item, b: Item) -> bool:
    """Whether two outlets say the same in the same words, a day or two apart, each counting from its own day: the later copied "today" with the rest."""
    if a.data["from"] is None or a.data["from"] != b.data["from"] or not a.data["outlet"] or a.data["outlet"] == b.data["outlet"]:
        return False
    apart = abs((date.fromisoformat(a.data["earliest"]) - date.fromisoformat(b.data["earliest"])).days)
    return apart <= COPY_DAYS and a.data["roots"] == b.data["roots"] and likeness(a.data["roots"], b.data["roots"])[0] >= SAME[0]


COPY_DAYS = 2


def _can_share_date(item: Item, group: Sequence[Item]) -> bool:
    """Whether the item's date and those of the group all lie within one another, or the item is a copy."""
    return all(_nested(_interval(item), _interval(member)) or _copied(item, member) for member in group)


def _one_date(a: Item, b: Item) -> bool:
    return _interval(a) == _interval(b)


def _finding(center: Item, group: Sequence[Item]) -> Finding:
    finest = min(group, key=lambda item: (_days(item), item.data["earliest"], item.id))
    told = min(group, key=lambda item: (item.data["rank"], _days(item), item.id != center.id, item.doc, item.start))
    data: dict[str, Any] = {
        "kind": KIND,
        "date": {"value": finest.data["value"], "earliest": finest.data["earliest"], "latest": finest.data["latest"]},
        "title": told.data["title"],
        "evidence": [{"doc": item.doc, "start": item.start, "end": item.end} for item in sorted(group, key=lambda item: (item.doc, item.start))],
    }
    data |= merged([item.data["parts"] for item in group])
    if finest.data["mod"]:
        data["date"]["mod"] = finest.data["mod"]
    if all(item.data["planned"] for item in group):
        data["planned"] = True
    elif not any(item.data["news"] for item in group):
        data["background"] = True
    return Finding(KIND, stable_id(KIND, *sorted(item.id for item in group)), tuple(sorted({item.doc for item in group})), data)


def _days(item: Item) -> int:
    return (date.fromisoformat(item.data["latest"]) - date.fromisoformat(item.data["earliest"])).days
