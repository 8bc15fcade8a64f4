"""Whose words: the subject of a cue, after it, before it, or of the verb that begins its sentence."""

from __future__ import annotations

from tawatur.annotate.statement_clauses import COMMA, Opening
from tawatur.annotate.statement_lexicon import AL, ALEF, HEH, NOON, PRONOUNS, TEH, WAW, YEH, Cue, Lexicon, cues
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase, bare, find_phrase, is_word, names_someone

_TAKE_OBJECT = frozenset({"accuse", "describe"})  # verbs that always have an object besides their content


def find_subject(p: Passage, i: int, floor: int, cue: Cue, opening: Opening, lex: Lexicon) -> Phrase | None:
    """The subject that the grammar gives cue `i`; nothing before token `floor`, where another report ends, is looked at."""
    if cue.form == "participle":
        return None
    if cue.verb.object and cue.form == "present" and not cue.joined and (named := _name_right_before(p, i, lex)) is not None and i >= floor:
        return named
    if cue.verb.object and _has_gone_before(p, i, lex) and (named := _subject_before(p, i, floor, lex)) is not None:
        return named
    after = find_phrase(p, i + 1, opening.at, lex)
    if after is not None and _is_own_feeling(p, after, cue):
        after = None
    if after is not None and cue.verb.object:
        if _is_only_object(p, i, after, cue, lex):
            return None if cue.joined else _subject_before(p, i, floor, lex)
        after = _without_object(p, after, lex)
        if cue.verb.act != "demand" and after.end == opening.at and not p.words[i].endswith(PRONOUNS):
            whole, after = after, _before_object(p, after, lex)
            if after is whole and cue.verb.id in _TAKE_OBJECT and (cue.joined or p.words[i - 1] in lex.as_):
                return None
        if cue.joined and cue.verb.act == "say" and not _can_speak(p, after, lex):
            return None
    who = _relative_before(p, i, lex)
    if after is None and who is not None and not any(p.words[i].endswith(end) for end in PRONOUNS[:3]):
        return _antecedent(p, who, lex)
    joined = cue.joined or (i > 0 and p.words[i - 1] == WAW)
    if after is not None and joined and cue.verb.act == "demand" and _is_addressee(p, after, lex):
        return None
    if after is not None or joined:
        return after
    return _subject_before(p, i, floor, lex)


def _name_right_before(p: Passage, i: int, lex: Lexicon) -> Phrase | None:
    """The name that ends right before cue `i`: "Name describes X as"."""
    start = next((k for k in range(i - 1, max(i - 7, -1), -1) if k in p.names and p.names[k][0] == i), None)
    if start is not None and p.names[start][1] == "LOC" and start and (p.words[start - 1] in lex.source or p.words[start - 1] in lex.title):
        start -= 1
    return Phrase(start, i, (start, i)) if start is not None else None


def _can_speak(p: Passage, phrase: Phrase, lex: Lexicon) -> bool:
    """Whether a phrase after a joined verb with an object is the one who acts, not the thing described or accused."""
    if p.words[phrase.start].endswith(WAW + NOON):
        return True
    return names_someone(p, phrase, lex) or any(k in p.names for k in range(phrase.start, phrase.end)) or not p.words[phrase.start].startswith(AL)


def _without_object(p: Passage, phrase: Phrase, lex: Lexicon) -> Phrase:
    """A bare name of two words, where a definite word after it is whom the verb is done to ("Name accused the company")."""
    start, end = phrase.start, phrase.end
    head = p.words[start]
    if end - start > 2 and head.startswith(AL) and not any(head in group for group in (lex.source, lex.title, lex.honorific, lex.medium)) and p.words[start + 1] in lex.title:
        return Phrase(start, start + 1, (start, start + 1))
    if end - start != 3 or phrase.name != (start, end) or any(head in group for group in (lex.source, lex.title, lex.honorific, lex.medium, lex.inside, lex.amount)):
        return phrase
    if head.startswith(AL) or not (p.words[start + 1].startswith(AL) and p.words[start + 2].startswith(AL)):
        return phrase
    return Phrase(start, start + 2, (start, start + 2))


def _has_gone_before(p: Passage, i: int, lex: Lexicon) -> bool:
    """Whether cue `i` stands in "the police had accused Name": its subject is between the auxiliaries."""
    start = p.sentence_start(i)
    return i - start > 2 and p.words[i - 1] in lex.may and bare(p.words[start]) in lex.been


def _is_own_feeling(p: Passage, phrase: Phrase, cue: Cue) -> bool:
    """Whether a phrase after "showed" is what was shown ("his delight at …"), not who showed it."""
    return cue.verb.id == "show_feeling" and p.words[phrase.start].endswith(PRONOUNS) and not any(k in p.names for k in range(phrase.start, min(phrase.end, phrase.start + 2)))


def _is_only_object(p: Passage, i: int, phrase: Phrase, cue: Cue, lex: Lexicon) -> bool:
    """Whether a phrase after a verb with an object can only be that object: a plural in the accusative, "its citizens" after a verb whose subject stands before."""
    if cue.number != "s" or phrase.start in p.names:
        return False
    head = p.words[phrase.start]
    plural = head.startswith(AL) and len(head) > 6 and head.endswith(YEH + NOON) and head not in lex.source
    other = cue.gender == "m" and cue.form == "past" and head.startswith(AL) and head.endswith(HEH) and not _is_person_word(head, lex)
    return plural or other or (cue.form == "present" and not cue.joined and _is_addressee(p, phrase, lex))


def _is_person_word(word: str, lex: Lexicon) -> bool:
    return word in lex.title or word in lex.honorific


def _before_object(p: Passage, phrase: Phrase, lex: Lexicon) -> Phrase:
    """The subject in "the union of workers the decision": the last definite noun after a closed phrase is the object, with its adjectives."""
    start, end = phrase.start, phrase.end
    for k in range(end - 1, start, -1):
        if k in p.names and p.names[k][1] == "PER":
            break
        closed = p.words[k - 1].startswith(AL) or any(b == k for b, _ in p.names.values())
        if (p.words[k].startswith(AL) or k in p.names) and closed and not (p.words[k].endswith((YEH, YEH + HEH)) and k not in p.names):
            inside = any(a < k < b for a, (b, _) in p.names.items())
            name = phrase.name if phrase.name[1] <= k else (start, k)
            return phrase if inside else Phrase(start, k, name)
    return phrase


def _is_addressee(p: Passage, phrase: Phrase, lex: Lexicon) -> bool:
    """Whether a phrase after a joined verb of calling is whom it calls: "all …", "its citizens"."""
    word = p.words[phrase.start]
    return word in lex.everybody or any(word.endswith(end) and len(word) > len(end) + 3 for end in PRONOUNS[1:])


def _relative_before(p: Passage, i: int, lex: Lexicon) -> int | None:
    """The relative pronoun right before cue `i` or before its auxiliaries ("which had said")."""
    k = i - 1
    while k > 0 and i - k < 4 and (p.words[k] in lex.may or p.words[k] in lex.leads_on):
        k -= 1
    return k if k >= 0 and p.words[k] in lex.who else None


def _antecedent(p: Passage, who: int, lex: Lexicon) -> Phrase | None:
    """The noun phrase before a relative pronoun at `who`: back to a preposition, a comma or the sentence's start."""
    start = who
    while start > max(p.sentence_start(who), who - 8) and not (p.words[start - 1] in lex.stop or p.words[start - 1] in COMMA or p.words[start - 1] in lex.that):
        start -= 1
    phrase = find_phrase(p, start, who, lex)
    return phrase if phrase and phrase.end >= who - 1 else None


def _subject_before(p: Passage, i: int, floor: int, lex: Lexicon) -> Phrase | None:
    """The subject that stands before its verb: "(and was) Name, he said that"."""
    start = max(_clause_start(p, i, lex), i - 25, floor)
    end = i
    while end > start and (p.words[end - 1] in lex.leads_on or p.words[end - 1] in lex.skip or p.words[end - 1] in COMMA):
        end -= 1
    for k in range(end - 1, start - 1, -1):
        if p.words[k] in lex.that or p.words[k] in lex.then or p.words[k] in lex.finite or (k + 1 < end and (p.words[k] in lex.from_ or p.words[k] in lex.preposition) and p.words[k + 1] in lex.document):
            start = k + 1
            break
        if p.words[k] in COMMA and k < end - 1:
            phrase = find_phrase(p, k + 1 + (p.words[k + 1] in lex.leads_on or p.words[k + 1] in lex.turn), end, lex)
            if phrase and phrase.end >= end and (phrase.end - phrase.start > 1 or p.words[phrase.start].endswith(PRONOUNS[1:3]) or p.words[k + 1] in lex.turn):
                return phrase
            break
    if start < end and p.words[start][:1] == WAW and start not in p.names and not any(_can_begin(w, lex) for w in (p.words[start], bare(p.words[start]))):
        return None
    phrase = find_phrase(p, start, end, lex) if start < end else None
    if phrase and phrase.end + 1 < end and p.words[phrase.end] in COMMA and p.words[phrase.end + 1] in lex.relative and p.words[i - 1] in COMMA:
        return phrase
    between = end < i and p.words[end] in COMMA and phrase is not None and phrase.end < end and p.words[phrase.end] in COMMA
    if phrase and between and names_someone(p, phrase, lex):
        return phrase
    return phrase if phrase and phrase.end >= end - 1 else None


def _can_begin(word: str, lex: Lexicon) -> bool:
    """Whether a word after "and" at a sentence's start is a noun, not the verb that stands there by custom."""
    return word.startswith(AL) or word in lex.source or word in lex.title or word in lex.honorific or word in lex.place


def _clause_start(p: Passage, i: int, lex: Lexicon) -> int:
    """The first word of the sentence before `i` that is not a connective, past a dateline and its colon."""
    start = p.sentence_start(i)
    start = next((k + 1 for k in range(start, min(start + 8, i)) if p.words[k] == ":"), start)
    while start < i and (p.words[start] in lex.leads_on or p.words[start] in lex.skip or not is_word(p.words[start]) or (p.words[start + 1] in lex.skip and (p.words[start] in lex.stop or p.words[start] in lex.from_ or p.words[start] in lex.not_))):
        start += 1
    return start


def sentence_subject(p: Passage, i: int, gender: str, lex: Lexicon) -> Phrase | None:
    """The subject of the verb that begins the sentence of a participle at `i`."""
    start = _clause_start(p, i, lex)
    if i - start < 3:
        return None
    named = p.words[start].startswith(AL) or names_someone(p, Phrase(start, start + 1, (start, start + 1)), lex)
    if named:
        return find_phrase(p, start, i, lex)
    if bare(p.words[start]) in lex.preposition:
        verb = next((k for k in range(start + 1, i) if p.words[k] in lex.narrates or p.words[k] in lex.finite), None)
        return find_phrase(p, verb + 1, i, lex) if verb is not None else None
    if p.words[start] in lex.not_:
        start += 1
    return find_phrase(p, start + 1, i, lex) if gender in _verb_gender(p.words[start]) else _near_subject(p, start, i, gender, lex)


def _verb_gender(word: str) -> str:
    """The genders that a verb's form may show: feminine for a final teh; an initial teh leaves it open."""
    if (cue := cues().get(word)) is not None:
        return cue.gender
    word = bare(word)
    return "f" if word.endswith(TEH) else "mf" if word.startswith(TEH) else "m"


def _near_subject(p: Passage, start: int, i: int, gender: str, lex: Lexicon) -> Phrase | None:
    """The subject of the nearest verb before `i` that shows the feminine."""
    if gender != "f":
        return None
    for k in range(i - 2, start, -1):
        word = p.words[k]
        if word.endswith(TEH) and len(word) > 3 and not (word.endswith(ALEF + TEH) and len(word) > 4) and p.words[k + 1].startswith(AL):
            return find_phrase(p, k + 1, i, lex)
    return None
