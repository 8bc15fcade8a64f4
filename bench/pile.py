"""A pile compared in memory, as the engine does it in a record: blocks, pairs, links, groups, findings; with seconds of CPU for each step."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tawatur.clean import clean
from tawatur.compare.protocol import Heeding
from tawatur.layers import PUBLISHED, Published
from tawatur.model import Annotation, Document, Finding, Given, Item, Link, Origin, RawDocument, Span

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news"


@dataclass
class Compared:
    items: dict[str, Item]
    pairs: int
    links: list[Link]
    groups: list[list[str]]
    findings: list[Finding]
    seconds: dict[str, float] = field(default_factory=dict)


def read_rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(NEWS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def to_document(row: dict[str, Any]) -> Document:
    """A row cleaned, with the date it states; no other stage is run on it."""
    given = Given(**{key: row.get(key) for key in ("title", "outlet", "url", "published", "author")})
    data = json.dumps(row, ensure_ascii=False).encode()
    doc = clean(RawDocument(row["id"], "-", "application/json", data, hashlib.sha256(data).hexdigest(), given, row["text"]))
    clue = next((c for c in doc.clues if c.given and c.earliest), None)
    if clue is None or clue.earliest is None:
        return doc
    value = Published(clue.earliest, clue.earliest, clue.earliest, clue.earliest.weekday(), (clue,))
    return doc.with_layer(PUBLISHED, [Annotation(Span(0, max(1, len(doc.text))), value, Origin("published", "1", "given"))])


def blocks(items: dict[str, Item]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for name in sorted(items):
        for key in items[name].keys:
            found[key].append(name)
    return found


def pairs(comparer: Any, found: dict[int, list[str]], items: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs that share a key few items carry, in order of arrival, as a record gives them."""
    at = {name: n for n, name in enumerate(items)}
    wanted: set[tuple[int, int]] = set()
    for members in found.values():
        if 1 < len(members) <= comparer.max_block:
            wanted.update(itertools.combinations(sorted(at[name] for name in members), 2))
    names = list(at)
    return [(min(names[a], names[b]), max(names[a], names[b])) for a, b in sorted(wanted)]


def group(items: Iterable[str], links: Iterable[Link]) -> list[list[str]]:
    parent = {item: item for item in items}

    def root(item: str) -> str:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for link in links:
        parent[root(link.a)] = root(link.b)
    groups: dict[str, list[str]] = defaultdict(list)
    for item in sorted(parent):
        groups[root(item)].append(item)
    return list(groups.values())


def compare(comparer: Any, docs: Iterable[Document]) -> Compared:
    items: dict[str, Item] = {}
    spent = 0.0  # on items alone: reading and cleaning the documents is another step
    for doc in docs:
        _ = doc.view  # every stage reads it, so it is there already
        start = time.process_time()
        items.update((item.id, item) for item in comparer.items(doc))
        spent += time.process_time() - start
    now = time.process_time()
    marks = [now - spent, now]
    held = blocks(items)
    wanted = pairs(comparer, held, items)
    if isinstance(comparer, Heeding):
        comparer = comparer.knowing([key for key, members in held.items() if len(members) > comparer.max_block])
    marks.append(time.process_time())
    links = [link for a, b in wanted if (link := comparer.link(items[a], items[b])) is not None]
    marks.append(time.process_time())
    groups = group(items, links)
    inner: dict[str, list[Link]] = defaultdict(list)
    head = {item: members[0] for members in groups for item in members}
    for link in links:
        inner[head[link.a]].append(link)
    findings = [f for members in groups for f in comparer.findings([items[m] for m in members], inner[members[0]])]
    marks.append(time.process_time())
    steps = ("items", "pairs", "links", "findings")
    return Compared(items, len(wanted), links, groups, findings, {s: b - a for s, a, b in zip(steps, marks, marks[1:], strict=False)})


def report(name: str, result: Compared) -> None:
    kinds = Counter(f.kind for f in result.findings)
    sizes = sorted(map(len, result.groups), reverse=True)[:5]
    print(f"{name}: {len(result.items)} items, {result.pairs} pairs, {len(result.links)} links, largest groups {sizes}, {dict(kinds)}")
    print("  seconds of CPU: " + "  ".join(f"{step} {spent:.1f}" for step, spent in result.seconds.items()))
