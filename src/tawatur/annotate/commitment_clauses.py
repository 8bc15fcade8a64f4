"""Clauses of undertakings: the page as this stage reads it, where a content begins and ends, and who stands in a stretch of words.

All offsets here are of the folded view, not of the text. Every search is bounded, so that a page of one endless sentence costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from tawatur.annotate.commitment_words import ARTICLE, BEH, COMMA, FEH, HEH, LAM, NOON, TOKEN, WAW, YEH, is_action, is_happening, without_pronoun, words
from tawatur.layers import NAME, STATEMENT, TIME, Name, Statement, published
from tawatur.model import Annotation, Document

REACH_BACK, REACH_ON = 160, 700  # characters a clause may reach from its cue; the longest of 400 read by hand were 110 and 520
MAX_WORDS = 48
_OPEN, _CLOSE = "\u00ab\u201c(\"", "\u00bb\u201d)\""


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation of another layer, by view offsets."""

    start: int
    end: int
    value: Any


@dataclass(frozen=True)
class Page:
    """What the stage reads of a document: its view, its publication day, and its layers through `marks`."""

    doc: Document
    view: str
    day: date | None
    earliest: date | None

    def written(self, start: int, end: int) -> str:
        """The text behind a stretch of the view."""
        low, high = self.doc.view.span(start, end)
        return self.doc.text[low:high]

    def marks(self, layer: str, start: int, end: int) -> Iterator[Mark]:
        """The layer's annotations that overlap [start, end) of the view, in order, among those that begin there and the few before."""
        found, at = self.doc.layer(layer), self.doc.view.at
        low, high = at[start], at[end]
        for k in range(max(0, bisect_left(found, low, key=_start) - REACH_MARKS), len(found)):
            span = found[k].span
            if span.start >= high:
                return
            if span.end > low:
                yield Mark(self.doc.view.find(span.start), self.doc.view.find(span.end), found[k].value)


REACH_MARKS = 3  # annotations before a place that may still reach into it: statements nest to this depth


def _start(annotation: Annotation[Any]) -> int:
    return annotation.span.start


def page_of(doc: Document) -> Page:
    """The document's view with the layers this stage needs, in view offsets."""
    when = published(doc)
    day = when.value if when else None
    return Page(doc, doc.view.text, day, day or (when.earliest if when else None))


def content_end(view: str, first: int, start: int, stop: int) -> int:
    """Where the content that begins at `start` ends: before a new clause, a cue, a closing quotation mark it did not open, or the sentence's end.

    `first` is where the sentence begins: a straight quotation mark left open there closes the content.
    """
    stop = min(stop, start + REACH_ON)
    opened: list[str] = []
    count, last = 0, start
    straight = view.count('"', max(first, start - REACH_ON), start) % 2 == 1
    for token in TOKEN.finditer(view, start, stop):
        mark = token[0]
        if mark in _CLOSE and (mark != '"' or straight or '"' in opened):
            if not opened:
                break
            opened.pop()
        elif mark in _OPEN:
            opened.append(mark)
        elif mark in COMMA or mark in "\u061b;":
            if not opened and not _goes_on(view, token.end(), stop):
                break
            continue
        elif _ends_clause(view, token) or (count > 1 and words().stop.match(view, token.start())):
            break
        count += mark[0].isalnum()
        last = token.end()
        if count >= MAX_WORDS:
            break
    while last > start and view[last - 1] in _OPEN + " ":
        last -= 1
    return last


def _ends_clause(view: str, token: re.Match[str]) -> bool:
    return token[0] in ":\u2026" or (token[0] == "." and view[token.end() : token.end() + 1] in ("", " ", ".", "\n"))


def _goes_on(view: str, at: int, stop: int) -> bool:
    """Whether the clause goes on behind a comma: a condition, a date, or one more deed of the same kind."""
    following = TOKEN.search(view, at, stop)
    if following is None:
        return False
    if words().go_on.match(view, following.start()):
        return True
    word = following[0]
    return word.startswith(WAW) and len(word) > 3 and not word.startswith(WAW + ARTICLE) and is_action(word[1:])


def clause_start(view: str, verb: int, first: int) -> tuple[int, bool]:
    """Where the clause of the verb at `verb` begins, and whether a conjunction with a pronoun stands before it (its subject is then whoever speaks)."""
    low = max(first, verb - REACH_BACK)
    start, quoted = low, verb
    for token in list(TOKEN.finditer(view, low, verb))[::-1]:
        word = token[0]
        quoted = _opening(view, token, low, quoted)
        if token.start() >= quoted:
            start = token.start()
            continue
        if not word[0].isalnum() and word not in "()-'":
            return token.end(), False
        if word in words().sets["that"]:
            return token.end(), word[-1] != NOON
        if word in words().sets["turned"]:
            return token.end(), True
        if words().stop.match(view, token.start()) or word in words().sets["relative"]:
            return token.end(), False
        start = token.start()
    return start, False


def _opening(view: str, token: re.Match[str], low: int, quoted: int) -> int:
    """Where the quotation marks around a short name open that close at `token`; else, where those open in which the token stands, or a place behind it."""
    if token.start() >= quoted:
        return quoted
    pair = _OPEN[_CLOSE.index(token[0])] if token[0] in "\u00bb\u201d" else ""
    opening = view.rfind(pair, max(low, token.start() - NAME_REACH), token.start()) if pair else -1
    return opening if opening >= 0 else token.end()


NAME_REACH = 30  # characters of a name within quotation marks


def last_word(view: str, first: int, at: int) -> str:
    """The word right before `at`, without a conjunction on it; "" at the sentence's beginning."""
    found = _LAST_WORD.search(view, max(first, at - 20), at)
    return found[1].lstrip(WAW + FEH) if found else ""


_LAST_WORD = re.compile(r"(\w+)[\s\"\u00ab\u201c(]*\Z")


def actors(page: Page, start: int, end: int) -> tuple[str, ...]:
    """Names of people, organisations and places in [start, end), as written; else the noun phrase of a body that can bind itself."""
    return names(page, start, end) or body(page, start, end)


def names(page: Page, start: int, end: int, types: tuple[str, ...] = ("PER", "ORG", "LOC")) -> tuple[str, ...]:
    """Names in [start, end) that can act; behind another name, a conjunction is no part of a name."""
    found: dict[str, None] = {}
    last, offices = -2, list[str]()
    for mark in page.marks(NAME, start, end):
        if isinstance(mark.value, Name) and mark.value.type in types:
            if found and mark.value.lead and page.view[mark.start] in (BEH, LAM):
                continue
            if mark.start != last + 1 or mark.value.lead:
                offices.clear()
            elif mark.value.type == "PER":  # "the president of the region Masoud": who stands behind his office is meant
                found = {name: None for name in found if name not in offices}
            last = mark.end
            joined = bool(found) and page.view[mark.start] == WAW and mark.end - mark.start > 3
            name = page.written(mark.start + joined, min(mark.end, end)).strip()
            found[name] = None
            offices.append(name)
    return tuple(found)


def first_named(page: Page, start: int, end: int) -> tuple[str, ...]:
    """The first person or organisation in [start, end) that no preposition governs: in "the campaign against X" X is not who acts."""
    acting = (m for m in page.marks(NAME, start, end) if isinstance(m.value, Name) and m.value.type in ("PER", "ORG"))
    free = (m for m in acting if not (m.value.lead and page.view[m.start] in (BEH, LAM)) and last_word(page.view, start, m.start) not in words().sets["preposition"])
    return next(((page.written(m.start + m.value.lead, min(m.end, end)).strip(),) for m in free), ())


def subject(page: Page, start: int, end: int) -> tuple[str, ...]:
    """The actors of [start, end) when the stretch begins with one, so that its head noun is what acts."""
    head = [token.start() for token in islice(TOKEN.finditer(page.view, start, end), HEAD_WORDS)]
    first = TOKEN.search(page.view, start, end)
    if first is None or (first[0] not in words().sets["party"] and is_happening(first[0])):
        return ()
    named = [m for m in page.marks(NAME, start, end) if isinstance(m.value, Name) and m.value.type != "MISC"]
    if head and named and named[0].start <= head[-1]:
        return names(page, start, end)
    return body(page, start, min(end, head[-1] + 24)) if head else ()


def heads(page: Page, start: int, end: int) -> bool:
    """Whether the first word of [start, end) is a name or a body that can act: in "the role of the ministry" neither is."""
    first = TOKEN.search(page.view, start, end)
    if first is None:
        return False
    return first[0] in words().sets["party"] or not first[0].isalnum() or any(True for _ in page.marks(NAME, first.start(), first.end()))


HEAD_WORDS = 3


def body(page: Page, start: int, end: int) -> tuple[str, ...]:
    """The phrase of the first common noun, among the first few words, of a body that can bind itself."""
    for token in islice(TOKEN.finditer(page.view, start, end), HEAD_WORDS):
        for head in (token.start(), token.start() + 1):
            if page.view[head : token.end()] in words().sets["party"] and (head == token.start() or token[0][0] in (WAW, FEH, BEH)):
                return (_phrase(page, head, token.end(), end),)
    return ()


def charged(page: Page, start: int, end: int, feminine: bool) -> tuple[str, ...]:
    """The body last named in [start, end) of the gender of the verb that charges it, with one noun behind it ("a commission of inquiry")."""
    for token in list(TOKEN.finditer(page.view, max(start, end - REACH_BACK), end))[::-1]:
        head = token.start() + (token[0] not in words().sets["party"])
        if page.view[head : token.end()] not in words().sets["party"] or page.view.startswith(HEH, token.end() - 1) != feminine:
            continue
        following = TOKEN.search(page.view, token.end(), end)
        plain = following is not None and following[0].isalpha() and following[0] not in words().sets["preposition"] and following[0][0] not in (BEH, LAM, WAW)
        if following is not None and plain and not page.view.startswith(ARTICLE, head):
            return (page.written(head, following.end()),)
        return (_phrase(page, head, token.end(), end),)
    return ()


_NISBA = (YEH, YEH + HEH, YEH + NOON, YEH + WAW + NOON)


def _phrase(page: Page, start: int, last: int, end: int) -> str:
    """A noun phrase from its head: a definite noun takes a definite adjective of belonging, another takes up to two definite nouns."""
    definite = page.view.startswith(ARTICLE, start)
    for token in islice(TOKEN.finditer(page.view, last, end), 1 if definite else 2):
        if not token[0].startswith(ARTICLE) or (definite and not token[0].endswith(_NISBA)):
            break
        last = token.end()
    return page.written(start, last)


def stretch(page: Page, start: int, end: int) -> tuple[str, ...]:
    """The words of [start, end) as they stand, when they are a short subject: at most four, definite, none a preposition or an adverb."""
    found = list(islice(TOKEN.finditer(page.view, start, end), SUBJECT_MOST + 1))
    if not found or len(found) > SUBJECT_MOST or any(True for _ in page.marks(TIME, found[0].start(), found[-1].end())):
        return ()
    plain = all(t[0].isalpha() and without_pronoun(t[0], 2) not in words().sets["preposition"] and t[0] not in words().sets["adverb"] for t in found)
    named = found[0][0].startswith(ARTICLE) or (len(found) > 1 and found[-1][0].startswith(ARTICLE) and not found[0][0].startswith((BEH, LAM)))
    return (page.written(found[0].start(), found[-1].end()),) if plain and named else ()


SUBJECT_MOST = 4


def speaker(page: Page, start: int, end: int) -> str | None:
    """Who says the statement whose content holds the beginning of [start, end), as written; the innermost (latest begun) when several do. None = nobody."""
    spoken = [m.value.speaker for m in page.marks(STATEMENT, start, end) if m.start <= start + 2 and m.end > start and isinstance(m.value, Statement)]
    named = next((mention for mention in reversed(spoken) if mention is not None), None)
    return named.span.of(page.doc.text) if named else None
