"""The patterns of the quantity stage, compiled once from rules/units.toml and rules/countables.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tawatur import numerals, rulebook
from tawatur.arabic import folded

_units = rulebook.load("units")
_counts = rulebook.load("countables")

UNIT_OF = dict(_units.key_of["unit"])
"""Unit as folded words → id."""
HEDGE_OF = dict(_units.key_of["hedge"])
"""Hedge as folded words → more, least, less, most, about."""
HEDGE_AFTER_OF = dict(_units.key_of["hedge_after"])
"""The same for hedges that follow."""
COUNT_OF = dict(_counts.key_of["count"])
"""Counted noun as folded words → class."""


def _any(forms: Iterable[str]) -> str:
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in ordered)


_SIGNS = [form for form in UNIT_OF if not form[0].isalpha()]
_NAMED = [form for form in UNIT_OF if form[0].isalpha()]
_LETTER = "[\u0621-\u064a]"
ARTICLE = "\u0627\u0644"
_WAW = "\u0648"
_FEH = "\u0641"
_YEH = "\u064a"
_ZERO = folded("\u0635\u0641\u0631")

UNIT_AFTER = re.compile(rf"\)?\s{{0,2}}((?:{_any(_SIGNS)})|(?:{_any(_NAMED)})(?!\w))")
SIGN_BEFORE = re.compile(rf"({_any(s for s in _SIGNS)})\s?$")
NOUN_AFTER = re.compile(rf"\)?\s{{1,2}}[\"\u00ab\u201c(]?({_LETTER}{{2,}})")
OF_AFTER = re.compile(rf"\s\u0645\u0646\s((?!{_any(_counts.key_of['whole'])}){_LETTER}{{4,}})")
DEFINITE_BEFORE = re.compile(rf"(?<!\w)[\u0648\u0641]?((?:[\u0628\u0643]?{ARTICLE}|\u0644\u0644){_LETTER}{{3,}})\s$")
RANKED_BEFORE = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0644]?({_any(_counts.key_of['ranked'])})\s[(\"]?(?:{ARTICLE}\s?)?$")
ORDERED_BEFORE = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0643]?({ARTICLE}{_LETTER}{{3,}})\s$")
STAGE_AFTER = re.compile(rf"\s(?:{_any(_counts.key_of['stage'])})")
ADJECTIVE_AFTER = re.compile(rf"\s({_LETTER}{{4,}})")
HEDGE_BEFORE = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0644\u0643]?({_any(HEDGE_OF)})\s+(?:[\u0627\u0644\u0628]{{1,3}}\s?)?[$\u20ac\u00a3]?$")
HEDGE_AFTER = re.compile(rf"\s({_any(_units.key_of['hedge_after'])})(?!\w)")
COUNTING = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0644]?(?:{_any(_units.key_of['counting'])})\s+({_LETTER}{{3,}}(?:\s{_LETTER}{{5,}}{_YEH}(?:\u0646|\u0647)?(?!\w))?)")
BETWEEN = re.compile("\u0628\u064a\u0646\\s+$")
AND_GAP = re.compile(rf"\s+{_WAW}\s?")
TO_GAP = re.compile("\\s+(?:\u0627\u0644\u064a|\u0627\u0648)\\s+")
DASH = re.compile(r"\s?[-\u2010-\u2015]\s?")
CHANGE = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0644]?(?:{_any(_units.key_of['change'])})(?!\w)")
SCORE = re.compile(rf"(?:(?<![\w./:-])|(?<=\s\u0648))(\d{{1,2}}|{_ZERO})\s?[-\u2010-\u2015]\s?(\d{{1,2}}|{_ZERO})(?!\w|[.,/:-]\d|\s?-\s?\d)")
SCORE_SAID = re.compile(
    rf"(?<!\w)\u0628?({_any(_counts.key_of['side'])})\s(?:(?:{_any(_counts.key_of['against'])})\s({_any(_counts.key_of['side'])})|(?:{_any(_counts.key_of['nil'])}))(?!\w)"
)
GOAL = re.compile("\u0647\u062f\u0641|\u0627\u0647\u062f\u0627\u0641|\u064a\u0647$|\u064a\u0647\\s")
DUAL = re.compile(rf"(?<!\w)[\u0648\u0641]?[\u0628\u0644]?({_any(_counts.key_of['dual'])})(?!\w)")
LABEL_BEFORE = re.compile(r"[a-z][-\s]?$|[\u0621-\u064a]-$|[:/#_]$|\d[.,]$")
CLOSING = frozenset("\u00bb\"\u201d")
QUOTED_NAME_BEFORE = re.compile(rf"[\u00ab\"\u201c]{_LETTER}{{2,}}\s$")
YEAR = re.compile(r"(?:19|20)\d\d")
THE_BEFORE = re.compile(rf"(?<!{_LETTER}){ARTICLE}\s?[(\"]?$")
LABEL_AFTER = re.compile(r"[:/_]\d|[-]?[a-z]")

_WITH_THE = re.compile(f"[\u0628\u0643]{ARTICLE}|\u0644\u0644|\u0628\u0627\u062a")
_NEVER = frozenset(form for form, key in _counts.key_of["after"].items() if key == "none")
_UNRANKED = frozenset(_counts.key_of["unranked"])
_KEPT = frozenset(form for form, key in _counts.key_of["after"].items() if key == "keep")
_ADJECTIVE = re.compile(f"{_LETTER}{{2,}}(?:{_YEH}|{_YEH}\u0627|{_YEH}\u0647|{_YEH}{_YEH}\u0646|{_YEH}\u0648\u0646|{_YEH}\u0646|{_YEH}\u0627\u062a|{_YEH}\u0627\u0646)")
_NOT_ADJECTIVE = frozenset(_counts.words["after"]["none"])


def has_article(number: str) -> bool:
    """Whether a number's first word is a number word with the article: the four, but not a thousand."""
    first = number.split()[0]
    return first.startswith(ARTICLE) and first[len(ARTICLE) :] in numerals.senses()


def can_be_ranked(word: str) -> bool:
    """Whether an ordinal beside a word tells its place in a row."""
    return word not in _UNRANKED and word not in _NEVER and len(word) > 2


def can_be_counted(word: str) -> bool:
    """Whether a word right after a number may be what it counts: no function word, no article, no "and" or "then" before another word."""
    if word in _KEPT or word in COUNT_OF:
        return True
    if word in _NEVER or len(word) < 3 or word.startswith(ARTICLE):
        return False
    return word[0] not in (_WAW, _FEH) and not _WITH_THE.match(word)


def is_adjective(word: str) -> bool:
    """Whether it ends like an adjective of origin: the second word of «2500 American soldiers»."""
    return word not in _NOT_ADJECTIVE and word[1:] not in COUNT_OF and not word.startswith((ARTICLE, _WAW)) and not word.startswith("\u0644\u0644") and _ADJECTIVE.fullmatch(word) is not None


def goals(word: str) -> int:
    """A side of a score: digits, or words such as "two goals"."""
    return int(word) if word.isdecimal() else int(_counts.key_of["side"][" ".join(word.split())])


def shared_scale(number: str) -> int:
    """The thousand or million written in a number's words, 1 when none."""
    for word in number.split():
        for cls in ("scale", "scales"):
            if key := rulebook.load("numbers").key_of[cls].get(word):
                return int(key)
    return 1
