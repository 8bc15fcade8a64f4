"""Gold sentences for times and publication dates: the expectation stands inside the sentence. Extra and missing hits fail alike."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.times import TIMES
from tawatur.layers import REGION, Published, Region, published
from tawatur.model import Annotation, Clue, Document, Origin, Span

HERE = Path(__file__).parent
DAY = date(2023, 3, 15)
GOLD = Origin("gold", "1", "gold")


def parse(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, marks = "", list[tuple[int, int, str]]()
    for before, surface, want in re.findall(r"(.*?)(?:\[\[(.+?)\|(.+?)\]\]|$)", line.replace("\\n", "\n"), re.S):
        start = len(text := text + before)
        text += surface
        if surface:
            marks.append((start, len(text), want))
    return text, marks


def annotated(text: str, day: date | None) -> Document:
    clues = () if day is None else (Clue(None, "row", day, day, given=True),)
    doc = Document("d", text, "x", clues=clues).with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)])
    return pipeline.annotate(doc, (EXPRESSIONS, DATING, TIMES))


def lines(folder: str) -> list[tuple[str, str]]:
    files = sorted((HERE / folder).glob("*.txt"))
    return [(file.stem, line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def found(doc: Document) -> list[tuple[int, int, str]]:
    return [(t.span.start, t.span.end, f"{t.value.type} {t.value.value}{' ' + t.value.mod if t.value.mod else ''}") for t in doc.layer("time")]


@pytest.mark.parametrize(("name", "line"), lines("time"))
def test_sentence(name: str, line: str) -> None:
    text, marks = parse(line)
    assert [(text[a:b], want) for a, b, want in found(annotated(text, DAY))] == [(text[a:b], want) for a, b, want in marks]
    assert found(annotated(text, DAY)) == marks


def test_there_are_enough() -> None:
    rows = lines("time")
    assert len(rows) >= 400
    bare = {name for name, line in rows if "[[" not in line}
    assert bare >= {"months", "days", "hijri", "relative", "weekdays", "units", "mods", "parts", "lengths", "sets", "refs", "slips"}


def said(when: Published | None) -> str:
    if when is None:
        return "none"
    parts = [str(when.value)] if when.value else [f"{when.earliest or ''}..{when.latest or ''}"]
    if when.weekday is not None and not when.value:
        parts.append(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][when.weekday])
    return " ".join(parts)


@pytest.mark.parametrize(("name", "line"), lines("published"))
def test_publication_date(name: str, line: str) -> None:
    text, want = line.rsplit(" => ", 1)
    assert said(published(annotated(text.replace("\\n", "\n"), None))) == want
