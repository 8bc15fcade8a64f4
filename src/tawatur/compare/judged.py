"""What people decided, laid over one group of compared items before it is concluded: same, different, a name, a class, a mention that is none.

A decision is about items (what one document offers), named by their places, so it outlives every new grouping. Same joins and different keeps apart; where two
contradict, the later holds. All other links join in order of their score, and a link that would bring together what a person kept apart does not join.
Pure; knows nothing of where decisions are kept.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from tawatur.model import Item, Link

SAME = "judgement.same"
SEEDS = 4
"""Items of each side of a difference that all others of the group are compared with anew: blocking may never have let them meet."""


@dataclass(frozen=True, slots=True)
class Held:
    """One decision that stands. `n`: its number, later ones outrank; `one`, `other`: the ids of the items on its two sides (`other` only of same and different).

    `words`: the name that was shown then; `value`: the name or class given; `spans`: of "rejected", the mentions that are none, (start, end) by item id; `why`: what is shown as evidence.
    """

    n: int
    act: Literal["same", "different", "name", "class", "rejected"]
    one: tuple[str, ...]
    other: tuple[str, ...] = ()
    value: str = ""
    spans: tuple[tuple[str, int, int], ...] = ()
    why: str = ""
    words: str = ""


class Parts:
    """Items in parts that decisions join and keep apart. `outranked`: decisions that a later one leaves nothing of → the later one's number."""

    def __init__(self, items: Iterable[str], held: Iterable[Held]) -> None:
        self._up = {item: item for item in items}
        self._sides: dict[str, set[tuple[int, int]]] = {}
        self._made: dict[str, set[int]] = {}
        self.outranked: dict[int, int] = {}
        self.joined: list[tuple[str, str, Held]] = []
        for decision in sorted(held, key=lambda h: -h.n):
            if decision.act == "same":
                self._same(decision)
            elif decision.act == "different":
                self._different(decision)

    def __contains__(self, item: str) -> bool:
        return item in self._up

    def root(self, item: str) -> str:
        """The item that stands for its part."""
        while self._up[item] != item:
            self._up[item] = item = self._up[self._up[item]]
        return item

    def apart(self, a: str, b: str) -> set[int]:
        """The decisions that keep two parts apart."""
        sides = self._sides.get(self.root(b), set())
        return {n for n, side in self._sides.get(self.root(a), ()) if (n, 1 - side) in sides}

    def split_off(self, item: str) -> bool:
        """Whether the item's part is one that somebody took out of another: where the evidence is equal, an item stays with the part named first."""
        return any(side for _, side in self._sides.get(self.root(item), ()))

    def join(self, a: str, b: str) -> bool:
        """Make one part of two, unless a decision keeps them apart. True when they are one now."""
        one, other = sorted((self.root(a), self.root(b)))
        if one != other:
            if self.apart(one, other):
                return False
            self._up[other] = one
            self._sides[one] = self._sides.get(one, set()) | self._sides.pop(other, set())
            self._made[one] = self._made.get(one, set()) | self._made.pop(other, set())
        return True

    def _here(self, side: Sequence[str]) -> list[str]:
        return [item for item in side if item in self._up]

    def _same(self, decision: Held) -> None:
        """All items of both sides, in as few parts as later decisions leave."""
        heads: list[str] = []
        against: set[int] = set()
        for item in (*self._here(decision.one), *self._here(decision.other)):
            for head in heads:
                against |= self.apart(head, item)
                if self.join(head, item):
                    self.joined.append((head, item, decision))
                    break
            else:
                heads.append(item)
        for head in heads:
            self._made.setdefault(self.root(head), set()).add(decision.n)
        one, other = ({self.root(item) for item in self._here(side)} for side in (decision.one, decision.other))
        if one and other and not one & other:
            self.outranked[decision.n] = max(against, default=decision.n)

    def _different(self, decision: Held) -> None:
        """The parts of either side, without those that a later decision made of both."""
        one, other = ({self.root(item) for item in self._here(side)} for side in (decision.one, decision.other))
        both = one & other
        if both and (one == both or other == both):
            self.outranked[decision.n] = max((n for root in both for n in self._made.get(root, ())), default=decision.n)
            return
        for side, roots in enumerate((one - both, other - both)):
            for root in roots:
                self._sides.setdefault(root, set()).add((decision.n, side))


Compared = Callable[[Item, Item], Link | None]
Joins = Callable[[Link], bool]


def lay(items: Sequence[Item], links: Sequence[Link], held: Sequence[Held], compared: Compared, joins: Joins) -> tuple[list[Item], list[Link]]:
    """The items and links of one group as a comparer should conclude them. `compared`: its link of two items (a.id < b.id); `joins`: whether a link makes one."""
    items = _without_rejected(items, held)
    by_id = {item.id: item for item in items}
    here = [h for h in held if any(item in by_id for item in (*h.one, *h.other))]
    if not here:
        return list(items), [link for link in links if link.a in by_id and link.b in by_id]
    parts = Parts(by_id, here)
    every = {(link.a, link.b): link for link in (*_anew(by_id, here, compared), *links) if link.a in by_id and link.b in by_id}
    ordered = sorted((link for link in every.values() if joins(link)), key=lambda k: (-k.score, k.a, k.b))
    for _, tier in itertools.groupby(ordered, key=lambda k: k.score):
        equal = list(tier)
        for link in equal:
            if not (parts.split_off(link.a) or parts.split_off(link.b)):
                parts.join(link.a, link.b)
        for link in equal:
            parts.join(link.a, link.b)
    kept = [link for link in every.values() if (parts.root(link.a) == parts.root(link.b) if joins(link) else not parts.apart(link.a, link.b))]
    kept += [Link(items[0].kind, min(a, b), max(a, b), 1.0, SAME, {"why": decision.why}) for a, b, decision in parts.joined]
    shown = list(_renamed(items, parts, here))
    return shown, sorted(kept, key=lambda link: (link.a, link.b, link.rule))


def _anew(by_id: Mapping[str, Item], held: Sequence[Held], compared: Compared) -> Iterator[Link]:
    """Every item of the group against some of either side of each difference: later items go by the evidence."""
    for decision in held:
        if decision.act != "different":
            continue
        seeds = [item for side in (decision.one, decision.other) for item in [i for i in side if i in by_id][:SEEDS]]
        for seed in seeds:
            for item in by_id:
                if item != seed and by_id[item].doc != by_id[seed].doc:
                    link = compared(*(by_id[one] for one in sorted((seed, item))))
                    if link is not None:
                        yield link


def _renamed(items: Sequence[Item], parts: Parts, held: Sequence[Held]) -> Iterator[Item]:
    """Items with the name and class that the last decision gave their part: the one with most of the items it was about, those of the name shown then first."""
    given: dict[tuple[str, str], str] = {}
    called = {item.id: item.data.get("name") for item in items}
    for decision in sorted(held, key=lambda h: h.n):
        if decision.act in ("name", "class"):
            roots = Counter[str]()
            for item_id in decision.one:
                if item_id in parts:
                    roots[parts.root(item_id)] += 1000 if called[item_id] == decision.words else 1
            if roots:
                field = "name" if decision.act == "name" else "type"
                given[min(roots, key=lambda root: (-roots[root], root)), field] = decision.value
    for item in items:
        changed: dict[str, Any] = {field: value for (root, field), value in given.items() if root == parts.root(item.id)}
        yield replace(item, data={**item.data, **changed}) if changed else item


def _without_rejected(items: Sequence[Item], held: Sequence[Held]) -> list[Item]:
    """Items without the mentions that a person rejected; an item that has no other is none."""
    gone: dict[str, list[tuple[int, int, str]]] = {}
    for decision in held:
        for item_id, start, end in decision.spans:
            gone.setdefault(item_id, []).append((start, end, decision.value))
    left = [_without(item, gone[item.id]) if item.id in gone else item for item in items]
    return [item for item in left if item.data.get("mentions", True)]


def _without(item: Item, gone: Sequence[tuple[int, int, str]]) -> Item:
    spans = {(start, end) for start, end, _ in gone}
    spellings = Counter[str](item.data["spellings"])
    for _, _, words in gone:
        form = max((form for form in spellings if words.endswith(form)), key=len, default=None)
        if form is not None:
            spellings[form] -= 1
    left = [m for m in item.data["mentions"] if tuple(m) not in spans]
    return replace(item, data={**item.data, "mentions": left, "spellings": dict(sorted((+spellings).items()))})
