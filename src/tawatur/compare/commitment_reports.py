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
from tawatur.rulebook import Rule, load

UNDERTAKEN, REPEATED, RUNNING, POSTPONED, DENIED, DONE = "undertaken", "repeated", "under way", "postponed", "denied", "declared done"
NOT_DONE, UNMOVED = "not done", "delay denied"
ORDER = (UNDERTAKEN, RUNNING, REPEATED, NOT_DONE, UNMOVED, POSTPONED, DENIED, DONE)
"""Reports of one day are shown, and the status taken, in this order: what ends an undertaking last."""
REACH = 260  # characters of the clause behind a cue that are compared
LEAD = 130  # characters between "announced" and "the end of" it


@dataclass(frozen=True, slots=True)
class Report:
    """A clause that says something of some deed: view offsets of the clause, what it says, and where the words of its deed begin."""

    start: int
    end: int
    says: str
    deed: int


@dataclass(frozen=True)
class Dated:
    """The dates of a page by view offsets, and its own day."""

    starts: Sequence[int]
    times: Sequence[tuple[int, Time]]
    day: date | None
    earliest: date | None
    latest: date | None

    def inside(self, low: int, high: int) -> Iterator[tuple[int, Time]]:
        """The dates that begin in [low, high), with where they begin."""
        yield from self.times[bisect_left(self.starts, low) : bisect_left(self.starts, high)]

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
    return Dated([t[0] for t in times], times, when.value, when.value or when.earliest, when.value or when.latest)


@dataclass(frozen=True)
class _Cues:
    """`scan` finds words worth a look; `lone` is tried at them, `led` ends at them and begins before; `within` what an undertaking's own words say."""

    scan: re.Pattern[str]
    lone: tuple[tuple[str, re.Pattern[str]], ...]
    led: tuple[tuple[str, re.Pattern[str]], ...]
    within: Mapping[str, re.Pattern[str]]
    postponing: re.Pattern[str]
    asked: re.Pattern[str]
    new: re.Pattern[str]
    old: re.Pattern[str]
    ending: frozenset[str]
    not_ended: frozenset[str]


@cache
def _cues() -> _Cues:
    book = load("reports")
    rules = {rule.id: rule for rule in book.rules if rule.id.startswith("report.")}
    first = {form.split()[0] for name in ("finish", "finished", "postpone", "defer", "deny") for form in book.key_of[name]}
    alone = ("report.finished", "report.postponed", "report.unmoved", "report.denied")
    return _Cues(
        scan=re.compile(rf"(?<!\w)[\u0648\u0641\u0628\u0644]?(?:{_trie(first)}|{book.any_of('yet')}|{book.any_of('unmoved')})(?!\w)"),
        lone=tuple((rules[key].value["says"], rules[key].pattern) for key in alone),
        led=tuple((rules[key].value["says"], re.compile(rules[key].pattern.pattern + r"\Z")) for key in ("report.done", "report.deferred", "report.not_yet")),
        within={says: re.compile("|".join(_nameless(rule) for rule in rules.values() if rule.value["says"] == says)) for says in ORDER[1:]},
        postponing=re.compile(rf"(?<!\w)[\u0648\u0628\u0644]?(?:{book.any_of('postpone')}|{book.any_of('defer')})(?!\w)"),
        asked=re.compile(rf"(?<!\w){book.any_of('asked')}(?!\w)"),
        new=re.compile(rf"(?<!\w){book.any_of('new_date')}\s*$"),
        old=re.compile(rf"(?<!\w){book.any_of('old_date')}\s*$"),
        ending=frozenset(book.key_of["finished"]),
        not_ended=frozenset(book.key_of["not_ended"]),
    )


def _nameless(rule: Rule) -> str:
    return re.sub(r"\?P<\w+>", "?:", rule.pattern.pattern)


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


def sentence_end(view: str, at: int, reach: int) -> int:
    """Where the sentence that holds `at` ends, `reach` characters on at most."""
    found = _SENTENCE_END.search(view, at, min(len(view), at + reach))
    return found.start() if found else min(len(view), at + reach)


def denied_deed(view: str, low: int, high: int) -> tuple[int, int]:
    """What is denied in the clause [low, high): the clause behind "that", else the words before the first comma."""
    if (clause := _that().search(view, low, high)) is not None:
        return clause.end(), high
    comma = _COMMA.search(view, low, high)
    return low, comma.start() if comma else high


@cache
def _that() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('reports').any_of('that')}(?!\w)")


_COMMA = re.compile("[,;\u060c\u061b]")


def dates_inside(doc: Document, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The expressions of dates that begin in [low, high) of the view, in order."""
    start, end = doc.view.span(low, high)
    layer, find = doc.layer(TIME), doc.view.find
    for k in range(bisect_left(layer, start, key=lambda a: a.span.start), len(layer)):
        if layer[k].span.start >= end:
            return
        yield find(layer[k].span.start), min(high, find(layer[k].span.end))


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
    """Clauses that stand alone as later reports: declared done, not done, postponed, a delay denied, denied."""
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
            found = _report(view.text, start, end, hit) if hit.start() >= max(start, last) else None
            if found and found.end - found.deed > 8 and found.deed >= last:  # one report for "announced the end of the end"
                last = end if found.says == UNMOVED else hit.end()
                yield found


def _report(view: str, start: int, end: int, hit: re.Match[str]) -> Report | None:
    """What stands at a word of finishing, postponing or denying, in the sentence [start, end)."""
    stop = min(end, hit.end() + REACH)
    for says, pattern in _cues().led:
        before = pattern.search(view, max(start, hit.start() - LEAD), hit.end())
        if before and says == NOT_DONE:
            return Report(before.start(), hit.end(), says, before.start())
        if before and not (says == DONE and _last_word(view, start, hit.start()) in _cues().not_ended):
            return Report(before.start(), stop, says, hit.start())
    for says, pattern in _cues().lone:
        if pattern.match(view, hit.start(), end):
            return _denial(view, hit, stop) if says == DENIED else _alone(view, start, hit, stop, says)
    return None


def _last_word(view: str, start: int, at: int) -> str:
    words = view[max(start, at - 20) : at].split()
    return words[-1] if words else ""


def _denial(view: str, hit: re.Match[str], stop: int) -> Report:
    """A denial; of a delay, when that is what is denied and not that somebody asked for it."""
    delay = _cues().postponing.search(view, hit.end(), min(stop, hit.end() + DENY_REACH))
    if delay is None or _cues().asked.search(view, hit.end(), delay.start()):
        return Report(hit.start(), stop, DENIED, hit.start())
    return Report(hit.start(), stop, UNMOVED, delay.start())


DENY_REACH = 90  # characters between "denied" and the delay


def _alone(view: str, start: int, hit: re.Match[str], stop: int, says: str) -> Report:
    """A report by its verb; where the subject stands between "that" and a verb of finishing, its deed is in the words before."""
    before = _THAT.search(view, max(start, hit.start() - SUBJECT_REACH), hit.start()) if hit[0] in _cues().ending else None
    return Report(before.end(), stop, says, max(start, hit.start() - LEAD)) if before else Report(hit.start(), stop, says, hit.start())


SUBJECT_REACH = 70
_THAT = re.compile("(?<!\\w)[\u0648\u0641\u0628]?\u0627\u0646\\s+(?=(?:\\w+\\s+){1,6}$)")


def moved(days: Dated, view: str, low: int, high: int) -> tuple[str | None, tuple[str, ...]]:
    """(the new deadline that a report of postponement in [low, high) names, all dates ahead of the page in it), as ISO days."""
    new: str | None = None
    named: list[str] = []
    for start, time in days.inside(low, high):
        if time.latest is None or time.earliest is None or (days.day is not None and time.latest < days.day):
            continue
        before = view[max(low, start - 24) : start]
        named.append(time.latest.isoformat())
        if not _cues().old.search(before) and _cues().new.search(before):
            new = named[-1]
    return new, tuple(named)
