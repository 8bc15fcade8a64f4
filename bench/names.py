"""Names: speed in passes, start-up, model size; beside a transformer tagger; mention F1 and linking B-cubed on the seeds' gold.

    python bench/names.py [speed] [peers] [seeds]      figures go to stdout, one JSON object a line

`peers` needs .venvs/neural (`make test-neural` makes it) and is skipped with a message where that is missing.
One pass is `re.finditer(r"\\w+")` over the same text. Processor time is counted, so that a busy machine does not change the figures much.
Accuracy on ANERcorp: `python tools/train_names.py --folds 0,1,2,3,4`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from tawatur.annotate.names import NAMES
from tawatur.clean.cleaner import clean
from tawatur.compare.entities import COMPARER
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Finding, Item, Link, Origin, RawDocument, Span
from tawatur.pipeline import STAGES, annotate

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLD = ROOT / "tests" / "gold" / "name" / "seeds.jsonl"
Row = dict[str, Any]


def body(name: str, text: str) -> Document:
    region = Annotation(Span(0, len(text)), Region("body"), Origin("bench", "1", "bench"))
    return Document(name, text, "").with_layer("region", [region])


def sample(count: int) -> list[Document]:
    with gzip.open(SHARED / "data" / "news" / "ant-2018.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [body(row["id"], row["text"]) for row in rows[:: len(rows) // count][:count]]


def passes(docs: Sequence[Document]) -> float:
    start = time.process_time()
    for doc in docs:
        for _ in re.finditer(r"\w+", doc.text):
            pass
    return time.process_time() - start


def speed(count: int = 300) -> Row:
    """Cold: every word type is new. Warm: they were met before, as in a large pile."""
    docs = sample(count)
    for doc in docs:
        assert doc.view
    NAMES(docs[0])
    one = min(passes(docs) for _ in range(5))
    words = sum(len(re.findall(r"\w+", d.text)) for d in docs)
    out: Row = {"documents": len(docs), "words": words, "pass_s": round(one, 4)}
    for label in ("cold", "warm"):
        start = time.process_time()
        for doc in docs:
            list(NAMES(doc))
        spent = time.process_time() - start
        out |= {f"{label}_passes": round(spent / one, 1), f"{label}_words_per_s": round(words / spent)}
    return out


def start_up() -> Row:
    """Processor seconds of a fresh process until the first annotation, less those of an interpreter that only imports the package."""
    used = []
    for call in ("pass", "NAMES(body('x', '\u0642\u0627\u0644 \u0645\u062d\u0645\u062f'))"):
        code = f"import sys, time; sys.path.insert(0, {str(Path(__file__).parent)!r}); from names import *; t = time.process_time(); {call}; print(time.process_time() - t)"
        used.append(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout))
    model = Path(sys.modules["tawatur.models"].__file__ or "").parent
    return {"start_up_s": round(used[1] - used[0], 3), "model_mb": round(sum(p.stat().st_size for p in model.glob("*.npz")) / 1e6, 2)}


def peers(count: int = 24, lessons: int = 3_000) -> Iterator[Row]:
    """The shipped tagger and a transformer of AraBERT's shape, each in a process of its own: same text, same interface, one thread."""
    python = ROOT / ".venvs" / "neural" / "bin" / "python"
    if not python.exists():
        print("bench: transformer skipped, no .venvs/neural (make test-neural makes it)", file=sys.stderr)
        return
    texts, others = [d.text for d in sample(count)], [d.text for d in sample(lessons)]
    rows = [{"text": text} for text in texts] + [{"text": text, "lesson": True} for text in others if text not in texts]
    given = "".join(json.dumps(row) + "\n" for row in rows)
    alone = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")}
    spent = {}
    for what, by in (("shipped", sys.executable), ("transformer", str(python))):
        done = subprocess.run([by, str(ROOT / "bench" / "names_peers.py"), what], input=given, capture_output=True, text=True, check=True, env=alone)
        spent[what] = json.loads(done.stdout.splitlines()[-1])
        yield {"what": what, **spent[what]}
    yield {"shipped_is_faster": round(spent["transformer"]["seconds"] / spent["shipped"]["seconds"])}


def seed_documents() -> list[Document]:
    found = []
    for path in sorted((SHARED / "seeds").iterdir()):
        data = path.read_bytes()
        found.append(annotate(clean(RawDocument(path.name, str(path), "text/plain", data, hashlib.sha256(data).hexdigest())), STAGES[: STAGES.index(NAMES) + 1]))
    return found


def compared(docs: Iterable[Document]) -> list[Finding]:
    items: list[Item] = sorted((i for d in docs for i in COMPARER.items(d)), key=lambda i: i.id)
    links: list[Link] = [
        link for a, b in combinations(items, 2) if a.doc != b.doc and set(a.keys + a.hubs) & set(b.keys + b.hubs) and (link := COMPARER.link(a, b)) is not None
    ]
    return list(COMPARER.findings(items, links))


def mention_f1(gold: Sequence[Row], docs: Sequence[Document]) -> float:
    """Exact extent and class; optional gold is neither rewarded nor punished."""
    required = {(g["doc"], g["start"], g["end"], g["type"]) for g in gold if not g.get("optional")}
    optional = [(g["doc"], g["start"], g["end"]) for g in gold if g.get("optional")]
    found = {(d.id, a.span.start, a.span.end, a.value.type) for d in docs for a in d.layer("name")}
    extra = {f for f in found - required if not any(f[0] == o[0] and f[1] < o[2] and o[1] < f[2] for o in optional)}
    right = len(found & required)
    return 2 * right / (right + len(extra) + len(required))


def b_cubed(gold: Sequence[Row], findings: Iterable[Finding]) -> Row:
    """Over required gold mentions: `found`, those that some predicted mention overlaps; `all`, with the missed ones as entities of their own."""
    places = [(m["doc"], m["start"], m["end"], f.data["entity"]) for f in findings for m in f.data["mentions"]]
    pairs = []
    for number, g in enumerate(gold):
        if not g.get("optional"):
            hit = [e for doc, s, e_, e in places if doc == g["doc"] and s < g["end"] and g["start"] < e_]
            pairs.append((g["entity"], hit[0] if hit else f"missed {number}", bool(hit)))
    return {name: round(_b_cubed([(a, b) for a, b, hit in pairs if hit or name == "all"]), 4) for name in ("found", "all")}


def _b_cubed(pairs: Sequence[tuple[str, str]]) -> float:
    gold, system = defaultdict(set), defaultdict(set)
    for n, (a, b) in enumerate(pairs):
        gold[a].add(n)
        system[b].add(n)
    both = [(len(gold[a] & system[b]), len(system[b]), len(gold[a])) for a, b in pairs]
    precision, recall = sum(x / p for x, p, _ in both) / len(both), sum(x / r for x, _, r in both) / len(both)
    return 2 * precision * recall / (precision + recall)


def seeds() -> Row:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    docs = seed_documents()
    return {"mention_f1": round(mention_f1(gold, docs), 4), "b_cubed": b_cubed(gold, compared(docs))}


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["speed", "peers", "seeds"]
    if "speed" in wanted:
        print(json.dumps(speed()))
        print(json.dumps(start_up()))
    if "peers" in wanted:
        for found in peers():
            print(json.dumps(found), flush=True)
    if "seeds" in wanted:
        print(json.dumps(seeds()))
