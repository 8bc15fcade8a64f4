"""Judging a record: by words, ids and places; held through later builds and a new plan; undone; in batches; what became of each is told."""

import contextlib
import dataclasses
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import tawatur
from tawatur.errors import UsageError
from tawatur.model import RawDocument
from tawatur.run import judged
from tawatur.run.build import build
from tawatur.run.judge import load
from tawatur.run.work import shard_rows
from tawatur.settings import Settings
from tawatur.store.database import transaction
from tawatur.store.judged_items import all_laid
from tawatur.store.judgements import examples
from tawatur.store.judgements import judge as judge_row
from tawatur.store.rows import DocumentRows
from tawatur.store.writer import Writer

SMALL = Settings(workers=1)
PEOPLE = {
    "a": ("الدردار", "2019-03-01", "قال وزير النقل سالم البدري يوم الجمعة إن المرفأ سيفتح. وأضاف البدري أن العمل انتهى."),
    "b": ("السنبوك", "2019-03-02", "وصل سالم البدري إلى المرفأ يوم السبت."),
    "c": ("النوبان", "2019-03-03", "صرح سليم أبو الشط بأن المرفأ لم يفتح."),
    "d": ("الرحبة", "2019-03-04", "فاز اللاعب سالم البدري في السباق يوم الاثنين."),
}
LATER = {
    "e": ("الدردار", "2019-03-05", "عاد سليم أبو الشط إلى الخليصة يوم الثلاثاء."),
    "f": ("السنبوك", "2019-03-06", "عاد سالم البدري إلى الخليصة يوم الأربعاء."),
    "g": ("الخليصة", "2019-03-07", "خسر اللاعب سالم البدري في السباق يوم الخميس."),
}


def pile(path: Path, rows: dict[str, tuple[str, str, str]]) -> Path:
    lines = (json.dumps({"id": i, "outlet": o, "published": p, "text": t}, ensure_ascii=False) for i, (o, p, t) in rows.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judging")
    build([pile(folder / "one.jsonl", PEOPLE)], folder / "x.tawatur", SMALL)
    return folder / "x.tawatur"


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "x.tawatur"
    path.write_bytes(made.read_bytes())
    return path


def people(path: Path, everything: bool = False) -> dict[str, list[list[str]]]:
    """Name → the documents of each person shown under it."""
    out: dict[str, list[list[str]]] = {}
    with tawatur.open_record(path, everything) as opened:
        for row in opened.findings("entity"):
            if row["type"] == "PER":
                out.setdefault(row["name"], []).append(sorted({m["doc"] for m in row["mentions"]}))
    return {name: sorted(docs) for name, docs in sorted(out.items())}


def dump(path: Path) -> list[str]:
    with tawatur.open_record(path) as opened:
        return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for kind in opened.totals() if not kind.startswith("layer") for row in opened.findings(kind))


def test_same_holds_for_both_names_later_documents(record: Path, tmp_path: Path) -> None:
    done = tawatur.judge(record, "same", "سالم البدري", "سليم أبو الشط", by="ليلى", why="اسمه الثاني")
    assert (done["act"], done["state"], done["by"]) == ("merge", "holds", "ليلى")
    assert people(record) == {"سالم البدري": [["a", "b", "c", "d"]]}
    build([pile(tmp_path / "two.jsonl", LATER)], record, SMALL)
    assert people(record) == {"سالم البدري": [["a", "b", "c", "d", "e", "f", "g"]]}
    with tawatur.open_record(record) as opened:
        found = max(opened.findings("entity"), key=lambda row: len(row["mentions"]))
    assert ["judgement.same", "#1 ليلى: اسمه الثاني"] in found["evidence"]
    assert (found["outlets"], found["origins"]) == (5, 5)


def test_a_page_is_not_that_person_and_later_ones_go_by_the_evidence(record: Path, tmp_path: Path) -> None:
    tawatur.judge(record, "different", "سالم البدري", "d")
    assert people(record)["سالم البدري"] == [["a", "b"], ["d"]]
    build([pile(tmp_path / "two.jsonl", LATER)], record, SMALL)
    assert people(record)["سالم البدري"] == [["a", "b", "f"], ["d", "g"]]


def test_judgements_hold_through_a_new_plan(record: Path) -> None:
    tawatur.judge(record, "same", "سالم البدري", "سليم أبو الشط")
    tawatur.judge(record, "different", "سالم البدري", "d#11-22")
    with tawatur.open_record(record) as opened:
        event = next(opened.findings("event"))
    tawatur.judge(record, "reject", event["target"])
    before = dump(record)
    with contextlib.closing(sqlite3.connect(record)) as base:
        base.execute("UPDATE meta SET value = 'an older plan' WHERE key = 'plan'")
        base.commit()
    build([], record, SMALL)
    assert dump(record) == before


def test_apply_and_undo_is_as_before(record: Path) -> None:
    before = dump(record)
    person = "سالم البدري"
    for act, what in (("same", (person, "سليم أبو الشط")), ("rename", (person, "أبو بدر")), ("reclass", (person, "ORG")), ("reject", ("mention:c#4-17",)), ("reject", ("c#4-17",))):
        n = tawatur.judge(record, act, *what)["n"]
        assert dump(record) != before, act
        tawatur.judge(record, "undo", str(n))
        assert dump(record) == before, act
    assert [row["state"] for row in tawatur.judgements(record)] == ["undone", "undo"] * 5


@pytest.mark.parametrize("seed", range(6))
def test_any_decisions_undone_in_any_order_leave_nothing(record: Path, seed: int) -> None:
    chance, before = random.Random(seed), dump(record)
    ways = [
        ("same", "a#15-26", "c#4-17"), ("different", "a#15-26", "d"), ("different", "a#15-26", "b#4-15"), ("rename", "b#4-15", "اسم"), ("reclass", "d#11-22", "ORG"), ("reject", "mention:b#4-15"),
        ("redate", "c", "2018-01-01"), ("reject", "a#15-26"), ("star", "c#4-17"), ("edit", "c#4-17", "آخر"),
    ]  # fmt: skip
    numbers = []
    for way in chance.sample(ways, 5):
        try:
            numbers.append(tawatur.judge(record, *way)["n"])
        except UsageError:  # an earlier decision left nothing for this one
            continue
    assert len(numbers) > 2
    for n in chance.sample(numbers, len(numbers)):
        tawatur.judge(record, "undo", str(n))
    assert dump(record) == before


def test_documents_that_wait_to_be_compared_are_left_to_the_build(record: Path, tmp_path: Path) -> None:
    """As when somebody decides while a build is between reading and comparing."""
    once = tmp_path / "once.tawatur"
    once.write_bytes(record.read_bytes())
    with contextlib.closing(Writer(record)) as writer:
        raws = [raw for raw in tawatur.read([pile(tmp_path / "two.jsonl", LATER)]) if isinstance(raw, RawDocument)]
        writer.add([row for row in shard_rows(raws, SMALL) if isinstance(row, DocumentRows)], [])
    tawatur.judge(record, "same", "سالم البدري", "سليم أبو الشط")
    with contextlib.closing(sqlite3.connect(record)) as base:
        assert base.execute("SELECT count(*) FROM item WHERE grouped IS NULL").fetchone()[0] > 0
    build([], record, SMALL)
    tawatur.judge(once, "same", "سالم البدري", "سليم أبو الشط")
    build([tmp_path / "two.jsonl"], once, SMALL)
    assert dump(record) == dump(once)


def test_a_build_that_holds_the_record_heeds_it_itself(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judged, "_PATIENCE", 10)
    with tawatur.open_record(record) as opened:
        places = [next(opened.findings("entity"))["mentions"][0]]
        assert all_laid(opened.base)
    judge_row(record, "edit", "name:PER:x", {"text": "س", "places": places})
    with contextlib.closing(Writer(record)) as writer, transaction(writer.base):
        assert judged.settle(record) is False
        assert not all_laid(writer.base)
    build([], record, SMALL)
    with tawatur.open_record(record) as opened:
        assert all_laid(opened.base) and "س" in [row["name"] for row in opened.findings("entity")]


def test_ids_of_a_list_read_before_still_mean_who_they_meant(record: Path) -> None:
    with tawatur.open_record(record) as opened:
        ids = {row["name"]: row["entity"] for row in opened.findings("entity")}
    one, other = ids["سالم البدري"], ids["سليم أبو الشط"]
    tawatur.judge(record, "same", one[:8], other[:8])
    tawatur.judge(record, "rename", other[:8], "بدر")
    assert people(record) == {"بدر": [["a", "b", "c", "d"]]}
    with pytest.raises(UsageError) as error:
        tawatur.judge(record, "same", one, other)
    assert error.value.code == "judge.already_same"
    tawatur.judge(record, "different", one, "d")
    assert ["d"] in people(record)["سالم البدري"]


def test_rename_and_reclass(record: Path) -> None:
    tawatur.judge(record, "rename", "سليم أبو الشط", "سليم بن شط")
    tawatur.judge(record, "reclass", "سليم بن شط", "org")
    with tawatur.open_record(record) as opened:
        (row,) = [row for row in opened.findings("entity") if row["name"] == "سليم بن شط"]
    assert row["type"] == "ORG" and row["spellings"] == ["سليم أبو الشط"]


def test_rejected_findings_are_hidden_but_kept(record: Path) -> None:
    with tawatur.open_record(record) as opened:
        event, count = next(opened.findings("event")), opened.totals()["event"]
        tawatur.judge(record, "reject", event["target"][:14])
        assert event["target"] not in [row["target"] for row in opened.findings("event")]
        assert opened.totals()["event"] == count - 1
        statement = next(opened.layer("statement"), None)
    if statement:
        tawatur.judge(record, "reject", f"statement:{statement['doc']}#{statement['start']}-{statement['end']}")
        with tawatur.open_record(record) as opened:
            assert statement not in list(opened.layer("statement"))
    with tawatur.open_record(record, everything=True) as opened:
        (kept,) = [row for row in opened.findings("event") if row["target"] == event["target"]]
    assert kept["judged"] == {"verdict": "reject"}


def test_a_finding_under_another_id_is_the_one_at_its_places_and_of_its_words(record: Path) -> None:
    with tawatur.open_record(record) as opened:
        event = next(opened.findings("event"))
    places = [{key: place[key] for key in ("doc", "start", "end")} for place in event["evidence"]]
    elsewhere = [{**place, "start": 900, "end": 901} for place in places]
    with contextlib.closing(Writer(record)) as writer:
        twin = json.dumps({**event, "title": "حدث آخر في الجملة نفسها", "target": None}, ensure_ascii=False)
        for finding_id in ("0" * 32, "f" * 32):
            n = writer.base.execute("INSERT INTO finding (id, kind, made_by, grouped, data, outlets, origins) VALUES (?, 'event', 'event', 0, ?, 1, 1)", (finding_id, twin)).lastrowid
            writer.base.execute("INSERT INTO finding_doc SELECT n, ? FROM document WHERE id = ?", (n, places[0]["doc"]))
    gone = "event:" + "1" * 32
    for data, hidden in (({"places": places, "words": event["title"]}, True), ({"places": elsewhere, "words": event["title"]}, False)):
        done = judge_row(record, "reject", gone, data)
        with tawatur.open_record(record) as opened:
            assert (event["target"] not in [row["target"] for row in opened.findings("event")]) is hidden
            assert len(list(opened.findings("event"))) == opened.totals()["event"]
        assert tawatur.judgements(record)[-1]["state"] == ("holds" if hidden else "no_target")
        tawatur.judge(record, "undo", str(done.n))


def test_redate_shows_the_new_day(record: Path) -> None:
    tawatur.judge(record, "redate", "b", "2019-02")
    tawatur.judge(record, "redate", "c", "2019-02-10")
    with tawatur.open_record(record) as opened:
        b, c = opened.document("b")["published"], opened.document("c")["published"]
        event = next(opened.findings("event"))
        tawatur.judge(record, "redate", event["target"], "2018")
        (moved,) = [row for row in opened.findings("event") if row["target"] == event["target"]]
    assert (b["value"], b["earliest"], b["latest"]) == (None, "2019-02-01", "2019-02-28")
    assert (c["value"], c["weekday"]) == ("2019-02-10", "Sunday")
    assert moved["date"] == {"value": "2018", "earliest": "2018-01-01", "latest": "2018-12-31"}
    for wrong in ("2019-13", "yesterday", "2019-02-30"):
        with pytest.raises(UsageError):
            tawatur.judge(record, "redate", "b", wrong)


def test_what_rests_on_a_new_date_is_derived_again_when_asked(record: Path) -> None:
    n = tawatur.judge(record, "redate", "b", "2019-04-13")["n"]
    with tawatur.open_record(record) as opened:
        saturday = [row["value"] for row in opened.layer("time", "b")]
    build([], record, SMALL, anew=True)
    with tawatur.open_record(record) as opened:
        assert (saturday, [row["value"] for row in opened.layer("time", "b")]) == (["2019-03-02"], ["2019-04-13"])
    tawatur.judge(record, "undo", str(n))
    build([], record, SMALL, anew=True)
    with tawatur.open_record(record) as opened:
        assert opened.document("b")["published"]["value"] == "2019-03-02"
        assert [row["value"] for row in opened.layer("time", "b")] == saturday


def test_the_later_of_two_holds_and_the_list_says_so(record: Path) -> None:
    person = "سالم البدري"
    for act, what in (("same", (person, "سليم أبو الشط")), ("different", (person, "c#4-17")), ("accept", ("b",)), ("reject", ("b",)), ("rename", (person, "س")), ("rename", (person, "ص"))):
        tawatur.judge(record, act, *what)
    found = {row["n"]: (row["state"], row["by_n"]) for row in tawatur.judgements(record)}
    assert found == {1: ("overridden", 2), 2: ("holds", None), 3: ("overridden", 4), 4: ("holds", None), 5: ("overridden", 6), 6: ("holds", None)}
    assert ["c"] in people(record)["سليم أبو الشط"]


def test_a_judgement_waits_for_its_documents(record: Path, tmp_path: Path) -> None:
    """Laid on a record that has none of it: kept, told of, and at work when the documents come."""
    tawatur.judge(record, "same", "سالم البدري", "سليم أبو الشط")
    with tawatur.open_record(record) as opened:
        rows = [dataclasses.asdict(row) for row in examples(opened.base)]
    other = tmp_path / "other.tawatur"
    build([pile(tmp_path / "one.jsonl", LATER | dict.fromkeys("fg", ("س", "2019-03-09", "لا اسم هنا.")))], other, SMALL)
    half = [{**row, "target": "name:PER:x", "after": "name:PER:y"} for row in rows]
    assert load(other, half) == (1, 0)
    assert [row["state"] for row in tawatur.judgements(other)] == ["no_target"]
    build([pile(tmp_path / "two.jsonl", PEOPLE)], other, SMALL)
    assert [row["state"] for row in tawatur.judgements(other)] == ["holds"]
    assert any({"a", "c", "e"} <= set(docs) for docs in people(other)["سالم البدري"])


def test_an_export_is_laid_on_another_record_once(record: Path, tmp_path: Path) -> None:
    tawatur.judge(record, "same", "سالم البدري", "سليم أبو الشط", by="ليلى")
    tawatur.judge(record, "redate", "b", "2019-02-10")
    n = tawatur.judge(record, "comment", "c", "يراجع")["n"]
    tawatur.judge(record, "undo", str(n))
    with tawatur.open_record(record) as opened:
        rows = [dataclasses.asdict(row) for row in examples(opened.base)]
    assert [(row["layer"], row["act"], row["before"], row["after"]) for row in rows] == [
        ("name", "merge", "سليم أبو الشط", "name:PER:سالم البدري"), ("document", "redate", "2019-03-02", "2019-02-10"),
    ]  # fmt: skip
    assert rows[0]["places"][0] == {"doc": "c", "start": 4, "end": 17, "text": "سليم أبو الشط"}
    other = tmp_path / "other.tawatur"
    build([pile(tmp_path / "one.jsonl", PEOPLE)], other, SMALL)
    assert load(other, rows) == (2, 0)
    assert load(other, rows) == (0, 2)
    assert dump(other) == dump(record)
    assert [row["by"] for row in tawatur.judgements(other)] == ["ليلى", None]


def test_plain_rows_are_laid_on_all_or_none(record: Path) -> None:
    good: list[dict[str, Any]] = [{"judge": "rename", "what": ["سليم أبو الشط", "س"], "by": "ن"}, {"judge": "star", "what": "b"}]
    with pytest.raises(UsageError, match="row 3"):
        load(record, [*good, {"judge": "rename", "what": ["لا أحد", "س"]}])
    assert tawatur.judgements(record) == []
    assert load(record, good) == (2, 0)
    assert "س" in people(record)


def test_what_cannot_be_meant_is_refused(record: Path) -> None:
    for act, what, code in (
        ("melt", ("b",), "judge.act"), ("same", ("b",), "judge.arguments"), ("accept", ("لا أحد",), "judge.nothing"), ("rename", ("b", "x"), "judge.only_names"),
        ("reclass", ("سليم أبو الشط", "DOG"), "judge.class"), ("same", ("سليم أبو الشط", "c#4-17"), "judge.already_same"), ("same", ("b", "c"), "judge.not_alike"),
        ("different", ("سليم أبو الشط", "سليم أبو الشط"), "judge.nothing_left"), ("different", ("سليم أبو الشط", "b"), "judge.no_part"), ("undo", ("9",), "desk.error.undo"),
        ("undo", ("x",), "judge.arguments"), ("reject", ("statement:b#0-1",), "judge.nothing"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as error:
            tawatur.judge(record, act, *what)
        assert error.value.code == code, (act, what)
    assert tawatur.judgements(record) == []
