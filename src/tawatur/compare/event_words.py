"""Light roots and how telling they are: how the timeline and the ledger of commitments compare wordings. Data: rules/reports.toml, rules/event_stems.csv."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from tawatur.arabic import folded
from tawatur.model import Document
from tawatur.rulebook import load, table

FAMILY = 2.5
"""The same of a family of words at least: its words are common, but that two clauses tell of one deed says more than one common word."""
WORD = re.compile(r"\w+")
RAREST = 8.0
"""Weight of a root that the frequency table does not know: -ln of one article in 3000; the table holds every root of one article in 500 and more."""


@dataclass(frozen=True)
class _Affixes:
    lead: tuple[str, ...]
    prefix: tuple[str, ...]
    object: tuple[str, ...]
    suffix: tuple[str, ...]
    form: tuple[str, ...]
    weak: str
    family: dict[str, str]
    common: frozenset[str]
    keep: frozenset[str]


@cache
def _affixes() -> _Affixes:
    tables = load("reports").tables
    parts = {key: tuple(map(folded, tables["stem"][key])) for key in ("lead", "prefix", "object", "suffix", "form", "weak")}
    family = {folded(form): f"={key}" for key, forms in tables["family"].items() for form in forms}
    keep = frozenset(map(folded, tables["stem"]["keep"]))
    return _Affixes(parts["lead"], parts["prefix"], parts["object"], parts["suffix"], parts["form"], "".join(parts["weak"]), family, frozenset(map(folded, tables["common"]["words"])), keep)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The light root of a folded word, "=family" for a word of a family, "" for one too common or short to compare.

    A comparison key, not morphology: it joins a verbal noun with its verb and a plural with its singular more often than not.
    """
    affixes = _affixes()
    if word in affixes.common or len(word) < 3:
        return ""
    for plain in _peeled(word, affixes):
        if plain in affixes.common:
            return ""
        if family := affixes.family.get(plain) or affixes.family.get(_bare(plain, affixes)):
            return family
    plain = _present(plain)
    return affixes.family.get(plain) or affixes.family.get(_bare(plain, affixes)) or _root(plain, affixes)


def is_future(word: str) -> bool:
    """Whether a folded word is a verb with the prefix of the future, joined by "and" or not: a person's letter stands behind it and three more."""
    word = word[1:] if word[:1] in _JOINED and len(word) > 5 else word
    return len(word) > 4 and word[0] == _FUTURE and word[1] in _PERSON


def _present(word: str) -> str:
    """The word without the prefix of the future."""
    return word[1:] if len(word) > 4 and word[0] == _FUTURE and word[1] in _PERSON else word


_FUTURE = "\N{ARABIC LETTER SEEN}"
_JOINED = "\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}"
_PERSON = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER TEH}\N{ARABIC LETTER NOON}"


def _bare(word: str, affixes: _Affixes) -> str:
    """The word without a pronoun at its end, while three letters remain."""
    return next((word[: -len(end)] for end in affixes.object if word.endswith(end) and len(word) - len(end) >= 3), word)


def _peeled(word: str, affixes: _Affixes) -> Iterable[str]:
    """The word, then without its conjunction, then without preposition and article; each while three letters remain."""
    yield word
    for lead in affixes.lead:
        if word.startswith(lead) and len(word) > 4:
            word = word[len(lead) :]
            yield word
            break
    for prefix in affixes.prefix:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3 and (len(prefix) > 1 or word not in affixes.keep):
            word = word[len(prefix) :]
            break
    yield word


def _root(word: str, affixes: _Affixes) -> str:
    if word.isascii():
        return word
    for suffix in affixes.suffix:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    for form in affixes.form:
        if word.startswith(form) and len(_strong(word[len(form) :], affixes)) >= 3:
            word = word[len(form) :]
            break
    strong = _strong(word, affixes)
    return strong if len(strong) >= 3 else word


def _strong(word: str, affixes: _Affixes) -> str:
    return word[:1] + "".join(letter for letter in word[1:] if letter not in affixes.weak)


def stems(view: str, start: int, end: int, limit: int) -> tuple[str, ...]:
    """The distinct light roots of the first `limit` words of view[start:end], in order; numbers left out."""
    found: dict[str, None] = {}
    for count, word in enumerate(WORD.finditer(view, start, end)):
        if count >= limit:
            break
        if not word[0].isdigit() and (root := stem(word[0])):
            found[root] = None
    return tuple(found)


@cache
def _weights() -> dict[str, float]:
    return {row["stem"]: -math.log(int(row["per_10000"]) / 10_000) for row in table("event_stems")}


def weight(root: str) -> float:
    """How telling it is that two texts share a root: -ln of the share of articles that have it."""
    found = _weights().get(root, RAREST)
    return max(found, FAMILY) if root.startswith("=") else found


@lru_cache(maxsize=1 << 16)
def roots(packed: str) -> frozenset[str]:
    """The set behind a space-separated list of roots, as items carry it."""
    return frozenset(packed.split())


def likeness(a: str, b: str) -> tuple[float, float]:
    """(sum of the weights of the shared roots, that sum as a share of the poorer side's) of two packed lists."""
    x, y = roots(a), roots(b)
    shared = math.fsum(map(weight, x & y))  # exact, so that the order of a set does not show
    if not shared:
        return 0.0, 0.0
    return shared, shared / min(math.fsum(map(weight, x)), math.fsum(map(weight, y)))


def telling(found: Iterable[str], count: int) -> tuple[str, ...]:
    """The `count` most telling roots, most telling first, ties by spelling."""
    return tuple(sorted(set(found), key=lambda root: (-weight(root), root))[:count])


@cache
def _lands() -> dict[str, str]:
    """Territory by the folded name of a country or by the adjective of its people, one word each; names that two territories share are left out."""
    found: dict[str, set[str]] = {}
    for row in table("gazetteer"):
        if row["kind"] in ("country", "nisba") and row["territory"] and " " not in row["form"]:
            found.setdefault(folded(row["form"]), set()).add(row["territory"])
    beside = load("reports").key_of["no_land"]
    return {form: next(iter(lands)) for form, lands in found.items() if len(lands) == 1 and form not in beside}


@cache
def _places() -> dict[str, str]:
    """The same with cities, for names of actors: "Baghdad agreed" means a country."""
    found: dict[str, set[str]] = {}
    for row in table("gazetteer"):
        if row["territory"]:
            found.setdefault(folded(row["form"]), set()).add(row["territory"])
    return {form: next(iter(lands)) for form, lands in found.items() if len(lands) == 1}


def homelands(names: Iterable[str]) -> tuple[str, ...]:
    """The countries that actors stand for, by the names of countries, their capitals and their people in them, as territory codes in order of spelling."""
    found = set[str]()
    for name in names:
        view = folded(name)
        if land := _places().get(view):
            found.add(land)
        found.update(territories(view, 0, len(view)))
    return tuple(sorted(found))


def territories(view: str, start: int, end: int) -> tuple[str, ...]:
    """The countries that view[start:end] names, by name or adjective, as territory codes in order of spelling."""
    return tuple(sorted({land for word in WORD.finditer(view, start, end) if (land := _land(word[0]))}))


@lru_cache(maxsize=1 << 16)
def _land(word: str) -> str:
    affixes, lands = _affixes(), _lands()
    for plain in (word, *_peeled(word, affixes)):
        for form in (plain, *(plain[: -len(end)] for end in affixes.suffix if plain.endswith(end) and len(plain) - len(end) >= 4)):
            if form in lands:
                return lands[form]
    return ""


def to_view(doc: Document) -> Callable[[int], int]:
    """Text offset → view offset, for many of them: where nothing was dropped from the text they are the same."""
    return int if isinstance(doc.view.at, range) else doc.view.find
