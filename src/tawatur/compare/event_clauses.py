"""Dated clauses of one page: for each resolved date, the words of its sentence that say what happened then. Offsets are of the folded view.

A sentence is cut at punctuation and at joining words; from the piece that holds the date, pieces are added until it has a verb of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tawatur.arabic import folded, sentences
from tawatur.layers import TIME, Time, regions
from tawatur.model import Document
from tawatur.rulebook import load

REACH = 330  # characters on either side of a date that may belong to its clause
MAX_WORDS = 34
LONGEST_DAYS = 366  # a date less precise than a year places nothing on a timeline
_LEAD = re.compile("[\u0648\u0641](?=\\w{3})")
_ATTACHED = re.compile("(?:\u0644\u0644|[\u0628\u0644\u0643]?\u0627\u0644|[\u0628\u0644](?=\\w{3}))")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and its clause: view offsets of both, the time, the clause's region role, and whether its words point back (background)."""

    start: int
    end: int
    date_start: int
    date_end: int
    time: Time
    role: str
    recalled: bool


@dataclass(frozen=True)
class _Words:
    cut: re.Pattern[str]
    aside: re.Pattern[str]
    remind: re.Pattern[str]
    afterwards: re.Pattern[str]
    happened: frozenset[str]


@cache
def _words() -> _Words:
    book = load("reports")
    families = load("predicates").tables["family"]
    happened = {folded(form) for family in families if family["id"] not in ("deadline", "announced") for form in family["forms"]}
    speech = set(book.key_of["speech"])
    return _Words(
        cut=re.compile(rf"(?P<soft>[\u060c,()\-\u2013\u2014\u00ab\u00bb\u201c\u201d\"])|(?P<hard>[:;\u061b]|(?<!\w)\u0648?{book.any_of('join')}(?!\w))"),
        aside=re.compile(rf"(?<!\w){book.any_of('not_then')}\s*$"),
        remind=re.compile(rf"(?<!\w){book.any_of('remind')}(?!\w)"),
        afterwards=re.compile(rf"\s*{book.any_of('afterwards')}(?!\w)"),
        happened=frozenset((happened | set(book.key_of["happened"]) | set(book.key_of["told"])) - speech),
    )


def clauses(doc: Document) -> Iterator[Dated]:
    """Every resolved date of the page's prose that stands in a clause with a verb or a verbal noun of its own, in order."""
    view = doc.view
    times = [(view.find(a.span.start), view.find(a.span.end), a.value) for a in doc.layer(TIME)]
    starts = [t[0] for t in times]
    for region in regions(doc):
        low, high = view.find(region.span.start), view.find(region.span.end)
        inside = times[bisect_left(starts, low) : bisect_left(starts, high)]
        if inside:
            yield from _in_region(view.text, inside, low, high, region.value.role)


def _in_region(view: str, times: Sequence[tuple[int, int, Time]], low: int, high: int, role: str) -> Iterator[Dated]:
    bounds = sentences(view, low, high)
    first = last = low
    for k, (start, end, time) in enumerate(times):
        while start >= last and (following := next(bounds, None)) is not None:
            first, last = following
        if not places(time) or start < first or _words().aside.search(view, max(first, start - 16), start):
            continue
        left = max(first, start - REACH, times[k - 1][1] if k and places(times[k - 1][2]) else first)
        right = min(last, end + REACH, times[k + 1][0] if k + 1 < len(times) and places(times[k + 1][2]) else last)
        clause = _clause(view, left, right, start, end)
        if clause is not None:
            yield Dated(*clause, start, end, time, role, _words().remind.search(view, clause[0], clause[1]) is not None)


def places(time: Time) -> bool:
    """Whether a time can stand on a timeline: a resolved date or time of day, to the year or finer."""
    if time.type not in ("DATE", "TIME") or time.value is None or time.value.endswith("_REF"):
        return False
    return time.earliest is not None and time.latest is not None and (time.latest - time.earliest).days <= LONGEST_DAYS


def _clause(view: str, left: int, right: int, start: int, end: int) -> tuple[int, int] | None:
    """The pieces around a date that make a clause with something that happened, or None."""
    before = list(_words().cut.finditer(view, left, start))
    after = list(_words().cut.finditer(view, end, right))
    low = before[-1].end() if before else left
    high = after[0].start() if after else right
    lonely = sum(1 for _ in _TOKEN.finditer(view, low, start)) < 2 and not _TOKEN.search(view, end, high)
    steps = {"left": [(m, m.start()) for m in before[::-1]], "right": [(m, m.end()) for m in after]}
    for side in ("right", "left") if lonely else ("left", "right"):
        while not _tells(view, low, high, start, end) and steps[side] and steps[side][0][0]["soft"]:
            _, at = steps[side].pop(0)
            if side == "right" and _words().afterwards.match(view, at):
                break
            low = (steps["left"][0][0].end() if steps["left"] else left) if side == "left" else low
            high = (steps["right"][0][0].start() if steps["right"] else right) if side == "right" else high
    return _trimmed(view, low, high, start) if _tells(view, low, high, start, end) else None


def _tells(view: str, low: int, high: int, start: int, end: int) -> bool:
    """Whether view[low:high] without the date has a word that tells of something, and three words at all."""
    happened, count = False, 0
    for a, b in ((low, start), (end, high)):
        for word in _TOKEN.finditer(view, a, b):
            count += len(word[0]) > 2
            happened = happened or tells(word[0])
    return happened and count >= 3


def tells(word: str) -> bool:
    """Whether a folded word is a verb or a verbal noun of something that happens."""
    known = _words().happened
    if word in known:
        return True
    plain = _LEAD.sub("", word, count=1) if _LEAD.match(word) else word
    if plain in known:
        return True
    attached = _ATTACHED.match(plain)
    return attached is not None and plain[attached.end() :] in known


def _trimmed(view: str, low: int, high: int, start: int) -> tuple[int, int]:
    """At most MAX_WORDS words that hold the date, blank and punctuation at the edges left out."""
    found = list(_TOKEN.finditer(view, low, high))
    at = next(k for k, word in enumerate(found) if word.end() > start)
    first = max(0, min(at - MAX_WORDS // 2, len(found) - MAX_WORDS))
    kept = found[first : first + MAX_WORDS]
    return kept[0].start(), kept[-1].end()
