"""Builds the brief: what a reader sees of a whole record on one page. Plain rows in, one frozen `Brief` out; nothing is ranked or cut anywhere else.

Every line carries a citation (outlet, date, exact words) and every count is given twice: outlets, and independent origins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from tawatur.assemble.brief_desk import Desk, Place, by_origins, first_day, last_day, left_over, order_of, place_of, same_words, when_of
from tawatur.assemble.brief_form import (
    Brief,
    BriefInput,
    Carrier,
    Citation,
    Copy,
    Count,
    Event,
    Evidence,
    Fact,
    FactValue,
    Limits,
    OriginGroup,
    Problem,
    Promise,
    Report,
    Row,
    Section,
    Source,
    When,
)
from tawatur.assemble.brief_voices import speakers as build_speakers

__all__ = ["Brief", "BriefInput", "Limits", "build_brief"]

def build_brief(given: BriefInput, limits: Limits | None = None) -> Brief:
    """The brief of a record. Pure: same rows in any order, same brief. Raises KeyError for a row that lacks a field of the contract."""
    desk = Desk(given, limits or Limits())
    totals = _totals(given, desk)
    events = _events(desk)
    speakers = build_speakers(desk)
    facts = sorted(given.findings.get("fact", ()), key=_fact_order)
    disputed = _facts(desk, [row for row in facts if row["verdict"] in ("contradict", "update")], desk.limits.facts)
    agreed = _facts(desk, [row for row in facts if row["verdict"] == "agree"], desk.limits.agreed)
    promises = _promises(desk)
    copies = _copies(desk)
    origins = _origins(desk)
    return Brief(
        given.title, _period(desk), totals, events, speakers, disputed, agreed, promises, copies, origins, _sources(desk, totals), _failures(desk, totals)
    )


def _period(desk: Desk) -> When:
    """From the first to the last day that a page surely bears; pages dated by an interval count only where no page has a day."""
    dates = [desk.published(doc) for doc in desk.documents]
    sure = [when for when in dates if when.value] or dates
    first = [first_day(when) for when in sure if first_day(when)]
    last = [last_day(when) for when in sure if last_day(when)]
    return When(None, min(first, default=None), max(last, default=None))


def _totals(given: BriefInput, desk: Desk) -> dict[str, int]:
    counted = {kind: len(rows) for kind, rows in given.findings.items()}
    counted["documents"] = len(given.documents)
    counted["outlets"] = len({desk.outlet(doc) for doc in desk.documents})
    counted["origins"] = len({desk.origin(doc) for doc in desk.documents})
    counted["statements"] = len(given.statements)
    counted["failures"] = len(given.failures)
    counted["contradict"] = sum(row["verdict"] == "contradict" for row in given.findings.get("fact", ()))
    return {**counted, **given.totals}


# timeline


def _events(desk: Desk) -> Section[Event]:
    rows = sorted(desk.given.findings.get("event", ()), key=lambda row: (*by_origins(row), bool(row.get("background")), order_of(when_of(row["date"])), str(row["title"])))
    shown = sorted(rows[: desk.limits.events], key=lambda row: (order_of(when_of(row["date"])), str(row["title"])))
    begins = _period(desk).earliest or ""
    return Section(tuple(_event(desk, row, begins) for row in shown), left_over(desk, "event", rows, len(shown)))


def _event(desk: Desk, row: Row, begins: str) -> Event:
    when, places = when_of(row["date"]), list(row["evidence"])
    lead = next((place for place in sorted(places, key=place_of) if same_words(desk.exact(place), str(row["title"]))), None)
    cited = desk.cite(*place_of(lead)) if lead else None
    citations, more = desk.cite_all([place for place in places if lead is None or place_of(place) != place_of(lead)])
    return Event(when, str(row["title"]), _tense(desk, row, when, begins), desk.count(row, places), cited, citations, more)


def _tense(desk: Desk, row: Row, when: When, begins: str) -> Literal["planned", "earlier", "reported"]:
    """As the record says, else from the dates: ahead of every page that gives it, or before the first page of the pile."""
    if row.get("planned") or row.get("background"):
        return "planned" if row.get("planned") else "earlier"
    published = [last_day(desk.published(place["doc"])) for place in row["evidence"]]
    first = first_day(when)[:10]
    if first and all(day and day < first for day in published):
        return "planned"
    return "earlier" if last_day(when) and begins and last_day(when) < begins[: len(last_day(when))] else "reported"


# facts


def _fact_order(row: Row) -> tuple[int, int, int, str]:
    return {"contradict": 0, "update": 1}.get(row["verdict"], 2), *by_origins(row), str(row["slot"])


def _facts(desk: Desk, rows: Sequence[Row], limit: int) -> Section[Fact]:
    return Section(tuple(_fact(desk, row) for row in rows[:limit]), max(len(rows) - limit, 0))


def _fact(desk: Desk, row: Row) -> Fact:
    by_value: dict[str, list[Row]] = {}
    for value in row["values"]:
        by_value.setdefault(str(value["value"]), []).append(value)
    count = desk.count(row, row["values"])
    groups = sorted(by_value.items(), key=lambda pair: _value_order(desk, *pair))
    return Fact(str(row.get("title") or row["slot"]), str(row["verdict"]), count, tuple(_fact_value(desk, text, found, count) for text, found in groups))


def _value_order(desk: Desk, value: str, rows: Sequence[Row]) -> tuple[str, float, str]:
    """When it was first given, then the smaller number: a toll that rises within one day reads in its order."""
    first = min(str(row.get("as_of") or order_of(desk.published(row["doc"]))) for row in rows)
    return first, float(value) if value.replace(".", "", 1).isdecimal() else 0.0, value


def _fact_value(desk: Desk, text: str, rows: Sequence[Row], whole: Count) -> FactValue:
    """One value's witnesses; never more than the whole fact's, which the record has counted with all it knows of copies."""
    citations, more = desk.cite_all(rows)
    dates = sorted(str(row["as_of"]) for row in rows if row.get("as_of"))
    own = desk.count({}, rows)
    count = Count(min(own.outlets, whole.outlets), min(own.origins, whole.origins))
    return FactValue(text, dates[0] if dates else None, count, citations, more)


# commitments


def _promises(desk: Desk) -> Section[Promise]:
    rows = sorted(desk.given.findings.get("commitment", ()), key=lambda row: (-len(row["reports"]), *by_origins(row), str(row["what"])))
    shown = rows[: desk.limits.commitments]
    return Section(tuple(_promise(desk, row) for row in shown), left_over(desk, "commitment", rows, len(shown)))


def _promise(desk: Desk, row: Row) -> Promise:
    reports = sorted(row["reports"], key=lambda report: (str(report.get("date") or order_of(desk.published(report["doc"]))), place_of(report)))
    shown = reports[: 2 * desk.limits.citations]
    return Promise(
        tuple(str(who) for who in row["who"]),
        str(row["what"]),
        When(row.get("deadline")),
        str(row["status"]),
        desk.count(row, row["reports"]),
        tuple(Report(_report_date(desk, report), str(report["says"]), desk.cite(*place_of(report))) for report in shown),
        len(reports) - len(shown),
    )


def _report_date(desk: Desk, report: Row) -> When:
    return When(report["date"]) if report.get("date") else desk.published(report["doc"])


# copies and origins


def _copies(desk: Desk) -> Section[Copy]:
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in desk.given.findings.get("reuse", ()):
        pairs.setdefault((str(row["a"]["doc"]), str(row["b"]["doc"])), []).append(row)
    ranked = sorted(pairs.values(), key=lambda rows: (_within(desk, rows[0]), -sum(map(_length, rows)), place_of(rows[0]["a"]), place_of(rows[0]["b"])))
    shown = ranked[: desk.limits.copies]
    return Section(tuple(_copy(desk, rows) for rows in shown), len(ranked) - len(shown))


def _within(desk: Desk, row: Row) -> bool:
    """Whether one outlet repeats itself, which tells a reader less."""
    return desk.outlet(row["a"]["doc"]) == desk.outlet(row["b"]["doc"])


def _length(row: Row) -> int:
    return int(row["b"]["end"]) - int(row["b"]["start"])


def _copy(desk: Desk, rows: Sequence[Row]) -> Copy:
    row = max(rows, key=lambda row: (_length(row), -int(row["b"]["start"])))
    first, second = row["a"], row["b"]
    if row["source"] == "b" or (row["source"] is None and order_of(desk.published(second["doc"])) < order_of(desk.published(first["doc"]))):
        first, second = second, first
    cited = desk.cite(*place_of(second))
    size = len(cited.exact.split())
    return Copy(desk.cite(*place_of(first)), cited, row["source"] is not None, float(row["likeness"]), size, len(rows), str(row.get("why") or ""))


def _origins(desk: Desk) -> Section[OriginGroup]:
    groups: dict[str, list[Row]] = {}
    for row in desk.given.findings.get("origin", ()):
        if row.get("origin") and row["origin"] != row["doc"]:
            groups.setdefault(desk.name_of(str(row["origin"])), []).append(row)
    ranked = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    shown = ranked[: desk.limits.origins]
    return Section(tuple(_origin_group(desk, name, rows) for name, rows in shown), len(ranked) - len(shown))


def _origin_group(desk: Desk, name: str, rows: Sequence[Row]) -> OriginGroup:
    ordered = sorted(rows, key=lambda row: (order_of(desk.published(row["doc"])), str(row["doc"])))
    shown = ordered[: 2 * desk.limits.citations]
    return OriginGroup(name, tuple(_carrier(desk, row) for row in shown), len(ordered) - len(shown))


def _carrier(desk: Desk, row: Row) -> Carrier:
    """A page with the words that give it away, where the evidence lies in its text."""
    doc = str(row["doc"])
    placed = next((item for item in row.get("evidence", ()) if isinstance(item, Mapping) and item.get("end")), None)
    cited = desk.cite(str(placed.get("doc", doc)), int(placed["start"]), int(placed["end"])) if placed else None
    number = desk.source(doc) if doc in desk.documents else None
    return Carrier(number, desk.outlet(doc), desk.published(doc), cited, tuple(filter(None, map(_evidence_text, row.get("evidence", ()))))[:2])


def _evidence_text(item: Any) -> str:
    if isinstance(item, Mapping):
        return str(item.get("says") or item.get("why") or item.get("text") or "")
    return str(item)


# sources


def _sources(desk: Desk, totals: Mapping[str, int]) -> Section[Source]:
    """Every document that is cited, numbered in order of first citation, then the others by date as long as there is room."""
    others = sorted(desk.documents.keys() - desk.numbers.keys(), key=lambda doc: (order_of(desk.published(doc)), doc))
    for doc in others[: max(desk.limits.sources - len(desk.numbers), 0)]:
        desk.source(doc)
    quotes: dict[int, list[tuple[Place, Citation]]] = {}
    for place, citation in desk.cited.items():
        quotes.setdefault(citation.source, []).append((place, citation))
    shown = [_source(desk, doc, number, [c for _, c in sorted(quotes.get(number, ()), key=lambda q: q[0])]) for doc, number in desk.numbers.items()]
    return Section(tuple(shown), max(totals["documents"] - len(shown), 0))


def _source(desk: Desk, doc: str, number: int, quotes: Sequence[Citation]) -> Source:
    row = desk.documents.get(doc, {})
    evidence = tuple(Evidence(str(item.get("text") or ""), str(item.get("says") or "")) for item in (row.get("published") or {}).get("evidence", ()))
    return Source(
        number, doc, row.get("title"), desk.outlet(doc), row.get("author"), row.get("url"), str(row.get("source") or ""),
        desk.published(doc), evidence[: desk.limits.citations], desk.carries(doc), tuple(quotes),
    )  # fmt: skip


def _failures(desk: Desk, totals: Mapping[str, int]) -> Section[Problem]:
    rows = sorted(desk.given.failures, key=lambda row: (str(row["source"]), str(row["doc"]), str(row["stage"])))
    shown = tuple(Problem(str(row["doc"]), str(row["source"]), str(row["stage"]), str(row["message"])) for row in rows[: desk.limits.failures])
    return Section(shown, max(totals["failures"], len(rows)) - len(shown))
