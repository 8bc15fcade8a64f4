"""Near-duplicate step beside reference libraries, one core, one run: bench/near.py [ARTICLES]. Needs `pip install rensa datasketch`.

All three are given the same articles as the same words in a string (folded, without conjunction and article, numbers as one), and all report the same thing: pairs
whose sets of five words in a row have a Jaccard likeness of 0.5 and more, checked exactly. Timed is everything between. The references get the shingles as
strings, and as many permutations as they need for a recall of 0.98; ours hashes words, shingles and blocking keys with the functions of
compare/shingles.py that every document goes through in a record, a shard of documents at a time. Recall is against a count of all shared shingles.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

import pile
from tawatur.compare import shingles
from tawatur.model import Document

Pairs = set[tuple[int, int]]
BANDS, ROWS = 40, 4
"""Of the references: the fewest bands of four by which they reach the recall asked of all, 0.98 (32 bands reach 0.975)."""
SHARD = 32
"""Documents hashed at once: their arrays stay in a core's cache."""
KEYS = 24
"""Of a document's blocking keys about so many, the least, tell its near-duplicates."""
COMMON = 64
"""As `max_block` of the reuse comparer."""
FREE = np.uint64(2**64 - 1)
"""Stands where no shingle is."""
LIKELY = 0.3
"""Two documents of Jaccard 0.5 share two thirds of the smaller's shingles; pairs with less than three tenths of the keys of either in common are not checked."""


def tokenised(doc: Document) -> str:
    codes = shingles.encoded(doc.view.text)
    starts, ends = shingles.word_edges(codes)
    bare = shingles.bare_starts(codes, starts, ends)
    words = [doc.view.text[a:b] for a, b in zip(bare.tolist(), ends.tolist(), strict=True)]
    return " ".join("0" if word[0].isdigit() else word for word in words)


def shingled(text: str) -> list[str]:
    words = text.split(" ")
    return [" ".join(words[n : n + shingles.GRAM]) for n in range(len(words) - shingles.GRAM + 1)]


def checked(pairs: Iterable[tuple[int, int]], grams: Callable[[int], np.ndarray]) -> Pairs:
    """The pairs that are near-duplicates indeed, by all their shingles (hashed to 64 bits)."""
    held = cache(lambda n: np.unique(grams(n)))
    return {(a, b) for a, b in pairs if shingles.jaccard(held(a), held(b)) >= 0.5}


def hashed(text: str) -> np.ndarray:
    codes = shingles.encoded(text)
    return shingles.grams(shingles.hash_words(codes, *shingles.word_edges(codes)))


def by_rensa(docs: list[str]) -> Pairs:
    lsh, found = RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS), set()
    for n, text in enumerate(docs):
        sketch = RMinHash(num_perm=BANDS * ROWS, seed=1)
        sketch.update(shingled(text))
        found |= {(other, n) for other in lsh.query(sketch)}
        lsh.insert(n, sketch)
    return checked(found, lambda n: hashed(docs[n]))


def by_datasketch(docs: list[str]) -> Pairs:
    lsh, found = MinHashLSH(params=(BANDS, ROWS), num_perm=BANDS * ROWS), set()
    for n, text in enumerate(docs):
        sketch = MinHash(num_perm=BANDS * ROWS, seed=1)
        sketch.update_batch([part.encode() for part in shingled(text)])
        found |= {(other, n) for other in lsh.query(sketch)}
        lsh.insert(n, sketch)
    return checked(found, lambda n: hashed(docs[n]))


def by_keys(docs: list[str]) -> Pairs:
    keys, owners, grams = zip(*(_keys(docs[n : n + SHARD], n) for n in range(0, len(docs), SHARD)), strict=True)
    return checked(_candidates(np.concatenate(keys), np.concatenate(owners), len(docs)), [one for shard in grams for one in shard].__getitem__)


def _keys(docs: list[str], first: int) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Blocking keys of a shard, the documents they are of, and each document's shingles."""
    gap = shingles.GRAM + shingles.WINDOW  # words between documents: no window sees two
    codes = shingles.encoded((" _" * gap + " ").join(docs) + " _" * gap)
    grams = shingles.grams(shingles.hash_words(codes, *shingles.word_edges(codes)))
    sizes = [text.count(" ") + 1 for text in docs]
    ends = list(itertools.accumulate(size + gap for size in sizes))
    for end in ends:
        grams[end - gap - shingles.GRAM + 1 : end] = FREE
    least = shingles.least_of_windows(grams)
    new = np.flatnonzero(np.r_[True, least[1:] != least[:-1]] & (least != FREE))
    owner = np.repeat(np.arange(len(docs)), np.diff(np.searchsorted(new, ends, "left"), prepend=0))
    few = least[new] <= np.array([int(FREE) // max(size, KEYS) * KEYS for size in sizes], np.uint64)[owner]
    return least[new][few], owner[few] + first, [grams[end - gap - size : end - gap - shingles.GRAM + 1] for size, end in zip(sizes, ends, strict=True)]


def _candidates(keys: np.ndarray, owners: np.ndarray, count: int) -> Iterable[tuple[int, int]]:
    """Pairs of documents that share enough of the keys that few documents carry."""
    order = np.argsort(keys, kind="stable")
    keys, owners, held = keys[order], owners[order], np.bincount(owners, minlength=count)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, len(keys)])
    packed = []
    for size in np.unique(sizes[(sizes >= 2) & (sizes <= COMMON)]).tolist():
        table = owners[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        packed.append(((table[:, one] << 32) | table[:, other]).ravel())
    pairs, shared = np.unique(np.concatenate(packed), return_counts=True)
    low, high = pairs >> 32, pairs & 0xFFFFFFFF
    likely = (low < high) & (shared >= LIKELY * np.minimum(held[low], held[high]))
    return zip(low[likely].tolist(), high[likely].tolist(), strict=True)


def by_counting(docs: list[str]) -> Pairs:
    """Every near-duplicate pair: all shingles of all documents are counted, however common."""
    held: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for n, text in enumerate(docs):
        parts = set(shingled(text))
        sizes.append(len(parts))
        for part in parts:
            held[part].append(n)
    both = Counter(pair for members in held.values() for pair in itertools.combinations(members, 2))
    return {(a, b) for (a, b), same in both.items() if 2 * same >= sizes[a] + sizes[b] - same}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    docs = [tokenised(pile.to_document(row)) for row in itertools.islice(pile.read_rows("saudi-2015"), count)]
    wanted = by_counting(docs)
    methods: dict[str, Callable[[list[str]], Pairs]] = {"ours": by_keys, "rensa": by_rensa, "datasketch": by_datasketch}
    speed: dict[str, float] = {}
    for name, method in methods.items():
        spent, found = min((_timed(method, docs) for _ in range(3)), key=lambda run: run[0])
        speed[name] = count / spent
        print(f"{name:12} {speed[name]:8.0f} articles/s  recall {len(found & wanted) / len(wanted):.4f}  precision {len(found & wanted) / len(found):.4f}  {len(found)} pairs")
    print(f"{len(docs)} articles, {sum(text.count(' ') + 1 for text in docs) // len(docs)} words each; ours is {speed['ours'] / speed['rensa']:.1f} x rensa, {speed['ours'] / speed['datasketch']:.1f} x datasketch")


def _timed(method: Callable[[list[str]], Pairs], docs: list[str]) -> tuple[float, Pairs]:
    start = time.process_time()
    found = method(docs)
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
