"""What a large group says is written again only where it changed; what it no longer says is gone; what stands on changed documents is counted anew."""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from tawatur.model import Finding, Item, Link
from tawatur.run.compare import compare
from tawatur.run.count import count_witnesses
from tawatur.store.rows import DocumentRows, encode
from tawatur.store.writer import Writer


@dataclass(frozen=True)
class Copies:
    """All items with a key in common are linked; each says its origin (the group's first), each pair of neighbours its passage."""

    kind: str = "reuse"
    version: str = "1"
    needs: tuple[str, ...] = ()
    max_block: int = 1000
    within: bool = False

    def items(self, doc: object) -> Iterable[Item]:
        return ()

    def link(self, a: Item, b: Item) -> Link | None:
        return Link("reuse", a.id, b.id, 1.0, "key") if abs(a.data["n"] - b.data["n"]) == 1 else None

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        place = {item.id: {"doc": item.doc, "start": 0, "end": 1} for item in items}
        for link in links:
            docs = (place[link.a]["doc"], place[link.b]["doc"])
            yield Finding("reuse", f"{link.a}-{link.b}", docs, {"a": place[link.a], "b": place[link.b], "likeness": 1.0, "source": None, "why": ""})  # type: ignore[arg-type]
        for item in items:
            yield Finding("origin", item.id, (item.doc,), {"doc": item.doc, "origin": items[0].doc if item.doc != items[0].doc else None, "evidence": []})


@dataclass(frozen=True)
class Stories(Copies):
    """One finding a group."""

    kind: str = "story"

    def link(self, a: Item, b: Item) -> Link | None:
        return Link("story", a.id, b.id, 1.0, "key")

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        yield Finding("story", items[0].id, tuple(item.doc for item in items), {"docs": [item.doc for item in items]})


def rows(n: int, story: int) -> DocumentRows:
    doc = f"d{n:03d}"
    document = (doc, doc, "text/plain", b"", doc, "{}", "x", doc, None, None, None, None, None, None, None, None, "[]")
    key, other = array("q", [7]).tobytes(), array("q", [story]).tobytes()
    items = [(f"r{n:03d}", "reuse", 0, 1, key, b"", encode({"n": n}), b""), (f"s{n:03d}", "story", 0, 1, other, b"", encode({"n": n}), b"")]
    return DocumentRows(doc, doc, doc, document, {}, ("", "x"), items, 1)


def compared(writer: Writer) -> None:
    compare(writer.base, (Copies(), Stories()))
    count_witnesses(writer.base)


def findings(base: sqlite3.Connection) -> dict[tuple[str, str], tuple[int, str, int, int]]:
    return {(kind, name): (n, data, outlets, origins) for n, name, kind, data, outlets, origins in base.execute("SELECT n, id, kind, data, outlets, origins FROM finding")}


def pile(count: int) -> list[DocumentRows]:
    return [rows(n, n // 10) for n in range(count)]


def test_a_document_more_writes_only_what_it_changes() -> None:
    writer = Writer(":memory:")
    writer.add(pile(200), [])
    compared(writer)
    before = findings(writer.base)
    writer.add([rows(200, 20)], [])
    compared(writer)
    after = findings(writer.base)
    assert {key: row for key, row in after.items() if key in before} == before
    assert after.keys() - before.keys() == {("reuse", "r199-r200"), ("origin", "r200"), ("story", "s200")}
    writer.base.close()


@pytest.mark.parametrize("cuts", [(1,), (50, 51, 120), (199,)])
def test_any_parts_of_the_pile_end_in_one_record(cuts: tuple[int, ...]) -> None:
    once, often = Writer(":memory:"), Writer(":memory:")
    documents = pile(200)
    once.add(documents, [])
    compared(once)
    for low, high in zip((0, *cuts), (*cuts, 200), strict=True):
        often.add(documents[low:high], [])
        compared(often)
    state = [{key: row[1:] for key, row in findings(writer.base).items()} for writer in (once, often)]
    assert state[0] == state[1]
    for table in ("passage", "origin", "finding_doc"):
        columns = {"passage": "a, b, a_start, b_start", "origin": "doc, origin", "finding_doc": "doc"}[table]
        held = [sorted(writer.base.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr) for writer in (once, often)]
        assert held[0] == held[1]
    once.base.close()
    often.base.close()


def test_a_group_that_falls_apart_leaves_nothing_behind() -> None:
    """A key that becomes common stops linking: passages and origins that stood on it go, and the counts of what stood on those."""
    few = Copies(max_block=4)
    once, often = Writer(":memory:"), Writer(":memory:")
    once.add(pile(6), [])
    often.add(pile(3), [])
    compare(often.base, (few, Stories()))
    count_witnesses(often.base)
    often.add(pile(6)[3:], [])
    for writer in (once, often):
        compare(writer.base, (few, Stories()))
        count_witnesses(writer.base)
        assert writer.base.execute("SELECT count(*) FROM passage").fetchone() == (0,)
    assert {k: v[1:] for k, v in findings(once.base).items()} == {k: v[1:] for k, v in findings(often.base).items()}
    once.base.close()
    often.base.close()


def test_stopped_while_concluding_everything_is_concluded_at_the_next_run() -> None:
    """A kill inside the transaction leaves the items waiting, whatever had been written."""
    writer = Writer(":memory:")
    writer.add(pile(30), [])
    compared(writer)
    before = findings(writer.base)
    writer.add([rows(30, 2)], [])

    class Stopped(Copies):
        def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
            yield from list(super().findings(items, links))[:5]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(writer.base, (Stopped(),))
    assert findings(writer.base) == before
    compared(writer)
    whole = Writer(":memory:")
    whole.add([*pile(30), rows(30, 2)], [])
    compared(whole)
    assert {k: v[1:] for k, v in findings(writer.base).items()} == {k: v[1:] for k, v in findings(whole.base).items()}
    writer.base.close()
    whole.base.close()
