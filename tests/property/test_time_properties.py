"""Properties of the time stages: total, linear, and true to the calendar."""

from __future__ import annotations

import gzip
import json
import random
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur import pipeline
from tawatur.annotate import time_calendar as cal
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.time_values import Context, resolve
from tawatur.annotate.times import TIMES
from tawatur.layers import Expression
from tawatur.model import Clue, Document

STAGES = (EXPRESSIONS, DATING, TIMES)
NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news"
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
WORDS = ["اليوم", "أمس", "الاثنين", "الماضي", "المقبل", "12", "يوليو", "تموز", "/", "(", ")", "2014", "من", "إلى", "و", "نهاية", "العام", "الشهر", "شهر", "عام", "رمضان", "1436هـ", "الساعة", "14:30", "مساء", "كل", "ثلاثة", "أيام", "نصف", "مليون", "،", ".", "\n", "في", "الربع", "الأول", "القرن", "ليل"]


def page(text: str, day: date | None) -> Document:
    clues = () if day is None else (Clue(None, "row", day, day, given=True),)
    return pipeline.annotate(Document("d", text, "x", clues=clues).with_layer("region", ()), STAGES)


def check(doc: Document) -> None:
    end = 0
    for found in doc.layer("time"):
        assert end <= found.span.start < found.span.end <= len(doc.text)
        end = found.span.end
        value = found.value
        assert value.value is not None or value.why
        if value.earliest and value.latest:
            assert value.earliest <= value.latest


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.none() | DAYS)
def test_any_text(text: str, day: date | None) -> None:
    check(page(text, day))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " "]), st.none() | DAYS)
def test_any_order_of_time_words(words: list[str], glue: str, day: date | None) -> None:
    check(page((glue or " ").join(words) if glue else " ".join(words).replace(" و ", " و"), day))


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_numeric_date_is_its_day(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day}-{day.month}-{day.year}"):
        (found,) = page(text, date(2000, 1, 1)).layer("time")
        assert (found.value.value, found.value.earliest, found.value.latest) == (day.isoformat(), day, day)


@settings(max_examples=80, deadline=None)
@given(DAYS, st.integers(0, 6), st.sampled_from([None, -1, 1]), st.sampled_from([-2, 2]))
def test_weekday_agrees(now: date, weekday: int, direction: int | None, narration: int) -> None:
    said = Expression("DATE", "weekday", weekday=weekday, direction=direction, narration=narration)
    when = resolve(said, now, Context()).earliest
    assert when is not None and when.weekday() == weekday and abs((when - now).days) <= 7
    step = (when - now).days * (direction or narration)
    assert step > 0 if direction else step >= 0


@settings(max_examples=80, deadline=None)
@given(DAYS, st.integers(-2, 2), st.integers(0, 6))
def test_weekday_beside_a_day_wins(now: date, shift: int, weekday: int) -> None:
    when = resolve(Expression("DATE", "day", shift=shift, weekday=weekday), now, Context()).earliest
    assert when is not None and when.weekday() == weekday and abs((when - now).days - shift) <= 3


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_hijri_round_trip(day: date) -> None:
    hijri = cal.hijri_today(day)
    assert hijri is not None and cal.hijri_day(*hijri) == day
    year, month, number = hijri
    (found,) = page(f"{number}/{month}/{year}هـ", date(2000, 1, 1)).layer("time")
    assert found.value.value == day.isoformat()


@settings(max_examples=80, deadline=None)
@given(DAYS, st.sampled_from(["Y", "M", "W", "D", "DE", "CE", "WE"]), st.sampled_from([-1, 0, 1]))
def test_interval_of_this_unit_holds_today(now: date, unit: str, shift: int) -> None:
    found = resolve(Expression("DATE", "unit", unit=unit, shift=shift), now, Context())
    assert found.earliest is not None and found.latest is not None
    if shift == 0 and unit != "WE":
        assert found.earliest <= now <= found.latest
    elif shift < 0:
        assert found.latest < now
    elif shift > 0:
        assert now < found.earliest


@settings(max_examples=100, deadline=None)
@given(DAYS, DAYS, st.lists(st.sampled_from(WORDS), max_size=10))
def test_interval_of_publication_holds_every_reading(a: date, b: date, words: list[str]) -> None:
    """What is said of a page dated to an interval allows what a day inside the interval would give."""
    first, last = min(a, b), max(a, b)
    text = " ".join(words)
    wide = Document("d", text, "x", clues=(Clue(None, "pile", first, last),)).with_layer("region", ())
    loose = pipeline.annotate(wide, STAGES).layer("time")
    tight = page(text, first).layer("time")
    assert [t.span for t in loose] == [t.span for t in tight]


HOSTILE = ["12345678901234567890", "1 ", "تموز ", "يوليو/", "من إلى من إلى ", "الاثنين ", "اليوم ", "26 و", "نهاية ", "الساعة ", "قبل ", "5 أيام و", "عام ", "(", "هذا ", "مساء "]


def seconds_a_character(text: str) -> float:
    doc = Document("d", text, "x").with_layer("region", ())
    assert doc.view.text is not None
    begin = time.process_time()
    pipeline.annotate(doc, STAGES)
    return (time.process_time() - begin) / len(text)


@pytest.mark.usefixtures("at_rest")
@pytest.mark.parametrize("unit", HOSTILE)
def test_cost_is_linear(unit: str) -> None:
    short, long = unit * (4_000 // len(unit)), unit * (32_000 // len(unit))
    assert min(seconds_a_character(long) for _ in range(2)) < 2.5 * min(seconds_a_character(short) for _ in range(3)) + 2e-7


@pytest.mark.skipif(not NEWS.exists(), reason="no news beside the checkout")
def test_mutated_news() -> None:
    rng = random.Random(11)
    with gzip.open(NEWS / "ant-2018.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(next(file))["text"] for _ in range(40)]
    for text in texts:
        letters = list(text[:1500])
        for _ in range(40):
            at = rng.randrange(len(letters))
            letters[at] = rng.choice(["", " ", "\n", "(", ")", "/", "1", "و", "ال", letters[at] * 2, "\u0640", "\ufefb"])
        check(page("".join(letters), date(2018, 3, 1) + timedelta(days=rng.randrange(300))))
