"""How many really say so: outlets and independent origins behind the spans of one finding, with the reason of every merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Place = tuple[str, int, int]
"""A span in a document: id, start, end (half-open, code points)."""


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Documents that count as one witness, and why: "shared passage", "copy of ID", "agency NAME", or "outlet NAME" (its own reports)."""

    why: str
    docs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """`outlets`: distinct publishers (a document without one counts by itself); `origins`: independent sources of the words, never more than documents."""

    outlets: int
    origins: int
    merges: tuple[Merge, ...]


def count(
    spans: Sequence[Place],
    outlet_of: Mapping[str, str | None],
    origin_of: Mapping[str, str | None],
    passages: Iterable[tuple[str, int, int, str, int, int]] = (),
) -> Witnesses:
    """Counts the witnesses of one finding.

    `origin_of`: an agency's name, the id of the document copied, or None; `outlet_of` should know the documents copied too. `passages`: pairs of places with the same text. Two spans are one witness when
    they stand in one document, both inside one shared passage, one document is the other's source (through any number of copies), both are of one agency,
    or both are one outlet's own reports. So there are never more origins than outlets and agencies.
    """
    docs = sorted({doc for doc, _, _ in spans})
    parent = {doc: doc for doc in docs}
    merges: dict[tuple[str, str], set[str]] = defaultdict(set)
    for why, group in (*_by_origin(docs, outlet_of, origin_of), *_by_passage(spans, passages)):
        merges[why, _root(parent, group[0])] |= set(group)
        for doc in group[1:]:
            parent[_root(parent, doc)] = _root(parent, group[0])
    rows = sorted({Merge(why, tuple(sorted(group))) for (why, _), group in merges.items()})
    outlets = {outlet_of.get(doc) or f"\0{doc}" for doc in docs}
    return Witnesses(len(outlets), len({_root(parent, doc) for doc in docs}), tuple(rows))


def source_of(doc: str, origin_of: Mapping[str, str | None]) -> str:
    """The end of a chain of copies: an agency's name, or the id of the document that nobody is known to be the source of. A circle ends at its least id."""
    seen = [doc]
    while (origin := origin_of.get(seen[-1])) is not None:
        if origin in seen:
            return min(seen[seen.index(origin) :])
        seen.append(origin)
    return seen[-1]


def _by_origin(docs: Sequence[str], outlet_of: Mapping[str, str | None], origin_of: Mapping[str, str | None]) -> Iterable[tuple[str, list[str]]]:
    """Documents whose chains of copies end at one document or agency, and what one outlet reports by itself: it is one newsroom."""
    groups: dict[str, list[str]] = defaultdict(list)
    newsrooms: dict[str, list[str]] = defaultdict(list)
    for doc in docs:
        source = source_of(doc, origin_of)
        groups[source].append(doc)
        if (outlet := outlet_of.get(source)) is not None:
            newsrooms[outlet].append(doc)
    for source, group in groups.items():
        if len(group) > 1:
            yield (f"copy of {source}" if source in origin_of or source in outlet_of else f"agency {source}"), group
    for outlet, group in newsrooms.items():
        if len({source_of(doc, origin_of) for doc in group}) > 1:
            yield f"outlet {outlet}", group


def _by_passage(spans: Sequence[Place], passages: Iterable[tuple[str, int, int, str, int, int]]) -> Iterable[tuple[str, list[str]]]:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc, start, end in spans:
        places[doc].append((start, end))
    for a, a_start, a_end, b, b_start, b_end in passages:
        if a != b and _inside(places.get(a, ()), a_start, a_end) and _inside(places.get(b, ()), b_start, b_end):
            yield "shared passage", sorted((a, b))


def _inside(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= low and high <= end for low, high in places)


def _root(parent: dict[str, str], doc: str) -> str:
    while parent[doc] != doc:
        parent[doc] = doc = parent[parent[doc]]
    return doc
