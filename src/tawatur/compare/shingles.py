"""Words of a document as numbers, five-word shingles over them, and the sample of shingles that serves as blocking keys.

Everything is a function of the words alone: same words, same numbers, on every machine. A word is folded, stripped of a conjunction and of the article,
and hashed to 32 bits; numbers in digits count as one word in shingles, so that "killed 12" and "killed 14" still meet.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

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

_BASE = 0x9E3779B1
_FINISH = ((np.uint32(15), np.uint32(0x2C1B3C6D)), (np.uint32(12), np.uint32(0x297A2D39)))
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ODD = tuple(np.uint64(x) for x in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB))
_SEEDS = np.array([int.from_bytes(hashlib.blake2b(bytes([n]), digest_size=8).digest(), "big") for n in range(BANDS * ROWS)], np.uint64)
_WAW, _FEH = ord("\N{ARABIC LETTER WAW}"), ord("\N{ARABIC LETTER FEH}")
_ALEF, _LAM = ord("\N{ARABIC LETTER ALEF}"), ord("\N{ARABIC LETTER LAM}")
_BEH, _KAF = ord("\N{ARABIC LETTER BEH}"), ord("\N{ARABIC LETTER KAF}")

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]


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
    codes = encoded(view.text)
    starts, ends = word_edges(codes)
    at = None if isinstance(view.at, range) else np.asarray(view.at, np.int64)
    first, after = (starts, ends) if at is None else (at[starts], at[ends - 1] + 1)
    bounds = np.array(ranges(doc), np.int64).reshape(-1, 2)
    home = np.searchsorted(bounds[:, 0], first, "right") - 1
    kept = (home >= 0) & (after <= bounds[home, 1]) if len(bounds) else np.zeros(len(first), bool)
    starts, ends = starts[kept], ends[kept]
    hashes = hash_words(codes, bare_starts(codes, starts, ends), ends)
    return Words(hashes, first[kept].astype(np.uint32), after[kept].astype(np.uint32))


def encoded(text: str) -> Codes:
    """The code points of a text, with a few zeros after it so that a word's next letters can be asked for."""
    return np.frombuffer((text + "\0\0\0\0").encode("utf-32-le", "surrogatepass"), "<u4")


@cache
def _kinds() -> NDArray[np.uint8]:
    """Of each code point of the basic plane: 1 for one of `\\w`, 3 for a digit, 0 for others."""
    return np.fromiter(((chr(code).isalnum() or code == 0x5F) + 2 * chr(code).isdigit() for code in range(0x10000)), np.uint8, 0x10000)


def word_edges(codes: Codes) -> tuple[Places, Places]:
    """Starts and ends of the words (`\\w+`): four times as fast as reading them off the matches one by one."""
    inside = np.zeros(len(codes) + 2, np.bool_)
    np.not_equal(_kinds().take(codes, mode="clip"), 0, out=inside[1:-1])
    for place in np.flatnonzero(codes > 0xFFFF):
        inside[place + 1] = chr(codes[place]).isalnum()
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[::2], edges[1::2]


def bare_starts(codes: Codes, starts: Places, ends: Places) -> Places:
    """Where each word begins behind its conjunction and article; at least three letters are left."""
    first = codes[starts]
    starts = starts + ((ends - starts > 3) & ((first == _WAW) | (first == _FEH)))
    first, second, third, length = codes[starts], codes[starts + 1], codes[starts + 2], ends - starts
    article = (length > 4) & (first == _ALEF) & (second == _LAM)
    joined = (length > 5) & ((first == _BEH) | (first == _KAF)) & (second == _ALEF) & (third == _LAM)
    merged = (length > 5) & (first == _LAM) & (second == _LAM)
    bare: Places = starts + 2 * article + 3 * joined + 2 * merged
    return bare


@lru_cache(maxsize=4)
def _powers(base: int, count: int) -> NDArray[np.uint32]:
    """base, base², … modulo 2**32."""
    return np.cumprod(np.full(count, base, np.uint32), dtype=np.uint32)


def hash_words(codes: Codes, starts: Places, ends: Places) -> NDArray[np.uint32]:
    """The hash of each word, of its letters alone: a polynomial modulo 2**32 from sums over the text, then mixed. Words that begin with a digit lie from NUMBER on."""
    if not len(starts):
        return np.zeros(0, np.uint32)
    size = 1 << max(16, len(codes).bit_length())
    sums = np.zeros(len(codes) + 1, np.uint32)
    np.multiply(codes, _powers(_BASE, size)[: len(codes)], out=sums[1:])
    np.cumsum(sums, out=sums, dtype=np.uint32)
    found = (sums[ends] - sums[starts]) * _powers(pow(_BASE, -1, 1 << 32), size)[starts]
    for shift, odd in _FINISH:
        found ^= found >> shift
        found *= odd
    found[found >= NUMBER] -= np.uint32(1 << 16)
    digit = np.flatnonzero(_kinds().take(codes[starts], mode="clip") == 3)
    found[digit] = found[digit] & 0xFFFF | NUMBER
    return found


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
    return np.unique(least_of_windows(found))


def least_of_windows(found: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The least shingle of every `WINDOW` in a row; of fewer, the least of them all."""
    if len(found) <= WINDOW:
        return found.min(keepdims=True) if len(found) else found
    width = 1
    while width < WINDOW:  # a power of two
        found = np.minimum(found[:-width], found[width:])
        width *= 2
    return found


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


def jaccard(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> float:
    """What two documents have in common of their shingles, each distinct and in ascending order."""
    both = int((a[np.minimum(a.searchsorted(b), len(a) - 1)] == b).sum()) if len(a) else 0
    return both / max(1, len(a) + len(b) - both)


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
