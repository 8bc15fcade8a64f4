"""Whether two people of two documents are one: by their names, and by offices that fit or clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from tawatur.compare.entity_words import Words, alike, derived, filiation, generations, inside, is_given, one_name, person_words

Office = Mapping[str, Any]
Verdict = tuple[float, str, str]
GIVEN_ALONE = 0.66
"""Score of two given names that open a longer name: many are Muhammad Ali, so it takes an office that both hold."""
NOTHING: Verdict = (0.0, "", "")
# Kinds of work that one person rarely changes between two pages of a pile; titles in none of them say nothing against a link.
_FIELDS = {
    "state": {
        "president", "prime_minister", "head_of_state", "head_of_parliament", "minister", "foreign_minister", "defence_minister", "interior_minister",
        "finance_minister", "justice_minister", "education_minister", "health_minister", "energy_minister", "other_minister", "king", "crown_prince", "prince",
        "governor", "mayor", "ambassador", "envoy", "prosecutor",
    },
    "faith": {"pope", "ayatollah"},
    "arts": {"artist"},
    "sport": {"sportsman"},
}
_CLASH = {frozenset(("state", "sport")), frozenset(("state", "arts")), frozenset(("faith", "sport")), frozenset(("faith", "arts")), frozenset(("arts", "sport"))}


def compare_people(a: Words, b: Words, offices_a: Sequence[Office], offices_b: Sequence[Office]) -> Verdict:
    """Score, rule and evidence that two names are one person's; (0, "", "") when nothing speaks for it."""
    one, other = sorted((person_words(a), person_words(b)), key=lambda words: (len(words), words))
    score, rule = _names(one, other)
    if not score:
        return NOTHING
    if rule == "entity.longer_name" and one == other[: len(one)] and all(map(is_given, one)) and not all(filiation(words) for words in (a, b)):
        score = GIVEN_ALONE
    why = f"{' '.join(one)} / {' '.join(other)}"
    support = supporting(offices_a, offices_b)
    if not support and (clash := clashing(offices_a, offices_b)):
        return min(score, 0.6) - 0.1, "entity.office_differs", f"{why}; {clash}"
    if support:
        score, why = min(1.0, score + 0.05), f"{why}; {support}"
    if len(one) == 1 and (same := supporting(offices_a, offices_b, whose=True)):
        score, why = 0.8, f"{why}; {same}"
    return round(score, 2), rule, why


def _names(one: Words, other: Words) -> tuple[float, str]:
    """`one` is not longer than `other`."""
    if len(one) == 1:
        likely = one_name(one[0], other[-1]) and not is_given(one[0])
        return (0.6 if one == other else 0.5 if likely else 0.0, "entity.family_name") if likely else (0.0, "")
    if (one[-1] in generations()) != (other[-1] in generations()):
        return 0.0, ""
    if one == other:
        return 0.95, "entity.same_name"
    if alike(one, other):
        return 0.9, "entity.spelling"
    if len(one) < len(other):
        if one_name(one[0], other[0]) and one_name(one[-1], other[-1]):
            return (0.85 if inside(one, other) else 0.6), "entity.longer_name"
        if one != other[: len(one)]:
            return 0.0, ""
        return 0.72, "entity.longer_name"
    return _one_differs(one, other)


def _one_differs(one: Words, other: Words) -> tuple[float, str]:
    """Equal length: all words but one alike, and that one nearly: an initial, a letter or two."""
    odd = [(x, y) for x, y in zip(one, other, strict=True) if not one_name(x, y)]
    if len(odd) != 1:
        return 0.0, ""
    x, y = odd[0]
    if min(len(x), len(y)) == 1 and x[0] == y[0]:
        return 0.72, "entity.initial"
    near = fuzz.ratio(x, y) >= (80 if is_given(x) or is_given(y) else 75) and min(len(x), len(y)) > 3 and x[0] == y[0]
    return (0.72, "entity.near_spelling") if near and not (is_given(x) and is_given(y)) and not derived(x, y) else (0.0, "")


def _telling(offices: Sequence[Office]) -> list[Office]:
    return [o for o in offices if o["cls"] != "honorific" and o["id"] not in ("counterpart", "claimant")]


def clashing(a: Sequence[Office], b: Sequence[Office]) -> str:
    """What in the offices speaks against one person: offices of two countries, or of walks of life that do not go together."""
    for x in _telling(a):
        for y in _telling(b):
            if x["id"] == y["id"] and x["of"] and y["of"] and x["of"] != y["of"] and x["cls"] == "office" and "former" not in (x["state"], y["state"]):
                return f"{x['office']} / {y['office']}"
    fields = [{name for name, ids in _FIELDS.items() for o in _telling(side) if o["id"] in ids} for side in (a, b)]
    if fields[0] and fields[1] and not fields[0] & fields[1] and all(frozenset((x, y)) in _CLASH for x in fields[0] for y in fields[1]):
        return f"{'/'.join(sorted(fields[0]))} / {'/'.join(sorted(fields[1]))}"
    return ""


def supporting(a: Sequence[Office], b: Sequence[Office], whose: bool = False) -> str:
    """An office that both hold, of one country where both say whose; `whose`: an office proper, of which both say whose it is."""
    for x in _telling(a):
        for y in _telling(b):
            if x["id"] == y["id"] and (x["of"] == y["of"] or not (x["of"] and y["of"])) and (not whose or (x["of"] == y["of"] is not None and x["cls"] == "office")):
                return f"{x['office']} = {y['office']}"
    return ""
