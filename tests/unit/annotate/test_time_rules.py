"""The rule files of time: names that Babel's CLDR knows are known, lists are sound, grammar examples are read or left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from tawatur import rulebook
from tawatur.annotate import time_words
from tawatur.annotate.expressions import hits
from tawatur.annotate.time_words import context, lexicon, stream
from tawatur.arabic import fold, folded

NOT_A_HIT = {"time.unit_bare", "time.no_such_day", "time.nothing_before", "time.out_of_calendar", "time.no_anchor", "time.no_month"}
COUNTRIES = ("IQ", "SY", "LB", "JO", "EG", "SA", "SD", "LY", "YE", "DZ", "TN", "MA", "MR")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_month_of_every_country(country: str) -> None:
    names = Locale.parse(f"ar_{country}").months["format"]["wide"]
    for month, name in names.items():
        (hit,) = hits(stream(fold(f"7 {name} 2019").text))
        assert (hit.said.year, hit.said.month, hit.said.day) == (2019, month, 7), name


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_weekday(country: str) -> None:
    for day, name in Locale.parse(f"ar_{country}").days["format"]["wide"].items():
        (hit,) = hits(stream(fold(name).text))
        assert hit.said.weekday == day


@pytest.mark.parametrize("book", ["numbers", "months", "time"])
def test_forms_are_arabic_and_told_apart(book: str) -> None:
    allowed = re.compile("[\u0621-\u064a0-9 a-z]+")
    for cls, forms in rulebook.load(book).key_of.items():
        for form in forms:
            assert allowed.fullmatch(form), (cls, form)
            assert form == folded(form).strip()


def test_context_classes_make_no_token() -> None:
    for word in context("has_been"):
        assert "has_been" not in (lexicon()[word].senses if word in lexicon() else {})


def examples(kind: str) -> list[tuple[str, str]]:
    return [(row["id"], text) for row in rulebook.load("time").tables["grammar"] for text in row[kind]]


@pytest.mark.parametrize(("rule", "text"), examples("yes"))
def test_rule_reads_its_examples(rule: str, text: str) -> None:
    view = fold(text).text
    assert rule in {hit.rule for hit in hits(stream(view))}


@pytest.mark.parametrize(("rule", "text"), examples("no"))
def test_rule_leaves_near_misses(rule: str, text: str) -> None:
    assert rule not in {hit.rule for hit in hits(stream(fold(text).text))}


def test_every_rule_has_examples() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(time_words.__file__).parent.glob("time_*.py"))
    hits_of = set(re.findall(r'"(time\.[a-z_]+)",?\s*\)', source))
    assert {row["id"] for row in rulebook.load("time").tables["grammar"]} == hits_of - NOT_A_HIT
