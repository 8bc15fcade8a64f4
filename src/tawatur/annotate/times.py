"""Resolves time expressions against the publication date: a day, or an interval when the day is not known (then values carry X where they must)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from tawatur.annotate.time_calendar import ISO, Period, Week
from tawatur.annotate.time_values import Context, Resolved, resolve
from tawatur.annotate.time_weeks import week_of
from tawatur.layers import EXPRESSION, PUBLISHED, REGION, TIME, Expression, Published, Time, published
from tawatur.model import Annotation, Document, Origin

VERSION = "9"
_NOT_KNOWN = "time.date_unknown"
_WEEKS = frozenset({"W", "WE"})
_RESTS_ON_BEFORE = frozenset({"same", "time"})


def anchors(when: Published | None) -> tuple[date, date] | None:
    """The first and last day on which the page can have been published; None when not even that is known."""
    if when is None:
        return None
    if when.value is not None:
        return when.value, when.value
    if when.earliest is None or when.latest is None:
        return None
    first, last = when.earliest, when.latest
    if when.weekday is not None:
        first += timedelta(days=(when.weekday - first.weekday()) % 7)
        last -= timedelta(days=(last.weekday() - when.weekday) % 7)
    return (first, last) if first <= last else (when.earliest, when.latest)


def merged(a: Resolved, b: Resolved) -> Resolved:
    """What two possible days of publication agree on; X where they differ."""
    if a == b or a.value is None or b.value is None:
        return a if a == b else Resolved(None, why=_NOT_KNOWN)
    low = min((d for d in (a.earliest, b.earliest) if d is not None), default=None)
    high = max((d for d in (a.latest, b.latest) if d is not None), default=None)
    value = a.value if a.value == b.value else _blurred(a.value, b.value)
    return Resolved(value, low, high, None if value else _NOT_KNOWN)


def _blurred(a: str, b: str) -> str | None:
    head, mark, tail = a.partition("T")
    left, right = head.split("-"), b.partition("T")[0].split("-")
    if len(left) != len(right) or tail != b.partition("T")[2] or any(len(x) != len(y) for x, y in zip(left, right, strict=True)):
        return None
    known = True
    out = []
    for x, y in zip(left, right, strict=True):
        known = known and x == y
        out.append(x if known else "X" * len(x))
    return "-".join(out) + mark + tail if out[0] == left[0] else None


def unplaced(said: Expression) -> str | None:
    """The TIMEX3 value of what is said when its year or week is not known: XXXX-12-31, XXXX-WXX-1; None when nothing is left."""
    tail = f"T{said.clock}" if said.clock else f"T{said.part}" if said.part else ""
    if said.kind == "date" and said.month is not None and not said.hijri and said.year is None:
        return f"XXXX-{said.month:02d}" + (f"-{said.day:02d}{tail}" if said.day is not None else "")
    if said.weekday is not None and said.kind in ("weekday", "day"):
        return f"XXXX-WXX-{said.weekday + 1}{tail}"
    return None


def on_a_day(found: Iterable[Annotation[Any]], now: date, week: Week = ISO) -> Iterator[Time]:
    """Each expression's time in order, "now" being known, in the week of the page's country; later ones rest on earlier ones.

    What rests on nothing is made once for each expression object.
    """
    last, day, at = None, None, 0  # the fields of Context: made into one only where it is read
    made: dict[int, tuple[Time, Period | None]] = {}
    for one in found:
        said, here = one.value, one.span.start
        known = made.get(id(said))
        if known is None:
            rests = said.kind in _RESTS_ON_BEFORE or said.of is not None
            r = resolve(said, now, Context(last, day, at, here, week) if last is not None else Context(week=week))
            known = Time(said.type, r.value, said.mod, r.earliest, r.latest, now if r.anchored else None, r.why), _spoken_of(said, r)
            if not rests:
                made[id(said)] = known
        time, period = known
        if period is not None:
            last, at = period, here
            day = period.earliest if period.earliest == period.latest else day
        yield time


def in_an_interval(found: Iterable[Annotation[Any]], first: date, last: date, week: Week = ISO) -> Iterator[Time]:
    """Each expression's time in order, "now" lying anywhere from `first` to `last`."""
    early = late = Context(week=week)
    for one in found:
        said, here = one.value, one.span.start
        a, b = resolve(said, first, _at(early, here)), resolve(said, last, _at(late, here))
        early = early if (period := _spoken_of(said, a)) is None else _after(early, period, here)
        late = late if (period := _spoken_of(said, b)) is None else _after(late, period, here)
        r = merged(a, b)
        value = unplaced(said) if r.why == _NOT_KNOWN else r.value
        yield Time(said.type, value, said.mod, r.earliest, r.latest, None, r.why)


def _at(before: Context, here: int) -> Context:
    return before._replace(here=here) if before.last is not None else before


def _spoken_of(said: Expression, found: Resolved) -> Period | None:
    """The period that an expression brings up; None for lengths, repetitions, references and what is not resolved."""
    if found.value is None or found.earliest is None or said.type not in ("DATE", "TIME") or found.value.endswith("_REF"):
        return None
    return Period(found.value.partition("T")[0], found.earliest, found.latest)


def _after(before: Context, period: Period, here: int) -> Context:
    """What the next expression may rest on."""
    return Context(period, period.earliest if period.earliest == period.latest else before.day, here, here, before.week)


@dataclass(frozen=True, slots=True)
class Times:
    """The stage: writes layer "time". `week_country`: whose week it is (ISO 3166) where neither outlet nor dateline tells a country, "" = the ISO week."""

    name: str = TIME
    version: str = VERSION
    needs: tuple[str, ...] = (EXPRESSION, PUBLISHED, REGION)
    week_country: str = ""

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """Annotations of `Time`, one for each expression."""
        found = doc.layer(EXPRESSION)
        span = anchors(published(doc))
        if span is None:
            alone: dict[int, Time] = {}
            for e in found:
                if id(e.value) not in alone:
                    alone[id(e.value)] = _unanchored(e.value)
                yield Annotation(e.span, alone[id(e.value)], _origin(e.origin.rule))
            return
        first, last = span
        week = week_of(doc, first, self.week_country) if any(e.value.unit in _WEEKS for e in found) else ISO
        values = on_a_day(found, first, week) if first == last else in_an_interval(found, first, last, week)
        for e, value in zip(found, values, strict=True):
            yield Annotation(e.span, value, _origin(e.origin.rule))


@cache
def _origin(rule: str) -> Origin:
    return Origin(TIME, VERSION, rule)


_NEVER = date(1, 6, 15), date(9000, 6, 15)


def _unanchored(said: Expression) -> Time:
    """What an expression says by itself, when nothing is known of the page's date."""
    a, b = (resolve(said, now, Context()) for now in _NEVER)
    if a == b and a.value is not None:
        return Time(said.type, a.value, said.mod, a.earliest, a.latest)
    if a.value == b.value and a.value is not None:
        return Time(said.type, a.value, said.mod)
    return Time(said.type, unplaced(said), said.mod, why=_NOT_KNOWN)


TIMES = Times()
