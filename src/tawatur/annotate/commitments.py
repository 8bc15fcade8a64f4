"""Layer "commitment": who undertook what, by when. Rules and words: rules/commitment.toml; what counts: docs/decisions/0008-commitments.md.

One scan for anchors over the folded view; at each, the rules of that anchor; from a rule's cue, the undertaking by one of a few shapes. Offsets in
the helpers are of the view; annotations are on the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tawatur.annotate.commitment_clauses import Page, actors, clause_start, content_end, page_of, speaker
from tawatur.annotate.commitment_deadlines import deadline
from tawatur.annotate.commitment_words import ALEF, BEH, COMMA, FEH, LAM, NOON, SEEN, TEH, TOKEN, WAW, YEH, bare, is_action, words
from tawatur.arabic import sentences
from tawatur.layers import COMMITMENT, NAME, REGION, STATEMENT, TIME, Commitment, regions
from tawatur.model import Annotation, Document, Origin, Span

VERSION = "1"
SUBJECT_WORDS = 14  # words between a cue and its complement; 12 covered 97 of 100 complements read
MIN_LETTERS = 12  # a content shorter than this says nothing one could follow up


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence lies in the view, and the role of its region."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Found:
    """An undertaking: the content's view offsets, who, by when, and the rule that found it."""

    start: int
    end: int
    who: tuple[str, ...]
    deadline: date | None
    rule: str
    role: str = "body"


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
    word = hit[0]
    key = next((key for form, key in words().prefixes if word.startswith(form) or word[1:].startswith(form)), "future")
    if key == "future":
        return _future(page, sentence, hit)
    for rule in words().tries.get(key, ()):
        if (cue := rule.pattern.match(page.view, hit.start(), sentence.end)) is not None:
            return _SHAPES[rule.value["shape"]](page, sentence, cue, rule.id)
    return None


def _negated(page: Page, sentence: Sentence, at: int) -> bool:
    before = page.view[max(sentence.start, at - 12) : at].split()
    return bool(before) and before[-1].lstrip(WAW + FEH) in words().sets["negation"]


def _guessed(page: Page, start: int, end: int) -> bool:
    return words().guess.search(page.view, start, end) is not None


def _pledge(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A pledging verb: its complement is `bi` with a deed, a bare deed, or a clause behind "that"."""
    if _negated(page, sentence, cue.start()):
        return None
    for count, token in enumerate(TOKEN.finditer(page.view, cue.end(), sentence.end)):
        word = token[0]
        if count > SUBJECT_WORDS or word in ".;:\u061b" or (word in COMMA and count == 0):
            return None
        if word in words().sets["that"] or word in _THAT_NOT:
            return _complement(page, sentence, cue, rule, token.end(), token.start())
        if (word.startswith(BEH) and (is_action(word[1:]) or word[1:] == _NOT)) or (count and is_action(word) and not word.startswith(ALEF + LAM)):
            return _complement(page, sentence, cue, rule, token.start(), token.start())
    return None


_NOT = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER DAL}\N{ARABIC LETTER MEEM}"
_THAT_NOT = frozenset({ALEF + LAM + ALEF, BEH + ALEF + LAM + ALEF})
_ON = "\N{ARABIC LETTER AIN}" + LAM + YEH
_THAT = ALEF + NOON
_ABOUT = "\N{ARABIC LETTER AIN}" + NOON
_FROM = "\N{ARABIC LETTER MEEM}" + NOON


def _complement(page: Page, sentence: Sentence, cue: re.Match[str], rule: str, start: int, subject_end: int) -> Found | None:
    """A content from `start` to its clause's end, undertaken by whoever stands between cue and content, before the cue, or speaks."""
    start = _skip_space(page.view, start)
    end = content_end(page.view, start, sentence.end)
    if end <= start:
        return None
    day, _, _ = deadline(page, start, end)
    return Found(start, end, _who(page, sentence, cue, subject_end), day, rule)


def _who(page: Page, sentence: Sentence, cue: re.Match[str], subject_end: int) -> tuple[str, ...]:
    after = actors(page, cue.end(), subject_end) if subject_end > cue.end() else ()
    if after:
        return after
    begin, _ = clause_start(page.view, cue.start(), sentence.start)
    if begin < cue.start() and (before := actors(page, begin, cue.start())):
        return before
    spoken = speaker(page, cue.start(), cue.end())
    return (spoken,) if spoken else ()


def _skip_space(view: str, at: int) -> int:
    while at < len(view) and (view[at].isspace() or view[at] in "\"\u00ab\u201c("):
        at += 1
    return at


def _agree(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An agreement: behind "on", a deed the parties will do."""
    if _negated(page, sentence, cue.start()) or _guessed(page, max(sentence.start, cue.start() - 30), cue.start()):
        return None
    for token, following in pairwise(_take(page.view, cue.end(), sentence.end, SUBJECT_WORDS + 2)):
        if token[0] in ".;:\u061b":
            return None
        if token[0] == _ON:
            if is_action(following[0]) or (following[0] == _THAT and _is_present(page.view, following.end())):
                return _complement(page, sentence, cue, rule, following.start(), token.start())
            return None
    return None


def _is_present(view: str, at: int) -> bool:
    word = TOKEN.search(view, at)
    return word is not None and word[0][0] in (YEH, TEH) and len(word[0]) > 3


def _take(view: str, start: int, end: int, count: int) -> Iterator[re.Match[str]]:
    for k, token in enumerate(TOKEN.finditer(view, start, end)):
        if k >= count:
            return
        yield token


def _agreement(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An agreement that "was reached": the noun belongs to the content."""
    found = _agree(page, sentence, cue, rule)
    noun = next(iter(TOKEN.finditer(page.view, cue.start(), cue.end())), None)
    return replace(found, start=_skip_space(page.view, noun.end())) if found and noun else None


def _noun(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """"Its commitment to …", affirmed by its owner: the noun belongs to the content."""
    before = page.view[max(sentence.start, cue.start() - 60) : cue.start()]
    if (tail := before.split()) and tail[-1] in words().sets["unbound"]:
        return None
    if words().affirm.search(before) is None:
        return None
    for token in _take(page.view, cue.end(), sentence.end, 4):
        if token[0].startswith(BEH) and is_action(token[0][1:]):
            found = _complement(page, sentence, cue, rule, cue.start(), cue.end())
            return found
    return None


def _intend(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An intention: a deed soon after the verb, bare or behind `li`."""
    if _negated(page, sentence, cue.start()):
        return None
    for token in _take(page.view, cue.end(), sentence.end, 8):
        word = token[0]
        if word in ".:;,\u060c":
            return None
        if is_action(word[1:] if word.startswith(LAM) and not is_action(word) else word):
            return _complement(page, sentence, cue, rule, token.start(), token.start())
    return None


def _scheduled(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A schedule is an undertaking only when it sets a deadline."""
    start = _skip_space(page.view, cue.end())
    end = content_end(page.view, start, sentence.end)
    day, strong, _ = deadline(page, start, end)
    if end <= start or not strong or not _ahead(page, day):
        return None
    subject = TOKEN.search(page.view, start, end)
    return Found(start, end, actors(page, subject.end() if subject else start, min(end, start + 60)), day, rule)


def _ahead(page: Page, day: date | None) -> bool:
    return day is not None and (page.earliest is None or day >= page.earliest)


def _declare(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A party's own "we declare the end of …" is its last word on an undertaking; anyone's announcement counts with a deadline ahead."""
    own = cue["declare"].startswith(NOON)
    for token in _take(page.view, cue.end(), sentence.end, 22):
        word = token[0]
        if word in ".:;\u061b\u00ab\"" or word in words().sets["that"]:
            return None
        if own and bare(word) in words().sets["end_noun"]:
            return _complement(page, sentence, cue, rule, cue.start(), cue.end())
        if not own and is_action(word) and not word.startswith(ALEF + LAM):
            return _only_due(page, _complement(page, sentence, cue, rule, token.start(), token.start()))
    return None


def _only_due(page: Page, found: Found | None) -> Found | None:
    """The finding, cut behind its deadline, or None when no preposition of deadlines sets one ahead."""
    if found is None:
        return None
    day, strong, behind = deadline(page, found.start, found.end)
    return replace(found, end=behind) if strong and _ahead(page, day) else None


def _decide(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """A decision counts with a deadline ahead."""
    if _negated(page, sentence, cue.start()):
        return None
    for token in _take(page.view, cue.end(), sentence.end, SUBJECT_WORDS):
        if token[0] in ".:;\u061b":
            return None
        if is_action(token[0]) and not token[0].startswith(ALEF + LAM):
            return _only_due(page, _complement(page, sentence, cue, rule, token.start(), token.start()))
    return None


def _stands(page: Page, sentence: Sentence, cue: re.Match[str], rule: str) -> Found | None:
    """An appointed date that "stands": the undertaking reaffirmed."""
    end = content_end(page.view, cue.start(), sentence.end)
    day, _, _ = deadline(page, cue.start(), end)
    if day is None or words().firm.search(page.view, cue.start(), end) is None:
        return None
    spoken = speaker(page, cue.start(), end)
    return Found(cue.start(), end, (spoken,) if spoken else (), day, rule)


def _future(page: Page, sentence: Sentence, hit: re.Match[str]) -> Found | None:
    """A future: binding when an actor that can bind itself will do a deed, or when a deadline is set; a forecast binds nobody."""
    verb = _future_verb(page, hit, sentence.end)
    if verb is None:
        return None
    begin, pronoun = clause_start(page.view, hit.start(), sentence.start)
    begin = _skip_space(page.view, begin)
    if _guessed(page, max(sentence.start, begin - 50), hit.start()):
        return None
    end = content_end(page.view, hit.start(), sentence.end)
    day, strong, behind = deadline(page, hit.start(), end)
    due = strong and _ahead(page, day)
    who = _future_who(page, begin, hit.start(), verb, end, pronoun)
    if not due and (verb.lastgroup != "act" or not who or _is_negative(hit[0])):
        return None
    if due and verb["forecast"] and not _is_negative(hit[0]):
        return None
    rule = "commit.due" if due else "commit.future"
    return Found(begin, behind if due else end, who, day if due or _ahead(page, day) else None, rule) if who or due else None


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


def _future_who(page: Page, begin: int, verb_start: int, verb: re.Match[str], end: int, pronoun: bool) -> tuple[str, ...]:
    """The subject of a future verb: named before it, meant by a pronoun or the first person (then who speaks), or named right after it."""
    if begin < verb_start and (before := actors(page, begin, verb_start)):
        return before
    if pronoun or verb["person"] in (NOON, ALEF):
        spoken = speaker(page, verb_start, verb_start + 1)
        return (spoken,) if spoken else ()
    if begin < verb_start and TOKEN.search(page.view, begin, verb_start):
        return ()
    after = [token.end() for token in _take(page.view, verb.end(), end, 4)]
    return actors(page, verb.end(), after[-1]) if after else ()


_SHAPES = {
    "pledge": _pledge,
    "agree": _agree,
    "agreement": _agreement,
    "noun": _noun,
    "intend": _intend,
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
