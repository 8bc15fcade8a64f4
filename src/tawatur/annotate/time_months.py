"""The grammar of month names and year numbers, and the `Hit` that every reader of the time grammar returns. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from tawatur.annotate.time_words import Stream, context
from tawatur.layers import Expression

DIRECTIONS = {"past": -1, "recent": -1, "now": 0, "future": 1}
HIJRI_YEARS = range(1300, 1501)
_SECOND = re.compile(r"[ \n]{0,2}(\w+)")
_WORD_NEXT = re.compile(r" ?(\w+)")
_BEFORE_CHRIST = re.compile(r" ?\(?(\w+)[. ]{1,2}(\w+)")


class Hit(NamedTuple):
    """One expression on the view: what it says, [start, end), the first token after it, and the rule that read it."""

    said: Expression
    start: int
    end: int
    next: int
    rule: str


class Month(NamedTuple):
    """A month name, single or double; `other` is a second name that disagrees. `strong`: the word can be nothing else."""

    month: int
    hijri: bool
    next: int
    end: int
    other: int | None
    strong: bool


def direction_at(s: Stream, i: int) -> int | None:
    """-1, 0 or 1 when token i is an adjective such as last, current, next."""
    key = s.get(i, "dir")
    return DIRECTIONS.get(key) if key is not None else None


def month_at(s: Stream, i: int) -> Month | None:
    """A month name at token i, with its second name where there is one."""
    first = _single_month(s, i)
    if first is None:
        return None
    gap = s.gap(first.next)
    if gap == "-" and first.hijri:
        return first
    if gap in ("", "/", "(", "-", "\u060c"):
        second = _single_month(s, first.next)
        if second is not None and second.hijri == first.hijri:
            return _double(s, first, second, gap)
        pair = s.get(first.next, "month_pair")
        if pair and gap in ("/", "(") and not first.hijri and str(first.month) in pair.split():
            return first._replace(next=first.next + 1, end=s.tokens[first.next].end, strong=True)
    return first


def _double(s: Stream, first: Month, second: Month, gap: str) -> Month:
    closed = s.view[second.end : second.end + 2].lstrip(" ")[:1] == ")"
    if gap == "(" and not closed:
        return first
    if first.month != second.month and gap not in ("/", "("):
        return first
    if first.month == second.month and gap == "\u060c":
        return first
    end = s.view.index(")", second.end) + 1 if gap == "(" else second.end
    return Month(first.month, first.hijri, second.next, end, None if first.month == second.month else second.month, True)


def _single_month(s: Stream, i: int) -> Month | None:
    if not 0 <= i < s.count:
        return None
    token = s.tokens[i]
    senses = token.reading.senses
    if "month" in senses or "hijri" in senses:
        if token.reading.article and senses.get("hijri") != 1:
            return None
        word = s.view[token.start : token.end]
        month = senses.get("month") or senses["hijri"]
        end = token.end
        if "hijri" in senses and context("blessed").get(s.word_after(end)) and s.view[end] == " ":
            end = s.view.index(" ", end) + 1 + len(s.word_after(end))
        return Month(month, "hijri" in senses, s.skip(i + 1, end), end, None, word.removeprefix("\u0627\u0644") not in context("weak"))
    for cls, hijri in (("month_pair", False), ("hijri_pair", True)):
        if cls in senses and not token.reading.article:
            return _paired(s, i, [int(x) for x in senses[cls].split()], hijri)
    if "hijri_head" in senses and s.near(i + 1) and (tail := s.get(i + 1, "hijri_tail")):
        return Month(tail, True, i + 2, s.tokens[i + 1].end, None, True)
    return None


def _paired(s: Stream, i: int, months: list[int], hijri: bool) -> Month | None:
    """The first or second of a pair: the ordinal may be a word or a digit, blank or not."""
    end = s.tokens[i].end
    found = _SECOND.match(s.view, end)
    key = context("pair_second").get(found[1]) if found else None
    if found is None or key is None:
        return None
    return Month(months[int(key) - 1], hijri, s.skip(i + 1, found.end()), found.end(), None, True)


def era_end(s: Stream, end: int) -> tuple[int, str | None]:
    """The end of an era mark after a year (m, h, hijri, before Christ) and which it is: gregorian, hijri, bc or None."""
    found = _BEFORE_CHRIST.match(s.view, end)
    if found and context("bc_head").get(found[1]) and context("bc_tail").get(found[2]) == context("bc_head")[found[1]]:
        return found.end(), "bc"
    found = _WORD_NEXT.match(s.view, end)
    key = context("era").get(found[1]) if found else None
    if found is None or key is None:
        return end, None
    return found.end(), key


def year_number(s: Stream, i: int, least: int = 1000) -> tuple[int, int, int, bool] | None:
    """(year, next token, end, hijri) for a year in digits or words at token i; years before Christ are negative."""
    if s.get(i, "digits"):
        token = s.tokens[i]
        text = s.view[token.start : token.end]
        if len(text) > 4 or not text.isdecimal():
            return None
        end, era = era_end(s, token.end)
        if era == "bc":
            return -int(text), s.skip(i + 1, end), end, False
        if not max(least, 1000 if era is None else 1) <= int(text) < 2101:
            return None
        return int(text), s.skip(i + 1, end), end, era == "hijri" or (era is None and int(text) in HIJRI_YEARS)
    found = s.number(i)
    if found is None or found[0].ordinal or found[0].digits or found[0].value not in range(1300, 2101) or found[0].value != int(found[0].value):
        return None
    end, era = era_end(s, found[0].end)
    return int(found[0].value), s.skip(found[1], end), end, era == "hijri" or int(found[0].value) in HIJRI_YEARS
