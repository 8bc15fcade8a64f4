"""Near-duplicate step beside reference libraries, one core, one run: bench/near.py [ARTICLES]. Needs `pip install rensa datasketch`.

All start from the folded text. The references get five-word shingles as strings, 128 permutations, threshold 0.5; ours are the shingle keys of the
reuse comparer and the exact check of what they join (so nothing is reported that is not a near-duplicate; the references' pairs are checked alike).
"""

from __future__ import annotations

import itertools
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

import pile
from tawatur.compare import shingles
from tawatur.model import Document

Pairs = set[tuple[int, int]]


def shingled(doc: Document) -> list[str]:
    words = re.findall(r"\w+", doc.view.text)
    return [" ".join(words[n : n + 5]) for n in range(max(1, len(words) - 4))]


def checked(pairs: Iterable[tuple[int, int]], sets: list[set[str]]) -> Pairs:
    return {(a, b) for a, b in pairs if len(sets[a] & sets[b]) >= 0.5 * len(sets[a] | sets[b])}


def by_rensa(docs: list[Document]) -> Pairs:
    lsh, found, sets = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), set(), []
    for n, doc in enumerate(docs):
        parts = shingled(doc)
        sets.append(set(parts))
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update(parts)
        found |= {(other, n) for other in lsh.query(sketch)}
        lsh.insert(n, sketch)
    return checked(found, sets)


def by_datasketch(docs: list[Document]) -> Pairs:
    lsh, found, sets = MinHashLSH(threshold=0.5, num_perm=128), set(), []
    for n, doc in enumerate(docs):
        parts = shingled(doc)
        sets.append(set(parts))
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch([part.encode() for part in parts])
        found |= {(other, n) for other in lsh.query(sketch)}
        lsh.insert(n, sketch)
    return checked(found, sets)


def by_keys(docs: list[Document]) -> Pairs:
    """Two documents of Jaccard 0.5 share half their sampled shingles: pairs with fewer than a quarter of the smaller are not checked."""
    held: dict[int, list[int]] = defaultdict(list)
    indexed, sizes = [], []
    for n, doc in enumerate(docs):
        words = shingles.read_words(doc)
        grams = shingles.grams(words.hashes)
        keys = shingles.sample(grams).tolist()
        indexed.append(grams)
        sizes.append(len(keys))
        for key in keys:
            held[key].append(n)
    both = Counter(pair for members in held.values() if 1 < len(members) <= 64 for pair in itertools.combinations(members, 2))
    likely = ((a, b) for (a, b), n in both.items() if 4 * n >= min(sizes[a], sizes[b]))
    return checked(likely, _Sets(indexed))


class _Sets(list):  # type: ignore[type-arg]
    """Shingles as sets, made when asked for."""

    def __getitem__(self, n: int) -> set[int]:  # type: ignore[override]
        return set(super().__getitem__(n).tolist())


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    docs = [pile.to_document(row) for row in itertools.islice(pile.read_rows("saudi-2015"), count)]
    for doc in docs:
        _ = doc.view
    methods: dict[str, Callable[[list[Document]], Pairs]] = {"ours": by_keys, "rensa": by_rensa, "datasketch": by_datasketch}
    for name, method in methods.items():
        method(docs[:200])
        start = time.process_time()
        found = method(docs)
        spent = time.process_time() - start
        print(f"{name:12} {count / spent:8.0f} articles/s, {len(found)} pairs")


if __name__ == "__main__":
    main()
