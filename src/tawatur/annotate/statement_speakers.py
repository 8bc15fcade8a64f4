"""Who speaks: the noun phrase beside a cue, and the name inside it without its titles. Token ranges are half-open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tawatur.annotate.statement_lexicon import AL, ALEF, BEH, FEH, HEH, LAM, MEEM, NOON, PRONOUNS, TEH, WAW, YEH, Lexicon
from tawatur.annotate.statement_passages import QUOTES, Passage

_COMMA = frozenset({",", "\N{ARABIC COMMA}"})
_OPEN, _SHUT = frozenset("([{"), frozenset(")]}")
_DASH = frozenset("-\N{EN DASH}\N{EM DASH}\N{ARABIC TATWEEL}")
_FROM = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER NOON}"
_CIRCUMSTANCE = re.compile("\u0645\\w{2,}[^\u0646]\u0627")  # an accusative participle: "commenting", "stressing"
_LONGEST = 24  # tokens of a noun phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its whole extent, and the part that names (equal when there is no title to peel)."""

    start: int
    end: int
    name: tuple[int, int]


def bare(word: str) -> str:
    """A word without a leading and/then, when something is left of it."""
    return word[1:] if word[:1] in (WAW, FEH) and len(word) > 3 else word


def is_word(word: str) -> bool:
    """Whether a token is a word, not punctuation."""
    return word[:1].isalnum() or word[:1] == "_"


def find_phrase(p: Passage, start: int, end: int, lex: Lexicon, *, addressed: bool = True) -> Phrase | None:
    """The noun phrase that begins in tokens [start, end), after adverbs and (unless not `addressed`) addressees, or None."""
    i = _skip_leads(p, start, min(end, start + 30), lex, addressed)
    if (first := p.names.get(i)) is not None and first[1] == "PER" and first[0] <= end:
        stop = next((k for k in range(i + 1, first[0]) if addressee_end(p, k, end, lex) > k), first[0])
        return Phrase(i, stop, (i, stop))
    if i < end and p.words[i] in lex.his_honour:
        return Phrase(i, i + 1, (i, i + 1))
    if i >= end or _stops(p, i, lex) or p.words[i] == _FROM or p.words[i] in lex.but or p.words[i] in lex.turn or p.words[i].startswith(BEH + AL) or (p.words[i][:1] == BEH and p.words[i][1:] in lex.deed) or _points_back(p, i, end, lex) or _CIRCUMSTANCE.fullmatch(p.words[i]) or p.words[i] in lex.finite or (not is_word(p.words[i]) and i not in p.close):
        return None
    j = _phrase_end(p, i, end, lex)
    name = name_inside(p, i, j, lex)
    if (told := _told_by_layer(p, i, j, lex)) is not None:
        name = told
    elif j + 1 < end and p.words[j] in _COMMA and _is_person(p, j + 1, i, lex):
        name = None
    if (told is None or p.words[told[0]][:1] == LAM) and (ranked := _ranked(p, i, end, lex)) is not None:
        return Phrase(i, ranked[1], ranked)
    if told is None and _is_titled(p.words[i], lex) and (behind := _behind_place(p, i, j, end, lex)) is not None:
        return behind
    if name is None and j + 1 < end and p.words[j] in _COMMA and p.words[i] not in lex.source and (_is_titled(p.words[i], lex) or _is_person(p, j + 1, i, lex)) and (apposed := _apposed(p, j + 1, end, lex)) is not None:
        return Phrase(i, apposed[1], apposed)
    return Phrase(i, j, name or _without_marks(p, i, j)) if j > i else None


def _ranked(p: Passage, i: int, end: int, lex: Lexicon) -> tuple[int, int] | None:
    """The person with a rank or honorific after the offices of a titled head, one or more of them: "head of X, and director of Y, Dr Name"."""
    if not _is_titled(p.words[i], lex):
        return None
    for k in range(i + 2, min(end - 1, i + _LONGEST)):
        word = p.words[k]
        if word in lex.that or word in lex.finite or word in lex.who or word in lex.turn or (word[:1] == WAW and k + 1 in p.names and p.words[k - 1] not in _COMMA):
            return None
        if word in lex.honorific and word not in lex.title and word.startswith(AL) and k + 1 in p.names and p.names[k + 1][1] == "PER" and p.names[k + 1][0] <= end:
            return k + 1, p.names[k + 1][0]
        if word in _COMMA and not _goes_on_with(p, k + 1, lex):
            return None
    return None


def _goes_on_with(p: Passage, k: int, lex: Lexicon) -> bool:
    """Whether after a comma a further office ("and director of") or the rank before the name begins at `k`."""
    word = p.words[k]
    return (word[:1] == WAW and _is_titled(bare(word), lex)) or (word in lex.honorific and word.startswith(AL))


def _behind_place(p: Passage, i: int, j: int, end: int, lex: Lexicon) -> Phrase | None:
    """The person after the comma of "the ambassador to the council, Name": the title goes on past a preposition."""
    comma = next((k for k in range(j, min(end, j + 9)) if p.words[k] in _COMMA), None)
    if comma is None or comma == j or comma + 1 >= end or not (p.words[j] in lex.stop or p.words[j][:1] in (LAM, BEH)) or p.words[j] in lex.time or not _is_person(p, comma + 1, i, lex):
        return None
    if any(p.words[k] in lex.that or p.words[k] in lex.finite or p.words[k] in lex.who or not is_word(p.words[k]) for k in range(j, comma)):
        return None
    apposed = _apposed(p, comma + 1, end, lex)
    return Phrase(i, apposed[1], apposed) if apposed else None


def _is_person(p: Passage, k: int, i: int, lex: Lexicon) -> bool:
    """Whether a person's name stands at `k`, apposed to the common noun at `i` that is no organisation or source."""
    while k + 1 < len(p.words) and k not in p.names and p.words[k].startswith(AL):
        k += 1
    return k in p.names and p.names[k][1] == "PER" and p.words[i] not in lex.source and p.words[i] not in lex.medium and i not in p.names


def _is_plural(word: str) -> bool:
    return len(word) > 5 and word.startswith(AL) and word[-2:] in (WAW + NOON, YEH + NOON, ALEF + TEH)


def _points_back(p: Passage, i: int, end: int, lex: Lexicon) -> bool:
    return p.words[i] in lex.this and not (i + 1 < end and p.words[i + 1].startswith(AL))


def _told_by_layer(p: Passage, i: int, j: int, lex: Lexicon) -> tuple[int, int] | None:
    """The person whom the name layer finds after the title of tokens [i, j); an organisation named after somebody stays whole."""
    head = bare(p.words[i])
    if (head in lex.source or head in lex.amount or _is_plural(head)) and not _is_titled(head, lex):
        return None
    found = p.person(i + 1, j)
    first = next((k for k in range(i + 1, j) if k in p.names and p.names[k][1] == "PER" and p.names[k][0] <= j), None)
    if found and first is not None and found[0] - p.names[first][0] > 3:
        found = (first, p.names[first][0])
    return found if found and p.words[found[0] - 1] not in lex.behalf else None


def _without_marks(p: Passage, i: int, j: int) -> tuple[int, int]:
    while i < j - 1 and p.words[i] in QUOTES:
        i += 1
    while j > i + 1 and p.words[j - 1] in QUOTES and not any(p.close.get(k) == j - 1 for k in range(i, j - 1)):
        j -= 1
    return i, j


def _stops(p: Passage, i: int, lex: Lexicon) -> bool:
    word = p.words[i]
    return word in lex.stop or word in lex.that or word in lex.said or word in lex.then or (word[:1] in (WAW, FEH) and word[1:] in lex.stop and len(word) > 3)


def _skip_leads(p: Passage, i: int, end: int, lex: Lexicon, addressed: bool) -> int:
    """Past adverbs ("also", "yesterday"), commas and an addressee ("to «The Paper»") that stand before the subject."""
    while i < end:
        word = p.words[i]
        if word in lex.skip or word in _COMMA or word in _DASH:
            i += 1
        elif i in p.times and i not in p.names:
            i = p.times[i]
        elif addressed and (after := addressee_end(p, i, end, lex)) > i:
            i = after
        else:
            break
    return i


def addressee_end(p: Passage, i: int, end: int, lex: Lexicon) -> int:
    """The token after "to «Outlet»", "to the agency X"; `i` when there is none."""
    word = p.words[i]
    if word[:1] != LAM:
        return i
    if len(word) == 1 and i + 1 < end and (p.words[i + 1] in lex.credits or p.words[i + 1] in _OPEN):
        return i + 2 if p.words[i + 1] in lex.credits else _shut(p, i + 1, end) or i
    if len(word) == 1 and i + 3 < end and i + 1 not in p.close and p.words[i + 1] in QUOTES:
        return next((k + 1 for k in range(i + 3, min(i + 7, end)) if p.words[k] in QUOTES), i)
    if len(word) == 1 and i + 1 < end:
        return p.close.get(i + 1, i) + 1 if i + 1 in p.close else i
    if word in lex.medium:
        j = i + 1
        while j < end and (is_word(p.words[j]) and not _stops(p, j, lex) and (p.words[j].startswith(AL) or (word[:2] != LAM + LAM and (p.words[j] in lex.medium or p.words[j - 1] in lex.medium)))):
            j += 1
        return min(p.close[j] + 1, end) if j in p.close and p.close[j] - j <= 6 else j
    for words, _ in lex.names.get(word[1:], ()):
        if tuple(p.words[i + 1 : i + len(words)]) == words[1:]:
            return i + len(words)
    return i


def _phrase_end(p: Passage, i: int, end: int, lex: Lexicon) -> int:
    j = i
    limit = min(end, i + _LONGEST)
    while j < limit:
        word = p.words[j]
        if j > i and j + 2 < limit and p.words[j + 1] in lex.lack and p.words[j + 2] in lex.anonymous:
            break
        if j in p.close:
            if p.close[j] - j > 8 or p.close[j] >= limit:
                break
            j = p.close[j] + 1
            continue
        if word in _OPEN and (shut := _shut(p, j, limit)):
            if shut >= limit or p.words[shut] in _COMMA or _stops(p, shut, lex) or shut == end:
                break
            j = shut
            continue
        if not is_word(word) and word not in _DASH and word != "." and word != "/":
            break
        if j > i and not _is_share(p, j) and (j in p.times or _is_turned(p, i, j, lex) or _is_closed(p, j, lex) or _is_accusative(p, i, j, lex) or _is_object(p, i, j, lex) or _stops(p, j, lex) or (word in lex.finite and p.words[j - 1] not in lex.kin) or _is_addressed(p, i, j, lex) or ((word in lex.channels or word in lex.written) and not word.startswith(AL)) or _goes_to_origin(p, i, j, lex) or word in lex.time or addressee_end(p, j, end, lex) > j) and not _title_goes_on(p, i, j, limit, lex):
            break
        j += 1
    while j > i + 1 and not is_word(p.words[j - 1]) and p.words[j - 1] not in QUOTES and p.words[j - 1] not in _SHUT:
        j -= 1
    return j


def _is_closed(p: Passage, j: int, lex: Lexicon) -> bool:
    """Whether the noun before `j` carries a pronoun and `j` begins another phrase ("its management informed the union")."""
    word, before = p.words[j], p.words[j - 1]
    if not before.endswith((PRONOUNS[1], PRONOUNS[2])) or len(before) < 6 or j - 1 in p.names or before in lex.place:
        return False
    return not word.startswith(AL) and word[:1].isalpha() and not word.isascii() and not (j in p.names and p.names[j][1] == "PER") and not _is_titled(word, lex)


def _is_turned(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether a circumstance ("doubting"), a preposition after an untitled head, a clause about an indefinite one ("a commission that it named") or a verbal noun after a surname begins at `j`."""
    word = p.words[j]
    if any(a <= j < end for a, (end, _) in p.names.items()):
        return False
    if _CIRCUMSTANCE.fullmatch(word) or (word.startswith(BEH + AL) and len(word) > 5 and not _is_titled(p.words[i], lex)):
        return True
    if j == i + 1 and word.startswith(AL) and word[2:] in lex.deed and p.words[i].startswith(AL) and not _is_titled(p.words[i], lex) and p.words[i] not in lex.source and p.words[i] not in lex.medium:
        return True
    return j > i + 1 and word.endswith(TEH + PRONOUNS[1]) and not p.words[i].startswith(AL) and not p.words[j - 1].startswith(AL) and p.words[i] in lex.source


def _is_accusative(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether an indefinite accusative, or a verbal noun with a pronoun, begins the object after a definite organisation ("the States lead a coalition")."""
    word, before = p.words[j], p.words[j - 1]
    if not before.startswith(AL) or word.startswith(AL) or len(word) < 5 or j in p.names or _is_titled(p.words[i], lex):
        return False
    if word.endswith(TEH + HEH) or (word.endswith(PRONOUNS[1:3]) and word[:-2] in lex.deed):
        return True
    return word.endswith(ALEF) and word not in lex.place and (p.words[i] in lex.source or (i in p.names and p.names[i][1] != "PER"))


def _is_object(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether a definite plural after a bare name, or a country after an adjective of nation, is no longer the subject."""
    word, before = p.words[j], p.words[j - 1]
    if _is_plural(p.words[i]) and not _is_titled(p.words[i], lex) and j in p.names and p.names[j][1] == "PER":
        return True
    if _is_new_noun(p, i, j, lex):
        return True
    if word in lex.place and word.startswith(AL) and word[-1:] not in (YEH, HEH):
        return before.startswith(AL) and before[-1:] in (YEH, HEH) and before not in lex.place
    return word.startswith(AL) and word.endswith(ALEF + TEH) and len(word) > 5 and j == i + 1 and not before.startswith(AL) and before not in lex.inside and before not in lex.title and before not in lex.source


def _is_new_noun(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether an indefinite word after a definite organisation begins the object ("the authorities denied claims")."""
    word, head = p.words[j], p.words[i]
    if j - i < 2 or _is_titled(head, lex) or head in lex.amount or j in p.names or word.startswith(AL) or not word[:1].isalpha() or word.isascii():
        return False
    known = head in lex.source or (i in p.names and p.names[i][1] == "ORG" and p.names[i][0] <= j)
    return known and p.words[j - 1].startswith(AL) and word[:1] not in (WAW, BEH, LAM) and word not in lex.place and word not in lex.inside and word not in lex.title


def _is_share(p: Passage, j: int) -> bool:
    """Whether "in" at `j` belongs to "57 in the hundred"."""
    return p.words[j - 1].isdigit() and j + 1 < len(p.words) and p.words[j + 1].startswith(AL + MEEM)


def _is_addressed(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether token `j` names whom an untitled subject speaks to ("to the lord of …")."""
    word = p.words[j]
    if word[:1] != LAM or len(word) < 4:
        return False
    rest = AL + word[2:] if word[:2] == LAM + LAM else word[1:]
    if rest in lex.press:
        return True
    if _is_titled(p.words[i], lex) or p.words[i] in lex.source:
        return False
    return rest in lex.title or rest in lex.honorific or (_is_plural(rest) and rest[-1] == NOON)


def _goes_to_origin(p: Passage, i: int, j: int, lex: Lexicon) -> bool:
    """Whether "from" or "of" at `j` leaves the name: not after an amount ("a number of"), a source or a title."""
    head = p.words[i]
    if p.words[j] == _FROM and j + 1 < len(p.words) and p.words[j + 1] in lex.side:
        return True
    return p.words[j] == _FROM and j - i >= 2 and not (head in lex.amount or head in lex.source or _is_titled(head, lex))


def _shut(p: Passage, j: int, limit: int) -> int:
    return next((k + 1 for k in range(j + 1, min(limit, j + 8)) if p.words[k] in _SHUT), 0)


def _title_goes_on(p: Passage, i: int, j: int, limit: int, lex: Lexicon) -> bool:
    """Whether a title without its name so far goes on past a preposition to a rank or honorific before a name."""
    if not _is_titled(p.words[i], lex) or name_inside(p, i, j, lex) or p.person(i, j):
        return False
    if p.words[j] in lex.relative or p.words[j] in lex.who:
        return False
    if j == i + 1 and (p.words[j] in lex.on_ or p.words[j] in lex.from_):
        return True
    shut = -1
    for k in range(j + 1, limit):
        word = p.words[k]
        shut = p.close.get(k, shut) if k > shut else shut
        if k <= shut:
            continue
        if not is_word(word) or word in lex.that or word in lex.finite or word in lex.time:
            return False
        if k in p.names and p.names[k][1] == "PER":
            return True
        if word in lex.honorific and word not in lex.title and word.startswith(AL):
            return True
        if k > j + 1 and not p.names and _begins_name(p.words[k - 1], word, lex):
            return limit - k <= 6 and all(is_word(w) and not w.startswith(AL + LAM) for w in p.words[k:limit])
    return False


def _is_titled(word: str, lex: Lexicon) -> bool:
    return any(w in lex.title or w in lex.honorific for w in (word, bare(word)))


def _apposed(p: Passage, i: int, end: int, lex: Lexicon) -> tuple[int, int] | None:
    """The name in "the president, Name, …" that begins at token i."""
    if i >= end or not is_word(p.words[i]) or _stops(p, i, lex) or p.words[i] in lex.time or p.words[i] in lex.skip or p.words[i] in lex.narrates or p.words[i] in lex.finite:
        return None
    j = _phrase_end(p, i, end, lex)
    near = next((k for k in range(i, min(i + 3, end)) if k in p.names), None)
    if near is not None and p.names[near][1] == "PER" and all(w.startswith(AL) for w in p.words[i:near]):
        return near, p.names[near][0]
    if p.words[i][:1] == WAW and bare(p.words[i]) != p.words[i] and _is_titled(p.words[i], lex):
        return None
    return name_inside(p, i, j, lex) or ((i, j) if j - i <= 5 and not p.words[i].startswith(AL) else None)


def name_inside(p: Passage, i: int, j: int, lex: Lexicon) -> tuple[int, int] | None:
    """The name after its titles in tokens [i, j), or None when there is no title or no name after it."""
    words = p.words
    if not _is_titled(words[i], lex):
        return _before_title(p, i, j, lex)
    for k in range(i + 1, j):
        if _begins_name(words[k - 1], words[k], lex):
            end = next((m for m in range(k + 2, j) if words[m] in lex.apposed), j)
            return _without_marks(p, k, end)
    return None


def _before_title(p: Passage, i: int, j: int, lex: Lexicon) -> tuple[int, int] | None:
    """The name before an apposed office ("Name the economic expert"), when it is longer than a surname that looks like one."""
    for k in range(i + 2, j - 1):
        word = p.words[k]
        if word in lex.apposed and p.words[i] not in lex.source and p.words[i] not in lex.amount:
            return _without_marks(p, i, k)
        if word.startswith(AL) and word in lex.title and p.words[k + 1].startswith(AL) and p.words[i] not in lex.source and p.words[i] not in lex.amount:
            return _without_marks(p, i, k)
    return None


def _begins_name(before: str, word: str, lex: Lexicon) -> bool:
    if before in lex.who or word in lex.title or word in lex.honorific or word == _FROM or word in lex.stop or not word[:1].isalpha():
        return False
    if word in lex.inside and not (word in lex.nation and before.startswith(AL)):
        return False
    before = bare(before) if bare(before) in lex.honorific else before
    if before.startswith(AL) and before in lex.honorific and before not in lex.title:
        return not (word.startswith(AL) and word in lex.place)
    if word.startswith(AL) or word in lex.place or word in lex.stop or _has_preposition(word, lex):
        return False
    return before.startswith(AL) or before in lex.place or (before.startswith(LAM + LAM)) or before.isascii()


def _has_preposition(word: str, lex: Lexicon) -> bool:
    if word[:2] == LAM + LAM or word[:3] in (BEH + AL, WAW + AL, FEH + AL):
        return True
    rest = word[1:]
    if word[:1] in (BEH, LAM) and len(word) > 4 and rest in lex.deed:
        return True
    return word[:1] in (BEH, LAM, WAW) and (rest in lex.inside or rest in lex.title or rest in lex.place or rest in lex.honorific or rest in lex.source)


def names_someone(p: Passage, phrase: Phrase, lex: Lexicon) -> bool:
    """Whether a phrase after "according to" is somebody who can speak: a source, a title, an outlet, a document."""
    if phrase.name != (phrase.start, phrase.end) or (phrase.start in p.names and p.names[phrase.start][1] in ("PER", "ORG")):
        return True
    word = p.words[phrase.start + (p.words[phrase.start] in lex.this and phrase.end - phrase.start > 1)]
    word = next((word[: -len(end)] for end in PRONOUNS[1:3] if word.endswith(end) and len(word) > len(end) + 3 and word[: -len(end)].lstrip(LAM) in lex.source), word)
    forms = {word, word[1:] if word[:1] == LAM else word, word[2:] if word[:2] == LAM + LAM else word, AL + word[2:] if word[:2] == LAM + LAM else word}
    return any(form in group for form in forms for group in (lex.source, lex.title, lex.honorific, lex.medium, lex.written, lex.names))
