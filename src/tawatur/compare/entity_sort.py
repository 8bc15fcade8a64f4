"""One document's mentions sorted into its entities: same words, a family name alone after a fuller name, spellings of one name on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tawatur.compare.entity_words import PARTICLES, Words, alike, generations, identity, inside, name_words, one_name, person_words, skeleton, with_article
from tawatur.layers import NAME, Name
from tawatur.model import Annotation, Document

CLASSES = ("PER", "LOC", "ORG", "MISC")


@dataclass
class Entity:
    """Built up while a document is read. `name` and `words` are those of the most frequent form of two words or more; `known`: its id among the listed ones; `evidence`: why mentions joined."""

    cls: str
    name: str
    words: Words
    known: str | None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
    forms: Counter[Words] = field(default_factory=Counter)
    offices: list[Mapping[str, Any]] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Mention:
    cls: str
    text: str
    words: Words
    start: int
    end: int
    offices: tuple[Mapping[str, Any], ...]


def entities_of(doc: Document) -> list[Entity]:
    """The document's entities in order of first mention."""
    mentions = _without_particles(list(_mentions(doc)))
    cls = _classes(mentions)
    people = [m for m in mentions if cls[m.words] == "PER"]
    found = [*_things([m for m in mentions if cls[m.words] != "PER"], cls), *_people(people)]
    return sorted(found, key=lambda e: e.mentions[0])


def _mentions(doc: Document) -> Iterator[_Mention]:
    for annotation in doc.layer(NAME):
        start, end, value = annotation.span.start, annotation.span.end, annotation.value
        text = doc.text[start + value.lead : end]
        words = name_words(text, doc.text[start : start + value.lead])
        if words:
            whole = with_article(text, doc.text[start : start + value.lead])
            yield _Mention(value.type, " ".join(whole.split()), words, start, end, _titles(doc, annotation))


def _without_particles(mentions: list[_Mention]) -> list[_Mention]:
    """A letter that may be a particle goes when the page has the name without it."""
    names = {m.words for m in mentions}
    return [
        replace(m, words=(m.words[0][1:], *m.words[1:]), text=m.text[1:])
        if m.words[0][0] in PARTICLES and len(m.words[0]) > 3 and (m.words[0][1:], *m.words[1:]) in names
        else m
        for m in mentions
    ]


def _titles(doc: Document, annotation: Annotation[Name]) -> tuple[Mapping[str, Any], ...]:
    return tuple({"office": " ".join(o.span.of(doc.text).split()), "id": o.id, "cls": o.cls, "of": o.of, "state": o.state} for o in annotation.value.offices)


def _classes(mentions: Sequence[_Mention]) -> dict[Words, str]:
    """One class for all mentions of the same words: what most of them were taken for."""
    counts: dict[Words, Counter[str]] = {}
    for m in mentions:
        counts.setdefault(m.words, Counter())[m.cls] += 1
    return {words: min(count, key=lambda c: (-count[c], CLASSES.index(c))) for words, count in counts.items()}


def _things(mentions: Sequence[_Mention], cls: Mapping[Words, str]) -> list[Entity]:
    found: dict[tuple[str, str], Entity] = {}
    for m in mentions:
        known = identity(cls[m.words], m.words)
        key = (cls[m.words], known or " ".join(m.words))
        _add(found.setdefault(key, Entity(cls[m.words], m.text, m.words, known)), m)
    return list(found.values())


def _add(entity: Entity, mention: _Mention, why: str = "") -> None:
    entity.mentions.append((mention.start, mention.end))
    entity.spellings[mention.text] += 1
    entity.offices += [o for o in mention.offices if o not in entity.offices]
    entity.forms[mention.words] += 1
    entity.words = min(entity.forms, key=lambda words: (len(person_words(words)) < 2, -entity.forms[words], -len(words), words))
    if mention.words == entity.words:
        entity.name = mention.text
    if why and why not in entity.evidence:
        entity.evidence.append(why)


def _people(mentions: Sequence[_Mention]) -> list[Entity]:
    """Full names first, then each single word to the last full name before it (or, in a title, the first after it) that carries it."""
    full: list[Entity] = []
    owner: dict[int, Entity] = {}
    for m in mentions:
        if len(person_words(m.words)) > 1:
            entity = next((e for e in reversed(full) if same_person(e.words, m.words)), None)
            if entity is None:
                full.append(entity := Entity("PER", m.text, m.words, None))
            owner[m.start] = entity
    rest: dict[str, Entity] = {}
    for at, m in enumerate(mentions):
        if m.start in owner:
            _add(owner[m.start], m)
            continue
        entity = _carrier(m, mentions[:at], mentions[at + 1 :], owner)
        if entity:
            _add(entity, m, f"{m.text} < {entity.name}")
        else:
            _add(rest.setdefault(skeleton(m.words[-1]), Entity("PER", m.text, m.words, None)), m)
    return [e for e in [*full, *rest.values()] if e.mentions]


def _carrier(m: _Mention, before: Sequence[_Mention], after: Sequence[_Mention], owner: Mapping[int, Entity]) -> Entity | None:
    word = person_words(m.words)[-1:] or m.words
    for test in (_family, _any_word):
        for other in (*reversed(before), *after):
            if (entity := owner.get(other.start)) is not None and test(word[0], person_words(entity.words)):
                return entity
    return None


def _family(word: str, full: Words) -> bool:
    return one_name(word, full[-1])


def _any_word(word: str, full: Words) -> bool:
    return word in full


def same_person(a: Words, b: Words) -> bool:
    """Whether two full names on one page are one person's: the words of one in order in the other, or skeletons that agree in every word."""
    one, other = sorted((person_words(a), person_words(b)), key=len)
    if (one[-1] in generations()) != (other[-1] in generations()):
        return False
    if len(one) > 1 and inside(one, other):
        return True
    return alike(one, other) or (len(one) == len(other) and sum(x == y for x, y in zip(one, other, strict=True)) == len(one) - 1 and _near(one, other))


def _near(one: Words, other: Words) -> bool:
    """The word that differs does so in one letter: a slip of the keyboard."""
    x, y = next((p for p in zip(one, other, strict=True) if p[0] != p[1]), ("", ""))
    return len(x) == len(y) > 3 and sum(c != d for c, d in zip(x, y, strict=True)) == 1
