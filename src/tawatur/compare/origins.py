"""Whose text a document carries: an agency's, another document's, or its own. Bylines mislead, so shared passages are weighed with the credits.

Everything here works on what items hold (`Facts`, `Share`), not on texts; each decision comes with its evidence, and an open question stays open (None).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

MOST = 0.5
"""Share of a document's words found in another from which it is carried over: above it the rest is trimming, below it both may quote one text."""

REPEAT = 0.8
"""The same between pages of one outlet: an outlet's follow-up keeps much of its own earlier text and is still its own report."""
TRACE = 0.3
"""The same for a page that credits "agencies" at large: so much of a named agency's text tells which it was."""
CHAIN = 0.4
"""Least part of a document that must be an agency's by way of others: the share found in the other times the other's own part. Half of a page that is itself half the
agency's may be the other half."""
WHOLE = 0.8
"""Part from which a page counts as the agency's text when an agency's text is put together from pages."""
GENERIC = "agencies"
"""The id, in rules/sources.toml, of a credit to agencies without a name."""

Side = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one document without its text. Dates are ISO; `moment` is a full date-time or None; `words` counts the words compared,
    `length` their characters with one between.

    `agencies` are the agencies credited, as {"id", "name", "place", "start", "end"}; `cites` maps sources named in the text to their first place.
    """

    doc: str
    outlet: str | None
    earliest: str | None
    latest: str | None
    moment: str | None
    words: int
    length: int = 0
    agencies: tuple[Mapping[str, Any], ...] = ()
    cites: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def supplies(self) -> bool:
        """Whether the document is an agency's own page."""
        return any(agency["place"] == "outlet" for agency in self.agencies)

    @property
    def vague(self) -> bool:
        """Whether it credits agencies without naming one."""
        return bool(self.agencies) and all(agency["id"] == GENERIC for agency in self.agencies)


@dataclass(frozen=True, slots=True)
class Share:
    """`words` of `doc` lie in passages common with `other`, the largest at [start, end) of its text. `source` and `why` tell where they come from:

    True = from `other`, False = from `doc`, None = open. `spans` are all the passages in `doc`.
    """

    doc: str
    other: str
    words: int
    start: int
    end: int
    source: bool | None
    why: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The origin of a document: an agency's name, a document's id, or None; the evidence, as JSON rows; and how much of the text is known to be the origin's."""

    origin: str | None
    evidence: tuple[Mapping[str, Any], ...]
    part: float = 1.0


def utc(moment: str) -> str | None:
    """An ISO date-time in UTC, to the minute (a time without a zone is taken as UTC); None when it is no date-time."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (parsed.astimezone(UTC) if parsed.tzinfo else parsed).strftime("%Y-%m-%dT%H:%MZ")


def earlier(a: Facts, b: Facts) -> tuple[Side, str] | None:
    """Which of two documents was surely published first, and why; None when the dates leave it open."""
    if a.moment and b.moment and a.moment != b.moment:
        first, second = sorted((a.moment, b.moment))
        return ("a" if a.moment == first else "b"), f"published {first}, before {second}"
    if a.latest and b.earliest and a.latest < b.earliest:
        return "a", f"published {a.latest}, before {b.earliest}"
    if b.latest and a.earliest and b.latest < a.earliest:
        return "b", f"published {b.latest}, before {a.earliest}"
    return None


def direction(a: Facts, b: Facts, fuller: Side | None) -> tuple[Side | None, str]:
    """Which document a shared passage comes from, and why. `fuller`: the side that goes on where the other was cut."""
    if a.supplies != b.supplies:
        return ("a" if a.supplies else "b"), f"{(a if a.supplies else b).agencies[0]['name']} is an agency"
    if common := sorted({x["name"] for x in a.agencies} & {x["name"] for x in b.agencies}):
        return None, f"both carry {common[0]}"
    if a.outlet != b.outlet and (a.outlet in b.cites) != (b.outlet in a.cites):
        return ("a" if a.outlet in b.cites else "b"), f"the other names {a.outlet if a.outlet in b.cites else b.outlet}"
    if (first := earlier(a, b)) is not None:
        return first
    if fuller is not None:
        return fuller, "the other is cut at its end"
    return None, "no evidence of direction"


def resolve(facts: Mapping[str, Facts], shares: Iterable[Share]) -> dict[str, Verdict]:
    """The origin of every document of a linked group. Order of input does not matter."""
    most: dict[str, list[Share]] = {doc: [] for doc in facts}
    every: dict[str, list[Share]] = {doc: [] for doc in facts}
    verdicts = {doc: _credited(known) for doc, known in facts.items() if known.agencies and not known.vague}
    for share in sorted(shares, key=lambda s: (s.doc, -s.words, s.other)):
        known = facts[share.doc]
        every[share.doc].append(share)
        if share.words >= _least(known, facts[share.other]) * max(1, known.words):
            most[share.doc].append(share)
    _spread(verdicts, most, facts)
    verdicts = {doc: _credited(known) for doc, known in facts.items() if known.vague} | verdicts
    _spread(verdicts, most, facts)
    verdicts |= {doc: found for doc in facts.keys() - verdicts.keys() if (found := _pieced(facts, every[doc], verdicts)) is not None}
    _spread(verdicts, most, facts)
    for group in _same_texts(most, facts.keys() - verdicts.keys()):
        head = min(group, key=lambda doc: (facts[doc].moment or facts[doc].latest or "9", -facts[doc].words, doc))
        for doc in group:
            verdicts[doc] = _beyond(facts, [s for s in most[doc] if s.other not in group]) if doc == head else _copied(facts, most[doc], group, head)
    return verdicts


def _least(doc: Facts, other: Facts) -> float:
    """The share of `doc` that must be in `other` for it to be carried over from there."""
    if doc.vague and other.agencies and not other.vague:
        return TRACE
    return REPEAT if doc.outlet is not None and doc.outlet == other.outlet and not other.agencies else MOST


def _credited(known: Facts) -> Verdict:
    """By its own credit; two agencies make a mix, the first leads."""
    rows = tuple({"says": f"{a['place']} credits {a['name']}", **({} if a["start"] is None else {"start": a["start"], "end": a["end"]})} for a in known.agencies)
    return Verdict(known.agencies[0]["name"], rows)


def _spread(verdicts: dict[str, Verdict], most: Mapping[str, Sequence[Share]], facts: Mapping[str, Facts]) -> None:
    """Gives the agency's name to documents that are mostly its text, round by round, so that a copy of a copy is found whatever the order."""
    back: dict[str, list[Share]] = {}
    for found in most.values():
        for share in found:
            back.setdefault(share.other, []).append(share)
    edge = sorted(verdicts)
    while edge:
        best: dict[str, Share] = {}
        for doc in edge:
            for share in back.get(doc, ()):
                known = facts[share.doc]
                if share.doc not in verdicts and verdicts[doc].part * share.words >= min(CHAIN, _least(known, facts[doc])) * known.words:
                    best[share.doc] = max(best.get(share.doc, share), share, key=lambda s: (verdicts[s.other].part * s.words, s.other))
        for doc, share in best.items():
            other = verdicts[share.other]
            rows = (_row(share, facts), {"says": f"that text is of {other.origin}"})
            verdicts[doc] = Verdict(other.origin, rows, other.part * min(1.0, share.words / max(1, facts[doc].words)))
        edge = sorted(best)


def _pieced(facts: Mapping[str, Facts], found: Sequence[Share], verdicts: Mapping[str, Verdict]) -> Verdict | None:
    """The agency of which a document is mostly made when its customers printed different parts of the text; None when there is none."""
    by_agency: dict[str, list[Share]] = {}
    for share in found:
        other = verdicts.get(share.other)
        if other is not None and other.origin is not None and other.part >= WHOLE:
            by_agency.setdefault(other.origin, []).append(share)
    covered = {origin: _covered(span for share in shares for span in share.spans) for origin, shares in by_agency.items()}
    best = max(sorted(covered), key=lambda origin: covered[origin], default=None)
    if best is None or covered[best] < MOST * max(1, facts[found[0].doc].length):
        return None
    part = min(1.0, covered[best] / max(1, facts[found[0].doc].length))
    rows = [_row(share, facts) for share in by_agency[best][:3]]
    return Verdict(best, ({"says": f"{round(100 * part)}% of its text is in pages of {best}"}, *rows), part)


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """Characters inside at least one span."""
    total, reach = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total


def _same_texts(most: Mapping[str, Sequence[Share]], among: Set[str]) -> list[list[str]]:
    """Groups of documents that are mostly one another's text, each sorted; a document alone is a group."""
    pairs = {(s.doc, s.other) for doc in among for s in most[doc] if s.other in among}
    group_of = {doc: [doc] for doc in sorted(among)}
    for a, b in sorted(pairs):
        if (b, a) in pairs and group_of[a] is not group_of[b]:
            small, large = sorted((group_of[a], group_of[b]), key=len)
            large += small
            group_of.update(dict.fromkeys(small, large))
    return [sorted(group) for group in {id(g): g for g in group_of.values()}.values()]


def _beyond(facts: Mapping[str, Facts], found: Sequence[Share]) -> Verdict:
    """By the first document that holds most of its text and surely came before; None when there is none."""
    sources = [s for s in found if s.source]
    if not sources:
        return Verdict(None, tuple(_row(s, facts) for s in found[:3]))
    first = min(sources, key=lambda s: (facts[s.other].moment or facts[s.other].latest or "9", -s.words, s.other))
    return Verdict(first.other, (_row(first, facts),))


def _copied(facts: Mapping[str, Facts], found: Sequence[Share], group: Sequence[str], head: str) -> Verdict:
    """By the head of its group: the first document with the same text, or the fullest where the dates leave it open."""
    shown = next((s for s in found if s.other == head), None) or next(s for s in found if s.other in group)
    says = {"says": f"{len(group)} documents carry this text; {head} is the first of them", "other": head}
    return Verdict(head, (_row(shown, facts), *(() if shown.other == head else (says,))))


def _row(share: Share, facts: Mapping[str, Facts]) -> dict[str, Any]:
    part = round(100 * share.words / max(1, facts[share.doc].words))
    return {"says": f"{part}% of its words are in {share.other}; {share.why}", "other": share.other, "start": share.start, "end": share.end}
