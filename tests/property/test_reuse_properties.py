"""Reuse on generated piles: spans lie in their texts, planted passages are found, and neither order nor shards change anything."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.assemble.witnesses import count
from tawatur.compare.reuse import COMPARER
from tawatur.model import Document, Item, Link

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def write(seed: int, length: int) -> list[str]:
    choose = random.Random(seed)
    return ["".join(choose.choices(LETTERS, k=choose.randint(3, 7))) for _ in range(length)]


@st.composite
def piles(draw: st.DrawFn) -> list[Document]:
    """A few documents sewn from passages of one small stock, whole, cut, edited, or in another order."""
    stock = [write(n, draw(st.integers(5, 30))) for n in range(4)]
    docs = []
    for n in range(draw(st.integers(2, 5))):
        words: list[str] = []
        for part in draw(st.lists(st.integers(0, 3), min_size=1, max_size=4)):
            text = list(stock[part])
            if draw(st.booleans()):
                text[draw(st.integers(0, len(text) - 1))] = draw(st.sampled_from(["ضظغ", "12", "٤٥"]))
            words += [*text, *write(100 + 10 * n + len(words), draw(st.integers(0, 6)))]
        docs.append(Document(f"d{n}", draw(st.sampled_from([" ", "، ", "\n"])).join(words), "", outlet=draw(st.sampled_from([None, "north", "south"]))))
    return docs


def links(items: list[Item]) -> dict[tuple[str, str], Link]:
    blocks: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.id):
        for key in item.keys:
            blocks[key].append(item)
    pairs = {(a.id, b.id): (a, b) for block in blocks.values() for a, b in itertools.combinations(block, 2)}
    return {ids: link for ids, (a, b) in sorted(pairs.items()) if (link := COMPARER.link(a, b)) is not None}


def conclude(docs: list[Document]) -> list[dict[str, Any]]:
    items = sorted((item for doc in docs for item in COMPARER.items(doc)), key=lambda item: item.id)
    return [dict(f.data) for f in COMPARER.findings(items, list(links(items).values()))]


@settings(max_examples=60, deadline=None)
@given(piles())
def test_passages_lie_in_their_texts_at_word_edges(docs):
    texts = {doc.id: doc.text for doc in docs}
    for row in conclude(docs):
        if row["kind"] == "reuse":
            assert 0 <= row["likeness"] <= 1
            for side in (row["a"], row["b"]):
                text = texts[side["doc"]]
                assert 0 <= side["start"] < side["end"] <= len(text)
                assert text[side["start"]].isalnum()
                assert text[side["end"] - 1].isalnum()
                assert side["start"] == 0 or not text[side["start"] - 1].isalnum()
                assert side["end"] == len(text) or not text[side["end"]].isalnum()


@settings(max_examples=40, deadline=None)
@given(piles(), st.randoms(use_true_random=False))
def test_order_and_shards_do_not_matter(docs, chance):
    shuffled = list(docs)
    chance.shuffle(shuffled)
    assert sorted(map(str, conclude(docs))) == sorted(map(str, conclude(shuffled)))


@settings(max_examples=40, deadline=None)
@given(piles())
def test_a_link_is_symmetric(docs):
    for a, b in itertools.combinations([item for doc in docs for item in COMPARER.items(doc)], 2):
        one, other = COMPARER.link(a, b), COMPARER.link(b, a)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert sorted(p[:4] for p in one.data["passages"]) == sorted([*p[2:4], *p[:2]] for p in other.data["passages"])


@settings(max_examples=40, deadline=None)
@given(st.integers(12, 60), st.integers(0, 40), st.integers(0, 40), st.integers(0, 10**6))
def test_a_planted_passage_is_found_whole(length, before, after, seed):
    common = write(seed, length)
    docs = [
        Document("x", " ".join([*write(seed + 1, before), *common, *write(seed + 2, after)]), ""),
        Document("y", " ".join([*write(seed + 3, after), *common, *write(seed + 4, before)]), ""),
    ]
    rows = [row for row in conclude(docs) if row["kind"] == "reuse"]
    assert [docs[0].text[row["a" if row["a"]["doc"] == "x" else "b"]["start"] :][: len(" ".join(common))] for row in rows] == [" ".join(common)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5), st.integers(6, 9)), max_size=8),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["north", "south", None])),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["a", "b", "wire", None])),
)
def test_witnesses_are_never_more_than_documents_and_order_does_not_matter(spans, outlets, origins):
    found = count(spans, outlets, origins)
    assert found == count(spans[::-1], outlets, origins)
    assert 0 <= found.origins <= len({doc for doc, _, _ in spans})
    assert (found.origins == 0) == (not spans)
