"""Names: mentions of people, places, organisations and other names at CoNLL extent, by a trained sequence model.

A mention is what ANERcorp marks: whole words, so a conjunction or preposition written onto the first word lies inside the span; `Name.lead` says how
many characters of the span it is, so that `text[start + lead : end]` is the name alone. Titles and offices lie outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tawatur.annotate import name_model, name_offices, name_tokens
from tawatur.annotate.name_lexicon import CONJUNCTION, bare, lexicon, proclitics
from tawatur.annotate.name_tagger import Tagger
from tawatur.arabic import Folded
from tawatur.layers import NAME, PROSE, REGION, Name, Office, Region, regions
from tawatur.model import Annotation, Document, Origin, Span

_READ = PROSE | {"dateline"}
MOST_WORDS = 20_000
"""Words that are read together; a longer page hears its own names in parts."""


@dataclass(frozen=True)
class Names:
    """The stage. Reads titles, body, captions, subheadings and date lines; leaves furniture and readers' comments."""

    name: str = NAME
    version: str = "2"
    needs: tuple[str, ...] = (REGION,)

    def __call__(self, doc: Document) -> Iterable[Annotation[Name]]:
        """The mentions, in order."""
        view = doc.view
        sentences = [s for region in regions(doc, _READ) for s in _sentences(view, region)]
        return [found for part in _parts(sentences) for found in _found(view, part)]


NAMES = Names()


@cache
def _tagger() -> Tagger:
    return Tagger(lexicon(), name_model.weights())


def _sentences(view: Folded, region: Annotation[Region]) -> Iterator[name_tokens.Sentence]:
    yield from name_tokens.read(view.text, view.find(region.span.start), view.find(region.span.end))


def _parts(sentences: Sequence[name_tokens.Sentence]) -> Iterator[list[name_tokens.Sentence]]:
    """Whole sentences of at most MOST_WORDS together: what a page costs in memory has a bound."""
    part: list[name_tokens.Sentence] = []
    room = MOST_WORDS
    for sentence in sentences:
        if part and len(sentence.words) > room:
            yield part
            part, room = [], MOST_WORDS
        part.append(sentence)
        room -= len(sentence.words)
    if part:
        yield part


def _found(view: Folded, sentences: Sequence[name_tokens.Sentence]) -> Iterator[Annotation[Name]]:
    tagger = _tagger()
    labels, sure = tagger.tag(sentences)
    names = tagger.weights.labels
    for sentence, row, scores in zip(sentences, labels, sure, strict=True):
        if (row != tagger.outside).any():
            for span, name, score in _mentions(view, sentence, list(runs([names[i] for i in row.tolist()])), scores.tolist()):
                yield Annotation(span, name, _origin(int(score * 1000)))


@cache
def _origin(thousandths: int) -> Origin:
    return Origin(NAME, NAMES.version, "names.crf", thousandths / 1000)


def _mentions(view: Folded, sentence: name_tokens.Sentence, found: Sequence[tuple[int, int, str]], scores: Sequence[float]) -> Iterator[tuple[Span, Name, float]]:
    words, spans = sentence.words, sentence.spans

    def place(first: int, last: int) -> Span:
        return Span(*view.span(spans[first][0], spans[last][1]))

    people = [(first, last) for first, last, kind in found if kind == "PER"]
    for first, last, kind in found:
        attached = lead(words[first], kind)
        titles: tuple[Office, ...] = ()
        if kind == "PER":
            at = people.index((first, last))
            floor = people[at - 1][1] + 1 if at else 0
            ceiling = people[at + 1][0] if at + 1 < len(people) else len(words)
            titles = tuple(name_offices.offices(words, first, last, floor, ceiling, attached > 0 and words[first][0] == CONJUNCTION, place))
        span = place(first, last)
        begin = view.span(spans[first][0] + attached, spans[first][1])[0] if attached else span.start
        finer = subtype((bare(words[first], attached), *words[first + 1 : last + 1]), kind)
        yield span, Name(kind, finer, lead=begin - span.start, offices=titles), min(scores[first : last + 1])  # type: ignore[arg-type]


def runs(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First word, last word and class of each name in a label sequence; an I without its B begins a name."""
    start = None
    for at, label in enumerate([*labels, "O"]):
        if start is not None and label != "I" + labels[start][1:]:
            yield start, at - 1, labels[start][2:]
            start = None
        if start is None and label != "O":
            start = at


def lead(word: str, kind: str) -> int:
    """Letters of the proclitics on a name's first word: the longest string whose rest is a better known name than the word itself.

    Gazetteers decide; where they know neither, frequency does: after "and" the rest must be
    the more frequent, after a preposition it must be among the frequent words and the whole word not.
    """
    known = lexicon()
    wanted = {"PER": _PEOPLE, "LOC": _PLACES}.get(kind, _OTHERS)
    if wanted & set(known.flags.get(word, ())) or word in known.phrases:
        return 0
    options = [(length, bare(word, length)) for length in proclitics(word)]
    for length, rest in reversed(options):
        if wanted & set(known.flags.get(rest, ())) or rest in known.phrases:
            return length
    rank = _ranks()
    here = rank.get(word, len(rank))
    return next((n for n, rest in reversed(options) if rank.get(rest, len(rank)) < (here if word[0] == CONJUNCTION else len(rank) if word not in rank else 0)), 0)


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(lexicon().clusters)}


@lru_cache(maxsize=50_000)
def subtype(words: tuple[str, ...], kind: str) -> str | None:
    """A place's kind (country, region, city) by the gazetteer, an organisation's by the noun it opens with; None when they do not say."""
    known = lexicon()
    kinds = known.flags.get(words[0], ()) if kind == "ORG" or len(words) == 1 else [k for tail, k in known.phrases.get(words[0], ()) if tail == words[1:]]
    if kind == "LOC":
        return next((k for k in ("country", "region", "city") if k in kinds), None)
    return next((k[2:] for k in kinds if k.startswith("o.") and k != "o.the"), None) if kind == "ORG" else None


_PEOPLE = {"given", "foreign", "family"}
_PLACES = {"country", "city", "region"}
_OTHERS = {"org"} | {f"o.{kind}" for kind in ("ministry", "party", "armed_group", "company", "agency", "public_body", "international", "club")} | _PLACES
