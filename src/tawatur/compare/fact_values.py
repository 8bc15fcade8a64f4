"""What a slot's value is, and when two values can both hold. Numbers and dates alike are intervals with a centre; days are proleptic ordinals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tawatur import rulebook

_UNITS = frozenset(rulebook.load("units").words["unit"])
_SPANS = frozenset({"PY", "PM", "PW", "PD", "PH", "PTM", "PS"})
_THOUSAND = 1000  # seven hundred thousand is more of a fingerprint than seven
_ROUND_FROM = 100  # smaller counts are told exactly: 13 is not 10
_NEAR, _FAR = 0.01, 0.05  # shares of the number: what cutting digits off, what rounding them may change
_REACH, _TOLL_REACH = 2.0, 1.1
SAID = "said"
"""The class of dates that an undated page leaves open (the fourth of last month, 31 December): equal where the words, or month and day, are."""
OFFICE = "office"
NAMED = frozenset({"PER", "LOC", "ORG", "MISC", OFFICE})
"""Classes whose value is a name, or an office with its holder: pages can agree on one, but another name is another answer, not a clash."""
RANK = "rank/"
"""What the class of a rank begins with; the stem of what is ranked follows: the third country, round 32."""
AGE = "age/"
"""What the class of an age begins with; the key of the person's name follows."""
TOLLS = frozenset({"killed", "injured", "harmed", "missing", "arrested"})
"""Classes whose numbers grow while a story runs."""


@dataclass(frozen=True, slots=True)
class Value:
    """A centre with what it allows (None = open). `slot` is the class of question it answers: killed, soldier, USD, date …"""

    slot: str
    centre: float
    low: float | None
    high: float | None

    def width(self) -> float:
        """How much it leaves open; infinite when a side is."""
        return float("inf") if self.low is None or self.high is None else self.high - self.low


def of_days(slot: str, earliest: date, latest: date) -> Value:
    """A date as an interval of days, both inclusive."""
    low, high = earliest.toordinal(), latest.toordinal()
    return Value(slot, (low + high) / 2, low, high)


def of_number(slot: str, number: Decimal, low: Decimal | None, high: Decimal | None) -> Value:
    """A quantity as an interval."""
    return Value(slot, float(number), None if low is None else float(low), None if high is None else float(high))


def of_age(person: float, years: float) -> Value:
    """The age of a person, by the key of his name."""
    return Value(f"{AGE}{person:.0f}", years, years, years)


def total(values: Sequence[Value], slot: str) -> Value:
    """The sum: open on a side where any part is.

    >>> total([Value("killed", 13, 13, 13), Value("injured", 5, 5, 5)], "harmed").centre
    18
    """
    lows = [v.low for v in values]
    highs = [v.high for v in values]
    low = None if None in lows else sum(x for x in lows if x is not None)
    high = None if None in highs else sum(x for x in highs if x is not None)
    return Value(slot, sum(v.centre for v in values), low, high)


def rounds(a: float, b: float) -> bool:
    """Whether one of two numbers is the other one rounded. Symmetric."""
    return _rounds(a, b) or _rounds(b, a)


def compatible(a: Value, b: Value) -> bool:
    """Whether both can hold: the intervals meet, or one number is the other one rounded. Symmetric."""
    if _meet(a, b):
        return True
    if a.slot in ("date", SAID) or a.slot in NAMED or a.slot.startswith((RANK, AGE)):
        return False
    if a.slot == "score" or b.slot == "score":
        return (a.low, a.high) == (b.low, b.high)
    return rounds(a.centre, b.centre)


def is_count(slot: str) -> bool:
    """Whether the class is of counted things, which two pages may call by different nouns; not a date, a duration, a score or a measured unit."""
    return slot not in ("date", "score", SAID) and slot not in NAMED and not slot.startswith((RANK, AGE)) and slot not in _UNITS and not is_duration(slot)


def is_duration(slot: str) -> bool:
    """Whether the class is of spans of time: PY, PM, PW, PD, PH, PTM, PS."""
    return slot in _SPANS


def same(a: Value, b: Value) -> bool:
    """Whether the values are equal, not merely compatible."""
    return a.centre == b.centre and (a.slot not in ("score", "date") or (a.low, a.high) == (b.low, b.high))


def _meet(a: Value, b: Value) -> bool:
    if a.slot == "score":
        return (a.low, a.high) == (b.low, b.high)
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
        return (a.low if a.low > b.low else b.low) <= (a.high if a.high < b.high else b.high)
    low = max(_OPEN_LOW if v.low is None else v.low for v in (a, b))
    high = min(_OPEN_HIGH if v.high is None else v.high for v in (a, b))
    return low <= high and _plausible(a, b)


_OPEN_LOW, _OPEN_HIGH = float("-inf"), float("inf")


def _plausible(a: Value, b: Value) -> bool:
    """«more than 100» and 5,000 meet on paper only: an open side reaches to twice the number, of victims (a toll that rises) a tenth beyond it."""
    small, large = sorted((abs(a.centre), abs(b.centre)))
    reach = _TOLL_REACH if a.slot in TOLLS or b.slot in TOLLS else _REACH
    return large <= reach * small or large - small <= 1


def _rounds(rough: float, exact: float) -> bool:
    """Whether `rough` is `exact` rounded, or cut off, at the digits it shows."""
    if rough == exact:
        return True
    if not rough or not exact or (abs(exact) < _ROUND_FROM and exact == int(exact)):
        return False
    gap, step = abs(rough - exact), _step(rough)
    return (gap <= abs(exact) * _NEAR and (gap <= step / 2 or (gap < step and rough < exact))) or (gap <= step / 2 and gap <= abs(exact) * _FAR)


def _step(number: float) -> float:
    """The weight of the last digit shown: 2500 → 100, 1.6 → 0.1."""
    digits = f"{abs(number):.6f}".rstrip("0").rstrip(".")
    if "." in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


@lru_cache(maxsize=65_536)
def telling(value: Value) -> float:
    """How much an equal value says by itself, 0 to 1: 1,743 much, 2 and 100 little. A day or a number with three digits shown says most."""
    if value.slot == "date":
        return 0.15 if value.width() < 1 else 0.1
    if value.slot == "score":
        return 0.45
    if value.slot == SAID:
        return 0.5
    if value.slot in NAMED or value.slot.startswith(RANK):
        return 0.3
    digits = f"{abs(value.centre):.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    if len(digits) >= 3:
        return 1.0
    if len(digits) == 2:
        return 0.7 if abs(value.centre) >= 100 or "." in str(value.centre).removesuffix(".0") else 0.5
    if abs(value.centre) >= _THOUSAND and digits != "1":
        return 0.5
    if is_duration(value.slot) and value.centre >= 2:
        return 0.3
    return 0.35 if abs(value.centre) > 5 else 0.1
