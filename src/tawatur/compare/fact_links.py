"""When two values answer one question: packing of what an item carries, blocking keys, and the score of a pair.

The score is a logit over general features: shared stems around the values and in the stories, weighted by rarity; equal and compatible values;
shared predicate families; days between the pages. Weights were set on stories of February to May 2018 (docs/decisions/0007-facts.md).
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import Any

import orjson

from tawatur.compare.fact_slots import Offer
from tawatur.compare.fact_values import AGE, NAMED, OFFICE, SAID, TOLLS, Value, compatible, is_count, is_duration, rounds, same, telling
from tawatur.model import Item, stable_key

SAME_STORY, ALIKE, _SAME_CLAUSE, _SAME_EVENT = 0.3, 0.6, 0.5, 0.66
_OWN_STORY, _NEAR_STORY = 0.6, 0.22
_SAME_WORDS = 0.8
_CLASH_SLOPE, _CLASH_BASE = 6.0, 3.0
_LEAD_TELLS = 0.5  # of a value that the opening of a page gives
_LEAD_COUNTS = 0.25  # more, of victims: the opening counts those of the news itself
SURE_CLASH = 1.5
_ONE_AFFAIR, _ONE_DEED, _ONE_DEED_YEARS, _SLIP_WORDS, _YEARS = 0.15, 40, 65, 0.2, 3 * 366
_FEW = 4  # numbers of one kind of victims in a page that lists no earlier events
_NAME_TELLS = 1.0  # one name in one story is one person or place
_FAR_DATE, _LATE_DATE, _NEWS_DATE, _NEWS = 0.8, 0.45, 0.15, 10  # how telling a day is that lies more than ten, more than two, up to two days away
_MONTH, _SLIP = 31, 2  # days of the longest month; years a slip of the pen may be off
_FRESH = 3  # days within which two pages tell one state of things
_THINGS = NAMED - {"PER", OFFICE}
_MOVES = frozenset({"rose", "fell"})
_MASK = 0xFFFF_FFFF_FFFF_FFFF
_BUCKET = 4  # days: two pages within two days share one of the two staggered buckets
_WORDS, _WEEK = 4, 7  # stems that make keys; days
_TELLING, _ROUGH = 0.5, 100


@dataclass(frozen=True, slots=True)
class Carried:
    """What an item carries: stems around the value, stems of the story (packed: see `_story`), the numbers of its class in its document."""

    context: Mapping[int, int]
    context_sum: int
    story: bytes
    others: tuple[float, ...]


def pack(context: Mapping[int, int], story: tuple[bytes, bytes], others: list[float], shown: Mapping[str, Any]) -> bytes:
    """The blob of an item: three counts, weights (8 bits) and stems (32 bits) of both, numbers (64 bits), then JSON that only a finding needs. `story`: see `pack_story`."""
    others = others[:64]
    weights, stems = story
    head = struct.pack("<BBB", len(context), len(weights), len(others))
    return b"".join((head, bytes(context.values()), weights, array("I", context).tobytes(), stems, array("d", others).tobytes(), orjson.dumps(shown)))


def pack_story(story: Mapping[int, int]) -> tuple[bytes, bytes]:
    """The weights and the stems of a page's story, once for all its items."""
    return bytes(story.values()), array("I", story).tobytes()


@lru_cache(maxsize=16_384)
def unpack(blob: bytes) -> Carried:
    """The way back."""
    a, b, c = blob[:3]
    stems, numbers = array("I"), array("d")
    stems.frombytes(blob[3 + a + b : 3 + 5 * a + b])
    numbers.frombytes(blob[3 + 5 * (a + b) : 3 + 5 * (a + b) + 8 * c])
    weights = blob[3 : 3 + a]
    story = blob[3 + a : 3 + a + b] + blob[3 + 5 * a + b : 3 + 5 * (a + b)]
    return Carried(dict(zip(stems, weights, strict=True)), sum(weights), story, tuple(numbers))


@lru_cache(maxsize=16_384)
def _story(packed: bytes) -> tuple[Mapping[int, int], int]:
    """The stems of a page's story and the sum of their weights, once for all items of the page: its weights (8 bits), then its stems (32 bits)."""
    count = len(packed) // 5
    stems = array("I")
    stems.frombytes(packed[count:])
    return dict(zip(stems, packed[:count], strict=True)), sum(packed[:count])


@lru_cache(maxsize=65_536)
def _one_story(a: bytes, b: bytes) -> float:
    """The share of their stories that two pages have in common, once for all pairs of their items."""
    (x, x_sum), (y, y_sum) = _story(a), _story(b)
    return shared(x, y) / math.sqrt(x_sum * y_sum or 1)


def shown(blob: bytes) -> dict[str, Any]:
    """What a finding shows of an item: its text, value, label …"""
    a, b, c = blob[:3]
    out: dict[str, Any] = orjson.loads(blob[3 + 5 * (a + b) + 8 * c :])
    return out


def keys(offer: Offer, story: Mapping[int, int], day: int | None) -> tuple[int, ...]:
    """Blocking keys. Values that say much meet by themselves or beside one shared stem; a day of the news, a name or a small number only beside one
    stem of the story and one of the clause. Unequal values of a class meet where two stems of their clauses are the same.
    """
    value = offer.value
    exact = _mix(_base(_kind(value.slot)), _bits(value.centre), _bits(value.low or 0.0) if value.slot == "score" else 0)
    tellers = list(story)[:_WORDS]
    if value.slot in NAMED:
        return tuple(sorted({_mix(exact, stem) for stem in tellers}))  # another one is another answer: only equal ones meet
    if value.slot.startswith(AGE):
        return tuple(sorted({_mix(_base(value.slot), stem) for stem in tellers}))
    rare = [stem for _, stem in sorted([(-weight, stem) for stem, weight in offer.context.items()])[:_WORDS]]
    alone = _stands_out(value, offer.fixed, day)
    if not alone and value.slot not in TOLLS:
        out = {_mix(exact, a, b) for a in tellers for b in rare[:2]}
        out.update(_mix(exact, stem) for stem in tellers)
        if is_duration(value.slot) or (value.slot == "date" and not offer.fixed):
            return tuple(sorted(out))  # another one is another answer: only equal ones meet
    else:
        out = {_mix(exact, stem) for stem in (*tellers, *rare)}
        if telling(value) >= _TELLING or value.slot == "date":
            out.add(_mix(exact, 0))
    base = _base(value.slot)
    out.update(_mix(base + 1, min(a, b), max(a, b)) for a, b in combinations(offer.close, 2))
    out.update(_mix(base + 1, stem, zlib.crc32(offer.at.encode())) for stem in tellers if offer.at)
    out.update(_mix(base, min(a, b), max(a, b)) for a, b in combinations(rare, 2))
    if value.slot != "date" and value.centre >= _ROUGH:
        rough = _mix(_base("about"), _bits(float(f"{value.centre:.1e}")))
        out.update(_mix(rough, stem) for stem in tellers[:2])
    if value.slot in TOLLS and offer.lead and day is not None:
        for bucket in (day // _BUCKET * 2, (day + _BUCKET // 2) // _BUCKET * 2 + 1):
            out.update(_mix(base + 1, stem, bucket) for stem in tellers)
    return tuple(sorted(out))


def _kind(slot: str) -> str:
    """What the exact keys of a class begin with: counts meet whatever is counted, names of places and bodies whatever a tagger took them for."""
    return "count" if is_count(slot) else "THING" if slot in _THINGS else slot


def _stands_out(value: Value, fixed: int, day: int | None) -> bool:
    """Whether an equal value in another page is worth a look beside one shared stem: a telling number, a date that is not the news's own day."""
    if value.slot == "date":
        return fixed > 0 or day is None or value.width() > _WEEK or abs(value.centre - day) > _NEWS
    return telling(value) >= _TELLING


@cache
def _base(slot: str) -> int:
    return stable_key("fact", slot) & _MASK


def _bits(number: float) -> int:
    """A number's bits, to be mixed into a key."""
    return int.from_bytes(struct.pack("<d", number), "little")


def _mix(key: int, *parts: int) -> int:
    """A 64-bit key from a key and small numbers (splitmix64's finisher)."""
    for part in parts:
        key = (key ^ part) * 0x9E3779B97F4A7C15 & _MASK
        key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        key ^= key >> 27
    return key - 2**64 if key >= 2**63 else key


def value_of(data: Mapping[str, Any]) -> Value:
    """The value an item's data hold."""
    return _value(data["slot"], data["n"], data["lo"], data["hi"])


_value = lru_cache(maxsize=65_536)(Value)


def shared(a: Mapping[int, int], b: Mapping[int, int]) -> int:
    """The weight of the stems both hold, each at its lesser weight."""
    return sum([min(a[stem], b[stem]) for stem in a.keys() & b.keys()])


@dataclass(frozen=True, slots=True)
class Likeness:
    """The evidence for a pair: cosine-like shares in [0, 1], whether the values can both hold, the logit."""

    context: float
    story: float
    fits: bool
    equal: bool
    logit: float


def compare(a: Item, b: Item) -> Likeness | None:
    """The evidence that two items answer one question, or None when they cannot."""
    x, y = a.data, b.data
    one, other = value_of(x), value_of(y)
    if x["slot"] != y["slot"] and not _same_count(one, other) and not {x["slot"], y["slot"]} <= _THINGS:
        return None
    fits = compatible(one, other)
    if not fits and (a.doc == b.doc or not _may_clash(x, y)):
        return None
    if not fits and x["counted"] != y["counted"] and (one.slot in TOLLS or (x["counted"] and y["counted"])):
        return None
    p, q = unpack(a.blob), unpack(b.blob)
    near = shared(p.context, q.context) / math.sqrt(p.context_sum * q.context_sum or 1)
    story = _OWN_STORY if a.doc == b.doc else _one_story(p.story, q.story)
    if one.slot in TOLLS and story < _NEAR_STORY and near < ALIKE:
        return None  # every story has its dead
    families = len((set(x["fam"]) & set(y["fam"])) - TOLLS) if x["fam"] and y["fam"] else 0
    days = _days(x, y)
    deed = not fits and (same_hour(x, y) or _is_one_deed(x, y, p, q, near, story))
    if not fits and not deed:
        if not _is_one_slot(one, near, story, families, days) or (one.slot == "date" and not _dates_may_clash(x, y)):
            return None
        if one.slot in TOLLS and not _is_same_toll(a, b, near, p, q):
            return None
    if not fits and (_is_given(one, q.others) or _is_given(other, p.others)):
        return None
    equal = same(one, other)
    said = _telling_date(x, y) if equal and one.slot == "date" and one.width() < 1 else telling(one)
    logit = _logit(near, story, fits, said if equal else None, families, days, one.slot)
    if x["slot"] != y["slot"]:
        logit -= 0.8
    elif story > SAME_STORY and (one.slot in TOLLS or (fits and one.slot == "date")):
        logit += (_LEAD_TELLS + (one.slot in TOLLS) * _LEAD_COUNTS) * (x["lead"] + y["lead"])
    if deed:
        logit = SURE_CLASH
    elif not fits and one.slot == "date":
        logit = _CLASH_SLOPE * (near + story / 2) - _CLASH_BASE
    return Likeness(near, story, fits, equal, logit)


def _is_one_slot(value: Value, near: float, story: float, families: int, days: int) -> bool:
    """Whether two values that cannot both hold are near enough to be of one slot: one story, or clauses of the same words. Years and days of the month,
    which come in rows (elections, weekly reports, seasons), need one story; a month of a year does not.
    """
    if value.slot != "date":
        return story >= SAME_STORY or near >= ALIKE
    if families == 0 or near < _SAME_CLAUSE or near + story < _SAME_EVENT:
        return False
    return 0 < value.width() <= _MONTH or (story >= SAME_STORY and days <= _FRESH) or near >= _SAME_WORDS


def _is_same_toll(a: Item, b: Item, near: float, p: Carried, q: Carried) -> bool:
    """Whether two numbers of victims are of one event: both tell the news itself, or the same words of pages with few such numbers."""
    return (a.data["lead"] and b.data["lead"]) or near >= ALIKE or (near >= _SAME_CLAUSE and max(len(p.others), len(q.others)) <= _FEW)


def same_hour(x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Whether two numbers of victims are counted up to one clock time of one day."""
    return bool(x["slot"] == y["slot"] and x.get("at") and x.get("at") == y.get("at"))


def _is_one_deed(x: Mapping[str, Any], y: Mapping[str, Any], p: Carried, q: Carried, near: float, story: float) -> bool:
    """Whether two dates with their own years stand beside the same deed: of the few words next to them enough are the same, in one affair. Years come in
    rows: far apart, or without a deed of one family, they date different things. So do two months of one year. One month of two years is a slip of the pen only where more words agree.
    """
    if x["slot"] != "date" or story < _ONE_AFFAIR or (x["outlet"] is not None and x["outlet"] == y["outlet"]) or not _is_slip(x, y):
        return False
    years = x["hi"] - x["lo"] > _MONTH
    if years and (not set(x["fam"]) & set(y["fam"]) - TOLLS or abs(x["n"] - y["n"]) > _YEARS):
        return False
    if not years and (near < _SLIP_WORDS if abs(x["n"] - y["n"]) > 366 else not set(x["fam"]) & set(y["fam"])):
        return False
    both = set(x["close"]) & set(y["close"])
    return len(both) >= 2 and sum(min(p.context.get(key, 0), q.context.get(key, 0)) for key in both) >= (_ONE_DEED_YEARS if years else _ONE_DEED)


def _same_count(a: Value, b: Value) -> bool:
    """Whether two counts of differently named things are one telling number, as far as names go: killed and injured never are."""
    if not (is_count(a.slot) and is_count(b.slot) and rounds(a.centre, b.centre) and max(telling(a), telling(b)) >= _TELLING):
        return False
    return not {a.slot, b.slot} <= TOLLS and "/" not in a.slot + b.slot


def _logit(near: float, story: float, fits: bool, said: float | None, families: int, days: int, slot: str) -> float:
    """`said`: how telling an equal value is, None when the values are not equal."""
    score = -3.6 + 5.0 * near + 4.0 * min(story, 0.7) * (1.0 if days <= _FRESH else 0.6)
    if said is not None:
        score += 0.8 + 2.6 * said
    else:
        score += 0.5 if fits else -1.0
    if slot in ("date", "number", "percent"):
        score -= 0.6
    if slot in NAMED or slot.startswith(AGE):
        score += _NAME_TELLS
    return score + 0.4 * min(families, 2)


def _is_given(value: Value, others: tuple[float, ...]) -> bool:
    """Whether a page gives this number too, perhaps rounded, for something else of its kind."""
    return any(rounds(value.centre, number) for number in others)


def _telling_date(x: Mapping[str, Any], y: Mapping[str, Any]) -> float:
    """How telling one day is in two pages: the further from their own days the more."""
    if x["day"] is None or y["day"] is None:
        return _FAR_DATE
    away = min(abs(x["n"] - x["day"]), abs(y["n"] - y["day"]))
    return _FAR_DATE if away > _NEWS else _LATE_DATE if away > 2 else _NEWS_DATE


def _days(x: Mapping[str, Any], y: Mapping[str, Any]) -> int:
    """Days between the pages; 2 when one is undated."""
    return abs(x["day"] - y["day"]) if x["day"] is not None and y["day"] is not None else 2


def _may_clash(x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Whether two values that cannot both hold may speak of one state of things: dates that are spelled out, numbers of the same days."""
    if x["said"] == y["said"] or x["slot"] in NAMED or x["slot"] == SAID:
        return False
    if x["slot"] == "date":
        return _dates_may_clash(x, y) or _is_slip(x, y)
    if x["outlet"] is not None and x["outlet"] == y["outlet"] and x["slot"] not in TOLLS:
        return False  # an outlet that says otherwise an hour later has moved on; of victims that is worth telling
    if not is_count(x["slot"]) and _MOVES.intersection(x["fam"], y["fam"]):
        return False  # prices and rates move within the day
    if _elsewhen(x, y) or (is_duration(x["slot"]) and x["day"] != y["day"]):
        return False
    return _days(x, y) <= (_FRESH if x["slot"] in TOLLS or x["slot"].startswith(AGE) else 1 if is_count(x["slot"]) else 0)


def _dates_may_clash(x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Two dates spelled out that share a part: a slip changes the month or the year, another event shares neither."""
    a, b = date.fromordinal(int(x["lo"])), date.fromordinal(int(y["lo"]))
    other_day = (a.month, a.day) != (b.month, b.day)
    if (x["hi"] - x["lo"] > _MONTH) != (y["hi"] - y["lo"] > _MONTH) or (x["hi"] == x["lo"]) != (y["hi"] == y["lo"]):
        return False
    if min(x["fixed"], y["fixed"]) < 2:
        return min(x["fixed"], y["fixed"]) == 1 and other_day and a.month % 12 - b.month % 12 in (-1, 0, 1)
    return (a.year == b.year or not other_day) and abs(a.year - b.year) <= _SLIP


def _is_slip(x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Whether two dates with their own years, known with the words beside them, differ in the month or in the year and not in both."""
    a, b = date.fromordinal(int(x["lo"])), date.fromordinal(int(y["lo"]))
    alike = (x["hi"] - x["lo"] > _MONTH) == (y["hi"] - y["lo"] > _MONTH)
    return bool(x.get("close") and y.get("close")) and alike and (a.month == b.month) == (a.year != b.year)


def _elsewhen(x: Mapping[str, Any], y: Mapping[str, Any]) -> bool:
    """Whether the pages say that their numbers are of different times. A number without a date is of the page's last days."""
    p, q = _time_of(x), _time_of(y)
    return bool(p and q and (p[1] < q[0] or q[1] < p[0]))


def _time_of(x: Mapping[str, Any]) -> tuple[int, int] | None:
    if x["when"]:
        low, high = x["when"]
        return low, high
    return (x["day"] - _NEWS, x["day"] + 1) if x["day"] is not None else None
