"""Decisions: each act, undo, what pages show after, a rebuild, export. Nothing written is ever changed."""

import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk_client import PORT, TOKEN, Client

import tawatur
from tawatur.errors import UsageError
from tawatur.run.build import build
from tawatur.run.judged import settle
from tawatur.serve.app import create_app
from tawatur.settings import Settings
from tawatur.store.database import connect
from tawatur.store.desk_open import Desk
from tawatur.store.judged_items import laid_until
from tawatur.store.judgements import history, judge, standings, undo
from tawatur.store.writer import Writer


def clock() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def first(client: Client, page: str, rows: str) -> dict:
    return client.get(f"/{page}.json").json[rows][0]


def test_rows_are_never_changed_or_deleted(record: Path) -> None:
    judge(record, "accept", "document:emoji", {}, clock)
    base = connect(record, write=True)
    for sql in ("UPDATE judgement SET act = 'reject'", "DELETE FROM judgement"):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(sql)
    (found,) = history(base)
    base.close()
    assert (found.at, found.act, found.target) == ("2026-01-02T03:04:05Z", "accept", "document:emoji")


def test_what_holds_after_several(record: Path) -> None:
    for act, data in (("accept", {}), ("comment", {"text": "أول"}), ("star", {}), ("reject", {}), ("comment", {"text": "ثان"}), ("edit", {"text": "نص"}), ("redate", {"date": "2019-03"})):
        judge(record, act, "document:emoji", data)
    undo(record, 4)
    with pytest.raises(UsageError):
        undo(record, 4)
    base = connect(record, write=False)
    (now,) = standings(history(base)).values()
    base.close()
    assert (now.verdict, now.star, now.text, now.date, now.comments) == ("accept", True, "نص", "2019-03", ("أول", "ثان"))


def test_a_rejected_finding_is_hidden_until_asked_for_and_undone(client: Client) -> None:
    fact = first(client, "facts", "rows")
    done = client.post("/judge", {"act": "reject", "target": fact["target"]}).json
    assert done["standing"]["verdict"] == "reject" and done["html"]
    targets = [row["target"] for row in client.get("/facts.json").json["rows"]]
    assert fact["target"] not in targets
    assert fact["target"] in [row["target"] for row in client.get("/facts.json?hidden=1").json["rows"]]
    client.post("/judge", {"act": "undo", "n": done["judgement"]["n"]})
    assert fact["target"] in [row["target"] for row in client.get("/facts.json").json["rows"]]


def test_a_statement_can_be_rejected_and_starred(client: Client) -> None:
    said = client.get("/statements.json").json
    target = said["statements"][0]["target"]
    client.post("/judge", {"act": "reject", "target": target})
    after = client.get("/statements.json").json
    assert after["pager"]["total"] == said["pager"]["total"] - 1
    other = after["statements"][0]["target"]
    client.post("/judge", {"act": "star", "target": other})
    assert [s["target"] for s in client.get("/statements.json?starred=1").json["statements"]] == [other]


def test_redate_moves_an_event(client: Client) -> None:
    event = client.get("/timeline.json").json["entries"][-1]
    client.post("/judge", {"act": "redate", "target": event["target"], "date": "2001-02-03"})
    page = client.get("/timeline.json").json["entries"]
    assert page[0]["target"] == event["target"] and page[0]["when"]["value"] == "2001-02-03"
    assert [e["target"] for e in client.get("/timeline.json?from=2001-02-03&to=2001-02-03").json["entries"]] == [event["target"]]


def test_edit_shows_the_corrected_words(client: Client) -> None:
    event = first(client, "timeline", "entries")
    client.post("/judge", {"act": "edit", "target": event["target"], "text": "عنوان <b>مصحح</b>"})
    assert first(client, "timeline", "entries")["title"] == "عنوان <b>مصحح</b>"
    assert "<b>مصحح</b>" not in client.get("/timeline").text


def test_merge_and_split_names(client: Client) -> None:
    rows = client.get("/names.json?type=PER").json["names"]
    into, other = rows[0], rows[1]
    client.post("/judge", {"act": "merge", "target": other["target"], "with": into["target"]})
    assert other["target"] not in [r["target"] for r in client.get("/names.json?type=PER").json["names"]]
    page = client.get(f"/name.json?n={into['n']}").json
    assert [r["target"] for r in page["merged"]] == [other["target"]]
    cite = page["places"][0]
    part = f"mention:{cite['doc']}:{cite['start']}-{cite['end']}"
    client.post("/judge", {"act": "split", "target": into["target"], "part": part})
    assert cite not in client.get(f"/name.json?n={into['n']}").json["places"]
    assert client.get(f"/suggest?kind=name&type=PER&words={into['name']}").json["suggestions"]


def test_the_queue_lets_go_of_what_is_decided(client: Client) -> None:
    before = client.get("/queue.json").json
    client.post("/judge", {"act": "accept", "target": before["doubts"][0]["target"]})
    after = client.get("/queue.json").json
    assert after["pager"]["total"] == before["pager"]["total"] - 1
    assert after["doubts"][0]["target"] == before["doubts"][1]["target"]


def test_decisions_survive_a_rebuild(client: Client, desk: Desk, record: Path, made: Path) -> None:
    event = first(client, "timeline", "entries")
    client.post("/judge", {"act": "comment", "target": event["target"], "text": "راجعت الصفحة"})
    writer = Writer(record)
    writer.restart("another plan")
    writer.close()
    root = Path(__file__).resolve().parents[3]
    build([str(root / "examples"), str(made.parent / "hostile.jsonl")], record, Settings(workers=1))
    desk.refresh()
    page = client.get("/timeline.json").json["entries"]
    (kept,) = [e for e in page if e["judged"] and e["judged"]["comments"]]
    assert kept["title"] == event["title"]


def test_a_decision_finds_its_finding_by_its_places(client: Client, desk: Desk) -> None:
    """A new plan may give a finding another id; its places are what it was decided on."""
    event = client.get("/timeline.json?state=all").json["entries"][0]
    places = [{"doc": c["doc"], "start": c["start"], "end": c["end"]} for c in event["cites"]]
    judge(desk.path, "accept", "event:" + "0" * 32, {"places": places, "words": event["title"]})
    found = [e for e in client.get("/timeline.json?state=all").json["entries"] if e["judged"]]
    assert [e["target"] for e in found] == [event["target"]]


def test_export_gives_what_stands(client: Client) -> None:
    target = first(client, "statements", "statements")["target"]
    done = client.post("/judge", {"act": "accept", "target": target}).json
    client.post("/judge", {"act": "comment", "target": target, "text": "x"})
    client.post("/judge", {"act": "undo", "n": done["judgement"]["n"]})
    lines = client.get("/judgements.jsonl").text.splitlines()
    assert len(lines) == 1
    (row,) = client.get("/training.json").json["examples"]
    assert row["layer"] == "statement" and row["words"] and row["places"][0]["doc"] and row["offsets"] == "code points, half-open"
    assert [d["judgement"]["act"] for d in client.get("/judgements.json").json["decided"]] == ["undo", "comment", "accept"]


def heeded(record: Path, n: int) -> None:
    """Wait until the findings heed decision n."""
    for _ in range(200):
        base = connect(record, write=False)
        now = laid_until(base)
        base.close()
        if now >= n:
            return
        time.sleep(0.05)
    raise AssertionError("never heeded")


def test_a_merge_on_the_desk_is_one_person_for_every_reader(desk: Desk, record: Path) -> None:
    client = Client(create_app(desk, TOKEN, PORT, settle))
    before = client.get("/names.json?type=PER").json["names"]
    into, other = before[0], before[1]
    done = client.post("/judge", {"act": "merge", "target": other["target"], "with": into["target"]}).json["judgement"]
    assert other["target"] not in [r["target"] for r in client.get("/names.json?type=PER").json["names"]]
    heeded(record, done["n"])
    desk.refresh()
    after = {r["target"]: r for r in client.get("/names.json?type=PER").json["names"]}
    (one,) = [r for r in after.values() if {into["name"], other["name"]} <= set(r["spellings"])]
    assert one["mentions"] == into["mentions"] + other["mentions"] and one["judged"] is None
    with tawatur.open_record(record) as opened:
        (found,) = [row for row in opened.findings("entity") if {into["name"], other["name"]} <= set(row["spellings"])]
    assert found["outlets"] >= 1
    undone = client.post("/judge", {"act": "undo", "n": done["n"]}).json["judgement"]
    heeded(record, undone["n"])
    desk.refresh()
    assert sorted(r["target"] for r in client.get("/names.json?type=PER").json["names"]) == sorted(r["target"] for r in before)


def test_what_may_be_the_same_is_decided_beside_the_name(desk: Desk, record: Path) -> None:
    client = Client(create_app(desk, TOKEN, PORT, settle))
    pages = [client.get(f"/name.json?n={row['n']}").json for row in client.get("/names.json?type=PER").json["names"]]
    page = next(page for page in pages if page["maybe"])
    one, other = page["row"], page["maybe"][0]
    done = client.post("/judge", {"act": "split", "target": one["target"], "part": other["target"]}).json["judgement"]
    assert other["target"] not in [row["target"] for row in client.get(f"/name.json?n={one['n']}").json["maybe"]]
    heeded(record, done["n"])
    desk.refresh()
    (again,) = [row for row in client.get("/names.json?type=PER").json["names"] if row["target"] == one["target"]]
    assert other["target"] not in [row["target"] for row in client.get(f"/name.json?n={again['n']}").json["maybe"]]
    assert [row["state"] for row in tawatur.judgements(record)] == ["holds"]


def test_a_decision_follows_a_name_that_is_called_otherwise(desk: Desk, record: Path) -> None:
    client = Client(create_app(desk, TOKEN, PORT))
    name = client.get("/names.json?type=PER").json["names"][0]
    client.post("/judge", {"act": "star", "target": name["target"]})
    tawatur.judge(record, "rename", name["name"], "فلان الفلاني")
    desk.refresh()
    (found,) = [row for row in client.get("/names.json?type=PER").json["names"] if row["name"] == "فلان الفلاني"]
    assert found["judged"]["star"] and found["spellings"] == name["spellings"]


def test_the_desk_and_the_command_see_one_anothers(client: Client, record: Path) -> None:
    fact = first(client, "facts", "rows")
    with tawatur.open_record(record) as opened:
        event = next(opened.findings("event"))["target"]
    client.post("/judge", {"act": "reject", "target": fact["target"]})
    tawatur.judge(record, "reject", event)
    with tawatur.open_record(record) as opened:
        assert fact["target"] not in [row["target"] for row in opened.findings("fact")]
    assert event not in [row["target"] for row in client.get("/timeline.json?state=").json["entries"]]
    assert [row["act"] for row in tawatur.judgements(record)] == [d["judgement"]["act"] for d in client.get("/judgements.json").json["decided"]][::-1]


def test_a_record_from_before_judgements_can_be_judged(client: Client, record: Path) -> None:
    base = sqlite3.connect(record)
    base.executescript("DROP TRIGGER judgement_stays; DROP TRIGGER judgement_remains; DROP TABLE judgement;")
    base.close()
    assert client.get("/queue").status == 200
    assert client.post("/judge", {"act": "star", "target": "document:emoji"}).status == 200


def test_the_page_says_when_the_record_grows(client: Client, record: Path, tmp_path: Path) -> None:
    assert client.get("/state").json["more"] is False
    (tmp_path / "more.jsonl").write_text('{"id": "more", "text": "قال سالم البدري إن المرفأ أغلق.", "published": "2019-05-01"}\n', encoding="utf-8")
    build([str(tmp_path / "more.jsonl")], record, Settings(workers=1))
    grown = client.get("/state").json
    assert (grown["more"], grown["documents"]) == (True, grown["shown"] + 1)
