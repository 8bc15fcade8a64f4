"""Judgements over random groups: undone they leave nothing, unrelated ones come in any order, the later holds, and no part holds what was kept apart."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.compare.entities import COMPARER
from tawatur.compare.judged import Held, Parts, lay
from tawatur.model import Item, Link

NAMES = ("سالم البدري", "سليم أبو الشط", "ناصر الغيلي")
SIDE = st.lists(st.integers(0, 8), min_size=1, max_size=3, unique=True)
DECISION = st.tuples(st.sampled_from(["same", "different"]), SIDE, SIDE)


def items() -> list[Item]:
    out = []
    for n in range(9):
        name = NAMES[n % 3]
        data = {"type": "PER", "name": name, "words": name.split(), "known": None, "spellings": {name: 1}, "mentions": [[0, 5]], "offices": [], "joined": []}
        out.append(Item(f"i{n}", "entity", f"d{n}", 0, 5, (), data))
    return out


def links(every: list[Item]) -> list[Link]:
    return [link for a in every[:3] for b in every if a.id < b.id and (link := COMPARER.link(a, b))]


def held(decisions: list[tuple[str, list[int], list[int]]]) -> list[Held]:
    return [Held(n, act, tuple(f"i{x}" for x in one), tuple(f"i{x}" for x in other if x not in one)) for n, (act, one, other) in enumerate(decisions, 1)]  # type: ignore[arg-type]


def parts(decisions: list[Held]) -> list[list[str]]:
    every = items()
    found = COMPARER.findings(*lay(every, links(every), decisions, COMPARER.link, COMPARER.joins))
    return sorted(list(f.docs) for f in found)


@settings(max_examples=80, deadline=None)
@given(st.lists(DECISION, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_does_not_matter(decisions: list[tuple[str, list[int], list[int]]], chance: random.Random) -> None:
    every = held(decisions)
    mixed = every[:]
    chance.shuffle(mixed)
    assert parts(mixed) == parts(every)


@settings(max_examples=80, deadline=None)
@given(st.lists(DECISION, max_size=5), DECISION)
def test_the_last_holds_or_had_nothing_to_keep_apart(decisions: list[tuple[str, list[int], list[int]]], last: tuple[str, list[int], list[int]]) -> None:
    every = held([*decisions, last])
    found = parts(every)
    one, other = ({item.replace("i", "d") for item in side} for side in (every[-1].one, every[-1].other))
    if not other:
        return
    if last[0] == "same":
        assert any(one | other <= set(docs) for docs in found)
    else:
        assert not any(one & set(docs) and other & set(docs) for docs in found)
    assert every[-1].n not in Parts([f"i{n}" for n in range(9)], every).outranked


@settings(max_examples=60, deadline=None)
@given(SIDE, SIDE, st.sampled_from(["same", "different"]), st.sampled_from(["same", "different"]))
def test_unrelated_ones_in_any_order(one: list[int], other: list[int], first: str, second: str) -> None:
    """Decisions on people whose names have nothing in common: numbers 0, 3, 6 against 1, 4, 7."""
    a = (first, [0], sorted({x // 3 * 3 for x in one} - {0}))
    b = (second, [1], sorted({x // 3 * 3 + 1 for x in other} - {1}))
    assert parts(held([a, b])) == parts(held([b, a]))
