"""Furniture in a record: whatever the batches pages come in, the same stretches are furniture, and the same passages are left."""

from __future__ import annotations

import random
from array import array
from dataclasses import replace

import pytest

from tawatur.compare.reuse import COMPARER
from tawatur.model import Document, RawDocument
from tawatur.run.compare import compare
from tawatur.store.rows import DocumentRows, encode
from tawatur.store.writer import Writer

FEW = replace(COMPARER, max_block=4)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def words(seed: int, count: int) -> list[str]:
    choose = random.Random(seed)
    return ["".join(choose.choices(LETTERS, k=choose.randint(3, 7))) for _ in range(count)]


def rows(doc: Document) -> DocumentRows:
    raw = RawDocument(doc.id, doc.id, "text/plain", b"x", doc.id)
    document = (doc.id, raw.source, raw.media, b"", doc.id, "{}", doc.text, doc.id, None, None, None, None, None, None, None, None, "[]")
    items = [(i.id, i.kind, i.start, i.end, array("q", sorted(set(i.keys))).tobytes(), b"", encode(dict(i.data)), i.blob) for i in FEW.items(doc)]
    return DocumentRows(doc.id, doc.id, doc.id, document, {}, ("", "x"), items, 1)


def said(writer: Writer) -> list[str]:
    return sorted(data for (data,) in writer.base.execute("SELECT data FROM finding"))


@pytest.mark.parametrize("seed", range(3))
def test_batches_do_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    paragraph, report = words(1, 40), words(2, 50)
    docs = [Document(f"d{n}", " ".join([*(report[:30] if n % 4 == 0 else []), *words(10 + n, 60), *paragraph]), "") for n in range(10)]
    once, often = Writer(":memory:"), Writer(":memory:")
    once.add(map(rows, docs), [])
    compare(once.base, (FEW,))
    chance.shuffle(docs)
    for doc in docs:
        often.add([rows(doc)], [])
        if chance.random() < 0.7:
            compare(often.base, (FEW,))
    compare(often.base, (FEW,))
    found = said(once)
    assert found == said(often)
    assert sum('"furniture"' in row for row in found) == 10
    assert sum('"reuse"' in row for row in found) == 3, "the report's thirty words, between three documents"
    once.base.close()
    often.base.close()
