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

from tawatur.layers import PUBLISHED, Published
from tawatur.model import Annotation, Clue, Document, Finding, Link, Origin, Span

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def pairs(comparer: Any, blocks: dict[int, list[str]]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for key, members in blocks.items():
        if len(members) <= comparer.max_block:
            found.update(itertools.combinations(members, 2))
        elif getattr(comparer, "chained", lambda key: False)(key):
            found.update(itertools.pairwise(members))
    return found


def group(items: Iterable[str], links: list[Link]) -> list[set[str]]:
    groups = {item: {item} for item in items}
    for link in links:
        if groups[link.a] is not groups[link.b]:
            both = groups[link.a] | groups[link.b]
            groups.update(dict.fromkeys(both, both))
    return list({id(g): g for g in groups.values()}.values())


def drive(comparer: Any, docs: Iterable[Document]) -> SimpleNamespace:
    items = {item.id: item for doc in docs for item in comparer.items(doc)}
    blocks: dict[int, list[str]] = defaultdict(list)
    for item in sorted(items):
        for key in items[item].keys:
            blocks[key].append(item)
    wanted = sorted(pairs(comparer, blocks))
    links = [link for a, b in wanted if (link := comparer.link(items[a], items[b])) is not None]
    findings: list[Finding] = []
    for members in group(items, links):
        inner = [link for link in links if link.a in members]
        findings += comparer.findings([items[m] for m in sorted(members)], inner)
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
