"""What a page says of an undertaking: the cue of a later report, and the day the report speaks of. Words: rules/reports.toml. Offsets are of the view."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tawatur.arabic import sentences
from tawatur.compare.event_words import to_view
from tawatur.layers import TIME, Time, published, regions
from tawatur.model import Document
from tawatur.rulebook import load

UNDERTAKEN, REPEATED, RUNNING, POSTPONED, DENIED, DONE = "undertaken", "repeated", "under way", "postponed", "denied", "declared done"
ORDER = (UNDERTAKEN, RUNNING, REPEATED, POSTPONED, DENIED, DONE)
"""Reports of one day are shown, and the status taken, in this order: what ends an undertaking last."""
REACH = 260  # characters of the clause behind a cue that are compared
NARROW = 731  # days within which an undated page must lie for its reports to be put in order
LEAD = 130  # characters between "announced" and "the end of" it


@dataclass(frozen=True, slots=True)
class Report:
    """A clause that says something of some deed: view offsets of the clause behind its cue, and what it says."""

    start: int
    end: int
    says: str


@dataclass(frozen=True)
class Dated:
    """The dates of a page by view offsets, and its own day."""

    starts: Sequence[int]
    times: Sequence[tuple[int, Time]]
    day: date | None
    earliest: date | None
    latest: date | None

    def before(self, low: int, high: int) -> str | None:
        """The last past date, to the month or the day, that begins in [low, high): as precise as it is said."""
        said = None
        for k in range(bisect_left(self.starts, low), bisect_left(self.starts, high)):
            time = self.times[k][1]
            if time.value is not None and time.latest is not None and len(time.value) >= 7 and (self.latest is None or time.latest <= self.latest):
                said = time.value[:10]
        return said


def dated(doc: Document) -> Dated:
    """The page's resolved dates."""
    when, find = published(doc), to_view(doc)
    times = [
        (find(a.span.start), a.value)
        for a in doc.layer(TIME)
        if a.value.type in ("DATE", "TIME") and a.value.value is not None and re.match(r"\d{4}-(?:\d\d(?!\d)|W)", a.value.value) and "-W" not in a.value.value
    ]
    if when is None:
        return Dated([t[0] for t in times], times, None, None, None)
    near = when.earliest is not None and when.latest is not None and (when.latest - when.earliest).days <= NARROW
    return Dated([t[0] for t in times], times, when.value, when.value or (when.earliest if near else None), when.value or when.latest)


@dataclass(frozen=True)
class _Cues:
    """`scan` finds words worth a look; `lone` is tried at them, `led` ends at them and begins before; `within` what an undertaking's own words say."""

    scan: re.Pattern[str]
    lone: tuple[tuple[str, re.Pattern[str]], ...]
    led: tuple[tuple[str, re.Pattern[str]], ...]
    within: Mapping[str, re.Pattern[str]]


@cache
def _cues() -> _Cues:
    book = load("reports")
    rules = {rule.id: rule for rule in book.rules if rule.id.startswith("report.")}
    first = {form.split()[0] for name in ("finish", "finished", "postpone", "defer", "deny") for form in book.key_of[name]}
    lone = tuple((rule.value["says"], rule.pattern) for key, rule in rules.items() if key in ("report.finished", "report.postponed", "report.denied"))
    within = {says: re.compile("|".join(re.sub(r"\?P<\w+>", "?:", rule.pattern.pattern) for rule in rules.values() if rule.value["says"] == says)) for says in ORDER[1:]}
    led = tuple((rules[key].value["says"], re.compile(rules[key].pattern.pattern + r"\Z")) for key in ("report.done", "report.deferred"))
    return _Cues(re.compile(rf"(?<!\w)[\u0648\u0641\u0628\u0644]?(?:{_trie(first)})(?!\w)"), lone, led, within)


def _trie(forms: Iterable[str]) -> str:
    """An alternation of words that reads each letter once: several times as fast as one branch a word."""
    ends: dict[str, set[str]] = {}
    for form in forms:
        ends.setdefault(form[:1], set()).add(form[1:])
    branches = [re.escape(letter) + (f"(?:{_trie(rest - {''})})" + ("?" if "" in rest else "") if rest - {""} else "") for letter, rest in sorted(ends.items())]
    return "|".join(branches)


def sentence_start(view: str, at: int, reach: int) -> int:
    """Where the sentence that holds `at` begins, `reach` characters back at most."""
    low = max(0, at - reach)
    ends = [m.end() for m in _SENTENCE_END.finditer(view, low, at)]
    return ends[-1] if ends else low


_SENTENCE_END = re.compile(r"[.!?\u061f](?=\s)|\n")


def saying(view: str, start: int, end: int, rule: str) -> str:
    """What the undertaking at [start, end) is by its own words and the few before it: undertaken for the first time, repeated, under way or done."""
    within = _cues().within
    if rule == "commit.declared" and within[DONE].search(view, start, end):
        return DONE
    if rule == "commit.stands":
        return REPEATED
    for says in (RUNNING, REPEATED):
        if within[says].search(view, start, end):
            return says
    return UNDERTAKEN


def reports(doc: Document) -> Iterator[Report]:
    """Clauses that stand alone as later reports: declared done, postponed, denied."""
    view, find = doc.view, to_view(doc)
    for region in regions(doc):
        low, high = find(region.span.start), find(region.span.end)
        hits = list(_cues().scan.finditer(view.text, low, high))
        if not hits:
            continue
        bounds = sentences(view.text, low, high)
        start = end = last = low
        for hit in hits:
            while hit.start() >= end and (following := next(bounds, None)) is not None:
                start, end = following
            found = _report(view.text, start, end, hit) if hit.start() >= start else None
            if found and found.end - hit.end() > 8 and found.start >= last:  # one report for "announced the end of the end"
                last = hit.end()
                yield found


def _report(view: str, start: int, end: int, hit: re.Match[str]) -> Report | None:
    """What stands at a word of finishing, postponing or denying, in the sentence [start, end)."""
    stop = min(end, hit.end() + REACH)
    for says, pattern in _cues().led:
        before = pattern.search(view, max(start, hit.start() - LEAD), hit.end())
        if before:
            return Report(before.start(), stop, says)
    for says, pattern in _cues().lone:
        if pattern.match(view, hit.start(), end):
            return Report(hit.start(), stop, says)
    return None
