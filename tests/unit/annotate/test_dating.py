"""The publication date: what is believed, what is evidence, what another page adds."""

from __future__ import annotations

from datetime import date

from tawatur import pipeline
from tawatur.annotate.dating import DATING, narrow
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.layers import Published, Region, published
from tawatur.model import Annotation, Clue, Document, Origin, Span

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


def test_narrow() -> None:
    wide = Published(None, date(2021, 9, 28), date(2100, 12, 31), 3)
    clue = Clue(None, "pile")
    assert narrow(wide, date(2021, 12, 5), date(2021, 12, 14), clue).value == date(2021, 12, 9)
    assert narrow(wide, date(2020, 1, 1), date(2020, 2, 1), clue) == wide
    known = Published(DAY, DAY, DAY, 3)
    assert narrow(known, OTHER, OTHER, clue) == known
