"""The publication date of a page from all its clues: given fields, markup, "today, Thursday (20 May 2021)", weekdays, months last and next, years named.

A day where one can be known; else an interval and, where said, a weekday. Times in furniture (the crawler's clock) are no evidence. Unknown beats a guess:
the newest year a page names says only that the page is not older (of 1,135 pages that name one, 4 in 100 are of that year, 21 of the next, the rest later), and
"last" and "next" months bound the day as 95 of 100 of them do (544 such months on 3,294 pages of five outlets, February to May 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tawatur.annotate.time_tense import narration
from tawatur.annotate.time_values import Context, resolve
from tawatur.annotate.time_words import context
from tawatur.layers import EXPRESSION, PUBLISHED, REGION, Expression, Published
from tawatur.model import Annotation, Clue, Document, Origin, Span
from tawatur.settings import Settings

VERSION = "2"
_NOT_EVIDENCE = frozenset({"furniture", "comment"})
_LAST = date(Settings().last_year, 12, 31)  # no page is younger than the settings allow a stated date to be
_SCAN = 800  # days from either end within which some day must fit months that come back every year
_SINCE_LAST = 300  # days; 94 of 100 months called "last" are no further back
_UNTIL_NEXT = 220  # days; 95 of 100 months called "next" are no further ahead
_LINE = 30  # letters beside a date on a line that is a date line
_HEAD = 500  # characters at a page's head where a date line stands
_EPOCH = date(2000, 1, 1)

Found = Sequence[Annotation[Any]]


@dataclass(frozen=True, slots=True)
class Habit:
    """A bound that comes back every year: the days that may be the page's, and the clue that says so."""

    clue: Clue
    allows: Callable[[date], bool]


def believed(clues: Sequence[Clue]) -> Clue | None:
    """What the input row or the page's markup states as one day: given clues before others."""
    for clue in sorted(clues, key=lambda c: not c.given):
        if clue.earliest is not None and clue.earliest == clue.latest:
            return clue
    return None


def _full(said: Expression) -> date | None:
    """The day of a full date that stands by itself."""
    if said.kind != "date" or said.year is None or said.month is None or said.day is None:
        return None
    when = resolve(said, _EPOCH, Context())
    return when.earliest if when.value is not None else None


def stated_day(doc: Document, found: Found) -> Clue | None:
    """The day itself: "today, Thursday (20 May 2021)", "yesterday, Monday 9 August 2021", or a date line at the page's head."""
    for one, following in pairwise(found):
        said: Expression = one.value
        if said.kind == "day" and following.span.start - one.span.end <= 4 and (when := _full(following.value)) is not None:
            day = when - timedelta(days=said.shift or 0)
            return Clue(Span(one.span.start, following.span.end), "today_dated", day, day)
    for one in found:
        if one.value.shift is not None and (when := _full(one.value)) is not None:
            day = when - timedelta(days=one.value.shift)
            return Clue(one.span, "today_dated", day, day)
    for one in found:
        if (when := _full(one.value)) is not None and (one.value.region == "dateline" or _is_date_line(doc, one.span, found)):
            return Clue(one.span, "dateline", when, when)
    return None


def _is_date_line(doc: Document, span: Span, found: Found) -> bool:
    """Whether a date near the page's head fills its line but for a place or an outlet: no preposition before it, no other time on the line."""
    if span.start > _HEAD:
        return False
    text = doc.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if (end - start) - (span.end - span.start) > _LINE or sum(start <= one.span.start < end for one in found) > 1:
        return False
    view = doc.view
    before = view.text[view.find(start) : view.find(span.start)].split()
    return not before or not any(before[-1] in context(cls) for cls in ("year_cue", "span_cue", "month_cue"))


def weekday_clue(found: Found) -> Clue | None:
    """The page's weekday from "today, Thursday" or "yesterday, Monday"; None when two disagree."""
    seen: dict[int, Annotation[Any]] = {}
    for one in found:
        said: Expression = one.value
        if said.weekday is not None and said.shift is not None and said.kind in ("day", "date") and said.part != "NI":
            seen.setdefault((said.weekday - said.shift) % 7, one)
    if len(seen) != 1:
        return None
    ((day, one),) = seen.items()
    return Clue(one.span, "weekday", weekday=day)


def bounds(doc: Document, found: Found) -> Iterator[Clue]:
    """Dates with their year, told as past (the page is not older) or as still to come (it is not younger)."""
    view = doc.view
    for one in found:
        said: Expression = one.value
        if said.kind != "date" or said.year is None or (one.origin.rule == "time.year_bare" and said.month is None and _names_event(doc, one.span)):
            continue
        when = resolve(said, _EPOCH, Context())
        if when.earliest is None or when.latest is None:
            continue
        told = narration(view.text, view.find(one.span.start), "year")
        if told < 0 or (told == 0 and said.day is not None and said.shift is None):  # a full date without a tense is nearly always past
            earliest = when.latest - timedelta(days=91) if said.mod == "END" and said.month is None else when.earliest
            yield Clue(one.span, "not_before", earliest=earliest)
        elif _is_deadline(view.text, view.find(one.span.start)):
            yield Clue(one.span, "not_after", latest=when.latest)


def _names_event(doc: Document, span: Span) -> bool:
    """Whether a bare year names an election or a budget that may be still to come."""
    view = doc.view
    start = view.find(span.start)
    return any(context("named_by_year").get(word) for word in view.text[max(0, start - 24) : start].split()[-1:])


def _is_deadline(view: str, start: int) -> bool:
    """Whether one of the three words before says that the date is still to come; "until" and "from" are said of the past as well."""
    return any(context("deadline").get(word) for word in view[max(0, start - 40) : start].split()[-3:])


def habits(found: Found) -> Iterator[Habit]:
    """Months called this, last or next, and days of today without a year: they bound the day within any year."""
    for one in found:
        said: Expression = one.value
        if said.kind != "date" or said.year is not None or said.month is None or said.hijri or said.of is not None:
            continue
        clue = Clue(one.span, "month_of_year")
        if said.shift is not None and said.day is not None:
            yield Habit(clue, _same_day(said.month, said.day, said.shift))
        elif said.direction == 0:
            yield Habit(clue, _same_month(said.month))
        elif said.direction in (-1, 1):
            yield Habit(clue, _within(said))


def _same_day(month: int, day: int, shift: int) -> Callable[[date], bool]:
    def allows(when: date) -> bool:
        other = when + timedelta(days=shift)
        return (other.month, other.day) == (month, day)

    return allows


def _same_month(month: int) -> Callable[[date], bool]:
    return lambda when: when.month == month


def _within(said: Expression) -> Callable[[date], bool]:
    """Not on or before (after) the day or month called last (next), and not too long after (before) it."""

    def allows(when: date) -> bool:
        named = resolve(said, when, Context())
        if named.earliest is None or named.latest is None:
            return True
        if said.direction == -1:
            return 0 < (when - named.latest).days <= _SINCE_LAST
        return 0 < (named.earliest - when).days <= _UNTIL_NEXT

    return allows


def date_page(doc: Document, found: Found) -> Published | None:
    """The day, or an interval and a weekday, with the evidence in the order it was weighed."""
    for stated in (believed(doc.clues), stated_day(doc, found)):
        if stated is not None and stated.earliest is not None:
            return Published(stated.earliest, stated.earliest, stated.earliest, stated.earliest.weekday(), (stated,))
    weekday = weekday_clue(found)
    hard = [*doc.clues, *bounds(doc, found)]
    soft = list(habits(found))
    low = max((c for c in hard if c.earliest is not None), key=_earliest, default=None)
    high = min((c for c in hard if c.latest is not None), key=_latest, default=None)
    evidence = tuple(c for c in (weekday, low, high) if c is not None)
    if low is None or low.earliest is None:
        if weekday is None and high is None:
            return None
        return Published(None, None, high.latest if high else None, weekday.weekday if weekday else None, evidence)
    last = high.latest if high is not None and high.latest is not None and low.earliest <= high.latest else _LAST
    return _intersected(low.earliest, last, weekday, soft, evidence)


def _earliest(clue: Clue) -> date:
    return clue.earliest or date.min


def _latest(clue: Clue) -> date:
    return clue.latest or date.max


def _intersected(first: date, last: date, weekday: Clue | None, soft: Sequence[Habit], evidence: tuple[Clue, ...]) -> Published:
    """The first and last day of [first, last] that every clue allows; habits that leave none are left out."""
    tests: list[Callable[[date], bool]] = []
    day_of_week = weekday.weekday if weekday else None
    if day_of_week is not None:
        tests.append(lambda day: day.weekday() == day_of_week)
    for habit in soft:
        if _edge(first, last, 1, [*tests, habit.allows]) is not None:
            tests.append(habit.allows)
            evidence = (*evidence, habit.clue)
    low, high = _edge(first, last, 1, tests) or first, _edge(last, first, -1, tests) or last
    if low == high:
        return Published(low, low, low, low.weekday(), evidence)
    return Published(None, low, high, day_of_week, evidence)


def _edge(start: date, stop: date, step: int, tests: Sequence[Callable[[date], bool]]) -> date | None:
    """The first day from `start` towards `stop` that passes every test, or None."""
    for n in range(min(abs((stop - start).days), _SCAN) + 1):
        day = start + timedelta(days=n * step)
        if all(allows(day) for allows in tests):
            return day
    return None


@dataclass(frozen=True, slots=True)
class Dating:
    """The stage: writes layer "published", one annotation or none."""

    name: str = PUBLISHED
    version: str = VERSION
    needs: tuple[str, ...] = (EXPRESSION, REGION)

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """One annotation of `Published`; its span is the first evidence inside the text, or the whole text."""
        found = [e for e in doc.layer(EXPRESSION) if e.value.region not in _NOT_EVIDENCE]
        when = date_page(doc, found) if doc.text else None
        if when is None:
            return
        span = next((c.span for c in when.evidence if c.span is not None), Span(0, len(doc.text)))
        yield Annotation(span, when, Origin(PUBLISHED, VERSION, f"published.{when.evidence[0].says}"))


DATING = Dating()
