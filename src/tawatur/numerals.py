"""Numbers in digits and in Arabic words, read on the folded view: cardinals of any gender and case, compounds, scales, fractions, ordinals.

A text is first cut into tokens (`lex`): digit groups and the words of a lexicon, each with its proclitics told apart; other words leave a gap.
`read` then joins tokens that make one number. Words come from rules/numbers.toml. Offsets are view offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from tawatur import rulebook

_ALEF, _BEH, _FEH, _KAF, _LAM, _WAW = "\u0627", "\u0628", "\u0641", "\u0643", "\u0644", "\u0648"
_ARTICLE = _ALEF + _LAM
_TOKEN = re.compile("\\d+(?:[.,\u060c]\\d+)*|[^\\W\\d_]+")
_MAX_DIGITS = 18  # longer runs of digits (account numbers, hostile input) count nothing


@dataclass(frozen=True, slots=True)
class Number:
    """A number on the view, half-open [start, end), proclitics and a detached article left out. `digits`: written with digits, at least partly."""

    start: int
    end: int
    value: Decimal
    ordinal: bool
    digits: bool


class Reading(NamedTuple):
    """What a word of a lexicon can be: `cut` characters of proclitics, which ones, its senses (class → value) and their classes."""

    cut: int
    conj: bool
    prep: str
    article: bool
    senses: Mapping[str, Any]
    classes: frozenset[str] = frozenset()


class Token(NamedTuple):
    """A word or digit group: [begin, end) with proclitics, `start` without them."""

    begin: int
    end: int
    reading: Reading

    @property
    def start(self) -> int:
        """Where the word itself (with its article) begins."""
        return self.begin + self.reading.cut


Lexicon = Mapping[str, Reading]
_DIGITS = Reading(0, False, "", False, MappingProxyType({"digits": True}), frozenset({"digits"}))
_PROCLITICS = tuple((conj, prep) for conj in ("", _WAW, _FEH) for prep in ("", _BEH, _LAM, _KAF))


def expand(senses: Mapping[str, Mapping[str, Any]], blocked: frozenset[str] = frozenset()) -> dict[str, Reading]:
    """Every word with every proclitic before it; a word of the list itself wins over a proclitic with another word."""
    out: dict[str, Reading] = {}
    for word, meaning in senses.items():
        for conj, prep in _PROCLITICS:
            for article in (False, True):
                head = conj + (_LAM * 2 if article and prep == _LAM else prep + _ARTICLE if article else prep)
                if (form := head + word) not in blocked and (form == word or form not in senses):
                    cut = len(conj) + len(prep)
                    old = out.get(form)
                    if old is None or old.cut > cut:
                        out[form] = Reading(cut, bool(conj), prep, article, meaning, frozenset(meaning))
    return out


@cache
def senses() -> Mapping[str, Mapping[str, Any]]:
    """The number words: folded form → class → value."""
    out: dict[str, dict[str, Any]] = {}
    for cls, keys in rulebook.load("numbers").key_of.items():
        if cls == "blocked":
            continue
        for form, key in keys.items():
            out.setdefault(form, {})[cls] = Fraction(key)
    for form in list(out):
        if "ordinal" in out[form]:
            out.setdefault(_ALEF + form, {})["slip"] = out[form]["ordinal"]  # the article with its lam left out
    return out


@cache
def blocked() -> frozenset[str]:
    """Forms that look like a proclitic with a number word and are other words."""
    return frozenset(rulebook.load("numbers").key_of["blocked"])


@cache
def lexicon() -> Lexicon:
    """The number words with their proclitics, and the proclitics that stand alone before digits."""
    out = expand(senses(), blocked())
    out[_WAW] = Reading(0, False, "", False, MappingProxyType({"and": True}))
    return out


def lex(view: str, words: Lexicon, start: int = 0, end: int | None = None) -> list[Token]:
    """Digit groups and lexicon words of view[start:end], in order; what lies between two tokens is their gap."""
    find = words.get
    out: list[Token] = []
    for match in _TOKEN.finditer(view, start, len(view) if end is None else end):
        word = match[0]
        reading = find(word)
        if reading is not None:
            out.append(Token(match.start(), match.end(), reading))
        elif word < ":" and len(word) <= _MAX_DIGITS * 2:
            out.append(Token(match.start(), match.end(), _DIGITS))
    return out


def find(view: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The numbers of a folded view, in order, none overlapping. Linear."""
    tokens = lex(view, lexicon(), start, end)
    i = 0
    while i < len(tokens):
        found = read(view, tokens, i)
        if found is None:
            i += 1
        else:
            number, i = found
            yield number


def read(view: str, tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    """The number that begins at token `i`, and the index after it; None when none does."""
    token = tokens[i]
    senses = token.reading.senses
    if "ordinal" in senses or "slip" in senses or ("tens" in senses and token.reading.article) or ("bound" in senses and token.reading.article):
        return _ordinal(view, tokens, i)
    if "digits" in senses and (plain := _plain(view, tokens, i)) is not None:
        return plain
    return _cardinal(view, tokens, i)


_SCALED = frozenset({"scale", "scales", "quarters"})


def _plain(view: str, tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    """A digit group that no scale follows: by far the commonest number."""
    token = tokens[i]
    text = view[token.begin : token.end]
    if not text.isdecimal() or len(text) > _MAX_DIGITS or (i + 1 < len(tokens) and tokens[i + 1].reading.classes & _SCALED):
        return None
    return Number(token.begin, token.end, Decimal(int(text)), False, True), i + 1


def _near(view: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether token `i` exists and only blanks part it from the one before."""
    if not 0 < i < len(tokens):
        return False
    gap = view[tokens[i - 1].end : tokens[i].begin]
    return len(gap) < 4 and not gap.strip(" ")


def _after_and(view: str, tokens: Sequence[Token], i: int) -> int | None:
    """The index of the token that "and" joins to the one before `i`: its own proclitic, or a waw of its own."""
    if not _near(view, tokens, i):
        return None
    if "and" in tokens[i].reading.senses:
        return i + 1 if _near(view, tokens, i + 1) else None
    return i if tokens[i].reading.conj and not tokens[i].reading.prep else None


def _ordinal(view: str, tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    token = tokens[i]
    senses = token.reading.senses
    if "tens" in senses:
        return Number(token.start, token.end, _decimal(senses["tens"]), True, False), i + 1
    unit = senses.get("ordinal") or senses.get("slip") or senses["bound"]
    if _near(view, tokens, i + 1) and "ten" in tokens[i + 1].reading.senses and not tokens[i + 1].reading.cut:
        return Number(token.start, tokens[i + 1].end, _decimal(unit + 10), True, False), i + 2
    j = _after_and(view, tokens, i + 1)
    if j is not None and "tens" in tokens[j].reading.senses and tokens[j].reading.article:
        return Number(token.start, tokens[j].end, _decimal(unit + tokens[j].reading.senses["tens"]), True, False), j + 1
    if "bound" in senses:
        return None
    return Number(token.start, token.end, _decimal(unit), True, False), i + 1


class _Part(NamedTuple):
    """A group below a thousand (or any digits), and where reading goes on. `digits`: written so."""

    value: Fraction
    next: int
    digits: bool


def _cardinal(view: str, tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    """Groups with falling scales joined by "and": one million and 200 thousand and five."""
    total, ceiling, digits, j, first = Fraction(0), Fraction(0), False, i, True
    end = i
    while j < len(tokens):
        part = _scaled(view, tokens, j, first)
        if part is None or (not first and part[0].value >= ceiling):
            break
        total, end, digits = total + part[0].value, part[0].next, digits or part[0].digits
        ceiling, first = part[1], False
        if not ceiling:
            break
        if (half := _half(view, tokens, end)) is not None:
            total, end = total + half[0] * ceiling, half[1]
            break
        after = _after_and(view, tokens, end)
        if after is None:
            break
        j = after
    if first:
        return None
    return Number(tokens[i].start, tokens[end - 1].end, _decimal(total), False, digits), end


def _half(view: str, tokens: Sequence[Token], i: int) -> tuple[Fraction, int] | None:
    """ "… and a half (of the million)" after a scale."""
    j = _after_and(view, tokens, i)
    if j is None or "fraction" not in tokens[j].reading.senses:
        return None
    nearby = _near(view, tokens, j + 1) and "scale" in tokens[j + 1].reading.senses and tokens[j + 1].reading.article
    return tokens[j].reading.senses["fraction"], j + 2 if nearby else j + 1


def _scaled(view: str, tokens: Sequence[Token], i: int, first: bool) -> tuple[_Part, Fraction] | None:
    """A group with its scale, and that scale (0 = none): fifty thousand, two million, a thousand."""
    senses, reading = tokens[i].reading.senses, tokens[i].reading
    if not first and reading.article:
        return None
    if "dual_scale" in senses and "scale" not in senses:
        return _Part(senses["dual_scale"] * 2, i + 1, False), senses["dual_scale"]
    if "scale" in senses:
        return None if reading.article else (_Part(senses["scale"], i + 1, False), senses["scale"])
    group = _group(view, tokens, i)
    if group is None:
        return None
    j = group.next
    if _near(view, tokens, j):
        after = tokens[j].reading
        scale = after.senses.get("scale") or after.senses.get("scales")
        if scale and not after.cut:
            return _Part(group.value * scale, j + 1, group.digits), scale
        if "quarters" in after.senses and not after.cut and group.value < 10:
            return _Part(group.value * after.senses["quarters"], j + 1, group.digits), Fraction(0)
    return group, Fraction(0)


def _group(view: str, tokens: Sequence[Token], i: int) -> _Part | None:
    """Below a thousand in words, or digits, or a fraction."""
    senses = tokens[i].reading.senses
    if "digits" in senses:
        value = _digits(view, tokens, i)
        return None if value is None else _Part(value, i + 1, True)
    if "fraction" in senses:
        return _Part(senses["fraction"], i + 1, False)
    if "hundred" in senses:
        if tokens[i].reading.article:
            return None  # "in the hundred" is a percent sign
        rest = _below_hundred(view, tokens, j) if (j := _after_and(view, tokens, i + 1)) is not None else None
        return _Part(senses["hundred"] + rest[0], rest[1], False) if rest else _Part(senses["hundred"], i + 1, False)
    below = _below_hundred(view, tokens, i)
    if below is None:
        return None
    value, j = below
    if value < 10 and _near(view, tokens, j) and tokens[j].reading.senses.get("hundred") == 100 and not tokens[j].reading.cut:
        rest = _below_hundred(view, tokens, k) if (k := _after_and(view, tokens, j + 1)) is not None else None
        return _Part(value * 100 + rest[0], rest[1], False) if rest else _Part(value * 100, j + 1, False)
    return _Part(value, j, False)


def _below_hundred(view: str, tokens: Sequence[Token], i: int) -> tuple[Fraction, int] | None:
    """One to ninety-nine in words, and the index after it."""
    if i >= len(tokens):
        return None
    senses = tokens[i].reading.senses
    if "tens" in senses or "ten" in senses:
        value: Fraction = senses.get("tens") or senses["ten"]
        return value, i + 1
    unit: Fraction | None = senses.get("unit") or senses.get("bound")
    if unit is None:
        return None
    if _near(view, tokens, i + 1) and "ten" in tokens[i + 1].reading.senses and not tokens[i + 1].reading.cut:
        return unit + 10, i + 2
    j = _after_and(view, tokens, i + 1)
    if j is not None and "tens" in tokens[j].reading.senses:
        return unit + tokens[j].reading.senses["tens"], j + 1
    return (unit, i + 1) if "unit" in senses else None


_GROUPED = re.compile("(\\d{1,3})((?:[.,\u060c]\\d{3})+)(?:[.,]\\d{1,2})?")


def _digits(view: str, tokens: Sequence[Token], i: int) -> Fraction | None:
    """The value of a digit group. Groups of three after a point or comma are thousands, unless a scale word or a percent sign follows one."""
    token = tokens[i]
    text = view[token.start : token.end]
    separators = [c for c in text if not c.isdecimal()]
    if not separators:
        return Fraction(int(text)) if len(text) <= _MAX_DIGITS else None
    if (grouped := _GROUPED.fullmatch(text)) and not (len(separators) == 1 and (text[0] == "0" or _is_small(view, tokens, i))):
        return _grouped(text, grouped)
    if len(separators) > 1:
        return None
    whole, _, part = text.replace(separators[0], ".").partition(".")
    return Fraction(int(whole + part), 10 ** len(part))


def _grouped(text: str, grouped: re.Match[str]) -> Fraction:
    whole = int("".join(c for c in grouped[1] + grouped[2] if c.isdecimal()))
    rest = text[grouped.end(2) + 1 :]
    return whole + (Fraction(int(rest), 10 ** len(rest)) if rest else Fraction(0))


def _is_small(view: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether 2.125 is a little more than two: before a percent sign or, with a point, a scale word."""
    end = tokens[i].end
    if view[end : end + 2].lstrip(" ")[:1] == "%":
        return True
    after = tokens[i + 1].reading.senses if _near(view, tokens, i + 1) else {}
    return "scale" in after or "scales" in after


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)
