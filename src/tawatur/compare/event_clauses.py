"""Dated clauses of one page: for each resolved date, the words of its sentence that say what happened then. Offsets are of the folded view.

A sentence is cut at punctuation and at joining words; from the piece that holds the date, pieces are added until it has a verb of its own.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from tawatur.arabic import folded, sentences
from tawatur.compare.event_words import to_view
from tawatur.layers import TIME, Time, published, regions
from tawatur.model import Document
from tawatur.rulebook import load

REACH = 330  # characters on either side of a date that may belong to its clause
MAX_WORDS = 34
BEHIND_DATE = 6  # words kept for what stands behind the date in a clause too long
BESIDE = 8  # characters between two dates of one clause: "between the fifth and the ninth"
LONGEST_DAYS = 366  # a date less precise than a year places nothing on a timeline
NEWS_DAYS = 2  # days before a page's own that are still the news itself
FIRST_YEAR = 1000  # a smaller number behind "year" is a misprint far oftener than antiquity
_LEAD = re.compile("[\u0648\u0641](?=\\w{3})")
_ATTACHED = re.compile("(?:\u0644\u0644|[\u0628\u0644\u0643]?\u0627\u0644|[\u0628\u0644](?=\\w{3}))")
_FUTURE = re.compile("\u0633[\u064a\u062a]\\w{3}")
_COMMA = ",\u060c"
_TOKEN = re.compile(r"\w+")


_QUOTED = "[\u00ab\u201c](?=[^\u00ab\u00bb\u201c\u201d]{1,30}[\u00bb\u201d])(?:\\s*\\w+){1,4}\\s*[\u00bb\u201d]"
"""A name of at most four words within quotation marks: no cut between clauses."""


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
    participle: re.Pattern[str]
    since: re.Pattern[str]
    since_noun: re.Pattern[str]
    behind_noun: re.Pattern[str]
    record: re.Pattern[str]
    according: re.Pattern[str]
    happened: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    told: frozenset[str]
    speech: frozenset[str]
    hour: re.Pattern[str]
    finite: frozenset[str]
    relative: frozenset[str]
    preposition: frozenset[str]


@cache
def _words() -> _Words:
    book = load("reports")
    families = load("predicates").tables["family"]
    forms = {folded(form) for family in families if family["id"] not in ("deadline", "announced") for form in family["forms"]}
    told, verbs = frozenset(book.key_of["told"]), frozenset(book.key_of["happened"])
    speech = frozenset(book.key_of["speech"])
    held = [form for form, key in book.key_of["participle"].items() if key == "held"]
    whole = {name: rf"(?<!\w){book.any_of(name)}" for name in ("not_then", "remind", "since", "record", "according")}
    return _Words(
        cut=re.compile(rf"{_QUOTED}|(?P<soft>[\u060c,()\-\u2013\u2014\u00ab\u00bb\u201c\u201d\"])|(?P<hard>[:;\u061b]|(?<!\w)\u0648?{book.any_of('join')}(?!\w))"),
        aside=re.compile(rf"{whole['not_then']}\s*$"),
        remind=re.compile(rf"{whole['remind']}(?!\w)"),
        afterwards=re.compile(rf"\s*{book.any_of('afterwards')}(?!\w)"),
        participle=re.compile(rf"(?<!\w)(?:(?P<held>{'|'.join(held)})|{book.any_of('participle')})(?:\s+\w{{1,4}})?\s*$"),
        since_noun=re.compile(rf"{whole['since']}\s+(?=\w+\s+\w+\s+\w)"),
        behind_noun=re.compile(rf"(?<!\w)\u0648?(?:{book.any_of('afterwards')}|{book.any_of('cause')})\s+(?=(?P<deed>\w+)\s+\w+\s+\w)"),
        since=re.compile(rf"{whole['since']}\s*$"),
        record=re.compile(rf"{whole['record']}(?!\w)"),
        according=re.compile(rf"[\u0648]?{whole['according']}(?!\w)"),
        happened=frozenset((forms | verbs | told) - speech),
        verbs=(verbs | told) - speech,
        nouns=(frozenset(forms) | told) - verbs - speech,
        told=told,
        speech=speech,
        finite=frozenset(book.key_of["happened"]) - speech,
        relative=frozenset(book.key_of["relative"]),
        preposition=frozenset(book.key_of["preposition"]),
        hour=re.compile(rf"{book.any_of('hour')}(?!\w)"),
    )


def clauses(doc: Document) -> Iterator[Dated]:
    """Every resolved date of the page's prose that stands in a clause with a verb or a verbal noun of its own, in order."""
    view, find, page = doc.view, to_view(doc), published(doc)
    news = page.value - timedelta(days=NEWS_DAYS) if page is not None and page.value is not None else None
    times = [(find(a.span.start), find(a.span.end), a.value) for a in doc.layer(TIME)]
    starts = [t[0] for t in times]
    for region in regions(doc):
        low, high = find(region.span.start), find(region.span.end)
        inside = list(_without_appositions(view.text, times[bisect_left(starts, low) : bisect_left(starts, high)]))
        if inside:
            yield from _in_region(view.text, inside, low, high, region.value.role, news)


def _without_appositions(view: str, times: Sequence[tuple[int, int, Time]]) -> Iterator[tuple[int, int, Time]]:
    """The times, two that say one day side by side taken as one: "today, Saturday (16 March 2019)"."""
    held: tuple[int, int, Time] | None = None
    for start, end, time in times:
        if held and 0 <= start - held[1] <= 3 and time.earliest is not None and (time.earliest, time.latest) == (held[2].earliest, held[2].latest):
            held = held[0], end + (view[end : end + 1] == ")"), held[2]
            continue
        if held:
            yield held
        held = start, end, time
    if held:
        yield held


def _in_region(view: str, times: Sequence[tuple[int, int, Time]], low: int, high: int, role: str, news: date | None) -> Iterator[Dated]:
    bounds = sentences(view, low, high)
    first = last = passed = low
    for k, (start, end, time) in enumerate(times):
        while start >= last and (following := next(bounds, None)) is not None:
            first, last = following
        if not places(time) or start < first or _words().hour.match(view, start) or _dates_nothing(view, first, start, time):
            continue
        left = max(first, start - REACH, passed)
        passed = end
        right = min(last, end + REACH)
        if k + 1 < len(times) and places(times[k + 1][2]) and end + BESIDE < times[k + 1][0] < right:
            right = _before_its_own_verb(view, end, times[k + 1][0])
        past = news is not None and time.latest is not None and time.latest < news
        clause = (_deed_behind(view, left, start, end) if past else None) or _clause(view, left, right, start, end, left == first)
        if clause is not None:
            yield Dated(*clause, start, end, time, role, _words().remind.search(view, clause[0], clause[1]) is not None)


def _before_its_own_verb(view: str, end: int, following: int) -> int:
    """Where the clause of the date ending at `end` must end when another date follows: before "and" with a verb, which is the other date's."""
    joined = [w.start() for w in _TOKEN.finditer(view, end, following) if w[0][0] == "\N{ARABIC LETTER WAW}" and (w[0][1:] in _words().verbs or _FUTURE.match(w[0], 1))]
    return joined[-1] if joined else following


def places(time: Time) -> bool:
    """Whether a time can stand on a timeline: a resolved date or time of day, to the year or finer."""
    if time.type not in ("DATE", "TIME") or time.value is None or time.value.endswith("_REF"):
        return False
    return time.earliest is not None and time.latest is not None and time.earliest.year >= FIRST_YEAR and (time.latest - time.earliest).days <= LONGEST_DAYS


def span_of(time: Time) -> tuple[date, date]:
    """The days a time allows: of "end of 2017" the last quarter, of a month's end its last ten days; likewise beginning and middle.

    What is left of the whole after these shares is what the press means in 9 of 10 cases read; a day or a week keeps its days.
    """
    assert time.earliest is not None and time.latest is not None
    days = (time.latest - time.earliest).days
    if time.mod not in ("START", "MID", "END") or days < 27:
        return time.earliest, time.latest
    part = timedelta(days=days // 4 if days > 40 else days // 3)
    if time.mod == "END":
        return time.latest - part, time.latest
    return (time.earliest, time.earliest + part) if time.mod == "START" else (time.earliest + part, time.latest - part)


def _dates_nothing(view: str, first: int, start: int, time: Time) -> bool:
    """Whether the words before a date make it something else than when its clause happened: a comparison, a model year, the day of a report."""
    near = view[max(first, start - 24) : start]
    if _words().aside.search(near):
        return True
    if _words().since.search(near) and _words().record.search(view, max(first, start - 90), start):
        return True
    if time.value is not None and len(time.value) == 4 and _words().record.search(view, max(first, start - 30), start):  # "the highest of 2018"
        return True
    sources = list(_words().according.finditer(view, max(first, start - 90), start))
    return bool(sources) and not any(tells(word[0]) for word in _TOKEN.finditer(view, sources[-1].end(), start))


@dataclass
class _Pieces:
    """A stretch cut into pieces: the cuts before the date, nearest first, and behind it; and how far the clause has grown."""

    view: str
    left: int
    right: int
    start: int
    end: int
    before: list[re.Match[str]]
    after: list[re.Match[str]]
    whole: bool

    @property
    def low(self) -> int:
        return self.before[0].end() if self.before else self.left

    @property
    def high(self) -> int:
        return self.after[0].start() if self.after else self.right

    def first(self) -> int:
        """Where the clause's first word begins."""
        word = _TOKEN.search(self.view, self.low, self.high)
        return word.start() if word else self.low

    def is_aside(self) -> bool:
        """Whether the clause is a piece between commas that begins with a preposition and has no finite verb: "…, at a meeting held today, …"."""
        first = _TOKEN.search(self.view, self.low, self.start)
        if first is None or first[0] not in _words().preposition or not self.before or self.before[0][0] not in _COMMA:
            return False
        return not any(_LEAD.sub("", word[0], count=1) in _words().finite for word in self.words())

    def words(self) -> Iterator[re.Match[str]]:
        """The clause's words without the date's."""
        yield from _TOKEN.finditer(self.view, self.low, self.start)
        yield from _TOKEN.finditer(self.view, self.end, self.high)

    def tells(self) -> bool:
        return _tells(self.view, self.low, self.high, self.start, self.end)

    def grow_left(self) -> None:
        """Takes in pieces before the date while the clause tells nothing and only soft cuts are crossed."""
        while not self.tells() and self.before and self.before[0]["soft"]:
            self.before.pop(0)

    def grow_right(self) -> None:
        """Takes in pieces behind the date likewise; one that tells of another moment ends it."""
        while not self.tells() and self.after and self.after[0]["soft"] and not _words().afterwards.match(self.view, self.after[0].end()):
            self.after.pop(0)

    def tells_more(self) -> bool:
        """Whether something beside "announced" is told."""
        return any(tells(word[0]) and not _only_told(word[0]) for a, b in ((self.low, self.start), (self.end, self.high)) for word in _TOKEN.finditer(self.view, a, b))

    def complete(self) -> None:
        """Takes in what stands behind the next cut ("he announced on Tuesday, that …") until three words are won, unless it tells of another moment."""
        kept, had = list(self.after), self.high
        while self.after and not _words().afterwards.match(self.view, self.after[0].end()):
            self.after.pop(0)
            if sum(1 for _ in _TOKEN.finditer(self.view, had, self.high)) > 3:
                return
        self.after[:] = kept

    def reach_verb_on_the_left(self) -> None:
        """For a date behind a comma: what it dates stands before the comma, if a verb does; else nothing changes."""
        kept = list(self.before)
        while self.before and self.before[0]["soft"]:
            self.before.pop(0)
            if any(tells(word[0]) for word in _TOKEN.finditer(self.view, self.low, self.start)) or self.opens_sentence():
                return
        self.before[:] = kept

    def take_left(self) -> None:
        """For a date alone between commas: it belongs to the piece before, whatever that says."""
        if self.before and self.before[0][0] in _COMMA and sum(1 for _ in itertools.islice(_TOKEN.finditer(self.view, self.low_behind(1), self.start), 2)) == 2:
            self.before.pop(0)

    def low_behind(self, count: int) -> int:
        """Where the clause would begin if it crossed `count` more cuts."""
        return self.before[count].end() if len(self.before) > count else self.left

    def opens_sentence(self) -> bool:
        """Whether the clause begins where its sentence does, with a word that may be a verb though no list has it."""
        word = _TOKEN.search(self.view, self.low, self.start)
        if self.before or not self.whole or word is None or not word[0].isalpha() or len(word[0]) < 3:
            return False
        return _DEFINITE.match(word[0]) is None and word[0] not in _words().preposition


def _clause(view: str, left: int, right: int, start: int, end: int, whole: bool) -> tuple[int, int] | None:
    """The pieces around a date that make a clause with something that happened, or None."""
    before = [cut for cut in _words().cut.finditer(view, left, start) if cut.lastgroup][::-1]
    after = [cut for cut in _words().cut.finditer(view, end, right) if cut.lastgroup]
    pieces = _Pieces(view, left, right, start, end, before, after, whole)
    held = _words().participle.search(view, max(pieces.low, start - 24), start)
    if held and not (held["held"] and pieces.is_aside()):
        return _noun_phrase(view, pieces.low, start, end)
    since = list(_words().since_noun.finditer(view, pieces.low, start))
    if since and not any(_LEAD.sub("", word[0], count=1) in _words().finite for word in _TOKEN.finditer(view, since[-1].end(), start)):
        return since[-1].end(), end
    leads = not _TOKEN.search(view, pieces.low, start)
    aside, purpose = pieces.is_aside(), _PURPOSE.match(view, pieces.first()) is not None
    if (leads or aside or purpose) and pieces.before:
        pieces.reach_verb_on_the_left()
    if leads and not _TOKEN.search(view, end, pieces.high):
        pieces.take_left()
        pieces.grow_right()
    pieces.grow_left()
    pieces.grow_right()
    if not pieces.tells() or _only_says(view, pieces.low, end, pieces.high):
        return None
    if (aside and not pieces.is_aside()) or not _TOKEN.search(view, end, pieces.high) or not pieces.tells_more():
        pieces.complete()
    return _trimmed(view, _antecedent(view, left, pieces), pieces.high, start, end)


def _deed_behind(view: str, left: int, start: int, end: int) -> tuple[int, int] | None:
    """For a date before the news itself: the deed behind "after", which it dates ("expelled sixty after the poisoning of X on 4 March"), and the date."""
    low = max((cut.end() for cut in _words().cut.finditer(view, left, start) if cut.lastgroup), default=left)
    if _words().participle.search(view, max(low, start - 24), start):
        return None  # "after the withdrawal from the deal signed in 2015"
    for found in reversed(list(_words().behind_noun.finditer(view, low, start))):
        if not (found["deed"] in _words().nouns or _DEED.fullmatch(found["deed"])) or len(list(itertools.islice(_TOKEN.finditer(view, found.end(), start), DEED_WORDS))) < DEED_WORDS:
            continue
        if any(_LEAD.sub("", word[0], count=1) in _words().finite for word in _TOKEN.finditer(view, found.end(), start)):
            return None
        return found.end(), end
    return None


DEED_WORDS = 3  # a deed and two words of it: less does not say what happened
_DEED = re.compile("(?:\u0627\u0646\\w\\w\u0627\\w|\u0627\\w\u062a\\w\u0627\\w|\u0627\u0633\u062a\\w\\w\u0627\\w|\u062a\\w\\w\u064a\\w)")  # verbal nouns of the seventh, eighth, tenth and second measures


def _antecedent(view: str, left: int, pieces: _Pieces) -> int:
    """Where a clause behind "who" or "which" begins with what it speaks of: the definite noun before, its quoted name and the noun it belongs to."""
    cut = pieces.before[0] if pieces.before else None
    if cut is None or cut[0].lstrip("\u0648") not in _words().relative:
        return pieces.low
    low, behind = pieces.low, cut.start()
    for word in list(_TOKEN.finditer(view, max(left, cut.start() - ANTECEDENT), cut.start()))[-ANTECEDENT_WORDS:][::-1]:
        if view[word.end() : behind].strip(_NAME_MARKS) or tells(word[0]) or word[0] in _words().preposition:
            break
        definite = _DEFINITE.match(word[0]) is not None
        if low < pieces.low and not definite:
            return word.start() if len(word[0]) > 2 and not _BOUND.match(word[0]) else low
        behind = word.start()
        low = behind if definite else low
    return low


ANTECEDENT, ANTECEDENT_WORDS = 60, 5  # characters and words before "which" in which its noun stands
_NAME_MARKS = " \u00ab\u00bb\u201c\u201d\"\n"
_DEFINITE = re.compile("[\u0648\u0641\u0628\u0643]?\u0627\u0644|\u0644\u0644")
_BOUND = re.compile("[\u0628\u0644]\\w{5}")  # shorter words with these letters are nouns more often than a preposition with one
_PURPOSE = re.compile("\u0644[\u062a\u064a]\\w{3}")


def _only_says(view: str, low: int, end: int, high: int) -> bool:
    """Whether a clause only says that somebody spoke: its first word is a verb of speech, and nothing behind the date tells of more."""
    first = _TOKEN.search(view, low, end)
    spoke = first is not None and (first[0] in _words().speech or _LEAD.sub("", first[0], count=1) in _words().speech)
    return spoke and not any(tells(word[0]) for word in _TOKEN.finditer(view, end, high))


NOUN_WORDS = 8


def _noun_phrase(view: str, low: int, start: int, end: int) -> tuple[int, int] | None:
    """The last words before a date that its participle describes, behind the last preposition, and the date."""
    found = list(_TOKEN.finditer(view, low, start))[-NOUN_WORDS:]
    behind = next((k + 1 for k in range(len(found) - 3, -1, -1) if found[k][0] in _words().preposition), 0)
    found = found[behind:]
    return (found[0].start(), end) if len(found) > 1 else None


def _only_told(word: str) -> bool:
    return word in _words().told or _LEAD.sub("", word, count=1) in _words().told


def opens_with_verb(view: str, start: int, end: int) -> bool:
    """Whether a clause begins with a verb, as a headline of a timeline should."""
    first = _TOKEN.search(view, start, end)
    return first is not None and (first[0] in _words().verbs or _LEAD.sub("", first[0], count=1) in _words().verbs)


def leans(view: str, start: int, end: int) -> bool:
    """Whether a clause begins with a preposition, a purpose or a number, or holds a relative word early: its main verb is elsewhere."""
    found = [word[0] for word in itertools.islice(_TOKEN.finditer(view, start, end), 6)]
    first = _LEAD.sub("", found[0], count=1)
    return first in _words().preposition or first[0].isdigit() or _PURPOSE.match(first) is not None or any(word in _words().relative for word in found)


def _tells(view: str, low: int, high: int, start: int, end: int) -> bool:
    """Whether view[low:high] without the date has a word that tells of something, and two words at all."""
    happened, count = False, 0
    for a, b in ((low, start), (end, high)):
        for word in _TOKEN.finditer(view, a, b):
            count += len(word[0]) > 2
            happened = happened or tells(word[0])
    return happened and count >= 2


@lru_cache(maxsize=1 << 16)
def tells(word: str) -> bool:
    """Whether a folded word is a verb or a verbal noun of something that happens."""
    known = _words().happened
    if word in known:
        return True
    plain = _LEAD.sub("", word, count=1) if _LEAD.match(word) else word
    if plain in known:
        return True
    attached = _ATTACHED.match(plain)
    return attached is not None and plain[attached.end() :] in _words().nouns


def _trimmed(view: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """At most MAX_WORDS words that hold the date; blank, punctuation and prepositions at the end left out."""
    found = list(_TOKEN.finditer(view, low, high))
    at = next(k for k, word in enumerate(found) if word.end() > start)
    first = max(0, at - MAX_WORDS + BEHIND_DATE)
    whole = next((cut.end() for cut in _words().cut.finditer(view, found[first].start(), start) if cut.lastgroup), 0) if first else 0
    kept = [word for word in found[first : first + MAX_WORDS] if word.start() >= whole]
    while kept[-1].start() >= end and (kept[-1][0] in _words().preposition or (len(kept[-1][0]) < 3 and kept[-1][0].isalpha())):
        kept.pop()
    begin = kept[0].start()
    close = _CLOSED_BY.get(view[begin - 1 : begin]) if begin > low else None
    begin -= close is not None and close in view[begin : kept[-1].end() + 1]
    return begin, _closed(view, begin, kept[-1].end(), high)


def _closed(view: str, low: int, at: int, high: int) -> int:
    """The end of a clause with the quotation mark that closes a name at it."""
    mark = view[at : at + 1]
    return at + 1 if at < high + 1 and mark in _PAIR and view.count(_PAIR[mark], low, at) > view.count(mark, low, at) else at


_PAIR = {"\u00bb": "\u00ab", "\u201d": "\u201c", ")": "("}
_CLOSED_BY = {opening: close for close, opening in _PAIR.items()}
