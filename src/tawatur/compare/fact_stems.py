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
UNSEEN = 85  # tenths: a stem that the table lacks stands in fewer than about 1 of 5,000 articles


_HEAD = re.compile(f"[{_CONJUNCTIONS}]?(?:[{_PREPOSITIONS}]?{_ARTICLE}|{_LAM_LAM})(?=..)")


@lru_cache(maxsize=262_144)
def bare(word: str) -> str:
    """The word without the article and what is written before it."""
    found = _HEAD.match(word)
    return word[found.end() :] if found else word


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """A light stem: without the article, its proclitics, and one inflectional ending."""
    core = bare(word)
    for suffix in _SUFFIXES:
        if core.endswith(suffix) and len(core) - len(suffix) >= _LEAST:
            return core[: -len(suffix)]
    return core


@cache
def _table() -> Mapping[str, int]:
    return {row["stem"]: int(row["idf"]) for row in rulebook.table("idf")}


@lru_cache(maxsize=262_144)
def weigh(word: str) -> tuple[int, int]:
    """A folded word → (32-bit hash of its stem, rarity in tenths; 0 = says nothing)."""
    core = stem(word)
    table = _table()
    rarity = table.get(core, UNSEEN)
    if core == word and word[0] in _CONJUNCTIONS and len(word) > _LEAST + 1:
        shorter = stem(word[1:])  # "and" before a word without article: the commoner reading wins
        if table.get(shorter, UNSEEN) < rarity:
            core, rarity = shorter, table[shorter]
    return zlib.crc32(core.encode()), rarity
