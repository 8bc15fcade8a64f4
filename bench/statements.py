"""Statements: speed in passes on real news and on hostile lines; F1 on the seeds' gold by the shared scorer.

    python bench/statements.py [speed] [hostile] [seeds]      figures go to stdout, one JSON object a line

One pass is `re.finditer(r"\\w+")` over the same text. Processor time is counted, so that a busy machine does not change the figures much. The stage is timed
alone, on documents whose view, regions and names are already there.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tawatur.annotate.names import NAMES
from tawatur.annotate.statements import STATEMENTS
from tawatur.clean import clean
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Given, Origin, RawDocument, Span

SHARED = Path(__file__).parent.parent.parent / "shared"
HOSTILE = ['"', "قال ", 'قال "', "وقال زيد إن ", "بحسب الوزير، ", "مشيرا إلى أن ", "قال: "]
Row = dict[str, Any]


def prepared(row: Row) -> Document:
    raw = RawDocument(row["id"], row["id"], "application/json", b"", "", Given(title=row.get("title"), outlet=row.get("outlet")), row["text"])
    doc = clean(raw)
    doc = doc.with_layer("name", NAMES(doc))
    assert doc.view.text is not None
    return doc


def news(count: int) -> list[Document]:
    with gzip.open(SHARED / "data" / "news" / "ant-2018.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [prepared(row) for row in rows[:: len(rows) // count][:count]]


def body(text: str) -> Document:
    region = Annotation(Span(0, len(text)), Region("body"), Origin("bench", "1", "bench"))
    return Document("bench", text, "").with_layer("region", [region])


def one_pass(docs: Sequence[Document]) -> float:
    start = time.process_time()
    for doc in docs:
        for _ in re.finditer(r"\w+", doc.text):
            pass
    return time.process_time() - start


def stage(docs: Sequence[Document]) -> float:
    start = time.process_time()
    for doc in docs:
        list(STATEMENTS(doc))
    return time.process_time() - start


def speed() -> Row:
    docs = news(400)
    stage(docs[:3])
    once, spent = min(one_pass(docs) for _ in range(3)), min(stage(docs) for _ in range(3))
    return {"bench": "speed", "documents": len(docs), "passes": round(spent / once, 1), "characters_per_second": round(sum(len(d.text) for d in docs) / spent)}


def hostile() -> list[Row]:
    rows = []
    for token in HOSTILE:
        small, large = (body(token * (size // len(token))) for size in (250_000, 1_000_000))
        quick, slow = stage([small]), stage([large])
        rows.append({"bench": "hostile", "token": token, "seconds_1MB": round(slow, 2), "growth_for_4x": round(slow / max(quick, 1e-3), 1)})
    return rows


def seeds() -> Row:
    inputs = subprocess.run([sys.executable, str(SHARED / "score" / "seeds_input.py")], capture_output=True, text=True, check=True).stdout
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for row in map(json.loads, inputs.splitlines()):
            doc = prepared(row)
            out.write(json.dumps({"doc": doc.id, "layers": {"statement": [plain(doc, a) for a in STATEMENTS(doc)]}}) + "\n")
        out.flush()
        scorer, gold = SHARED / "score" / "score.py", SHARED / "gold" / "seeds" / "statements.jsonl"
        table = subprocess.run([sys.executable, str(scorer), "statements", str(gold), out.name, "--json"], capture_output=True, text=True, check=True).stdout
    return {"bench": "seeds", **{key: value["f1"] for key, value in json.loads(table).items() if isinstance(value, dict)}}


def plain(doc: Document, found: Annotation[Any]) -> Row:
    value = found.value
    speaker = {"text": value.speaker.span.of(doc.text)} if value.speaker else None
    via = [{"text": v.span.of(doc.text), "role": v.role} for v in value.via]
    return {"start": found.span.start, "end": found.span.end, "kind": value.kind, "act": value.act, "speaker": speaker, "via": via}


def main(wanted: Sequence[str]) -> None:
    for name, run in (("speed", speed), ("hostile", hostile), ("seeds", seeds)):
        if not wanted or name in wanted:
            rows = run()
            for row in rows if isinstance(rows, list) else [rows]:
                print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
