"""Through whom: agencies, outlets and channels named beside a statement's cue, outermost first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tawatur.annotate.statement_clauses import Link, Report, Role, is_deed
from tawatur.annotate.statement_lexicon import AL, LAM, Lexicon
from tawatur.annotate.statement_passages import QUOTES, Passage
from tawatur.annotate.statement_speakers import Phrase, find_phrase, is_word

_RANK = {"agency": 0, "outlet": 1, "person": 2, "channel": 3}
_SHORT = 6  # tokens of a quoted outlet's name, marks included


@dataclass(frozen=True, slots=True)
class Chain:
    """The links of one statement. `is_document` = the grammatical speaker is a document; `issuer` = who issued it, if said."""

    links: tuple[Link, ...] = ()
    is_document: bool = False
    issuer: Phrase | None = None


def find_chain(p: Passage, report: Report, floor: int, lex: Lexicon) -> Chain:
    """The links named between the sentence's start (or token `floor`, where the report before ends) and the content, and those that an attribution gave."""
    if report.source or report.cue is None:
        return Chain(report.links)
    subject = report.subject
    found = list(report.links)
    document = subject is not None and p.words[subject.start] in lex.written
    issuer = issuer_of(p, subject.start, report.zone[1], lex) if document and subject else None
    i = max(p.sentence_start(report.cue), report.zone[0] - 20, floor if report.subject and floor <= report.cue else 0)
    while i < report.zone[1]:
        if subject and not document and subject.start <= i < subject.end:
            i = subject.end
            continue
        link = _link_at(p, i, report.zone[1], lex)
        if link is not None and not any(link.at[0] < k.at[1] and k.at[0] < link.at[1] for k in found):
            found.append(link)
        i = link.at[1] if link else i + 1
    return Chain(_in_order(p, found, lex), document, issuer)


def _in_order(p: Passage, found: list[Link], lex: Lexicon) -> tuple[Link, ...]:
    """Outermost first. A tweet says its network; a network named with "the site of" is a channel, not an outlet."""
    links = [replace(k, role="channel") if any(w in lex.network for w in p.words[k.at[0] : k.at[1]]) else k for k in found]
    channels = [k for k in links if k.role == "channel" and not any(w in lex.network for w in p.words[k.at[0] : k.at[1]])]
    if channels:
        links = [k for k in links if k in channels or k.role != "channel"]
    return tuple(sorted(links, key=lambda k: _RANK[k.role]))


def chain_role(p: Passage, phrase: Phrase, lex: Lexicon) -> Role:
    """What kind of link a source is, by its first word."""
    word = p.words[phrase.start]
    if word in lex.written or _phrase_at(p, phrase.start, lex.channels):
        return "channel"
    for i in range(phrase.start, phrase.end):
        if (named := _name_at(p, i, phrase.end, lex)) is not None:
            return named.role
    if word in lex.medium:
        return "agency" if word in lex.agency else "outlet"
    return "person"


def issuer_of(p: Passage, head: int, end: int, lex: Lexicon) -> Phrase | None:
    """Who issued the document at `head`: "a statement of the ministry", "issued by", "to the press office"."""
    k, said = head + 1, False
    while k < end and (p.words[k] in lex.issued or p.words[k] in lex.time or p.words[k] in lex.skip):
        said = said or p.words[k] in lex.from_ or p.words[k][-1:] in "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}"
        k += 1
    if k >= end or not is_word(p.words[k]):
        return None
    of = p.words[k][:1] == LAM
    if not (said or of or (k == head + 1 and not p.words[head].startswith(AL))):
        return None
    return find_phrase(p, k, end, lex)


def _phrase_at(p: Passage, i: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> int:
    """How many tokens of a listed phrase stand at `i`; 0 for none."""
    for words in phrases.get(p.words[i], ()):
        if tuple(p.words[i : i + len(words)]) == words:
            return len(words)
    return 0


def _name_at(p: Passage, i: int, end: int, lex: Lexicon) -> Link | None:
    """An agency's or outlet's full name at `i`, with an attached "to"."""
    word = p.words[i]
    for head in (word, word[1:] if word[:1] == LAM else ""):
        for words, kind in lex.names.get(head, ()):
            if i + len(words) <= end and tuple(p.words[i + 1 : i + len(words)]) == words[1:]:
                return Link((i, i + len(words)), "agency" if kind == "agency" else "outlet")
    return None


def _link_at(p: Passage, i: int, end: int, lex: Lexicon) -> Link | None:
    word = p.words[i]
    before = p.words[i - 1] if i else ""
    if word in lex.written and before not in lex.on_:
        return Link((i, i + 1), "channel", True)
    if (size := _phrase_at(p, i, lex.channels)) and (before not in lex.on_ or word in lex.network):
        return Link((i, i + size), "channel")
    if word in lex.talk and before in lex.in_:
        return Link((i, _talk_end(p, i, end, lex)), "channel")
    if (named := _name_at(p, i, end, lex)) is not None:
        return named if before in lex.reached or before in lex.told_by or before in lex.carry or before in lex.in_ or before in lex.with_ or before in lex.medium or word[:1] == LAM or before == LAM else None
    if (word in lex.medium or _is_media(p, i, lex)) and (word[:1] == LAM or (before in lex.in_ and before not in lex.inside_of) or before in lex.with_ or before in lex.reached or before in lex.told_by or before in lex.carry or (i > 1 and p.words[i - 2] in lex.what)):
        return Link((i, _medium_end(p, i, end, lex)), "agency" if word.lstrip(LAM) in lex.agency else "outlet")
    if before in lex.reached and i in p.close and p.close[i] - i <= _SHORT:
        return Link((i + 1, p.close[i]), "outlet")
    if word == LAM and i + 1 < end and (p.words[i + 1] in lex.credits or (i + 2 < end and p.words[i + 1] == "(" and p.words[i + 2] in lex.credits)):
        at = i + 1 + (p.words[i + 1] == "(")
        return Link((at, at + 1), "agency")
    if word == LAM and i + 1 in p.close and p.close[i + 1] - i <= _SHORT and p.close[i + 1] < end:
        return Link((i + 2, p.close[i + 1]), "outlet") if not is_deed(p.words[i + 2], lex) else None
    if word == LAM and i + 3 < end and p.words[i + 1] in QUOTES and (shut := next((k for k in range(i + 3, min(i + _SHORT, end)) if p.words[k] in QUOTES), 0)):
        return Link((i + 2, shut), "outlet")
    return None


def _is_media(p: Passage, i: int, lex: Lexicon) -> bool:
    """Whether "means" at `i` are the media."""
    return i + 1 < len(p.words) and p.words[i + 1] in lex.media and p.words[i].lstrip(LAM) in lex.means


def _medium_end(p: Passage, i: int, end: int, lex: Lexicon) -> int:
    j = i + 1
    while j < end and (j in p.close or (p.words[j] == "(" and j == i + 1) or (is_word(p.words[j]) and p.words[j] not in lex.stop and p.words[j] not in lex.time and p.words[j] not in lex.that)) and j - i < 6:
        if p.words[j] == "(":
            return next((k for k in range(j + 1, min(j + _SHORT + 2, end)) if p.words[k] == ")"), j)
        if j in p.close:
            return p.close[j] + 1 if p.close[j] - j <= _SHORT and p.close[j] < end else j
        j += 1
    return j


def _talk_end(p: Passage, i: int, end: int, lex: Lexicon) -> int:
    for j in range(i + 1, min(end, i + 6)):
        if p.words[j] in lex.with_ and j + 1 < end:
            return _medium_end(p, j + 1, end, lex)
        if not is_word(p.words[j]):
            break
    return i + 1
