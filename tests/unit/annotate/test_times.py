"""Resolving: a day, an interval with X, a reason; and the rows that explain it."""

from __future__ import annotations

from datetime import date

from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.explain import explain_times
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.times import TIMES
from tawatur.layers import Region, Time
from tawatur.model import Annotation, Clue, Document, Origin, Span

STAGES = (EXPRESSIONS, DATING, TIMES)


def page(text: str, first: date | None = None, last: date | None = None, role: str = "body") -> Document:
    clues = () if first is None else (Clue(None, "row", first, last or first, given=True),)
    region = Annotation(Span(0, len(text)), Region(role), Origin("region", "1", "gold"))  # type: ignore[arg-type]
    return pipeline.annotate(Document("d", text, "x", clues=clues).with_layer("region", [region]), STAGES)


def times(*args: object, **more: object) -> list[Time]:
    return [t.value for t in page(*args, **more).layer("time")]  # type: ignore[arg-type]


def test_interval_gives_x_where_it_must() -> None:
    found = times("أمس والعام الماضي و31 ديسمبر المقبل و26 يوليو الماضي", date(2021, 7, 27), date(2021, 12, 28))
    assert [t.value for t in found] == ["2021-XX-XX", "2020", "2021-12-31", "2021-07-26"]
    assert (found[0].earliest, found[0].latest) == (date(2021, 7, 26), date(2021, 12, 27))


def test_interval_of_one_month_keeps_the_month() -> None:
    assert [t.value for t in times("أمس ونهاية الشهر الحالي", date(2021, 12, 5), date(2021, 12, 20))] == ["2021-12-XX", "2021-12"]


def test_without_a_date_what_is_absolute_stands() -> None:
    found = times("وصل أمس بعد 12 يوليو 2014 بثلاثة أيام")
    assert [t.value for t in found] == [None, "2014-07-12", "P3D"]
    assert found[0].why == "time.date_unknown"


def test_what_is_left_of_a_date_without_its_year() -> None:
    found = times("أمس الاثنين و31 ديسمبر المقبل ومساء الخميس", date(2014, 1, 2), date(2100, 12, 31))
    assert [t.value for t in found] == ["XXXX-WXX-1", "XXXX-12-31", "XXXX-WXX-4TEV"]
    assert {t.why for t in found} == {"time.date_unknown"}


def test_days_the_calendar_lacks() -> None:
    (found,) = times("في 31 فبراير 2021", date(2021, 5, 20))
    assert (found.value, found.why) == (None, "time.no_such_day")


def test_months_that_disagree_say_so() -> None:
    (found,) = times("في تموز/يونيو 2014", date(2021, 5, 20))
    assert found.value == "2014-07" and found.why == "time.months_disagree 2014-06"
    assert (found.earliest, found.latest) == (date(2014, 6, 1), date(2014, 7, 31))


def test_a_clock_in_the_furniture_runs_after_publication() -> None:
    (found,) = times("الثلاثاء 26 تشرين الثاني 05:16", date(2021, 5, 20), role="furniture")
    assert found.value == "2024-11-26T05:16"


def test_anchor_only_where_it_was_used() -> None:
    found = times("أمس وعام 2014", date(2021, 5, 20))
    assert [t.anchor for t in found] == [date(2021, 5, 20), None]


def test_explained_line_by_line() -> None:
    (row,) = explain_times(page("وصل أمس", date(2021, 5, 20)))
    assert row == {
        "start": 4, "end": 7, "text": "أمس", "rule": "time.yesterday", "type": "DATE", "anchor": "2021-05-20",
        "value": "2021-05-19", "mod": None, "earliest": "2021-05-19", "latest": "2021-05-19", "why": None,
    }  # fmt: skip
