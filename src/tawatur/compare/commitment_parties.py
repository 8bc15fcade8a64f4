"""Who is shown as the parties of a commitment that several pages tell in several wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from tawatur.arabic import folded
from tawatur.compare.commitment_reports import REPEATED
from tawatur.compare.event_words import homelands
from tawatur.model import Item
from tawatur.rulebook import load

MOST = 4  # parties shown; agreements of more are told as one body's


def parties(own: Sequence[Item]) -> list[str]:
    """The distinct parties of undertakings given in order of date: one name a country, none within a longer one, none by a common noun where others are named."""
    first = [item for item in own if item.data["says"] != REPEATED and item.data["who"]] or own
    pages = Counter(name for item in first for name in dict.fromkeys(item.data["who"]))
    people = {name for item in own for name in item.data["people"]}
    names = _longest(list(pages))
    names = [name for name in names if folded(name) not in _anaphora()] or names
    names = _one_a_country(names, people)
    bodies = [name for name in names if name not in people]
    names = bodies if len(bodies) > 1 else names
    kept = sorted(range(len(names)), key=lambda k: (-pages[names[k]], k))[:MOST]
    return [names[k] for k in sorted(kept)]


@cache
def _anaphora() -> frozenset[str]:
    return frozenset(load("reports").key_of["anaphora"])


def _longest(names: Sequence[str]) -> list[str]:
    """The names that are no part of a longer one, by whole words."""
    views = [f" {folded(name)} " for name in names]
    return [name for k, name in enumerate(names) if not any(views[k] in other and (views[k] != other or m < k) for m, other in enumerate(views) if m != k)]


def _one_a_country(names: Sequence[str], people: set[str]) -> list[str]:
    """The names, without a second that stands for the country of one before it."""
    taken: set[str] = set()
    kept: list[str] = []
    for name in names:
        lands = set() if name in people else set(homelands((name,)))
        if not lands or not lands <= taken:
            kept.append(name)
        taken |= lands
    return kept
