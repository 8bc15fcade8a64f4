"""Who takes part in a dated clause, where, and whether it is told as not done or as denied. Words of negation and denial: rules/reports.toml.

The deed's family is not said: of 17 read on real news, 9 were the clause's own deed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from tawatur.compare.event_clauses import Dated, tells
from tawatur.layers import NAME
from tawatur.model import Document
from tawatur.rulebook import load

MOST = 6
"""Names of a clause, and of an event, that are kept."""
_WORD = re.compile(r"\w+")


def parts(doc: Document, found: Dated) -> dict[str, Any]:
    """The clause's names that act ("who": people and bodies) and its places ("where"), as written; "denied" or "negated" where it is."""
    low, high = doc.view.span(found.start, found.end)
    names = doc.layer(NAME)
    inside = []
    for k in range(bisect_left(names, low, key=_start), len(names)):
        if names[k].span.start >= high:
            break
        inside.append(names[k])
    said: dict[str, Any] = {
        "who": _distinct(doc.text[n.span.start + n.value.lead : n.span.end] for n in inside if n.value.type in ("PER", "ORG")),
        "where": _distinct(doc.text[n.span.start + n.value.lead : n.span.end] for n in inside if n.value.type == "LOC"),
        "told": _told(doc.view.text, found),
    }
    return {key: value for key, value in said.items() if value}


def _start(annotation: Any) -> int:
    return int(annotation.span.start)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(name.split()) for name in names))[:MOST]


def _told(view: str, found: Dated) -> str:
    """"denied" where the clause opens with a denial, "negated" where a negation stands before its first deed; "" otherwise."""
    if _denial().match(view, found.start, found.end):
        return "denied"
    for word in _words(view, found):
        if word in load("reports").key_of["negation"]:
            return "negated"
        if tells(word) or word in load("reports").key_of["speech"]:
            return ""
    return ""


@cache
def _denial() -> re.Pattern[str]:
    return re.compile(rf"[\u0648\u0641]?(?:{load('reports').any_of('denial')})(?!\w)")


def _words(view: str, found: Dated) -> list[str]:
    """The clause's words without the date's."""
    return [*_WORD.findall(view, found.start, found.date_start), *_WORD.findall(view, found.date_end, found.end)]


def merged(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a group of clauses says together: names by how many clauses hold them, and "denied" or "negated" where every clause is."""
    out: dict[str, Any] = {}
    for key in ("who", "where"):
        counts = Counter(name for item in items for name in item.get(key, ()))
        if counts:
            out[key] = [name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]]
    told = {item.get("told", "") for item in items}
    if len(told) == 1 and (only := told.pop()):
        out[only] = True
    return out
