"""The pages that list findings: overview, timeline, statements, commitments. Query → dataclass; nothing is worded here."""

from __future__ import annotations

import calendar
import json
from dataclasses import replace

from tawatur.serve.ask import Ask, cite, compared, entries, href, name_row, options, outlet_options, pager
from tawatur.serve.forms import Asked, Day, Entry, Month, OutletShare, Row, Said, Step, Strip, Voice, When, Wording
from tawatur.serve.forms_pages import Commitments, Overview, Statements, Timeline
from tawatur.serve.views_facts import fact_rows
from tawatur.store import desk_people as people
from tawatur.store.desk import Filter

NEWS = "reported,planned"
"""Events that the timeline shows unless asked for background too."""
MONTHS = 6
"""Months of the calendar on one page."""


def overview(ask: Ask) -> Overview:
    """The affair in one screen."""
    read = ask.read
    totals = {**read.totals(), "contradict": read.states("fact").get("contradict", 0)}
    disputed, _ = read.findings("fact", Filter(state="contradict"), size=4)
    if len(disputed) < 4:
        disputed += read.findings("fact", Filter(state="update"), size=4 - len(disputed))[0]
    rows, columns = fact_rows(ask, disputed, most=6)
    first, last = read.base.execute("SELECT min(day), max(day) FROM desk.doc WHERE day IS NOT NULL").fetchone()
    latest = read.findings("event", Filter(last=last or ""), size=5)[0]
    waiting = people.queue(read, "", size=1)[1]
    return Overview(
        read.record.path.stem if hasattr(read.record.path, "stem") else str(read.record.path),
        totals, When(None, first, last), rows, columns, _due(ask, last or ""), voices(ask, 8), outlet_shares(ask)[:10],
        entries(ask, latest, 1), waiting,
    )  # fmt: skip


def _due(ask: Ask, today: str) -> tuple[Entry, ...]:
    """Commitments whose deadline is ahead of the newest page, soonest first; then those just passed."""
    rows = ask.read.findings("commitment", Filter(first=today, last="9999", order="date"), size=5)[0] if today else []
    if len(rows) < 5:
        passed, total = ask.read.findings("commitment", Filter(first="0001", last=today or "9999", order="date"), size=1)
        if total:
            page = -(-total // 5)
            passed = ask.read.findings("commitment", Filter(first="0001", last=today or "9999", order="date"), page, 5)[0]
            known = {row["n"] for row in rows}
            rows += [row for row in reversed(passed) if row["n"] not in known][: 5 - len(rows)]
    return entries(ask, rows, 1)


def voices(ask: Ask, size: int) -> tuple[Voice, ...]:
    """Speakers with the most statements."""
    rows = ask.read.voices(size)
    most = max((row["statements"] for row in rows), default=1)
    return tuple(Voice(r["name"], r["type"], r["statements"], r["docs"], round(r["statements"] / most, 3), href("/statements", speaker=r["n"])) for r in rows)


def outlet_shares(ask: Ask) -> tuple[OutletShare, ...]:
    """Outlets with their share of own reporting."""
    return tuple(
        OutletShare(r["name"], r["docs"], r["copies"], round(1 - r["copies"] / r["docs"], 3), r["first"], r["last"], href("/sources", outlet=r["name"] or "-") + "#documents")
        for r in people.outlets(ask.read)
    )


def strip(ask: Ask) -> Strip:
    """Pages and events a day, under the timeline's filter."""
    asked = ask.asked()
    return _strip(ask.read.strip(ask.filter(Asked(about=asked.about, outlet=asked.outlet, state=asked.state, words=asked.words))))


def _strip(rows: list[Row]) -> Strip:
    return Strip(tuple(r["day"] for r in rows), tuple(r["pages"] for r in rows), tuple(r.get("events", 0) for r in rows))


def timeline(ask: Ask) -> Timeline:
    """Events in order."""
    asked = ask.asked()
    page = ask.number("page")
    by = ask.filter(asked, asked.order or "date")
    by = replace(by, state={"": NEWS, "all": ""}.get(asked.state, asked.state))
    rows, total = _chosen(ask, "event") or ask.read.findings("event", by, page)
    states = ask.read.states("event")
    choices = {"outlet": outlet_options(ask, asked.outlet), "state": options({"all": sum(states.values()), **states}, asked.state)}
    return Timeline(asked, choices, entries(ask, rows), pager(page, total))


def _chosen(ask: Ask, kind: str) -> tuple[list[Row], int] | None:
    """The one finding that the address names, when it does."""
    found = ask.read.find(ask.read.anchored(ask.value("target"))) if ask.value("target") else None
    return ([found], 1) if found and found["kind"] == kind else None


# statements


def statements(ask: Ask) -> Statements:
    """Statements with their chains."""
    asked = ask.asked()
    page = ask.number("page")
    rows, total = ask.read.statements(ask.filter(asked), page)
    choices = {"outlet": outlet_options(ask, asked.outlet), "state": options(ask.read.acts(), asked.state)}
    speaker = name_row(ask, people.name(ask.read, int(asked.speaker))) if asked.speaker.isascii() and asked.speaker.isdecimal() else None
    return Statements(asked, choices, tuple(said(ask, row) for row in rows), voices(ask, 12), speaker, pager(page, total))


def said(ask: Ask, row: Row) -> Said:
    """One statement: its words, its chain, the same statement elsewhere."""
    value = json.loads(row["value"])
    cited = cite(ask, row["doc"], row["start"], row["end"])
    target = f"statement:{cited.doc}:{row['start']}-{row['end']}"
    speaker = ask.read.one("SELECT name FROM desk.name WHERE n = ?", row["speaker"]) if row["speaker"] else None
    link = href("/statements", speaker=row["speaker"]) if row["speaker"] else None
    standing = ask.judged(target)
    shown = standing.text if standing and standing.text else speaker
    return Said(
        target, row["act"], row["kind"], shown, link, _chain(cited.outlet or cited.title, cited.href, cited.carries, value, shown, link), cited,
        _wordings(ask, row, cited.exact), row["rule"], row["score"], standing,
    )  # fmt: skip


def _chain(outlet: str, link: str, carries: str | None, value: Row, speaker: str | None, speaker_link: str | None) -> tuple[Step, ...]:
    """Outlet ← agency ← channel ← speaker; whose text the page carries stands after the outlet unless the sentence names it."""
    steps = [Step("outlet", outlet, link)]
    via = value.get("via") or []
    if carries and carries != outlet and all(carries != step["text"] for step in via):
        steps.append(Step("agency", carries))
    steps += [Step(step["role"], step["text"]) for step in via]
    words = value["speaker"]["text"] if value.get("speaker") else speaker
    if words:
        steps.append(Step("speaker", words, speaker_link))
    return tuple(steps)


def _wordings(ask: Ask, row: Row, words: str) -> tuple[Wording, ...]:
    """The same statement in other documents, its words compared with these."""
    found = ask.read.rows(
        "SELECT q.doc, q.start, q.\"end\" FROM desk.place p JOIN desk.place q ON q.finding = p.finding"
        " WHERE p.doc = ?1 AND p.kind = 'statement' AND p.start < ?3 AND p.\"end\" > ?2 AND NOT (q.doc = ?1 AND q.start < ?3 AND q.\"end\" > ?2) LIMIT 6",
        row["doc"], row["start"], row["end"],
    )  # fmt: skip
    cited = [cite(ask, place["doc"], place["start"], place["end"]) for place in found]
    return tuple(Wording(c, compared(words, c.exact)) for c in cited)


# commitments


def commitments(ask: Ask) -> Commitments:
    """The ledger and its calendar."""
    asked = ask.asked()
    page = ask.number("page")
    rows, total = _chosen(ask, "commitment") or ask.read.findings("commitment", ask.filter(asked), page)
    choices = {"state": options(ask.read.states("commitment"), asked.state), "outlet": outlet_options(ask, asked.outlet)}
    months = _months(ask, ask.value("month"))
    return Commitments(asked, choices, months, entries(ask, rows, 8), pager(page, total))


def _months(ask: Ask, chosen: str) -> tuple[Month, ...]:
    """At most six months that have a deadline: from the chosen one on, else around the newest page."""
    rows = ask.read.rows(
        "SELECT coalesce(j.date, f.first) day, coalesce(j.text, f.title) title, f.state, f.target FROM desk.finding f LEFT JOIN temp.judged j ON j.target = f.target"
        " WHERE f.kind = 'commitment' AND length(coalesce(j.date, f.first)) = 10 AND coalesce(j.verdict, '') <> 'reject' AND j.merged IS NULL ORDER BY 1, f.n"
    )
    by_month: dict[str, list[Row]] = {}
    for row in rows:
        by_month.setdefault(row["day"][:7], []).append(row)
    every = sorted(by_month)
    now = chosen or (ask.read.one("SELECT substr(max(day), 1, 7) FROM desk.doc") or "")
    at = next((i for i, month in enumerate(every) if month >= now), max(len(every) - MONTHS, 0))
    at = max(min(at, len(every) - MONTHS), 0) if chosen or len(every) > MONTHS else 0
    return tuple(_month(month, by_month[month]) for month in every[at : at + MONTHS])


def _month(month: str, rows: list[Row]) -> Month:
    due: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows:
        due.setdefault(int(row["day"][8:]), []).append((row["state"], row["title"][:160], row["target"]))
    weeks = calendar.Calendar(calendar.SATURDAY).monthdayscalendar(int(month[:4]), int(month[5:]))
    shown = tuple(tuple(Day(day, f"{month}-{day:02}" if day else "", tuple(due.get(day, ()))) for day in week) for week in weeks)
    return Month(month, shown, len(rows))


