"""The words around a value, as weighted stems: what tells which slot it fills. One pass over a sentence, cached per word."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from tawatur import rulebook
from tawatur.arabic import folded
from tawatur.compare.fact_stems import bare, weigh
from tawatur.model import Document

_WORD = re.compile("[\u0621-\u064a]{2,}|[a-z]{2,}")
_DULL = 14  # tenths: a stem that every fourth article holds says nothing
_CLOSE, _NEAR, _FAR = 5, 12, 30  # words: inside the clause; inside what a reader keeps in mind; as far as a context reaches
_MOST = 24  # stems a context keeps
_BESIDE = 50  # characters on either side of a name that tell what it has to do with
_FAMILY_WEIGHT = 25  # tenths: verbs and verbal nouns of one family count as a shared word of middling rarity
_STORY_REACH, _HEAD = 2400, 40  # characters from the start of a page that tell its story (about 400 words); words of its title and first sentence
_STORY_MOST = 32


class Word(NamedTuple):
    """A word of the view: where it stands, its stem's hash, its rarity above dullness, its predicate family."""

    start: int
    end: int
    key: int
    weight: int
    family: str | None


_make = tuple.__new__  # half the cost of Word(...), for the most frequent call of the step


@cache
def _families() -> Mapping[str, str]:
    out: dict[str, str] = {}
    for row in rulebook.load("predicates").tables["family"]:
        for form in row["forms"]:
            out.setdefault(folded(form), row["id"])
    return out


@lru_cache(maxsize=262_144)
def family_of(word: str) -> str | None:
    """The predicate family of a folded word, with or without its proclitics."""
    table = _families()
    for form in (word, bare(word), word[1:]):
        if found := table.get(form):
            return found if form != word[1:] or word[0] in "\u0648\u0641\u0628\u0644" else None
    return None


def words_of(view: str, start: int, end: int) -> list[Word]:
    """The words of view[start:end], in order."""
    return [_make(Word, (*m.span(), *_weigh(m[0]))) for m in _WORD.finditer(view, start, end)]


@lru_cache(maxsize=262_144)
def _weigh(word: str) -> tuple[int, int, str | None]:
    key, rarity = weigh(word)
    return key, max(0, rarity - _DULL), family_of(word)


def around(words: Sequence[Word], starts: Sequence[int], start: int, end: int) -> dict[int, int]:
    """The stems around view[start:end], at most `_MOST`, with weights that fall with distance; the words of the value itself left out."""
    left, right = bisect_left(starts, start), bisect_right(starts, end - 1)
    found: dict[int, int] = {}
    for i in (*range(max(0, left - _FAR), left), *range(right, min(len(words), right + _FAR))):
        _, _, key, weight, family = words[i]
        if not weight:
            continue
        distance = left - i if i < left else i - right + 1
        near = weight * (10 if distance <= _CLOSE else 6 if distance <= _NEAR else 3) // 10
        if near > found.get(key, 0):
            found[key] = min(255, near)
        if family and distance <= _NEAR:
            found[_family_key(family)] = _FAMILY_WEIGHT
    if len(found) > _MOST:
        found = dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])
    return found


def beside(view: str, start: int, end: int) -> tuple[dict[int, int], tuple[str, ...]]:
    """The stems of the ten words or so before and behind view[start:end], and their families in order, at most three. Cheaper than `around`, for names."""
    found: dict[int, int] = {}
    families: dict[str, None] = {}
    for word in (*_WORD.findall(view, max(0, start - _BESIDE), start), *_WORD.findall(view, end, end + _BESIDE)):
        key, weight, family = _weigh(word)
        if weight:
            found[key] = weight
        if family:
            families[family] = None
            found[_family_key(family)] = _FAMILY_WEIGHT
    return found, tuple(families)[:3]


def stems(words: Iterable[Word]) -> tuple[int, ...]:
    """The stems that say something and the families of some words, nearest first, each once, at most eight."""
    keys = (key for w in words for key in ((_family_key(w.family),) if w.family else ()) + ((w.key,) if w.weight else ()))
    return tuple(dict.fromkeys(keys))[:8]


@cache
def _family_key(family: str) -> int:
    return zlib.crc32(b"#" + family.encode())


def near(words: Sequence[Word], starts: Sequence[int], start: int, end: int, reach: int = _CLOSE + 3) -> Iterator[tuple[int, Word]]:
    """The words within `reach` words of view[start:end] with their signed distance (negative = before), nearest first."""
    left, right = bisect_left(starts, start), bisect_right(starts, end - 1)
    for distance in range(1, reach + 1):
        if left - distance >= 0:
            yield -distance, words[left - distance]
        if right + distance - 1 < len(words):
            yield distance, words[right + distance - 1]


def story(doc: Document) -> dict[int, int]:
    """The stems that tell a page's story: frequent in its opening and rare elsewhere; the title and the first sentence count twice."""
    opening = _WORD.findall(doc.view.text, 0, _STORY_REACH)
    count: Counter[int] = Counter()
    weight: dict[int, int] = {}
    for written, times in Counter([*opening, *opening[:_HEAD]]).items():
        key, rarity, _ = _weigh(written)
        if rarity:
            count[key] += times
            weight[key] = rarity
    ranked = sorted(((-min(255, weight[k] * min(n, 6) // 3), k) for k, n in count.items()))
    return {key: -score for score, key in ranked[:_STORY_MOST]}
