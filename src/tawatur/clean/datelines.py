"""The dateline: who and where a page's text comes from, at the head of its first paragraph or on a line of its own.

A head is cut at its separators; every part must be a place, a source, a date, a newsroom's word or a person, and one of them a place or a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tawatur.arabic import fold
from tawatur.clean.sources import Source, by_name
from tawatur.rulebook import load, table

# 110 characters: the longest head seen in 40,000 pages (two places, an outlet, two Hijri and Gregorian dates, an agency) has 96.
_REACH = 110
_SEPARATOR = re.compile(r"\s*(?:[\u2010-\u2015\u2212\-|/\u060c,:;()\[\]\u00ab\u00bb\"\u201c\u201d\u2022*+]+\s*)+|\s{2,}|(?<=\w{3})\.(?=\s|$)\s*")
_DASH = re.compile(r"[\u2010-\u2015\u2212\-]")
_CLOSING = re.compile(r"^\s*[)\]\u00bb\"\u201d]+")
_OPENING = re.compile(r"[(\[\u00ab\"\u201c]\s*$")
_SPACED_TATWEEL = re.compile("(?<=\\s)\u0640+(?=\\s)|(?<=\\s)\u0640+$")
_SLASHES = "/"
_LONGEST = 6  # words in the longest name of a source or a place that is looked up


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found in one line. Offsets in that line's own characters: [start, end) is the dateline, `rest` where the text goes on."""

    start: int
    end: int
    rest: int
    sources: tuple[Source, ...]
    dated: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    kinds: frozenset[str]
    sources: tuple[Source, ...]
    before: str  # the separator in front of it
    after: str  # the separator behind it; "" at the line's end


def find_dateline(line: str, *, alone: bool, known: Source | None = None) -> Dateline | None:
    """The dateline at the head of `line` (characters of the text, not of the view), or None.

    `alone`: nothing but a dateline may stand in the line, and a person or a paper that no list names is believed. `known`: the page's own outlet.
    """
    head = line[:_REACH]
    parts = list(_parts(head, known, alone=alone))
    for count in range(len(parts), 0, -1):
        if (rule := _accept(parts[:count], line, alone=alone)) is not None:
            return _dateline(parts[:count], line, rule)
    return None


def _dateline(parts: list[_Part], line: str, rule: str) -> Dateline:
    first, last = parts[0], parts[-1]
    start = first.start - (len(found[0]) if (found := _OPENING.search(first.before)) else 0)
    end = last.end + (len(closing[0].rstrip()) if (closing := _CLOSING.match(last.after)) and _opened(parts) else 0)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return Dateline(max(start, 0), end, last.end + len(last.after), sources, any("date" in part.kinds for part in parts), rule)


def _opened(parts: list[_Part]) -> bool:
    return any(_OPENING.search(part.before) for part in parts)


def _accept(parts: list[_Part], line: str, *, alone: bool) -> str | None:
    """The rule by which these parts are a dateline, or None."""
    kinds = frozenset().union(*(part.kinds for part in parts))
    last = parts[-1]
    whole = last.end + len(last.after) >= len(line.rstrip())
    if not kinds & {"place", "source"} or (kinds == {"place"} and whole and len(parts) > 1):
        return None
    if alone:
        return "dateline.line" if whole and _alone(kinds, parts) else None
    if whole or not kinds & {"place", "source", "desk"} or "unknown" in kinds:
        return None
    return "dateline.head" if _terminated(parts, kinds) else None


def _alone(kinds: frozenset[str], parts: list[_Part]) -> bool:
    """Whether the parts may stand as a line of their own: a source, or a place with somebody, or a place closed as a dateline is."""
    return "source" in kinds or bool(kinds & {"person", "paper", "desk", "unknown"}) or (len(parts) == 1 and ":" in parts[0].after)


def _terminated(parts: list[_Part], kinds: frozenset[str]) -> bool:
    """Whether the mark behind the last part ends a dateline rather than a phrase of the first sentence."""
    last, mark = parts[-1], parts[-1].after
    if ":" in mark:
        return "person" not in last.kinds or len(parts) > 1
    if _DASH.search(mark):
        return "person" not in last.kinds or "source" in kinds
    if _CLOSING.match(mark) or mark.strip() == _SLASHES:
        return "source" in last.kinds and bool(last.before.strip())
    return mark.strip() == "." and len(parts) > 1 and "source" in last.kinds


def _parts(head: str, known: Source | None, *, alone: bool) -> Iterator[_Part]:
    """The classified parts of a head, up to the first that belongs to no dateline."""
    flat = _SPACED_TATWEEL.sub(lambda found: "-" * len(found[0]), head)
    position, before = 0, ""
    if (opening := _SEPARATOR.match(flat)) is not None:
        position, before = opening.end(), opening[0]
    while position < len(flat):
        separator = _SEPARATOR.search(flat, position)
        end = separator.start() if separator else len(flat)
        after = separator[0] if separator else ""
        word = " ".join(fold(flat[position:end]).text.split())
        kinds, sources = _classify(word, known)
        if "unknown" in kinds and not (alone and word.count(" ") < 4 and word):
            return
        yield _Part(position, end, kinds, sources, before, after)
        position, before = end + len(after), after


def _classify(part: str, known: Source | None) -> tuple[frozenset[str], tuple[Source, ...]]:
    """What a folded part is made of: kinds among place, source, paper, desk, date, glue, person, unknown."""
    words = part.split()
    kinds: set[str] = set()
    sources: list[Source] = []
    i = 0
    while i < len(words):
        size, kind, source = _longest(words, i, known)
        if not size:
            return _person(words) or (frozenset({"unknown"}), ())
        kinds.add(kind)
        sources += [source] if source else []
        i += size
    if not kinds or kinds <= {"glue"}:
        return frozenset({"unknown"}), ()
    return frozenset(kinds), tuple(sources)


def _longest(words: list[str], i: int, known: Source | None) -> tuple[int, str, Source | None]:
    """The longest known name at word i: its size in words (0 = none), kind, and source."""
    names, kinds = by_name(), _kinds()
    for size in range(min(_LONGEST, len(words) - i), 0, -1):
        name = " ".join(words[i : i + size])
        if known and name == fold(known.name).text:
            return size, "source", known
        if (kind := kinds.get(name)) is not None:
            return size, kind, names.get(name) if kind == "source" else None
    return (1, "date", None) if words[i].isdigit() else (0, "", None)


@cache
def _kinds() -> dict[str, str]:
    """Every folded name a dateline knows → its kind. A name that is both place and source (a capital and its paper) is the place."""
    book = load("dateline")
    found = {form: cls for cls in ("glue", "desk", "paper", "date") for form in book.key_of[cls]}
    found |= dict.fromkeys(by_name(), "source")
    places = (row["form"] for name in ("gazetteer", "places") for row in table(name))
    return {" ".join(fold(form).text.split()): "place" for form in places} | {k: v for k, v in found.items() if v != "glue" or " " not in k}


@cache
def _given() -> frozenset[str]:
    return frozenset(fold(row["form"]).text for row in table("given_names"))


_TITLE = re.compile("^(?:\u062f|\u0645|\u0627)\\.$")


def _person(words: list[str]) -> tuple[frozenset[str], tuple[Source, ...]] | None:
    """A person's name: two to five words, the first a given name, none of them a verb or a particle. None otherwise."""
    never = load("dateline").key_of["never"]
    names = [word for word in words if not _TITLE.match(word)]
    if not 2 <= len(names) <= 5 or any(word in never or not word.isalpha() for word in names):
        return None
    return (frozenset({"person"}), ()) if names[0] in _given() else None
