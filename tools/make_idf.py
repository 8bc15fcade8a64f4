"""Makes src/tawatur/rules/idf.csv from raw news: how rare each light stem is. Usage: make_idf.py NEWS.jsonl.gz... > idf.csv

Unigram stems only, from the articles' folded text; each stem of at least `LEAST` articles with ten times ln(articles / articles that hold it).
Nothing of a text can be read back from it.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import sys
from collections import Counter

from tawatur.arabic import fold
from tawatur.compare.fact_stems import stem

LEAST = 25
WORD = re.compile("[\u0621-\u064a]{2,}")


def main(paths: list[str]) -> None:
    """Count documents per stem and print the table."""
    count: Counter[str] = Counter()
    total = 0
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                total += 1
                count.update({stem(word) for word in set(WORD.findall(fold(json.loads(row)["text"]).text))})
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("stem", "idf"))
    for word, held in sorted(count.items()):
        if held >= LEAST:
            out.writerow((word, round(10 * math.log(total / held))))


if __name__ == "__main__":
    main(sys.argv[1:])
