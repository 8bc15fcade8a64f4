"""Who holds an office that a page says without a name: linked only where a document of the pile names the holder at about that date.

Every page that says an office stands with the others of its month; one that names the holder also stands with those of the month before and after (an item
each), so that evidence lies at most two months away and no group outgrows its month. No holder is told where the pages of those months name two people;
what only one page says from afar, or a page says against the others, is offered for review under `similar`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tawatur.compare.entity_people import compare_people
from tawatur.compare.entity_words import Words, is_given, name_words, person_words, skeleton
from tawatur.layers import NAME, OFFICE, PUBLISHED, Post, published
from tawatur.model import Annotation, Document, Finding, Item, Link, stable_id, stable_key

KIND = "office"
VERSION = "1"
STRONG = 0.7
"""Score from which a mention is the holder's; below it is offered for review. The same as for names (compare/entities.py)."""
NEAR = 14
"""Days between a page that says an office and one that names its holder, where none names him on the other side: in the news of 2018 a link over 30 days met a change of government."""
STRAY = 10
"""Pages that must name one holder for each page that names another, before the other is taken for a slip (a former holder without "former")."""
SHOWN = 5
"""Pages that a finding cites for the name: the nearest first."""
MOST_PLACES = 4_000
MOST_NAMES = 60
"""Forms of holders' names that are compared with each other: the most frequent."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Holders:
    kind: str = KIND
    version: str = VERSION
    needs: tuple[str, ...] = (PUBLISHED, NAME, OFFICE)
    max_block: int = 20
    within: bool = False

    def items(self, doc: Document) -> Iterable[Item]:
        """One item for each office a page says, and one more for each month beside it where the page names the holder."""
        day = _day(doc)
        said: dict[tuple[str, str], list[Annotation[Post]]] = {}
        for annotation in doc.layer(OFFICE):
            said.setdefault((annotation.value.id, annotation.value.of), []).append(annotation)
        for (post, of), found in said.items():
            mentions = [[a.span.start, a.span.end, " ".join(a.span.of(doc.text).split())] for a in found if a.value.holder is None]
            holders = [_holder(doc, a, a.value.holder) for a in found if a.value.holder is not None and a.value.state == "held"]
            turned = [{**_holder(doc, a, a.value.holder), "state": a.value.state} for a in found if a.value.state != "held"]
            data = {"post": post, "of": of, "day": day.isoformat() if day else None, "outlet": doc.outlet, "mentions": mentions, "holders": holders, "turned": turned}
            yield _item(doc, found[0], data, _month(day))
            if (holders or turned) and day:
                for beside in (-1, 1):
                    yield _item(doc, found[0], {**data, "mentions": []}, _month(day, beside))

    def link(self, a: Item, b: Item) -> Link | None:
        """Two pages that say one office in one month; whether it is one holder is concluded from all of them."""
        one, other = a.data, b.data
        same = (one["post"], one["of"], one["month"]) == (other["post"], other["of"], other["month"])
        return Link(self.kind, a.id, b.id, 1.0, "office.same_month", {}) if same else None

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterator[Finding]:
        """The places of one month that say an office without a name, with the one holder the pile names; nothing where it names none, or two."""
        holder = _one_holder(items)
        if holder is None:
            return
        words, named = holder
        changing = _changes_hands(items, words)
        sure, weak = list[dict[str, Any]](), list[dict[str, Any]]()
        for item in items:
            if item.data["mentions"]:
                score, rule = _score(item, named, changing)
                for start, end, text in item.data["mentions"]:
                    place = {"doc": item.doc, "start": start, "end": end, "text": text, "score": score, "rule": rule}
                    (sure if score >= STRONG else weak).append(place)
        if sure or weak:
            yield _finding(items[0], sure[:MOST_PLACES], weak[:MOST_PLACES], words, named)


COMPARER = _Holders()


def _day(doc: Document) -> date | None:
    """The day of publication; of an interval within one month its first day; else None."""
    when = published(doc)
    if when is None:
        return None
    one_month = when.earliest and when.latest and (when.earliest.year, when.earliest.month) == (when.latest.year, when.latest.month)
    return when.value or (when.earliest if one_month else None)


def _month(day: date | None, beside: int = 0) -> str | None:
    if day is None:
        return None
    months = day.year * 12 + day.month - 1 + beside
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _holder(doc: Document, found: Annotation[Post], name: Any) -> dict[str, Any]:
    said = " ".join(name.of(doc.text).split())
    whole = " ".join(doc.text[found.span.start : name.end].split())
    return {"name": said, "words": list(person_words(name_words(said))), "start": name.start, "end": name.end, "text": whole}


def _item(doc: Document, first: Annotation[Post], data: dict[str, Any], month: str | None) -> Item:
    data = {**data, "month": month}
    name = (KIND, data["post"], data["of"], month or doc.id)
    return Item(stable_id(doc.id, *name), KIND, doc.id, first.span.start, first.span.end, (), data, hubs=(stable_key(*name),) if month else ())


def _one_holder(items: Sequence[Item]) -> tuple[Words, list[tuple[Item, Row]]] | None:
    """The holder's most frequent name and the places that name him, or None: nobody is named, or two people are."""
    pages = Counter[Words]()
    for item in items:
        pages.update({tuple(holder["words"]) for holder in item.data["holders"] if holder["words"]})
    if not pages:
        return None
    names = [words for words, _ in sorted(pages.items(), key=lambda row: (-row[1], row[0]))[:MOST_NAMES]]
    main = _people(names, items[0].data)
    named = [(item, holder) for item in items for holder in item.data["holders"] if tuple(holder["words"]) in main]
    his = len({item.doc for item, _ in named})
    others = len({item.doc for item in items for holder in item.data["holders"] if holder["words"] and tuple(holder["words"]) not in main})
    return (min(main, key=lambda words: (len(words) < 2, -pages[words], words)), named) if others * STRAY <= his else None


def _changes_hands(items: Sequence[Item], holder: Words) -> bool:
    """Whether a page of those months calls the holder the former one, or anyone the next, the new or the acting one."""
    turned = [row for item in items for row in item.data["turned"] if row["words"]]
    return any(row["state"] != "before" or _same(tuple(row["words"]), holder, items[0].data) for row in turned)


def _people(names: Sequence[Words], data: Row) -> set[Words]:
    """The forms that are one person's with the most frequent: agreeing with it, or with another that does."""
    one, rest = {names[0]}, list(names[1:])
    while more := [words for words in rest if any(_same(words, other, data) for other in one)]:
        one.update(more)
        rest = [words for words in rest if words not in one]
    return one


def _same(a: Words, b: Words, data: Row) -> bool:
    office = [{"id": data["post"], "cls": "office", "of": data["of"], "state": "held", "office": data["post"]}]
    return compare_people(a, b, office, office)[0] >= STRONG or _one_in_office(a, b)


def _one_in_office(a: Words, b: Words) -> bool:
    """What makes two names one person's where both hold one office in one season: one begins or ends the other (a king's given name, a surname that is also a
    given name), or they are one foreign name cut or heard otherwise.
    """
    short, long = sorted((a, b), key=len)
    if short in (long[: len(short)], long[-len(short) :]):
        return True
    if skeleton("".join(a)) == skeleton("".join(b)):
        return True
    foreign = not is_given(a[0]) and not is_given(b[0])
    return foreign and (a[0] == b[0] or (a[-1] == b[-1] and a[0][:2] == b[0][:2]))


def _score(item: Item, named: Sequence[tuple[Item, Row]], changing: bool) -> tuple[float, str]:
    """How sure it is that a page means the holder: its own words, then pages before and after it, or near in time where no page speaks of another holder."""
    his = {other.id for other, _ in named}
    if item.data["holders"]:
        agrees = item.id in his and all(any(h is holder for _, holder in named) for h in item.data["holders"])
        return (0.95, "office.same_page") if agrees else (0.5, "office.page_says_other")
    days = {other.doc: (date.fromisoformat(other.data["day"]) - date.fromisoformat(item.data["day"])).days for other, _ in named}
    if min(days.values()) <= 0 <= max(days.values()) and len(days) > 1:
        return 0.85, "office.pages_around"
    if changing:
        return 0.5, "office.changing"
    near = sum(abs(apart) <= NEAR for apart in days.values())
    return (0.8, "office.pages_near") if near > 1 else (0.75, "office.page_near") if near else (0.6, "office.page_far")


def _finding(first: Item, sure: list[dict[str, Any]], weak: list[dict[str, Any]], words: Words, named: Sequence[tuple[Item, Row]]) -> Finding:
    own = {place["doc"] for place in [*sure, *weak]}
    cited = sorted(named, key=lambda row: (row[0].doc not in own, row[0].data["day"] or "", row[0].doc, row[1]["start"]))[:SHOWN]
    name = next(holder["name"] for _, holder in named if tuple(holder["words"]) == words)
    said = sorted({place["text"] for place in [*sure, *weak]})
    finding = stable_id(KIND, "finding", first.data["post"], first.data["of"], first.data["month"] or first.doc)
    data = {
        "kind": KIND,
        "office": first.data["post"],
        "of": first.data["of"],
        "month": first.data["month"],
        "type": "PER",
        "name": name,
        "spellings": said,
        "offices": [{"office": said[0], "id": first.data["post"], "of": first.data["of"], "state": "held", "doc": cited[0][0].doc, "date": cited[0][0].data["day"]}],
        "mentions": sure,
        "named": [
            {"doc": item.doc, "start": h["start"], "end": h["end"], "text": h["text"], "date": item.data["day"], "outlet": item.data["outlet"]} for item, h in cited
        ],
        "pages": len({item.doc for item, _ in named}),
        "similar": weak,
    }
    docs = {place["doc"] for place in [*sure, *weak]} | {item.doc for item, _ in cited}
    return Finding(KIND, finding, tuple(sorted(docs)), data)
