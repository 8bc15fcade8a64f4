"""Grows a pile from a few pages and shows that comparing it grows no faster: bench/growth.py [DOCUMENTS ...] [--from FILE ...]

A report is made of sentences of the given pages (the example pages by default) with half of their words exchanged, so that reports share no more
than formulas; four in ten documents are versions of an earlier report: edited, cut, shuffled by a clause, or merged from two. Same seed, same pile.
"""

from __future__ import annotations

import random
import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pile
from tawatur.compare import reuse, stories

ROOT = Path(__file__).resolve().parents[1]
OUTLETS = ("north", "south", "east", "west", "harbour", "valley")
VERSIONS = 0.4


@dataclass(frozen=True)
class Stock:
    sentences: list[list[str]]
    vocabulary: list[str]


def read_stock(paths: list[Path]) -> Stock:
    """Sentences and words of some pages. With a hundred words the exchanged words say nothing, so some are lengthened into new ones."""
    texts = [re.sub(r"[{}\"\\]", " ", path.read_text(encoding="utf-8")) for path in paths]
    sentences = [s.split() for text in texts for s in re.split(r"[.\n؟!]+", text) if 8 <= len(s.split()) <= 40]
    words = sorted({w for s in sentences for w in s if len(w) > 3})
    return Stock(sentences, [*words, *(a[:3] + b[-3:] for a, b in zip(words, words[7:], strict=False))])


def write_report(stock: Stock, chance: random.Random) -> list[list[str]]:
    """Six to twelve sentences, half of the words exchanged."""
    chosen = chance.sample(stock.sentences, chance.randint(6, min(12, len(stock.sentences))))
    return [[chance.choice(stock.vocabulary) if chance.random() < 0.5 else word for word in sentence] for sentence in chosen]


def rewrite(report: list[list[str]], other: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Another outlet's version: a sentence or the tail cut, words edited, a clause moved, or two reports merged."""
    kept = [list(s) for s in report]
    kind = chance.randrange(5)
    if kind == 0:
        kept = kept[: max(2, len(kept) - chance.randint(1, 4))]
    elif kind == 1:
        del kept[chance.randrange(len(kept))]
    elif kind == 2:
        for sentence in kept:
            sentence[chance.randrange(len(sentence))] = str(chance.randint(2, 900))
    elif kind == 3:
        sentence = chance.choice(kept)
        sentence[:] = sentence[4:] + sentence[:4]
    else:
        kept = kept[: len(kept) // 2] + [list(s) for s in other[: len(other) // 2]]
    return kept


def grow(stock: Stock, documents: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Input rows: two hundred a day."""
    chance = random.Random(seed)
    recent: list[list[list[str]]] = []
    for n in range(documents):
        if recent and chance.random() < VERSIONS:
            report = rewrite(chance.choice(recent), chance.choice(recent), chance)
        else:
            report = write_report(stock, chance)
            recent = [*recent[-199:], report]
        lines = [" ".join(sentence) + "." for sentence in report]
        day = date(2019, 1, 1) + timedelta(days=n // 200)
        moment = f"{day.isoformat()}T{n % 24:02}:{n % 60:02}:00+00:00"
        yield {"id": f"g{n:06}", "text": "\n".join(lines), "title": " ".join(report[0][:8]), "outlet": OUTLETS[n % len(OUTLETS)], "published": moment}


def main() -> None:
    names = sys.argv[1:]
    paths = [Path(p) for p in names[names.index("--from") + 1 :]] if "--from" in names else sorted((ROOT / "examples").rglob("*.jsonl")) + sorted((ROOT / "examples").rglob("*.txt"))
    stock = read_stock(paths)
    print(f"{len(paths)} pages, {len(stock.sentences)} sentences, {len(stock.vocabulary)} words")
    for count in [int(n) for n in names if n.isdigit()] or [5_000, 10_000, 20_000]:
        total = 0.0
        for comparer in (reuse.COMPARER, stories.COMPARER):
            result = pile.compare(comparer, map(pile.to_document, grow(stock, count)))
            total += sum(result.seconds.values())
            pile.report(f"{count} {comparer.kind}", result)
        print(f"{count} documents: {total:.1f} s of CPU, {1000 * total / count:.2f} ms a document, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
