"""Titles and offices beside a person's name: peeled off before it ("the Iraqi prime minister N"), or said after it ("N, minister of …")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tawatur import rulebook
from tawatur.annotate.name_lexicon import ARTICLE, bare, lexicon, proclitics
from tawatur.layers import Office
from tawatur.model import Span

REACH = 10
"""Words before or after a name within which its title is sought: 99 in 100 titles before names of the news of 2018 are shorter."""
_LINKS = frozenset(",\u060c(\u00ab\"-")

Words = Sequence[str]
Place = Callable[[int, int], Span]
"""First and last word of a sentence → the span in the text."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A title found at word `at`, `length` words long, with its class and id."""

    at: int
    length: int
    cls: str
    id: str


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for cls in ("office", "rank", "honorific", "role"):
        for form, key in rulebook.load("titles").key_of[cls].items():
            first, *rest = form.split()
            found.setdefault(first, []).append((tuple(rest), cls, key))
    for options in found.values():
        options.sort(key=lambda option: (-len(option[0]), option))
    return found


@cache
def _words(cls: str) -> dict[str, str]:
    return dict(rulebook.load("titles").key_of[cls])


def head_at(words: Words, at: int, attached: bool = True) -> _Head | None:
    """The longest title that begins at a word; `attached`: proclitics may stand before it."""
    forms = _forms()
    for first in (words[at], *(bare(words[at], n) for n in proclitics(words[at]) if attached)):
        for rest, cls, key in forms.get(first, ()):
            if tuple(words[at + 1 : at + 1 + len(rest)]) == rest:
                return _Head(at, 1 + len(rest), cls, key)
    return None


def before(words: Words, name: int, floor: int) -> list[_Head]:
    """The titles before a name, from left to right; `floor` is the first word that may belong to them."""
    at, heads = name - 1, list[_Head]()
    if at > floor and words[at] in _LINKS:
        at -= 1
    while at >= max(floor, name - REACH) and words[at] not in _words("stop") and words[at][0].isalnum():
        if (head := head_at(words, at)) is not None and at + head.length <= name:
            heads = [head, *(h for h in heads if h.at >= at + head.length and not _complement(words, head, h))]
        at -= 1
    return heads


def _complement(words: Words, head: _Head, other: _Head) -> bool:
    """Whether a title only completes the one right before it: deputy (of the) minister, spokesman for the president."""
    bound = not words[head.at].startswith(ARTICLE) or head.id == "spokesman_for"
    return bound and other.at == head.at + head.length and other.cls in ("office", "role")


def after(words: Words, name: int, ceiling: int) -> tuple[int, list[_Head]]:
    """Where the phrase in apposition after a name's last word ends (exclusive), and its head; only an office or role that begins at once."""
    at = name + 1
    while at < ceiling and at < name + 3 and words[at] in _LINKS:
        at += 1
    if at >= ceiling or (head := head_at(words, at, attached=False)) is None or head.cls not in ("office", "role"):
        return name + 1, []
    end = at + head.length
    while end < min(ceiling, at + REACH) and words[end][0].isalnum() and words[end] not in _words("stop"):
        end += 1
    return end, [head]


def offices(words: Words, first: int, last: int, floor: int, ceiling: int, joined: bool, place: Place) -> Iterator[Office]:
    """The titles of the person named by words[first..last]; the names of other people end before `floor` and begin at `ceiling`.

    What stands before the second of two joined names ("and N") is said of the first.
    """
    if not joined:
        yield from _read(words, before(words, first, floor), first, place)
    end, heads = after(words, last, ceiling)
    yield from _read(words, heads, end, place)


def _read(words: Words, heads: Sequence[_Head], end: int, place: Place) -> Iterator[Office]:
    for head, stop in zip(heads, [*(h.at for h in heads[1:]), end], strict=False):
        last = stop - 2 if words[stop - 1] in _LINKS else stop - 1
        yield Office(place(head.at, max(head.at, last)), head.id, head.cls, owner(words, head.at, stop), state(words, head.at, stop))


def owner(words: Words, start: int, end: int) -> str | None:
    """The territory that a title's words name: a country, a nationality."""
    known = lexicon().territories
    for at in range(start, end):
        for word in (words[at], *(bare(words[at], n) for n in proclitics(words[at]))):
            if code := (known.get(f"{word} {words[at + 1]}") if at + 1 < end else None) or known.get(word):
                return code
    return None


def state(words: Words, start: int, end: int) -> str:
    """Whether the title is held, former, acting or elect, by an adjective in it."""
    modifiers = _words("modifier")
    said = {modifiers.get(words[at]) for at in range(start, end)}
    return next((s for s in ("former", "acting", "elect") if s in said), "held")
