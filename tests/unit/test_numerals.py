"""Numbers in digits and words: the examples of rules/numbers.toml, and edges of the reader."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from tawatur import numerals, rulebook
from tawatur.arabic import fold

GRAMMAR = rulebook.load("numbers").tables["grammar"]
YES = [(text, value) for row in GRAMMAR for text, value in row["yes"]]
NO = [text for row in GRAMMAR for text in row["no"]]


@pytest.mark.parametrize(("text", "value"), YES)
def test_examples_are_one_number(text: str, value: str) -> None:
    found = list(numerals.find(fold(text).text))
    assert [n.value for n in found] == [Decimal(value)]


@pytest.mark.parametrize("text", NO)
def test_near_misses_are_no_number(text: str) -> None:
    assert not list(numerals.find(fold(text).text))


def test_spans_leave_proclitics_out() -> None:
    view = fold("وبخمسة رجال").text
    (number,) = numerals.find(view)
    assert view[number.start : number.end] == fold("خمسة").text


def test_list_of_numbers_is_not_summed() -> None:
    values = [n.value for n in numerals.find(fold("بين 12 و13 وثلاثة وعشرة").text)]
    assert values == [12, 13, 3, 10]


@pytest.mark.parametrize("unit", ["9", "9 ", "خمسة و", "مليون و", "1,1.", "ألف "])
def test_linear_on_hostile_text(unit: str) -> None:
    view = fold(unit * (500_000 // len(unit))).text
    begin = time.process_time()
    sum(1 for _ in numerals.find(view))
    assert time.process_time() - begin < 5
