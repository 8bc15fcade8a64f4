"""Who a page says it has its text from: agencies and outlets in the byline, the dateline, the head and the tail of the text.

Only places where a credit stands are read: an agency named inside a sentence supplied that sentence, not the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import urlsplit

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tawatur.arabic import folded
from tawatur.layers import PROSE, REGION
from tawatur.model import Document
from tawatur.rulebook import load

HEAD = 90
"""Characters of the body in which a credit may stand before the news begins: a place, a long Hijri and Gregorian date, an agency."""
TAIL = 60
"""Characters of a closing credit line: the outlet's name and two agencies fit."""
SHORT = 7
"""Words of a closing credit line: "the outlet / A F P", "source: Reuters and agencies"; a sentence is longer."""
_SEPARATORS = re.compile("[-\u2010-\u2015\u0640:/\\\\,\u060c\u061b;|()\\[\\]\u00ab\u00bb\"\u201c\u201d+&*\n\t]+")
_HEAD_END = re.compile(":|\\s[-\u2010-\u2015\u0640]+\\s|--")
_DATED = re.compile("\\d[^.!\u061f\n]*$")
_BRACKETS = re.compile("[(\\[\u00ab]([^()\\[\\]\u00ab\u00bb\n]{2,40})[)\\]\u00bb]")
_QUOTE = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_GENERIC = "agencies"
_JOINED_LETTERS = "\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}"


@dataclass(frozen=True, slots=True)
class Source:
    """An agency or outlet of rules/sources.toml, under the name that is shown."""

    id: str
    kind: Literal["agency", "outlet"]
    name: str


@dataclass(frozen=True, slots=True)
class Credit:
    """A source named where a credit stands. `start` and `end` are text offsets, None for the byline of the input row."""

    source: Source
    place: Literal["author", "dateline", "head", "tail", "outlet"]
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Sources:
    """Ways to a source: `names` hold in any wording of a credit, `short` only as a whole piece of it or at its edge; keys are folded words."""

    names: dict[tuple[str, ...], Source]
    short: dict[tuple[str, ...], Source]
    domains: dict[str, Source]
    longest: int


def _key(form: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", folded(form)))


@cache
def sources() -> Sources:
    """rules/sources.toml, by folded words."""
    names: dict[tuple[str, ...], Source] = {}
    short: dict[tuple[str, ...], Source] = {}
    domains: dict[str, Source] = {}
    for row in load("sources").tables["source"]:
        source = Source(row["id"], row["kind"], row["names"][0])
        names |= {_key(form): source for form in row["names"]}
        short |= {_key(form): source for form in (*row["short"], *row["latin"])}
        domains |= dict.fromkeys(row["domains"], source)
    return Sources(names, short, domains, max(map(len, (*names, *short))))


def outlet_of(doc: Document) -> Source | None:
    """The document's outlet, by the page's address or the outlet's name; None when it is not a known one."""
    return _publisher((urlsplit(doc.url).hostname or "") if doc.url else "", doc.outlet)


@lru_cache(maxsize=4096)
def _publisher(host: str, outlet: str | None) -> Source | None:
    known = sources()
    parts = host.split(".")
    for n in range(len(parts) - 1):
        if (found := known.domains.get(".".join(parts[n:]))) is not None:
            return found
    key = _key(outlet) if outlet else ()
    return known.names.get(key) or known.short.get(key)


def credits(doc: Document) -> list[Credit]:
    """The credits of a page, in the order of their weight: byline, dateline, head, tail; each source once. An agency's own page credits the agency."""
    found: dict[str, Credit] = {}
    own = outlet_of(doc)
    if own is not None and own.kind == "agency":
        found[own.id] = Credit(own, "outlet")
    for credit in (*_author(doc), *_datelines(doc), *_head(doc), *_tail(doc)):
        found.setdefault(credit.source.id, credit)
    return sorted(found.values(), key=lambda c: c.source.id == _GENERIC)


def suppliers(doc: Document) -> list[Credit]:
    """Whom the page credits with its text: agencies, named ones before "agencies" at large, and other outlets credited in the second half (syndication)."""
    own = outlet_of(doc)
    found = credits(doc)
    return [c for c in found if c.source.kind == "agency" or (c.source != own and c.start is not None and 2 * c.start > len(doc.text))]


def _author(doc: Document) -> Iterator[Credit]:
    for source, _, _ in _named(doc.author or ""):
        yield Credit(source, "author")


def _datelines(doc: Document) -> Iterator[Credit]:
    for region in doc.layer(REGION):
        if region.value.role == "dateline":
            for source, start, end in _named(region.span.of(doc.text)):
                yield Credit(source, "dateline", region.span.start + start, region.span.start + end)


def _head(doc: Document) -> Iterator[Credit]:
    """Before the first colon, dash or bracket of the body's first lines, and inside brackets there."""
    for start, end in _openings(doc):
        line = doc.text[start : min(end, start + HEAD)]
        stop = _HEAD_END.search(line)
        if stop is not None or (end - start <= HEAD and _DATED.search(line)):
            for source, a, b in _named(line[: stop.end() if stop else None]):
                yield Credit(source, "head", start + a, start + b)
        for bracket in _BRACKETS.finditer(line):
            if bracket.group()[0] == _QUOTE and line[: bracket.start()].strip():
                continue  # a name in quotation marks inside a sentence
            said = {source.id for source, _, _ in _named(line[: bracket.start()])}  # "the agency of X (AX) reported": a source of that sentence
            for source, a, b in (found for found in _whole(bracket[1]) if found[0].id not in said):
                yield Credit(source, "head", start + bracket.start(1) + a, start + bracket.start(1) + b)


def _openings(doc: Document) -> Iterator[tuple[int, int]]:
    """Where the news may begin: the first two lines of the body, the first three when nobody told title from body."""
    bodies = [(r.span.start, r.span.end) for r in doc.layer(REGION) if r.value.role == "body"]
    at, end = bodies[0] if bodies else (0, len(doc.text))
    for _ in range(2 if bodies else 3):
        while at < end and doc.text[at].isspace():
            at += 1
        if at >= end:
            return
        stop = doc.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop


def _tail(doc: Document) -> Iterator[Credit]:
    """A short last line, or brackets that close the text."""
    prose = [r for r in doc.layer(REGION) if r.value.role in PROSE]
    end = prose[-1].span.end if prose else len(doc.text)
    last = doc.text[max(0, end - 4 * TAIL) : end].rstrip()
    offset = max(0, end - 4 * TAIL)
    line_start = last.rfind("\n") + 1
    if line_start > 0 and len(last) - line_start <= TAIL and len(last[line_start:].split()) <= SHORT:
        for source, a, b in _whole(last[line_start:]):
            yield Credit(source, "tail", offset + line_start + a, offset + line_start + b)
    for bracket in _BRACKETS.finditer(last, max(0, len(last) - TAIL)):
        if any(c.isalnum() for c in last[bracket.end() :]):
            continue
        for source, a, b in _whole(bracket[1]):
            yield Credit(source, "tail", offset + bracket.start(1) + a, offset + bracket.start(1) + b)


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _SEPARATORS.finditer(line):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < len(line):
        yield at, len(line)


def _whole(line: str) -> Iterator[tuple[Source, int, int]]:
    """Pieces that are a source's name and nothing else."""
    known = sources()
    for start, end in _pieces(line):
        key = _key(line[start:end])
        source = known.names.get(key) or known.short.get(key)
        if source is not None:
            yield source, start, end


def _named(line: str) -> Iterator[tuple[Source, int, int]]:
    """Sources in a credit line: a name anywhere, a short form as a whole piece or at the edge of one."""
    for start, end in _pieces(line):
        piece = [(m.group(), start + m.start(), start + m.end()) for m in re.finditer(r"\w+", line[start:end])]
        forms = [folded(word) for word, _, _ in piece]
        n = 0
        while n < len(forms):
            source, length = _longest(forms, n)
            if source is not None:
                yield source, piece[n][1], piece[n + length - 1][2]
            n += length


def _longest(forms: list[str], n: int) -> tuple[Source | None, int]:
    """The longest source at word n with its number of words, or (None, 1)."""
    known = sources()
    for length in range(min(known.longest, len(forms) - n), 0, -1):
        key = tuple(forms[n : n + length])
        source = known.names.get(key)
        short = known.short.get(key)
        if source is None and short is not None and (length == len(forms) or n + length == len(forms) or (n == 0 and (length > 1 or short.id == _GENERIC))):
            source = short  # a single short form before other words may be a person's first name
        if source is not None:
            return source, length
    return None, 1


@cache
def _scanner() -> tuple[AhoCorasick, list[Source]]:
    forms = {" ".join(key): source for key, source in sources().names.items()}
    return AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA), list(forms.values())


def cited(doc: Document) -> dict[str, tuple[int, int]]:
    """Sources named by their full name anywhere in the article (id → first place, text offsets): whom it may have copied or quotes."""
    scanner, found = _scanner()
    view = doc.view
    places: dict[str, tuple[int, int]] = {}
    for pattern, start, end in scanner.find_matches_as_indexes(view.text):
        if found[pattern].id not in places and not view.text[end : end + 1].isalnum() and _starts_word(view.text, start):
            places[found[pattern].id] = view.span(start, end)
    return places


def _starts_word(view: str, start: int) -> bool:
    """Whether a name begins here: a word's start, or after one joined letter (by, for, as, and)."""
    before = view[max(0, start - 2) : start]
    return not before[-1:].isalnum() or (before[-1] in _JOINED_LETTERS and not before[:-1].isalnum())
