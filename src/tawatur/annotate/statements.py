"""Who said what, through whom: the stage. Cues are looked up word by word; grammar runs only around them, inside one line and sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tawatur.annotate.statement_chains import Chain, find_chain
from tawatur.annotate.statement_clauses import Report
from tawatur.annotate.statement_finding import find_reports
from tawatur.annotate.statement_lexicon import Lexicon, lexicon
from tawatur.annotate.statement_passages import Passage, passages
from tawatur.layers import STATEMENT, Mention, Statement, Via
from tawatur.model import Annotation, Document, Origin, Span


@dataclass(slots=True)
class Memory:
    """What a reader remembers while reading on: who spoke last, by gender and number, and the written statement that goes on."""

    speakers: list[tuple[Mention, str, str]] = field(default_factory=list)
    chain: tuple[Via, ...] = ()

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
    version: str = "1"
    needs: tuple[str, ...] = ("region", "time", "name")

    def __call__(self, doc: Document) -> Iterator[Annotation[Statement]]:
        """The page's statements, line by line."""
        lex = lexicon()
        memory = Memory()
        for passage in passages(doc):
            for report in find_reports(passage, lex):
                if report.start == report.end:
                    _notice(doc, passage, report, memory)
                    continue
                yield self._annotate(doc, passage, report, memory, lex)

    def _annotate(self, doc: Document, p: Passage, report: Report, memory: Memory, lex: Lexicon) -> Annotation[Statement]:
        chain = find_chain(p, report, lex)
        speaker = _speaker(doc, p, report, chain, memory)
        via = tuple(Via(_span(doc, p, *link.at), link.role) for link in chain.links)
        if report.subject is None and not report.source:
            via = via or memory.chain
        memory.chain = tuple(v for v, link in zip(via, chain.links, strict=False) if link.written) if chain.links else (via if via is memory.chain else ())
        cue = Mention(_span(doc, p, report.cue, report.cue + 1)) if report.cue is not None else None
        value = Statement(report.kind, report.act, speaker, cue, via)
        return Annotation(_span(doc, p, report.start, report.end), value, Origin(self.name, self.version, report.rule))


def _speaker(doc: Document, p: Passage, report: Report, chain: Chain, memory: Memory) -> Mention | None:
    phrase = chain.issuer or report.subject
    if chain.is_document and chain.issuer is None and (known := memory.last()) is not None:
        return known
    if phrase is not None:
        mention = Mention(_span(doc, p, *phrase.name))
        memory.speakers.append((mention, report.gender, report.number))
        return mention
    if report.passive:
        return None
    return memory.recall(report.gender, report.number) or (memory.last() if report.inherits else None)


def _notice(doc: Document, p: Passage, report: Report, memory: Memory) -> None:
    if report.subject is not None:
        memory.speakers.append((Mention(_span(doc, p, *report.subject.name)), report.gender, report.number))


def _span(doc: Document, p: Passage, start: int, end: int) -> Span:
    return Span(*doc.view.span(p.starts[start], p.stops[end - 1]))


STATEMENTS = Statements()
