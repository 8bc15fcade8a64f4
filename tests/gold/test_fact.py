"""Generated piles whose facts are known: the values that must meet, and what the record must say of them."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "compare"))
from test_facts import findings, page

PILES = Path(__file__).parent / "fact" / "piles.txt"


@dataclass
class Pile:
    name: str
    pages: list[tuple[str, str, str]] = field(default_factory=list)
    verdicts: dict[str, str | None] = field(default_factory=dict)


def piles() -> list[Pile]:
    out: list[Pile] = []
    for line in PILES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, rest = line.partition(" ")
        if head == "==":
            out.append(Pile(rest))
        elif head == "@":
            day, outlet = rest.split()
            out[-1].pages.append((day, outlet, ""))
        elif head == "!":
            slot, verdict = rest.split()
            out[-1].verdicts[slot] = verdict
        elif head == "-":
            out[-1].verdicts[rest] = None
        else:
            day, outlet, text = out[-1].pages[-1]
            out[-1].pages[-1] = (day, outlet, (text + "\n" + line).strip())
    return out


def parse(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, marks = "", list[tuple[int, int, str]]()
    for before, surface, want in re.findall(r"(.*?)(?:\[\[(.+?)\|(.+?)\]\]|$)", line, re.S):
        start = len(text := text + before)
        text += surface
        if surface:
            marks.append((start, len(text), want))
    return text, marks


@pytest.mark.parametrize("pile", piles(), ids=lambda pile: pile.name)
def test_pile(pile: Pile) -> None:
    docs, marks = [], dict[str, list[tuple[str, int, int]]]()
    for n, (day, outlet, marked) in enumerate(pile.pages):
        text, found = parse(marked)
        name = f"{n}-{outlet}"
        docs.append(page(name, text, date.fromisoformat(day)))
        for start, end, slot in found:
            marks.setdefault(slot, []).append((name, start, end))
    groups = [f.data for f in findings(docs)]
    for slot, wanted in pile.verdicts.items():
        held = [(sum(any(v["doc"] == d and v["start"] < b and a < v["end"] for v in g["values"]) for d, a, b in marks[slot]), g["verdict"]) for g in groups]
        count, verdict = max(held, default=(0, "nothing"))
        if wanted is None:
            assert count < 2, slot
        else:
            assert (count >= 2, verdict) == (True, wanted), slot
    if "contradict" not in pile.verdicts.values():
        assert not any(g["verdict"] == "contradict" for g in groups)
