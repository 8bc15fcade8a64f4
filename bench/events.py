"""`python bench/events.py [ROWS]`: the commitments stage and the comparers of commitments and events, in passes over the same texts.

Figures to hold: the stage at most 10 passes; both comparers together at most 40 (items, links and findings).
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from passes import one_pass, rows
from tawatur.annotate.commitments import COMMITMENTS
from tawatur.clean import clean
from tawatur.compare import commitments, events
from tawatur.compare.protocol import Comparer
from tawatur.model import Document, Item, Link
from tawatur.pipeline import STAGES, annotate
from tawatur.read.rows import read_row


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """(seconds of CPU, what `work` gives)."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def grouped(items: Sequence[Item], links: Sequence[Link]) -> list[tuple[list[Item], list[Link]]]:
    """Connected groups of items with their links."""
    home = {item.id: item.id for item in items}

    def find(name: str) -> str:
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for link in links:
        home[find(link.a)] = find(link.b)
    members: dict[str, tuple[list[Item], list[Link]]] = defaultdict(lambda: ([], []))
    for item in items:
        members[find(item.id)][0].append(item)
    for link in links:
        members[find(link.a)][1].append(link)
    return list(members.values())


def linked(comparer: Comparer, items: Sequence[Item]) -> list[Link]:
    """The links of all pairs that share a key."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for n, item in enumerate(items):
        for key in item.keys:
            blocks[key].append(n)
    pairs = {pair for block in blocks.values() if len(block) <= comparer.max_block for pair in combinations(block, 2)}
    return [link for a, b in sorted(pairs) if (link := comparer.link(items[a], items[b]))]


def compared(comparer: Comparer, docs: Sequence[Document]) -> None:
    items = sorted((item for doc in docs for item in comparer.items(doc)), key=lambda item: item.id)
    links = linked(comparer, items)
    findings = [finding for members, joined in grouped(items, links) for finding in comparer.findings(members, joined)]
    print(f"  {comparer.kind}: {len(items)} items, {len(links)} links, {len(findings)} findings")


def main() -> None:
    some = rows("ant-2018", int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
    unit = one_pass(str(row["text"]) for row in some)
    raw = (read_row(json.dumps(row).encode(), str(row["id"]), "bench") for row in some)
    docs = [annotate(clean(one), [stage for stage in STAGES if stage is not COMMITMENTS]) for one in raw]
    print(f"{len(docs)} documents; one pass = {unit:.3f} s")
    seconds, made = timed(lambda: [doc.with_layer(COMMITMENTS.name, COMMITMENTS(doc)) for doc in docs])
    print(f"stage commitment: {seconds / unit:.1f} passes (at most 10)")
    assert isinstance(made, list)
    total = 0.0
    for comparer in (commitments.COMPARER, events.COMPARER):
        seconds, _ = timed(lambda comparer=comparer: compared(comparer, made))
        total += seconds
        print(f"comparer {comparer.kind}: {seconds / unit:.1f} passes")
    print(f"both comparers: {total / unit:.1f} passes (at most 40)")


if __name__ == "__main__":
    main()
