"""Shared passages against an exhaustive join, and the whole step's cost in passes.

Usage: bench/reuse.py exact [ARTICLES]     every pair that shares any five words, compared without blocking: recall and precision
       bench/reuse.py whole                both corpora: seconds, passes, memory
"""

from __future__ import annotations

import itertools
import re
import resource
import sys
import time
from collections import Counter, defaultdict

from rapidfuzz.distance import LCSseq

import pile
from affairs import told
from tawatur.compare import affairs, passages, reuse, shingles, stories

COMMON = 64
"""Five words that more articles than this share are furniture or a formula, for the exhaustive join as for the comparer."""


def exact_runs(a: list[int], b: list[int], at: dict[int, list[int]], grams_a: list[int]) -> set[tuple[int, int]]:
    """Word places (i, j) inside runs of twelve or more same words, from every occurrence of every shared five."""
    places: set[tuple[int, int]] = set()
    done: dict[int, int] = {}
    for i, gram in enumerate(grams_a):
        for j in at.get(gram, ()):
            if done.get(j - i, 0) > i:
                continue
            end = i
            while end < len(a) and end + j - i < len(b) and a[end] == b[end + j - i]:
                end += 1
            done[j - i] = end
            if end - i >= passages.LEAST:
                places.update((k, k + j - i) for k in range(i, end))
    return places


def exact(count: int) -> None:
    rows = [row for name in ("saudi-2015", "ant-2018") for row in itertools.islice(pile.read_rows(name), count // 2)]
    docs = [pile.to_document(row) for row in rows]
    result = pile.compare(reuse.COMPARER, docs)
    pile.report(f"{len(docs)} articles", result)
    words = {item.doc: shingles.unpack(item.blob) for item in result.items.values()}
    plain = {doc: shingles.index(item.blob).plain for item in result.items.values() for doc in [item.doc]}
    grams = {doc: shingles.grams(w.hashes).tolist() for doc, w in words.items()}
    held: dict[int, list[str]] = defaultdict(list)
    for doc in sorted(grams):
        for gram in set(grams[doc]):
            held[gram].append(doc)
    both: Counter[tuple[str, str]] = Counter()
    for docs_of in held.values():
        if 2 <= len(docs_of) <= COMMON:
            both.update(itertools.combinations(docs_of, 2))
    wanted = {pair: _characters(pair, words, plain, grams) for pair in both}
    wanted = {pair: cells for pair, cells in wanted.items() if cells}
    found: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    right = reported = 0
    for finding in result.findings:
        if finding.kind != "reuse":
            continue
        a, b = finding.data["a"], finding.data["b"]
        if a["doc"] > b["doc"]:
            a, b = b, a
        found[a["doc"], b["doc"]] |= {(side["doc"], n) for side in (a, b) for n in range(side["start"], side["end"])}
        size = a["end"] - a["start"] + b["end"] - b["start"]
        reported += size
        sides = [_plain(side, words, plain) for side in (a, b)]
        same = LCSseq.similarity(*sides)
        moved = sum((Counter(sides[0]) & Counter(sides[1])).values())
        right += size if max(same, moved * 0.9) >= passages.LEAST and max(same, moved * 0.9) >= passages.DENSE * max(map(len, sides)) * 0.95 else 0
    hit = sum(len(cells & found.get(pair, set())) for pair, cells in wanted.items())
    total = sum(map(len, wanted.values()))
    print(f"pairs that share five words {len(both)}, that share a passage of twelve the same {len(wanted)}, found {sum(p in found for p in wanted)}")
    print(f"characters of exact passages {total}, recall {hit / total:.4f}; characters reported {reported}, precision (aligned anew) {right / reported:.4f}")
    near = {pair for pair, n in both.items() if n / (len(set(grams[pair[0]])) + len(set(grams[pair[1]])) - n) >= 0.5}
    exactly = {p for p in near if _jaccard(grams, p) >= 0.5} | {p for p in both if _jaccard(grams, p) >= 0.5}
    said = {tuple(sorted((result.items[x.a].doc, result.items[x.b].doc))) for x in result.links if x.data["jaccard"] >= 0.5}
    print(f"near-duplicate pairs {len(exactly)}, recall {len(exactly & said) / len(exactly):.4f}, precision {len(exactly & said) / max(1, len(said)):.4f}")


def _jaccard(grams: dict[str, list[int]], pair: tuple[str, str]) -> float:
    a, b = set(grams[pair[0]]), set(grams[pair[1]])
    return len(a & b) / max(1, len(a | b))


def _characters(pair: tuple[str, str], words: dict, plain: dict, grams: dict) -> set[tuple[str, int]]:
    a, b = pair
    at: dict[int, list[int]] = defaultdict(list)
    for j, gram in enumerate(grams[b]):
        at[gram].append(j)
    cells: set[tuple[str, int]] = set()
    for i, j in exact_runs(plain[a], plain[b], at, grams[a]):
        cells |= {(a, n) for n in range(int(words[a].starts[i]), int(words[a].ends[i]))}
        cells |= {(b, n) for n in range(int(words[b].starts[j]), int(words[b].ends[j]))}
    return cells


def _plain(side: dict, words: dict, plain: dict) -> list[int]:
    found = words[side["doc"]]
    inside = (found.starts >= side["start"]) & (found.ends <= side["end"])
    return [plain[side["doc"]][n] for n in inside.nonzero()[0]]


def whole() -> None:
    rows = [row for name in ("saudi-2015", "ant-2018") for row in pile.read_rows(name)]
    start = time.process_time()
    for row in rows:
        for _ in re.finditer(r"\w+", row["text"]):
            pass
    one = time.process_time() - start
    spent = 0.0
    for comparer in (reuse.COMPARER, stories.COMPARER):
        result = pile.compare(comparer, map(pile.to_document, rows))
        pile.report(comparer.kind, result)
        spent += sum(result.seconds.values())
    start = time.process_time()
    first = affairs.affairs(affairs.followed(told(result)))
    spent += (last := time.process_time() - start)
    print(f"affairs: {len(first)} stories, {last:.1f} s (without names: the work is the same, they are in another stage)")
    print(f"{len(rows)} articles; one pass {one:.2f} s; passages, origins and stories {spent:.1f} s = {spent / one:.1f} passes")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB (all items held at once)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["whole"]:
        whole()
    else:
        exact(int(sys.argv[2]) if len(sys.argv) > 2 else 5000)
