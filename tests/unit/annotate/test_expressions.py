"""The stage that finds what is said: offsets on the text, regions, rules, no anchor."""

from __future__ import annotations

from tawatur import pipeline
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.layers import EXPRESSION, Expression, Region
from tawatur.model import Annotation, Document, Origin, Span


def said(text: str, *regions: tuple[int, int, str]) -> list[tuple[str, Expression, str]]:
    layer = [Annotation(Span(a, b), Region(role), Origin("region", "1", "gold")) for a, b, role in regions]  # type: ignore[arg-type]
    doc = pipeline.annotate(Document("d", text, "x").with_layer("region", layer), (EXPRESSIONS,))
    return [(e.span.of(text), e.value, e.origin.rule) for e in doc.layer(EXPRESSION)]


def test_spans_are_of_the_text_not_of_the_view() -> None:
    ((surface, _, _),) = said("قُتِلَ يَوْمَ الـــخميس رجل")
    assert surface == "يَوْمَ الـــخميس"


def test_region_of_each() -> None:
    found = said("الآن تابعونا\nوصل أمس", (0, 12, "furniture"), (13, 20, "body"))
    assert [e.region for _, e, _ in found] == ["furniture", "body"]


def test_nothing_is_resolved() -> None:
    ((_, e, rule),) = said("أمس الاثنين")
    assert (e.kind, e.shift, e.weekday, e.value, rule) == ("day", -1, 0, None, "time.yesterday")


def test_date_split_by_a_line_break() -> None:
    ((surface, e, _),) = said("في 12 تموز/\nيوليو 2021")
    assert surface == "12 تموز/\nيوليو 2021" and (e.year, e.month, e.day) == (2021, 7, 12)


def test_paragraphs_part() -> None:
    assert [surface for surface, _, _ in said("في 12\n\nيوليو 2021")] == ["يوليو 2021"]


def test_second_month_that_disagrees_is_kept() -> None:
    ((_, e, _),) = said("3 تموز/يونيو 2014")
    assert (e.month, e.other_month) == (7, 6)


def test_tense_of_the_clause() -> None:
    assert [e.narration for _, e, _ in said("أعلن الخميس ذلك. سيعلن الخميس ذلك. عن الخميس ذلك")] == [-2, 2, 0]
