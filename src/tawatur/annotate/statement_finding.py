"""Finds the statements of one passage: verbal cues and carried reports here; attributions and bare quotations in their own module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tawatur.annotate.statement_attributions import add_attributions, bare_quotations, mask
from tawatur.annotate.statement_chains import chain_role, issuer_of
from tawatur.annotate.statement_clauses import COMMA, DASH, LONG_QUOTE, Link, Opening, Report, content_end, find_opening, shape, speech_opening, trim
from tawatur.annotate.statement_lexicon import AL, BEH, TEH, WAW, Cue, Lexicon, cues
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase, bare, find_phrase, is_word, names_someone
from tawatur.annotate.statement_subjects import find_subject, sentence_subject

_REACH = 60  # tokens from a cue to what opens its content
_NEAR = 12  # the same for a cue that is also a common word
CARRIED = frozenset({"carry", "ascribe", "appear", "appear_two"})


def find_reports(p: Passage, lex: Lexicon) -> list[Report]:
    """The passage's statements in order of their content."""
    table = cues()
    anchors = [(i, table[w]) for i, w in enumerate(p.words) if w in table and not _is_anonymous(p, i, lex)]
    if not anchors and not p.quotes and not any(w in lex.attributive for w in p.words):
        return list(_scenes(p, anchors, lex))
    inside = _inside_quotes(p)
    reports = list(_verbal(p, anchors, inside, lex))
    reports = add_attributions(p, reports, inside, lex)
    reports += bare_quotations(p, reports, lex)
    return sorted([*reports, *_silent(p, anchors, inside, reports, lex), *_scenes(p, anchors, lex)], key=lambda r: r.start)


def _is_anonymous(p: Passage, i: int, lex: Lexicon) -> bool:
    """Whether the verb at `i` only asks that its subject's name be kept back, or is the noun in "lack of revealing"."""
    if i and p.words[i - 1] in lex.lack:
        return True
    return i + 2 < len(p.words) and p.words[i + 1] in lex.lack and p.words[i + 2] in lex.anonymous


def _silent(p: Passage, anchors: list[tuple[int, Cue]], inside: bytearray, reports: list[Report], lex: Lexicon) -> Iterator[Report]:
    """Cues that give no statement still tell who is on the scene for the next cue without a subject: reports of no length."""
    used = {r.cue for r in reports}
    covered = mask(p, ((r.start, r.end) for r in reports))
    for i, cue in anchors:
        if i in used or inside[i] or covered[i] or cue.form not in ("past", "present") or cue.verb.near or (i and (p.words[i - 1] in lex.not_ or p.words[i - 1] in lex.who)):
            continue
        phrase = find_phrase(p, i + 1, min(p.sentence_end(i), i + 12), lex)
        if phrase and (names_someone(p, phrase, lex) or p.person(*phrase.name)):
            yield Report(i, (i, i), i, i, "indirect", "say", phrase, cue.gender, cue.number, "silent")


def _scenes(p: Passage, anchors: list[tuple[int, Cue]], lex: Lexicon) -> Iterator[Report]:
    """Who acts in sentences that begin with any other verb ("the minister raised …"): he is on the scene for the next cue without a subject."""
    said = {i for i, _ in anchors}
    for at in (-1, *p.ends):
        i = at + 1
        if i + 2 >= len(p.words) or i in said or p.words[i].startswith(AL) or p.words[i] in lex.stop or not is_word(p.words[i]) or p.sentence_end(i) in (i, i + 1):
            continue
        if not (p.words[i + 1] in lex.title or p.words[i + 1] in lex.honorific or (i + 1 in p.names and p.names[i + 1][1] == "PER")):
            continue
        phrase = find_phrase(p, i + 1, min(p.sentence_end(i), i + 20), lex)
        if phrase and p.person(*phrase.name):
            yield Report(i, (i, i), i, i, "indirect", "say", phrase, "f" if p.words[i].endswith(TEH) else "m", "s", "silent")


def _inside_quotes(p: Passage) -> bytearray:
    """1 for each token inside a quotation long enough to be speech."""
    return mask(p, ((a + 1, b) for a, b in p.quotes if b - a > 4))


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
    if not cue.verb.passive or (cue.form, cue.gender, cue.number) != ("present", "m", "s"):
        return False
    if p.words[i + 1][:1] == BEH and opening.at in (i + 2, i + 3) and cue.joined:
        return True
    if opening.at > i + 2:
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
    if i and p.words[i - 1] in lex.who:
        limit = next((k for k in range(i + 1, limit) if p.words[k] in COMMA), limit)
    for j, other in anchors[n + 1 : n + 6]:
        if j >= limit:
            break
        if other.form == "participle" and other.verb.id != "say":
            return j
        if other.form in ("past", "present") and not other.verb.near and p.words[j - 1] not in lex.what and p.words[j - 1] not in lex.who and not _is_noun_here(p.words[j - 1], other, lex):
            return j
    return limit


def _drop_nested(p: Passage, found: list[tuple[int, Cue, Opening]], lex: Lexicon) -> list[tuple[int, Cue, Opening]]:
    """Cues inside another's content stay only where they start a report of their own."""
    kept: list[tuple[int, Cue, Opening]] = []
    for i, cue, opening in found:
        if kept:
            before = kept[-1][2]
            if before.start <= i < p.sentence_end(before.start) and (_is_still_reported(p, i, before, lex) or not (_starts_anew(p, i, before.start, cue, lex) or _is_in_while(p, kept[-1][0], lex))):
                continue
        kept.append((i, cue, opening))
    return kept


def _is_in_while(p: Passage, i: int, lex: Lexicon) -> bool:
    """Whether cue `i` opens its sentence with a clause of time."""
    return p.words[i - 1] in lex.while_ and i - 1 <= p.sentence_start(i)


def _is_still_reported(p: Passage, i: int, before: Opening, lex: Lexicon) -> bool:
    """Whether cue `i` stands in the content before it: after an auxiliary that no clause begins with."""
    k = i - 1
    while k > before.start and p.words[k] in lex.been:
        k -= 1
    return before.how in ("that", "colon") and k < i - 1 and (k <= before.start or (is_word(p.words[k]) and p.words[k] not in lex.leads_on and p.words[k] not in lex.while_))


def _is_noun_here(before: str, cue: Cue, lex: Lexicon) -> bool:
    """Whether the word before shows that a cue's form is a noun here, or a verb that only may be true ("may confirm")."""
    if before in lex.kin or bare(before) in lex.not_ or (before in lex.if_ and not cue.joined):
        return True
    if before in lex.gloss or (cue.verb.id == "describe" and before in lex.what_he):
        return True
    if cue.form == "past":
        return not cue.joined and (before in lex.happens or before in lex.preposition or before in lex.from_ or before in lex.not_) and before not in lex.leads_on
    return before in lex.not_ or (cue.form == "present" and (before in lex.may or (before in lex.that and not cue.joined)))


def _is_between(before: str, cue: Cue, lex: Lexicon) -> bool:
    """Whether "showed" is "between", or the participle "demanding" the noun "demand": nothing before it ends a clause."""
    if cue.joined or (cue.verb.id, cue.form, cue.gender) not in {("show", "past", "m"), ("accuse", "participle", "m"), ("express_two", "past", "m"), ("demand", "participle", "f")}:
        return False
    return is_word(before) and before not in lex.leads_on


def _boundary(p: Passage, i: int, lex: Lexicon) -> int:
    """Where the clause of cue `i` begins: at "but", after a comma not far before it, else at the cue."""
    return next((k for k in range(i - 1, max(i - 10, 0), -1) if p.words[k] in COMMA and p.words[k + 1] in lex.turn), i)


def _starts_anew(p: Passage, i: int, since: int, cue: Cue, lex: Lexicon) -> bool:
    if cue.form != "participle" and since < _boundary(p, i, lex) < i:
        return True
    before = p.words[i - 1] if i else ""
    if cue.joined and bare(before) in lex.been:
        return False
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
    if end - start < (1 if p.words[opening.at] == BEH or cue.verb.id == "describe" else 2):
        return None
    anchor = report.zone[0] - 1
    floor = before.end if before is not None and before.start >= p.sentence_start(anchor) else 0
    subject = report.subject or (None if report.links else find_subject(p, anchor, floor, cue, opening, lex))
    if cue.verb.outlet and not (subject and (subject.start in p.close or p.words[subject.start] in lex.medium or p.words[subject.start] in lex.names)):
        return None
    if cue.verb.document and not (subject and any(w in lex.document for w in p.words[subject.start : subject.start + 1])):
        return None
    subject, links = _quoted_source(p, report.zone, subject, report.links, lex)
    report = replace(report, links=links)
    if cue.form == "participle":
        if before is not None and before.cue is not None and before.cue >= p.sentence_start(anchor):
            return replace(report, start=start, end=end, kind=kind, subject=before.subject, links=before.links, inherits=True)
        subject = sentence_subject(p, anchor, cue.gender, lex)
    elif subject is None and not report.links and anchor - p.sentence_start(anchor) > 2 and (before is None or before.start < p.sentence_start(anchor)):
        subject = sentence_subject(p, anchor, cue.gender, lex)
    if subject is None and cue.verb.id == "point" and cue.form == "present" and not cue.joined and not report.links:
        return None
    if subject is None and cue.verb.passive and cue.form == "present" and (cue.gender, cue.number) == ("m", "s") and not report.links:
        return None
    return replace(report, start=start, end=end, kind=kind, subject=subject, inherits=cue.form == "participle")


def _tail_quotation(p: Passage, report: Report) -> Report | None:
    """The quotation that ends indirect content after "and": "that it stays, and «they want us here»" is two statements."""
    if report.kind != "mixed":
        return None
    for a, b in p.quotes:
        if report.start < a and report.end - 1 <= b <= report.end and b - a > LONG_QUOTE and ((p.words[a - 1] == WAW and p.words[a - 2] in COMMA) or (p.words[a - 1] == ":" and a - 1 > report.start)):
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


def _carried(p: Passage, i: int, cue: Cue, lex: Lexicon) -> Report | None:
    """ "X carried from Y that …" and "it came in the statement of Y that …": the content's opening, who speaks, and through whom."""
    limit = min(p.sentence_end(i), i + _REACH)
    mark = next((k for k in range(i + 1, limit) if p.words[k] in _mark_words(cue, lex)), None)
    if cue.verb.id == "carry" and mark is not None and any(w in lex.that for w in p.words[i:mark]):
        mark = None
    if cue.verb.id not in ("carry", "ascribe") and i + 1 < limit and p.words[i + 1] in lex.in_it:
        opening = speech_opening(p, i + 2, limit, lex)
        subject = sentence_subject(p, i, "m", lex) or sentence_subject(p, i, "f", lex)
        return Report(i, (i + 2, opening.at), opening.start, 0, "indirect", "say", subject, "m", "s", f"{cue.verb.id}.{opening.how}", inherits=True) if opening else None
    if mark is None:
        return _carrier_alone(p, i, limit, cue, lex) if cue.verb.id == "carry" else None
    opening = speech_opening(p, mark + 1, limit, lex)
    if opening is None or any(w in lex.participles for w in p.words[i : opening.at]):
        return None
    base = Report(i, (mark + 1, opening.at), opening.start, 0, "indirect", "say", None, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}")
    if cue.verb.id not in ("carry", "ascribe"):
        head = mark + 1
        document = (head, head + 1)
        if p.words[head] in lex.written or p.words[head] in lex.channels:
            return replace(base, subject=issuer_of(p, head, opening.at, lex), links=(Link(document, "channel", p.words[head] in lex.written),))
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


def _mark_words(cue: Cue, lex: Lexicon) -> frozenset[str]:
    """What stands between the carrier and the speaker, or before the document."""
    return {"carry": lex.from_, "ascribe": lex.to_}.get(cue.verb.id, lex.in_)


def _carrier_alone(p: Passage, i: int, limit: int, cue: Cue, lex: Lexicon) -> Report | None:
    """ "X reported that": the carrier is the only source."""
    opening = speech_opening(p, i + 1, min(limit, i + 15), lex)
    subject = find_phrase(p, i + 1, opening.at, lex) if opening else None
    if opening is None or opening.how == "colon" or subject is None or any(w in lex.participles for w in p.words[i : opening.at]):
        return None
    return Report(i, (i + 1, opening.at), opening.start, 0, "indirect", "say", subject, cue.gender, cue.number, f"{cue.verb.id}.{opening.how}")
