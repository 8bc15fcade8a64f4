"""One line of a page as tokens, with its quotation marks paired and its sentences found: what the grammar of statements walks over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from tawatur.layers import PROSE, TIME
from tawatur.model import Document

_TOKEN = re.compile(r"\w+|[^\w\s#]")
_OPENING = frozenset("\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}")
_CLOSING = frozenset("\N{DOUBLE PRIME}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}")
_SINGLE = frozenset("'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}")
_EITHER = _SINGLE | frozenset("\"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")
_LONGEST = 12_000  # characters of a passage: the longest single-line articles of the press; bounds the work on hostile lines
_FULL_STOP = frozenset(".!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}\N{ARABIC FULL STOP}")
QUOTES = _OPENING | _CLOSING | _EITHER


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens of one line: words and punctuation, with view offsets. `quotes` are outermost (open, close) token pairs; an unclosed quotation closes at

    the token after its last (so `close` may equal the token count or point at a full stop). `ends` are the tokens that end sentences, in order.
    `names` are the name layer's mentions: first token → (token after the last, type); `times` the time layer's: first token → token after the last.
    """

    words: list[str]
    starts: list[int]
    stops: list[int]
    quotes: list[tuple[int, int]]
    ends: list[int]
    close: dict[int, int]
    names: dict[int, tuple[int, str]] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)

    def closes(self, token: int) -> bool:
        """Whether an outermost quotation closes at `token`."""
        at = bisect_right(self.quotes, (token, 0)) - 1
        return at >= 0 and self.quotes[at][1] == token

    def person(self, start: int, end: int) -> tuple[int, int] | None:
        """The last person's name in tokens [start, end), as the name layer has it."""
        found = [(k, self.names[k][0]) for k in range(start, end) if k in self.names and self.names[k][1] == "PER" and self.names[k][0] <= end]
        return found[-1] if found else None

    def sentence_end(self, token: int) -> int:
        """The token that ends the sentence `token` stands in (exclusive end of its words)."""
        at = bisect_right(self.ends, token)
        return self.ends[at] if at < len(self.ends) else len(self.words)

    def sentence_start(self, token: int) -> int:
        """The first token of the sentence that `token` stands in."""
        at = bisect_right(self.ends, token - 1)
        return self.ends[at - 1] + 1 if at else 0


def passages(doc: Document) -> Iterator[Passage]:
    """The lines of the page's own words, in order."""
    view = doc.view
    regions = doc.layer("region")
    spans = [(view.find(r.span.start), view.find(r.span.end)) for r in regions if r.value.role in PROSE] if regions else [(0, len(view.text))]
    spelt = "\u0639\u0644\u0649" in doc.text  # the page writes "on" with a dotless yeh, so a dotted one is the name
    marked = _DAMMA in doc.text
    mentions = deque((view.find(n.span.start), view.find(n.span.end), n.value.type) for n in doc.layer("name"))
    times = deque((view.find(t.span.start), view.find(t.span.end)) for t in doc.layer(TIME))
    for start, end in spans:
        for passage in _lines(view.text, start, end):
            _add_names(passage, mentions)
            _add_times(passage, times)
            if marked:
                _tell_passives(doc, passage)
            yield _tell_ali(doc, passage, spelt)


_IMAM = "\u0627\u0645\u0627\u0645"  # "before" and "imam" likewise; the page writes the imam with a hamza below
IMAM = _IMAM + "\u0640"
"""The imam, where the page writes his hamza."""


def _add_names(p: Passage, mentions: deque[tuple[int, int, str]]) -> None:
    """Moves the mentions that stand in this passage from the queue to the passage, as tokens."""
    while mentions and mentions[0][0] < p.stops[-1]:
        start, end, kind = mentions.popleft()
        first, last = bisect_left(p.starts, start), bisect_left(p.starts, end)
        if start >= p.starts[0] and first < last:
            p.names[first] = (last, kind)


def _add_times(p: Passage, times: deque[tuple[int, int]]) -> None:
    """Moves the time expressions that stand in this passage from the queue to the passage, as tokens."""
    while times and times[0][0] < p.stops[-1]:
        start, end = times.popleft()
        first, last = bisect_left(p.starts, start), bisect_left(p.starts, end)
        if start >= p.starts[0] and first < last:
            p.times[first] = last


_DAMMA = "\N{ARABIC DAMMA}"
_PREFIXES = "\u064a\u062a\u0646\u0648\u0641"  # of the present, where the vowel shows nothing; and, then


def _tell_passives(doc: Document, p: Passage) -> None:
    """A past verb written with the passive's vowel ("was accused") is kept from being a cue: no folded word ends in a tatweel."""
    for i, word in enumerate(p.words):
        start = doc.view.at[p.starts[i]]
        if len(word) > 2 and word[0] not in _PREFIXES and _DAMMA in doc.text[start + 1 : start + 4]:
            p.words[i] = word + "\u0640"


_ALA = "\u0639\u0644\u064a"  # "on" and the name Ali are one word on the folded view
ALI = "\u0639\u0644\u064a\u0640"
"""The name, where the page writes it with a dotted yeh before a word without an article. No folded word holds a tatweel."""


def _tell_ali(doc: Document, p: Passage, spelt: bool) -> Passage:
    for i, word in enumerate(p.words):
        if word == _ALA and i + 1 < len(p.words) and (spelt or not (p.words[i + 1].startswith("\u0627\u0644") and len(p.words[i + 1]) > 2)) and doc.text[doc.view.at[p.starts[i] + 2]] == "\u064a":
            p.words[i] = ALI
        elif word == _IMAM and doc.text[doc.view.at[p.starts[i]]] == "\u0625":
            p.words[i] = IMAM
    for first, (last, kind) in list(p.names.items()) if spelt else ():
        if kind == "PER" and last - first > 1 and p.words[last - 1] == _ALA and doc.text[doc.view.at[p.starts[last - 1] + 2]] == "\u0649":
            p.names[first] = (last - 1, kind)
    return p


def _lines(text: str, start: int, end: int) -> Iterator[Passage]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = _cut(text, start, end if stop < 0 else stop)
        if text[start:stop].strip():
            yield read_passage(text, start, stop)
        start = stop + (text[stop : stop + 1] == "\n")


def _cut(text: str, start: int, stop: int) -> int:
    """Where a line ends, or where one too long is cut: after a full stop, else at a blank, else anywhere."""
    if stop - start <= _LONGEST:
        return stop
    limit = start + _LONGEST
    for mark in (". ", " "):
        if (at := text.rfind(mark, start + _LONGEST // 2, limit)) > 0:
            return at + 1
    return limit


def read_passage(text: str, start: int, end: int) -> Passage:
    """The tokens of text[start:end] (one line), quotations paired, sentences ended. Linear."""
    words, starts, stops = [], [], []
    for match in _TOKEN.finditer(text, start, end):
        words.append(match.group())
        starts.append(match.start())
        stops.append(match.end())
    quotes = _pair(text, words, starts, stops) if any(map(QUOTES.__contains__, words)) else []
    return Passage(words, starts, stops, quotes, _sentence_ends(words, starts, stops, quotes), dict(quotes))


def _pair(text: str, words: list[str], starts: list[int], stops: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    ignored = _SINGLE if sum(w in _SINGLE for w in words) % 2 else frozenset[str]()
    inner: list[tuple[int, int]] = []
    stack: list[int] = []
    for i, word in enumerate(words):
        if word not in QUOTES or word in ignored:
            continue
        side = _side(text, words, starts, stops, i, bool(stack))
        if side == "open":
            if stack and word in _EITHER and word == words[stack[-1]] and not _is_nested(text, words, starts, stops, i):
                found += inner or [(stack[0], _unclosed(words, starts, stops, stack[0], i))]
                stack.clear()
                inner = []
            stack.append(i)
        elif side == "close" and stack:
            opened = stack.pop()
            if stack:
                inner = [pair for pair in inner[-50:] if pair[0] < opened] + [(opened, i)]
            else:
                found.append((opened, i))
                inner = []
    if stack:
        found += inner or [(stack[0], _unclosed(words, starts, stops, stack[0], len(words)))]
    return found


def _is_nested(text: str, words: list[str], starts: list[int], stops: list[int], i: int) -> bool:
    """Whether the opening mark at `i`, inside a quotation of the same marks, opens a term within it: two closing marks follow, the first one soon."""
    following = [k for k in range(i + 1, min(len(words), i + 160)) if words[k] == words[i]][:2]
    return len(following) == 2 and following[0] - i <= 7 and all(_side(text, words, starts, stops, k, True) == "close" and starts[k] == stops[k - 1] for k in following)


def _side(text: str, words: list[str], starts: list[int], stops: list[int], i: int, inside: bool) -> str:
    """Whether a mark opens, closes, or is an apostrophe."""
    word = words[i]
    if word not in _EITHER:
        return "open" if word in _OPENING else "close"
    before = text[starts[i] - 1] if i and stops[i - 1] == starts[i] else " "
    after = text[stops[i]] if i + 1 < len(words) and starts[i + 1] == stops[i] else " "
    left, right = before.isalnum(), after.isalnum()
    if word in _SINGLE and left and right:
        return "apostrophe"
    if left != right:
        return "close" if left else "open"
    if not left and before != " " and after == " ":
        return "close" if inside else "open"
    return "close" if inside else "open"


def _unclosed(words: list[str], starts: list[int], stops: list[int], opened: int, limit: int) -> int:
    """Where a quotation that nobody closed ends: at the first full stop, else at the limit."""
    return next((i for i in range(opened + 1, limit) if _is_stop(words, starts, stops, i)), limit)


def _is_stop(words: list[str], starts: list[int], stops: list[int], i: int) -> bool:
    """Whether the token ends a sentence: not a decimal point, not inside an abbreviation."""
    if words[i] not in _FULL_STOP:
        return False
    if words[i] != "." or i == 0 or i + 1 >= len(words):
        return True
    before, after = words[i - 1], words[i + 1]
    if stops[i] != starts[i + 1]:
        return not (len(before) == 1 and before.isalpha() and stops[i - 1] == starts[i])
    return not (before.isdigit() and after.isdigit()) and not (len(before) <= 3 and len(after) <= 3 and stops[i - 1] == starts[i] and after != ".") and not after.isascii()


def _sentence_ends(words: list[str], starts: list[int], stops: list[int], quotes: list[tuple[int, int]]) -> list[int]:
    """Tokens that end sentences, outside quotations; the closing mark itself when the full stop stands just inside it before a new sentence."""
    found: list[int] = []
    at = 0
    for i in range(len(words)):
        while at < len(quotes) and quotes[at][1] < i:
            at += 1
        if at < len(quotes) and quotes[at][0] <= i < quotes[at][1]:
            continue
        if _is_stop(words, starts, stops, i) or (at < len(quotes) and i == quotes[at][1] and i and words[i - 1] in _FULL_STOP):
            found.append(i)
    return found
