"""Gold sentences for commitments. Marks inside a sentence: {c|who;who|deadline}…{/c} an undertaking expected, {t|value|mod}…{/t} a date or duration,

{n|TYPE}…{/n} a name, {s|speaker}…{/s} a statement's content and its speaker (his first mention). The first line gives the publication date.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

import pytest

from tawatur.annotate.commitments import COMMITMENTS
from tawatur.layers import Mention, Name, Published, Region, Statement, Time
from tawatur.model import Annotation, Document, Origin, Span

GOLD = Path(__file__).parent / "commitment"
MARK = re.compile(r"\{([ctns])\|([^}|]*)(?:\|([^}]*))?\}|\{/([ctns])\}")
BY_HAND = Origin("gold", "1", "gold")


def parse(line: str) -> tuple[str, list[tuple[str, int, int, str, str]]]:
    """A marked sentence → (plain text, [(kind, start, end, first field, second field)])."""
    text, last, open_marks, found = "", 0, [], []
    for mark in MARK.finditer(line):
        text += line[last : mark.start()]
        last = mark.end()
        if mark[4]:
            kind, start, first, second = open_marks.pop()
            assert kind == mark[4], line
            found.append((kind, start, len(text), first, second))
        else:
            open_marks.append((mark[1], len(text), mark[2], mark[3] or ""))
    assert not open_marks, line
    return text + line[last:], sorted(found, key=lambda f: (f[1], -f[2]))


def days(value: str) -> tuple[date | None, date | None]:
    """First and last day of a calendar value; none of a duration."""
    parts = [int(part) for part in value.split("-")] if value[0].isdigit() else []
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return (date(parts[0], 1, 1), date(parts[0], 12, 31)) if parts else (None, None)


def document(line: str, published: date) -> tuple[Document, list[tuple[str, tuple[str, ...], str | None]]]:
    """The document of a gold sentence, and what is expected of it."""
    text, marks = parse(line)
    layers: dict[str, list[Annotation[object]]] = {"region": [Annotation(Span(0, len(text)), Region("body"), BY_HAND)], "time": [], "name": [], "statement": []}
    layers["published"] = [Annotation(Span(0, len(text)), Published(published, published, published, published.weekday()), BY_HAND)]
    expected = []
    for kind, start, end, first, second in marks:
        span = Span(start, end)
        if kind == "t":
            layers["time"].append(Annotation(span, Time("DURATION" if first.startswith("P") else "DATE", first, second or None, *days(first)), BY_HAND))
        elif kind == "n":
            layers["name"].append(Annotation(span, Name(first), BY_HAND))  # type: ignore[arg-type]
        elif kind == "s":
            at = text.index(first)
            layers["statement"].append(Annotation(span, Statement("indirect", "say", Mention(Span(at, at + len(first))), None), BY_HAND))
        else:
            expected.append((text[start:end], tuple(first.split(";")) if first else (), second or None))
    doc = Document("gold", text, "")
    for name, found in layers.items():
        doc = doc.with_layer(name, found)
    return doc, expected


def sentences() -> list[tuple[str, date, str]]:
    """(file and line, publication date, sentence) of every gold sentence."""
    rows = []
    for path in sorted(GOLD.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        published = date.fromisoformat(lines[0].removeprefix("# published "))
        rows += [(f"{path.stem}:{n}", published, line) for n, line in enumerate(lines[1:], 2) if line]
    return rows


@pytest.mark.parametrize(("where", "published", "line"), sentences(), ids=lambda v: v if isinstance(v, str) and len(v) < 24 else "")
def test_gold(where: str, published: date, line: str) -> None:
    doc, expected = document(line, published)
    found = [(a.span.of(doc.text), a.value.who, a.value.deadline.isoformat() if a.value.deadline else None) for a in COMMITMENTS(doc)]
    assert found == expected, where


def test_there_are_enough() -> None:
    assert len(sentences()) >= 150
