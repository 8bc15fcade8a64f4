"""Origins against labels made by reading (tests/gold/news/origins.jsonl): agency, copy or own, over six days of the corpus. --errors lists them.

"blind": labelled, each as it was read, before anything was predicted for it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pile
from tawatur.compare.reuse import COMPARER

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "news" / "origins.jsonl"


def main() -> None:
    labels = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = {row["doc"]: row["label"] for row in labels}
    blind = {row["doc"] for row in labels if row.get("blind")}
    days = {doc.split("2015-")[1][:5] for doc in gold}
    rows = {row["id"]: row for row in pile.read_rows("saudi-2015") if row["published"][5:] in days}
    result = pile.compare(COMPARER, [pile.to_document(row) for row in rows.values()])
    pile.report(f"{len(days)} days", result)
    found = {f.data["doc"]: f.data for f in result.findings if f.kind == "origin"}
    said = {doc: "own" if found[doc]["origin"] is None else "copy" if found[doc]["origin"] in rows else "agency" for doc in gold}
    print("labels", Counter(gold.values()), "all found", Counter("own" if d["origin"] is None else "copy" if d["origin"] in rows else "agency" for d in found.values()))
    for name, docs in (("developed on", gold.keys() - blind), ("blind", gold.keys() & blind)):
        print(f"{name}: accuracy {sum(said[doc] == gold[doc] for doc in docs) / len(docs):.4f} of {len(docs)}")
    if "--errors" in sys.argv:
        for doc, label in gold.items():
            if said[doc] != label:
                print(label, "said", said[doc], doc, rows[doc]["author"], rows[doc]["title"], found[doc]["evidence"][:2])


if __name__ == "__main__":
    main()
