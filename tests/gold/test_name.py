"""Gold sentences for names: the expectation stands inside the sentence. Extra and missing hits fail alike; known_limits.txt holds what the model still errs on."""

import re
from pathlib import Path

import pytest

from tawatur.annotate.names import NAMES
from tawatur.layers import REGION, Region
from tawatur.model import Annotation, Document, Origin, Span

FILES = sorted((Path(__file__).parent / "name").glob("*.txt"))


def parse(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, marks = "", list[tuple[int, int, str]]()
    for before, surface, want in re.findall(r"(.*?)(?:\[\[(.+?)\|(.+?)\]\]|$)", line, re.S):
        start = len(text := text + before)
        text += surface
        if surface:
            marks.append((start, len(text), want))
    return text, marks


def sentences() -> list[object]:
    return [
        pytest.param(line, id=f"{file.stem}-{n}", marks=[pytest.mark.xfail(strict=False)] if file.stem == "known_limits" else [])
        for file in FILES
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines())
        if line and not line.startswith("#")
    ]


@pytest.mark.parametrize("line", sentences())
def test_sentence(line: str) -> None:
    text, marks = parse(line)
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), Origin("gold", "1", "gold"))])
    assert [(a.span.start, a.span.end, a.value.type) for a in NAMES(doc)] == marks
