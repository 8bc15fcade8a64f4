"""Times on real news, annotated as offsets and values only (tests/gold/news/times*.jsonl); skipped where the news is not beside the checkout."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tawatur import pipeline
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.times import TIMES
from tawatur.model import Clue, Document

HERE = Path(__file__).resolve().parent
NEWS = HERE.parents[2] / "shared" / "data" / "news"
FLOORS: dict[tuple[str, int | None], tuple[int, dict[str, float]]] = {
    ("times.jsonl", None): (355, {"strict": 0.96, "relaxed": 0.98, "value": 0.97}),
    ("times_blind.jsonl", 1): (201, {"strict": 0.97, "relaxed": 0.98, "value": 0.95}),
    ("times_blind.jsonl", 4): (44, {"strict": 0.97, "relaxed": 0.97, "value": 0.95}),
    ("times_blind.jsonl", 3): (108, {"strict": 0.97, "relaxed": 0.98, "value": 0.96}),
    ("times_blind.jsonl", 2): (108, {"strict": 0.96, "relaxed": 0.97, "value": 0.96}),
}
"""Required expressions and the least F1 of each gold: the first was made by correcting this tagger's output, the others by reading before it was run."""

pytestmark = pytest.mark.skipif(not NEWS.exists(), reason="no news beside the checkout")


def lay_texts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lay_texts", HERE / "news" / "lay_texts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def times(doc: str, text: str, published: str) -> list[tuple[int, int, str | None]]:
    day = date.fromisoformat(published)
    page = Document(doc, text, "x", clues=(Clue(None, "row", day, day, given=True),)).with_layer("region", ())
    return [(t.span.start, t.span.end, t.value.value) for t in pipeline.annotate(page, (EXPRESSIONS, DATING, TIMES)).layer("time")]


def tally(row: dict[str, Any], found: list[tuple[int, int, str | None]]) -> dict[str, int]:
    wanted = [g for g in row["times"] if not g.get("optional")]
    free = [g for g in row["times"] if g.get("optional")]
    kept = [f for f in found if f[1] <= row.get("until", f[1]) and not any(f[0] < g["end"] and g["start"] < f[1] for g in free)]
    hits = [(g, f) for g in wanted for f in kept if f[0] < g["end"] and g["start"] < f[1]]
    exact = sum((g["start"], g["end"]) == f[:2] for g, f in hits)
    right = sum(f[2] in (g["value"], *g.get("alt", ())) for g, f in hits)
    return {"gold": len(wanted), "found": len(kept), "strict": exact, "relaxed": len(hits), "value": right}


@pytest.mark.parametrize(("file", "batch"), FLOORS)
def test_times_of_real_news(file: str, batch: int | None) -> None:
    module = lay_texts()
    gold = {doc: row for doc, row in module.gold(HERE / "news" / file).items() if row.get("batch") == batch}
    total = dict.fromkeys(("gold", "found", "strict", "relaxed", "value"), 0)
    for doc, text in module.texts(NEWS, gold):
        for key, count in tally(gold[doc], times(doc, text, gold[doc]["published"])).items():
            total[key] += count
    count, least = FLOORS[file, batch]
    assert total["gold"] == count
    f1 = {key: 2 * total[key] / (total["gold"] + total["found"]) for key in least}
    assert all(f1[key] >= floor for key, floor in least.items()), f1
