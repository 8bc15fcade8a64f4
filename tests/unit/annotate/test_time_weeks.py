"""Weeks and weekends by country: where the country comes from, the days in force, values that stay ISO."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.time_weeks import week_of_country
from tawatur.annotate.times import TIMES
from tawatur.layers import Region, Time
from tawatur.model import Annotation, Clue, Document, Origin, Span
from tawatur.settings import Settings

WEDNESDAY = date(2021, 5, 19)  # in 2021-W20, 17 to 23 May


def times(text: str, outlet: str | None = None, dateline: str = "", setting: str = "", day: date = WEDNESDAY) -> list[Time]:
    doc = Document("d", dateline + text, "x", outlet=outlet, clues=(Clue(None, "row", day, day, given=True),))
    regions = [Annotation(Span(0, len(dateline)), Region("dateline"), Origin("region", "1", "gold"))] if dateline else []
    found = pipeline.annotate(doc.with_layer("region", regions), (EXPRESSIONS, DATING, replace(TIMES, week_country=setting)))
    return [t.value for t in found.layer("time")]


def days(time: Time) -> tuple[str, str]:
    assert time.earliest is not None and time.latest is not None
    return time.earliest.isoformat()[5:], time.latest.isoformat()[5:]


@pytest.mark.parametrize(
    ("country", "week", "weekend"),
    [
        ("", ("05-17", "05-23"), ("05-21", "05-23")),
        ("EG", ("05-15", "05-21"), ("05-21", "05-22")),
        ("SA", ("05-16", "05-22"), ("05-21", "05-22")),
        ("MA", ("05-17", "05-23"), ("05-22", "05-23")),
        ("AE", ("05-16", "05-22"), ("05-21", "05-22")),
    ],
)
def test_week_and_weekend(country: str, week: tuple[str, str], weekend: tuple[str, str]) -> None:
    this, end = times("ينتهي العمل هذا الأسبوع، ويسافر في نهاية الأسبوع الحالي", setting=country)
    assert (this.value, days(this)) == ("2021-W20", week)
    assert (end.value, days(end)) == ("2021-W20-WE", weekend)
    assert this.why == end.why == (f"time.week_setting {country}" if country else None)


def test_the_outlet_then_the_dateline_then_the_setting() -> None:
    def why(**known: str) -> str | None:
        return times("افتتح المعرض الأسبوع الماضي", **known)[0].why  # type: ignore[arg-type]

    assert why(outlet="صحيفة الرياض", dateline="القاهرة - ", setting="MA") == "time.week_outlet SA"
    assert why(outlet="صحيفة لا يعرفها أحد", dateline="القاهرة - ", setting="MA") == "time.week_dateline EG"
    assert why(dateline="مكان لا يعرفه أحد - ", setting="MA") == "time.week_setting MA"
    assert why(dateline="مكان لا يعرفه أحد - ") is None


def test_weeks_that_were_changed() -> None:
    def weekend(country: str, *day: int) -> tuple[int, int]:
        week = week_of_country(country, date(*day))
        assert week is not None
        return week.weekend

    assert weekend("SA", 2013, 6, 28) == (3, 4) and weekend("SA", 2013, 6, 29) == (4, 5)
    assert weekend("AE", 2006, 8, 31) == (3, 4) and weekend("AE", 2021, 12, 31) == (4, 5) and weekend("AE", 2022, 1, 1) == (5, 6)
    assert week_of_country("ZZ", WEDNESDAY) is None


def test_the_weekend_alone_follows_the_narration() -> None:
    monday, sunday = date(2021, 5, 17), date(2021, 5, 23)
    assert times("قتل رجلان في عطلة نهاية الأسبوع", day=monday)[0].value == "2021-W19-WE"
    assert times("سيجتمع الوزراء في عطلة نهاية الأسبوع", day=monday)[0].value == "2021-W20-WE"
    assert times("قتل رجلان في عطلة نهاية الأسبوع", day=sunday)[0].value == "2021-W20-WE"
    assert times("سيجتمع الوزراء في نهاية الأسبوع", setting="EG", day=sunday)[0].value == "2021-W21-WE"


@pytest.mark.parametrize("country", ["", "EG", "SA", "MA", "IR"])
def test_this_week_holds_the_day(country: str) -> None:
    for shift in range(14):
        day = WEDNESDAY + timedelta(days=shift)
        (found,) = times("هذا الأسبوع", setting=country, day=day)
        assert found.earliest is not None and found.latest is not None and found.earliest <= day <= found.latest
        assert (found.latest - found.earliest).days == 6


def test_a_setting_must_be_a_country() -> None:
    with pytest.raises(ValueError, match="week_country"):
        Settings(week_country="Egypt")
    plan = pipeline.stages(Settings(week_country="EG"))
    assert [stage.version for stage in plan if stage.name == "time"] == [f"{TIMES.version}-EG"]
    assert pipeline.stages(Settings()) == pipeline.STAGES
