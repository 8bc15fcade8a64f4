"""Real news, annotated by hand as offsets only (tests/gold/news/statements.jsonl); skipped where the news is not beside the checkout."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tawatur.annotate.names import NAMES
from tawatur.annotate.statements import STATEMENTS
from tawatur.clean import clean
from tawatur.model import Annotation, Document, Given, RawDocument

HERE = Path(__file__).resolve().parent
NEWS = HERE.parents[2] / "shared" / "data" / "news"
GOLD = HERE / "news" / "statements.jsonl"
LEAST_CONTENT, LEAST_SPEAKER = 0.90, 0.85

pytestmark = pytest.mark.skipif(not NEWS.exists(), reason="no news beside the checkout")


def gold() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        found[row["doc"]] += [] if row.get("none") else [row]
    return found


def documents(wanted: set[str]) -> dict[str, Document]:
    found = {}
    for path in sorted(NEWS.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line[8:60].split('"')[0] in wanted or any(f'"{doc}"' in line[:80] for doc in wanted):
                    row = json.loads(line)
                    raw = RawDocument(row["id"], row["id"], "application/json", line.encode(), "", Given(title=row.get("title"), outlet=row.get("outlet")), row["text"])
                    found[row["id"]] = clean(raw)
    return found


def iou(row: dict[str, Any], found: Annotation[Any]) -> float:
    both = min(row["end"], found.span.end) - max(row["start"], found.span.start)
    return both / (max(row["end"], found.span.end) - min(row["start"], found.span.start)) if both > 0 else 0.0


def same_speaker(row: dict[str, Any], found: Annotation[Any], text: str) -> bool:
    if row["speaker"] is None or found.value.speaker is None:
        return row["speaker"] is None and found.value.speaker is None
    want, got = (set(text[a:b].split()) for a, b in (row["speaker"], (found.value.speaker.span.start, found.value.speaker.span.end)))
    return want <= got or got <= want


def test_content_and_speaker_on_news() -> None:
    rows = gold()
    right = speaker = wanted = offered = 0
    for doc in documents(set(rows)).values():
        found = list(STATEMENTS(doc.with_layer("name", NAMES(doc))))
        pairs = [(row, best) for row in rows[doc.id] if (best := max(found, key=lambda a: iou(row, a), default=None)) is not None and iou(row, best) >= 0.5]
        optional = {id(best) for row, best in pairs if row.get("optional")}
        required = [(row, best) for row, best in pairs if not row.get("optional")]
        wanted += sum(not row.get("optional") for row in rows[doc.id])
        offered += sum(id(a) not in optional for a in found)
        right += len(required)
        speaker += sum(same_speaker(row, best, doc.text) for row, best in required)
    assert wanted > 200
    assert 2 * right / (wanted + offered) >= LEAST_CONTENT
    assert 2 * speaker / (wanted + offered) >= LEAST_SPEAKER
