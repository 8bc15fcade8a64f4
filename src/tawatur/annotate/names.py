"""Names: mentions of people, places, organisations and other names at CoNLL extent, by a trained sequence model.

A mention is what ANERcorp marks: whole words, so a conjunction or preposition written onto the first word lies inside the span; `Name.lead` says how
many characters of the span it is, so that `text[start + lead : end]` is the name alone. Titles and offices lie outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tawatur.annotate import name_model, name_neural, name_offices, name_tokens
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
    """The stage. Reads titles, body, captions, subheadings and date lines; leaves furniture and readers' comments.

    `model`: a token-classification model in the shipped tagger's place (`with_model`); None = the shipped one.
    """

    name: str = NAME
    version: str = "2"
    needs: tuple[str, ...] = (REGION,)
    model: name_neural.Model | None = None

    def __call__(self, doc: Document) -> Iterable[Annotation[Name]]:
        """The mentions, in order."""
        view = doc.view
        sentences = [s for region in regions(doc, _READ) for s in _sentences(view, region)]
        return [found for part in _parts(sentences) for found in self._found(doc, part)]

    def _found(self, doc: Document, sentences: Sequence[name_tokens.Sentence]) -> Iterator[Annotation[Name]]:
        if self.model is None:
            rule, tagger = "names.crf", _tagger()
            names, outside = tagger.weights.labels, tagger.outside
            labels, sure = tagger.tag(sentences)
        else:
            rule, neural = f"names.neural:{self.model.name}", name_neural.tagger(self.model)
            names, outside = neural.labels, neural.outside
            labels, sure = neural.tag(sentences, [name_neural.written(doc, s) for s in sentences])
        for sentence, row, scores in zip(sentences, labels, sure, strict=True):
            if (row != outside).any():
                for span, name, score in _mentions(doc.view, sentence, list(runs([names[i] for i in row.tolist()])), scores.tolist()):
                    yield Annotation(span, name, _origin(self.version, rule, int(score * 1000)))


NAMES = Names()


def with_model(folder: str, batch: int) -> Names:
    """The stage with a model from a local folder. Raises UsageError as `name_neural.check` does."""
    model = name_neural.check(folder, batch)
    return Names(version=f"{NAMES.version}+{model.name}", model=model)


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


@cache
def _origin(version: str, rule: str, thousandths: int) -> Origin:
    return Origin(NAME, version, rule, thousandths / 1000)


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
