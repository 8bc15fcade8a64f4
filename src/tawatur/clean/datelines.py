"""The dateline: who and where a page's text comes from, at the head of its first paragraph or on a line of its own.

A head is cut at its separators; every part must be a place, a source, a date, a newsroom's word or a person, and one of them a place or a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tawatur.arabic import fold, folded
from tawatur.clean.sources import Source, by_name
from tawatur.rulebook import load, table

# 110 characters: the longest head seen in 40,000 pages (two places, an outlet, two Hijri and Gregorian dates, an agency) has 96.
_REACH = 110
_SEPARATOR = re.compile(r"\s*(?:[\u2010-\u2015\u2212\-|/\u060c,:;()\[\]\u00ab\u00bb\"\u201c\u201d\u2022*+]+\s*)+|\s{2,}|(?<=\w{3})\.(?=\s|$)\s*")
_DASH = re.compile(r"[\u2010-\u2015\u2212\-]")
_CLOSING = re.compile(r"^\s*[)\]\u00bb\"\u201d]+")
_OPENING = re.compile(r"[(\[\u00ab\"\u201c]\s*$")
_SPACED_TATWEEL = re.compile("(?<=\\s)\u0640+(?=\\s)|(?<=\\s)\u0640+$")
_BETWEEN = re.compile(r"[\u2010-\u2015\u2212\-|/:\u060c,(]")
_SHAPE = re.compile(r"\s*(?P<place>[^()\n:.\u060c\"\u00ab]{2,60}?)\s*(?P<end>[(/]\s*(?P<source>[^()/\n]{2,25})\s*[)/])\s*[\u2010-\u2015\u2212\-]+\s+(?=\S)")
_FROM = re.compile("\\s*(?P<outlet>\\w{3,20}(?: \\w{3,20})?) \u0645\u0646 (?P<place>\\w[\\w ]{1,24}?)\\s*:\\s*(?=\\S)")
_SENTENCE = re.compile("(?<!\\d)\\.|\\.(?!\\d)|[?\u061f@]")
_NUMERIC = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SIGNING = {"person", "date", "number", "glue", "desk", "unknown"}
_PART = 60  # characters of the longest part: an agency's full name, or a place with two dates
_FROM_WORDS = 6  # words of "somebody from a place"
_LONGEST = 6  # words in the longest name of a source or a place that is looked up


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found in one line. Offsets in that line's own characters: [start, end) is the dateline, `rest` where the text goes on."""

    start: int
    end: int
    rest: int
    sources: tuple[Source, ...]
    kinds: frozenset[str]
    rule: str


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    kinds: frozenset[str]
    sources: tuple[Source, ...]
    before: str  # the separator in front of it
    after: str  # the separator behind it; "" at the line's end


def find_dateline(line: str, *, alone: bool, known: Source | None = None, strict: bool = False) -> Dateline | None:
    """The dateline at the head of `line` (characters of the text, not of the view), or None. `known`: the page's own outlet.

    `alone`: nothing but a dateline may stand in the line, and one part that no list names is believed; when `strict`, only beside a source and a dash.
    """
    if alone and len(line) > _REACH:
        return None
    flat = _SPACED_TATWEEL.sub(lambda found: "-" * len(found[0]), line[:_REACH])
    parts = list(_parts(flat, known, unknown=alone))
    if alone:
        rule = _whole(parts, flat, strict=strict)
        return _dateline(parts, rule) if rule else _two_calendars(flat)
    for count in range(len(parts), 0, -1):
        if _heads(parts[:count], flat):
            return _dateline(parts[:count], "dateline.head")
    return _by_shape(flat)


def is_signature(line: str) -> bool:
    """Whether a line only says who wrote and on which day: persons, a date, at most one part that no list names."""
    if len(line) > _REACH or _SENTENCE.search(line) or not _YEAR.search(line):
        return False
    parts = list(_parts(line, None, unknown=True))
    kinds = _kinds_of(parts)
    unknown = sum("unknown" in part.kinds for part in parts)
    dated = "date" in kinds or _NUMERIC.search(line) is not None
    return bool(parts) and parts[-1].end >= len(line.rstrip()) and unknown < 2 and dated and "number" in kinds and kinds <= _SIGNING


def is_name(line: str) -> bool:
    """Whether a line is a person's name and nothing else."""
    words = fold(line[:_PART]).text.split()
    return len(line) < _PART and len(words) <= 4 and _person(words)


def _dateline(parts: list[_Part], rule: str) -> Dateline:
    first, last = parts[0], parts[-1]
    start = first.start - (len(found[0]) if (found := _OPENING.search(first.before)) else 0)
    end = last.end + (len(closing[0].rstrip()) if (closing := _CLOSING.match(last.after)) and any(_OPENING.search(part.before) for part in parts) else 0)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return Dateline(max(start, 0), end, last.end + len(last.after), sources, _kinds_of(parts), rule)


def _kinds_of(parts: list[_Part]) -> frozenset[str]:
    return frozenset().union(*(part.kinds for part in parts))


def _whole(parts: list[_Part], line: str, *, strict: bool) -> str | None:
    """The rule by which a line is a dateline from end to end, or None."""
    if not parts or len(parts) > 6 or parts[-1].end + len(parts[-1].after) < len(line.rstrip()):
        return None
    kinds = _kinds_of(parts)
    unknown = sum("unknown" in part.kinds for part in parts)
    marks = "".join(part.after for part in parts[:-1])
    if unknown > 1 or (unknown and not _BETWEEN.search(marks)) or (strict and unknown and not ("source" in kinds and _DASH.search(marks))):
        return None
    if "source" in kinds or ("place" in kinds and kinds & {"person", "paper", "desk", "unknown"}):
        return "dateline.line"
    if "place" in kinds:
        return "dateline.line" if len(parts) == 1 and ":" in parts[0].after else None
    signed = len(parts) == 2 and kinds & {"person", "desk"} and (unknown or {"person", "desk"} <= kinds)
    return "dateline.line" if signed and _DASH.search(marks) else None


def _heads(parts: list[_Part], line: str) -> bool:
    """Whether the parts stand before the first sentence: a place or a source, and a mark that ends a dateline rather than a phrase."""
    kinds, last = _kinds_of(parts), parts[-1]
    mark = last.after
    if not kinds & {"place", "source"} or last.end + len(mark) >= len(line.rstrip()):
        return False
    if ":" in mark:
        return "person" not in last.kinds or len(parts) > 1
    if _DASH.search(mark):
        return "person" not in last.kinds or len(parts) > 1
    if _CLOSING.match(mark) or mark.strip() == "/":
        return "source" in last.kinds and bool(last.before.strip())
    return mark.strip() == "." and len(parts) > 1 and "source" in last.kinds


def _by_shape(line: str) -> Dateline | None:
    """A place that no list names, perhaps a day, and an agency in brackets before a dash; or an outlet that no list names «from» a known place."""
    found = _SHAPE.match(line)
    if found is None:
        return _from_place(line)
    words = fold(found["place"]).text.split()
    never = load("dateline").key_of["never"]
    if not 1 <= len(words) <= 7 or any(word in never for word in words) or found["source"].strip().isdigit():
        return None
    source = by_name().get(" ".join(fold(found["source"]).text.split()))
    kinds = {"place", "source"} | ({"date"} if any(word.isdigit() for word in words) else set())
    return Dateline(found.start("place"), found.end("end"), found.end(), (source,) if source else (), frozenset(kinds), "dateline.shape")


def _from_place(line: str) -> Dateline | None:
    found = _FROM.match(line)
    if found is None or _kinds().get(fold(found["place"]).text) != "place" or not _nameable(fold(found["outlet"]).text):
        return None
    return Dateline(found.start("outlet"), found.end("place"), found.end(), (), frozenset({"place", "unknown"}), "dateline.from")


def _two_calendars(line: str) -> Dateline | None:
    """A place, a day in two calendars, and an agency: no sentence holds both calendars and nothing else."""
    if next(rule for rule in load("dateline").rules if rule.id == "dateline.dated").pattern.match(fold(line).text.strip()) is None:
        return None
    source = by_name().get(fold(line.split()[-1]).text)
    return Dateline(0, len(line), len(line), (source,) if source else (), frozenset({"place", "date", "source"}), "dateline.dated")


def _parts(flat: str, known: Source | None, *, unknown: bool) -> Iterator[_Part]:
    """The classified parts of a head, up to the first that belongs to no dateline. `unknown`: a short part that no list names may stand."""
    position, before = 0, ""
    if (opening := _SEPARATOR.match(flat)) is not None:
        position, before = opening.end(), opening[0]
    while position < len(flat):
        separator = _SEPARATOR.search(flat, position)
        end = separator.start() if separator else len(flat)
        if end - position > _PART:
            return
        after = separator[0] if separator else ""
        word = " ".join(fold(flat[position:end]).text.split())
        kinds, sources = _classify(word, known, flat[position:end].strip())
        if "unknown" in kinds and not (unknown and word.count(" ") < 3 and word and _nameable(word)):
            return
        yield _Part(position, end, kinds, sources, before, after)
        position, before = end + len(after), after


def _nameable(part: str) -> bool:
    never = load("dateline").key_of["never"]
    return not any(word in never for word in part.split())


def _classify(part: str, known: Source | None, written: str) -> tuple[frozenset[str], tuple[Source, ...]]:
    """What a folded part is made of: kinds among place, source, paper, desk, date, number, glue, person, unknown."""
    words = part.split()
    if words and (house := _house(words, written)) is not None:
        return house
    if words and _kinds().get(words[0]) == "glue":
        return frozenset({"unknown"}), ()
    lead = _lead(words)
    kinds: set[str] = {"person"} if lead else set()
    sources: list[Source] = []
    run: list[str] = []  # words that no list names
    i = lead
    while i < len(words):
        size, kind, source = _longest(words, i, known)
        if size:
            kinds |= {kind, *_run(run)}
            sources += [source] if source else []
            run = []
        else:
            run.append(words[i])
        i += size or 1
    kinds |= _run(run)
    named = kinds & {"place", "source"}
    strangers = kinds & {"unknown", "person"}
    if kinds <= {"glue"} or (named and strangers and not ("glue" in kinds and len(words) <= _FROM_WORDS)):
        return frozenset({"unknown"}), ()
    return frozenset(kinds), tuple(sources)


def _lead(words: list[str]) -> int:
    """How many words at a part's head are a person's name, up to a number or a date: 0 when they are none, or are a place's or a source's name."""
    kinds = _kinds()
    size = next((i for i, word in enumerate(words) if not word.isalpha() or kinds.get(word) in ("date", "glue")), len(words))
    return size if " ".join(words[:size]) not in kinds and _person(words[:size]) else 0


def _run(words: list[str]) -> set[str]:
    if not words:
        return set()
    return {"person"} if _person(words) else {"unknown"}


def _longest(words: list[str], i: int, known: Source | None) -> tuple[int, str, Source | None]:
    """The longest known name at word i: its size in words (0 = none), kind, and source."""
    names, kinds = by_name(), _kinds()
    own = folded(known.name) if known else None
    for size in range(min(_LONGEST, len(words) - i), 0, -1):
        name = " ".join(words[i : i + size])
        if known and name == own:
            return size, "source", known
        if (kind := kinds.get(name)) is not None:
            return size, kind, names.get(name) if kind == "source" else None
    return (1, "number", None) if words[i].replace(".", "").isdigit() else (0, "", None)


@cache
def _kinds() -> dict[str, str]:
    """Every folded name a dateline knows → its kind. A name that is both place and source (a capital and its paper) is the place."""
    book = load("dateline")
    found = {form: cls for cls in ("glue", "desk", "paper", "date") for form in book.key_of[cls]}
    found |= dict.fromkeys(by_name(), "source")
    return dict.fromkeys(place_names(), "place") | {k: v for k, v in found.items() if v != "glue" or " " not in k}


@cache
def place_names() -> frozenset[str]:
    """Every folded name of a place that datelines know."""
    return frozenset(" ".join(fold(row["form"]).text.split()) for name in ("gazetteer", "places") for row in table(name))


@cache
def _given() -> frozenset[str]:
    return frozenset(fold(row["form"]).text for row in table("given_names"))


def _house(words: list[str], written: str) -> tuple[frozenset[str], tuple[Source, ...]] | None:
    """A newsroom that no list names, told by its first word («agency», «network») and one to three more. None otherwise."""
    kind = load("dateline").key_of["house"].get(words[0])
    if kind is None or not 2 <= len(words) <= 4 or not _nameable(" ".join(words)):
        return None
    return frozenset({"source"}), (Source("", kind, written),)


_TITLE = re.compile("^(?:\u062f|\u0645|\u0627)\\.$")


def _person(words: list[str]) -> bool:
    """Whether words are a person's name: two to four, the first a given name, none of them a verb or a particle."""
    never = load("dateline").key_of["never"]
    names = [word for word in words if not _TITLE.match(word)]
    return 2 <= len(names) <= 4 and names[0] in _given() and all(word not in never and word.isalpha() for word in names)
