"""Titles before and after a name: which, whose, held or former; and what stops the search."""

from __future__ import annotations

import pytest

from tawatur.annotate import name_offices, name_tokens
from tawatur.arabic import fold
from tawatur.model import Span


def said(text: str, name: str) -> list[tuple[str, str, str | None, str]]:
    """(words, id, of, state) of the titles beside `name` in one sentence."""
    view = fold(text).text
    (sentence,) = name_tokens.read(view, 0, len(view))
    first = sentence.words.index(fold(name.split()[0]).text)
    last = first + len(name.split()) - 1

    def place(a: int, b: int) -> Span:
        return Span(sentence.spans[a][0], sentence.spans[b][1])

    found = name_offices.offices(sentence.words, first, last, 0, len(sentence.words), False, place)
    return [(o.span.of(text), o.id, o.of, o.state) for o in found]


@pytest.mark.parametrize(
    ("text", "name", "want"),
    [
        ("قال رئيس الوزراء العراقي سامر الحداد", "سامر الحداد", [("رئيس الوزراء العراقي", "prime_minister", "IQ", "held")]),
        ("التقى وزير الخارجية الأردني السابق نادر البيطار", "نادر البيطار", [("وزير الخارجية الأردني السابق", "foreign_minister", "JO", "former")]),
        ("نائب قائد العمليات الفريق أول الركن وسيم القصاب", "وسيم القصاب", [("نائب قائد العمليات", "deputy", None, "held"), ("الفريق أول الركن", "lieutenant_general", None, "held")]),
        ("سامر الحداد، المتحدث باسم الوزارة، قال", "سامر الحداد", [("المتحدث باسم الوزارة", "spokesman_for", None, "held")]),
        ("زعيم كوريا الشمالية سامر الحداد", "سامر الحداد", [("زعيم كوريا الشمالية", "commander", "KP", "held")]),
        ("الزعيم الكوري الشمالي سامر الحداد", "سامر الحداد", [("الزعيم الكوري الشمالي", "commander", "KP", "held")]),
        ("بحث الوزير مع سامر الحداد", "سامر الحداد", []),
        ("قال الرئيس إن سامر الحداد غادر", "سامر الحداد", []),
        ("وصل سامر الحداد ورئيس الوفد", "سامر الحداد", []),
    ],
)
def test_titles(text: str, name: str, want: list[tuple[str, str, str | None, str]]) -> None:
    assert said(text, name) == want
