"""The words of undertakings, compiled once from rules/commitment.toml: anchors, stops, deadline prepositions, nouns of action, futures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from tawatur.arabic import folded
from tawatur.rulebook import Rule, Rulebook, load

# Letters of the folded view that this grammar names itself.
WAW, FEH, BEH, LAM, SEEN = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}", "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER SEEN}"
HEH, MEEM = "\N{ARABIC LETTER HEH}", "\N{ARABIC LETTER MEEM}"
ALEF, NOON, YEH, TEH = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER NOON}", "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER TEH}"
ARTICLE = ALEF + LAM
_PERSON = YEH + TEH + NOON + ALEF
COMMA = ",\N{ARABIC COMMA}"
TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Words:
    """Compiled matchers. Every pattern is for `match` or `search` on the folded view; sets hold folded words."""

    anchor: re.Pattern[str]
    tries: Mapping[str, tuple[Rule, ...]]
    prefixes: tuple[tuple[str, str], ...]
    stop: re.Pattern[str]
    go_on: re.Pattern[str]
    until: re.Pattern[str]
    action_shape: re.Pattern[str]
    happening: re.Pattern[str]
    future: re.Pattern[str]
    guess: re.Pattern[str]
    perhaps: re.Pattern[str]
    firm: re.Pattern[str]
    during: re.Pattern[str]
    affirm: re.Pattern[str]
    pronouns: tuple[str, ...]
    sets: Mapping[str, frozenset[str]]


@cache
def words() -> Words:
    """The compiled rule file. Raises RuleError when it breaks its own form."""
    book = load("commitment")
    anchors = book.words["anchor"]
    tries: dict[str, list[Rule]] = {}
    for rule in book.rules:
        tries.setdefault(rule.value["anchor"], []).append(rule)
    return Words(
        anchor=_anchors(book),
        tries={key: tuple(rules) for key, rules in tries.items()},
        prefixes=tuple(sorted(((form, key) for key, forms in anchors.items() for form in forms), key=lambda pair: -len(pair[0]))),
        stop=_whole(rf"{WAW}?{book.any_of('stop')}"),
        go_on=_whole(book.any_of("go_on")),
        until=_until(book),
        action_shape=_shapes(book, "action"),
        happening=_shapes(book, "happening"),
        future=_future(book),
        guess=_whole(rf"[{WAW}{FEH}]?{book.any_of('guess')}"),
        perhaps=_whole("|".join(re.escape(form) for form in book.words["guess"]["perhaps"])),
        firm=_whole(book.any_of("stands")),
        during=_whole(book.any_of("during")),
        affirm=_whole(rf"[{WAW}{FEH}]?{book.any_of('affirm')}"),
        pronouns=tuple(folded(form) for form in book.tables["shape"]["pronouns"]),
        sets={name: frozenset(book.key_of[name]) for name in ("action", "inaction", "party", "that", "negation", "unbound", "adverb", "relative", "end_noun", "will", "wont", "told", "preposition", "beside", "suppose", "turned", "away", "those")},
    )


def _whole(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


def _anchors(book: Rulebook) -> re.Pattern[str]:
    """One scan for every anchor, by how a word begins; a future's prefix only with a person letter and two letters after it, and no known noun."""
    nouns = "|".join(re.escape(form[1:]) for form in book.key_of["not_future"])
    future = rf"{SEEN}(?!(?:{nouns})(?!\w))[{_PERSON}]\w{{2}}"
    rest = _either(form for key, forms in book.words["anchor"].items() if key != "future" for form in forms)
    return re.compile(rf"(?<!\w)[{WAW}{FEH}{LAM}]?(?:{future}|{rest}|{book.any_of('will')}(?!\w))")


def _until(book: Rulebook) -> re.Pattern[str]:
    """What may stand right before a date and make it a deadline; group name = how strict."""
    kinds = book.words["until"]
    before, by, within, plain, end = (_either(form for form in kinds[key] if len(form) > 1) for key in ("before", "by", "within", "in", "end"))
    return re.compile(rf"(?<!\w)[{WAW}{FEH}]?(?:(?P<before>{before})(?:\s+(?P<end>{end}))?|(?P<by>{by}|(?:(?:{by}|{plain})\s+)?(?:{end}))|(?P<within>{within})|(?P<in>{plain}))\s*$|(?<!\w){WAW}?(?P<attached>{BEH})$")


def _either(forms: Iterable[str]) -> str:
    """An alternation, longest first, any white space for a space."""
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=lambda form: (-len(form), form)))


def _shapes(book: Rulebook, name: str) -> re.Pattern[str]:
    forms = cast("Iterable[str]", book.tables["shape"][name])
    return re.compile("|".join(rf"(?:{folded(form).replace('#', '[^0-9a-z_]')})" for form in forms))


def _future(book: Rulebook) -> re.Pattern[str]:
    """A word in the future: its verb without prefix, person letter and object is in group act (binding), forecast, or other."""
    forecast, act = (_either(form for form in book.key_of[cls] if " " not in form) for cls in ("forecast", "act"))
    tail = f"(?:{WAW}{NOON}|{ALEF}{NOON}|{WAW}{ALEF}|\N{ARABIC LETTER HEH}|\N{ARABIC LETTER HEH}{ALEF}|\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}|{NOON}{ALEF})?"
    return re.compile(rf"(?P<person>[{_PERSON}])(?:(?P<forecast>(?:{forecast}){tail}(?!\w))|(?P<act>(?:{act}){tail}(?!\w))|(?P<other>\w{{2,}}))")


def bare(word: str) -> str:
    """A folded word without one-letter conjunction, preposition and article, while three letters remain.

    >>> bare("\\u0628\\u0627\\u0644\\u0639\\u0645\\u0644") == "\\u0639\\u0645\\u0644"
    True
    """
    for prefix in (WAW, FEH):
        if word.startswith(prefix) and word[1:].startswith((BEH + ARTICLE, LAM + LAM, ARTICLE)):
            word = word[1:]
    for prefix in (BEH + ARTICLE, LAM + LAM, ARTICLE):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


def is_action(word: str) -> bool:
    """Whether a folded word (no preposition on it) names a deed one can undertake: listed, or of a verbal noun's shape."""
    book = words().sets
    stem = bare(word)
    if stem in book["inaction"] or word in book["inaction"]:
        return False
    shape, plain = words().action_shape, without_pronoun(stem)
    forms = (stem, plain, plain[:-1] + HEH if plain.endswith(TEH) else plain)
    return word in book["action"] or any(form in book["action"] or shape.fullmatch(form) is not None for form in forms)


def is_happening(word: str) -> bool:
    """Whether a folded word names what happens or is done, and so acts on nothing itself."""
    return is_action(word) or words().happening.fullmatch(bare(word)) is not None


def without_pronoun(word: str, least: int = 3) -> str:
    """A folded word without an object or possessive pronoun, while `least` letters remain."""
    for pronoun in words().pronouns:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= least:
            return word[: -len(pronoun)]
    return word
