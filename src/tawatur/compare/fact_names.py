"""Who and where, as values: each person, place and organisation that a page names, once, with the places where it does and the office said beside it.

May be changed here: how many names of a page count, and how long a stretch around a name tells what it has to do with.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tawatur.compare.entity_words import identity, name_words, person_words, skeleton
from tawatur.layers import NAME, PROSE, Name, regions
from tawatur.model import Annotation, Document

MOST = 20
"""Names of a page, in order of first mention: a list of forty (a squad, a cabinet) is no story's cast."""
PLACES = 5
"""Mentions of one name that a page's value cites."""
_LABEL = 30
"""Characters before a mention that tell a reader who is meant, where no office does."""
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

    def label(self, doc: Document) -> str:
        """The office said beside the name, or the words right before it in its line, as written."""
        best = self.best
        if best.value.offices:
            return best.value.offices[0].span.of(doc.text)
        before = doc.text[max(0, best.span.start - _LABEL) : best.span.start].rpartition("\n")[2]
        return " ".join(before.split()[-3 if len(before) < _LABEL else -2 :])


def named(doc: Document, lead: int) -> Sequence[Named]:
    """The names of a document in order of first mention, countries only where one is mentioned before `lead` (a text offset)."""
    found: dict[tuple[bool, float], Named] = {}
    for mention in _mentions(doc):
        if mention.value.subtype in _VAST and mention.span.start >= lead:
            continue
        kind = mention.value.type
        key = _key(doc, mention)
        if key is None:
            continue
        found.setdefault((kind == "PER", key), Named(kind, key)).mentions.append(mention)
    return list(found.values())[:MOST]


def _mentions(doc: Document) -> Iterator[Annotation[Name]]:
    """The names of the page's own prose."""
    prose = [(r.span.start, r.span.end) for r in regions(doc, PROSE)]
    at = 0
    for mention in doc.layer(NAME):
        while at < len(prose) and prose[at][1] <= mention.span.start:
            at += 1
        if at < len(prose) and prose[at][0] <= mention.span.start:
            yield mention


def _key(doc: Document, mention: Annotation[Name]) -> float | None:
    """A number for a name: of a person's family name, of all words of another name, in consonants; of one listed under several names, the listed one's."""
    start, lead = mention.span.start, mention.value.lead
    words = name_words(doc.text[start + lead : mention.span.end], doc.text[start : start + lead])
    if not words:
        return None
    if mention.value.type == "PER":
        return float(zlib.crc32(skeleton(person_words(words)[-1].replace(" ", "")).encode())) if person_words(words) else None
    known = identity(mention.value.type, words)
    return float(zlib.crc32((known or "".join(skeleton(word) for word in words)).encode()))
