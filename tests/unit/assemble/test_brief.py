"""The brief is built from rows alone: order, limits, counts, chains, tenses."""

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

from tawatur.assemble.brief import Brief, BriefInput, Limits, build_brief

ROWS = json.loads((Path(__file__).parents[1] / "data" / "brief_example.json").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = ROWS.pop("texts")


def context(doc: str, start: int, end: int, around: int) -> tuple[str, str, str]:
    text = TEXTS[doc]
    return text[max(start - around, 0) : start], text[start:end], text[end : end + around]


def brief(limits: Limits | None = None, **changes: Any) -> Brief:
    return build_brief(BriefInput(**{**ROWS, **changes, "context": context}), limits)


def citations(value: Any) -> list[Any]:
    """Every citation anywhere in the brief, from its plain form."""
    if isinstance(value, dict):
        own = [value] if "exact" in value else []
        return own + [c for item in value.values() for c in citations(item)]
    if isinstance(value, list | tuple):
        return [c for item in value for c in citations(item)]
    return []


def test_every_line_is_cited_and_every_citation_stands_in_the_sources() -> None:
    built = brief()
    assert all(event.lead or event.citations for event in built.events.entries)
    assert all(value.citations for fact in built.disputed.entries for value in fact.values)
    assert all(promise.reports for promise in built.promises.entries)
    plain = dataclasses.asdict(built)
    quoted = {q["number"]: (source["id"], q) for source in plain["sources"]["entries"] for q in source["quotes"]}
    sections = {k: v for k, v in plain.items() if k != "sources"}
    assert {c["number"] for c in citations(sections)} == set(quoted)
    for doc, quote in quoted.values():
        assert quote["exact"] in TEXTS[doc]


def test_the_order_of_rows_does_not_matter() -> None:
    shuffle = random.Random(7).shuffle
    changed: dict[str, Any] = {"documents": list(ROWS["documents"]), "statements": list(ROWS["statements"])}
    changed["findings"] = {kind: list(rows) for kind, rows in ROWS["findings"].items()}
    for rows in (changed["documents"], changed["statements"], *changed["findings"].values()):
        shuffle(rows)
    assert brief(**changed) == brief()


def test_timeline_is_in_order_with_planned_and_background_told_apart() -> None:
    events = brief().events.entries
    assert [event.when.value for event in events] == sorted(str(event.when.value) for event in events)
    tenses = {str(event.when.value): event.tense for event in events}
    assert tenses["2018-01-05"] == "earlier"
    assert tenses["2019-03-14"] == "reported"
    assert tenses["2019-10-31"] == "planned"


def test_a_chain_runs_from_the_page_to_the_speaker_and_names_nobody_twice() -> None:
    said = [s for speaker in brief().speakers.entries for s in speaker.statements]
    chains = {tuple(step.text for step in s.chain) for s in said}
    deep = next(chain for chain in chains if len(chain) == 4 and "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}" in chain[1])
    assert [step.role for s in said if tuple(step.text for step in s.chain) == deep for step in s.chain] == ["outlet", "agency", "agency", "speaker"]
    assert all(len({step.text for step in s.chain}) == len(s.chain) for s in said)


def test_same_words_and_other_wordings_are_told_apart() -> None:
    said = [s for speaker in brief().speakers.entries for s in speaker.statements if s.same]
    assert len(said) == 1
    (only,) = said
    assert (len(only.same), len(only.wordings), only.count.outlets, only.count.origins) == (1, 1, 3, 2)
    assert only.same[0].carries == only.citation.outlet


def test_contradictions_come_first_and_a_toll_rises_in_order() -> None:
    facts = brief().disputed.entries
    assert [fact.verdict for fact in facts] == ["contradict"] * 3 + ["update"]
    assert [value.value for value in facts[-1].values] == ["9", "13", "17"]
    assert all(value.count.origins <= fact.count.origins for fact in facts for value in fact.values)


def test_reports_of_a_promise_are_in_order_of_publication() -> None:
    promise = brief().promises.entries[0]
    assert [report.says for report in promise.reports][:2] == ["promised", "repeated"]
    assert promise.reports[-1].says == "done"
    undated = next(report for report in promise.reports if not report.citation.when.value)
    assert undated.when.weekday == "Tuesday"


def test_direction_of_a_copy_is_by_evidence_else_by_date() -> None:
    known = brief().copies.entries[0]
    assert known.known and known.first.when.value < known.second.when.value  # type: ignore[operator]
    row = {**ROWS["findings"]["reuse"][0], "source": None}
    row["a"], row["b"] = row["b"], row["a"]
    (turned,) = brief(findings={"reuse": [row]}).copies.entries
    assert not turned.known
    assert str(turned.first.when.value) < str(turned.second.when.value)


def test_limits_hold_and_what_is_cut_is_counted() -> None:
    tight = Limits(events=2, statements=3, facts=1, agreed=1, commitments=1, copies=1, origins=1, sources=1, failures=0, citations=1)
    built = brief(tight)
    assert (len(built.events.entries), built.events.more) == (2, 8)
    shown = sum(len(speaker.statements) for speaker in built.speakers.entries)
    assert shown == 3
    assert (len(built.disputed.entries), built.disputed.more) == (1, 3)
    assert (len(built.failures.entries), built.failures.more) == (0, 1)
    assert all(len(event.citations) == 1 for event in built.events.entries)
    assert len(built.sources.entries) + built.sources.more == len(ROWS["documents"])
    groups = len(ROWS["statements"]) - sum(len(row["docs"]) - 1 for row in ROWS["findings"]["statement"])
    assert shown + sum(speaker.more for speaker in built.speakers.entries) + built.speakers.more == groups


def test_size_of_the_record_outranks_the_rows_handed_over() -> None:
    built = brief(totals={"documents": 5000, "event": 900, "failures": 7})
    assert built.totals["documents"] == 5000
    assert built.events.more == 900 - len(built.events.entries)
    assert built.failures.more == 6


def test_an_empty_record_makes_an_empty_brief() -> None:
    built = build_brief(BriefInput([], [], {}, [], {}, context))
    assert built.totals["documents"] == 0
    assert not built.period.known
    assert all(not section.entries and section.more == 0 for section in (built.events, built.speakers, built.disputed, built.sources))


def test_words_around_a_citation_stay_on_its_line_and_begin_with_a_word() -> None:
    lines = citations(dataclasses.asdict(brief()))
    assert lines
    assert all("\n" not in c["before"] + c["after"] for c in lines)
    assert all(c["before"].startswith("\N{HORIZONTAL ELLIPSIS} ") for c in lines if len(c["before"]) > 88)


def said(doc: str, start: int, speaker: str | None) -> dict[str, Any]:
    """A statement row; the texts do not matter here, only who speaks."""
    named = {"start": 0, "end": 5, "text": speaker} if speaker else None
    return {"doc": doc, "start": start, "end": start + 5, "text": "", "kind": "direct", "act": "say", "speaker": named, "cue": None, "via": []}


def names(*rows: dict[str, Any]) -> list[str | None]:
    return [speaker.name for speaker in brief(statements=list(rows), findings={}).speakers.entries]


FAMILY = "\u0627\u0644\u0642\u064a\u0635\u0648\u0645\u064a"  # an invented family name, with the article
GIVEN = "\u0643\u0627\u0645\u0644"
COMPANY = "\u0627\u0644\u0634\u0631\u0643\u0629"  # "the company"
REPORT = "\u0645\u0639\u062f\u0648 \u0627\u0644\u062a\u0642\u0631\u064a\u0631"  # "the report's authors"


def test_a_family_name_alone_is_shown_under_the_full_name() -> None:
    first, second, third = (row["id"] for row in ROWS["documents"][:3])
    assert names(said(first, 0, f"{GIVEN} {FAMILY}"), said(first, 9, FAMILY), said(second, 0, FAMILY)) == [f"{GIVEN} {FAMILY}"]
    other = f"\u0641\u0627\u064a\u0632 {FAMILY}"
    rows = (said(first, 0, f"{GIVEN} {FAMILY}"), said(second, 0, other), said(third, 0, FAMILY))
    assert sorted(filter(None, names(*rows))) == sorted([f"{GIVEN} {FAMILY}", other, FAMILY])


def test_the_company_of_one_page_is_not_that_of_another() -> None:
    first, second = (row["id"] for row in ROWS["documents"][:2])
    assert names(said(first, 0, COMPANY), said(second, 0, COMPANY), said(second, 9, COMPANY)) == [COMPANY, COMPANY]
    report = REPORT.split()[1]
    assert len(names(said(first, 0, REPORT), said(first, 9, report))) == 2
    assert names(said(first, 0, None), said(first, 9, COMPANY)) == [COMPANY, None]
