"""One folded view of Arabic text: what every matcher reads, with a map back to the text that is never changed.

Folding unifies spellings that the press mixes: alef with and without hamza, yeh and alef maksura, teh marbuta and heh, hamza on waw and
yeh, Farsi letters, presentation forms, three sets of digits, Latin capitals; it drops tashkeel, tatweel, and invisible direction marks. Letters are
written by code point or Unicode name here: Python under src holds no Arabic literals.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

# Dropped: tashkeel and Quranic marks (U+0610-061A, 064B-065F, 0670, 06D6-06ED), tatweel, and characters without width or direction marks.
_DROPPED = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")

# One letter for one letter; the second is what matchers see.
_LETTERS = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{THIN SPACE}": " ",
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\t": " ",
    "\r": " ",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC PERCENT SIGN}": "%",
}
_LETTERS.update({chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)})
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_UNUSUAL = re.compile("[\u06a9\u06c1\u06cc\u06d5\u0671\u202f\u2009\u3000\t\r\u066a-\u066c\u06f0-\u06f9]")
_COMMON = tuple((a, b) for a, b in _LETTERS.items() if not _UNUSUAL.match(a))
_RARE = tuple((a, b) for a, b in _LETTERS.items() if _UNUSUAL.match(a))

ARABIC_LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A matching view. View slice [a, b) is text slice [at[a], at[b]) ; len(at) == len(text) + 1. Dropped marks belong to the letter before them."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """View offsets → text offsets (half-open, code points). A slice that ends inside an expanded ligature takes the whole ligature."""
        low, high = self.at[start], self.at[end]
        while high <= low or (end < len(self.text) and end > start and self.at[end - 1] == high):
            end += 1
            high = self.at[end]
        return low, high

    def find(self, start: int) -> int:
        """Text offset → the first view offset at or after it."""
        at = self.at
        return min(max(start, 0), len(at)) if type(at) is range else bisect_left(at, start)  # nothing dropped: offsets are the same


def fold(text: str) -> Folded:
    """The matching view of `text`, linear in its length.

    >>> fold("\\u0623\\u064e\\u0645\\u0633").text == "\\u0627\\u0645\\u0633"
    True
    """
    if _PRESENTATION.search(text):
        return _fold_expanding(text)
    view = _unify(text)
    if not _DROPPED.search(view):
        return Folded(view, range(len(view) + 1))
    pieces: list[str] = []
    at: list[int] = []
    last = 0
    for gap in _DROPPED.finditer(view):
        pieces.append(view[last : gap.start()])
        at.extend(range(last, gap.start()))
        last = gap.end()
    pieces.append(view[last:])
    at.extend(range(last, len(view) + 1))
    return Folded("".join(pieces), at)


def unmarked(text: str) -> str:
    """The text without what folding drops (tashkeel, tatweel, marks without width), its letters as they are."""
    return _DROPPED.sub("", text)


def _unify(text: str) -> str:
    """One character for one character: letters, digits and spaces unified, ASCII capitals lowered."""
    for before, after in _COMMON:
        text = text.replace(before, after)
    if _UNUSUAL.search(text):
        for before, after in _RARE:
            text = text.replace(before, after)
    return text.translate(_LOWER) if _CAPITAL.search(text) else text


_CAPITAL = re.compile("[A-Z]")
_LOWER = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _fold_expanding(text: str) -> Folded:
    """The slow road for texts with presentation forms, whose compatibility decomposition may be several letters."""
    out: list[str] = []
    at: list[int] = []
    for position, char in enumerate(text):
        plain = unicodedata.normalize("NFKC", char) if _PRESENTATION.match(char) else char
        for letter in _DROPPED.sub("", _unify(plain)):
            out.append(letter)
            at.append(position)
    return Folded("".join(out), [*at, len(text)])


@cache
def folded(word: str) -> str:
    """The view of a short constant (a rule's word), cached."""
    return fold(word).text


def words(view: str) -> Iterator[tuple[int, int]]:
    """Offsets of the words (`\\w+`) of a view, in order."""
    for match in _WORD.finditer(view):
        yield match.span()


# A sentence ends at a line's end, at a full stop, exclamation or question mark (with closing marks after them), or at two dots; never inside a number or a Latin abbreviation.
_SENTENCE_END = re.compile("(?:[.!?\u061f\u06d4\u2026]+[\"'\u00bb\u201d\u2019)\\]]*(?=\\s|$|[\u0621-\u064a\"\u00ab\u201c])|\\n)+")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets [a, b) of the sentences of text[start:end], blank edges trimmed, the end mark included. Works on a text or on its view."""
    stop = len(text) if end is None else end
    begin = start
    for match in _SENTENCE_END.finditer(text, start, stop):
        if (piece := _trim(text, begin, match.end())) is not None:
            yield piece
        begin = match.end()
    if (piece := _trim(text, begin, stop)) is not None:
        yield piece


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
