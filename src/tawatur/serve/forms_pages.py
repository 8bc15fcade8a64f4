"""What each page shows: one frozen dataclass a page. Templates read these fields alone, and a page's `.json` twin is this dataclass as JSON.

Offsets are half-open code points of the document's text (`offsets` says so on every page that has any).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tawatur.serve.forms import (
    UNIT,
    Aligned,
    Answer,
    Asked,
    Carried,
    Cite,
    Column,
    Decided,
    DocumentRow,
    Doubt,
    Entry,
    FactRow,
    Flow,
    Held,
    Line,
    Month,
    NameRow,
    Note,
    Option,
    OutletShare,
    Pager,
    Pair,
    Problem,
    Row,
    Said,
    SearchHit,
    SharedOrigin,
    StoryRow,
    Strip,
    Voice,
    When,
)
from tawatur.store.judgements import Example, Judgement, Standing


@dataclass(frozen=True, slots=True)
class Overview:
    """The affair in one screen."""

    title: str
    totals: dict[str, int]
    period: When
    disputed: tuple[FactRow, ...]
    columns: tuple[Column, ...]
    due: tuple[Entry, ...]
    speakers: tuple[Voice, ...]
    outlets: tuple[OutletShare, ...]
    latest: tuple[Entry, ...]
    waiting: int
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in order of their first day, each with the sentences that carry it."""

    asked: Asked
    options: dict[str, tuple[Option, ...]]
    entries: tuple[Entry, ...]
    pager: Pager
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements, newest first or oldest first, with their chains."""

    asked: Asked
    options: dict[str, tuple[Option, ...]]
    statements: tuple[Said, ...]
    voices: tuple[Voice, ...]
    speaker: NameRow | None
    pager: Pager
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Facts:
    """The matrix slot by outlet."""

    asked: Asked
    options: dict[str, tuple[Option, ...]]
    columns: tuple[Column, ...]
    rows: tuple[FactRow, ...]
    pager: Pager
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Fact:
    """One slot: every value with every place that gives it, and what people decided of it."""

    row: FactRow
    columns: tuple[Column, ...]
    answers: tuple[Answer, ...]
    history: tuple[Judgement, ...]
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Stories:
    """Events with the documents that report them."""

    asked: Asked
    options: dict[str, tuple[Option, ...]]
    stories: tuple[StoryRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Story:
    """One story: its documents by origin (`more`: documents beyond those shown), which share passages, what they dispute, what they quote, the affair's other stories."""

    row: StoryRow
    origins: tuple[SharedOrigin, ...]
    more: int
    pairs: tuple[Pair, ...]
    facts: tuple[FactRow, ...]
    columns: tuple[Column, ...]
    statements: tuple[Said, ...]
    said: int
    affair: tuple[StoryRow, ...]
    history: tuple[Judgement, ...]
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Commitments:
    """The ledger: undertakings with deadline and every later report, and the calendar of deadlines."""

    asked: Asked
    options: dict[str, tuple[Option, ...]]
    months: tuple[Month, ...]
    entries: tuple[Entry, ...]
    pager: Pager
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Names:
    """People, organisations and places by number of pages."""

    type: str
    words: str
    types: tuple[Option, ...]
    names: tuple[NameRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class NamePage:
    """One name: spellings with counts, offices over time, names beside it, statements, the places where it stands, one a page. `undrawn`: pages that `days` leaves out."""

    row: NameRow
    merged: tuple[NameRow, ...]
    spellings: tuple[tuple[str, int], ...]
    offices: tuple[Held, ...]
    maybe: tuple[NameRow, ...]
    beside: tuple[NameRow, ...]
    days: Strip
    undrawn: int
    statements: tuple[Said, ...]
    places: tuple[Cite, ...]
    pager: Pager
    history: tuple[Judgement, ...]
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Network:
    """Names that stand in the same pages: `nodes` (n, name, type, docs), `lines` (a, b, docs: pages that hold both)."""

    nodes: tuple[Row, ...]
    lines: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Outlets, documents, who copies whom, texts carried, pairs that share passages, failures."""

    asked: Asked
    outlets: tuple[OutletShare, ...]
    flows: tuple[Flow, ...]
    carried: tuple[Carried, ...]
    pairs: tuple[Pair, ...]
    failures: tuple[Problem, ...]
    documents: tuple[DocumentRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Compare:
    """Two documents side by side: `rows` in the order of both; `moved`: shared passages that stand elsewhere, numbered after the others. `passages`: how many in all."""

    a: DocumentRow | None
    b: DocumentRow | None
    rows: tuple[Aligned, ...]
    moved: tuple[Aligned, ...]
    passages: int
    suggestions: tuple[Pair, ...]
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page as published with what was found in it. Long texts are shown in windows [start, end); `before`, `after`: where the neighbours start."""

    head: DocumentRow
    author: str | None
    url: str | None
    source: str
    media: str
    sha256: str
    data_sha256: str
    evidence: tuple[Row, ...]
    start: int
    end: int
    before: int | None
    after: int | None
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    more_notes: int
    counts: dict[str, int]
    copied: tuple[Pair, ...]
    target: str
    judged: Standing | None
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Search:
    """Hits in context, with facets. `least`: people and places were counted in some of the documents, so there are at least so many.

    `problem`: why the query could not be asked, as a message code (the twin then answers 400 in the shape of errors); None = it was.
    """

    query: str
    exact: bool
    order: str
    chosen: dict[str, str]
    hits: tuple[SearchHit, ...]
    facets: dict[str, tuple[Option, ...]]
    pager: Pager
    least: bool = False
    problem: str | None = None
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Queue:
    """The least certain findings that nobody has decided."""

    kind: str
    kinds: tuple[Option, ...]
    doubts: tuple[Doubt, ...]
    pager: Pager
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class Judgements:
    """All that people decided, newest first."""

    decided: tuple[Decided, ...]
    pager: Pager
    stands: int


@dataclass(frozen=True, slots=True)
class Training:
    """Judgements that stand, as training data: one row each (`/judgements.jsonl` gives them as lines)."""

    examples: tuple[Example, ...]
    offsets: str = UNIT


@dataclass(frozen=True, slots=True)
class State:
    """Whether the record holds more than the pages show. `partial`: the desk has just been opened and shows documents and search only, so far."""

    documents: int
    shown: int
    more: bool
    partial: bool
    generation: int


@dataclass(frozen=True, slots=True)
class Problems:
    """The one shape of every error: a stable code, the sentence in the reader's language, and the fields that made it."""

    error: str
    message: str
    status: int
    fields: dict[str, str] = field(default_factory=dict)
