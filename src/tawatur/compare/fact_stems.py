"""Light stems and how rare they are: what makes two clauses speak of one thing. Stems are of folded words; rarity comes from rules/idf.csv.

The table is made by tools/make_idf.py: unigram stems only, with ten times the natural logarithm of documents per document that holds the stem.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache

from tawatur import rulebook

_ARTICLE = "\u0627\u0644"
_LAM_LAM = "\u0644\u0644"
_CONJUNCTIONS = "\u0648\u0641"
_PREPOSITIONS = "\u0628\u0643\u0644"
_SUFFIXES = (
    "\u064a\u062a\u064a\u0646",
    "\u0647\u0645\u0627",
    "\u062a\u064a\u0646",
    "\u064a\u064a\u0646",
    "\u064a\u0648\u0646",
    "\u064a\u0627\u062a",
    "\u0647\u0627",
    "\u0647\u0645",
    "\u0627\u062a",
    "\u0648\u0646",
    "\u064a\u0646",
    "\u0627\u0646",
    "\u064a\u0647",
    "\u064a\u0627",
    "\u0648\u0627",
    "\u0647",
    "\u064a",
    "\u0627",
    "\u062a",
)
_LEAST = 3  # letters a stem keeps
UNSEEN = 75  # tenths: a stem that the table lacks stands in fewer than about 1 of 5,000 articles


_HEAD = re.compile(f"[{_CONJUNCTIONS}]?(?:[{_PREPOSITIONS}]?{_ARTICLE}|{_LAM_LAM})(?=..)")


@lru_cache(maxsize=262_144)
def bare(word: str) -> str:
    """The word without the article and what is written before it."""
    found = _HEAD.match(word)
    return word[found.end() :] if found else word


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """A light stem: without the article, what is written before it, and up to two inflectional endings."""
    core = bare(word)
    for _ in range(2):
        for suffix in _SUFFIXES:
            if core.endswith(suffix) and len(core) - len(suffix) >= _LEAST:
                core = core[: -len(suffix)]
                break
    return core


@cache
def _table() -> Mapping[str, int]:
    return {row["stem"]: int(row["idf"]) for row in rulebook.table("idf")}


@cache
def _variants() -> Mapping[str, str]:
    """Spellings of one word that the press mixes → one stem."""
    return {stem(form): key for key, forms in rulebook.load("facts").words["same"].items() for form in forms}


@lru_cache(maxsize=262_144)
def weigh(word: str) -> tuple[int, int]:
    """A folded word → (32-bit hash of its stem, rarity in tenths of the natural logarithm). Of possible proclitics, the cut that leaves the commonest stem."""
    table = _table()
    rarity, _, core = min((table.get(core, UNSEEN), order, core) for order, core in _readings(word))
    return zlib.crc32(_variants().get(core, core).encode()), rarity


def _readings(word: str) -> list[tuple[int, str]]:
    """(preference, stem) of the word as it stands, without "and", and without a preposition. Among words never seen, "and" is taken for a proclitic."""
    out = [(1, stem(word))]
    for order, head in ((0, _CONJUNCTIONS), (2, _PREPOSITIONS)):
        if word[0] in head and len(word) > _LEAST + 1:
            word = word[1:]
            out.append((order, stem(word)))
    return out
