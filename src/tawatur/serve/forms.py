"""The pieces that pages are made of (forms_pages.py): one frozen dataclass each. Templates read these fields alone.

Offsets are half-open code points of the document's text (`offsets` says so on every page that has any). Dates are ISO; None = not known. `href`: where the
desk shows it. Counts of witnesses are given twice: `outlets`, and independent `origins`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tawatur.store.judgements import Judgement, Standing

Row = dict[str, Any]
UNIT = "code points, half-open"


@dataclass(frozen=True, slots=True)
class When:
    """A date as well as it is known: a day, month or year (`value`), or an interval with or without a weekday (its English name)."""

    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    weekday: str | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(self.value or self.earliest or self.latest or self.weekday)


@dataclass(frozen=True, slots=True)
class Cite:
    """Exact words with what stands around them, in a document. `carries`: whose text the document carries; None = its own."""

    doc: str
    title: str
    outlet: str
    when: When
    start: int
    end: int
    before: str
    exact: str
    after: str
    carries: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Which page of how many rows: `page` counts from 1, `size` rows a page, `total` rows in all."""

    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with how many rows it leaves (None = not counted)."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter that the list is under, as it was asked."""

    first: str = ""
    last: str = ""
    about: str = ""
    outlet: str = ""
    state: str = ""
    words: str = ""
    order: str = ""
    speaker: str = ""
    starred: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as a line: an event, a commitment, a fact. `state`: tense, status or verdict. `more`: places beyond those cited."""

    target: str
    kind: str
    title: str
    when: When
    state: str
    outlets: int
    origins: int
    cites: tuple[Cite, ...]
    more: int
    judged: Standing | None = None
    who: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    dates: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain, outermost first. role: outlet, agency, channel, person or speaker."""

    role: str
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that is the same in both wordings (`same`), or only in this one. `moved`: the number of the passage that it is, 0 = none."""

    text: str
    same: bool
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """The same statement in another document: its words in pieces, compared with the first wording."""

    cite: Cite
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its chain. `act`: say deny demand commit ask; `kind`: direct indirect mixed. `score` 1.0 = a rule fired."""

    target: str
    act: str
    kind: str
    speaker: str | None
    speaker_href: str | None
    chain: tuple[Step, ...]
    cite: Cite
    wordings: tuple[Wording, ...]
    rule: str
    score: float
    judged: Standing | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker and how many statements are in the record. `share` in [0, 1] of the first of the list."""

    name: str
    type: str
    statements: int
    documents: int
    share: float
    href: str


@dataclass(frozen=True, slots=True)
class OutletShare:
    """An outlet: its pages, and how many of them carry another's text; `own` in [0, 1] is the rest's share."""

    name: str
    documents: int
    copies: int
    own: float
    first: str | None
    last: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the matrix: an outlet (or a page of no known outlet)."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CellValue:
    """One value that one outlet gives: the value, its words, where; `folded`: whose text that page carries, None = its own words."""

    value: str
    text: str
    as_of: str | None
    href: str
    folded: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outlet says of a slot. state: agree, update, contradict, single or silent. `folded`: every page here carries this other's text."""

    state: str
    values: tuple[CellValue, ...] = ()
    more: int = 0
    folded: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One slot: a cell a column. `others`: how many further outlets give a value that has no column here."""

    target: str
    title: str
    verdict: str
    outlets: int
    origins: int
    cells: tuple[Cell, ...]
    others: int
    href: str
    judged: Standing | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a slot with all places that give it, oldest first."""

    value: str
    as_of: str | None
    outlets: int
    origins: int
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: its number (0 = none, a blank before the first), ISO date, and the deadlines on it by status with their targets."""

    number: int
    date: str
    due: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: "2019-10", its weeks from Saturday."""

    month: str
    weeks: tuple[tuple[Day, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name: type PER ORG LOC MISC or ROLE (a speaker without a name), most common spelling first."""

    n: int
    target: str
    type: str
    name: str
    documents: int
    mentions: int
    statements: int
    spellings: tuple[str, ...]
    href: str
    judged: Standing | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list."""

    doc: str
    title: str
    outlet: str
    when: When
    origin: str | None
    characters: int
    href: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: the event that `documents` documents report. `names`: the outlets with most of them, at most six."""

    target: str
    title: str
    when: When
    documents: int
    outlets: int
    origins: int
    names: tuple[str, ...]
    href: str
    judged: Standing | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A document of a story. `compared`: where it stands beside the document whose text it carries; None when that is its own, or an agency's."""

    head: DocumentRow
    compared: str | None


@dataclass(frozen=True, slots=True)
class SharedOrigin:
    """One independent origin of a story with the documents that rest on it. `name`: the agency or outlet; "" where a page names neither."""

    name: str
    documents: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The timeline strip: for each day that has any, how many pages were published and how many dated events fall on it."""

    days: tuple[str, ...]
    pages: tuple[int, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An office as a page gives it beside the name. `state`: held, former, acting or elect; `date`: the page's day."""

    office: str
    state: str
    date: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How many pages of `carrier` carry the text of `source`; `share` in [0, 1] of the largest."""

    carrier: str
    source: str
    pages: int
    share: float


@dataclass(frozen=True, slots=True)
class Carried:
    """A text that several pages carry: `root` an agency or a document's id."""

    root: str
    title: str
    pages: int
    outlets: int
    href: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that share passages: how many, how many characters."""

    a: DocumentRow
    b: DocumentRow
    passages: int
    characters: int
    href: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that could not be processed."""

    doc: str
    source: str
    stage: str
    code: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row of two documents side by side. kind: shared, moved or own. Texts are in pieces; starts are offsets, -1 where a side is empty."""

    kind: str
    number: int
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    left_start: int
    right_start: int
    likeness: float = 0.0
    source: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as published, never changed: where it starts, its characters, and the role of its region."""

    start: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Note:
    """A finding in the margin: where, what layer, what it says, by which rule. `target` is what a judgement names."""

    start: int
    end: int
    layer: str
    says: str
    rule: str
    score: float
    target: str
    href: str | None = None
    judged: Standing | None = None
    outlets: int | None = None
    origins: int | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document with the passages where the words stand."""

    head: DocumentRow
    cites: tuple[Cite, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding that a person should look at: what, why it is uncertain, its words."""

    target: str
    kind: str
    why: str
    score: float
    title: str
    cites: tuple[Cite, ...]
    href: str
    judged: Standing | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement with what it is about, as the desk shows it now."""

    judgement: Judgement
    title: str
    href: str | None
