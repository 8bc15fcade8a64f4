"""One frozen value type per layer, and the layer's name. What a user sees of each is fixed by the commands' contract (docs/layers.md).

Order of the layers is the order in which stages write them. A mention is a span with the text as written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from tawatur.model import Annotation, Clue, Document, Span

REGION, EXPRESSION, PUBLISHED, TIME, NAME, OFFICE, QUANTITY, STATEMENT, COMMITMENT = LAYERS = (
    "region",
    "expression",
    "published",
    "time",
    "name",
    "office",
    "quantity",
    "statement",
    "commitment",
)

Role = Literal["title", "kicker", "dateline", "subheading", "caption", "furniture", "comment", "body"]
PROSE: frozenset[str] = frozenset({"title", "kicker", "subheading", "caption", "body"})
"""Roles whose words are the page's own: what annotators read. Datelines say where from; furniture and comments are not the article's."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the page and its part in it. Regions never overlap; blank lines between them belong to none."""

    role: Role


@dataclass(frozen=True, slots=True)
class Published:
    """When the page was published: a day (`value`), or an interval (None = open) and a weekday (0 = Monday). Evidence in the order it was weighed.

    The annotation's span is that of the first evidence inside the text, or the whole text when all of it came from outside.
    """

    value: date | None
    earliest: date | None
    latest: date | None
    weekday: int | None
    evidence: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A TIMEX3 expression, resolved. `value` None = left unresolved, `why` says the reason. `earliest` and `latest` are inclusive days.

    `mod` is START, MID, END, APPROX, MORE_THAN, LESS_THAN or None. `anchor` is the date it was resolved against, None for absolute ones.
    """

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    mod: str | None = None
    earliest: date | None = None
    latest: date | None = None
    anchor: date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """What a time expression says, before any anchor is known. The annotation's span is its extent.

    kind: date (year, month, day as said), weekday, day (`shift` days from now), unit (`unit` and `shift`: this, last, next; `number`: which quarter, day …),
    value (`value` as it stands), same (the unit of what was said before, `shift` of it), time (part of day or clock alone; `unit` "zone": the clock says its
    zone). `of` is the period it is a part of, the week a weekday is of, or for a day from now the day on which the quotation it stands in was spoken.
    `direction`: past, present or future when an adjective says so; `narration`: the direction of the sentence, twice it when the word that tells stands
    beside. `other_month`: a second name that disagrees.
    `weekday`: 0 = Monday. `region`: role of the region it stands in.
    """

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    kind: Literal["date", "weekday", "day", "unit", "value", "same", "time"]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    unit: str | None = None
    number: int | None = None
    value: str | None = None
    part: str | None = None
    clock: str | None = None
    mod: str | None = None
    direction: int | None = None
    narration: int = -1
    hijri: bool = False
    other_month: int | None = None
    of: Expression | None = None
    region: str = "body"


@dataclass(frozen=True, slots=True)
class Office:
    """A title, office, rank or role said beside a person's name. `id` is its key in rules/titles.toml, `cls` office, rank, honorific or role.

    `of`: whose or where — a territory code (IQ), or the folded words of a place or organisation; None = not said. `state`: held, former, acting or elect.
    """

    span: Span
    id: str
    cls: str
    of: str | None = None
    state: str = "held"


@dataclass(frozen=True, slots=True)
class Post:
    """An office of a country or body that one person holds at a time (`id`: a post of rules/offices.toml, `of`: a territory code or a body's).

    `holder`: the span of the holder's name where the page says it right after the office; None = the page names nobody there. `state`: held; before, after or
    instead (former, next or new, acting), which is told of a named holder only.
    """

    id: str
    of: str
    holder: Span | None = None
    state: str = "held"


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a person, organisation, place or other name at CoNLL extent. `subtype` is finer (city, ministry, agency …) or None.

    Whole words, as in CoNLL: `lead` is the number of characters at the start of the span that are a conjunction or preposition written onto the name.
    """

    type: Literal["PER", "LOC", "ORG", "MISC"]
    subtype: str | None = None
    entity: str | None = None
    lead: int = 0
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `number` is the value said; [low, high] what it allows (None = open); `unit` is an id (person, USD, percent, km …);

    `of` is what is counted, as written ("" when not said).
    """

    number: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    of: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text: a speaker, a cue."""

    span: Span


@dataclass(frozen=True, slots=True)
class Via:
    """One link of a statement's chain, as written in the sentence. Outermost first in `Statement.via`."""

    span: Span
    role: Literal["outlet", "agency", "channel", "person"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is reported (the annotation's span is the content), who says it, by which cue, through whom. None = nobody is named."""

    kind: Literal["direct", "indirect", "mixed"]
    act: Literal["say", "deny", "demand", "commit", "ask"]
    speaker: Mention | None
    cue: Mention | None
    via: tuple[Via, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """An undertaking: who (as written), what (the content's words), by when (the last day allowed; None = no deadline said)."""

    who: tuple[str, ...]
    what: str
    deadline: date | None


def regions(doc: Document, roles: frozenset[str] = PROSE) -> list[Annotation[Any]]:
    """The regions of these roles, in order."""
    found = doc.layer(REGION)
    return [r for r in found if r.value.role in roles]


def published(doc: Document) -> Published | None:
    """What the dating stage concluded, or None before it ran or when the page gives nothing."""
    found = doc.layer(PUBLISHED)
    return found[0].value if found else None


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: date | None) -> str | None:
    """ISO date, or None."""
    return value.isoformat() if value else None


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: int where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def placed(text: str, span: Span) -> dict[str, Any]:
    """A span with its words, as every row shows it."""
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _region(text: str, value: Region) -> dict[str, Any]:
    return {"role": value.role}


def _time(text: str, value: Time) -> dict[str, Any]:
    row: dict[str, Any] = {"type": value.type, "value": value.value}
    if value.mod:
        row["mod"] = value.mod
    row |= {"earliest": day(value.earliest), "latest": day(value.latest), "anchor": day(value.anchor)}
    if value.why:
        row["why"] = value.why
    return row


def _name(text: str, value: Name) -> dict[str, Any]:
    row: dict[str, Any] = {"type": value.type}
    if value.subtype:
        row["subtype"] = value.subtype
    if value.entity:
        row["entity"] = value.entity
    return row


def _quantity(text: str, value: Quantity) -> dict[str, Any]:
    return {"number": number(value.number), "low": number(value.low), "high": number(value.high), "unit": value.unit, "of": value.of}


def _statement(text: str, value: Statement) -> dict[str, Any]:
    return {
        "kind": value.kind,
        "act": value.act,
        "speaker": placed(text, value.speaker.span) if value.speaker else None,
        "cue": placed(text, value.cue.span) if value.cue else None,
        "via": [{**placed(text, via.span), "role": via.role} for via in value.via],
    }


def _commitment(text: str, value: Commitment) -> dict[str, Any]:
    return {"who": list(value.who), "what": value.what, "deadline": day(value.deadline)}


_ROWS: Mapping[type, Callable[[str, Any], dict[str, Any]]] = {
    Region: _region,
    Time: _time,
    Name: _name,
    Quantity: _quantity,
    Statement: _statement,
    Commitment: _commitment,
}
SHOWN = (REGION, TIME, NAME, QUANTITY, STATEMENT, COMMITMENT)
"""The layers that commands print and records keep; the others are steps on the way."""


def value_row(text: str, annotation: Annotation[Any]) -> dict[str, Any]:
    """The annotation's value as JSON, in the form the commands' contract fixes, without its place and rule."""
    return _ROWS[type(annotation.value)](text, annotation.value)


def annotation_row(text: str, annotation: Annotation[Any]) -> dict[str, Any]:
    """One row of a layer as `tawatur annotate` prints it."""
    origin = annotation.origin
    return {**placed(text, annotation.span), **value_row(text, annotation), "rule": origin.rule, "score": origin.score}


def published_row(doc: Document) -> dict[str, Any]:
    """When the page was published, with the evidence, as `tawatur annotate` prints it. All null where nothing is known."""
    value = published(doc) or Published(None, None, None, None)
    evidence = [
        {**(placed(doc.text, clue.span) if clue.span else {"start": None, "end": None, "text": None}), "says": clue.says} for clue in value.evidence
    ]
    weekday = None if value.weekday is None else WEEKDAYS[value.weekday]
    return {"value": day(value.value), "earliest": day(value.earliest), "latest": day(value.latest), "weekday": weekday, "evidence": evidence}


def document_row(doc: Document) -> dict[str, Any]:
    """One line of `tawatur annotate --format jsonl`."""
    return {
        "doc": doc.id,
        "sha256": doc.sha256,
        "title": doc.title,
        "outlet": doc.outlet,
        "published": published_row(doc),
        "layers": {name: [annotation_row(doc.text, a) for a in doc.layer(name)] for name in SHOWN},
    }
