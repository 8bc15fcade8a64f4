"""Cue verbs with their derived forms, and the small word classes that reported speech is built from. Data: rules/speech, attribution, channels, titles, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

from tawatur.annotate.statement_passages import IMAM
from tawatur.arabic import folded
from tawatur.rulebook import load

Form = Literal["past", "present", "participle", "noun"]
Act = Literal["say", "deny", "demand", "commit", "ask"]

ALEF, WAW, YEH, TEH, NOON, HEH, FEH, LAM, BEH, MEEM = (
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH}",
    "\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER LAM}",
    "\N{ARABIC LETTER BEH}",
    "\N{ARABIC LETTER MEEM}",
)
AL = ALEF + LAM
PRONOUNS = (HEH, HEH + ALEF, HEH + MEEM, HEH + MEEM + ALEF)
"""His, her, their, their (dual): the endings that a verbal noun or a cue takes."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One cue verb: `opens` are the ways its content may begin, `near` = its form is a common word too, `passive` = the bare present is impersonal.

    `sure` = prepositions that open content whatever noun follows; `document` = only what a document says ("a study showed"). `own` = the verbal noun must be definite or carry a pronoun ("renewed his call").

    `outlet` = only what an outlet learnt. `object` = the one accused, asked or described may follow the subject; `noun` = its own verbal noun, never its content ("announced an announcement").
    """

    id: str
    opens: frozenset[str]
    act: Act
    near: bool
    passive: bool
    sure: frozenset[str] = frozenset()
    document: bool = False
    own: bool = False
    object: bool = False
    outlet: bool = False
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a cue verb. `gender` m or f; `number` s, d or p; `joined` when it carries and/then; `owner` when a pronoun stands on the noun."""

    verb: Verb
    form: Form
    gender: str
    number: str
    joined: bool


def past_forms(word: str) -> Iterator[tuple[str, str, str]]:
    """Third persons of the past: form, gender, number.

    >>> sorted({n for _, _, n in past_forms("abc")})
    ['d', 'p', 's']
    """
    stem = word[:-1] if word[-1] in ALEF + YEH and len(word) > 2 else word
    yield word, "m", "s"
    yield stem + TEH, "f", "s"
    yield stem + WAW + ALEF, "m", "p"
    yield stem + (YEH if word[-1] == YEH else WAW if stem != word else "") + ALEF, "m", "d"
    yield stem + TEH + ALEF, "f", "d"


def present_forms(word: str) -> Iterator[tuple[str, str, str]]:
    """Third persons of the present: form, gender, number."""
    bare = word[1:]
    stem = bare[:-1] if bare[-1] in YEH + WAW else bare
    yield YEH + bare, "m", "s"
    yield TEH + bare, "f", "s"
    yield YEH + stem + WAW + NOON, "m", "p"
    yield YEH + bare + ALEF + NOON, "m", "d"
    yield TEH + bare + ALEF + NOON, "f", "d"


def participle_forms(word: str) -> Iterator[tuple[str, str, str]]:
    """The circumstantial participle ("adding that …"): form, gender, number."""
    stem = word[:-1] if word[-1] == YEH else word
    yield word + ALEF, "m", "s"
    yield word + HEH, "f", "s"
    yield stem + YEH + NOON, "m", "p"
    yield word + TEH + YEH + NOON, "f", "d"


def _noun_forms(word: str) -> Iterator[tuple[str, str, str]]:
    stem = word[:-1] + TEH if word[-1] == HEH else word
    for pronoun, gender, number in zip(PRONOUNS, "mfmm", "sspd", strict=True):
        yield stem + pronoun, gender, number


def _with_objects(forms: Iterator[tuple[str, str, str]], takes: bool) -> Iterator[tuple[str, str, str]]:
    """The forms, and with an object pronoun where the verb takes a person or thing ("described it as")."""
    for word, gender, number in forms:
        yield word, gender, number
        if takes and number == "s":
            yield from ((word + pronoun, gender, number) for pronoun in PRONOUNS)


@cache
def cues() -> dict[str, Cue]:
    """Every written form of every cue, on the folded view. The verb listed first keeps a form that two share."""
    found: dict[str, Cue] = {}
    for row in load("speech").tables["verb"]:
        verb = Verb(row["id"], frozenset(folded(o) for o in row["opens"]), row["act"], row.get("near", False), row.get("passive", False), frozenset(folded(o) for o in row.get("sure", ())), row.get("document", False), row.get("own", False), row.get("object", False) or row["act"] == "demand", row.get("outlet", False), folded(row.get("noun", "")))
        for word in map(folded, row.get("forms", ())):
            found.setdefault(word, Cue(verb, "participle", "m", "s", False))
        for form, derive in (("past", past_forms), ("present", present_forms), ("participle", participle_forms), ("noun", _noun_forms)):
            if form not in row:
                continue
            for word, gender, number in _with_objects(derive(folded(row[form])), row.get("object", False) and form in ("past", "present")):
                if word in map(folded, row.get("without", ())):
                    continue
                for lead in ("", WAW, FEH, *([LAM] if form == "present" else [])):
                    found.setdefault(lead + word, Cue(verb, form, gender, number, bool(lead)))  # type: ignore[arg-type]
    return found


def _class(book: str, name: str, *keys: str) -> frozenset[str]:
    table = load(book).words[name]
    return frozenset(form for key in (keys or table) for form in table[key])


def _heads(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form.split()[0] for form in forms)


@dataclass(frozen=True)
class Lexicon:
    """The word classes, folded. All are single words but `names` (full names of agencies and outlets, as word tuples) and `channels`."""

    that: frozenset[str]
    not_that: frozenset[str]
    leads_on: frozenset[str]
    stop: frozenset[str]
    time: frozenset[str]
    relative: frozenset[str]
    skip: frozenset[str]
    by: frozenset[str]
    quoting: frozenset[str]
    where: frozenset[str]
    source: frozenset[str]
    document: frozenset[str]
    place: frozenset[str]
    inside: frozenset[str]
    deed: frozenset[str]
    narrates: frozenset[str]
    breaks_off: frozenset[str]
    issued: frozenset[str]
    appear: frozenset[str]
    carry: frozenset[str]
    from_: frozenset[str]
    in_: frozenset[str]
    with_: frozenset[str]
    then: frozenset[str]
    what: frozenset[str]
    told_by: frozenset[str]
    published: frozenset[str]
    agency: frozenset[str]
    finite: frozenset[str]
    denied: frozenset[str]
    amount: frozenset[str]
    trail: frozenset[str]
    no_deed: frozenset[str]
    question: frozenset[str]
    nation: frozenset[str]
    who: frozenset[str]
    not_: frozenset[str]
    may: frozenset[str]
    anonymous: frozenset[str]
    lack: frozenset[str]
    gloss: frozenset[str]
    been: frozenset[str]
    means_that: frozenset[str]
    aside: frozenset[str]
    several: frozenset[str]
    in_answer: frozenset[str]
    other_act: frozenset[str]
    reached: frozenset[str]
    behalf: frozenset[str]
    turn: frozenset[str]
    kin: frozenset[str]
    press: frozenset[str]
    participles: frozenset[str]
    own_deed: frozenset[str]
    first_person: frozenset[str]
    to_: frozenset[str]
    credits: frozenset[str]
    place_of: frozenset[str]
    renewed: frozenset[str]
    happens: frozenset[str]
    what_he: frozenset[str]
    if_: frozenset[str]
    while_: frozenset[str]
    but: frozenset[str]
    in_it: frozenset[str]
    this_is: frozenset[str]
    as_: frozenset[str]
    and_that: frozenset[str]
    afterwards: frozenset[str]
    his_honour: frozenset[str]
    side: frozenset[str]
    everybody: frozenset[str]
    on_: frozenset[str]
    inside_of: frozenset[str]
    named: frozenset[str]
    this: frozenset[str]
    apposed: frozenset[str]
    network: frozenset[str]
    preposition: frozenset[str]
    said: frozenset[str]
    on: frozenset[str]
    attributive: frozenset[str]
    word_of: tuple[tuple[str, ...], ...]
    written: frozenset[str]
    talk: frozenset[str]
    medium: frozenset[str]
    means: frozenset[str]
    media: frozenset[str]
    title: frozenset[str]
    honorific: frozenset[str]
    channels: dict[str, tuple[tuple[str, ...], ...]]
    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def _by_head(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {head: tuple(sorted(rest, key=len, reverse=True)) for head, rest in found.items()}


def _source_names() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in load("sources").tables["source"]:
        for name in (*row["names"], *row.get("latin", ())):
            words = tuple(folded(name).replace(".", " ").split())
            found.setdefault(words[0], []).append((words, row["kind"]))
    return {head: tuple(sorted(rest, key=lambda r: -len(r[0]))) for head, rest in found.items()}


def _places() -> frozenset[str]:
    territories = frozenset(name for name in map(folded, Locale("ar").territories.values()) if " " not in name)
    return territories | _class("attribution", "place")


def _own_deeds() -> frozenset[str]:
    """Participles that after a comma are the speaker's: of cues in every gender and number, and of what else he does."""
    others = {form for word in _class("attribution", "own_deed") for form, _, _ in participle_forms(word)}
    return frozenset(others | {word for word, cue in cues().items() if cue.form == "participle" and not cue.verb.near})


_MORE = ("narrates", "breaks_off", "issued", "appear", "carry", "from_", "in_", "with_", "then", "what", "told_by", "published", "agency", "amount", "trail", "no_deed", "question", "nation", "who", "not_", "may", "anonymous", "lack", "gloss", "been", "means_that", "aside", "several", "in_answer", "other_act", "reached", "behalf", "apposed", "turn", "this", "on_", "inside_of", "named", "his_honour", "side", "everybody", "as_", "and_that", "afterwards", "in_it", "this_is", "but", "while_", "if_", "place_of", "renewed", "happens", "what_he", "to_", "first_person", "kin", "press")


@cache
def lexicon() -> Lexicon:
    """The word classes, loaded once."""
    small = {name: _class("attribution", name) for name in ("not_that", "leads_on", "stop", "skip", "source", "deed", *_MORE)}
    return Lexicon(
        that=_class("attribution", "that"),
        preposition=_class("attribution", "stop", "place"),
        time=_class("attribution", "stop", "time"),
        relative=_class("attribution", "stop", "relative"),
        by=_class("attribution", "according", "by"),
        quoting=_class("attribution", "according", "quoting"),
        where=_class("attribution", "according", "where"),
        document=_class("attribution", "source", "document"),
        place=_places(),
        inside=_class("attribution", "noun_in_title"),
        written=_class("channels", "written"),
        talk=_heads(_class("channels", "talk")),
        medium=_class("channels", "medium"),
        means=_class("channels", "means"),
        media=_class("channels", "media"),
        network=_heads(_class("channels", "channel", "network")),
        title=_heads(f for c in ("office", "role") for f in _class("titles", c)) | {IMAM},
        honorific=_heads(f for c in ("rank", "honorific") for f in _class("titles", c)),
        channels=_by_head(_class("channels", "channel")),
        names=_source_names(),
        credits=frozenset(folded(s) for row in load("sources").tables["source"] for s in row.get("short", ()) if len(s.split()) == 1),
        word_of=tuple(tuple(phrase.split()) for phrase in sorted(_class("attribution", "word_of"))),
        said=frozenset(word for word, cue in cues().items() if cue.form == "noun" and cue.verb.act == "say"),
        finite=frozenset(word for word, cue in cues().items() if cue.form in ("past", "present") and not cue.verb.near and cue.verb.id not in ("see", "call")),
        denied=frozenset(word for word, cue in cues().items() if cue.form == "present" and not cue.verb.near and cue.number == "s"),
        participles=frozenset(word for word, cue in cues().items() if cue.form == "participle" and not cue.verb.near and cue.gender == "m" and cue.number == "s"),
        own_deed=_own_deeds(),
        attributive=_class("attribution", "according") | frozenset(phrase.split()[1] for phrase in _class("attribution", "word_of")),
        on=_heads(_class("attribution", "word_of")),
        **small,
    )
