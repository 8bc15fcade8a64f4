"""Builds the brief: what a reader sees of a whole record on one page. Plain rows in, one frozen `Brief` out; nothing is ranked or cut anywhere else.

Every line carries a citation (outlet, date, exact words) and every count is given twice: outlets, and independent origins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from tawatur.arabic import fold, folded, words
from tawatur.assemble.brief_form import (
    Brief,
    BriefInput,
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
    Said,
    Section,
    Source,
    SourceRef,
    Speaker,
    Step,
    When,
)

__all__ = ["Brief", "BriefInput", "Limits", "build_brief"]

Place = tuple[str, int, int]  # document id, start, end


class _Desk:
    """The documents at hand, and the citations given out so far: one number for one place. Lives for one call of `build_brief`."""

    def __init__(self, given: BriefInput, limits: Limits) -> None:
        self.given = given
        self.limits = limits
        self.documents: dict[str, Row] = {row["id"]: row for row in given.documents}
        self.numbers: dict[str, int] = {}
        self.cited: dict[Place, Citation] = {}

    def outlet(self, doc: str) -> str:
        """The outlet, else the title, else the id."""
        row = self.documents.get(doc, {})
        return row.get("outlet") or row.get("title") or doc

    def published(self, doc: str) -> When:
        """The publication date of a document."""
        return _when(self.documents.get(doc, {}).get("published"))

    def carries(self, doc: str) -> str | None:
        """Who the document took its text from, by name; None for its own."""
        origin = self.documents.get(doc, {}).get("origin")
        if not origin or origin == doc:
            return None
        name = self.outlet(origin) if origin in self.documents else origin
        return None if folded(name) == folded(self.outlet(doc)) else str(name)

    def origin(self, doc: str) -> str:
        """What the document counts as when origins are counted."""
        return str(self.documents.get(doc, {}).get("origin") or doc)

    def source(self, doc: str) -> int:
        """The document's number in the list of sources, given on first use."""
        return self.numbers.setdefault(doc, len(self.numbers) + 1)

    def cite(self, doc: str, start: int, end: int) -> Citation:
        """The citation of one place."""
        place = (doc, start, end)
        if place not in self.cited:
            around = self.limits.around
            before, exact, after = self.given.context(doc, start, end, around)
            edges = _lead_in(before, around), exact, _lead_out(after, around)
            self.cited[place] = Citation(len(self.cited) + 1, self.source(doc), self.outlet(doc), self.published(doc), *edges, self.carries(doc))
        return self.cited[place]

    def cite_all(self, rows: Iterable[Row]) -> tuple[tuple[Citation, ...], int]:
        """Citations of the places, one outlet after another before any outlet twice, then by date; and how many were left out."""
        places = sorted({_place(row) for row in rows}, key=lambda place: (_order(self.published(place[0])), place))
        seen: Counter[str] = Counter()
        ranked: list[tuple[int, Place]] = []
        for place in places:
            ranked.append((seen[self.outlet(place[0])], place))
            seen[self.outlet(place[0])] += 1
        ranked.sort(key=lambda pair: pair[0])
        shown = ranked[: self.limits.citations]
        return tuple(self.cite(*place) for _, place in shown), len(ranked) - len(shown)

    def count(self, row: Row, places: Iterable[Row]) -> Count:
        """The row's own counts, else counted from its places."""
        docs = {str(place["doc"]) for place in places}
        outlets = row.get("outlets") or len({self.outlet(doc) for doc in docs})
        return Count(int(outlets), int(row.get("origins") or len({self.origin(doc) for doc in docs})))


def build_brief(given: BriefInput, limits: Limits | None = None) -> Brief:
    """The brief of a record. Pure: same rows in any order, same brief. Raises KeyError for a row that lacks a field of the contract."""
    desk = _Desk(given, limits or Limits())
    totals = _totals(given, desk)
    events = _events(desk)
    speakers = _speakers(desk)
    facts = sorted(given.findings.get("fact", ()), key=_fact_order)
    disputed = _facts(desk, [row for row in facts if row["verdict"] in ("contradict", "update")], desk.limits.facts)
    agreed = _facts(desk, [row for row in facts if row["verdict"] == "agree"], desk.limits.agreed)
    promises = _promises(desk)
    copies = _copies(desk)
    origins = _origins(desk)
    return Brief(
        given.title, _period(desk), totals, events, speakers, disputed, agreed, promises, copies, origins, _sources(desk, totals), _failures(desk, totals)
    )


def _lead_in(before: str, around: int) -> str:
    """What stands before the words on their own line, from a word's beginning; an ellipsis where the line begins earlier."""
    line = before.rpartition("\n")[2]
    return line if "\n" in before or len(before) < around else "\N{HORIZONTAL ELLIPSIS} " + line.partition(" ")[2]


def _lead_out(after: str, around: int) -> str:
    """What follows the words on their own line, to a word's end; an ellipsis where the line goes on."""
    line = after.partition("\n")[0]
    return line if "\n" in after or len(after) < around else line.rpartition(" ")[0] + " \N{HORIZONTAL ELLIPSIS}"


def _place(row: Row) -> Place:
    return str(row["doc"]), int(row["start"]), int(row["end"])


def _when(row: Row | None) -> When:
    if not row:
        return When()
    return When(row.get("value"), row.get("earliest"), row.get("latest"), row.get("weekday"))


def _order(when: When) -> str:
    """Sorts dates; what is not known comes last. A month sorts before its days, as an interval does by its first day."""
    return when.value or when.earliest or when.latest or "~"


def _first(when: When) -> str:
    return when.earliest or when.value or ""


def _last(when: When) -> str:
    return when.latest or when.value or ""


def _period(desk: _Desk) -> When:
    dates = [desk.published(doc) for doc in desk.documents]
    first = [_first(when) for when in dates if _first(when)]
    last = [_last(when) for when in dates if _last(when)]
    return When(None, min(first, default=None), max(last, default=None))


def _totals(given: BriefInput, desk: _Desk) -> dict[str, int]:
    counted = {kind: len(rows) for kind, rows in given.findings.items()}
    counted["documents"] = len(given.documents)
    counted["outlets"] = len({desk.outlet(doc) for doc in desk.documents})
    counted["origins"] = len({desk.origin(doc) for doc in desk.documents})
    counted["statements"] = len(given.statements)
    counted["failures"] = len(given.failures)
    counted["contradict"] = sum(row["verdict"] == "contradict" for row in given.findings.get("fact", ()))
    return {**counted, **given.totals}


def _by_origins(row: Row) -> tuple[int, int]:
    return -int(row.get("origins") or 0), -int(row.get("outlets") or 0)


# timeline


def _events(desk: _Desk) -> Section[Event]:
    rows = sorted(desk.given.findings.get("event", ()), key=lambda row: (*_by_origins(row), _order(_when(row["date"])), str(row["title"])))
    shown = sorted(rows[: desk.limits.events], key=lambda row: (_order(_when(row["date"])), str(row["title"])))
    begins = _period(desk).earliest or ""
    return Section(tuple(_event(desk, row, begins) for row in shown), _left(desk, "event", rows, len(shown)))


def _event(desk: _Desk, row: Row, begins: str) -> Event:
    citations, more = desk.cite_all(row["evidence"])
    when = _when(row["date"])
    return Event(when, str(row["title"]), _tense(desk, row, when, begins), desk.count(row, row["evidence"]), citations, more)


def _tense(desk: _Desk, row: Row, when: When, begins: str) -> Literal["planned", "earlier", "reported"]:
    if (said := row.get("tense")) in ("planned", "earlier", "reported"):
        return said  # type: ignore[no-any-return]
    published = [_last(desk.published(place["doc"])) for place in row["evidence"]]
    first = _first(when)[:10]
    if first and all(day and day < first for day in published):
        return "planned"
    return "earlier" if _last(when) and begins and _last(when) < begins[: len(_last(when))] else "reported"


def _left(desk: _Desk, kind: str, rows: Sequence[Row], shown: int) -> int:
    """How many of the record are not shown: from the whole record's size where it is known."""
    return max(desk.given.totals.get(kind, len(rows)), len(rows)) - shown


# statements


def _speakers(desk: _Desk) -> Section[Speaker]:
    rows = {_place(row): row for row in desk.given.statements}
    groups = _statement_groups(desk, rows)
    groups.sort(key=lambda group: (-group[1].origins, -group[1].outlets, not _speaker_text(group[0][0]), _rank(desk, group[0][0])))
    shown = groups[: desk.limits.statements]
    by_speaker: dict[str, list[tuple[list[Row], Count]]] = {}
    for group in shown:
        by_speaker.setdefault(folded(_speaker_text(group[0][0])), []).append(group)
    totals = Counter(folded(_speaker_text(group[0][0])) for group in groups)
    speakers = [_speaker(desk, found, totals[name] - len(found)) for name, found in by_speaker.items()]
    speakers.sort(key=lambda speaker: speaker.name is None)
    hidden = sum(totals[name] for name in totals.keys() - by_speaker.keys())
    return Section(tuple(speakers), hidden + max(desk.given.totals.get("statements", 0) - len(rows), 0))


def _statement_groups(desk: _Desk, rows: Mapping[Place, Row]) -> list[tuple[list[Row], Count]]:
    """Statements that are one statement together, then each of the others alone; with their counts. A group starts with its earliest page."""
    taken: set[Place] = set()
    groups: list[tuple[list[Row], Count]] = []
    for finding in desk.given.findings.get("statement", ()):
        members = [rows[place] for place in sorted({_place(row) for row in finding["docs"]} & rows.keys() - taken)]
        if members:
            members.sort(key=lambda row: _rank(desk, row))
            taken.update(_place(row) for row in members)
            groups.append((members, desk.count(finding, finding["docs"])))
    alone = sorted(rows.keys() - taken)
    return groups + [([rows[place]], Count(1, 1)) for place in alone]


def _rank(desk: _Desk, row: Row) -> tuple[int, str, Place]:
    """Direct speech first, then the earlier page."""
    return int(row["kind"] == "indirect"), _order(desk.published(row["doc"])), _place(row)


def _speaker_text(row: Row) -> str:
    return str((row.get("speaker") or {}).get("text") or "")


def _speaker(desk: _Desk, groups: Sequence[tuple[list[Row], Count]], more: int) -> Speaker:
    names = Counter(_speaker_text(row) for members, _ in groups for row in members if _speaker_text(row))
    name = min(names, key=lambda text: (-names[text], text), default=None)
    ordered = sorted(groups, key=lambda group: (_order(desk.published(group[0][0]["doc"])), _place(group[0][0])))
    return Speaker(name, tuple(_said(desk, members, count) for members, count in ordered), more)


def _said(desk: _Desk, members: Sequence[Row], count: Count) -> Said:
    lead = members[0]
    others = members[1 : desk.limits.citations + 1]
    cited = desk.cite(*_place(lead))
    others_cited = [desk.cite(*_place(row)) for row in others]
    bare = _bare(cited.exact)
    same = tuple(c for c in others_cited if _bare(c.exact) == bare)
    wordings = tuple(c for c in others_cited if _bare(c.exact) != bare)
    return Said(str(lead["kind"]), str(lead["act"]), _chain(desk, lead), cited, same, wordings, len(members) - 1 - len(others), count)


def _bare(text: str) -> list[str]:
    """The folded words alone: two wordings that differ in spelling or marks only are the same words."""
    view = fold(text).text
    return [view[start:end] for start, end in words(view)]


def _chain(desk: _Desk, row: Row) -> tuple[Step, ...]:
    """From the page inwards to the speaker. A link that only names again what the link before it names is left out."""
    steps = [Step("outlet", desk.outlet(row["doc"]))]
    if carried := desk.carries(row["doc"]):
        steps.append(Step("agency", carried))
    steps += [Step(str(via["role"]), str(via["text"])) for via in row.get("via", ())]
    if speaker := _speaker_text(row):
        steps.append(Step("speaker", speaker))
    return tuple(step for at, step in enumerate(steps) if at == 0 or not any(_same_name(step.text, earlier.text) for earlier in steps[:at]))


def _same_name(a: str, b: str) -> bool:
    """Whether one of two names holds the other, in words."""
    first, second = set(folded(a).split()), set(folded(b).split())
    return bool(first and second) and (first <= second or second <= first)


# facts


def _fact_order(row: Row) -> tuple[int, int, int, str]:
    return {"contradict": 0, "update": 1}.get(row["verdict"], 2), *_by_origins(row), str(row["slot"])


def _facts(desk: _Desk, rows: Sequence[Row], limit: int) -> Section[Fact]:
    return Section(tuple(_fact(desk, row) for row in rows[:limit]), max(len(rows) - limit, 0))


def _fact(desk: _Desk, row: Row) -> Fact:
    by_value: dict[str, list[Row]] = {}
    for value in row["values"]:
        by_value.setdefault(str(value["value"]), []).append(value)
    count = desk.count(row, row["values"])
    groups = sorted(by_value.items(), key=lambda pair: _value_order(desk, *pair))
    return Fact(str(row.get("title") or row["slot"]), str(row["verdict"]), count, tuple(_fact_value(desk, text, found, count) for text, found in groups))


def _value_order(desk: _Desk, value: str, rows: Sequence[Row]) -> tuple[str, float, str]:
    """When it was first given, then the smaller number: a toll that rises within one day reads in its order."""
    first = min(str(row.get("as_of") or _order(desk.published(row["doc"]))) for row in rows)
    return first, float(value) if value.replace(".", "", 1).isdecimal() else 0.0, value


def _fact_value(desk: _Desk, text: str, rows: Sequence[Row], whole: Count) -> FactValue:
    """One value's witnesses; never more than the whole fact's, which the record has counted with all it knows of copies."""
    citations, more = desk.cite_all(rows)
    dates = sorted(str(row["as_of"]) for row in rows if row.get("as_of"))
    own = desk.count({}, rows)
    count = Count(min(own.outlets, whole.outlets), min(own.origins, whole.origins))
    return FactValue(text, dates[0] if dates else None, count, citations, more)


# commitments


def _promises(desk: _Desk) -> Section[Promise]:
    rows = sorted(desk.given.findings.get("commitment", ()), key=lambda row: (-len(row["reports"]), *_by_origins(row), str(row["what"])))
    shown = rows[: desk.limits.commitments]
    return Section(tuple(_promise(desk, row) for row in shown), _left(desk, "commitment", rows, len(shown)))


def _promise(desk: _Desk, row: Row) -> Promise:
    reports = sorted(row["reports"], key=lambda report: (str(report.get("date") or _order(desk.published(report["doc"]))), _place(report)))
    shown = reports[: 2 * desk.limits.citations]
    return Promise(
        tuple(str(who) for who in row["who"]),
        str(row["what"]),
        When(row.get("deadline")),
        str(row["status"]),
        desk.count(row, row["reports"]),
        tuple(Report(_report_date(desk, report), str(report["says"]), desk.cite(*_place(report))) for report in shown),
        len(reports) - len(shown),
    )


def _report_date(desk: _Desk, report: Row) -> When:
    return When(report["date"]) if report.get("date") else desk.published(report["doc"])


# copies and origins


def _copies(desk: _Desk) -> Section[Copy]:
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in desk.given.findings.get("reuse", ()):
        pairs.setdefault((str(row["a"]["doc"]), str(row["b"]["doc"])), []).append(row)
    ranked = sorted(pairs.values(), key=lambda rows: (-sum(_length(row) for row in rows), _place(rows[0]["a"]), _place(rows[0]["b"])))
    shown = ranked[: desk.limits.copies]
    return Section(tuple(_copy(desk, rows) for rows in shown), len(ranked) - len(shown))


def _length(row: Row) -> int:
    return int(row["b"]["end"]) - int(row["b"]["start"])


def _copy(desk: _Desk, rows: Sequence[Row]) -> Copy:
    row = max(rows, key=lambda row: (_length(row), -int(row["b"]["start"])))
    first, second = row["a"], row["b"]
    if row["source"] == "b" or (row["source"] is None and _order(desk.published(second["doc"])) < _order(desk.published(first["doc"]))):
        first, second = second, first
    cited = desk.cite(*_place(second))
    size = len(cited.exact.split())
    return Copy(desk.cite(*_place(first)), cited, row["source"] is not None, float(row["likeness"]), size, len(rows), str(row.get("why") or ""))


def _origins(desk: _Desk) -> Section[OriginGroup]:
    groups: dict[str, list[Row]] = {}
    for row in desk.given.findings.get("origin", ()):
        if row.get("origin") and row["origin"] != row["doc"]:
            groups.setdefault(str(row["origin"]), []).append(row)
    ranked = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    shown = ranked[: desk.limits.origins]
    return Section(tuple(_origin_group(desk, name, rows) for name, rows in shown), len(ranked) - len(shown))


def _origin_group(desk: _Desk, name: str, rows: Sequence[Row]) -> OriginGroup:
    docs = sorted({str(row["doc"]) for row in rows}, key=lambda doc: (_order(desk.published(doc)), doc))[: 4 * desk.limits.citations]
    label = desk.outlet(name) if name in desk.documents else name
    refs = tuple(SourceRef(desk.source(doc) if doc in desk.documents else None, desk.outlet(doc), desk.published(doc)) for doc in docs)
    evidence = Counter(text for row in rows for item in row.get("evidence", ()) if (text := _evidence_text(item)))
    return OriginGroup(label, refs, tuple(sorted(evidence, key=lambda text: (-evidence[text], text))[: desk.limits.citations]))


def _evidence_text(item: Any) -> str:
    if isinstance(item, Mapping):
        return str(item.get("text") or item.get("why") or item.get("says") or "")
    return str(item)


# sources


def _sources(desk: _Desk, totals: Mapping[str, int]) -> Section[Source]:
    """Every document that is cited, numbered in order of first citation, then the others by date as long as there is room."""
    others = sorted(desk.documents.keys() - desk.numbers.keys(), key=lambda doc: (_order(desk.published(doc)), doc))
    for doc in others[: max(desk.limits.sources - len(desk.numbers), 0)]:
        desk.source(doc)
    quotes: dict[int, list[tuple[Place, Citation]]] = {}
    for place, citation in desk.cited.items():
        quotes.setdefault(citation.source, []).append((place, citation))
    shown = [_source(desk, doc, number, [c for _, c in sorted(quotes.get(number, ()), key=lambda q: q[0])]) for doc, number in desk.numbers.items()]
    return Section(tuple(shown), max(totals["documents"] - len(shown), 0))


def _source(desk: _Desk, doc: str, number: int, quotes: Sequence[Citation]) -> Source:
    row = desk.documents.get(doc, {})
    evidence = tuple(Evidence(str(item.get("text") or ""), str(item.get("says") or "")) for item in (row.get("published") or {}).get("evidence", ()))
    return Source(
        number, doc, row.get("title"), desk.outlet(doc), row.get("author"), row.get("url"), str(row.get("source") or ""),
        desk.published(doc), evidence[: desk.limits.citations], desk.carries(doc), tuple(quotes),
    )  # fmt: skip


def _failures(desk: _Desk, totals: Mapping[str, int]) -> Section[Problem]:
    rows = sorted(desk.given.failures, key=lambda row: (str(row["source"]), str(row["doc"]), str(row["stage"])))
    shown = tuple(Problem(str(row["doc"]), str(row["source"]), str(row["stage"]), str(row["message"])) for row in rows[: desk.limits.failures])
    return Section(shown, max(totals["failures"], len(rows)) - len(shown))
