"""Offices that one person at a time holds, as a page says them: with the holder's name right beside, or without any ("the Iraqi prime minister said").

Who holds an office said without a name is not known here: compare/holders.py asks the other documents. What must not be read as an office and its present
holder (former, acting, "the post of …", deputies, a sentence dated long before the page) is left out: an office missed costs less than a wrong holder.
To add offices or markers, edit rules/offices.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from tawatur import rulebook
from tawatur.annotate import name_tokens
from tawatur.annotate.name_lexicon import ARTICLE, bare, lexicon, proclitics
from tawatur.annotate.name_offices import head_at
from tawatur.arabic import folded, sentences
from tawatur.layers import NAME, OFFICE, PROSE, PUBLISHED, REGION, TIME, Post, published, regions
from tawatur.model import Annotation, Document, Origin, Span

BACK = timedelta(days=31)
"""A sentence with a date that ended so long before the page speaks of those who held offices then: the window within which compare/holders.py looks, one way."""
BETWEEN = 3
"""Titles that may stand between an office and its holder's name: "the Emir, Sheikh Doctor N"."""
_MARKS = frozenset("\u060c,(:-\u00ab\"#")


@dataclass(frozen=True)
class Offices:
    """The stage. Reads prose; writes a step on the way that commands do not print."""

    name: str = OFFICE
    version: str = "2"
    needs: tuple[str, ...] = (REGION, PUBLISHED, TIME, NAME)

    def __call__(self, doc: Document) -> Iterable[Annotation[Post]]:
        """The offices, in order."""
        view = doc.view
        names = _Names([a for a in doc.layer(NAME) if a.value.type == "PER"])
        for region in regions(doc, PROSE):
            for start, end in sentences(view.text, view.find(region.span.start), view.find(region.span.end)):
                if _anchor().search(view.text, start, end) and not _of_old(doc, Span(*view.span(start, end))):
                    for sentence in name_tokens.read(view.text, start, end):
                        yield from _found(doc, sentence, names)


OFFICES = Offices()


@dataclass(frozen=True, slots=True)
class Phrase:
    """An office at words [first, end) of a sentence, `cut` letters of the first word being particles. `state` as in `Post`; `marks`: its words after the end."""

    first: int
    end: int
    cut: int
    id: str
    of: str
    state: str = "held"
    marks: int = 0


class _Names:
    """People's names of a page by where they begin and end."""

    def __init__(self, found: Sequence[Annotation[object]]) -> None:
        self.found = found
        self.starts = [a.span.start for a in found]

    def at(self, start: int) -> Annotation[object] | None:
        n = bisect_left(self.starts, start)
        return self.found[n] if n < len(self.found) and self.starts[n] == start else None

    def ends_in(self, start: int, end: int) -> bool:
        """Whether a name ends in [start, end]."""
        n = bisect_left(self.starts, end)
        return any(start <= a.span.end <= end for a in self.found[max(0, n - 2) : n])


def _of_old(doc: Document, sentence: Span) -> bool:
    """Whether a date of the sentence ended long before the page was published."""
    when = published(doc)
    first = when.earliest if when else None
    times = doc.layer(TIME)
    if first is None or not times:
        return False
    found = times[bisect_left(times, sentence.start, key=lambda a: a.span.start) : bisect_left(times, sentence.end, key=lambda a: a.span.start)]
    return any(t.value.type in ("DATE", "TIME") and t.value.latest is not None and t.value.latest < first - BACK for t in found)


def _found(doc: Document, sentence: name_tokens.Sentence, names: _Names) -> Iterator[Annotation[Post]]:
    view, spans = doc.view, sentence.spans
    for phrase in phrases(sentence.words):
        start = view.span(spans[phrase.first][0] + phrase.cut, spans[phrase.first][1])[0]
        span = Span(start, view.span(*spans[phrase.end - 1])[1])
        holder = _after(doc, sentence, phrase, names)
        if holder is not None and _no_name(doc, holder):
            continue
        if holder is None and (phrase.state != "held" or _beside(doc, sentence, phrase, names)):
            continue
        yield Annotation(span, Post(phrase.id, phrase.of, holder, phrase.state), Origin(OFFICE, OFFICES.version, "office.named" if holder else "office.alone"))


def _after(doc: Document, sentence: name_tokens.Sentence, phrase: Phrase, names: _Names) -> Span | None:
    """The name right after an office, titles and one mark between; None when there is none, or a particle parts them ("told N")."""
    at, words = phrase.end + phrase.marks, sentence.words
    if at < len(words) and words[at] in _MARKS:
        at += 1
    for _ in range(BETWEEN + 1):
        if at >= len(words):
            return None
        found = names.at(doc.view.span(*sentence.spans[at])[0])
        head = head_at(words, at, attached=False)
        titled = head is not None and found is not None and doc.view.span(*sentence.spans[at + head.length - 1])[1] == found.span.end  # a title taken for a name
        if found is not None and not titled:
            return None if getattr(found.value, "lead", 0) else found.span
        if head is None:
            return None
        at += head.length
    return None


def _no_name(doc: Document, holder: Span) -> bool:
    """Whether what was taken for a name opens with a word that no name does ("so that N")."""
    first = folded(holder.of(doc.text).split()[0])
    return any(bare(first, cut) in rulebook.load("titles").key_of["stop"] for cut in (0, *proclitics(first)))


def _beside(doc: Document, sentence: name_tokens.Sentence, phrase: Phrase, names: _Names) -> bool:
    """Whether a name ends right before an office: in apposition or the subject before an object, which cannot be told."""
    first = phrase.first - 1 if phrase.first and sentence.words[phrase.first - 1] in _MARKS else phrase.first
    if not first:
        return False
    before = doc.view.span(*sentence.spans[first - 1])
    return phrase.cut == 0 and names.ends_in(before[0] + 1, before[1])


def phrases(words: Sequence[str]) -> Iterator[Phrase]:
    """The offices of a sentence's folded words, each with its country; not the post itself, nor who stands below its holder."""
    at = 0
    while at < len(words):
        found = _phrase(words, at)
        if found is not None:
            if not _barred(words, found):
                yield _with_state(words, found)
            at = found.end
        else:
            at += 1


def _phrase(words: Sequence[str], at: int) -> Phrase | None:
    forms = _forms()
    for cut in (0, *proclitics(words[at])):
        for rest, cls, post in forms.get(bare(words[at], cut), ()):
            end = at + 1 + len(rest)
            if tuple(words[at + 1 : end]) != rest:
                continue
            if cls == "fixed":
                post, _, body = post.partition(":")
                return Phrase(at, end, cut, post, body)
            if (owner := _owner(words, end, _adjectives() if cls == "definite" else _countries())) is not None:
                return Phrase(at, end + owner[0], cut, post, owner[1])
    return None


def _owner(words: Sequence[str], at: int, known: dict[str, str]) -> tuple[int, str] | None:
    """Words of the country that begins at a word, and its code: the longest of at most three words."""
    for length in (3, 2, 1):
        if at + length <= len(words) and (code := known.get(" ".join(words[at : at + length]))) is not None:
            return length, code
    return None


def _with_state(words: Sequence[str], found: Phrase) -> Phrase:
    known = rulebook.load("offices").key_of["not_now"]
    for at in range(found.end, min(len(words), found.end + 2)):
        if words[at] in known:
            return replace(found, state=known[words[at]], marks=at + 1 - found.end)
    return found


def _barred(words: Sequence[str], found: Phrase) -> bool:
    rules = rulebook.load("offices").key_of
    if found.end < len(words) and words[found.end] in rules["below"]:
        return True
    if not found.first:
        return False
    before = words[found.first - 1]
    return any(bare(before, cut) in rules["not_holder"] for cut in (0, *proclitics(before)))


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First word → (words that follow, class, post), the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for cls in ("definite", "construct", "fixed"):
        for form, post in rulebook.load("offices").key_of[cls].items():
            first, *rest = form.split()
            out.setdefault(first, []).append((tuple(rest), cls, post))
    for options in out.values():
        options.sort(key=lambda option: (-len(option[0]), option))
    return out


@cache
def _anchor() -> re.Pattern[str]:
    """Letters that every first word holds: what a sentence without them costs is one search."""
    stems = {first.removeprefix(ARTICLE) for first in _forms()}
    return re.compile("|".join(sorted(stem for stem in stems if not any(other != stem and other in stem for other in stems))))


@cache
def _countries() -> dict[str, str]:
    return {folded(row["form"]): row["territory"] for row in rulebook.table("gazetteer") if row["kind"] == "country" and row["territory"]}


@cache
def _adjectives() -> dict[str, str]:
    """Adjectives of countries with the article, as they follow an office."""
    return {form: code for form, code in lexicon().territories.items() if form.startswith(ARTICLE) and form not in _countries()}
