"""Names as words to compare: without articles and particles, and as consonant skeletons in which transliterations of one name agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz

from tawatur import rulebook
from tawatur.arabic import fold, folded

Words = tuple[str, ...]
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LAM = "\N{ARABIC LETTER LAM}"
_SERVANT = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"
_GOD = _ARTICLE + _LAM + "\N{ARABIC LETTER HEH}"
_WORD = re.compile(r"[^\W_]+")
# Letters that papers choose between for one foreign sound (velars, dentals, sibilants, interdentals); the first stands for all.
_SAME = str.maketrans(
    {
        letter: group[0]
        for group in ("\u0643\u063a\u062c\u0642\u06af", "\u062a\u0637\u062b", "\u0633\u0635", "\u062f\u0636", "\u0632\u0630\u0638", "\u0641\u06a4", "\u0628\u067e", "\u062d\u0647")
        for letter in group
    }
)
_WEAK = re.compile("[\u0627\u0648\u064a\u0649\u0621\u0639]")
_TWICE = re.compile(r"(.)\1+")


def with_article(text: str, particle: str) -> str:
    """A name cut off its particle: after lam the article has lost its alef, here it gets it back."""
    return _ARTICLE + text[1:] if particle.endswith(_LAM) and text.startswith(_LAM) else text


@lru_cache(maxsize=200_000)
def name_words(text: str, particle: str = "") -> Words:
    """Folded words of a name without the article; "servant of" and its god are one word. `particle`: what was written onto it (lam swallows an alef)."""
    view = fold(with_article(text, particle)).text
    words: list[str] = []
    for word in _WORD.findall(view):
        plain = word[2:] if word.startswith(_ARTICLE) and len(word) > 3 and word != _GOD else word
        if words and words[-1] == _SERVANT:
            words[-1] += word
        else:
            words.append(plain)
    return tuple(words)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Consonants only, letters of one foreign sound unified, doublings undone; the word itself when fewer than two are left."""
    bare = _WEAK.sub("", word.translate(_SAME))
    bare = _TWICE.sub(r"\1", bare[:-1] if bare[-1:] == "\u062d" and word[-1:] == "\u0647" else bare)
    return bare if len(bare) > 1 else word


@cache
def _links() -> frozenset[str]:
    return frozenset(rulebook.load("organisations").key_of["filiation"])


def person_words(words: Words) -> Words:
    """A person's words without "son of" and "family of"; a kunya ("father of N") is one word."""
    out: list[str] = []
    for word in words:
        if out and out[-1] in rulebook.load("organisations").key_of["kunya"]:
            out[-1] += f" {word}"
        elif word not in _links():
            out.append(word)
    return tuple(out)


@cache
def _known() -> dict[str, dict[Words, str]]:
    organisations = {name_words(form): f"org:{key}" for form, key in rulebook.load("organisations").key_of["known"].items()}
    places = {name_words(row["form"]): f"territory:{row['territory']}" for row in rulebook.table("gazetteer") if row["kind"] == "country" and row["territory"]}
    return {"ORG": organisations, "LOC": places}


def identity(cls: str, words: Words) -> str | None:
    """The known organisation or country of this name, by any of its names; None for all others."""
    return _known().get(cls, {}).get(words)


@cache
def _heads() -> frozenset[str]:
    heads = rulebook.load("organisations").words["head"]
    return frozenset(folded(form) for key in ("party", "armed_group", "company", "agency", "club") for form in heads[key])


def without_head(words: Words) -> Words:
    """An organisation's name without the noun it opens with, where papers drop it freely (company, party, paper, club): never a ministry's or council's."""
    return words[1:] if len(words) > 1 and words[0] in _heads() else words


@cache
def _given() -> frozenset[str]:
    return frozenset(name_words(row["form"])[0] for row in rulebook.table("given_names") if row["kind"] == "given")


def is_given(word: str) -> bool:
    """Whether a word is an Arabic given name: written in one way, so that two of them are two names however near their letters."""
    return word in _given()


LIKE = 75
"""Least likeness (of 100) of two spellings with one skeleton: the vowels written must not all differ. Two spellings of Putin have 89, Messi and Moussa 67."""


def one_name(a: str, b: str, least: int = LIKE) -> bool:
    """Whether two words may be spellings of one name."""
    if a == b:
        return True
    return skeleton(a) == skeleton(b) and not (is_given(a) and is_given(b)) and fuzz.ratio(a, b) >= least


def alike(a: Sequence[str], b: Sequence[str], least: int = LIKE) -> bool:
    """Whether two names are, word by word, spellings of one."""
    return len(a) == len(b) and all(one_name(x, y, least) for x, y in zip(a, b, strict=True))


PARTICLES = frozenset("\N{ARABIC LETTER WAW}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER FEH}\N{ARABIC LETTER KAF}")
"""Letters that may be a conjunction or preposition written onto a name."""
