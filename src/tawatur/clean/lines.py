"""A document's text as lines: where each stands, its folded view, and what the page's markup says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tawatur.arabic import Folded
from tawatur.layers import Role

_EDGE = re.compile(r"^[^\w(\[@#\u00a9+\-\u00b0]+|[^\w)\]\u00b0*]+$")
_COMMON_ENDS = ".\u060c\u061b:!\u061f\"\u00bb\u201d "
_WORD = re.compile(r"\w+")
_ENDS = (".", "\u06d4", "\u2026", ".\"", ".\u00bb", ".\u201d", "\".", "\u00bb.", "\u201d.", ".)", ").")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `start`, `end`: code points of the text, blank edges left out; `at`: where it begins in the folded view.

    `view` is its folded text; `hint` and `rule` are the role that the markup gives it and why.
    """

    start: int
    end: int
    at: int
    view: str
    hint: Role | None = None
    rule: str = ""

    @property
    def bare(self) -> str:
        """The folded text without marks at its ends: what line rules read. Only of short lines."""
        bare = self.view.rstrip(_COMMON_ENDS)
        return bare if bare and bare[0].isalnum() and bare[-1].isalnum() else _EDGE.sub("", bare)

    @property
    def words(self) -> int:
        """How many words it has; of a long line, how many its first 400 characters have."""
        return len(_WORD.findall(self.view, 0, 400))

    @property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.view.endswith(_ENDS)


Hints = Mapping[int, tuple[Role, str]]


def split_lines(view: Folded, hints: Hints | None = None) -> list[Line]:
    """The lines of a text that are not blank, in order. `hints`: by line number counted from 0 over all lines of the text."""
    known = hints or {}
    found: list[Line] = []
    position = 0
    for number, raw in enumerate(view.text.split("\n")):
        if bare := raw.strip():
            at = position + len(raw) - len(raw.lstrip())
            start, end = view.span(at, at + len(bare))
            hint, rule = known.get(number, (None, ""))
            found.append(Line(start, end, at, bare, hint, rule))
        position += len(raw) + 1
    return found
