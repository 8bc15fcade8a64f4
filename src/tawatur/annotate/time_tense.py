"""Whether a clause speaks of what has been or of what is to come, read from the words before an expression. Pure; words from rules/time.toml."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from tawatur.annotate.time_words import context

_FUTURE_VERB = re.compile("[\u0648\u0641]?\u0633[\u064a\u062a\u0646]\\w{2,}")
_WORD = re.compile(r"\w+")
_CLAUSE = 160  # characters looked at before an expression: most sentences of news are shorter
_NEAR = 14  # words within which a verb of the present announces the day that follows
_BESIDE = 4  # words within which a tense is told of the very day that follows
_TEH, _YEH, _WAW, _FEH = "\u062a", "\u064a", "\u0648", "\u0641"


def narration(view: str, start: int, said: Literal["day", "month", "year"]) -> int:
    """+1 when the clause before view offset `start` speaks of what is to come, -1 of what has been, 0 when no word tells; the nearest decides. Twice that when
    the word stands beside the expression.

    Beside a day or month, verbs of the present announce when they are near or head the clause, and "which", "after" tell of the past; beside a year
    they tell nothing. A clause that a verb of the present heads tells of a day to come, not of a month.
    """
    reach = max(0, start - _CLAUSE)
    low = max(reach, view.rfind("\n", reach, start) + 1, view.rfind(". ", reach, start) + 1)
    return _told(view[low:start], low > reach or low == 0, said)


@lru_cache(maxsize=1 << 12)
def _told(clause: str, whole: bool, said: str) -> int:
    words = _WORD.findall(clause)
    for back, word in enumerate(reversed(words), 1):
        told = _tense(word)
        if told == 0 and said != "year":
            told = _near_tense(word)
            if told > 0 and back > _NEAR and not (whole and back == len(words)):
                told = 0
        if told != 0:
            return 2 * told if back <= _BESIDE else told
    if not words or not whole:
        return 0
    return -1 if _is_past_feminine(words[0]) else 1 if said == "day" and _announces(words[0]) else 0


def _announces(word: str) -> bool:
    """Whether a clause's first word is a verb of the present that does more than report."""
    bare = word.lstrip(_WAW + _FEH)
    return len(bare) > 3 and bare[0] == _YEH and bare not in context("present_said")


def _is_past_feminine(word: str) -> bool:
    """Whether a clause's first word has the ending of a past verb with a feminine subject: most such clauses of news begin with one."""
    return len(word) > 3 and word[-1] == _TEH and word.lstrip(_WAW + _FEH)[:1] != _TEH


@lru_cache(maxsize=1 << 16)
def _tense(word: str) -> int:
    """What one word tells: a future verb or mark +1, a past one -1."""
    bare = word[1:] if word[:1] in (_WAW, _FEH) else word
    for form in (word, bare):
        if form in context("to_come"):
            return 1
        if form in context("has_been"):
            return -1
    return 1 if _FUTURE_VERB.fullmatch(word) and not _is_noun(bare) else 0


@lru_cache(maxsize=1 << 16)
def _near_tense(word: str) -> int:
    """What a word tells beside a weekday or month only."""
    for form in (word, word[1:] if word[:1] in (_WAW, _FEH) else word):
        if form in context("present_future"):
            return 1
        if form in context("has_been_near"):
            return -1
    return 0


def _is_noun(word: str) -> bool:
    """Whether a word that looks like a future verb is none."""
    return context("not_to_come").get(word) == "word" or word.startswith(_heads())


@cache
def _heads() -> tuple[str, ...]:
    return tuple(form for form, key in context("not_to_come").items() if key == "head")
