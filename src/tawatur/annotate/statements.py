"""Who said what, through whom: the stage. Cues are looked up word by word; grammar runs only around them, inside one line and sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tawatur.annotate.statement_chains import Chain, find_chain
from tawatur.annotate.statement_clauses import Report
from tawatur.annotate.statement_finding import find_reports
from tawatur.annotate.statement_lexicon import AL, LAM, NOON, WAW, YEH, Lexicon, lexicon
from tawatur.annotate.statement_passages import Passage, passages
from tawatur.annotate.statement_speakers import Phrase
from tawatur.arabic import folded
from tawatur.layers import STATEMENT, Mention, Statement, Via
from tawatur.model import Annotation, Document, Origin, Span

_MANY = (WAW + NOON, YEH + NOON)


@dataclass(slots=True)
class Memory:
    """What a reader remembers while reading on: who spoke or acted last, by gender and number, who spoke last, and the written statement that goes on."""

    speakers: list[tuple[Mention, str, str]] = field(default_factory=list)
    chain: tuple[Via, ...] = ()
    spoke: Mention | None = None

    def recall(self, gender: str, number: str) -> Mention | None:
        """The last who fits a cue without a subject."""
        for mention, g, n in reversed(self.speakers[-8:]):
            if g == gender and (n == number or number == "s"):
                return mention
        return self.last() if number != "s" else None

    def last(self) -> Mention | None:
        """The last who spoke."""
        return self.speakers[-1][0] if self.speakers else None


@dataclass(frozen=True)
class Statements:
    """The stage: the page's prose → layer "statement"."""

    name: str = STATEMENT
    version: str = "2"
    needs: tuple[str, ...] = ("region", "time", "name")

    def __call__(self, doc: Document) -> Iterator[Annotation[Statement]]:
        """The page's statements, line by line."""
        lex = lexicon()
        memory = Memory()
        for passage in passages(doc):
            floor = 0
            for report in find_reports(passage, lex):
                if report.start == report.end:
                    _notice(doc, passage, report, memory, lex)
                    continue
                yield self._annotate(doc, passage, report, floor, memory, lex)
                floor = report.end

    def _annotate(self, doc: Document, p: Passage, report: Report, floor: int, memory: Memory, lex: Lexicon) -> Annotation[Statement]:
        chain = find_chain(p, report, floor, lex)
        before = memory.last()
        speaker = _speaker(doc, p, report, chain, memory, lex)
        via = tuple(Via(_link_span(doc, p, *link.at, lex), link.role) for link in chain.links)
        if not report.source and (report.subject is None or _goes_on(doc, p, report, before)):
            via = via or memory.chain
        memory.chain = tuple(v for v, link in zip(via, chain.links, strict=False) if link.written) if chain.links else (via if via is memory.chain else ())
        cue = Mention(_span(doc, p, report.cue, report.cue + 1)) if report.cue is not None else None
        value = Statement(report.kind, report.act, speaker, cue, via)
        return Annotation(_span(doc, p, report.start, report.end), value, Origin(self.name, self.version, report.rule))


def _speaker(doc: Document, p: Passage, report: Report, chain: Chain, memory: Memory, lex: Lexicon) -> Mention | None:
    phrase = chain.issuer or report.subject
    if chain.is_document and chain.issuer is None and (known := memory.spoke or memory.last()) is not None:
        return known
    if phrase is not None:
        mention = Mention(_link_span(doc, p, *phrase.name, lex))
        memory.speakers.append((mention, report.gender, _number(p, phrase, report, lex)))
        memory.spoke = mention
        return mention
    if report.passive:
        return None
    return memory.recall(report.gender, report.number) or (memory.last() if report.inherits else None)


def _notice(doc: Document, p: Passage, report: Report, memory: Memory, lex: Lexicon) -> None:
    if report.subject is not None:
        memory.speakers.append((Mention(_span(doc, p, *report.subject.name)), report.gender, _number(p, report.subject, report, lex)))


def _number(p: Passage, phrase: Phrase, report: Report, lex: Lexicon) -> str:
    """The number of who speaks: a verb before its subject is singular even where the subject is many ("a number of …", "officials")."""
    head = p.words[phrase.start]
    return "p" if report.number == "s" and (head in lex.several or (head in lex.source and head.endswith(_MANY))) else report.number


def _goes_on(doc: Document, p: Passage, report: Report, before: Mention | None) -> bool:
    """Whether the speaker named is the one before, said in short ("the ministry"): what the same document says goes on."""
    if before is None or report.subject is None:
        return False
    known = [word.removeprefix(AL) for word in folded(before.span.of(doc.text)).split()]
    return p.words[report.subject.name[0]].removeprefix(AL) in known


def _link_span(doc: Document, p: Passage, start: int, end: int, lex: Lexicon) -> Span:
    """A link's place, without an attached "to" before an outlet or a medium that keeps its own first letter."""
    span, word = _span(doc, p, start, end), p.words[start]
    attached = word[:1] == LAM and len(word) > 2 and word[:2] != LAM + LAM
    kept = next((k for k in range(span.start + 1, span.end) if doc.text[k] != "\N{ARABIC TATWEEL}"), span.start)
    return Span(kept, span.end) if attached and (word[1:] in lex.medium or word[1:] in lex.names or word[1:] in lex.means or word[1:] in lex.source) else span


def _span(doc: Document, p: Passage, start: int, end: int) -> Span:
    return Span(*doc.view.span(p.starts[start], p.stops[end - 1]))


STATEMENTS = Statements()
