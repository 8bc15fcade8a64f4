"""What one document offers to the facts: each value with the class of question it answers, its context, and what the page says beside it."""

from __future__ import annotations

import itertools
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tawatur import arabic, rulebook
from tawatur.compare import fact_context as context
from tawatur.compare.fact_context import Word
from tawatur.compare.fact_names import PLACES, Cast, Named, cast
from tawatur.compare.fact_stems import bare, stem, weigh
from tawatur.compare.fact_values import OFFICE, RANK, SAID, TOLLS, Value, of_age, of_days, of_number, total
from tawatur.layers import PROSE, QUANTITY, STATEMENT, TIME, regions
from tawatur.model import Annotation, Document

_LONGEST = 366 * 2  # days: a wider date (a decade, a century) fills no slot
_TOLLS = ("killed", "injured")
_ANYBODY = frozenset({*_TOLLS, "person", "civilian", "palestinian", "passenger", "worker"})  # nouns that do not tell whose deaths are counted
_SUM_GAP = 90  # characters between the killed and the injured of one sentence
_HEADING, _LEAD = 25, 3  # characters a sentence has at least; sentences (the title's among them) that tell the news itself
_DATE_REACH = 60  # view characters between a number and the date it is of
RANKED = "rank"
OWN_YEAR = 2  # what `_fixed` says of a date with its own year
_BESIDE = 6  # words on either side of such a date that tell whose it is
_AGE, _OLDEST = 9, 120  # years between which a bare number beside a name is an age
_SPOKEN = 3  # words that make a date without a page's date recognisable
_DAYS = {"Y": 365.25, "M": 30.4375, "W": 7.0, "D": 1.0, "H": 1 / 24}


class Offer(NamedTuple):
    """A value in its place (text offsets), with the stems around it. `part`: it is said to be a part of the number before it; `close`: of a date with its own
    year, the stems and families of the few words beside it; `at`: of victims, the clock time up to which they are counted."""

    start: int
    end: int
    value: Value
    said: str
    context: Mapping[int, int]
    families: tuple[str, ...] = ()
    counted: int = 0
    part: bool = False
    rising: bool = False
    lead: bool = False
    fixed: int = 0
    when: tuple[int, int] | None = None
    speaker: str = ""
    label: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()
    close: tuple[int, ...] = ()
    at: str = ""


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the view with its words, its times and its quantities."""

    doc: Document
    words: Sequence[Word]
    starts: Sequence[int]
    times: Sequence[Annotation[Any]]
    quantities: Sequence[Annotation[Any]]
    lead: bool
    end: int
    cast: Cast

    @cached_property
    def dated(self) -> Sequence[tuple[int, int, tuple[int, int]]]:
        """Its dates in order: where they stand on the view, and the days they allow."""
        dates = [t for t in self.times if t.value.type == "DATE" and t.value.earliest is not None and t.value.latest is not None]
        return [(*self.at(t), (t.value.earliest.toordinal(), t.value.latest.toordinal())) for t in dates]

    def clock(self, end: int) -> str:
        """The weekday and clock time said within 60 characters behind a place on the view, such as "3T18:00"; "" when none is."""
        for time in self.times:
            if 0 <= self.at(time)[0] - end <= _DATE_REACH and "T" in (time.value.value or "") and time.value.type != "DURATION" and ":" in time.value.value:
                day, _, hour = time.value.value.partition("T")
                return f"{date.fromisoformat(day).weekday()}T{hour}" if len(day) == 10 else ""
        return ""

    def at(self, annotation: Annotation[Any]) -> tuple[int, int]:
        """An annotation's place on the view."""
        return self.doc.view.find(annotation.span.start), self.doc.view.find(annotation.span.end)


def offers(doc: Document) -> Iterator[Offer]:
    """All values a document offers, in order, sums of a sentence's tolls among them."""
    quoted = _Quotes(doc)
    lead = 0
    people = cast(doc)
    for sentence in _sentences(doc, people):
        found = [*_numbers(sentence), *_dates(sentence)]
        found.extend(_sums(found))
        lead = sentence.end if sentence.lead else lead
        yield from (quoted.mark(offer) for offer in found)
    for name in people.named(lead):
        yield quoted.mark(_name_offer(doc, name))
        if name.office:
            yield quoted.mark(_office_offer(doc, name))


def _sentences(doc: Document, people: Cast) -> Iterator[_Sentence]:
    """The prose sentences that hold a time or a quantity."""
    layers = [_Cursor(doc.layer(name)) for name in (TIME, QUANTITY)]
    told = 0
    for region in regions(doc, PROSE):
        for a, b in arabic.sentences(doc.text, region.span.start, region.span.end):
            told += b - a > _HEADING
            times, quantities = (cursor.within(a, b) for cursor in layers)
            if times or quantities:
                words = context.words_of(doc.view.text, doc.view.find(a), doc.view.find(b))
                yield _Sentence(doc, words, [w.start for w in words], times, quantities, told <= _LEAD, b, people)


class _Cursor:
    """A layer, asked for what begins in a stretch."""

    def __init__(self, layer: Sequence[Annotation[Any]]) -> None:
        self._layer = layer
        self._starts = [a.span.start for a in layer]

    def within(self, start: int, end: int) -> Sequence[Annotation[Any]]:
        return self._layer[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]


def _name_offer(doc: Document, name: Named) -> Offer:
    """A name with the office said beside it, or the words before it."""
    best = name.best
    start, end = best.span.start + best.value.lead, best.span.end
    stems, families = context.beside(doc.view.text, doc.view.find(start), doc.view.find(end))
    value = Value(name.type, name.key, name.key, name.key)
    also = tuple((m.span.start + m.value.lead, m.span.end) for m in name.mentions if m is not best)[:PLACES]
    return Offer(start, end, value, doc.text[start:end], stems, families, label=(name.label(doc),), also=also)


def _office_offer(doc: Document, name: Named) -> Offer:
    """The office of a person: another one that he holds too is no clash, only the same one meets."""
    first, *others = name.office
    stems, families = context.beside(doc.view.text, doc.view.find(first.start), doc.view.find(first.end))
    value = Value(OFFICE, name.office_key, name.office_key, name.office_key)
    also = tuple((o.start, o.end) for o in others[:PLACES])
    return Offer(first.start, first.end, value, first.of(doc.text), stems, families, label=(name.best.span.of(doc.text),), also=also)


def _numbers(sentence: _Sentence) -> Iterator[Offer]:
    """The quantities of a sentence."""
    before: Offer | None = None
    for quantity in sentence.quantities:
        start, end = sentence.at(quantity)
        value, text = quantity.value, sentence.doc.view.text
        part = _is_part(text, sentence, start)
        head = value.of.split()[0] if value.of else ""
        counted = _count_class(head) if head else ""
        if part and before is not None and (not head or counted not in _classes()):
            counted = counted or before.value.slot
        if value.unit == RANKED:
            yield _offer(sentence, quantity, start, end, of_number(RANK + stem(bare(value.of.split()[0])), value.number, value.low, value.high), "", False)
            continue
        if not value.unit and not value.of and (person := sentence.cast.aged(quantity.span.start)) and _AGE < value.number < _OLDEST:
            yield _offer(sentence, quantity, start, end, of_age(person, float(value.number)), "", False)
            continue
        fate = None if value.unit else _fate(sentence, start, end, counted, part) or _shared_fate(text, before, start, counted, sentence)
        slot = value.unit or fate or counted or "number"
        offer = _offer(sentence, quantity, start, end, of_number(slot, value.number, value.low, value.high), counted, part)
        before = offer
        yield offer


def _offer(sentence: _Sentence, found: Annotation[Any], start: int, end: int, value: Value, counted: str, part: bool, fixed: int = 0) -> Offer:
    words, starts = sentence.words, sentence.starts
    near = list(context.near(words, starts, start, end))
    toll = value.slot.partition("/")[0] in TOLLS
    return Offer(
        found.span.start,
        found.span.end,
        value,
        found.span.of(sentence.doc.text),
        context.around(words, starts, start, end),
        tuple(dict.fromkeys([w.family for _, w in near if w.family]))[:3],
        weigh(counted)[0] if counted and not (toll and counted in _ANYBODY) else 0,
        part,
        toll and any(w.family == "rose" or _is_rise(sentence.doc.view.text[w.start : w.end]) for _, w in near),
        sentence.lead,
        fixed,
        None if value.slot == "date" else _when(sentence, start, end),
        label=_label(sentence.doc, near),
        close=context.stems([w for d, w in near if abs(d) <= _BESIDE]) if fixed == OWN_YEAR else (),
        at=sentence.clock(end) if toll else "",
    )


def _label(doc: Document, close: Sequence[tuple[int, Word]]) -> tuple[str, ...]:
    """Up to five telling words around the value, in reading order, as written."""
    best = sorted((w for _, w in close if w.weight), key=lambda w: (-w.weight, w.start))[:5]
    spans = (doc.view.span(w.start, w.end) for w in sorted(best, key=lambda w: w.start))
    return tuple(doc.text[a:b] for a, b in spans)


def _when(sentence: _Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The date said nearest to a number in its sentence, within 60 characters: what the number is the number of, then."""
    dated = sentence.dated
    i = bisect_right(dated, (start,))
    best: tuple[int, tuple[int, int]] | None = None
    for a, b, days in dated[max(0, i - 1) : i + 1]:
        distance = a - end if a >= end else start - b
        if distance <= _DATE_REACH and (best is None or distance < best[0]):
            best = distance, days
    return best[1] if best else None


def _is_part(text: str, sentence: _Sentence, start: int) -> bool:
    i = bisect_right(sentence.starts, start - 1) - 1
    return any(_is(text, sentence.words[j], "part") for j in range(max(0, i - 1), i + 1))


def _is(text: str, word: Word, cls: str) -> bool:
    written = text[word.start : word.end]
    forms = rulebook.load("facts").key_of[cls]
    return written in forms or (written[0] == "\u0648" and written[1:] in forms)


def _is_rise(written: str) -> bool:
    return written in rulebook.load("facts").key_of["rise"]


def _classes() -> Mapping[str, tuple[str, ...]]:
    return rulebook.load("countables").words["count"]


def _count_class(word: str) -> str:
    """The class of a counted noun, or its stem."""
    table = rulebook.load("countables").key_of["count"]
    return table.get(word) or table.get(bare(word)) or stem(word)


def _fate(sentence: _Sentence, start: int, end: int, counted: str, part: bool) -> str | None:
    """What befell the people counted: killed, injured, harmed (both), missing, arrested …; with their class when they are part of a larger number."""
    if counted in _TOLLS:
        return "harmed" if _is_both(sentence, end, counted) else counted
    if counted and counted in _classes() and counted not in _VICTIMS:
        return None
    reach = [(d, w) for d, w in context.near(sentence.words, sentence.starts, start, end, 4) if w.family in _FATES]
    before = [(d, w) for d, w in reach if d < 0 and not _cut(sentence, w.end, start)]
    after = [(d, w) for d, w in reach if d in (1, 2) and w.family in _TOLLS and not _cut(sentence, end, w.start)]
    first = before[0][1] if before else after[0][1] if after else None
    if first is None or first.family is None:
        return None
    pair = {w.family for d, w in before if abs(d - before[0][0]) <= 1} if before else set()
    kind = "harmed" if pair == set(_TOLLS) else first.family
    return f"{kind}/{counted or 'some'}" if part else kind


def _shared_fate(text: str, before: Offer | None, start: int, counted: str, sentence: _Sentence) -> str | None:
    """«46 were killed in the north, and 31 in the west»: a number right behind "and" shares the fate of the one before it."""
    if before is None or before.value.slot not in TOLLS or (counted and counted not in _VICTIMS):
        return None
    behind = sentence.doc.view.find(before.end)
    return before.value.slot if 0 < start - behind <= _SUM_GAP and _AND.search(text, behind, start) else None


_AND = re.compile("(?<!\\w)\u0648\\s?$")


def _is_both(sentence: _Sentence, end: int, counted: str) -> bool:
    """«18 killed and injured»: the other noun follows with "and", and no number of its own."""
    found = _AND_NOUN.match(sentence.doc.view.text, end)
    return found is not None and rulebook.load("countables").key_of["count"].get(found[1]) in set(_TOLLS) - {counted}


_AND_NOUN = re.compile("\\s\u0648([\u0621-\u064a]+)(?!\\s+[\\d\u0660-\u0669]|\\w)")
_FATES = frozenset({*_TOLLS, "missing", "arrested", "displaced", "kidnapped", "freed", "expelled"})
_VICTIMS = frozenset({"person", "civilian", "soldier", "fighter", "police", "child", "woman", "palestinian", "migrant", "passenger", "worker", "student", "member", "family", "prisoner", "diplomat"})


def _cut(sentence: _Sentence, a: int, b: int) -> bool:
    """Whether another number or a full clause mark stands between."""
    text = sentence.doc.view.text[a:b]
    return any(c.isdecimal() or c in "\u061b:;" for c in text)


def _dates(sentence: _Sentence) -> Iterator[Offer]:
    """Dates of at most two years, and durations, as values."""
    for time in sentence.times:
        value = _time_value(time.value) or _open_date(time.value, time.span.of(sentence.doc.text))
        if value is not None:
            start, end = sentence.at(time)
            if value.slot == "PY" and (person := sentence.cast.aged(time.span.start)):
                value = of_age(person, value.centre)
            yield _offer(sentence, time, start, end, value, "", False, _fixed(time.value, time.span.of(sentence.doc.text)))


def _fixed(time: Any, said: str) -> int:
    """2: a date with its own year; 1: a day of a month, whose year is inferred; 0: a weekday, yesterday, last month."""
    if time.type == "DATE" and time.anchor is None and _YEAR.search(said):
        return OWN_YEAR
    return 1 if time.type == "DATE" and _DAY.search(said) and len(time.value or "") == 10 else 0


_YEAR, _DAY = re.compile(r"\d{4}"), re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def _time_value(time: Any) -> Value | None:
    if time.type in ("DATE", "TIME"):
        if time.earliest is None or time.latest is None or (time.value or "").endswith("_REF") or (time.latest - time.earliest).days > _LONGEST:
            return None
        return of_days("date", time.earliest, time.latest)
    if time.type == "DURATION" and time.value:
        return _duration(time.value)
    return None


def _open_date(time: Any, said: str) -> Value | None:
    """What is known of a date of a page without one: month and day, or the words where there are three or more."""
    if time.type != "DATE" or (time.earliest is not None and time.latest is not None and (time.latest - time.earliest).days <= _LONGEST):
        return None
    known = time.value if time.value and _MONTH_DAY.fullmatch(time.value) else None
    if known is None and (time.value is not None or len(said.split()) < _SPOKEN):
        return None
    key = float(zlib.crc32((known or arabic.fold(said).text).encode()))
    return Value(SAID, key, key, key)


_MONTH_DAY = re.compile(r"XXXX-\d\d-\d\d")


def _duration(value: str) -> Value | None:
    """P35Y, PT24H, P2M → days; vague ones (PXD) fill no slot."""
    body = value.removeprefix("PT").removeprefix("P")
    number, unit = body[:-1], body[-1:]
    scale = 1 / 1440 if value.startswith("PT") and unit == "M" else 1 / 86400 if unit == "S" else _DAYS.get(unit)
    try:
        amount = float(number)
    except ValueError:
        return None
    if scale is None:
        return None
    return Value(f"P{unit}" if unit != "M" or not value.startswith("PT") else "PTM", amount, amount, amount)


def _sums(found: Sequence[Offer]) -> Iterator[Offer]:
    """13 killed … 5 injured in one sentence → 18 killed and injured. Each number of dead with the nearest number of injured behind it, or before it."""
    tolls = [o for o in found if o.value.slot in _TOLLS]
    used: set[int] = set()
    for n, (first, last) in enumerate(itertools.pairwise(tolls)):
        if first.value.slot != last.value.slot and last.start - first.end <= _SUM_GAP and n not in used:
            used.add(n + 1)
            yield first._replace(
                end=last.end,
                value=total((first.value, last.value), "harmed"),
                said=f"{first.said} + {last.said}",
                context={**last.context, **first.context},
                families=_TOLLS,
                counted=0,
                part=False,
                rising=first.rising or last.rising,
                when=first.when or last.when,
            )


class _Quotes:
    """Direct quotations of a document, to tell what a speaker says from what the page says."""

    def __init__(self, doc: Document) -> None:
        direct = [s for s in doc.layer(STATEMENT) if s.value.kind == "direct"]
        self._spans = [(s.span.start, s.span.end, s.value.speaker.span.of(doc.text) if s.value.speaker else "") for s in direct]

    def mark(self, offer: Offer) -> Offer:
        """The offer with its speaker when it lies inside a quotation."""
        i = bisect_right(self._spans, (offer.start, len(offer.said) + offer.start, "\U0010ffff"))
        for start, end, speaker in self._spans[max(0, i - 2) : i]:
            if start <= offer.start and offer.end <= end:
                return offer._replace(speaker=speaker)
        return offer


def numbers_by_class(found: Iterable[Offer]) -> dict[str, list[float]]:
    """Every number a document gives, by class, sorted: a value another page also gives is no clash."""
    out: dict[str, set[float]] = {}
    for offer in found:
        out.setdefault(offer.value.slot.partition("/")[0], set()).add(offer.value.centre)
    return {slot: sorted(numbers) for slot, numbers in out.items()}
