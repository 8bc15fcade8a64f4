"""Who is meant by an office alone: linked where a page of that season names the holder, and nowhere else."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tawatur.cli import main
from tawatur.compare.holders import COMPARER
from tawatur.layers import OFFICE, PUBLISHED, Post, Published
from tawatur.model import Annotation, Document, Finding, Item, Origin, Span
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record

SAID = Origin("test", "1", "test")
POST = "رئيس الوزراء العراقي"


def page(name: str, day: str | None, *said: str, post: str = "prime_minister:IQ") -> Document:
    """A page of a day that says the office once for each of `said`: with that holder's name ("N|before": as the former one), or with none ("")."""
    text, found = "", list[Annotation[Post]]()
    for holder in said:
        start = len(text)
        holder, _, state = holder.partition("|")
        text += f"{POST} {holder}. "
        span = Span(start + len(POST) + 1, start + len(POST) + 1 + len(holder)) if holder else None
        found.append(Annotation(Span(start, start + len(POST)), Post(*post.split(":"), holder=span, state=state or "held"), SAID))
    when = date.fromisoformat(day) if day else None
    layers = {OFFICE: tuple(found), PUBLISHED: (Annotation(Span(0, 1), Published(when, when, when, None), SAID),)}
    return Document(name, text, "", outlet=f"outlet of {name}", layers=layers)  # type: ignore[arg-type]


def concluded(*docs: Document) -> list[Finding]:
    """What the engine does: items that share a hub are a group."""
    groups = defaultdict[object, list[Item]](list)
    for doc in docs:
        for item in COMPARER.items(doc):
            groups[item.hubs or item.id].append(item)
    return [found for items in groups.values() for found in COMPARER.findings(sorted(items, key=lambda i: i.id), [])]


def linked(*docs: Document) -> list[tuple[str, str, str]]:
    """(document, holder, rule) of every mention that is linked."""
    return sorted((m["doc"], f.data["name"], m["rule"].removeprefix("office.")) for f in concluded(*docs) for m in f.data["mentions"])


def doubtful(*docs: Document) -> list[tuple[str, str]]:
    return sorted((m["doc"], m["rule"].removeprefix("office.")) for f in concluded(*docs) for m in f.data["similar"])


def test_linked_where_a_page_says_who_holds_it() -> None:
    docs = page("a", "2021-07-10", ""), page("b", "2021-07-12", "سامر الحداد")
    assert linked(*docs) == [("a", "سامر الحداد", "page_near")]
    (found,) = concluded(*docs)
    (cited,) = found.data["named"]
    assert (cited["doc"], cited["date"], cited["outlet"], cited["text"]) == ("b", "2021-07-12", "outlet of b", f"{POST} سامر الحداد")
    assert set(found.docs) == {"a", "b"}


def test_two_pages_are_surer_and_the_page_itself_surest() -> None:
    others = page("b", "2021-07-12", "سامر الحداد"), page("c", "2021-07-13", "الحداد")
    scores = [concluded(page("a", "2021-07-10", *said), *others)[0].data["mentions"][0]["score"] for said in (("",), ("سامر الحداد", ""))]
    assert scores == [0.8, 0.95]


def test_not_linked_when_no_page_says() -> None:
    assert concluded(page("a", "2021-07-10", ""), page("b", "2021-07-10", "")) == []


def test_not_linked_when_the_office_changed_hands() -> None:
    assert concluded(page("a", "2021-07-10", ""), page("b", "2021-07-01", "سامر الحداد"), page("c", "2021-07-20", "نادر الخياط")) == []


def test_a_holder_of_another_season_says_nothing() -> None:
    assert concluded(page("a", "2021-07-10", ""), page("b", "2021-04-30", "سامر الحداد")) == []
    assert linked(page("a", "2021-07-10", ""), page("b", "2021-04-30", "نادر الخياط"), page("c", "2021-07-20", "سامر الحداد")) == [("a", "سامر الحداد", "page_near")]


def test_named_before_and_after_is_held_in_between() -> None:
    assert linked(page("a", "2021-07-15", ""), page("b", "2021-06-02", "سامر الحداد"), page("c", "2021-08-28", "سامر الحداد")) == [("a", "سامر الحداد", "pages_around")]


@pytest.mark.parametrize("turn", ["سامر الحداد|before", "نادر الخياط|after", "نادر الخياط|instead"])
def test_a_change_that_a_page_tells_leaves_doubt_after_the_last_naming(turn: str) -> None:
    docs = page("b", "2021-07-01", "سامر الحداد"), page("c", "2021-07-09", "سامر الحداد"), page("d", "2021-07-20", turn)
    assert doubtful(page("a", "2021-07-12", ""), *docs) == [("a", "changing")]
    assert linked(page("a", "2021-07-05", ""), *docs) == [("a", "سامر الحداد", "pages_around")]


def test_a_former_holder_of_long_ago_is_no_change() -> None:
    docs = page("b", "2021-07-12", "سامر الحداد"), page("d", "2021-07-11", "نادر الخياط|before")
    assert linked(page("a", "2021-07-10", ""), *docs) == [("a", "سامر الحداد", "page_near")]


def test_country_and_office_must_agree() -> None:
    named = page("b", "2021-07-12", "سامر الحداد")
    assert concluded(page("a", "2021-07-10", "", post="prime_minister:JO"), named) == []
    assert concluded(page("a", "2021-07-10", "", post="president:IQ"), named) == []


def test_a_page_from_afar_is_offered_for_review() -> None:
    docs = page("a", "2021-07-01", ""), page("b", "2021-08-30", "سامر الحداد")
    assert linked(*docs) == []
    assert doubtful(*docs) == [("a", "page_far")]


def test_one_slip_among_many_pages_is_no_second_holder() -> None:
    many = [page(f"n{n}", "2021-07-12", "سامر الحداد") for n in range(10)]
    slip = page("s", "2021-07-12", "نادر الخياط", "")
    assert linked(page("a", "2021-07-10", ""), *many, slip) == [("a", "سامر الحداد", "pages_near")]
    assert doubtful(page("a", "2021-07-10", ""), *many, slip) == [("s", "page_says_other")]
    assert linked(page("a", "2021-07-10", ""), *many[:9], slip) == []


def test_spellings_cut_names_and_given_names_are_one_holder() -> None:
    for one, other in (("كيلان مكينزي", "كيلان ماكنزي"), ("سلمان", "سلمان بن خالد الحداد"), ("تشو جين بينغ", "تشو جينبينغ"), ("هادي", "سامر نادر هادي"), ("نادر هادي", "سامر نادر هادي"), ("جيم ماتلر", "جيمس ماتلر")):
        assert len(linked(page("a", "2021-07-10", ""), page("b", "2021-07-12", one), page("c", "2021-07-13", other))) == 1


def test_an_undated_page_believes_itself_only() -> None:
    named = page("b", "2021-07-12", "سامر الحداد")
    assert concluded(page("a", None, ""), named) == []
    assert linked(page("a", None, "سامر الحداد", ""), named) == [("a", "سامر الحداد", "same_page")]


def test_order_does_not_matter() -> None:
    docs = [page("a", "2021-07-10", ""), page("b", "2021-07-12", "سامر الحداد"), page("c", "2021-06-20", "الحداد"), page("d", "2021-08-01", "سامر الحداد", "")]
    before = sorted((f.id, json.dumps(f.data, ensure_ascii=False)) for f in concluded(*docs))
    random.Random(3).shuffle(docs)
    assert sorted((f.id, json.dumps(f.data, ensure_ascii=False)) for f in concluded(*docs)) == before


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages of an invented affair, read from their text."""
    folder = tmp_path_factory.mktemp("offices")
    rows = [
        {"id": "named", "outlet": "النشرة", "published": "2018-03-10", "text": "قال وزير الدفاع الأردني سامر الحداد إن المناورات بدأت اليوم في الشمال."},
        {"id": "alone", "outlet": "البيان", "published": "2018-03-12", "text": "أعلن وزير الدفاع الأردني أن المناورات انتهت أمس. وقال وزير الدفاع المصري إن بلاده شاركت فيها."},
        {"id": "late", "outlet": "المساء", "published": "2018-03-14", "text": "وصل وزير الدفاع الأردني الأسبق إلى المدينة أمس."},
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    build([folder / "rows.jsonl"], folder / "a.tawatur", Settings(workers=1))
    return folder / "a.tawatur"


def test_who_shows_the_places_and_their_evidence(record: Path) -> None:
    done = CliRunner().invoke(main, ["who", str(record), "سامر الحداد", "--format", "jsonl"])
    (row,) = map(json.loads, done.stdout.splitlines())
    (place,) = row["by_office"]
    assert (place["doc"], place["text"], place["rule"], place["office"], place["of"]) == ("alone", "وزير الدفاع الأردني", "office.page_near", "defence_minister", "JO")
    assert place["named"][0]["outlet"] == "النشرة"
    table = CliRunner().invoke(main, ["who", str(record), "سامر الحداد", "--format", "table"], env={"COLUMNS": "300"})
    assert "alone#5-24" in table.stdout


def test_show_says_who_is_meant(record: Path) -> None:
    done = json.loads(CliRunner().invoke(main, ["show", str(record), "alone", "--format", "jsonl"]).stdout)
    assert [(place["text"], place["holder"]) for place in done["offices"]] == [("وزير الدفاع الأردني", "سامر الحداد")]
    assert not any("وزير" in name["text"] for name in done["layers"]["name"])
    table = CliRunner().invoke(main, ["show", str(record), "alone", "--format", "table"])
    assert "سامر الحداد (0.75: النشرة, 2018-03-10, named#" in table.stdout


def test_a_far_page_is_offered_by_names_review(tmp_path: Path) -> None:
    rows = [
        {"id": "named", "published": "2018-03-30", "text": "قال وزير الدفاع الأردني سامر الحداد إن المناورات بدأت اليوم في الشمال."},
        {"id": "alone", "published": "2018-02-02", "text": "أعلن وزير الدفاع الأردني أن المناورات انتهت أمس."},
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    build([tmp_path / "rows.jsonl"], tmp_path / "a.tawatur", Settings(workers=1))
    for form in ("jsonl", "table"):
        done = CliRunner().invoke(main, ["names", str(tmp_path / "a.tawatur"), "--review", "--format", form])
        assert "وزير الدفاع" in done.stdout
    with open_record(tmp_path / "a.tawatur") as opened:
        (row,) = opened.findings("office")
        assert row["mentions"] == []
        assert [place["rule"] for place in row["similar"]] == ["office.page_far"]
