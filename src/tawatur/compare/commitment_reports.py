"""What a page says of an undertaking: the cue of a later report, and the day the report speaks of. Words: rules/reports.toml. Offsets are of the view."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tawatur.arabic import sentences
from tawatur.layers import TIME, Time, published, regions
from tawatur.model import Document
from tawatur.rulebook import load

UNDERTAKEN, REPEATED, RUNNING, POSTPONED, DENIED, DONE = "undertaken", "repeated", "under way", "postponed", "denied", "declared done"
ORDER = (UNDERTAKEN, RUNNING, REPEATED, POSTPONED, DENIED, DONE)
"""Reports of one day are shown, and the status taken, in this order: what ends an undertaking last."""
REACH = 260  # characters of the clause behind a cue that are compared
CUES_A_SENTENCE = 4


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
    times: Sequence[tuple[int, int, Time]]
    day: date | None
    latest: date | None

    def before(self, low: int, high: int) -> str | None:
        """The last past date, to the month or the day, that begins in [low, high): as precise as it is said."""
        said = None
        for k in range(bisect_left(self.starts, low), bisect_left(self.starts, high)):
            time = self.times[k][2]
            if time.value is not None and time.latest is not None and len(time.value) >= 7 and (self.latest is None or time.latest <= self.latest):
                said = time.value[:10]
        return said


def dated(doc: Document) -> Dated:
    """The page's resolved dates."""
    when = published(doc)
    times = [
        (doc.view.find(a.span.start), doc.view.find(a.span.end), a.value)
        for a in doc.layer(TIME)
        if a.value.type in ("DATE", "TIME") and a.value.value is not None and re.match(r"\d{4}-(?:\d\d(?!\d)|W)", a.value.value) and "-W" not in a.value.value
    ]
    return Dated([t[0] for t in times], times, when.value if when else None, (when.value or when.latest) if when else None)


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """(one pattern for any cue of a report that stands alone, patterns by what they say)."""
    rules = [rule for rule in load("reports").rules if rule.id.startswith("report.")]
    by_saying: dict[str, list[str]] = {}
    for rule in rules:
        by_saying.setdefault(rule.value["says"], []).append(re.sub(r"\?P<\w+>", "?:", rule.pattern.pattern))
    patterns = {says: re.compile("|".join(sources)) for says, sources in by_saying.items()}
    lone = re.compile("|".join(f"(?P<{says.replace(' ', '_')}>{'|'.join(by_saying[says])})" for says in (DONE, POSTPONED, DENIED)))
    return lone, patterns


def saying(view: str, start: int, end: int, rule: str) -> str:
    """What the undertaking at [start, end) is by its own words and the few before it: undertaken for the first time, repeated, under way or done."""
    if rule == "commit.declared" and _cues()[1][DONE].search(view, start, end):
        return DONE
    if rule == "commit.stands":
        return REPEATED
    for says in (RUNNING, REPEATED):
        if _cues()[1][says].search(view, start, end):
            return says
    return UNDERTAKEN


def reports(doc: Document) -> Iterator[Report]:
    """Clauses that stand alone as later reports: declared done, postponed, denied."""
    lone = _cues()[0]
    view = doc.view
    for region in regions(doc):
        low, high = view.find(region.span.start), view.find(region.span.end)
        hits = list(lone.finditer(view.text, low, high))
        if not hits:
            continue
        bounds = sentences(view.text, low, high)
        start = end = low
        for hit in hits:
            while hit.start() >= end and (following := next(bounds, None)) is not None:
                start, end = following
            stop = min(end, hit.end() + REACH)
            if hit.start() >= start and stop - hit.end() > 8:
                yield Report(hit.start(), stop, (hit.lastgroup or "").replace("_", " "))
