"""Labels for the words of sentences: per-type scores from a cache, added by position, then the best sequence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tawatur.annotate import name_features
from tawatur.annotate.name_features import BOUNDARY, GROUPS, PAIRS
from tawatur.annotate.name_lexicon import Lexicon
from tawatur.annotate.name_model import Scores, Weights, decode, lookup
from tawatur.annotate.name_tokens import Sentence
from tawatur.annotate.name_votes import VOTE, votes

MOST_TYPES = 200_000
"""Word types kept before the cache starts afresh: about 60 MB. Results do not depend on it."""
_EDGE_SCORE = np.float32(1e6)


class Tagger:
    """Holds what was computed for word types seen so far. `outside` is the number of the label O."""

    def __init__(self, lexicon: Lexicon, weights: Weights) -> None:
        self.lexicon, self.weights = lexicon, weights
        self.outside = weights.labels.index("O")
        self.votes = any(name.startswith(VOTE) for name in weights.rows)
        self._clear()

    def _clear(self) -> None:
        self._rows = _Rows()
        self._known = 0
        self._scores = np.zeros((1024, len(GROUPS), len(self.weights.labels)), dtype=np.float32)
        self._classes = np.zeros((1024, 2), dtype=np.int64)
        self._starts = np.zeros(1024, dtype=np.bool_)

    def _learn(self) -> None:
        """Computes and keeps what word types seen for the first time need."""
        count = len(self._rows)
        while count > len(self._scores):
            self._scores, self._classes, self._starts = (np.concatenate([a, np.zeros_like(a)]) for a in (self._scores, self._classes, self._starts))
        found: list[int] = []
        ends = [0]
        rows, lexicon = self.weights.rows, self.lexicon
        for row, word in enumerate(self._rows.fresh, self._known):
            found += [at for feature in name_features.own(word, lexicon) if (at := rows.get(feature)) is not None]
            ends.append(len(found))
            self._classes[row] = name_features.classes(word, lexicon)
            self._starts[row] = name_features.starts_phrase(word, lexicon)
        self._scores[self._known : count] = sums(self.weights.weights, found, ends)
        self._known = count
        self._rows.fresh.clear()

    def tag(self, sentences: Sequence[Sentence]) -> tuple[list[NDArray[np.int8]], list[NDArray[np.float32]]]:
        """For each sentence of one document, the label and its local posterior at each word: a first pass, then one that hears the whole document."""
        if len(self._rows) > MOST_TYPES:
            self._clear()
        edge = self._rows[BOUNDARY]
        ids = [edge, edge]
        begins: list[int] = []
        for sentence in sentences:
            begins.append(len(ids))
            ids += map(self._rows.__getitem__, sentence.words)
            ids += (edge, edge)
        if len(self._rows) > self._known:
            self._learn()
        row = np.array(ids, dtype=np.int64)
        scores = self._score(row, edge)
        self._mark_phrases(scores, row, sentences, begins)
        slices = [slice(begin, begin + len(s.words)) for begin, s in zip(begins, sentences, strict=True)]
        best = self._hear(scores, decode(scores, self.weights.transitions, self.outside), sentences, slices)
        sure = posterior(scores, self.weights.transitions, best)
        return [best[s] for s in slices], [sure[s] for s in slices]

    def _hear(self, scores: Scores, best: NDArray[np.int8], sentences: Sequence[Sentence], slices: Sequence[slice]) -> NDArray[np.int8]:
        """The labels again, once each word has heard what it was taken for elsewhere."""
        if not self.votes or not (best != self.outside).any():
            return best
        names = self.weights.labels
        said = votes(sentences, [[names[i] for i in best[s].tolist()] for s in slices])
        found = [(slices[n].start + at, known) for n, at, mark in said if (known := self.weights.rows.get(mark)) is not None]
        if not found:
            return best
        at, known = np.array(found, dtype=np.int64).T
        scores[at] += self.weights.weights[known, 0]
        return decode(scores, self.weights.transitions, self.outside)

    def _score(self, row: NDArray[np.int64], edge: int) -> Scores:
        scores: Scores = self._scores[row, 0]
        for number, offset in ((1, -1), (2, 1), (3, -2), (4, 2)):
            if offset < 0:
                scores[-offset:] += self._scores[row[:offset], number]
            else:
                scores[:-offset] += self._scores[row[offset:], number]
        coarse, middle = self._classes[row].T
        keys = name_features.pairs((coarse[:-2], middle[:-2]), (coarse[1:-1], middle[1:-1]), (coarse[2:], middle[2:]))
        for letter, key in zip(PAIRS, keys, strict=True):
            lookup(self.weights.pairs[letter], key, scores[1:-1])
        scores[row == edge] = 0
        scores[row == edge, self.outside] = _EDGE_SCORE
        return scores

    def _mark_phrases(self, scores: Scores, row: NDArray[np.int64], sentences: Sequence[Sentence], begins: Sequence[int]) -> None:
        at = np.flatnonzero(self._starts[row])
        number = np.searchsorted(np.array(begins, dtype=np.int64), at, side="right") - 1
        for position, which in zip(at.tolist(), number.tolist(), strict=True):
            for place, mark in name_features.phrase_marks(sentences[which].words, position - begins[which], self.lexicon):
                if (known := self.weights.rows.get(mark)) is not None:
                    scores[begins[which] + place] += self.weights.weights[known, 0]


class _Rows(dict[str, int]):
    """Word type → row, in order of first sight. `fresh`: the types met since they were last learnt, in order."""

    def __init__(self) -> None:
        self.fresh: list[str] = []

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self)
        self.fresh.append(word)
        return row


def sums(weights: Scores, found: Sequence[int], ends: Sequence[int]) -> Scores:
    """Sums of the rows found[ends[i]:ends[i + 1]] of the weights, for each i, a few thousand rows at a time."""
    out = np.zeros((len(ends) - 1, *weights.shape[1:]), dtype=np.float32)
    for first in range(0, len(out), 512):
        edges = np.array(ends[first : first + 513])
        rows = weights[np.array(found[edges[0] : edges[-1]], dtype=np.int64)]
        filled = np.flatnonzero(np.diff(edges))
        if len(filled):
            out[first + filled] = np.add.reduceat(rows, edges[filled] - edges[0], axis=0)
    return out


def posterior(scores: Scores, transitions: Scores, best: NDArray[np.int8]) -> NDArray[np.float32]:
    """Of each position, the probability of its label given its neighbours' labels (computed where a label other than the edges' is at stake)."""
    local = scores.copy()
    local[1:] += transitions[best[:-1]]
    local[:-1] += transitions[:, best[1:]].T
    local -= local.max(1, keepdims=True)
    np.exp(local, out=local)
    return np.asarray(local[np.arange(len(best)), best] / local.sum(1))
