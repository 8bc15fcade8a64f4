"""Search, the review queue, judgements and their history."""

from __future__ import annotations

import re
from typing import Any

from tawatur.errors import UsageError
from tawatur.serve.ask import AROUND, Ask, cite, cites, document_row, href, one_a_document, options, pager
from tawatur.serve.forms import Decided, Doubt, Option, Row, SearchHit
from tawatur.serve.forms_pages import Judgements, Queue, Search, State, Training
from tawatur.store import desk_people as people
from tawatur.store.desk import Filter
from tawatur.store.desk_index import INSIDE
from tawatur.store.desk_query import parse
from tawatur.store.desk_search import Narrow
from tawatur.store.desk_search import search as find
from tawatur.store.judgements import Judgement, examples
from tawatur.store.subjects import ANCHORS

_PLACE = re.compile(r"(?P<doc>.*):(?P<start>\d{1,9})-(?P<end>\d{1,9})$", re.S)


def search(ask: Ask) -> Search:
    """Hits in context. A query that cannot be asked is answered with the reason, not an error."""
    text = ask.given.get("q", "").strip()
    chosen = {key: ask.value(key) for key in ("outlet", "month", "person", "place", "layer")}
    exact, order, page = ask.value("exact") == "1", ask.value("order"), ask.number("page")
    if not text:
        return Search(text, exact, order, chosen, (), {}, pager(1, 0, 20))
    try:
        query = parse(text)
    except UsageError as error:
        return Search(text[:400], exact, order, chosen, (), {}, pager(1, 0, 20), problem=error.code)
    numbers = tuple(int(chosen[key]) for key in ("person", "place") if chosen[key].isascii() and chosen[key].isdecimal())
    by = Narrow(chosen["outlet"], chosen["month"], numbers, chosen["layer"] if chosen["layer"] in INSIDE else "", exact, order)
    found = find(ask.read, query, by, page)
    hits = tuple(SearchHit(document_row(ask, h.doc), tuple(cite(ask, h.doc, a, b, AROUND + 30) for a, b in h.places), h.more) for h in found.hits)
    facets = {key: tuple(Option(str(r["value"]), r["label"], r["n"], str(r["value"]) == chosen[key]) for r in rows if r["value"]) for key, rows in found.facets.items()}
    facets["layer"] = tuple(Option(name, name, None, name == chosen["layer"]) for name in INSIDE)
    return Search(text, exact, order, chosen, hits, facets, pager(page, found.total, 20), found.least)


# the queue


def queue(ask: Ask) -> Queue:
    """The least certain findings that nobody has decided."""
    kind, page = ask.value("kind"), ask.number("page")
    rows, total = people.queue(ask.read, kind, page, 15)
    return Queue(kind, options(people.doubts(ask.read), kind), tuple(_doubt(ask, row) for row in rows), pager(page, total, 15))


def _doubt(ask: Ask, row: Row) -> Doubt:
    about = subject(ask, row["target"])
    places = about["places"]
    found = cites(ask, one_a_document(places), 4)
    return Doubt(row["target"], row["kind"], row["why"], round(row["score"], 3), about["title"], found, about["href"] or "", ask.judged(row["target"]))


def subject(ask: Ask, target: str) -> Row:
    """What a target is about: title, href, places (document numbers and offsets). An unknown one has its own text as title, and no href."""
    kind, _, rest = target.partition(":")
    target = ask.read.anchored(target)
    if found := ask.read.find(target):
        page = {"fact": "/fact", "event": "/timeline", "commitment": "/commitments", "story": "/story"}.get(found["kind"], "/timeline")
        link = _reuse_href(ask, found) if found["kind"] == "reuse" else f"{page}?target={target}"
        return {"title": found["title"], "href": link, "places": ask.read.places(found["n"])}
    if kind == "name" and rest.count(":") and (row := people.name_of(ask.read, target)):
        return {"title": row["name"], "href": href("/name", n=row["n"]), "places": people.one_a_document(ask.read, row["n"])}
    place = _PLACE.match(rest)
    doc = rest if kind == "document" else place["doc"] if place else ""
    n = ask.read.one("SELECT n FROM desk.doc WHERE id = ?", doc)
    if n is None:
        return {"title": rest[:120], "href": None, "places": []}
    if place is None:
        head = document_row(ask, n)
        return {"title": head.title, "href": head.href, "places": []}
    shown = cite(ask, n, int(place["start"]), max(int(place["end"]), int(place["start"]) + 1))
    return {"title": shown.exact, "href": shown.href, "places": [{"doc": n, "start": shown.start, "end": shown.end}]}


def _reuse_href(ask: Ask, found: Row) -> str:
    places = [ask.read.one("SELECT id FROM desk.doc WHERE n = ?", place["doc"]) for place in ask.read.places(found["n"])]
    return href("/compare", a=places[0], b=places[-1]) if places else "/compare"


def kept_with(ask: Ask, act: str, target: str, other: str) -> dict[str, Any]:
    """What is written beside a decision, so that it finds its finding again: its words and places by document id, and those of what it is merged with or split from."""
    about = subject(ask, target)
    out: dict[str, Any] = {"words": about["title"][:1_000], "places": _ids(ask, about["places"])}
    if other:
        out["others"] = _ids(ask, subject(ask, other)["places"])
    if act in ("edit", "merge"):
        out["before"] = out["words"]
    elif act == "redate" and target.startswith("document:"):
        out["before"] = ask.read.one("SELECT first FROM desk.doc WHERE id = ?", target.partition(":")[2])
    elif act == "redate":
        out["before"] = ask.read.one("SELECT first FROM desk.finding WHERE target = ?", ask.read.anchored(target))
    return out


def _ids(ask: Ask, places: list[Row]) -> list[Row]:
    """Places by document id."""
    return [{"doc": ask.read.one("SELECT id FROM desk.doc WHERE n = ?", p["doc"]), "start": p["start"], "end": p["end"]} for p in places[:ANCHORS]]


# history


def judgements(ask: Ask) -> Judgements:
    """All that people decided, newest first."""
    page = ask.number("page")
    every = ask.read.history[::-1]
    shown = every[(page - 1) * 40 : page * 40]
    return Judgements(tuple(_decided(ask, j) for j in shown), pager(page, len(every), 40), len(ask.read.judged))


def _decided(ask: Ask, judgement: Judgement) -> Decided:
    about = subject(ask, judgement.target)
    return Decided(judgement, str(judgement.data.get("words") or about["title"])[:200], about["href"])


def training(ask: Ask) -> Training:
    """Judgements that stand, as training data."""
    return Training(tuple(examples(ask.read.base)))


def suggest(ask: Ask) -> list[Row]:
    """Targets of one kind whose words hold all of these: for merging. At most eight."""
    kind, words = ask.value("kind"), ask.value("words")
    if kind == "name":
        rows, _ = people.names(ask.read, ask.value("type"), words, size=8)
        return [{"target": f"name:{r['type']}:{r['key']}", "title": r["name"], "count": r["docs"]} for r in rows]
    rows, _ = ask.read.findings(kind, Filter(words=words), size=8)
    return [{"target": r["target"], "title": r["title"], "count": r["outlets"]} for r in rows]


def state(ask: Ask, generation: int, more: bool, partial: bool) -> State:
    """Whether the record holds `more` than is shown; `partial`: documents alone are shown yet."""
    documents = int(ask.read.one("SELECT count(*) FROM main.document"))
    shown = int(ask.read.one("SELECT count(*) FROM desk.doc"))
    return State(documents, shown, more, partial, generation)
