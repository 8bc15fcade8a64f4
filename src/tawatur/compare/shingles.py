"""Words of a document as numbers, five-word shingles over them, and the sample of shingles that serves as blocking keys.

Everything is a function of the words alone: same words, same numbers, on every machine. A word is folded, stripped of a conjunction and of the article,
and hashed to 32 bits; numbers in digits count as one word in shingles, so that "killed 12" and "killed 14" still meet.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from tawatur.layers import PROSE, REGION
from tawatur.model import Document

GRAM = 5
"""Words in a shingle."""
WINDOW = 8
"""The least shingle of every 8 in a row is sampled: texts that share 12 words in a row share a sampled shingle, and 2 shingles in 9 are kept."""
REPEATS = 200
"""Later places of a document's shingles that are looked at too; a text that repeats itself more is compared by the first places only."""
BANDS, ROWS = 3, 3
"""Min-hash bands of a whole document and the min-hashes in each."""
NUMBER = 0xFFFF0000
"""Word hashes from here on are of numbers in digits; the low half tells them apart."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_ODD = tuple(np.uint64(x) for x in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB))
_SEEDS = np.array([int.from_bytes(hashlib.blake2b(bytes([n]), digest_size=8).digest(), "big") for n in range(BANDS * ROWS)], np.uint64)
_WORD = re.compile(r"\w+")
_CONJUNCTIONS = "\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}"
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_JOINED = ("\N{ARABIC LETTER BEH}" + _ARTICLE, "\N{ARABIC LETTER KAF}" + _ARTICLE, "\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM}")
_MANY = 500_000  # distinct words kept in the cache: both news corpora together hold 290 thousand


def stripped(word: str) -> str:
    """A folded word without its conjunction and article, where at least three letters are left."""
    if len(word) > 3 and word[0] in _CONJUNCTIONS:
        word = word[1:]
    if len(word) > 4 and word.startswith(_ARTICLE):
        return word[2:]
    if len(word) > 5 and word.startswith(_JOINED):
        return word[3:] if word[1:3] == _ARTICLE else word[2:]
    return word


class _Hashes(dict[str, int]):
    """Word → hash, filled as words are met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MANY:
            self.clear()
        value = int.from_bytes(hashlib.blake2b(stripped(word).encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
        self[word] = value = (NUMBER | value & 0xFFFF) if word[0].isdigit() else value % NUMBER
        return value


_HASHES = _Hashes()


@dataclass(frozen=True, slots=True)
class Words:
    """The words compared, in order: hashes, and offsets into the document's text (half-open, code points)."""

    hashes: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.hashes)


def ranges(doc: Document, roles: frozenset[str] = PROSE) -> list[tuple[int, int]]:
    """Stretches of the text that hold the article's own words; the whole text when nobody found regions."""
    found = doc.layer(REGION)
    return [(r.span.start, r.span.end) for r in found if r.value.role in roles] if found else [(0, len(doc.text))]


def read_words(doc: Document) -> Words:
    """The article's words; furniture, comments and datelines are left out."""
    view = doc.view
    starts, ends = _word_edges(view.text)
    at = None if isinstance(view.at, range) else np.asarray(view.at, np.int64)
    first, after = (starts, ends) if at is None else (at[starts], at[ends - 1] + 1)
    bounds = np.array(ranges(doc), np.int64).reshape(-1, 2)
    home = np.searchsorted(bounds[:, 0], first, "right") - 1
    kept = (home >= 0) & (after <= bounds[home, 1]) if len(bounds) else np.zeros(len(first), bool)
    words = compress(_WORD.findall(view.text), kept.tolist())
    hashes = np.fromiter(map(_HASHES.__getitem__, words), np.uint32, int(kept.sum()))
    return Words(hashes, first[kept].astype(np.uint32), after[kept].astype(np.uint32))


@cache
def _is_word_character() -> NDArray[np.bool_]:
    """Whether a code point is one of `\\w`, for the basic plane."""
    return np.fromiter((chr(code).isalnum() or code == 0x5F for code in range(0x10000)), bool, 0x10000)


def _word_edges(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of the words (`\\w+`) of a text: four times as fast as reading them off the matches one by one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    inside = np.zeros(len(codes) + 2, np.int8)
    inside[1:-1] = _is_word_character()[np.minimum(codes, 0xFFFF)]
    for place in np.flatnonzero(codes > 0xFFFF):
        inside[place + 1] = chr(codes[place]).isalnum()
    edges = np.flatnonzero(np.diff(inside))
    return edges[::2], edges[1::2]


def pack(found: Words) -> bytes:
    """Bytes for `Item.blob`: 10 a word (hash, start, length)."""
    lengths = np.minimum(found.ends - found.starts, 0xFFFF).astype("<u2")
    return b"".join((found.hashes.astype("<u4").tobytes(), found.starts.astype("<u4").tobytes(), lengths.tobytes()))


def unpack(blob: bytes) -> Words:
    """The way back from `pack`."""
    n = len(blob) // 10
    starts = np.frombuffer(blob, "<u4", n, 4 * n)
    return Words(np.frombuffer(blob, "<u4", n), starts, starts + np.frombuffer(blob, "<u2", n, 8 * n))


def grams(hashes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The 64-bit hash of every five words in a row, numbers as one word."""
    wide = np.where(hashes >= NUMBER, np.uint32(0xFFFFFFFF), hashes).astype(np.uint64)
    n = len(wide) - GRAM + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    total = wide[:n] * _MIX
    for k in range(1, GRAM):
        total = (total ^ (total >> np.uint64(29))) * _MIX + wide[k : n + k] * _ODD[k]
    total = (total ^ (total >> np.uint64(32))) * _ODD[0]
    return total ^ (total >> np.uint64(29))


def sample(found: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The sampled shingles, distinct, in ascending order."""
    if not len(found):
        return found
    least = np.lib.stride_tricks.sliding_window_view(found, min(WINDOW, len(found))).min(axis=1)
    return np.unique(least)


def copy_keys(found: NDArray[np.uint64], doc: str) -> NDArray[np.uint64]:
    """Keys by which copies of one text meet when there are so many that every shingle is too common to make pairs.

    Documents with nearly the same shingles share min-hash bands (at a Jaccard likeness of 0.9 with probability 0.98, at 0.15 with 0.01). Each band's
    documents are dealt into 16 and into 256 parts by their ids, in another way for each band: blocks stay small, and together they join all copies.
    """
    if not len(found):
        return found
    rows = ((found[None, :] ^ _SEEDS[:, None]) * _MIX).min(axis=1).reshape(BANDS, ROWS)
    deal = int.from_bytes(hashlib.blake2b(doc.encode("utf-8", "surrogatepass"), digest_size=2 * BANDS).digest(), "big")
    parts = np.array([[p + 1, (p & 15) + 1000] for p in (deal >> 16 * n & 255 for n in range(BANDS))], np.uint64).ravel()
    total = np.repeat(np.arange(1, BANDS + 1, dtype=np.uint64), 2)
    for column in (*(np.repeat(rows[:, k], 2) for k in range(ROWS)), parts):
        total = (total ^ (total >> np.uint64(31))) * _MIX + column
    return total ^ (total >> np.uint64(32))


@dataclass(frozen=True)
class Indexed:
    """A document ready for comparison: its words, its distinct shingles in ascending order, where each occurs first, and the few that occur again."""

    words: Words
    grams: NDArray[np.uint64]
    places: NDArray[np.intp]
    again: tuple[NDArray[np.uint64], NDArray[np.intp]]

    @cached_property
    def plain(self) -> list[int]:
        """The words' hashes, numbers as one."""
        found: list[int] = np.where(self.words.hashes >= NUMBER, np.uint32(0xFFFFFFFF), self.words.hashes).tolist()
        return found


@lru_cache(maxsize=8192)
def index(blob: bytes) -> Indexed:
    """Unpacked once for the many pairs a document is in. About 10 kB each."""
    found = unpack(blob)
    shingles = grams(found.hashes)
    order = np.argsort(shingles, kind="stable")
    ranked = shingles[order]
    repeat = np.zeros(len(ranked), bool)
    repeat[1:] = ranked[1:] == ranked[:-1]
    few = int(repeat.sum()) <= min(REPEATS, max(16, len(ranked) // 8))
    again = (ranked[repeat], order[repeat]) if few else (ranked[:0], order[:0])
    return Indexed(found, ranked[~repeat], order[~repeat], again)


def jaccard(a: Indexed, b: Indexed) -> float:
    """The share of distinct shingles that two documents have in common."""
    both = len(np.intersect1d(a.grams, b.grams, assume_unique=True))
    return both / max(1, len(a.grams) + len(b.grams) - both)


def meets(a: Indexed, b: Indexed) -> list[tuple[int, int]]:
    """Where shingles of both stand, as (place in b - place in a, place in a), sorted: their first places in each, and each later place with the other's first."""
    found = _met(a.grams, a.places, b)
    if len(a.again[0]):
        found += _met(*a.again, b)
    if len(b.again[0]):
        found += [(-shift, place + shift) for shift, place in _met(*b.again, a)]
    return sorted(found)


def _met(grams: NDArray[np.uint64], places: NDArray[np.intp], other: Indexed) -> list[tuple[int, int]]:
    """(place in `other` - place, place) of the shingles that `other` has."""
    if not len(grams) or not len(other.grams):
        return []
    at = np.minimum(other.grams.searchsorted(grams), len(other.grams) - 1)
    hits = np.flatnonzero(other.grams[at] == grams)
    mine = places[hits]
    return list(zip((other.places[at[hits]] - mine).tolist(), mine.tolist(), strict=True))
