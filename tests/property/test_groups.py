"""Whatever the batches a pile comes in, the record holds the same links, groups and findings: adding one document costs one document, and nothing else."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.model import Finding, Item, Link, RawDocument
from tawatur.run.compare import compare
from tawatur.store.rows import DocumentRows, encode
from tawatur.store.writer import Writer


@dataclass(frozen=True)
class Toy:
    """Links items whose numbers are within one of each other; a group says its members."""

    kind: str = "toy"
    version: str = "1"
    needs: tuple[str, ...] = ()
    max_block: int = 4
    within: bool = False

    def items(self, doc: object) -> Iterable[Item]:
        return ()

    def link(self, a: Item, b: Item) -> Link | None:
        assert a.id < b.id
        return Link("toy", a.id, b.id, 1.0, "near") if abs(a.data["n"] - b.data["n"]) <= 1 else None

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        yield Finding("fact", items[0].id, tuple(i.doc for i in items), {"members": [i.id for i in items], "links": [[x.a, x.b] for x in links]})


def rows(doc: str, offers: Sequence[tuple[int, tuple[int, ...]]]) -> DocumentRows:
    raw = RawDocument(doc, doc, "text/plain", b"x", doc)
    document = (doc, raw.source, raw.media, b"", doc, "{}", "x", doc, None, None, None, None, None, None, None, None, "[]")
    from array import array

    items = [
        (f"{doc}:{k}", "toy", 0, 1, array("q", sorted(set(keys))).tobytes(), array("q", [n] if n > 4 else []).tobytes(), encode({"n": n}), b"")
        for k, (n, keys) in enumerate(offers)
    ]
    return DocumentRows(doc, doc, doc, document, {}, ("", "x"), items, 1)


def state(base: sqlite3.Connection) -> list[str]:
    """What the toy concluded, without the numbers that depend on the order of arrival."""
    return sorted(data for (data,) in base.execute("SELECT data FROM finding"))


OFFERS = st.lists(st.tuples(st.integers(0, 6), st.lists(st.integers(0, 5), min_size=1, max_size=3).map(tuple)), min_size=1, max_size=3)
PILES = st.lists(OFFERS, min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(PILES, st.lists(st.booleans(), min_size=9, max_size=9))
def test_batches_do_not_matter(pile: list[list[tuple[int, tuple[int, ...]]]], cuts: list[bool]) -> None:
    documents = [rows(f"d{k}", offers) for k, offers in enumerate(pile)]
    once, often = Writer(":memory:"), Writer(":memory:")
    once.add(documents, [])
    compare(once.base, (Toy(),))
    for document, cut in zip(documents, cuts, strict=False):
        often.add([document], [])
        if cut:
            compare(often.base, (Toy(),))
    compare(often.base, (Toy(),))
    assert state(once.base) == state(often.base)
    once.base.close()
    often.base.close()
