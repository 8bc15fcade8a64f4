"""Undertakings in the future tense: "the ministry will open", "by May there will be none left". Offsets are of the view."""

from __future__ import annotations

import re

from tawatur.annotate.commitment_clauses import Page, clause_start, content_end, heads, last_word, speaker, subject
from tawatur.annotate.commitment_deadlines import Due, deadline
from tawatur.annotate.commitment_found import Found, Sentence, ahead, guessed, skip_space, take
from tawatur.annotate.commitment_words import ALEF, FEH, HEH, MEEM, NOON, SEEN, TEH, TOKEN, WAW, YEH, words


def future(page: Page, sentence: Sentence, hit: re.Match[str]) -> Found | None:
    """A future: binding when somebody quoted says that an actor will do a deed, or when a deadline is set; a forecast binds nobody."""
    verb = _future_verb(page, hit, sentence.end)
    before = last_word(page.view, sentence.start, hit.start())
    if verb is None or before in words().sets["relative"] or before in words().sets["those"] or before in words().sets["told"]:
        return None
    begin, pronoun = _future_start(page.view, sentence.start, hit)
    end = content_end(page.view, sentence.start, hit.start(), sentence.end)
    if guessed(page, max(sentence.start, begin - 50), hit.start()) or words().perhaps.search(page.view, hit.end(), min(end, hit.end() + 24)):
        return None
    due = deadline(page, hit.start(), end)
    if due and (not ahead(page, due) or guessed(page, hit.end(), due.behind) or turns_aside(page.view, hit.end(), due.behind)):
        due = None
    bound = _binds(verb, due, _is_negative(hit[0]))
    spoken = speaker(page, hit.start(), hit.start() + 1)
    who = _future_who(page, sentence, begin, hit.start(), verb, end, pronoun) or ((spoken,) if bound == DUE and spoken else ())
    if bound is None or not who or (spoken is None and bound != DUE):
        return None
    return Found(begin, end, who, due.day if due else None, bound)


def turns_aside(view: str, start: int, end: int) -> bool:
    """Whether a relative clause begins in between: the date is then its own."""
    return any(token[0] in words().sets["relative"] or token[0][1:] in words().sets["relative"] for token in TOKEN.finditer(view, start, end))


DEED, DUE = "commit.future", "commit.due"


def _binds(verb: re.Match[str], due: Due | None, negative: bool) -> str | None:
    """As what a future verb binds: a deed; or, by a deadline, anything but a forecast ("by May there will be none left" is no forecast); None = it does not.

    "Will not … before" sets no deadline but its contrary.
    """
    if due and due.how in ("by", "before") and (verb["forecast"] is None or negative):
        return None if negative and due.how == "before" else DUE
    return DEED if verb["act"] is not None and not negative else None


def _future_start(view: str, first: int, hit: re.Match[str]) -> tuple[int, bool]:
    """Where the future's clause begins: at the verb when a conjunction is on it, else before its subject."""
    if hit[0][0] in (WAW, FEH) and not view.startswith(tuple(words().sets["wont"]), hit.start()):
        return hit.start(), False
    begin, pronoun = clause_start(view, hit.start(), first)
    return skip_space(view, begin), pronoun


def _is_negative(word: str) -> bool:
    return word.lstrip(WAW + FEH) in words().sets["wont"]


def _future_verb(page: Page, hit: re.Match[str], stop: int) -> re.Match[str] | None:
    """The future verb at an anchor: behind its prefix, or the next word after "will" and "will not"."""
    word = TOKEN.match(page.view, hit.start(), stop)
    if word is None:
        return None
    if word[0].lstrip(WAW + FEH) in words().sets["will"]:
        following = TOKEN.search(page.view, word.end(), stop)
        return words().future.match(page.view, following.start(), stop) if following else None
    offset = word[0].find(SEEN)
    return words().future.match(page.view, word.start() + offset + 1, stop) if 0 <= offset <= 1 else None


def _future_who(page: Page, sentence: Sentence, begin: int, verb_start: int, verb: re.Match[str], end: int, pronoun: bool) -> tuple[str, ...]:
    """The subject of a future verb: before it, or right after it; a pronoun or the first person means whoever speaks."""
    if pronoun or verb["person"] in (NOON, ALEF):
        spoken = speaker(page, verb_start, verb_start + 1)
        return (spoken,) if spoken and not (pronoun and _of_another(last_word(page.view, sentence.start, begin), verb["person"])) else ()
    if begin < verb_start and TOKEN.search(page.view, begin, verb_start):
        return subject(page, begin, verb_start)
    after = [token.end() for token in take(page.view, verb.end(), end, 4)]
    return (subject(page, verb.end(), after[-1]) if after and heads(page, verb.end(), after[-1]) else ()) or _carried(page, sentence, begin)


def _of_another(that: str, person: str) -> bool:
    """Whether the pronoun on "that" cannot be the subject of a verb of this person, so that the subject is another than who speaks: "that the season will begin"."""
    return that.endswith(HEH + MEEM + ALEF) or (that.endswith(HEH) and person == TEH) or (that.endswith(HEH + ALEF) and person == YEH)


def _carried(page: Page, sentence: Sentence, verb: int) -> tuple[str, ...]:
    """The subject that a verb behind "and" shares with the clause before it: who stands behind the last "that" of the sentence."""
    that = next((t for t in list(TOKEN.finditer(page.view, sentence.start, verb))[::-1] if t[0] in words().sets["that"]), None)
    return subject(page, that.end(), min(verb, that.end() + CARRIED)) if that and that[0][-1] == NOON else ()


CARRIED = 60  # characters behind "that" in which a subject stands
