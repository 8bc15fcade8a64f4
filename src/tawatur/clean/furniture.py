"""Which lines stand around the article, by the words of each line alone: rules/furniture.toml, tried once a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tawatur.clean.lines import Line
from tawatur.layers import Role
from tawatur.rulebook import Rule, load

# A line longer than this is prose whatever it begins with: 99 in 100 of the furniture lines seen have fewer than 200 characters.
LONGEST = 300
_CAPTION = 200
_SENTENCE = 120  # a longer line that ends as a sentence does is one

_BULLETS = "-*\u2013\u2014\u2022"

Then = Literal["", "teasers", "comments", "menu", "tail", "clock", "caption", "inside", "bar", "label"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line's words say: a role by a rule; `then` is what follows from it; `upto` is where a prefix ends in the line's view (0 = the whole line)."""

    role: Role
    rule: str
    then: Then = ""
    upto: int = 0


def mark_line(line: Line) -> Mark | None:
    """The first rule, in the file's order, that the line meets; None for a line of the article."""
    size = len(line.view)
    if size > LONGEST or (size > _SENTENCE and line.stops):
        return None
    bare = line.bare
    if not bare or not _any().match(bare):
        return None
    for rule in load("furniture").rules:
        if (found := rule.pattern.match(bare)) is not None:
            return _mark(rule, found, line, bare)
    return None


def _mark(rule: Rule, found: re.Match[str], line: Line, bare: str) -> Mark | None:
    value = rule.value
    upto = line.view.find(bare) + found.end() if value.get("part") == "prefix" and found.end() < len(bare) else 0
    if value.get("then") == "caption" and (line.stops or len(line.view) > _CAPTION or line.words < value.get("words", 0) or line.view[0] in _BULLETS):
        return None
    return Mark(value["role"], rule.id, value.get("then", ""), upto)


@cache
def _any() -> re.Pattern[str]:
    """All rules as one expression: most lines meet none, and one failed match says so."""
    return re.compile("|".join(rule.pattern.pattern for rule in load("furniture").rules))
