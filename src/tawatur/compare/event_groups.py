"""Linked items that may be chained by a middle one, taken apart: stars around the best linked items, and stars joined where links cross often enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tawatur.model import Item, Link

JOIN = 0.6
"""Links across, per member of the smaller star, from which two stars are one thing told in two ways."""


def neighbours(items: Sequence[Item], links: Sequence[Link]) -> dict[str, list[str]]:
    """The linked items of each, by id, sorted."""
    near: dict[str, list[str]] = {item.id: [] for item in items}
    for link in links:
        near[link.a].append(link.b)
        near[link.b].append(link.a)
    return {name: sorted(others) for name, others in near.items()}


def stars(items: Sequence[Item], near: Mapping[str, Sequence[str]], fits: Callable[[Item, Sequence[Item]], bool]) -> list[list[Item]]:
    """Each best linked free item with those of its free neighbours that fit the rest; the center comes first."""
    by_id = {item.id: item for item in items}
    free, found = set(by_id), list[list[Item]]()
    for item in sorted(items, key=lambda item: (-len(near[item.id]), item.id)):
        if item.id not in free:
            continue
        group = [item]
        for other in near[item.id]:
            if other in free and other != item.id and fits(by_id[other], group):
                group.append(by_id[other])
        free -= {member.id for member in group}
        found.append(group)
    return found


def joined(groups: list[list[Item]], near: Mapping[str, Sequence[str]], fits: Callable[[Sequence[Item], Sequence[Item]], bool]) -> list[list[Item]]:
    """Stars whose members are linked across about as often as not, and which fit (centers first), put together; the greater one's center stays first."""
    home = {item.id: k for k, group in enumerate(groups) for item in group}
    crossing = Counter((home[a], home[b]) for a, others in near.items() for b in others if home[a] < home[b])
    into = list(range(len(groups)))
    for (a, b), count in sorted(crossing.items(), key=lambda pair: (-pair[1], pair[0])):
        great = _root(into, a)
        if into[b] != b or great == b or not fits(groups[great], groups[b]):
            continue
        if count >= max(min(2, len(groups[b])), JOIN * len(groups[b])):
            into[b] = great
            groups[great].extend(groups[b])
    return [group for k, group in enumerate(groups) if into[k] == k]


def _root(into: Sequence[int], k: int) -> int:
    while into[k] != k:
        k = into[k]
    return k
