"""One document, one use: what a word was taken for elsewhere in its document counts at each of its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tawatur.annotate.name_lexicon import CONJUNCTION, PREPOSITIONS
from tawatur.annotate.name_tokens import Sentence

VOTE = "d"
"""First letter of a vote's mark."""
SHORTEST = 3
"""Letters of the shortest word that votes: two-letter words (bin, al, mi) belong to everyone's names."""


def votes(sentences: Sequence[Sentence], labels: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """(sentence, position, mark) for every word that is part of a name at another place of the document.

    The mark says the class that prevails at the other places, whether mostly as a name's first word, and how regularly the word is a name there.
    """
    named = {
        word
        for sentence, row in zip(sentences, labels, strict=True)
        for word, label in zip(sentence.words, row, strict=True)
        if label != "O" and len(word) >= SHORTEST and word.isalpha()
    }
    key_of = {form: word for word in sorted(named, key=lambda w: (-len(w), w)) for form in _forms(word)}
    places = [(s, at, key_of[word]) for s, sentence in enumerate(sentences) for at, word in enumerate(sentence.words) if word in key_of]
    total = Counter(key for _, _, key in places)
    tally: dict[str, Counter[str]] = {}
    for s, at, key in places:
        tally.setdefault(key, Counter())[labels[s][at]] += 1
    for s, at, key in places:
        if total[key] > 1 and (mark := _mark(tally[key], labels[s][at], total[key] - 1)):
            yield s, at, mark


def _forms(word: str) -> tuple[str, ...]:
    return word, CONJUNCTION + word, *(letter + word for letter in PREPOSITIONS)


def _mark(tally: Counter[str], mine: str, others: int) -> str | None:
    left = {label: count - (label == mine) for label, count in tally.items() if label != "O" and count > (label == mine)}
    if not left:
        return None
    classes = Counter[str]()
    for label, count in left.items():
        classes[label[2:]] += count
    cls = min(classes, key=lambda c: (-classes[c], c))
    first = 2 * sum(count for label, count in left.items() if label[0] == "B") > sum(left.values())
    share = sum(left.values()) / others
    return f"{VOTE}{cls}{'B' if first else 'I'}{1 if share < 0.5 else 2 if share < 1 else 3}"
