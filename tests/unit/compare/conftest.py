"""A pile in memory: what the engine does with a comparer, in thirty lines; and texts of invented words."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tawatur.compare.protocol import Heeding
from tawatur.layers import PUBLISHED, Published
from tawatur.model import Annotation, Clue, Document, Link, Origin, Span

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def pairs(comparer: Any, blocks: dict[int, list[str]]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for members in blocks.values():
        if 1 < len(members) <= comparer.max_block:
            found.update(itertools.combinations(members, 2))
    return found


def group(items: Iterable[str], links: Iterable[Link]) -> dict[str, list[str]]:
    parent = {item: item for item in sorted(items)}

    def root(item: str) -> str:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for link in links:
        low, high = sorted((root(link.a), root(link.b)))
        parent[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for item in parent:
        groups[root(item)].append(item)
    return groups


def drive(comparer: Any, docs: Iterable[Document]) -> SimpleNamespace:
    items = {item.id: item for doc in docs for item in comparer.items(doc)}
    blocks: dict[int, list[str]] = defaultdict(list)
    for item in sorted(items):
        for key in items[item].keys:
            blocks[key].append(item)
    wanted = sorted(pairs(comparer, blocks))
    if isinstance(comparer, Heeding):
        comparer = comparer.knowing([key for key, members in blocks.items() if len(members) > comparer.max_block])
    links = [link for a, b in wanted if (link := comparer.link(items[a], items[b])) is not None]
    groups = group(items, links)
    inner: dict[str, list[Link]] = defaultdict(list)
    head = {item: low for low, members in groups.items() for item in members}
    for link in links:
        inner[head[link.a]].append(link)
    findings = [f for low, members in groups.items() for f in comparer.findings([items[m] for m in members], inner[low])]
    return SimpleNamespace(items=items, pairs=wanted, links=links, findings=findings)


def write_document(name: str, text: str, published: str | None = None, **known: Any) -> Document:
    day = date.fromisoformat(published[:10]) if published else None
    clues = (Clue(None, "published", day, day, given=True, moment=published if published and "T" in published else None),) if published else ()
    layer = (Annotation(Span(0, len(text)), Published(day, day, day, day.weekday(), clues), Origin("published", "1", "given")),) if day else ()
    return Document(name, text, "", clues=clues, layers={PUBLISHED: layer}, **known)


def write_words(seed: int, count: int) -> list[str]:
    """Words nobody uses: no two texts of different seeds share five in a row."""
    choose = random.Random(seed)
    return ["".join(choose.choices(LETTERS, k=choose.randint(3, 8))) for _ in range(count)]


@pytest.fixture
def compare() -> Callable[..., SimpleNamespace]:
    return drive


@pytest.fixture
def document() -> Callable[..., Document]:
    return write_document


@pytest.fixture
def words() -> Callable[[int, int], list[str]]:
    return write_words
