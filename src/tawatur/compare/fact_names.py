"""Who and where, as values: each person, place and organisation that a page names, once, with the places where it does and the office said beside it.

May be changed here: how many names of a page count, and how long a stretch around a name tells what it has to do with.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tawatur import rulebook
from tawatur.arabic import folded
from tawatur.compare.entity_words import Words, identity, name_words, person_words, skeleton
from tawatur.layers import NAME, PROSE, Name, regions
from tawatur.model import Annotation, Document, Span

MOST = 14
"""Names of a page, in order of first mention: a list of forty (a squad, a cabinet) is no story's cast."""
PLACES = 5
"""Mentions of one name that a page's value cites."""
_LABEL = 30
"""Characters before a mention that tell a reader who is meant, where no office does."""
_AGE_REACH = 45
"""Characters between a name and the age said of it: «, who was born in Nara, aged 57»."""
_STOP = re.compile(r"[.!?;:\u061b\u061f\n\"\u00ab\u00bb]")
_MARKS = frozenset({"(", "\u060c", ",", "-", "- ("})
_POSTS = frozenset({"office", "rank", "role"})
_VAST = frozenset({"country", "region"})


@dataclass
class Named:
    """One name in one page. `key` is the same for all spellings; `mentions` in order, the fullest first mention is `best`."""

    type: str
    key: float
    mentions: list[Annotation[Name]] = field(default_factory=list)

    @property
    def best(self) -> Annotation[Name]:
        """The mention that says most: the one with an office beside it, else the longest of the first ones."""
        return max(self.mentions[:PLACES], key=lambda m: (bool(m.value.offices), m.span.end - m.span.start, -m.span.start))

    @property
    def office(self) -> list[Span]:
        """Where the office said beside the first titled mention stands, and beside others where it is the same."""
        held = [o for m in self.mentions for o in m.value.offices if o.cls in _POSTS]
        return [o.span for o in held if o.id == held[0].id]

    @property
    def office_key(self) -> float:
        """A number for the person with that office."""
        first = next(o for m in self.mentions for o in m.value.offices if o.cls in _POSTS)
        return _number(f"{self.key:.0f} {first.id}")

    def label(self, doc: Document) -> str:
        """The office said beside the name, or the words right before it in its line, as written."""
        best = self.best
        if best.value.offices:
            return best.value.offices[0].span.of(doc.text)
        before = doc.text[max(0, best.span.start - _LABEL) : best.span.start].rpartition("\n")[2]
        return " ".join(before.split()[-3 if len(before) < _LABEL else -2 :])


@dataclass(frozen=True)
class Cast:
    """The names of a document. `owners`: a word of a full name of a person → that person's key, of the first who bears it."""

    doc: Document
    people: Sequence[Annotation[Name]]
    ends: Sequence[int]
    owners: Mapping[str, float]

    def named(self, lead: int) -> Sequence[Named]:
        """The names of the page's own prose in order of first mention, countries only where one is mentioned before `lead` (a text offset)."""
        found: dict[tuple[bool, float], Named] = {}
        for mention in _mentions(self.doc):
            if mention.value.subtype in _VAST and mention.span.start >= lead:
                continue
            kind = mention.value.type
            if (key := self.key(mention)) is not None:
                found.setdefault((kind == "PER", key), Named(kind, key)).mentions.append(mention)
        return list(found.values())[:MOST]

    def key(self, mention: Annotation[Name]) -> float | None:
        """A number for a name: of a person's family name, of all words of another name, in consonants; of one listed under several names, the listed one's."""
        words = _words(self.doc, mention)
        if mention.value.type == "PER":
            return self.owners.get(words[-1]) if words else None
        if not words:
            return None
        known = identity(mention.value.type, words)
        return _number(known or "".join(skeleton(word) for word in words))

    def aged(self, start: int) -> float | None:
        """The key of the person whose age stands at `start` (a text offset): right behind his name, or after it and a word of age. None for any other number."""
        i = bisect_right(self.ends, start) - 1
        if i < 0 or start - self.ends[i] > _AGE_REACH:
            return None
        gap = self.doc.text[self.ends[i] : start]
        if _STOP.search(gap):
            return None
        if gap.strip() not in _MARKS and not rulebook.load("facts").key_of["age"].keys() & set(folded(gap).split()):
            return None
        return self.key(self.people[i])


def cast(doc: Document) -> Cast:
    """The names of a document, each person under one key by whatever part of his name he is called."""
    people = [m for m in doc.layer(NAME) if m.value.type == "PER"]
    owners: dict[str, float] = {}
    for words in sorted((_words(doc, m) for m in people), key=lambda words: len(words) < 2):
        if words:
            key = owners.get(words[-1], _number(words[-1]))
            for word in words:
                owners.setdefault(word, key)
    return Cast(doc, people, [m.span.end for m in people], owners)


def _mentions(doc: Document) -> Iterator[Annotation[Name]]:
    """The names of the page's own prose."""
    prose = [(r.span.start, r.span.end) for r in regions(doc, PROSE)]
    at = 0
    for mention in doc.layer(NAME):
        while at < len(prose) and prose[at][1] <= mention.span.start:
            at += 1
        if at < len(prose) and prose[at][0] <= mention.span.start:
            yield mention


def _words(doc: Document, mention: Annotation[Name]) -> Words:
    """The words of a name; of a person in consonants, a kunya as one word."""
    start, lead = mention.span.start, mention.value.lead
    words = name_words(doc.text[start + lead : mention.span.end], doc.text[start : start + lead])
    return tuple(skeleton(word.replace(" ", "")) for word in person_words(words)) if mention.value.type == "PER" else words


def _number(name: str) -> float:
    return float(zlib.crc32(name.encode()))
