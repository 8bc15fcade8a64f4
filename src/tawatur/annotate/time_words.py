"""The words of time expressions as one lexicon over the folded view, and the stream of tokens that the grammar reads. Pure.

Classes are those of rules/time.toml and rules/months.toml, joined with the number words of `tawatur.numerals`. Offsets are view offsets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from tawatur import numerals, rulebook
from tawatur.numerals import Number, Reading, Token

_ARTICLE = "\u0627\u0644"
_CONTEXT = frozenset(
    {
        "year_cue_weak",
        "bc_head",
        "bc_tail",
        "named_by_day",
        "times_of",
        "weekend",
        "then_word",
        "then_side",
        "nowadays",
        "nth_of",
        "open_cue",
        "span_adjective",
        "length_tail",
        "range_from",
        "until_now",
        "by_then",
        "zone_tail",
        "decade_cue",
        "greeting",
        "after_year",
        "part_cue",
        "far",
        "month_cue",
        "of",
        "from",
        "into",
        "after_decade",
        "life",
        "blessed",
        "feast_cue",
        "feast_tail",
        "dawn",
        "season_head",
        "present_said",
        "deadline",
        "named_by_year",
        "year_cue",
        "span_cue",
        "approx",
        "to_come",
        "not_after",
        "not_before",
        "present_future",
        "has_been",
        "has_been_near",
        "not_to_come",
        "weak",
        "pair_second",
        "zone_head",
        "to",
        "blocked",
        "clock_link",
        "near_far",
        "zone_name",
        "meridiem",
        "zone",
        "zone_short",
        "counted",
    }
)
"""Classes looked up by word around an expression; they make no token."""

_BREAK = "\n\n"
_PROCLITICS = frozenset("\u0648\u0641\u0628\u0644\u0643")
_LAST_WORD = re.compile(r"(\w+)\W{0,3}$")
_NEXT_WORD = re.compile(r"\W{0,3}?(\w+)")


@dataclass(frozen=True, slots=True)
class Stream:
    """A view with its tokens, `count` of them and then some without senses, so that looking ahead needs no test.

    Words that are none of ours leave gaps; `gap(i)` is what parts token i from the one before.
    """

    view: str
    tokens: list[Token]
    count: int
    numbers: dict[int, tuple[Number, int] | None] = field(default_factory=dict, compare=False)

    def get(self, i: int, cls: str) -> Any:
        """The key of token `i` in a word class, or None."""
        return self.tokens[i].reading.senses.get(cls)

    def gap(self, i: int) -> str:
        """What lies between token i-1 and token i, blanks trimmed; a paragraph's end or more than a few letters is "|"."""
        return self.between(self.tokens[i - 1].end, i) if i > 0 else "|"

    def between(self, start: int, i: int) -> str:
        """What lies between a view offset and token i, like `gap`."""
        end = self.tokens[i].begin
        if end - start == 1:
            return "" if self.view[start] in " \n" else self.view[start]
        if end - start > 9 or end < start:
            return "|"
        between = self.view[start:end]
        return "|" if _BREAK in between else between.strip()

    def near(self, i: int) -> bool:
        """Whether only blanks part token i from the one before."""
        return self.gap(i) == ""

    def bare(self, i: int) -> bool:
        """Whether token i has no proclitic at all."""
        return self.tokens[i].reading.cut == 0

    def article(self, i: int) -> bool:
        """Whether token i has the article."""
        return self.tokens[i].reading.article

    def number(self, i: int) -> tuple[Number, int] | None:
        """The number that begins at token i, and the token after it."""
        if i not in self.numbers:
            self.numbers[i] = numerals.read(self.view, self.tokens, i)
        return self.numbers[i]

    def word_before(self, position: int) -> str:
        """The word that ends just before a view offset ("" when a line begins there)."""
        found = _LAST_WORD.search(self.view[max(0, position - 24) : position])
        return found[1] if found else ""

    def preceded(self, position: int, words: Collection[str]) -> bool:
        """Whether the word before a view offset is one of these, proclitics of it aside."""
        word = self.word_before(position)
        return word in words or (word[:1] in _PROCLITICS and (word[1:] in words or (word[1:2] in _PROCLITICS and word[2:] in words)))

    def word_after(self, position: int) -> str:
        """The word that begins just after a view offset."""
        found = _NEXT_WORD.match(self.view, position, position + 32)
        return found[1] if found else ""

    def skip(self, i: int, end: int) -> int:
        """The first token at or after view offset `end`."""
        while i < self.count and self.tokens[i].begin < end:
            i += 1
        return i


@cache
def context(cls: str) -> Mapping[str, str]:
    """A word class that is looked up around an expression: folded form → key."""
    for book in ("time", "months"):
        if cls in (forms := rulebook.load(book).key_of):
            return forms[cls]
    raise KeyError(cls)


@cache
def not_after(kind: str) -> frozenset[str]:
    """Words after which a weekday, today or a year is none."""
    return frozenset(form for form, key in context("not_after").items() if key == kind)


_NOTHING = Reading(0, False, "", False, MappingProxyType({}))
_AHEAD = 8  # more than any reader looks ahead, or back from the first token
_DEFINITE = "!"
"""Marks, while the lexicon is built, a sense that a word has only with its article (rule files write it so)."""


def _senses() -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {form: dict(meaning) for form, meaning in numerals.senses().items()}
    for book in ("months", "time"):
        for cls, forms in rulebook.load(book).key_of.items():
            if cls in _CONTEXT:
                continue
            for form, key in forms.items():
                value = int(key) if key.lstrip("-").isdecimal() else key
                base = form.removeprefix(_ARTICLE)
                out.setdefault(base, {})[cls if base == form else cls + _DEFINITE] = value
                if cls == "weekday":
                    out[base]["weekday_bare"] = value
    return out


def _settle(reading: Reading) -> Reading:
    """The reading with its definite senses kept or dropped, by whether the word has the article."""
    senses = dict(reading.senses)
    for cls in reading.senses:
        if cls.endswith(_DEFINITE):
            value = senses.pop(cls)
            if reading.article:
                senses[cls.removesuffix(_DEFINITE)] = value
    return reading._replace(senses=MappingProxyType(senses), classes=frozenset(senses))


@cache
def lexicon() -> Mapping[str, Reading]:
    """Every word of a time expression with its proclitics."""
    numbers = numerals.senses()
    out = {form: _settle(reading) for form, reading in numerals.expand(_senses()).items()}
    for form in numerals.blocked():
        if form in out:
            kept = {cls: value for cls, value in out[form].senses.items() if cls not in numbers.get(_bare(form, out[form]), {})}
            out[form] = out[form]._replace(senses=MappingProxyType(kept), classes=frozenset(kept))
    for form in context("blocked"):
        out.pop(form, None)
    out["\u0648"] = Reading(0, False, "", False, MappingProxyType({"and": True}), frozenset({"and"}))
    out[_ARTICLE] = Reading(0, False, "", False, MappingProxyType({"al": True}), frozenset({"al"}))
    return {form: reading for form, reading in out.items() if reading.senses}


def _bare(form: str, reading: Reading) -> str:
    rest = form[reading.cut :]
    return rest.removeprefix(_ARTICLE) if reading.article else rest


def stream(view: str) -> Stream:
    """The view cut into tokens of our lexicon."""
    tokens = numerals.lex(view, lexicon())
    count = len(tokens)
    beyond = len(view) + 100
    tokens += [Token(beyond, beyond, _NOTHING)] * _AHEAD
    return Stream(view, tokens, count)


@cache
def gap_words(cls: str) -> frozenset[str]:
    """The forms of a connector class, as gaps show them."""
    return frozenset(context(cls))
