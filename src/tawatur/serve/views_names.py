"""Names, the network drawing, sources."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tawatur.serve.ask import Ask, cite, doc_href, document_row, href, name_row, pager, shown_origin
from tawatur.serve.forms import Carried, DocumentRow, Flow, Held, NameRow, Option, Pair, Problem, Row, Strip
from tawatur.serve.forms_pages import NamePage, Names, Network, Sources
from tawatur.serve.views_list import outlet_shares, said
from tawatur.store import desk_people as people
from tawatur.store.desk import Filter
from tawatur.store.judgements import history

TYPES = ("PER", "ORG", "LOC", "MISC", "ROLE")


def names(ask: Ask) -> Names:
    """Names by number of pages."""
    kind, words, page = ask.value("type"), ask.value("words"), ask.number("page")
    kind = kind if kind in TYPES else ""
    rows, total = people.names(ask.read, kind, words, page)
    counts = ask.read.keep("types", lambda: dict(ask.read.base.execute("SELECT type, count(*) FROM desk.name GROUP BY 1")))
    types = tuple(Option(t, t, counts[t], t == kind) for t in TYPES if t in counts)
    return Names(kind, words, types, tuple(name_row(ask, row) for row in rows), pager(page, total, 60))


def name(ask: Ask) -> NamePage:
    """One name, with all that people merged into it."""
    n = ask.number("n", 0, 2**31)
    page = ask.number("page")
    numbers = people.one_name(ask.read, n)
    row = people.name(ask.read, n)
    merged = tuple(name_row(ask, people.name(ask.read, other)) for other in numbers[1:])
    places, total = people.mentions(ask.read, numbers, page)
    head = name_row(ask, row)
    spoken, _ = ask.read.statements(Filter(speaker=n), size=6)
    taken = set(head.judged.split) if head.judged else set()
    shown = [p for p in places if f"mention:{ask.read.one('SELECT id FROM desk.doc WHERE n = ?', p['doc'])}:{p['start']}-{p['end']}" not in taken]
    entity = _entity(ask, row)
    beside = tuple(name_row(ask, {**people.name(ask.read, r["n"]), "docs": r["docs"]}) for r in people.beside(ask.read, numbers))
    days, undrawn = _filled({r["day"]: r["pages"] for r in people.name_days(ask.read, numbers)})
    return NamePage(
        head, merged, _spellings(ask, numbers), _offices(entity), _similar(ask, entity, head), beside,
        days, undrawn,
        tuple(said(ask, s) for s in spoken), tuple(cite(ask, p["doc"], p["start"], p["end"]) for p in shown), pager(page, total), tuple(history(ask.read.base, target=head.target)),
    )  # fmt: skip


def _filled(counts: dict[str, int]) -> tuple[Strip, int]:
    """Every day from the first to the last, or every month where that is more than a year; those without a page too. And how many pages it leaves out: a few
    that lie far before or after nearly all others would squeeze these."""
    if not counts:
        return Strip((), (), ()), 0
    whole = sum(counts.values())
    counts = _dense(counts)
    first, last = date.fromisoformat(min(counts)), date.fromisoformat(max(counts))
    long = (last - first).days > 400
    sums: dict[str, int] = {}
    for n in range((last - first).days + 1) if (last - first).days < 40_000 else ():
        day = (first + timedelta(n)).isoformat()
        key = day[:7] if long else day
        sums[key] = sums.get(key, 0) + counts.get(day, 0)
    return Strip(tuple(sums), tuple(sums.values()), tuple(0 for _ in sums)), whole - sum(counts.values())


def _dense(counts: dict[str, int]) -> dict[str, int]:
    """The days of nearly all pages: where they span more than 400 days, at most 3 % are cut off at the beginning and 1 % at the end."""
    days = sorted(counts)
    if (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days <= 400:
        return counts
    total, low, high, cut = sum(counts.values()), 0, len(days) - 1, 0
    while low < high and (cut := cut + counts[days[low]]) <= total * 0.03:
        low += 1
    cut = 0
    while high > low and (cut := cut + counts[days[high]]) <= total * 0.01:
        high -= 1
    return {day: counts[day] for day in days[low : high + 1]}


def _entity(ask: Ask, row: Row) -> Row:
    """What the record concluded of the entity behind a name; empty where it has none."""
    data = ask.read.one("SELECT data FROM main.finding WHERE n = ? AND id = ?", row["finding"], row["entity"]) if row["entity"] else None
    return dict(json.loads(data)) if data else {}


def _offices(entity: Row) -> tuple[Held, ...]:
    """Offices in order of the pages' days, each once a day."""
    rows = sorted(entity.get("offices") or (), key=lambda o: (o.get("date") or "9999", str(o.get("office"))))
    seen = {(str(o.get("office") or o.get("id") or ""), str(o.get("state") or "held"), o.get("date")): doc_href(str(o["doc"])) if o.get("doc") else None for o in rows}
    return tuple(Held(*key, link) for key, link in seen.items())[:40]


def _similar(ask: Ask, entity: Row, head: NameRow) -> tuple[NameRow, ...]:
    """The names that may be the same, which a person may merge or keep apart; without those that somebody has decided on."""
    ids = json.dumps([str(o["entity"]) for o in (entity.get("similar") or ())[:10]])
    apart = set(head.judged.split) if head.judged else set()
    found = (name_row(ask, row) for row in ask.read.rows("SELECT * FROM desk.name WHERE entity IN (SELECT value FROM json_each(?))", ids))
    return tuple(row for row in found if row.target not in apart and not (row.judged and row.judged.merged))


def _spellings(ask: Ask, numbers: list[int]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for n in numbers:
        for words, count in json.loads(people.name(ask.read, n)["spellings"] or "[]"):
            counts[words] = counts.get(words, 0) + count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))[:24]


def network(ask: Ask) -> Network:
    """Names that stand in the same pages."""
    kind = ask.value("type")
    nodes, lines = people.network(ask.read, ask.number("size", 120, 500), kind if kind in TYPES else "")
    return Network(tuple(nodes), tuple(lines))


# sources


def sources(ask: Ask) -> Sources:
    """Outlets, who copies whom, documents, failures."""
    asked = ask.asked()
    page = ask.number("page")
    rows, total = people.documents(ask.read, asked.outlet, asked.state, asked.words, page)
    flows = people.copy_lines(ask.read)
    most = max((row["pages"] for row in flows), default=1)
    carried = tuple(Carried(r["root"], shown_origin(ask, r["root"]) or r["root"], r["pages"], r["outlets"], href("/sources", state=r["root"]) + "#documents") for r in people.origins(ask.read, 16))
    pairs = tuple(pair(ask, row) for row in people.copies(ask.read, size=10)[0])
    problems = tuple(Problem(f["doc"], f["source"], f["stage"], f["code"], f["fields"]) for f in ask.read.record.failures()[:200])
    return Sources(
        asked, outlet_shares(ask), tuple(Flow(r["carrier"], r["source"], r["pages"], round(r["pages"] / most, 3)) for r in flows[:16]), carried, pairs, problems,
        tuple(_listed(ask, row) for row in rows), pager(page, total),
    )  # fmt: skip


def _listed(ask: Ask, row: Row) -> DocumentRow:
    return document_row(ask, row["n"])


def pair(ask: Ask, row: Row) -> Pair:
    """Two documents that share passages."""
    a, b = document_row(ask, row["a"]), document_row(ask, row["b"])
    return Pair(a, b, row["passages"], row["chars"], href("/compare", a=a.doc, b=b.doc))


