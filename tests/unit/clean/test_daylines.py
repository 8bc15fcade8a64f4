"""A page's own date line states its day; the crawler's clock above the title does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tawatur.clean import clean
from tawatur.clean.daylines import stated_day
from tawatur.model import RawDocument

CASES = [line.split("\t") for line in (Path(__file__).with_name("daylines.tsv")).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize(("line", "day"), CASES)
def test_stated_day(line: str, day: str) -> None:
    assert str(stated_day(line)) == day


def test_clock_above_the_title_is_no_clue() -> None:
    clock, title = CASES[0][0], CASES[1][0].split()[0] * 4
    body = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632 \u0641\u064a \u0627\u0644\u0648\u0627\u062f\u064a. " * 4
    words = " ".join(body.split()[:4])

    def clues(text: str) -> list[date | None]:
        return [clue.earliest for clue in clean(RawDocument("d", "d", "application/json", b"", "", text=text)).clues]

    assert title and clues(f"{clock}\n{words}\n{body}") == []
    assert clues(f"{words}\n{clock}\n{body}") == [date(2019, 5, 9)]
