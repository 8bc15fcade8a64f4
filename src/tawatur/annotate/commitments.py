"""Layer "commitment": who undertook what, by when. Rules and words: rules/commitment.toml; what counts: docs/decisions/0008-commitments.md.

One scan for anchors over the folded view; at each, the rules of that anchor; from a rule's cue, the undertaking by one of a few shapes. Offsets in
the helpers are of the view; annotations are on the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tawatur.annotate.commitment_clauses import (
    Page,
    actors,
    body,
    charged,
    clause_start,
    content_end,
    first_named,
    last_word,
    names,
    page_of,
    speaker,
    stretch,
    subject,
)
from tawatur.annotate.commitment_deadlines import deadline, named_day, open_day
from tawatur.annotate.commitment_found import Found, Sentence, ahead, guessed, skip_space, take
from tawatur.annotate.commitment_futures import future, turns_aside
from tawatur.annotate.commitment_words import ALEF, BEH, COMMA, FEH, LAM, NOON, SEEN, TEH, TOKEN, WAW, YEH, bare, is_action, without_pronoun, words
from tawatur.arabic import sentences
from tawatur.layers import COMMITMENT, NAME, REGION, STATEMENT, TIME, Commitment, regions
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.rulebook import load

VERSION = "2"
SUBJECT_WORDS = 14  # words between a cue and its complement; 12 covered 97 of 100 complements read
MIN_LETTERS = 12  # a content shorter than this says nothing one could follow up


@dataclass(frozen=True, slots=True)
class _Commitments:
    name: str = COMMITMENT
    version: str = VERSION
    needs: tuple[str, ...] = (REGION, TIME, NAME, STATEMENT)

    def __call__(self, doc: Document) -> Iterable[Annotation[Commitment]]:
        """Undertakings in order of position; the same undertaking is given once a page unless another party or date stands behind it."""
        return [_annotation(doc, found) for found in _once(doc.view.text, list(find(doc)))]


COMMITMENTS = _Commitments()


def find(doc: Document) -> Iterator[Found]:
    """Every undertaking in the page's own words, repetitions included."""
    page: Page | None = None
    view = doc.view
    for region in regions(doc):
        low, high = view.find(region.span.start), view.find(region.span.end)
        hits = list(words().anchor.finditer(view.text, low, high))
        if hits:
            page = page or page_of(doc)
            yield from _in_region(page, hits, low, high, region.value.role)


def _in_region(page: Page, hits: list[re.Match[str]], low: int, high: int, role: str) -> Iterator[Found]:
    bounds = sentences(page.view, low, high)
    sentence, passed = Sentence(low, low, role), low
    for hit in hits:
        while hit.start() >= sentence.end and (following := next(bounds, None)) is not None:
            sentence = Sentence(*following, role)
        if hit.start() < max(passed, sentence.start) or page.view[sentence.end - 1] in "?\u061f":
            continue
        found = _at(page, sentence, hit)
        if found is not None and found.end - found.start >= MIN_LETTERS:
            passed = max(passed, found.end)
            yield replace(found, role=role)


def _at(page: Page, sentence: Sentence, hit: re.Match[str]) -> Found | None:
    """What the rules of one anchor make of it."""
    key = _kind(hit[0])
    if key == "future":
        return future(page, sentence, hit)
    for rule in words().tries.get(key, ()):
        if (cue := rule.pattern.match(page.view, hit.start(), sentence.end)) is not None:
            return _SHAPES[rule.value["shape"]](page, sentence, cue, rule.id)
    return None


@lru_cache(maxsize=1024)
def _kind(anchor: str) -> str:
    """The class of an anchor's beginning."""
    return next((key for form, key in words().prefixes if anchor.startswith(form) or anchor[1:].startswith(form)), "future")


def _negated(page: Page, sentence: Sentence, at: int) -> bool:
    """Whether one of the two words before a cue denies it."""
    before = page.view[max(sentence.start, at - 24) : at].split()[-2:]
    return any(word.lstrip(WAW + FEH + "\"\u00ab\u201c") in words().sets["negation"] for word in before)


def _supposed(page: Page, sentence: Sentence, cue: re.Match[str]) -> bool:
    """Whether the cue is a present right behind "to" (somebody ought to undertake it) or behind "who", or the noun "promise" behind a preposition."""
    before = last_word(page.view, sentence.start, cue.start())
    if cue[0].startswith((YEH, TEH + TEH, TEH + LAM)) and before in words().sets["relative"]:
        return True  # "the girl who keeps to": whoever does
    return (cue[0][0] in (YEH, TEH, NOON) and before == _THAT) or (cue[0][0] == WAW and before in words().sets["preposition"])


def _pledge(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A pledging verb: its complement is `bi` with a deed, a bare deed, or a clause behind "that"."""
    if _negated(page, sentence, cue.start()) or _supposed(page, sentence, cue):
        return None
    if _is_promise(cue) and _SHADDA in page.written(cue.start(), cue.end()):
        return None  # "it counted among", which is written like "it promised" but for the doubling
    start = _behind_that_or_to(page, sentence, cue)
    if start is None and not _is_promise(cue) and not _is_bound(cue):
        start = _bare_deed(page, sentence, cue)
    return _complement(page, sentence, cue, rule, *start) if start else None


def _behind_that_or_to(page: Page, sentence: Sentence, cue: re.Match[str]) -> tuple[int, int] | None:
    """(where the content starts, where the subject ends) behind "that", or at `bi` with a deed."""
    before, straight = "", True
    for count, token in enumerate(take(page.view, cue.end(), sentence.end, SUBJECT_WORDS)):
        word = token[0]
        if word in ".;:\u061b" or word in words().sets["relative"] or (count == 0 and (_turns_away(word) or (_is_bound(cue) and not _to_a_deed(page.view, token)))):
            return None
        straight = straight and word not in COMMA
        if word in words().sets["that"] or word in _THAT_NOT:
            if not word.startswith(BEH) and (not straight or before in words().sets["preposition"]):
                return None
            return (token.end(), token.start()) if _promises(page, token, sentence.end, _is_promise(cue) and not word.startswith(BEH)) else None
        if _to_a_deed(page.view, token):
            return token.start(), token.start()
        before = word
    return None


def _bare_deed(page: Page, sentence: Sentence, cue: re.Match[str]) -> tuple[int, int] | None:
    """The same at a deed without preposition, soon behind the verb."""
    before = ""
    for count, token in enumerate(take(page.view, cue.end(), sentence.end, BARE_WORDS)):
        if not token[0].isalnum() or (count == 0 and _turns_away(token[0])):
            return None
        if count and before not in words().sets["preposition"] and _is_bare_deed(token[0]):
            return token.start(), token.start()
        before = token[0]
    return None


def _turns_away(word: str) -> bool:
    """Whether the word right behind a pledge shows that it is none: "it promised with it" of a relative clause, "I returned to", a noun's "from him"."""
    return word in COMMA or without_pronoun(word, 1) == BEH or word in words().sets["away"] or (word.startswith(BEH + ALEF + LAM) and not is_action(word[1:]))


def _is_bound(cue: re.Match[str]) -> bool:
    """Whether the cue is "bound to", which has its deed right behind it."""
    return load("commitment").key_of["pledge"][cue["pledge"]] == "is_bound"


def _is_promise(cue: re.Match[str]) -> bool:
    """Whether the verb is "promised", which is also a noun and takes no bare object."""
    return cue["pledge"].startswith(WAW)


def _to_a_deed(view: str, token: re.Match[str]) -> bool:
    """Whether a word is `bi` with a deed; "in cooperation with" and its like are not."""
    word = token[0]
    if not word.startswith(BEH) or word in words().sets["beside"] or not (is_action(word[1:]) or word[1:] == _NOT):
        return False
    following = TOKEN.search(view, token.end())
    return following is None or (following[0] != _WITH and (following[0] != _FROM or word.startswith(BEH + ALEF + LAM)))


def _is_bare_deed(word: str) -> bool:
    return is_action(word) and not word.startswith((ALEF + LAM, BEH, WAW, LAM))


def _promises(page: Page, that: re.Match[str], stop: int, promise: bool) -> bool:
    """Whether a clause behind "that" lies ahead: a pronoun on it asks for a future, else a future, a present or, save behind "promised", a noun will do."""
    following = TOKEN.search(page.view, that.end(), stop)
    if following is None:
        return False
    word = following[0]
    if promise:  # "he considered that" is written alike
        return word[0] in (YEH, TEH, NOON) or _will(page, following.start(), stop)
    if that[0][-1] == NOON or that[0] in _THAT_NOT:
        return not page.view.startswith((ALEF + LAM,), following.start()) or _will(page, following.start(), stop)
    return word in words().sets["will"] or (word.startswith(SEEN) and word[1:2] in (YEH, TEH, NOON, ALEF))


def _will(page: Page, at: int, stop: int) -> bool:
    """Whether a future stands among the next words."""
    return any(t[0] in words().sets["will"] or (t[0].startswith(SEEN) and words().anchor.match(page.view, t.start())) for t in take(page.view, at, stop, 6))


_OPENING = frozenset("\"\u00ab\u201c")
_SHADDA = "\N{ARABIC SHADDA}"
BARE_WORDS = 6  # words behind a pledge in which a deed without preposition may be its object
_NOT = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER DAL}\N{ARABIC LETTER MEEM}"
_THAT_NOT = frozenset({ALEF + LAM + ALEF, BEH + ALEF + LAM + ALEF})
_ON = "\N{ARABIC LETTER AIN}" + LAM + YEH
_THAT = ALEF + NOON
_WITH, _FROM = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER AIN}", "\N{ARABIC LETTER MEEM}" + NOON


def _complement(page: Page, sentence: Sentence, cue: re.Match[str], rule: str, start: int, subject_end: int) -> Found | None:
    """A content from `start` to its clause's end, undertaken by whoever stands between cue and content, before the cue, or speaks."""
    start = skip_space(page.view, start)
    end = _without_occasion(page, start, content_end(page.view, sentence.start, start, sentence.end))
    if end <= start:
        return None
    due = deadline(page, start, end)
    return Found(start, end, _who(page, sentence, cue, subject_end), due.day if due else None, rule)


def _without_occasion(page: Page, start: int, end: int) -> int:
    """The end of the content without "during the meeting" and its like; a date behind the word makes it part of the undertaking."""
    said = words().during.search(page.view, start + 1, end)
    if said is None or any(True for _ in page.marks(TIME, said.start(), end)):
        return end
    return start + len(page.view[start : said.start()].rstrip(" \n" + COMMA))


def _who(page: Page, sentence: Sentence, cue: re.Match[str], subject_end: int) -> tuple[str, ...]:
    if subject_end > cue.end():
        after = names(page, cue.end(), subject_end) or stretch(page, cue.end(), subject_end) or body(page, cue.end(), subject_end)
        if after:
            return after
    verb = cue.start() - (page.view[cue.start() - 1 : cue.start()] in _OPENING)  # «the north is "bound to …"»: the subject stands before the mark
    begin, pronoun = clause_start(page.view, verb, sentence.start)
    if begin < verb and not pronoun and (before := actors(page, begin, verb) or stretch(page, begin, verb)):
        return before
    if last_word(page.view, sentence.start, cue.start()) in words().sets["relative"]:
        return actors(page, sentence.start, cue.start())[-1:]
    spoken = speaker(page, cue.start(), cue.end())
    if spoken:
        return (spoken,)
    return first_named(page, sentence.start, begin if pronoun else min(begin, sentence.start + FIRST_NAMED))


FIRST_NAMED = 90  # characters of a sentence in which the subject stands that a verb further on shares


def _agree(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An agreement: behind "on", a deed the parties will do."""
    if _negated(page, sentence, cue.start()) or _supposed(page, sentence, cue) or guessed(page, max(sentence.start, cue.start() - 30), cue.start()):
        return None
    for token, following in pairwise(take(page.view, cue.end(), sentence.end, SUBJECT_WORDS + 2)):
        if token[0] in ".;:\u061b" or (token[0] != _ON and without_pronoun(token[0]) == _ON):
            return None
        if token[0] == _ON:
            if is_action(following[0]):
                return _complement(page, sentence, cue, rule, following.start(), token.start())
            if following[0] == _THAT and _is_present(page.view, following.end()):
                return _complement(page, sentence, cue, rule, following.end(), token.start())
            return None
    return None


def _is_present(view: str, at: int) -> bool:
    word = TOKEN.search(view, at)
    return word is not None and word[0][0] in (YEH, TEH) and len(word[0]) > 3 and not is_action(word[0])


def _agreement(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An agreement that "was reached": the noun belongs to the content."""
    if last_word(page.view, sentence.start, cue.start()) in words().sets["suppose"]:
        return None
    found = _agree(page, sentence, cue, rule)
    noun = next(iter(TOKEN.finditer(page.view, cue.start(), cue.end())), None)
    return replace(found, start=skip_space(page.view, noun.end())) if found and noun else None


def _noun(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """"Its commitment to …", affirmed by its owner: the noun belongs to the content."""
    before = page.view[max(sentence.start, cue.start() - 60) : cue.start()]
    if (tail := before.split()) and tail[-1] in words().sets["unbound"]:
        return None
    if words().affirm.search(before) is None:
        return None
    for token in take(page.view, cue.end(), sentence.end, 4):
        if token[0].startswith(BEH) and is_action(token[0][1:]):
            found = _complement(page, sentence, cue, rule, cue.start(), cue.end())
            return found
    return None


def _intend(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An intention: a deed soon after the verb, bare or behind `li`."""
    found = None if last_word(page.view, sentence.start, cue.start()) in words().sets["told"] else _intended(page, sentence, cue, rule)
    return None if found is None or _of_some(page, sentence, cue, bool(found.who)) else found


def _of_some(page: Page, sentence: Sentence, cue: re.Match[str], named: bool) -> bool:
    """Whether the cue speaks of whoever may intend it: "those who plan to"; where nobody is named, of one who is not said."""
    before = last_word(page.view, sentence.start, cue.start())
    return before in words().sets["those"] or (not named and (before in words().sets["relative"] or before in words().sets["preposition"]))


def _intended(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    if _negated(page, sentence, cue.start()) or guessed(page, max(sentence.start, cue.start() - RUMOUR), cue.start()):
        return None
    for count, token in enumerate(take(page.view, cue.end(), sentence.end, 8)):
        word = token[0]
        if word in ".:;,\u060c":
            return None
        if word == _THAT:
            return _complement(page, sentence, cue, rule, token.end(), token.start())
        if (count < 1 or not word.startswith(ALEF + LAM)) and not (count < 1 and word in words().sets["party"]) and is_action(word[1:] if word.startswith(LAM) and not is_action(word) else word):
            return _complement(page, sentence, cue, rule, token.start(), token.start())
    return None


RUMOUR = 90  # characters before an intention in which a word may make it hearsay


def _aim(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A goal counts when somebody sets it a deadline."""
    return _only_due(page, _intend(page, sentence, cue, rule))


def _scheduled(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A schedule is an undertaking only when it sets a deadline."""
    start = skip_space(page.view, cue.end())
    end = content_end(page.view, sentence.start, start, sentence.end)
    due = deadline(page, start, end) if end > start else None
    if due is None or due.how not in ("by", "before") or not ahead(page, due):
        return None
    verb = words().future.match(page.view, start, end)
    if verb is None or verb["forecast"]:
        return None
    behind = TOKEN.search(page.view, start, end)
    return Found(start, end, subject(page, behind.end() if behind else start, min(end, start + 60)), due.day, rule)


def _declare(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A party's own "we declare the end of …" is its last word on an undertaking; anyone's announcement counts with a deadline ahead."""
    own = cue["declare"].startswith(NOON)
    for token in take(page.view, cue.end(), sentence.end, 22):
        word = token[0]
        if word in ".:;\u061b\u00ab\"" or word in words().sets["that"]:
            return None
        if own and bare(word) in words().sets["end_noun"]:
            return _complement(page, sentence, cue, rule, cue.start(), cue.end())
        if not own and is_action(word) and not word.startswith(ALEF + LAM):
            return _only_due(page, _complement(page, sentence, cue, rule, token.start(), token.start()))
    return None


def _only_due(page: Page, found: Found | None) -> Found | None:
    """The finding, or None when nobody is named or no preposition of deadlines sets a day ahead."""
    due = deadline(page, found.start, found.end) if found and found.who else None
    if found is None or due is None or due.how not in ("by", "before") or not ahead(page, due) or turns_aside(page.view, found.start, due.behind):
        return None
    return found


def _decide(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A decision counts with a deadline ahead."""
    if _negated(page, sentence, cue.start()):
        return None
    for token in take(page.view, cue.end(), sentence.end, SUBJECT_WORDS):
        if token[0] in ".:;\u061b":
            return None
        if is_action(token[0]) and not token[0].startswith(ALEF + LAM):
            return _only_due(page, _complement(page, sentence, cue, rule, token.start(), token.start()))
    return None


def _stands(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An appointed date that "stands": the undertaking reaffirmed."""
    end = content_end(page.view, sentence.start, cue.start(), sentence.end)
    due = deadline(page, cue.start(), end) or named_day(page, cue.end(), end) or open_day(page, cue.start(), end)
    firm = words().firm.search(page.view, cue.start(), end)
    if due is None or firm is None or (firm.start() <= cue.end() + 1 and firm.end() <= due.behind):  # "a final date" is no date that stands
        return None
    spoken = speaker(page, cue.start(), end)
    return Found(cue.start(), end, (spoken,) if spoken else (), due.day, rule)


def _provided(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """What somebody is charged with by a proviso with a deadline: "a commission is formed, provided that it reports within sixty days"."""
    start = skip_space(page.view, cue.end())
    verb = words().future.match(page.view, start, sentence.end)
    if verb is None or verb["forecast"] or page.view[sentence.start : cue.start()].rstrip()[-1:] not in tuple(COMMA) or guessed(page, sentence.start, start):
        return None
    end = content_end(page.view, sentence.start, start, sentence.end)
    due = deadline(page, start, end) if end > start else None
    if due is None or due.how == "in" or not ahead(page, due):
        return None
    after = [token.end() for token in take(page.view, start, end, 4)]
    who = (subject(page, after[0], after[-1]) if len(after) > 1 else ()) or charged(page, sentence.start, cue.start(), verb["person"] == TEH)
    return Found(start, end, who, due.day, rule) if who else None


_SHAPES = {
    "provided": _provided,
    "pledge": _pledge,
    "agree": _agree,
    "agreement": _agreement,
    "noun": _noun,
    "intend": _intend,
    "aim": _aim,
    "scheduled": _scheduled,
    "declare": _declare,
    "decide": _decide,
    "stands": _stands,
}

SAME_SHARE = 0.7
KEPT_IN_SIGHT = 40  # findings of a page against which a new one is held; bounds the work on a page of nothing but pledges


def _once(view: str, found: list[Found]) -> list[Found]:
    """One finding for one undertaking of a page: the body's before a title's, a dated one before an undated, then the tighter wording."""
    kept: list[Found] = []
    for new in found:
        twin = next((k for k in range(len(kept) - 1, max(-1, len(kept) - 1 - KEPT_IN_SIGHT), -1) if _same(view, kept[k], new)), None)
        if twin is None:
            kept.append(new)
        elif _worth(new) > _worth(kept[twin]):
            kept[twin] = new
    return sorted(kept, key=lambda one: one.start)


def _worth(found: Found) -> tuple[bool, bool, int]:
    return found.role == "body", found.deadline is not None, found.start - found.end


def _same(view: str, a: Found, b: Found) -> bool:
    """Whether two findings of one page say the same thing: most words of the shorter are in the longer, and no two deadlines."""
    if a.deadline and b.deadline and a.deadline != b.deadline:
        return False
    x, y = _content_words(view, a), _content_words(view, b)
    return len(x & y) >= SAME_SHARE * min(len(x), len(y)) and len(x & y) >= 3


def _content_words(view: str, found: Found) -> frozenset[str]:
    return frozenset(bare(token[0]) for token in TOKEN.finditer(view, found.start, found.end) if len(token[0]) > 3)


def _annotation(doc: Document, found: Found) -> Annotation[Commitment]:
    low, high = doc.view.span(found.start, found.end)
    what = doc.text[low:high]
    return Annotation(Span(low, high), Commitment(found.who, what, found.deadline), Origin(COMMITMENT, VERSION, found.rule))
