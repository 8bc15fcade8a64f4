"""Where reported content begins and ends: cues with their frames, quotations, and adverbial attributions, within one passage."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from tawatur.annotate.statement_lexicon import AL, ALEF, BEH, LAM, PRONOUNS, TEH, WAW, Act, Cue, Lexicon, Verb
from tawatur.annotate.statement_passages import QUOTES, Passage
from tawatur.annotate.statement_speakers import Phrase, bare, is_word

Kind = Literal["direct", "indirect", "mixed"]
Role = Literal["outlet", "agency", "channel", "person"]
COMMA = frozenset({",", "\N{ARABIC COMMA}", ";", "\N{ARABIC SEMICOLON}"})
DASH = frozenset("-\N{EN DASH}\N{EM DASH}")
LONG_QUOTE = 5  # words: a quotation that is more than a quoted term


@dataclass(frozen=True, slots=True)
class Opening:
    """What begins the content: `at` = the opening token (the subject zone ends there), `start` = the first token of the content."""

    at: int
    start: int
    how: Literal["that", "quote", "colon", "noun"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain in tokens. `written` = a document that goes on into the following sentences."""

    at: tuple[int, int]
    role: Role
    written: bool = False


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
    links: tuple[Link, ...] = ()


def find_opening(p: Passage, i: int, limit: int, cue: Cue, lex: Lexicon) -> Opening | None:
    """The first token after cue `i` that opens its content as the verb's frame allows."""
    opens = cue.verb.opens
    j, negated = i + 1, False
    while j < limit:
        word = p.words[j]
        negated = negated or word in lex.not_
        if word in lex.that and "that" in opens and _is_that(p, j, lex):
            return _after_that(p, j, limit)
        if word in COMMA and j + 1 < limit and _changes_subject(p.words[j + 1], lex):
            return None
        if "ask" in opens and word in lex.question and j + 2 < limit and p.words[j] not in lex.from_:
            return Opening(j, j, "that")
        if word == ":" and "quote" in opens and j + 1 < len(p.words):
            return _after_colon(p, j)
        if j in p.close:
            if "quote" in opens and _is_speech(p, j, lex):
                return Opening(j, j, "quote")
            j = p.close[j] + 1
            continue
        if not negated and (opening := _by_preposition(p, i, j, limit, cue.verb, lex)) is not None:
            return opening
        if not negated and "noun" in opens and _is_deed(p, i, j, lex) and word != cue.verb.noun and not (cue.verb.own and not _is_renewed(word, lex)):
            return Opening(j, j, "noun")
        j += 1
    return None


def _changes_subject(word: str, lex: Lexicon) -> bool:
    """Whether a word after a comma begins another clause: "but he", "and said"."""
    return word in lex.turn or (word[:1] == WAW and (_narrates(word[1:], lex) or word in lex.finite))


def _narrates(word: str, lex: Lexicon) -> bool:
    return word in lex.narrates or (word.endswith(TEH) and word[:-1] in lex.narrates)


def _is_that(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether the particle at `j` opens a clause: not "after that", not the letter N of a broadcaster's name."""
    before = p.words[j - 1]
    if before == p.words[j] or (j + 1 < len(p.words) and p.words[j + 1] == p.words[j]):
        return False
    return before not in lex.not_that and bare(before) not in lex.not_that and before != "("


def _after_that(p: Passage, j: int, limit: int) -> Opening | None:
    start = j + 1
    while start < len(p.words) and p.words[start] in (":", *COMMA):
        start += 1
    return Opening(j, start, "that") if start < len(p.words) else None


def _is_speech(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether the quotation at `j` is speech and not an outlet's or a work's name."""
    before = p.words[j - 1] if j else ""
    length = p.close[j] - j - 1
    if length < 2 * LONG_QUOTE and (before in lex.medium or before in (LAM, BEH) or before in lex.preposition):
        return False
    return length >= LONG_QUOTE or (length >= 2 and before == ":")


def speech_opening(p: Passage, i: int, limit: int, lex: Lexicon) -> Opening | None:
    """What opens content after a cue that takes a clause or a quotation."""
    for j in range(i, limit):
        if p.words[j] in lex.that and _is_that(p, j, lex):
            return _after_that(p, j, limit)
        if p.words[j] == ":" and j + 1 < len(p.words):
            return _after_colon(p, j)
        if j in p.close and _is_speech(p, j, lex):
            return Opening(j, j, "quote")
    return None


def _by_preposition(p: Passage, i: int, j: int, limit: int, verb: Verb, lex: Lexicon) -> Opening | None:
    word, opens = p.words[j], verb.opens
    if word in opens and len(word) > 1 and j + 1 < limit:
        after = p.words[j + 1]
        if after in lex.that:
            return _shift(_after_that(p, j + 1, limit), j)
        if after in lex.time or after in lex.place_of or after.isdigit() or not (is_deed(after, lex) or (word in verb.sure and not _is_whence(p, i, j, limit, lex))):
            return None
        return Opening(j, j + 1, "noun")
    if verb.id == "describe" and _is_description(p, j, lex):
        return Opening(j, j + (word == BEH), "quote" if word == BEH else "noun")
    if word == BEH and BEH in opens and j + 1 in p.close:
        return Opening(j, j + 1, "quote")
    for letter in (BEH, LAM):
        if letter in opens and word[:1] == letter and len(word) > 2 and is_deed(_without_article(word[1:]), lex):
            return Opening(j, j, "noun")
    if BEH in opens and word in lex.that and word[:1] == BEH:
        return _after_that(p, j, limit)
    return None


def _is_description(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether "by" at `j` opens a description: a quotation, or a definite word that is no place."""
    word = p.words[j]
    return (word == BEH and j + 1 in p.close) or (word[:3] == BEH + AL and len(word) > 5 and word[1:] not in lex.place)


def _is_whence(p: Passage, i: int, j: int, limit: int, lex: Lexicon) -> bool:
    """Whether the preposition at `j` belongs to the subject ("an official of the ministry warned of …"): the same one comes again."""
    if j == i + 1:
        return False
    if p.words[j - 2] in lex.preposition and not p.words[j - 1].startswith(AL):
        return True
    after = p.words[j + 1]
    again = p.words[j] in p.words[j + 1 : min(limit, j + 8)]
    return again or (not is_word(after) and j + 1 not in p.close) or (after in lex.place and p.words[j] != "\N{ARABIC LETTER AIN}\N{ARABIC LETTER LAM}\N{ARABIC LETTER YEH}")


def _after_colon(p: Passage, j: int) -> Opening:
    quoted = j + 1 in p.close and p.close[j + 1] - j > 2
    return Opening(j, j + 1, "quote" if quoted else "colon")


def _shift(opening: Opening | None, at: int) -> Opening | None:
    return replace(opening, at=at) if opening else None


def _without_article(word: str) -> str:
    if word[:1] == LAM and len(word) > 3:
        return word[1:]
    return word[2:] if word.startswith(AL) and len(word) > 4 else word


def is_deed(word: str, lex: Lexicon) -> bool:
    """Whether a word is a verbal noun that can open content, with an article or a pronoun."""
    if word.startswith(AL) and len(word) > 4 and is_deed(word[2:], lex):
        return True
    if _has_deed_shape(word, lex) or (word.endswith(ALEF) and word[:-1] in lex.deed and word not in lex.no_deed):
        return True
    for pronoun in PRONOUNS:
        if word.endswith(pronoun) and len(word) > len(pronoun) + 2:
            stem = word[: -len(pronoun)]
            if _has_deed_shape(stem, lex) or (stem.endswith(TEH) and stem[:-1] + "\N{ARABIC LETTER HEH}" in lex.deed):
                return True
    return False


# Verbal nouns by shape, on the folded view: the seventh, eighth and tenth measures (infi'al, ifti'al, istif'al) and the second (taf'il).
_SHAPE = re.compile("(?:\u0627\u0646\\w\\w\u0627\\w|\u0627\\w\u062a\\w\u0627\\w|\u0627\u0633\u062a\\w\\w\u0627\\w|\u062a\\w\\w\u064a\\w)")


def _has_deed_shape(word: str, lex: Lexicon) -> bool:
    return word in lex.deed or (_SHAPE.fullmatch(word) is not None and word not in lex.no_deed and word not in lex.place)


def _is_renewed(word: str, lex: Lexicon) -> bool:
    """Whether a verbal noun is of the kind a speaker renews, with an article or a pronoun."""
    if word.startswith(AL) and word[2:] in lex.renewed:
        return True
    stems = {word[: -len(end)] for end in PRONOUNS if word.endswith(end)}
    return any(stem in lex.renewed or (stem.endswith(TEH) and stem[:-1] + "\N{ARABIC LETTER HEH}" in lex.renewed) for stem in stems)


def _is_deed(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether the object of cue `i` begins at `j`: a verbal noun after a closed noun phrase."""
    word = p.words[j]
    if not is_deed(word, lex) or (j in p.names and p.names[j][1] != "LOC"):
        return False
    before = p.words[j - 1]
    first = i + 1 + (p.words[i + 1] in lex.in_it)
    if j == first or before in lex.who:
        return j == first and not (word.startswith(AL) and any(w in lex.that for w in p.words[j : j + 12]))
    if word.startswith(AL):
        return (before.startswith(AL) and before not in lex.preposition) or before in COMMA
    return before.startswith(AL) or not is_word(before) or before in lex.place or before in lex.time or before in lex.skip or (before not in lex.inside and before not in lex.title and before not in lex.source and before not in lex.stop)


def content_end(p: Passage, opening: Opening, following: int, lex: Lexicon) -> int:
    """Where content may reach at most, before `following`: its sentence, or for nominal content the comma after which the narration goes on."""
    end = min(p.sentence_end(opening.start), following)
    if opening.how == "colon":
        return _spoken_on(p, end, following, lex)
    if opening.how != "noun":
        return _clause_end(p, opening.start, end, lex)
    j = opening.start
    while j < end:
        if j in p.close:
            j = p.close[j]
        elif p.words[j] in lex.but or (p.words[j] in COMMA and j + 1 < end and (_breaks_off(p.words[j + 1], lex) or _is_aside(p, j + 1, lex))) or (p.words[j][:1] == WAW and _narrates(p.words[j][1:], lex)):
            return j
        j += 1
    return end


def _spoken_on(p: Passage, end: int, following: int, lex: Lexicon) -> int:
    """After a colon without quotation marks the speaker goes on while the next sentence is in the first person."""
    while end + 2 < following and end < len(p.words):
        stop = min(p.sentence_end(end + 1), following)
        opening = p.words[end + 1 : min(stop, end + 14)]
        if not any(w in lex.first_person for w in opening) or any(w in lex.finite for w in opening[:3]):
            break
        end = stop
    return end


def _clause_end(p: Passage, start: int, end: int, lex: Lexicon) -> int:
    """A clause ends where, after a comma, another cue of saying is joined."""
    for j in range(start, end - 1):
        if p.words[j] in lex.but and p.words[j + 1] in lex.not_ and j + 2 < end and p.words[j + 2] in lex.denied:
            return j
        if p.words[j] in COMMA and (p.words[j + 1] in lex.own_deed or (p.words[j + 1][:1] == WAW and p.words[j + 1] in lex.finite)):
            return j
        if p.words[j] in COMMA and (_is_aside(p, j + 1, lex) or p.words[j + 1] in lex.in_answer or (p.words[j + 1] in lex.gloss and p.words[j + 2] in lex.means_that)):
            return j
        if p.words[j] in COMMA and p.words[j + 1] in lex.and_that and j + 2 < end and p.words[j + 2] in lex.afterwards:
            return j
        if p.words[j][:1] == WAW and p.words[j][1:] in lex.other_act:
            return j
    return end


def _is_aside(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether the outlet's own remark begins at `j`: "in reference to …", "in a step that …"."""
    return j + 1 < len(p.words) and p.words[j] in lex.inside_of and p.words[j + 1] in lex.aside


def _is_wording(p: Passage, a: int, b: int, lex: Lexicon) -> bool:
    """Whether a quotation inside content is the speaker's wording: two words at least, closed, and not a name of something."""
    if b - a - 1 < 2 or b >= len(p.words) or p.words[b] not in QUOTES or any(w.isascii() and w.isalpha() for w in p.words[a + 1 : b]):
        return False
    return not (b - a - 1 <= 4 and a and (bare(p.words[a - 1]) in lex.named or p.words[a - 1] in lex.medium))


_CIRCUMSTANCE = re.compile("\u0645\\w{3,}(?:\u0627|\u064a\u0646)")  # an accusative participle: "relying on …"


def _breaks_off(word: str, lex: Lexicon) -> bool:
    if word in lex.breaks_off or _CIRCUMSTANCE.fullmatch(word) or (word[:1] == WAW and _narrates(word[1:], lex)):
        return True
    return word[:1] == WAW and len(word) > 4 and word.endswith(TEH) and not word.endswith(ALEF + TEH)


def shape(p: Passage, opening: Opening, end: int, lex: Lexicon) -> tuple[Kind, int, int]:
    """Direct, indirect or mixed; a direct quotation's content lies between its marks."""
    start = opening.start
    if start in p.close:
        shut = p.close[start]
        length = shut - start - 1
        rest = sum(map(is_word, p.words[shut + 1 : end]))
        if length >= LONG_QUOTE or length > rest or p.words[start - 1] in (":", BEH):
            return "direct", start + 1 + (length > 2 and p.words[start + 1] in lex.that), min(shut, len(p.words))
    first = bisect_left(p.quotes, (start, 0))
    quoted = any(_is_wording(p, a, b, lex) for a, b in takewhile(lambda q: q[1] <= end, p.quotes[first : first + 40]))
    return ("mixed" if quoted else "indirect"), start, end


def trim(p: Passage, start: int, end: int, lex: Lexicon) -> tuple[int, int]:
    """Without punctuation at the edges and, where the sentence goes on, without the words that lead on to the next report."""
    hanging = end < p.sentence_end(end - 1)
    while start < end and (not is_word(p.words[start]) and start not in p.close):
        start += 1
    while end > start:
        word = p.words[end - 1]
        if word in ")]" and any(w in "([" for w in p.words[max(start, end - 13) : end - 1]):
            break
        if (is_word(word) and not (hanging and (word in lex.leads_on or word in lex.trail or word == WAW))) or p.closes(end - 1):
            break
        end -= 1
    if start in p.close and p.close[start] == end:
        start += 1
    return start, end


