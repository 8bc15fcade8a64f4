"""The form of the brief: the rows it is built from (`BriefInput`) and what a page shows of them (`Brief`). Values only; brief.py builds one from the other.

Offsets are half-open code points of the document's text. Dates are ISO strings at the precision that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

Row = Mapping[str, Any]
Context = Callable[[str, int, int, int], tuple[str, str, str]]
T = TypeVar("T")


# -- in ----------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BriefInput:
    """What the record hands over, as plain rows in the form of the commands' contract. Order of the rows does not matter.

    `documents`: {"id", "title", "outlet", "author", "url", "source", "published": {"value", "earliest", "latest", "weekday", "evidence": [{"start",
    "end", "text", "says"}]} | None, "origin": str | None}; `source` is the file it was read from, dates are ISO strings, None = not known.
    `statements`: {"doc", "start", "end", "text", "kind", "act", "speaker": {"start", "end", "text", "entity"?, "name"?} | None, "cue", "via": [{"start", "end", "text",
    "role"}]}.
    `findings`: kind → rows of `tawatur compare`; rows of fact, commitment, event and statement also carry "outlets" and "origins".
    `failures`: {"doc", "source", "stage", "code", "message"}.
    `totals`: size of the whole record: "documents", "outlets", "origins", "statements", "failures" and one per kind of finding; used where rows
    were cut before they came here, a missing name is counted from the rows.
    `context(doc, start, end, around)`: the text before, the exact words, the text after; `around` is in characters to each side.
    `title`: what the reader called the record, None = not named.
    """

    documents: Sequence[Row]
    statements: Sequence[Row]
    findings: Mapping[str, Sequence[Row]]
    failures: Sequence[Row]
    totals: Mapping[str, int]
    context: Context
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page holds, so that a pile of any size gives a brief that can be read. Entries a section; `around` is in characters.

    What is cut is counted and said ("and N more"), never dropped in silence. The defaults fill about twenty printed pages.
    """

    events: int = 60
    statements: int = 60
    per_speaker: int = 5
    facts: int = 24
    agreed: int = 12
    commitments: int = 20
    copies: int = 15
    origins: int = 15
    sources: int = 120
    failures: int = 20
    citations: int = 5
    around: int = 90


# -- out ---------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """A date as well as it is known: `value` at its precision ("2019", "2019-03", "2019-03-14"), else an interval of inclusive days, open where None.

    `weekday` is the English name of the day where that is all or part of what is known.
    """

    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    weekday: str | None = None

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return bool(self.value or self.earliest or self.latest)


@dataclass(frozen=True, slots=True)
class Count:
    """How many say so: outlets, and independent origins (copies and one agency's text count once)."""

    outlets: int
    origins: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words in one document. `number` is unique in the brief and starts at 1; `source` is the number of the document in the list of sources.

    `before` and `after`: the words around them on the same line. `outlet` falls back to the document's title, then to its id. `carries` is who the document took its text from, None = its own or not known.
    """

    number: int
    source: int
    outlet: str
    when: When
    before: str
    exact: str
    after: str
    carries: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline.

    `tense`: "planned" = every page that gives the date was published before it; "earlier" = it lies before the first page of the pile;
    "reported" otherwise. `lead`: where the title's words stand, None when the title is nobody's; it is not among `citations`.
    """

    when: When
    title: str
    tense: Literal["planned", "earlier", "reported"]
    count: Count
    lead: Citation | None
    citations: tuple[Citation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain. `role`: outlet, agency, channel, person or speaker."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: its words, the chain from the page to the speaker (outermost first), and the other pages that carry it.

    `same`: in the same words (spelling apart); `wordings`: in other words.
    """

    kind: str
    act: str
    chain: tuple[Step, ...]
    citation: Citation
    same: tuple[Citation, ...]
    wordings: tuple[Citation, ...]
    more: int
    count: Count


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, by the fullest name, written as most often; and what is shown of it. `name` None = nobody is named. `more`: statements not shown."""

    name: str | None
    statements: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FactValue:
    """One answer to the slot's question, with everyone who gives it. `as_of` is the day it holds for, where the record knows it."""

    value: str
    as_of: str | None
    count: Count
    citations: tuple[Citation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with one answer, and the answers given. `verdict`: contradict, update or agree."""

    slot: str
    verdict: str
    count: Count
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One page's word on a commitment. `says`: promised, repeated, postponed, denied, done …"""

    when: When
    says: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Promise:
    """Who undertook what by when, and the reports of it in order of publication."""

    who: tuple[str, ...]
    what: str
    deadline: When
    status: str
    count: Count
    reports: tuple[Report, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage in two pages; the longest of those that this pair shares. `first` is the one it was taken from where `known`, else the earlier.

    `likeness` in [0, 1]; `words` counts the passage, `passages` how many the pair shares.
    """

    first: Citation
    second: Citation
    known: bool
    likeness: float
    words: int
    passages: int
    why: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A page that carries another's text. `number` is its place in the list of sources; `citation`: the words that say so; `why`: what the rules saw."""

    number: int | None
    outlet: str
    when: When
    citation: Citation | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Pages that carry one origin's text, and so count once. `more`: pages not shown."""

    name: str
    pages: tuple[Carrier, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a page has its date: the words on the page ("" when from outside them), and what they say."""

    text: str
    says: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document: what is known of it, why its date is believed, and every passage that the brief quotes from it, in order of position."""

    number: int
    id: str
    title: str | None
    outlet: str
    author: str | None
    url: str | None
    file: str
    published: When
    evidence: tuple[Evidence, ...]
    origin: str | None
    quotes: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that could not be processed, and why. `message` is ready to read."""

    doc: str
    source: str
    stage: str
    message: str


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """The entries shown, in reading order, and how many of the record are not shown."""

    entries: tuple[T, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that the page shows. `period`: from the first to the last publication date of the pile. `totals` as in `BriefInput`, completed."""

    title: str | None
    period: When
    totals: Mapping[str, int]
    events: Section[Event]
    speakers: Section[Speaker]
    disputed: Section[Fact]
    agreed: Section[Fact]
    promises: Section[Promise]
    copies: Section[Copy]
    origins: Section[OriginGroup]
    sources: Section[Source]
    failures: Section[Problem]
