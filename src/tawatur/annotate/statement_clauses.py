"""Where reported content begins and ends: cues with their frames, quotations, and adverbial attributions, within one passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tawatur.annotate.statement_lexicon import AL, BEH, LAM, PRONOUNS, TEH, WAW, Act, Cue, Lexicon, cues
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase, find_phrase, is_word

Kind = Literal["direct", "indirect", "mixed"]
_REACH = 60  # tokens from a cue to what opens its content
_NEAR = 12  # the same for a cue that is also a common word
_COMMA = frozenset({",", "\N{ARABIC COMMA}", ";", "\N{ARABIC SEMICOLON}"})
_DASH = frozenset("-\N{EN DASH}\N{EM DASH}")
_LONG_QUOTE = 5  # words: a quotation that is more than a quoted term


@dataclass(frozen=True, slots=True)
class Opening:
    """What begins the content: `at` = the opening token (the subject zone ends there), `start` = the first token of the content."""

    at: int
    start: int
    how: Literal["that", "quote", "colon", "noun"]


@dataclass(frozen=True, slots=True)
class Report:
    """One statement in tokens: content [start, end), the cue, the zone between cue and content, who the grammar says speaks."""

    cue: int | None
    zone: tuple[int, int]
    start: int
    end: int
    kind: Kind
    act: Act
    subject: Phrase | None
    gender: str
    number: str
    rule: str
    source: bool = False
    passive: bool = False
    inherits: bool = False


def find_reports(p: Passage, lex: Lexicon) -> list[Report]:
    """The passage's statements in order of their content."""
    table = cues()
    anchors = [(i, table[w]) for i, w in enumerate(p.words) if w in table]
    if not anchors and not p.quotes and not any(w in lex.by for w in p.words):
        return []
    reports = list(_verbal(p, anchors, lex))
    return sorted(_adverbial(p, reports, lex), key=lambda r: r.start)


def _verbal(p: Passage, anchors: list[tuple[int, Cue]], lex: Lexicon) -> Iterator[Report]:
    inside = _inside_quotes(p)
    found: list[tuple[int, Cue, Opening]] = []
    taken: set[int] = set()
    for n, (i, cue) in enumerate(anchors):
        if cue.form == "noun" or inside[i]:
            continue
        limit = _limit(p, i, n, anchors, cue)
        opening = find_opening(p, i, limit, cue, lex)
        if opening is None or opening.start in taken or opening.start >= len(p.words):
            continue
        taken.add(opening.start)
        found.append((i, cue, opening))
    kept = _drop_nested(p, found, lex)
    for n, (i, cue, opening) in enumerate(kept):
        following = kept[n + 1][0] if n + 1 < len(kept) else len(p.words)
        if (report := _report(p, i, cue, opening, following, lex)) is not None:
            yield report


def _inside_quotes(p: Passage) -> bytearray:
    inside = bytearray(len(p.words))
    for a, b in p.quotes:
        if b - a > 4:
            inside[a + 1 : b] = b"\x01" * (b - a - 1)
    return inside


def _limit(p: Passage, i: int, n: int, anchors: list[tuple[int, Cue]], cue: Cue) -> int:
    """How far a cue may look for its content: its sentence, its reach, and not past another finite cue."""
    limit = min(p.sentence_end(i), i + (_NEAR if cue.verb.near else _REACH))
    for k in range(n + 1, min(n + 6, len(anchors))):
        j, other = anchors[k]
        if j >= limit:
            break
        if other.form in ("past", "present") and not other.verb.near:
            return j
    return limit


def find_opening(p: Passage, i: int, limit: int, cue: Cue, lex: Lexicon) -> Opening | None:
    """The first token after cue `i` that opens its content as the verb's frame allows."""
    opens = cue.verb.opens
    j = i + 1
    while j < limit:
        word = p.words[j]
        if word in lex.that and "that" in opens and p.words[j - 1] not in lex.not_that:
            return _after_that(p, j, limit)
        if word == ":" and "quote" in opens and j + 1 < len(p.words):
            return Opening(j, j + 1, "colon")
        if j in p.close:
            if "quote" in opens and _is_speech(p, j, lex):
                return Opening(j, j, "quote")
            j = p.close[j] + 1
            continue
        if (opening := _by_preposition(p, j, limit, opens, lex)) is not None:
            return opening
        if "noun" in opens and _is_deed(p, i, j, lex):
            return Opening(j, j, "noun")
        j += 1
    return None


def _after_that(p: Passage, j: int, limit: int) -> Opening | None:
    start = j + 1
    while start < len(p.words) and p.words[start] in (":", *_COMMA):
        start += 1
    return Opening(j, start, "that") if start < len(p.words) else None


def _is_speech(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether the quotation at `j` is speech and not an outlet's or a work's name."""
    before = p.words[j - 1] if j else ""
    length = p.close[j] - j - 1
    if before in lex.medium or before in (LAM, BEH) or before in lex.stop:
        return False
    return length >= _LONG_QUOTE or (length >= 2 and before == ":")


def _by_preposition(p: Passage, j: int, limit: int, opens: frozenset[str], lex: Lexicon) -> Opening | None:
    word = p.words[j]
    if word in opens and len(word) > 1 and j + 1 < limit:
        after = p.words[j + 1]
        if after in lex.that:
            return _shift(_after_that(p, j + 1, limit), j)
        if after in lex.time or after.isdigit() or (word not in STRONG and not is_deed(after, lex)):
            return None
        return Opening(j, j + 1, "noun")
    for letter in (BEH, LAM):
        if letter in opens and word[:1] == letter and len(word) > 2 and is_deed(_without_article(word[1:]), lex):
            return Opening(j, j, "noun")
    if BEH in opens and word in lex.that and word[:1] == BEH:
        return _after_that(p, j, limit)
    return None


STRONG: frozenset[str] = frozenset()


def _shift(opening: Opening | None, at: int) -> Opening | None:
    return replace(opening, at=at) if opening else None


def _without_article(word: str) -> str:
    if word[:1] == LAM and len(word) > 3:
        return word[1:]
    return word[2:] if word.startswith(AL) and len(word) > 4 else word


def is_deed(word: str, lex: Lexicon) -> bool:
    """Whether a word is a verbal noun that can open content, with an article or a pronoun."""
    word = word[2:] if word.startswith(AL) and len(word) > 4 else word
    if word in lex.deed:
        return True
    for pronoun in PRONOUNS:
        if word.endswith(pronoun) and len(word) > len(pronoun) + 2:
            stem = word[: -len(pronoun)]
            if stem in lex.deed or (stem.endswith(TEH) and stem[:-1] + "\N{ARABIC LETTER HEH}" in lex.deed):
                return True
    return False


def _is_deed(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether the object of cue `i` begins at `j`: a verbal noun after a closed noun phrase."""
    word = p.words[j]
    if not is_deed(word, lex):
        return False
    before = p.words[j - 1]
    if j == i + 1:
        return True
    if word.startswith(AL):
        return before.startswith(AL) and before not in lex.stop
    return before.startswith(AL) or not is_word(before) or before in lex.place or before in lex.time or before in lex.skip or (before not in lex.inside and before not in lex.title and before not in lex.source and before not in lex.stop)


def _drop_nested(p: Passage, found: list[tuple[int, Cue, Opening]], lex: Lexicon) -> list[tuple[int, Cue, Opening]]:
    """Cues inside another's content stay only where they start a report of their own."""
    kept: list[tuple[int, Cue, Opening]] = []
    for i, cue, opening in found:
        if kept:
            _, _, before = kept[-1]
            end = p.sentence_end(before.start)
            if before.start <= i < end and not _starts_anew(p, i, cue, lex):
                continue
        kept.append((i, cue, opening))
    return kept


def _starts_anew(p: Passage, i: int, cue: Cue, lex: Lexicon) -> bool:
    before = p.words[i - 1] if i else ""
    if cue.form == "participle":
        return True
    if cue.joined and not cue.verb.near:
        return True
    if cue.joined and before in _COMMA:
        return True
    return before in lex.leads_on


def _report(p: Passage, i: int, cue: Cue, opening: Opening, following: int, lex: Lexicon) -> Report | None:
    start = opening.start
    end = min(p.sentence_end(start) if opening.how != "colon" else _colon_end(p, start), following)
    kind, start, end = _shape(p, start, end, opening, lex)
    start, end = trim(p, start, end, lex)
    if end - start < 2:
        return None
    subject = _subject(p, i, cue, opening, lex)
    if cue.verb.passive and cue.form == "present" and cue.number == "s" and subject is None and not cue.joined and cue.gender == "m":
        return None
    return Report(i, (i + 1, opening.at), start, end, kind, cue.verb.act, subject, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}", inherits=cue.form == "participle")


def _colon_end(p: Passage, start: int) -> int:
    return p.sentence_end(start)


def _shape(p: Passage, start: int, end: int, opening: Opening, lex: Lexicon) -> tuple[Kind, int, int]:
    """Direct, indirect or mixed; a direct quotation's content lies between its marks."""
    if start in p.close:
        shut = p.close[start]
        length = shut - start - 1
        rest = sum(map(is_word, p.words[shut + 1 : end]))
        if length >= _LONG_QUOTE or length > rest:
            return "direct", start + 1, min(shut, len(p.words))
    quoted = [(a, b) for a, b in p.quotes if start <= a and b <= end and b - a - 1 >= 3]
    return ("mixed" if quoted else "indirect"), start, end


def trim(p: Passage, start: int, end: int, lex: Lexicon) -> tuple[int, int]:
    """Without punctuation at the edges and without the words that lead on to the next report."""
    while start < end and (not is_word(p.words[start]) and start not in p.close):
        start += 1
    while end > start:
        word = p.words[end - 1]
        if is_word(word) and word not in lex.leads_on and word != WAW:
            break
        end -= 1
    if start in p.close and p.close[start] == end:
        start += 1
    return start, end


def _subject(p: Passage, i: int, cue: Cue, opening: Opening, lex: Lexicon) -> Phrase | None:
    if cue.form == "participle":
        return None
    after = find_phrase(p, i + 1, opening.at, lex)
    if after is not None or cue.joined:
        return after
    return _subject_before(p, i, lex)


def _subject_before(p: Passage, i: int, lex: Lexicon) -> Phrase | None:
    """The subject that stands before its verb: "(and was) Name, he said that"."""
    start = p.sentence_start(i)
    while start < i and (p.words[start] in lex.leads_on or not is_word(p.words[start])):
        start += 1
    for k in range(i - 1, max(start - 1, i - 25), -1):
        if p.words[k] in _COMMA and k < i - 1:
            phrase = find_phrase(p, k + 1, i, lex)
            return phrase if phrase and phrase.end >= i - 1 else None
    phrase = find_phrase(p, start, i, lex) if start < i else None
    return phrase if phrase and phrase.end >= i - 2 else None


def _adverbial(p: Passage, reports: list[Report], lex: Lexicon) -> list[Report]:
    return reports
