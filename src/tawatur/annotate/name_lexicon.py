"""What the name tagger knows of words before any training: gazetteers, given names, titles, organisations, and distributional clusters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tawatur import rulebook
from tawatur.annotate import name_model
from tawatur.arabic import folded

ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LAM = "\N{ARABIC LETTER LAM}"
CONJUNCTION = "\N{ARABIC LETTER WAW}"
_CONJUNCTIONS = CONJUNCTION + "\N{ARABIC LETTER FEH}"
PREPOSITIONS = "\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}"
_PROCLITICS = frozenset(_CONJUNCTIONS + PREPOSITIONS)
_HEH = "\N{ARABIC LETTER HEH}"
_PLURALS = ("\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}", "\N{ARABIC LETTER WAW}\N{ARABIC LETTER NOON}")

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True)
class Lexicon:
    """Folded words with what they may be. `flags`: single words; `phrases`: by first word, the words that follow and the kind of the whole.

    `clusters`: distributional classes of the words of the training news, coarse to fine. `territories`: code of each country and nationality.
    `tendencies`: what each word was taken for in the training news by a first model, packed (`name_features.tendency`).
    """

    flags: Mapping[str, tuple[str, ...]]
    phrases: Phrases
    clusters: Mapping[str, tuple[int, ...]]
    territories: Mapping[str, str]
    tendencies: Mapping[str, int]

    def knows(self, word: str) -> bool:
        """Whether anything at all is known of a word."""
        return word in self.flags or word in self.clusters or word in self.tendencies


def proclitics(word: str) -> tuple[int, ...]:
    """Lengths of the proclitic strings a folded word could begin with, shortest first: a conjunction, a preposition, both.

    The preposition lam before the article swallows its alef: the rest is then `ARTICLE` + what follows the second lam (see `bare`).
    """
    size = len(word)
    if size < 4 or word[0] not in _PROCLITICS:
        return ()
    at = 1 if word[0] in _CONJUNCTIONS else 0
    joined = size > at + 3 and word[at] in PREPOSITIONS
    return ((1, 2) if joined else (1,)) if at else (1,) if joined else ()


def bare(word: str, length: int) -> str:
    """The word without its first `length` letters, the article restored after lam-lam."""
    rest = word[length:]
    if length and word[length - 1] == _LAM and rest[:1] == _LAM:
        return ARTICLE + rest[1:]
    return rest


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package, built once."""
    flags: dict[str, dict[str, None]] = {}
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for form, kind in _entries():
        first, *rest = form.split()
        if rest:
            phrases.setdefault(first, {}).setdefault(tuple(rest), kind)
        else:
            flags.setdefault(first, {})[kind] = None
    return Lexicon(
        {word: tuple(kinds) for word, kinds in flags.items()},
        {first: tuple(sorted(tails.items(), key=lambda tail: (-len(tail[0]), tail))) for first, tails in phrases.items()},
        name_model.clusters(),
        {form: row["territory"] for row in rulebook.table("gazetteer") if row["kind"] != "city" and row["territory"] for form, _ in _row(row)},
        name_model.tendencies(),
    )


def _row(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    form = folded(row["form"])
    yield from _nisba(form) if row["kind"] == "nisba" else [(form, row["kind"])]


def _entries() -> Iterator[tuple[str, str]]:
    for row in rulebook.table("gazetteer"):
        yield from _row(row)
    for row in rulebook.table("given_names"):
        yield folded(row["form"]), row["kind"]
    titles, organisations = rulebook.load("titles"), rulebook.load("organisations")
    for cls, forms in titles.key_of.items():
        for form in forms:
            yield form, f"t.{cls}"
    for form, subtype in organisations.key_of["head"].items():
        yield form, f"o.{subtype}"
        yield ARTICLE + form, "o.the"
    for form, subtype in organisations.key_of["place_head"].items():
        yield form, f"p.{subtype}"
    for form in organisations.key_of["known"]:
        yield form, "org"


def _nisba(form: str) -> Iterator[tuple[str, str]]:
    for article in ("", ARTICLE):
        for ending in ("", _HEH, *_PLURALS):
            yield " ".join(article + word + (ending[1:] if ending == _PLURALS[0] else ending) for word in form.split()), "nisba"
