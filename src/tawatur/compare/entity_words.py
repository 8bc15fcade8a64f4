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
_AIN = "\N{ARABIC LETTER AIN}"
_YEH = "\N{ARABIC LETTER YEH}"
_TEH = "\N{ARABIC LETTER HEH}"  # teh marbuta, folded
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
    bare = _TWICE.sub(r"\1", _consonants(word))
    return bare if len(bare) > 1 else word


def _consonants(word: str) -> str:
    """The consonants with what stands twice; two of a kind written together are one. A final heh (teh marbuta) is a vowel."""
    bare = _WEAK.sub("", _TWICE.sub(r"\1", word.translate(_SAME)))
    return bare[:-1] if bare[-1:] == "\u062d" and word[-1:] == "\u0647" else bare


@cache
def _links() -> frozenset[str]:
    return frozenset(rulebook.load("organisations").key_of["filiation"])


def person_words(words: Words) -> Words:
    """A person's words without "son of" and "family of"; a kunya ("father of N") is one word. Words of a generation ("junior") at the end stay."""
    out: list[str] = []
    for at, word in enumerate(words):
        if out and out[-1] in rulebook.load("organisations").key_of["kunya"]:
            out[-1] += f" {word}"
        elif word not in _links() or (0 < at == len(words) - 1 and word in generations()):
            out.append(word)
    return tuple(out)


def filiation(words: Words) -> bool:
    """Whether a name says whose son: with that, two given names are one man's in the press of his country."""
    return any(word in _links() for word in words[1:-1])


@cache
def generations() -> frozenset[str]:
    """Words that tell a son from a father of one name."""
    return frozenset(name_words(form)[0] for form in rulebook.load("organisations").key_of["generation"])


@cache
def _known() -> dict[str, dict[Words, str]]:
    organisations = {name_words(form): f"org:{key}" for form, key in rulebook.load("organisations").key_of["known"].items()}
    places = {name_words(row["form"]): f"territory:{row['territory']}" for row in rulebook.table("gazetteer") if row["kind"] == "country" and row["territory"]}
    return {"ORG": organisations, "LOC": places}


def identity(cls: str, words: Words) -> str | None:
    """The known organisation or country of this name, by any of its names; None for all others."""
    return _known().get(cls, {}).get(words)


@cache
def places() -> dict[str, str]:
    """Words of listed cities and countries, joined by spaces → their country's code; those of two countries are left out."""
    found: dict[str, set[str]] = {}
    for row in rulebook.table("gazetteer"):
        if row["kind"] in ("city", "country") and row["territory"]:
            found.setdefault(" ".join(name_words(row["form"])), set()).add(row["territory"])
    return {form: codes.pop() for form, codes in found.items() if len(codes) == 1}


@cache
def _heads() -> dict[str, str]:
    heads = rulebook.load("organisations").words["head"]
    return {folded(form): key for key in ("party", "armed_group", "company", "agency", "club") for form in heads[key]}


@cache
def _of_countries() -> frozenset[str]:
    """Adjectives of countries, either gender: what a noun needs to be a name."""
    forms = [word for row in rulebook.table("gazetteer") if row["kind"] == "nisba" for word in name_words(row["form"])]
    return frozenset(form + ending for form in forms for ending in ("", _TEH))


def without_head(words: Words) -> Words:
    """An organisation's name without the noun it opens with, where papers drop it freely (company, party, paper, club): never a ministry's or council's, and

    not where only a country's adjective is left (the Iranian bank is not the Iranian team).
    """
    return words[1:] if len(words) > 1 and words[0] in _heads() and not all(word in _of_countries() for word in words[1:]) else words


def heads_differ(a: Words, b: Words) -> bool:
    """Whether both names open with such a noun, and these are not of one kind (a bank, a team)."""
    kinds = [_heads().get(words[0]) if without_head(words) != words else None for words in (a, b)]
    return None not in kinds and kinds[0] != kinds[1]


def derived(a: str, b: str) -> bool:
    """Whether one word is the other with an ending of adjectives or of the feminine: "nation" and "national" are no two spellings."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and long[len(short) :] in (_YEH, _TEH, _YEH + _TEH)


@cache
def _given() -> frozenset[str]:
    return frozenset(name_words(row["form"])[0] for row in rulebook.table("given_names") if row["kind"] == "given")


def is_given(word: str) -> bool:
    """Whether a word is an Arabic given name: written in one way, so that two of them are two names however near their letters."""
    return word in _given()


LIKE = 75
"""Least likeness (of 100) of two spellings with one skeleton: the vowels written must not all differ. Two spellings of Putin have 89, Messi and Moussa 67."""


LIKE_GIVEN = 88
"""The same where one of the two is a listed Arabic given name, whose vowels are fixed: one letter more in four, never another name (Jabr, Jabir)."""
LIKE_TWICE = 85
"""The same where one has a consonant twice and the other once: Federer in two spellings has 91, Putin and Potanin 83."""


def one_name(a: str, b: str, least: int = LIKE) -> bool:
    """Whether two words may be spellings of one name."""
    if a == b:
        return True
    if skeleton(a) != skeleton(b) or a.count(_AIN) != b.count(_AIN) or (is_given(a) and is_given(b)):
        return False
    if is_given(a) or is_given(b):
        return fuzz.ratio(a, b) >= LIKE_GIVEN and not derived(a, b)
    return fuzz.ratio(a, b) >= (LIKE_TWICE if _consonants(a) != _consonants(b) else least)


def alike(a: Sequence[str], b: Sequence[str], least: int = LIKE) -> bool:
    """Whether two names are, word by word, spellings of one."""
    return len(a) == len(b) and all(one_name(x, y, least) for x, y in zip(a, b, strict=True))


def inside(short: Words, long: Words) -> bool:
    """Whether the words of one name stand in the other, in order."""
    rest = iter(long)
    return all(any(one_name(word, other) for other in rest) for word in short)


PARTICLES = frozenset("\N{ARABIC LETTER WAW}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER FEH}\N{ARABIC LETTER KAF}")
"""Letters that may be a conjunction or preposition written onto a name."""
