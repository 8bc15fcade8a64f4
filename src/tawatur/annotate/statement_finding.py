"""Finds the statements of one passage: verbal cues, carried reports, adverbial attributions, and quotations whose cue comes after or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tawatur.annotate.statement_chains import chain_role, issuer_of
from tawatur.annotate.statement_clauses import COMMA, DASH, LONG_QUOTE, Link, Opening, Report, content_end, find_opening, shape, speech_opening, trim
from tawatur.annotate.statement_lexicon import AL, ALEF, PRONOUNS, TEH, WAW, Cue, Lexicon, cues
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase, bare, find_phrase, is_word, names_someone

_REACH = 60  # tokens from a cue to what opens its content
_NEAR = 12  # the same for a cue that is also a common word
CARRIED = frozenset({"carry", "appear", "appear_two"})


def find_reports(p: Passage, lex: Lexicon) -> list[Report]:
    """The passage's statements in order of their content."""
    table = cues()
    anchors = [(i, table[w]) for i, w in enumerate(p.words) if w in table]
    if not anchors and not p.quotes and not any(w in lex.by for w in p.words):
        return []
    inside = _inside_quotes(p)
    reports = list(_verbal(p, anchors, inside, lex))
    reports = _adverbial(p, reports, inside, lex)
    reports += _bare_quotations(p, reports, lex)
    return sorted([*reports, *_silent(p, anchors, inside, reports, lex)], key=lambda r: r.start)


def _silent(p: Passage, anchors: list[tuple[int, Cue]], inside: bytearray, reports: list[Report], lex: Lexicon) -> Iterator[Report]:
    """Cues that give no statement still tell who is on the scene for the next cue without a subject: reports of no length."""
    used = {r.cue for r in reports}
    covered = _mask(p, ((r.start, r.end) for r in reports))
    for i, cue in anchors:
        if i in used or inside[i] or covered[i] or cue.form not in ("past", "present") or cue.verb.near or (i and p.words[i - 1] in lex.not_):
            continue
        phrase = find_phrase(p, i + 1, min(p.sentence_end(i), i + 12), lex)
        if phrase and (names_someone(p, phrase, lex) or p.person(*phrase.name)):
            yield Report(i, (i, i), i, i, "indirect", "say", phrase, cue.gender, cue.number, "silent")


def _inside_quotes(p: Passage) -> bytearray:
    """1 for each token inside a quotation long enough to be speech."""
    return _mask(p, ((a + 1, b) for a, b in p.quotes if b - a > 4))


def _mask(p: Passage, ranges: Iterable[tuple[int, int]]) -> bytearray:
    """1 for each token in one of the ranges."""
    mask = bytearray(len(p.words))
    for start, end in ranges:
        mask[start:end] = b"\x01" * (min(end, len(mask)) - start)
    return mask


def _verbal(p: Passage, anchors: list[tuple[int, Cue]], inside: bytearray, lex: Lexicon) -> Iterator[Report]:
    found: list[tuple[int, Cue, Opening]] = []
    carried: dict[int, Report] = {}
    taken: set[int] = set()
    for n, (i, cue) in enumerate(anchors):
        if inside[i] or (i and (_is_noun_here(p.words[i - 1], cue, lex) or _is_between(p.words[i - 1], cue, lex))):
            continue
        special = _carried(p, i, cue, lex) if cue.verb.id in CARRIED else None
        opening = _opening_of(special) if special else _open(p, i, n, anchors, cue, lex)
        if opening is None or opening.start in taken or opening.start >= len(p.words) or _is_impersonal(p, i, cue, opening, lex):
            continue
        if special:
            carried[i] = special
        taken.add(opening.start)
        found.append((i, cue, opening))
    kept = _drop_nested(p, found, lex)
    before: Report | None = None
    for n, (i, cue, opening) in enumerate(kept):
        following = _boundary(p, kept[n + 1][0], lex) if n + 1 < len(kept) else len(p.words)
        report = carried.get(i) or Report(i, (i + 1, opening.at), opening.start, 0, "indirect", cue.verb.act, None, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}")
        if (full := _fill(p, report, cue, opening, following, before, lex)) is not None:
            before = full
            if (tail := _tail_quotation(p, full)) is not None:
                yield replace(full, end=trim(p, full.start, tail.start - 1, lex)[1], kind="indirect")
                yield tail
                continue
            yield full
            yield from _second_quotations(p, full, following, lex)


def _is_impersonal(p: Passage, i: int, cue: Cue, opening: Opening, lex: Lexicon) -> bool:
    """Whether a bare present is passive: "it is said that" at the start of its clause, "who is believed to"."""
    if not cue.verb.passive or (cue.form, cue.gender, cue.number) != ("present", "m", "s") or opening.at > i + 2:
        return False
    before = p.words[i - 1] if i > p.sentence_start(i) else ""
    return before in lex.who or (opening.at <= i + 1 and (not is_word(before) or before in lex.leads_on))


def _opening_of(report: Report) -> Opening:
    return Opening(report.zone[1], report.start, "that")


def _open(p: Passage, i: int, n: int, anchors: list[tuple[int, Cue]], cue: Cue, lex: Lexicon) -> Opening | None:
    if cue.form == "noun" or cue.verb.id in CARRIED:
        return None
    limit = _limit(p, i, n, anchors, cue, lex)
    found = find_opening(p, i, limit, cue, lex)
    return found if found or cue.verb.id != "consider" else _second_object(p, i, limit, lex)


def _second_object(p: Passage, i: int, limit: int, lex: Lexicon) -> Opening | None:
    """ "X considered the decision a proof": the content begins after the person who considers."""
    phrase = find_phrase(p, i + 1, limit, lex)
    if phrase is None or phrase.end + 2 >= limit or p.person(*phrase.name) is None or not (p.words[phrase.end].startswith(AL) or p.words[phrase.end] in lex.this):
        return None
    return Opening(phrase.end, phrase.end, "noun")


def _limit(p: Passage, i: int, n: int, anchors: list[tuple[int, Cue]], cue: Cue, lex: Lexicon) -> int:
    """How far a cue may look for its content: its sentence, its reach, and not past another finite cue."""
    close_by = cue.verb.near and not (cue.form == "past" and (cue.joined or i == p.sentence_start(i)))
    limit = min(p.sentence_end(i), i + (_NEAR if close_by else _REACH))
    for j, other in anchors[n + 1 : n + 6]:
        if j >= limit:
            break
        if other.form == "participle" and other.verb.id != "say":
            return j
        if other.form in ("past", "present") and not other.verb.near and not _is_noun_here(p.words[j - 1], other, lex):
            return j
    return limit


def _drop_nested(p: Passage, found: list[tuple[int, Cue, Opening]], lex: Lexicon) -> list[tuple[int, Cue, Opening]]:
    """Cues inside another's content stay only where they start a report of their own."""
    kept: list[tuple[int, Cue, Opening]] = []
    for i, cue, opening in found:
        if kept:
            before = kept[-1][2]
            if before.start <= i < p.sentence_end(before.start) and not (_starts_anew(p, i, cue, lex) or p.words[kept[-1][0] - 1] in lex.while_):
                continue
        kept.append((i, cue, opening))
    return kept


def _is_noun_here(before: str, cue: Cue, lex: Lexicon) -> bool:
    """Whether the word before shows that a cue's form is a noun here, or a verb that only may be true ("may confirm")."""
    if bare(before) in lex.not_:
        return True
    if cue.form == "past":
        return not cue.joined and (before in lex.preposition or before in lex.from_ or before in lex.not_) and before not in lex.leads_on
    return before in lex.not_ or (cue.form == "present" and (before in lex.may or (before in lex.that and not cue.joined)))


def _is_between(before: str, cue: Cue, lex: Lexicon) -> bool:
    """Whether "showed" is "between", or the participle "demanding" the noun "demand": nothing before it ends a clause."""
    if cue.joined or (cue.verb.id, cue.form, cue.gender) not in {("show", "past", "m"), ("demand", "participle", "f")}:
        return False
    return is_word(before) and before not in lex.leads_on


def _boundary(p: Passage, i: int, lex: Lexicon) -> int:
    """Where the clause of cue `i` begins: at "but", after a comma not far before it, else at the cue."""
    return next((k for k in range(i - 1, max(i - 10, 0), -1) if p.words[k] in COMMA and p.words[k + 1] in lex.turn), i)


def _starts_anew(p: Passage, i: int, cue: Cue, lex: Lexicon) -> bool:
    if cue.form != "participle" and _boundary(p, i, lex) < i:
        return True
    before = p.words[i - 1] if i else ""
    if cue.form == "participle" or (cue.joined and (not cue.verb.near or before in COMMA)):
        return True
    return before in lex.leads_on


def _fill(p: Passage, report: Report, cue: Cue, opening: Opening, following: int, before: Report | None, lex: Lexicon) -> Report | None:
    """The report with its content's end, kind and subject, or None when there is no content or nobody can have said it."""
    end = content_end(p, opening, following, lex)
    related = any(w in lex.who for w in p.words[max(0, report.zone[0] - 4) : report.zone[0] - 1])
    if related and opening.start not in p.close:
        end = next((k for k in range(opening.start, end) if p.words[k] in COMMA or p.words[k] in DASH), end)
    kind, start, end = shape(p, opening, end, lex)
    start, end = trim(p, start, end, lex)
    if end - start < 2:
        return None
    anchor = report.zone[0] - 1
    floor = before.end if before is not None and before.start >= p.sentence_start(anchor) else 0
    subject = report.subject or (None if report.links else _subject(p, anchor, floor, cue, opening, lex))
    if cue.verb.document and not (subject and any(w in lex.document for w in p.words[subject.start : subject.start + 1])):
        return None
    subject, links = _quoted_source(p, report.zone, subject, report.links, lex)
    report = replace(report, links=links)
    if cue.form == "participle":
        if before is not None and before.cue is not None and before.cue >= p.sentence_start(anchor):
            return replace(report, start=start, end=end, kind=kind, subject=before.subject, links=before.links, inherits=True)
        subject = _sentence_subject(p, anchor, cue.gender, lex)
    elif subject is None and not report.links and anchor - p.sentence_start(anchor) > 3 and (before is None or before.start < p.sentence_start(anchor)):
        subject = _sentence_subject(p, anchor, cue.gender, lex)
    if subject is None and cue.verb.passive and cue.form == "present" and (cue.gender, cue.number) == ("m", "s") and not report.links:
        return None
    return replace(report, start=start, end=end, kind=kind, subject=subject, inherits=cue.form == "participle")


def _tail_quotation(p: Passage, report: Report) -> Report | None:
    """The quotation that ends indirect content after "and": "that it stays, and «they want us here»" is two statements."""
    if report.kind != "mixed":
        return None
    for a, b in p.quotes:
        if report.start < a and report.end - 1 <= b <= report.end and b - a > LONG_QUOTE and p.words[a - 1] == WAW and p.words[a - 2] in COMMA:
            return replace(report, start=a + 1, end=b, kind="direct")
    return None


def _quoted_source(p: Passage, zone: tuple[int, int], subject: Phrase | None, links: tuple[Link, ...], lex: Lexicon) -> tuple[Phrase | None, tuple[Link, ...]]:
    """ "X said, quoting Y, that": Y speaks, through X."""
    at = next((k for k in range(*zone) if p.words[k] in lex.quoting), None)
    if at is None or subject is None or at + 1 >= zone[1]:
        return subject, links
    source = find_phrase(p, at + 1 + (p.words[at + 1] in lex.from_), zone[1], lex)
    return (source, (*links, Link(subject.name, chain_role(p, subject, lex)))) if source else (subject, links)


def _second_quotations(p: Passage, report: Report, following: int, lex: Lexicon) -> Iterator[Report]:
    """Further quotations joined to a direct one by and or a comma after the same cue."""
    at = report.end + 1
    while report.kind == "direct" and at + 1 < min(following, len(p.words)):
        nxt = at
        while nxt + 1 < len(p.words) and nxt - at < 3 and nxt not in p.close and (p.words[nxt] in COMMA or p.words[nxt] == WAW or p.words[nxt][1:] in lex.that):
            nxt += 1
        if nxt in p.close and p.close[nxt] - nxt > LONG_QUOTE:
            yield replace(report, start=nxt + 1, end=p.close[nxt])
            at = p.close[nxt] + 1
        else:
            return


def _subject(p: Passage, i: int, floor: int, cue: Cue, opening: Opening, lex: Lexicon) -> Phrase | None:
    if cue.form == "participle":
        return None
    after = find_phrase(p, i + 1, opening.at, lex)
    if after is None and i and p.words[i - 1] in lex.who and not any(p.words[i].endswith(end) for end in PRONOUNS[:3]):
        return _antecedent(p, i - 1, lex)
    joined = cue.joined or (i > 0 and p.words[i - 1] == WAW)
    if after is not None and joined and cue.verb.act == "demand" and _is_addressee(p, after, lex):
        return None
    if after is not None or joined:
        return after
    return _subject_before(p, i, floor, lex)


def _antecedent(p: Passage, who: int, lex: Lexicon) -> Phrase | None:
    """The noun phrase before a relative pronoun at `who`: back to a preposition, a comma or the sentence's start."""
    start = who
    while start > max(p.sentence_start(who), who - 8) and not (p.words[start - 1] in lex.stop or p.words[start - 1] in COMMA or p.words[start - 1] in lex.that):
        start -= 1
    phrase = find_phrase(p, start, who, lex)
    return phrase if phrase and phrase.end >= who - 1 else None


def _is_addressee(p: Passage, phrase: Phrase, lex: Lexicon) -> bool:
    """Whether a phrase after a joined verb of calling is whom it calls: "all …", "its citizens"."""
    word = p.words[phrase.start]
    return word in lex.everybody or any(word.endswith(end) and len(word) > len(end) + 3 for end in PRONOUNS[1:])


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
            if phrase and phrase.end >= end and phrase.end - phrase.start > 1:
                return phrase
            break
    phrase = find_phrase(p, start, end, lex) if start < end else None
    if phrase and phrase.end + 1 < end and p.words[phrase.end] in COMMA and p.words[phrase.end + 1] in lex.relative and p.words[i - 1] in COMMA:
        return phrase
    return phrase if phrase and phrase.end >= end - 1 else None


def _clause_start(p: Passage, i: int, lex: Lexicon) -> int:
    """The first word of the sentence before `i` that is not a connective, past a dateline and its colon."""
    start = p.sentence_start(i)
    start = next((k + 1 for k in range(start, min(start + 8, i)) if p.words[k] == ":"), start)
    while start < i and (p.words[start] in lex.leads_on or p.words[start] in lex.skip or not is_word(p.words[start]) or (p.words[start + 1] in lex.skip and (p.words[start] in lex.stop or p.words[start] in lex.from_ or p.words[start] in lex.not_))):
        start += 1
    return start


def _sentence_subject(p: Passage, i: int, gender: str, lex: Lexicon) -> Phrase | None:
    """The subject of the verb that begins the sentence of a participle at `i`."""
    start = _clause_start(p, i, lex)
    if i - start < 3:
        return None
    named = p.words[start].startswith(AL) or names_someone(p, Phrase(start, start + 1, (start, start + 1)), lex)
    if named:
        return find_phrase(p, start, i, lex)
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


def _carried(p: Passage, i: int, cue: Cue, lex: Lexicon) -> Report | None:
    """ "X carried from Y that …" and "it came in the statement of Y that …": the content's opening, who speaks, and through whom."""
    limit = min(p.sentence_end(i), i + _REACH)
    mark = next((k for k in range(i + 1, limit) if p.words[k] in (lex.from_ if cue.verb.id == "carry" else lex.in_)), None)
    if cue.verb.id == "carry" and mark is not None and any(w in lex.that for w in p.words[i:mark]):
        mark = None
    if cue.verb.id != "carry" and i + 1 < limit and p.words[i + 1] in lex.in_it:
        opening = speech_opening(p, i + 2, limit, lex)
        subject = _sentence_subject(p, i, "m", lex) or _sentence_subject(p, i, "f", lex)
        return Report(i, (i + 2, opening.at), opening.start, 0, "indirect", "say", subject, "m", "s", f"{cue.verb.id}.{opening.how}", inherits=True) if opening else None
    if mark is None:
        return _carrier_alone(p, i, limit, cue, lex) if cue.verb.id == "carry" else None
    opening = speech_opening(p, mark + 1, limit, lex)
    if opening is None:
        return None
    base = Report(i, (mark + 1, opening.at), opening.start, 0, "indirect", "say", None, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}")
    if cue.verb.id != "carry":
        head = mark + 1
        document = (head, head + 1)
        if p.words[head] in lex.written:
            return replace(base, subject=issuer_of(p, head, opening.at, lex), links=(Link(document, "channel", True),))
        subject = find_phrase(p, head, opening.at, lex)
        if subject is None or p.words[subject.start] not in lex.document or any(w in lex.finite for w in p.words[head : opening.at]):
            return None
        return replace(base, subject=subject)
    carrier = find_phrase(p, i + 1, mark, lex)
    speaker = find_phrase(p, mark + 1, opening.at, lex)
    if speaker is None:
        return None
    said = next((k for k in range(mark + 1, opening.at) if p.words[k] in lex.said), i)
    links = (Link(carrier.name, chain_role(p, carrier, lex)),) if carrier else ()
    return replace(base, cue=said, subject=speaker, links=links, gender="m")


def _carrier_alone(p: Passage, i: int, limit: int, cue: Cue, lex: Lexicon) -> Report | None:
    """ "X reported that": the carrier is the only source."""
    opening = speech_opening(p, i + 1, min(limit, i + 15), lex)
    subject = find_phrase(p, i + 1, opening.at, lex) if opening else None
    if opening is None or opening.how == "colon" or subject is None:
        return None
    return Report(i, (i + 1, opening.at), opening.start, 0, "indirect", "say", subject, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}")


def _adverbial(p: Passage, reports: list[Report], inside: bytearray, lex: Lexicon) -> list[Report]:
    """Adverbial attributions: they give a report of their own, or end another's content and lengthen its chain."""
    cued = {r.cue for r in reports}
    zones = _mask(p, (r.zone for r in reports if r.cue is not None and r.zone[0] < r.zone[1]))
    for i, word in enumerate(p.words):
        if inside[i] or not (word in lex.by or word in lex.quoting or word in lex.where or word in lex.on):
            continue
        if zones[i]:
            continue
        source = _source(p, i, cued, lex)
        if source is not None:
            reports = _attribute(p, i, source, reports, lex)
    return reports


def _source(p: Passage, i: int, cued: set[int | None], lex: Lexicon) -> tuple[Phrase, int, bool] | None:
    """The source after the attribution at `i`: its phrase, the token after everything, whether a verb says that it speaks."""
    table = cues()
    limit = min(p.sentence_end(i), i + 30)
    at, verb, word = i + 1, False, p.words[i]
    if word in lex.on:
        phrase_words = next((w for w in lex.word_of if tuple(p.words[i : i + len(w)]) == w), None)
        if phrase_words is None:
            return None
        at, verb = i + len(phrase_words), True
    if at < limit and p.words[at] in lex.what:
        at += 1
    if at < limit and (p.words[at] in table or p.words[at] in lex.carry or _told(p.words[at], table)):
        cue = None if _told(p.words[at], table) else table.get(p.words[at])
        if at in cued or (cue and (cue.joined or cue.form not in ("past", "present"))):
            return None
        if word in lex.as_ and (i <= p.sentence_start(i) + 1 or (cue and "that" not in cue.verb.opens)):
            return None
        at, verb = at + 1, True
    elif word in lex.where:
        return None
    while at < limit and (p.words[at] in lex.told_by or p.words[at] in lex.from_):
        at += 1
    phrase = find_phrase(p, at, limit, lex, addressed=verb)
    if phrase and phrase.start in p.names and p.names[phrase.start][1] != "PER" and p.names[phrase.start][0] < phrase.end:
        phrase = replace(phrase, end=p.names[phrase.start][0], name=(phrase.start, p.names[phrase.start][0]))
    if phrase is None or not (verb or word in lex.quoting or names_someone(p, phrase, lex)):
        return None
    return phrase, phrase.end, verb


def _before_colon(p: Passage, colon: int, lex: Lexicon) -> Phrase | None:
    """Somebody named right before a colon and a quotation: "Name: «…»"."""
    start = max(next((a + 1 for a, b in p.quotes if a < colon < b), 0), colon - 12)
    for k in range(start, colon):
        phrase = Phrase(k, k + 1, (k, k + 1))
        if p.words[k] in lex.title or p.words[k] in lex.honorific or (k in p.names and p.names[k][1] == "PER"):
            phrase = find_phrase(p, k, colon, lex) or phrase
            return phrase if phrase.end >= colon - 2 else None
    return None


def _telling(word: str, table: dict[str, Cue]) -> Cue | None:
    """The cue of a verb, with or without an object pronoun ("said it")."""
    cue = table.get(word)
    if cue is None or cue.form == "noun":
        cue = next((table[word[: -len(end)]] for end in PRONOUNS[:2] if word.endswith(end) and word[: -len(end)] in table), cue)
    return cue


def _told(word: str, table: dict[str, Cue]) -> bool:
    """A cue verb with an object pronoun ("what he announced [it]")."""
    return any(word.endswith(end) and table.get(word[: -len(end)]) is not None for end in ("\N{ARABIC LETTER HEH}", "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}"))


def _attribute(p: Passage, i: int, source: tuple[Phrase, int, bool], reports: list[Report], lex: Lexicon) -> list[Report]:
    phrase, after, _ = source
    start, end = p.sentence_start(i), p.sentence_end(i)
    link = Link(phrase.name, chain_role(p, phrase, lex), p.words[phrase.start] in lex.written)
    if _leads(p, start, i, lex):
        return _before_clause(p, i, phrase, after, end, link, reports, lex)
    covering = next((r for r in reversed(reports) if r.start <= i and start <= r.start and i <= max(r.end, end) and (r.cue is None or r.cue < i)), None)
    if covering is not None and i < p.sentence_end(covering.start):
        if covering.end > i and covering.end - after <= i - covering.start:
            cut = trim(p, covering.start, i, lex)[1]
            return [replace(r, end=cut, links=(*r.links, link)) if r is covering else r for r in reports if r is covering or not r.start >= i or r.start > after]
        return [replace(r, links=(*r.links, link)) if r is covering and covering.end <= i and phrase.end - phrase.start <= 12 else r for r in reports]
    own = list(_own_report(p, i, start, i, phrase, link, lex))
    speaker = own[0].subject if own else phrase
    follows = [replace(r, subject=speaker) if r.inherits and r.cue is not None and i < r.cue < end and not r.source else r for r in reports]
    return [*follows, *own]


def _leads(p: Passage, start: int, i: int, lex: Lexicon) -> bool:
    return all(not is_word(w) or w in lex.leads_on or w in lex.skip for w in p.words[start:i])


def _before_clause(p: Passage, i: int, phrase: Phrase, after: int, end: int, link: Link, reports: list[Report], lex: Lexicon) -> list[Report]:
    """ "According to X, …": a report of the clause, or a link when somebody else is said to speak in it."""
    mine = next((r for r in reports if r.cue is not None and after <= r.cue <= after + 4), None)
    if mine is not None:
        return [replace(r, links=(*r.links, link)) if r is mine else r for r in reports]
    nearest = min((r.cue for r in reports if r.cue is not None and after < r.cue < end), default=end)
    quoted = next((a for a, b in p.quotes if after < a < nearest and b - a > LONG_QUOTE and p.words[a - 1] == ":"), None)
    if quoted is not None and (subject := _before_colon(p, quoted - 1, lex)) is not None and subject.start > phrase.start:
        shut = min(p.close[quoted], len(p.words))
        return [*reports, Report(i, (after, quoted), quoted + 1, shut, "direct", "say", subject, "m", "s", "according", source=True, links=(link,))]
    start = after
    while start < nearest and ((not is_word(p.words[start]) and start not in p.close) or p.words[start] in lex.then or p.words[start] in lex.skip):
        start += 1
    return [*reports, *_own_report(p, i, start, nearest, phrase, link, lex)]


def _own_report(p: Passage, cue: int, start: int, end: int, phrase: Phrase, link: Link, lex: Lexicon) -> Iterator[Report]:
    kind, a, b = shape(p, Opening(cue, start, "that"), end, lex)
    a, b = trim(p, a, b, lex)
    if b - a < 4:
        return
    links: tuple[Link, ...] = ()
    subject: Phrase | None = phrase
    if link.written:
        subject, links = issuer_of(p, phrase.start, min(p.sentence_end(cue), phrase.start + 20), lex), (Link((phrase.start, phrase.start + 1), "channel", True),)
    gender = "f" if p.words[phrase.start].endswith("\N{ARABIC LETTER HEH}") else "m"
    yield Report(cue, (phrase.start, phrase.start), a, b, kind, "say", subject, gender, "s", "according", source=True, inherits=True, links=links)


def _bare_quotations(p: Passage, reports: list[Report], lex: Lexicon) -> Iterator[Report]:
    """Quotations that no cue before them opened: with their cue after them, or a passage that goes on quoting."""
    table = cues()
    covered = _mask(p, ((r.start, r.end) for r in reports))
    for a, b in p.quotes:
        if b - a - 1 < LONG_QUOTE or any(covered[a:b]):
            continue
        after = b + 1
        while after < len(p.words) and p.words[after] in COMMA:
            after += 1
        while after < len(p.words) and p.words[after] in lex.this_is:
            after += 1
        cue = _telling(p.words[after], table) if after < len(p.words) else None
        if cue is not None and cue.form in ("past", "present") and "quote" in cue.verb.opens and not cue.joined and not cue.verb.near:
            subject = find_phrase(p, after + 1, p.sentence_end(after), lex)
            yield Report(after, (after, after), a + 1, b, "direct", cue.verb.act, subject, cue.gender, cue.number, f"{cue.verb.id}.after")
        elif a and p.words[a - 1] == ":" and (subject := _before_colon(p, a - 1, lex)) is not None:
            yield Report(None, (a, a), a + 1, min(b, len(p.words)), "direct", "say", subject, "m", "s", "colon")
        elif p.sentence_start(a) >= a - 1 and b + 3 >= p.sentence_end(b - 1) and b - a > 8:
            yield Report(None, (a, a), a + 1, min(b, len(p.words)), "direct", "say", None, "", "", "goes_on", inherits=True)
