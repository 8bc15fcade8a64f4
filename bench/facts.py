"""`python bench/facts.py [ROWS] [SEED]`: the quantity stage and the facts step in passes over the same texts, and their figures; with SEED, a sample of verdicts to read.

Figures to hold: the stage at most 15 passes; items, join, links and findings of ant-2018 at most 100, in at most 2 GiB; twice the pages, at most 2.4 times the time.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from passes import one_pass, rows
from tawatur.annotate.quantities import QUANTITIES
from tawatur.clean import clean
from tawatur.compare.facts import COMPARER
from tawatur.model import Document, Finding, Item, Link
from tawatur.pipeline import STAGES, annotate
from tawatur.read.rows import read_row
from tawatur.run.compare import candidate_pairs

NEEDED = {*COMPARER.needs, "region", "expression"}


def annotated(some: Sequence[dict[str, object]]) -> Iterator[Document]:
    """The rows with the layers that facts need, all but the quantities."""
    stages = [stage for stage in STAGES if stage.name in NEEDED and stage is not QUANTITIES]
    for row in some:
        yield annotate(clean(read_row(json.dumps(row).encode(), str(row["id"]), "bench")), stages)


def linked(items: Sequence[Item]) -> list[Link]:
    """Join and compare, as the runner does, in memory."""
    keys = np.array([key for item in items for key in item.keys], np.int64)
    owners = np.array([n for n, item in enumerate(items) for _ in item.keys], np.int64)
    order = np.lexsort((owners, keys))
    low, high, _ = candidate_pairs(keys[order], owners[order], set(range(len(items))), COMPARER.max_block)
    print(f"  {len(keys)} keys, {len(low)} pairs")
    return [link for a, b in zip(low.tolist(), high.tolist(), strict=True) if (link := COMPARER.link(items[a], items[b]))]


def findings(items: Sequence[Item], links: Sequence[Link]) -> list[Finding]:
    """What each connected group concludes."""
    home = {item.id: item.id for item in items}

    def find(name: str) -> str:
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for link in links:
        home[find(link.a)] = find(link.b)
    members: dict[str, tuple[list[Item], list[Link]]] = {}
    for item in items:
        members.setdefault(find(item.id), ([], []))[0].append(item)
    for link in links:
        members[find(link.a)][1].append(link)
    return [finding for group, joined in members.values() for finding in COMPARER.findings(group, joined)]


def measure(docs: Sequence[Document], unit: float) -> tuple[float, list[Finding]]:
    """CPU seconds of the facts step over annotated documents, printed part by part."""
    began = time.process_time()
    items = sorted((item for doc in docs for item in COMPARER.items(doc)), key=lambda item: item.id)
    made = time.process_time()
    links = linked(items)
    joined = time.process_time()
    found = findings(items, links)
    ended = time.process_time()
    parts = f"items {(made - began) / unit:.1f}, join and links {(joined - made) / unit:.1f}, findings {(ended - joined) / unit:.1f}"
    print(f"  {len(docs)} pages, {len(items)} items, {len(links)} links: {(ended - began) / unit:.1f} passes ({parts})")
    return ended - began, found


def show(found: Sequence[Finding], docs: Sequence[Document], seed: int, most: int = 40) -> None:
    """A sample of groups over several pages, each value in its place, to be read by a person."""
    text = {doc.id: doc.text for doc in docs}
    for finding in random.Random(seed).sample(list(found), min(most, len(found))):
        print(f"\n{finding.data['verdict']}: {finding.data['slot']}")
        for v in finding.data["values"]:
            around = text[v["doc"]]
            print(f"   {v['doc']}  …{around[max(0, v['start'] - 50) : v['start']]}[{around[v['start'] : v['end']]}]{around[v['end'] : v['end'] + 50]}…".replace("\n", " "))


def main() -> None:
    some = rows("ant-2018", int(sys.argv[1]) if len(sys.argv) > 1 else None)
    unit = one_pass(str(row["text"]) for row in some)
    docs = list(annotated(some))
    for doc in docs:
        doc.view  # noqa: B018 - the view is every stage's, so it is made before the clock starts
    began = time.process_time()
    docs = [doc.with_layer(QUANTITIES.name, QUANTITIES(doc)) for doc in docs]
    print(f"{len(docs)} documents, one pass = {unit:.3f} s; stage quantity: {(time.process_time() - began) / unit:.1f} passes (at most 15)")
    half, _ = measure(docs[::2], unit)
    whole, found = measure(docs, unit)
    print(f"facts: {whole / unit:.0f} passes (at most 100); whole : half = {whole / half:.2f}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB at most")
    several = [finding for finding in found if len(finding.docs) > 1]
    print("verdicts of groups over several pages:", dict(Counter(str(finding.data["verdict"]) for finding in several)))
    if len(sys.argv) > 2:
        show([finding for finding in several if finding.data["verdict"] != "agree"], docs, int(sys.argv[2]))


if __name__ == "__main__":
    main()
