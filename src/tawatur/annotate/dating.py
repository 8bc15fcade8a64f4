"""The publication date of a page from all its clues: given fields, markup, "today, Thursday (20 May 2021)", weekdays, deadlines.

A day where one can be known; else an interval and, where said, a weekday. Times in furniture (the crawler's clock) are no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tawatur.annotate.time_values import Context, resolve
from tawatur.layers import EXPRESSION, PUBLISHED, REGION, Expression, Published
from tawatur.model import Annotation, Clue, Document, Origin, Span

VERSION = "1"
_PROSE = frozenset({"title", "kicker", "subheading", "caption", "body", "dateline"})


def believed(clues: Sequence[Clue]) -> Published | None:
    """What the input row or the page's markup states: given clues before others, the first that names a day."""
    for clue in sorted(clues, key=lambda c: not c.given):
        if clue.earliest is not None and clue.earliest == clue.latest:
            return Published(clue.earliest, clue.earliest, clue.latest, clue.earliest.weekday(), (clue,))
    return None


def weekday_clue(found: Sequence[Annotation[Any]]) -> Clue | None:
    """The page's weekday from "today, Thursday" or "yesterday, Monday"; None when two disagree."""
    seen: dict[int, Annotation[Any]] = {}
    for one in found:
        said: Expression = one.value
        if said.kind == "day" and said.weekday is not None and said.shift is not None and said.part != "NI":
            seen.setdefault((said.weekday - said.shift) % 7, one)
    if len(seen) != 1:
        return None
    ((day, one),) = seen.items()
    return Clue(one.span, "weekday", weekday=day)


def today_clue(doc: Document, found: Sequence[Annotation[Any]]) -> Clue | None:
    """The day itself: "today, Thursday (20 May 2021)"."""
    for one, following in pairwise(found):
        a, b = one.value, following.value
        if a.kind == "day" and b.kind == "date" and b.year is not None and b.day is not None and b.month is not None and following.span.start - one.span.end <= 4:
            when = resolve(b, date(2000, 1, 1), Context()).earliest
            if when is not None:
                day = when - timedelta(days=a.shift or 0)
                return Clue(Span(one.span.start, following.span.end), "day", day, day)
    return None


def bounds(found: Sequence[Annotation[Any]]) -> list[Clue]:
    """Dates the page speaks of as past: it cannot be older."""
    out = []
    for one in found:
        said: Expression = one.value
        if said.kind == "date" and said.year is not None and said.narration <= 0:
            when = resolve(said, date(2000, 1, 1), Context())
            if when.earliest is not None and when.earliest.year < 2100:
                out.append(Clue(one.span, "after", earliest=when.earliest))
    return out


def date_page(doc: Document, found: Sequence[Annotation[Any]]) -> Published | None:
    """The day, or an interval and a weekday, with the evidence."""
    if (known := believed(doc.clues)) is not None:
        return known
    if (today := today_clue(doc, found)) is not None and today.earliest is not None:
        return Published(today.earliest, today.earliest, today.latest, today.earliest.weekday(), (today,))
    weekday = weekday_clue(found)
    after = bounds(found)
    if not after and weekday is None:
        return None
    newest = max(after, key=lambda c: c.earliest or date.min, default=None)
    earliest = newest.earliest if newest else None
    evidence = tuple(c for c in (weekday, newest) if c is not None)
    return Published(None, earliest, None, weekday.weekday if weekday else None, evidence)


@dataclass(frozen=True, slots=True)
class Dating:
    """The stage: writes layer "published", one annotation or none."""

    name: str = PUBLISHED
    version: str = VERSION
    needs: tuple[str, ...] = (EXPRESSION, REGION)

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """One annotation of `Published`; its span is the first evidence inside the text, or the whole text."""
        found = [e for e in doc.layer(EXPRESSION) if e.value.region in _PROSE]
        when = date_page(doc, found)
        if when is None or not doc.text:
            return
        span = next((c.span for c in when.evidence if c.span is not None), Span(0, len(doc.text)))
        yield Annotation(span, when, Origin(PUBLISHED, VERSION, "published." + (when.evidence[0].says if when.evidence else "none")))


DATING = Dating()
