"""Gold sentences for statements: the expectation stands inside the sentence. Extra and missing statements fail alike.

[[content|KIND ACT]] · [[name|speaker]] · [[link|via ROLE]]. A number before KIND tells which statement it is (1 unless said); `|1 2` after speaker or via says
which statements it serves. The layers it needs are written by hand: none, so that the rules stand alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tawatur.annotate.statements import STATEMENTS
from tawatur.layers import REGION, Region
from tawatur.model import Annotation, Document, Origin, Span

FILES = sorted((Path(__file__).parent / "statement").glob("*.txt"))
GOLD = Origin("gold", "1", "gold")
MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)(?:\|([^\]]+))?\]\]")


def parse(line: str) -> tuple[str, dict[int, dict[str, Any]]]:
    text, want, last = "", defaultdict[int, dict[str, Any]](lambda: {"speaker": None, "via": []}), 0
    for mark in MARK.finditer(line):
        text += line[last : mark.start()]
        surface, what, serves = mark.groups()
        span = (len(text), len(text) + len(surface))
        text, last = text + surface, mark.end()
        words = what.split()
        for n in map(int, (serves or "1").split()) if words[0] in ("speaker", "via") else [0]:
            if words[0] == "speaker":
                want[n]["speaker"] = span
            elif words[0] == "via":
                want[n]["via"].append((*span, words[1]))
            else:
                number = int(words.pop(0)) if words[0].isdigit() else 1
                want[number] |= {"span": span, "kind": words[0], "act": words[1]}
    return text + line[last:], dict(want)


def lines() -> list[Any]:
    return [pytest.param(line, id=f"{file.stem}-{n}") for file in FILES for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if line and line[0] != "#"]


def found(text: str) -> list[tuple[Any, ...]]:
    doc = Document("d", text, "").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)])
    flat = lambda mention: (mention.span.start, mention.span.end) if mention else None  # noqa: E731
    rows = [(flat(a), a.value.kind, a.value.act, flat(a.value.speaker), sorted((*flat(v), v.role) for v in a.value.via)) for a in STATEMENTS(doc)]
    return sorted(rows, key=lambda row: row[0])


@pytest.mark.parametrize("line", lines())
def test_sentence(line: str) -> None:
    text, want = parse(line)
    expected = sorted(((w["span"], w["kind"], w["act"], w["speaker"], sorted(w["via"])) for w in want.values()), key=lambda row: row[0])
    said = lambda rows: [(text[slice(*r[0])], r[1], r[2], text[slice(*r[3])] if r[3] else None, [(text[a:b], role) for a, b, role in r[4]]) for r in rows]  # noqa: E731
    assert said(found(text)) == said(expected)


def test_there_are_enough() -> None:
    assert len(lines()) >= 400
