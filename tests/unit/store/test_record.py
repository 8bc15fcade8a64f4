"""What a record answers: documents, layers, findings, search over folded text, context, bytes; and what it refuses."""

from pathlib import Path

import pytest

from tawatur.errors import StoreError, UsageError
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import Record, open_record
from tawatur.store.record import first_hit, parse_query

ONE = "سنبوك: افتتاح الجسر\n\nأعلنت بلديّة سنبوك اليوم الأحد (3 آذار 2019) افتتاحَ الجسر الجديد أمام المارة."
TWO = "نفت إدارة المرفأ أمس الاثنين تأجيل افتتاح الجسر، وقالت إن الأعمال تسير وفق الجدول."


@pytest.fixture
def record(tmp_path: Path) -> Record:
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWO, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    build([tmp_path], tmp_path / "x.tawatur", Settings(workers=1))
    return open_record(tmp_path / "x.tawatur")


def test_any_spelling_finds_any_spelling(record: Record) -> None:
    with record:
        for query in ("بلدية", "بلديه", "بَلَديّة", "إفتتاح الجسر بلدية"):
            assert [hit["doc"] for hit in record.search(query)] == ["one.txt"], query
        assert {hit["doc"] for hit in record.search("افتتاح")} == {"one.txt", "two.txt"}
        assert list(record.search('"الجسر المارة"')) == []
        assert [hit["doc"] for hit in record.search('"الجسر الجديد"')] == ["one.txt"]


def test_a_hit_is_a_span_of_the_text(record: Record) -> None:
    with record:
        (hit,) = record.search("بلدية")
        assert record.text("one.txt")[hit["start"] : hit["end"]] == hit["text"] == "بلديّة"


def test_hostile_queries_are_words_or_refused(record: Record) -> None:
    with record:
        for query in ('" OR 1 --', "NEAR(", "a*b^c", "title:x", "-"):
            if parse_query(query):
                list(record.search(query))
            else:
                with pytest.raises(UsageError):
                    list(record.search(query))


def test_bytes_text_and_context_are_kept(record: Record) -> None:
    with record:
        assert record.data("one.txt") == ONE.encode()
        assert record.text("one.txt") == ONE
        assert record.context("one.txt", 7, 13, 3) == (ONE[4:7], ONE[7:13], ONE[13:16])
        assert record.document("one.txt")["published"]["value"] == "2019-03-03"


def test_failures_are_rows(record: Record) -> None:
    with record:
        (failure,) = record.failures()
        assert failure["doc"] == "bad.txt"
        assert record.totals()["documents"] == 2
        assert record.totals()["failures"] == 1


def test_what_is_not_there_is_a_clear_error(record: Record, tmp_path: Path) -> None:
    with record:
        for call in (record.text, record.document, record.data):
            with pytest.raises(UsageError):
                call("nothing")
        with pytest.raises(UsageError):
            list(record.layer("nothing"))
    with pytest.raises(StoreError):
        open_record(tmp_path / "none.tawatur")


def test_first_hit_is_on_word_edges() -> None:
    assert first_hit("الجسر الجديد", [["جسر"]]) == (0, 0)
    assert first_hit("الجسر الجديد", [["الجديد"]]) == (6, 12)
