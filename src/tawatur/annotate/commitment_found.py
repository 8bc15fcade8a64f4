"""What the commitments stage passes between its parts: a sentence, an undertaking found, and small steps along a view. Offsets are of the view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tawatur.annotate.commitment_clauses import Page
from tawatur.annotate.commitment_deadlines import Due
from tawatur.annotate.commitment_words import TOKEN, words


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence lies in the view, and the role of its region."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Found:
    """An undertaking: the content's view offsets, who, by when, and the rule that found it."""

    start: int
    end: int
    who: tuple[str, ...]
    deadline: date | None
    rule: str
    role: str = "body"


def guessed(page: Page, start: int, end: int) -> bool:
    """Whether a word of expecting, doubting, supposing or wishing stands there."""
    return words().guess.search(page.view, start, end) is not None


def ahead(page: Page, due: Due | None) -> bool:
    """Whether a deadline lies on the publication day or behind it; of a page without a date, any deadline."""
    return due is not None and (page.earliest is None or due.day is None or due.day >= page.earliest)


def skip_space(view: str, at: int) -> int:
    """The first place from `at` on that is no space and no opening mark."""
    while at < len(view) and (view[at].isspace() or view[at] in "\"\u00ab\u201c("):
        at += 1
    return at


def take(view: str, start: int, end: int, count: int) -> Iterator[re.Match[str]]:
    """The first `count` words and marks of a stretch."""
    for k, token in enumerate(TOKEN.finditer(view, start, end)):
        if k >= count:
            return
        yield token


