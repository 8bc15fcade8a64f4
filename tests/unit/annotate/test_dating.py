"""The publication date: what is believed, what is evidence, what another page adds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.clean import clean
from tawatur.errors import ReadError
from tawatur.layers import Published, Region, published
from tawatur.model import Annotation, Clue, Document, Given, Origin, RawDocument, Span
from tawatur.settings import Settings

DAY, OTHER = date(2021, 5, 20), date(2022, 1, 1)


def dated(text: str, *clues: Clue, furniture: int = 0) -> Published | None:
    regions = [Annotation(Span(0, furniture), Region("furniture"), Origin("region", "1", "gold"))] if furniture else []
    return published(pipeline.annotate(Document("d", text, "x", clues=clues).with_layer("region", regions), (EXPRESSIONS, DATING)))


def test_given_is_believed_over_markup_and_text() -> None:
    when = dated("اليوم الخميس (20 أيار 2021)", Clue(None, "markup", OTHER, OTHER), Clue(None, "row", date(2020, 2, 2), date(2020, 2, 2), given=True))
    assert when is not None and when.value == date(2020, 2, 2) and when.evidence[0].says == "row"


def test_markup_is_believed_over_text() -> None:
    when = dated("اليوم الخميس (20 أيار 2021)", Clue(None, "markup", OTHER, OTHER))
    assert when is not None and when.value == OTHER


def test_furniture_is_no_evidence() -> None:
    clock = "الثلاثاء 26 تشرين الثاني 2024 05:16"
    assert dated(clock + "\nوصل الوفد", furniture=len(clock)) is None


def test_interval_of_the_pile_and_weekday_of_the_text_make_a_day() -> None:
    when = dated("وصل اليوم الخميس وفد", Clue(None, "pile", date(2021, 12, 6), date(2021, 12, 12)))
    assert when is not None and when.value == date(2021, 12, 9)
    assert {e.says for e in when.evidence} == {"weekday", "pile"}


def test_weekdays_that_disagree_say_nothing() -> None:
    assert dated("وصل اليوم الخميس وفد وغادر أمس الأحد وفد") is None


def test_nothing_at_all() -> None:
    assert dated("") is None
    assert dated("وصل الوفد") is None


def test_what_is_known_of_the_pile_bounds_a_page_without_a_date() -> None:
    row = RawDocument("d", "d", "application/json", b"", "", Given(), "قال الوزير أمس الاثنين إن الجسر سيفتح نهاية العام الحالي")
    doc = pipeline.annotate(clean(row, Settings(published_after="2021-03-01", published_before="2021-11-30")), pipeline.STAGES)
    when = published(doc)
    assert when is not None and (when.value, when.earliest, when.latest, when.weekday) == (None, date(2021, 3, 2), date(2021, 11, 30), 1)
    assert "2021" in [time.value.value for time in doc.layer("time")]


def test_what_a_page_states_is_believed_over_the_pile() -> None:
    row = RawDocument("d", "d", "application/json", b"", "", Given(published="2020-02-02"), "قال الوزير إن الجسر مغلق")
    when = published(pipeline.annotate(clean(row, Settings(published_after="2021-03-01")), pipeline.STAGES))
    assert when is not None and when.value == date(2020, 2, 2)


@pytest.mark.parametrize("bounds", [{"published_after": "May 2021"}, {"published_after": "2021-05-02", "published_before": "2021-05-01"}])
def test_bounds_of_the_pile_must_be_days_in_order(bounds: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="20"):
        Settings(**bounds)
    file = tmp_path / "settings.toml"
    file.write_text("".join(f'{name} = "{day}"\n' for name, day in bounds.items()), encoding="utf-8")
    with pytest.raises(ReadError):
        Settings.from_toml(file)
