"""Gold sentences for quantities: the expectation stands inside the sentence. Extra and missing hits fail alike."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tawatur.annotate.quantities import QUANTITIES
from tawatur.annotate.quantity_words import UNIT_OF
from tawatur.layers import PROSE, REGION, TIME, Quantity, Region, Time
from tawatur.model import Annotation, Document, Origin, Span

FILES = sorted((Path(__file__).parent / "quantity").glob("*.txt"))
UNITS = {*UNIT_OF.values(), "score", "rank"}
GOLD = Origin("gold", "1", "gold")


def parse(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, marks = "", list[tuple[int, int, str]]()
    for before, surface, want in re.findall(r"(.*?)(?:\[\[(.+?)\|(.+?)\]\]|$)", line, re.S):
        start = len(text := text + before)
        text += surface
        if surface:
            marks.append((start, len(text), want))
    return text, marks


def expected(want: str) -> Quantity:
    number, *rest = want.split()
    low = high = value = Decimal(number)
    unit, of = None, ""
    for part in rest:
        if part.startswith("of="):
            of = part[3:].replace("_", " ")
        elif ".." in part:
            ends = part.split("..")
            low, high = (Decimal(end) if end else None for end in ends)  # type: ignore[assignment]
        else:
            assert part in UNITS, part
            unit = part
    return Quantity(value, low, high, unit, of)


def sentences() -> list[tuple[str, str]]:
    return [(file.stem, line) for file in FILES for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def plain(q: Quantity, of: str) -> tuple[object, ...]:
    return (q.number, q.low, q.high, q.unit, of)


@pytest.mark.parametrize(("name", "line"), sentences())
def test_sentence(name: str, line: str) -> None:
    from tawatur.arabic import folded

    text, marks = parse(line)
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)])
    assert "body" in PROSE
    doc = doc.with_layer(TIME, [Annotation(Span(a, b), Time("DATE", None), GOLD) for a, b, want in marks if want == "time"])
    found = [(a.span.start, a.span.end, plain(a.value, a.value.of)) for a in QUANTITIES(doc)]
    wanted = [(a, b, expected(want)) for a, b, want in marks if want != "time"]
    assert found == [(a, b, plain(q, folded(q.of))) for a, b, q in wanted]


def test_enough_sentences() -> None:
    assert len(sentences()) >= 400
    assert len({line for _, line in sentences()}) == len(sentences())
