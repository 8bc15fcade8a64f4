"""Through whom: agencies, outlets and channels named in a statement's sentence, outermost first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tawatur.annotate.statement_clauses import Report
from tawatur.annotate.statement_lexicon import Lexicon
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase

Role = Literal["outlet", "agency", "channel", "person"]
_RANK = {"agency": 0, "outlet": 1, "person": 2, "channel": 3}


@dataclass(frozen=True, slots=True)
class Link:
    """One link in tokens. `written` = a document that goes on into the following sentences."""

    at: tuple[int, int]
    role: Role
    written: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The links of one statement. `is_document` = the grammatical speaker is a document; `issuer` = who issued it, if said."""

    links: tuple[Link, ...] = ()
    is_document: bool = False
    issuer: Phrase | None = None


def find_chain(p: Passage, report: Report, lex: Lexicon) -> Chain:
    """The links named between the sentence's start and the content."""
    start = max(p.sentence_start(report.cue) if report.cue is not None else report.start, report.zone[0] - 12)
    subject = report.subject
    links: list[Link] = []
    i = start
    while i < report.zone[1]:
        if subject and subject.start <= i < subject.end and not _is_document(p, subject, lex):
            i = subject.end
            continue
        link = _link_at(p, i, report.zone[1], lex)
        if link is not None:
            links.append(link)
            i = link.at[1]
        else:
            i += 1
    document = subject is not None and _is_document(p, subject, lex)
    return Chain(tuple(sorted(links, key=lambda k: _RANK[k.role])), document, None)


def _is_document(p: Passage, subject: Phrase, lex: Lexicon) -> bool:
    return p.words[subject.start] in lex.written


def _link_at(p: Passage, i: int, end: int, lex: Lexicon) -> Link | None:
    word = p.words[i]
    if word in lex.written:
        return Link((i, i + 1), "channel", True)
    for words in lex.channels.get(word, ()):
        if tuple(p.words[i : i + len(words)]) == words:
            return Link((i, i + len(words)), "channel")
    return None
