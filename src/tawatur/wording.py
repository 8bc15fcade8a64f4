"""How pages word numbers, dates and counts in the reader's language. The words themselves are in messages/*.toml, under `brief.` and `desk.`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from babel import Locale

from tawatur.messages import catalogue, say

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}:\d{2})Z?)?$")
_PART = re.compile(r"(\d{4})-([QH])(\d)$")
_DATES = re.compile(r"\d{4}-(?:\d\d|[QH]\d)(?:-\d\d)?(?:T.*)?$")
_INTERVAL = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)$")
_LENGTH = re.compile(r"P(?=T?(\d{1,6}))(T)?\d+([YMWDHS])$")
_NUMBER = re.compile(r"[\d.,+\u2212 -]*\d[\d.,]*$")
# Why the rules hold something, as they say it (compare/origins.py), and the message that says it in the reader's language.
_WHY = tuple(
    (re.compile(pattern + "$"), key)
    for pattern, key in (
        (r"no evidence of direction", "none"),
        (r"the other is cut at its end", "cut"),
        (r"published (?P<first>\S+), before (?P<second>\S+)", "before"),
        (r"(?P<name>.+) is an agency", "agency"),
        (r"both carry (?P<name>.+)", "both"),
        (r"the other names (?P<name>.+)", "names"),
        (r"that text is of (?P<name>.+)", "text"),
        (r"(?P<place>\w+) credits (?P<name>.+)", "credit"),
        (r"(?P<percent>\d+)% of its words are in (?P<name>[^;]+); (?P<why>.+)", "share"),
    )
)
_DIGITS = str.maketrans("0123456789", "".join(chr(0x0660 + n) for n in range(10)))
# Direction overrides and isolates could reorder the lines around them, controls break a page, a lone surrogate cannot be written: none is a letter.
_UNSAFE = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Dated(Protocol):
    """A date as well as it is known (`When` of the brief)."""

    @property
    def value(self) -> str | None:
        """The date at its precision."""

    @property
    def earliest(self) -> str | None:
        """First day it can be."""

    @property
    def latest(self) -> str | None:
        """Last day it can be."""

    @property
    def weekday(self) -> str | None:
        """English name of its weekday."""


def visible(text: str) -> str:
    """The text in one line, as safe to show as to write: runs of blanks joined, direction controls left out, what cannot be written as U+FFFD."""
    return " ".join(_BROKEN.sub("\N{REPLACEMENT CHARACTER}", _UNSAFE.sub("", text)).split())


def clip(text: str, length: int) -> str:
    """The first `length` characters or fewer, cut between words and marked with an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip() + " \N{HORIZONTAL ELLIPSIS}"


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language: "ar" or "en". `group`: whose messages come first, before those of the brief. `eastern`: digits, None = as the language has them."""

    lang: str
    group: str = "brief"
    eastern: bool | None = None

    def _key(self, key: str) -> str:
        own = f"{self.group}.{key}"
        return own if own in catalogue(self.lang) else f"brief.{key}"

    def __call__(self, key: str, **fields: object) -> str:
        """The message `<group>.<key>`, else `brief.<key>`; numbers among the fields in the language's digits."""
        return say(self._key(key), self.lang, **{name: self.number(value) if isinstance(value, int) else value for name, value in fields.items()})

    def has(self, key: str) -> bool:
        """Whether the language has a message for `key`."""
        return self._key(key) in catalogue(self.lang)

    def number(self, value: object) -> str:
        """A number, or any text with digits, in the language's digits."""
        eastern = self.lang == "ar" if self.eastern is None else self.eastern
        return str(value).translate(_DIGITS) if eastern else str(value)

    def plural(self, key: str, n: int) -> str:
        """The counted noun `<key>.<category>` for `n`, by the plural rules of the language."""
        category = str(_locale(self.lang).plural_form(n))
        return self(f"{key}.{'other' if category == 'zero' else category}", n=n)

    def label(self, group: str, name: str) -> str:
        """The word for one of a closed set of codes (a verdict, a status); the code itself where the catalogue has none."""
        key = f"{group}.{name.strip().lower().replace(' ', '_').replace('-', '_')}"
        return self(key) if self.has(key) else name

    def evidence(self, says: str) -> str:
        """What a clue to the publication date says: a kind of clue, or a field of the page's markup ("meta:date")."""
        return self("evidence.markup", name=says) if ":" in says and not self.has(f"evidence.{says}") else self.label("evidence", says)

    def why(self, text: str) -> str:
        """The reason a rule gives, in the language; as the rule says it where the catalogue has no words for it."""
        for pattern, key in _WHY:
            if found := pattern.match(text):
                fields = found.groupdict()
                fields.update({name: self.why(fields[name]) for name in ("why",) if name in fields})
                fields.update({name: self.date(fields[name]) for name in ("first", "second") if name in fields})
                fields.update({name: self.label("place", fields[name]) for name in ("place",) if name in fields})
                return self(f"why.{key}", **fields)
        return text

    def when(self, when: Dated) -> str:
        """A date at the precision known; an interval with its weekday; or that it is not known."""
        if when.value and (_ISO.match(when.value) or _PART.match(when.value) or not when.earliest):
            return self.date(when.value)
        weekday = self(f"weekday.{when.weekday.lower()}") if when.weekday else ""
        if when.earliest and when.latest:
            if when.earliest == when.latest:
                return self.date(when.earliest)
            span = self("date.between", start=self.date(when.earliest), end=self.date(when.latest))
        elif when.earliest or when.latest:
            span = self("date.after" if when.earliest else "date.before", date=self.date(str(when.earliest or when.latest)))
        else:
            return weekday or self("date.unknown")
        return self("date.weekday", weekday=weekday, interval=span) if weekday else span

    def date(self, value: str) -> str:
        """An ISO date, month or year in words; anything else in the language's digits as it stands."""
        if part := _PART.match(value):
            return self("date.quarter" if part[2] == "Q" else "date.half", n=int(part[3]), year=self.number(part[1]))
        found = _ISO.match(value)
        if not found:
            return self.number(value)
        year, month, day, clock = found.groups()
        if not month or not self.has(f"month.{int(month)}"):
            return self.number(value)
        name = self(f"month.{int(month)}")
        text = self("date.day", day=int(day), month=name, year=int(year)) if day else self("date.month", month=name, year=int(year))
        return f"{text} {self.number(clock)}" if clock else text

    def value(self, value: str) -> str:
        """A fact's value: dates in words, numbers in the language's digits, the rest as it stands."""
        if _DATES.match(value):
            return self.date(value)
        if span := _INTERVAL.match(value):
            return self._interval(*span.groups())
        if length := _LENGTH.match(value):
            return self._length(*length.groups())
        return self.number(value) if _NUMBER.match(value) else value

    def _length(self, amount: str, clock: str | None, unit: str) -> str:
        """A TIMEX3 duration of one unit ("P20Y", "PT3H") in words."""
        name = {"Y": "year", "M": "minute" if clock else "month", "W": "week", "D": "day", "H": "hour", "S": "second"}[unit]
        return self.plural(f"length.{name}", int(amount))

    def _interval(self, first: str, last: str) -> str:
        """Two days in words; the month or the year where they are its first and last."""
        if first[:4] == last[:4] and first[4:] == "-01-01" and last[4:] == "-12-31":
            return self.date(first[:4])
        if first[:7] == last[:7] and first[7:] == "-01" and int(last[8:]) == monthrange(int(last[:4]), int(last[5:7]))[1]:
            return self.date(first[:7])
        return self("date.between", start=self.date(first), end=self.date(last))

    def short(self, when: Dated) -> str:
        """A date under a heading that gives its year: day and month, the month, or that no day is given."""
        found = _ISO.match(when.value or "")
        if not found or not self.has(f"month.{int(found.group(2) or 1)}"):
            return self.when(when)
        _, month, day, _ = found.groups()
        if not month:
            return self("date.no_day")
        name = self(f"month.{int(month)}")
        return self("date.short", day=int(day), month=name) if day else name

    def year(self, when: Dated) -> str:
        """The year an entry stands under, in the language's digits; "" when not known."""
        return self.number((when.value or when.earliest or when.latest or "")[:4])
