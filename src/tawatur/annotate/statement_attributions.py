"""Statements without a verb before their content: adverbial attributions, and quotations whose cue comes after them or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tawatur.annotate.statement_chains import chain_role, issuer_of
from tawatur.annotate.statement_clauses import COMMA, LONG_QUOTE, Link, Opening, Report, shape, trim
from tawatur.annotate.statement_lexicon import FEH, PRONOUNS, Cue, Lexicon, cues
from tawatur.annotate.statement_passages import Passage
from tawatur.annotate.statement_speakers import Phrase, find_phrase, is_word, names_someone


def add_attributions(p: Passage, reports: list[Report], inside: bytearray, lex: Lexicon) -> list[Report]:
    """Adverbial attributions: they give a report of their own, or end another's content and lengthen its chain."""
    cued = {r.cue for r in reports}
    zones = mask(p, (r.zone for r in reports if r.cue is not None and r.zone[0] < r.zone[1]))
    for i, word in enumerate(p.words):
        if inside[i] or not (word in lex.by or word in lex.quoting or word in lex.where or word in lex.on):
            continue
        if zones[i] or (word in lex.on and i and p.words[i - 1] in lex.appear):
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
    told = at < limit and _is_told(p, at, table, lex)
    if at < limit and (told or p.words[at] in table or p.words[at] in lex.carry):
        cue = None if told else table.get(p.words[at])
        if at in cued or (cue and (cue.joined or cue.form not in ("past", "present"))):
            return None
        if word in lex.as_ and (i <= p.sentence_start(i) + 1 or (cue and "that" not in cue.verb.opens)):
            return None
        at, verb = at + 1, True
    elif word in lex.where:
        return None
    while at < limit and (p.words[at] in lex.told_by or p.words[at] in lex.from_ or at in p.times):
        at = p.times.get(at, at + 1)
    phrase = find_phrase(p, at, limit, lex, addressed=verb)
    if phrase and phrase.start in p.names and p.names[phrase.start][1] != "PER" and p.names[phrase.start][0] < phrase.end:
        phrase = replace(phrase, end=p.names[phrase.start][0], name=(phrase.start, p.names[phrase.start][0]))
    if phrase is None or not (verb or word in lex.quoting or names_someone(p, phrase, lex) or _clause_after(p, phrase.end, limit, lex)):
        return None
    return phrase, phrase.end, verb


def _is_told(p: Passage, at: int, table: dict[str, Cue], lex: Lexicon) -> bool:
    """A verb of publishing after "what", or a cue verb with an object pronoun ("what he announced [it]")."""
    word = p.words[at]
    if word in lex.published and (p.words[at - 1] in lex.what or (p.words[at - 1] in lex.where and p.words[at - 1] not in lex.as_)):
        return True
    return any(word.endswith(end) and table.get(word[: -len(end)]) is not None for end in ("\N{ARABIC LETTER HEH}", "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}"))


def _attribute(p: Passage, i: int, source: tuple[Phrase, int, bool], reports: list[Report], lex: Lexicon) -> list[Report]:
    phrase, after, _ = source
    start, end = p.sentence_start(i), p.sentence_end(i)
    link = Link((phrase.start, phrase.start + 1) if p.words[phrase.start] in lex.written else phrase.name, chain_role(p, phrase, lex), p.words[phrase.start] in lex.written)
    if _leads(p, start, i, lex):
        return _before_clause(p, i, phrase, after, end, link, reports, lex)
    covering = next((r for r in reversed(reports) if r.start <= i and start <= r.start and i <= max(r.end, end) and (r.cue is None or r.cue < i)), None)
    if covering is not None and i < p.sentence_end(covering.start):
        if p.words[i] in lex.quoting and covering.subject is not None and chain_role(p, covering.subject, lex) in ("agency", "outlet"):
            swapped = replace(covering, subject=phrase, end=trim(p, covering.start, min(i, covering.end), lex)[1], links=(*covering.links, Link(covering.subject.name, chain_role(p, covering.subject, lex))))
            return [swapped if r is covering else r for r in reports]
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
    opens = _clause_after(p, after, end, lex)
    if opens:
        reports = [r for r in reports if r.cue is None or not opens < r.cue < end or r.inherits or p.words[r.cue - 1] in COMMA or p.words[r.cue - 1] in lex.leads_on]
        after = opens
    mine = None if opens else next((r for r in reports if r.cue is not None and after <= r.cue <= after + 4), None)
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


def _clause_after(p: Passage, after: int, end: int, lex: Lexicon) -> int:
    """The token after the particle that opens the main clause ("according to X, who …, then …"), past a relative clause; 0 for none."""
    start = next((k for k in range(after, end) if is_word(p.words[k])), end)
    if start < end and p.words[start] in lex.who:
        start = next((k for k in range(start, min(end, start + 40)) if p.words[k] in lex.then), end)
    elif start < end and p.words[start] not in lex.then and start == after:
        start = next((k for k in range(start, min(end, start + 12)) if p.words[k] in lex.then or p.words[k] in COMMA or p.words[k] in lex.that), end)
        start += start + 1 < end and p.words[start] in COMMA
    return start + 1 if start < end and p.words[start] in lex.then and p.words[start][:1] == FEH else 0


def _own_report(p: Passage, cue: int, start: int, end: int, phrase: Phrase, link: Link, lex: Lexicon) -> Iterator[Report]:
    kind, a, b = shape(p, Opening(cue, start, "that"), end, lex)
    a, b = trim(p, a, b, lex)
    if b - a < 4 or (b - a < 8 and p.words[a] in lex.appear):
        return
    links: tuple[Link, ...] = ()
    subject: Phrase | None = phrase
    if link.written:
        subject, links = issuer_of(p, phrase.start, min(p.sentence_end(cue), phrase.start + 20), lex), (Link((phrase.start, phrase.start + 1), "channel", True),)
    gender = "f" if p.words[phrase.start].endswith("\N{ARABIC LETTER HEH}") else "m"
    yield Report(cue, (phrase.start, phrase.start), a, b, kind, "say", subject, gender, "s", "according", source=True, inherits=True, links=links)


def bare_quotations(p: Passage, reports: list[Report], lex: Lexicon) -> Iterator[Report]:
    """Quotations that no cue before them opened: with their cue after them, or a passage that goes on quoting."""
    table = cues()
    covered = mask(p, ((r.start, r.end) for r in reports))
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
        elif p.sentence_start(a) >= a and b + 3 >= p.sentence_end(b - 1) and b - a > 8:
            yield Report(None, (a, a), a + 1, min(b, len(p.words)), "direct", "say", None, "", "", "goes_on", inherits=True)


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


def mask(p: Passage, ranges: Iterable[tuple[int, int]]) -> bytearray:
    """1 for each token in one of the ranges."""
    mask = bytearray(len(p.words))
    for start, end in ranges:
        mask[start:end] = b"\x01" * (min(end, len(mask)) - start)
    return mask
