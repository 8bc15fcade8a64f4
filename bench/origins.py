"""Origins against labels made by reading (tests/gold/news/origins.jsonl): agency, copy or own, over four days of the corpus. --errors lists them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pile
from tawatur.compare.reuse import COMPARER

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "news" / "origins.jsonl"


def main() -> None:
    gold = {row["doc"]: row["label"] for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())}
    days = {doc.split("2015-")[1][:5] for doc in gold}
    rows = {row["id"]: row for row in pile.read_rows("saudi-2015") if row["published"][5:] in days}
    result = pile.compare(COMPARER, [pile.to_document(row) for row in rows.values()])
    pile.report(f"{len(days)} days", result)
    found = {f.data["doc"]: f.data for f in result.findings if f.kind == "origin"}
    said = {doc: "own" if found[doc]["origin"] is None else "copy" if found[doc]["origin"] in rows else "agency" for doc in gold}
    print("labels", Counter(gold.values()), "all found", Counter("own" if d["origin"] is None else "copy" if d["origin"] in rows else "agency" for d in found.values()))
    print(f"accuracy {sum(said[doc] == label for doc, label in gold.items()) / len(gold):.4f} of {len(gold)}")
    if "--errors" in sys.argv:
        for doc, label in gold.items():
            if said[doc] != label:
                print(label, "said", said[doc], doc, rows[doc]["author"], rows[doc]["title"], found[doc]["evidence"][:2])


if __name__ == "__main__":
    main()
