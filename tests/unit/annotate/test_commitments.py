"""The commitments stage: its words, its deadlines, what it does with strange pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tawatur.annotate.commitment_deadlines import _after
from tawatur.annotate.commitment_words import bare, is_action, without_pronoun, words
from tawatur.annotate.commitments import COMMITMENTS
from tawatur.arabic import folded
from tawatur.layers import Published, Region, Time
from tawatur.model import Annotation, Document, Origin, Span

HERE = Origin("test", "1", "test")
DAY = date(2019, 3, 10)


def page(text: str, *times: tuple[str, Time], role: str = "body", day: date | None = DAY) -> Document:
    doc = Document("d", text, "").with_layer("region", [Annotation(Span(0, len(text)), Region(role), HERE)])  # type: ignore[arg-type]
    if day:
        doc = doc.with_layer("published", [Annotation(Span(0, len(text)), Published(day, day, day, day.weekday()), HERE)])
    spans = [(text.index(words_), words_, time) for words_, time in times]
    return doc.with_layer("time", [Annotation(Span(at, at + len(said)), time, HERE) for at, said, time in spans])


def year(value: int, mod: str | None = None) -> Time:
    return Time("DATE", str(value), mod, date(value, 1, 1), date(value, 12, 31))


@pytest.mark.parametrize("word", ["سحب", "بناء", "تطبيق", "إغلاق", "انسحاب", "استئناف", "مكافحة", "الاستمرار", "حمايتها", "إلحاق", "تسليم"])
def test_deeds(word: str) -> None:
    assert is_action(folded(word))


@pytest.mark.parametrize("word", ["أهمية", "ضرورة", "آلية", "الترتيبات", "كتاب", "القرية", "أعضاء", "مدينة", "أمثال"])
def test_things(word: str) -> None:
    assert not is_action(folded(word))


def test_bare_keeps_three_letters() -> None:
    assert bare(folded("للعمل")) == folded("عمل")
    assert bare(folded("البر")) == folded("البر")
    assert without_pronoun(folded("سحبها")) == folded("سحب")


@pytest.mark.parametrize("word", ["سيارات", "سياسة", "سنوات", "ستة", "سابق"])
def test_known_nouns_are_no_futures(word: str) -> None:
    assert words().anchor.match(folded(word)) is None


@pytest.mark.parametrize("word", ["سيدعم", "سيرفع", "سيفتح", "سنواصل", "ستدفع", "وسيمنح", "سأعيد", "ولن", "سوف"])
def test_futures_are_anchors(word: str) -> None:
    assert words().anchor.match(folded(word)) is not None


@pytest.mark.parametrize(("value", "want"), [("P1D", 1), ("P2W", 14), ("P1M", 31), ("P1Y", 366)])
def test_durations_count_from_the_day(value: str, want: int) -> None:
    assert _after(DAY, value) == DAY + timedelta(days=want)


@pytest.mark.parametrize("value", ["PXD", "PT24H", "P99999Y", "2019", ""])
def test_vague_durations_set_no_day(value: str) -> None:
    assert _after(DAY, value) in (None, DAY)
    assert _after(None, "P1D") is None


def test_before_is_strict_and_the_end_is_not() -> None:
    strict = page("تعهدت البلدية بفتح الطريق قبل عام 2020.", ("عام 2020", year(2020)))
    loose = page("تعهدت البلدية بفتح الطريق قبل نهاية 2020.", ("نهاية 2020", year(2020, "END")))
    assert [a.value.deadline for a in COMMITMENTS(strict)] == [date(2019, 12, 31)]
    assert [a.value.deadline for a in COMMITMENTS(loose)] == [date(2020, 12, 31)]


def test_the_middle_of_a_month_is_not_its_end() -> None:
    june = Time("DATE", "2019-06", "MID", date(2019, 6, 1), date(2019, 6, 30))
    doc = page("تعهدت البلدية بفتح الطريق بحلول منتصف يونيو.", ("منتصف يونيو", june))
    assert [a.value.deadline for a in COMMITMENTS(doc)] == [date(2019, 6, 21)]


def test_a_plain_date_behind_the_page_is_no_deadline() -> None:
    doc = page("تعهدت البلدية بفتح الطريق في عام 2015.", ("عام 2015", year(2015)))
    assert [a.value.deadline for a in COMMITMENTS(doc)] == [None]


def test_said_twice_is_given_once_from_the_body() -> None:
    title, body = "البلدية تتعهد ببناء الجسر الجديد في الوادي", "تعهدت البلدية ببناء الجسر الجديد في الوادي الكبير."
    doc = page(f"{title}\n{body}")
    regions = [Annotation(Span(0, len(title)), Region("title"), HERE), Annotation(Span(len(title) + 1, len(doc.text)), Region("body"), HERE)]
    found = list(COMMITMENTS(doc.with_layer("region", regions)))
    assert [a.span.start > len(title) for a in found] == [True]


def test_two_undertakings_of_one_page_stay_two() -> None:
    doc = page("تعهدت البلدية ببناء الجسر الجديد. وتعهدت البلدية بتوزيع القمح على الفقراء.")
    assert len(list(COMMITMENTS(doc))) == 2


@pytest.mark.parametrize("role", ["furniture", "comment", "dateline"])
def test_only_the_page_s_own_words_are_read(role: str) -> None:
    assert list(COMMITMENTS(page("تعهدت البلدية ببناء الجسر الجديد.", role=role))) == []


def test_without_a_date_of_the_page() -> None:
    doc = page("تعهدت البلدية بفتح الطريق بحلول عام 2020.", ("عام 2020", year(2020)), day=None)
    assert [a.value.deadline for a in COMMITMENTS(doc)] == [date(2020, 12, 31)]


def test_marks_and_tatweel_do_not_move_spans() -> None:
    doc = page("تعهّـدت البلديّـة ببنـاء الجسـر الجديد.")
    assert [a.span.of(doc.text) for a in COMMITMENTS(doc)] == ["ببنـاء الجسـر الجديد"]


@pytest.mark.parametrize("text", ["", "تعهد", "سوف", "لن", "سوف سوف سوف سوف", "تعهدت ب", "\u200f\u200e", "اتفق على", "و" * 5000, "سنسنسن " * 400])
def test_strange_pages(text: str) -> None:
    if text:
        assert list(COMMITMENTS(page(text))) is not None


def test_one_endless_sentence_stays_quick() -> None:
    doc = page("تعهدت البلدية ببناء الجسر و" * 4000)
    assert len(list(COMMITMENTS(doc))) >= 1


@pytest.mark.parametrize(("earliest", "latest"), [(date(2019, 1, 1), None), (None, date(2019, 12, 31)), (date(2019, 1, 1), date(2021, 12, 31))])
def test_a_date_of_a_page_without_a_day_sets_no_deadline(earliest: date | None, latest: date | None) -> None:
    doc = page("تعهدت الشركة بإنجاز الجسر قبل نهاية العام الحالي.", ("نهاية العام الحالي", Time("DATE", "2019", "END", earliest, latest)), day=None)
    (found,) = COMMITMENTS(doc)
    assert found.value.deadline is None


def test_an_hour_sets_no_deadline() -> None:
    hour = Time("TIME", "2019-03-10T14:00", None, DAY, DAY)
    (found,) = COMMITMENTS(page("تعهدت الشركة بإنجاز الجسر قبل الساعة الثانية.", ("الساعة الثانية", hour)))
    assert found.value.deadline is None
