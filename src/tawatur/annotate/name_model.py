"""The name tagger's weights and its inference: a linear-chain model whose scores are summed per word type, cached, and added by position.

The model file is made by tools/train_names.py; its card is models/names.md. Inference is exact: it gives the labels of crfsuite's own tagger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
FILE = "names.npz"


@dataclass(frozen=True)
class Weights:
    """`labels`, `transitions[from, to]`; `rows`: feature → row of `weights[row, group, label]`; `pairs`: letter → (sorted keys, weights)."""

    labels: tuple[str, ...]
    transitions: Scores
    rows: Mapping[str, int]
    weights: Scores
    pairs: Mapping[str, tuple[NDArray[np.int64], Scores]]


@cache
def _file() -> Mapping[str, NDArray[Any]]:
    path = resources.files("tawatur.models").joinpath(FILE)
    if not path.is_file():
        return {}
    with path.open("rb") as stream, np.load(stream) as found:
        return {name: found[name] for name in found.files}


def _words(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode("utf-8").split("\n")


@cache
def vocabulary() -> list[str]:
    """The words of the training news, most frequent first."""
    return _words(_file()["words"]) if "words" in _file() else []


@cache
def clusters() -> Mapping[str, tuple[int, ...]]:
    """Distributional classes of the most frequent words, coarse to fine. Empty before the first training."""
    return dict(zip(vocabulary(), map(tuple, _file()["clusters"].tolist()), strict=False)) if vocabulary() else {}


@cache
def tendencies() -> Mapping[str, int]:
    """What the words of the vocabulary were taken for in the training news, packed as `name_features.tendency` reads it."""
    return dict(zip(vocabulary(), _file()["tendencies"].tolist(), strict=True)) if "tendencies" in _file() else {}


@cache
def weights() -> Weights:
    """The shipped model."""
    return read_weights(_file())


def read_weights(file: Mapping[str, NDArray[Any]]) -> Weights:
    """Weights from the arrays of a model file."""
    letters = sorted(name[0] for name in file if name.endswith("_keys"))
    tables = {letter: (file[f"{letter}_keys"].astype(np.int64), file[f"{letter}_weights"].astype(np.float32)) for letter in letters}
    rows = {name: row for row, name in enumerate(_words(file["features"]))}
    return Weights(tuple(_words(file["labels"])), file["transitions"], rows, file["weights"].astype(np.float32), tables)


def lookup(table: tuple[NDArray[np.int64], Scores], keys: NDArray[np.int64], into: Scores) -> None:
    """Adds the weights of `keys` to the rows of `into`; a key that is not in the table adds nothing."""
    known, values = table
    at = np.searchsorted(known, keys)
    at[at == len(known)] = 0
    hit = np.flatnonzero(known[at] == keys)
    into[hit] += values[at[hit]]


def decode(scores: Scores, transitions: Scores, outside: int) -> NDArray[np.int8]:
    """The best labels of a sequence of positions whose sentences are kept apart by positions that are certainly `outside`.

    A position is certainly outside when no label can win there whatever its neighbours are (exchange argument over the transitions), so the search
    runs only over the short stretches between them, all stretches at once.
    """
    best = np.full(len(scores), outside, dtype=np.int8)
    open_at = _open(scores, transitions, outside)
    if not len(open_at):
        return best
    starts = np.flatnonzero(np.diff(open_at, prepend=-2) > 1)
    lengths = np.diff(np.append(starts, len(open_at)))
    order = np.argsort(-lengths, kind="stable")
    _search(scores, transitions, outside, open_at[starts[order]], lengths[order], best)
    return best


def _open(scores: Scores, transitions: Scores, outside: int) -> NDArray[np.int64]:
    """Positions where a label other than `outside` may win.

    It cannot where taking `outside` instead loses less by the transitions than it gains by the scores: first whatever labels the neighbours have, then
    only with labels that may win there.
    """
    into, out_of = transitions - transitions[:, [outside]], transitions - transitions[[outside], :]
    margin = scores[:, [outside]] - scores
    possible = margin < into.max(0) + out_of.max(1)
    possible[:, outside] = True
    open_at = np.flatnonzero(possible.sum(1) > 1)
    barred = np.where(possible, np.float32(0), np.float32(-np.inf))
    before = (barred[open_at - 1, :, None] + into).max(1)
    after = (barred[open_at + 1, None, :] + out_of).max(2)
    wins = margin[open_at] < before + after
    wins[:, outside] = False
    return np.asarray(open_at[wins.any(1)])


def _search(scores: Scores, transitions: Scores, outside: int, starts: NDArray[np.int64], lengths: NDArray[np.int64], best: NDArray[np.int8]) -> None:
    """Viterbi over all stretches at once, longest first; each is entered from `outside` and left to it."""
    live = np.cumsum(np.bincount(lengths)[::-1])[::-1][1:].tolist()  # how many stretches have a word at each step
    steps = np.minimum(np.arange(len(live))[:, None], lengths - 1)
    there = scores[starts + steps]
    back = np.empty((len(live), len(starts), len(transitions)), dtype=np.int8)
    score = there[0] + transitions[outside]
    towards = transitions.T[None]
    for step in range(1, len(live)):
        n = live[step]
        through = score[:n, None, :] + towards
        back[step, :n] = through.argmax(2)
        score[:n] = np.maximum.reduce(through, axis=2) + there[step, :n]
    label = (score + transitions[:, outside]).argmax(1)
    every = np.arange(len(starts))
    for step in range(len(live) - 1, -1, -1):
        n = live[step]
        best[starts[:n] + step] = label[:n]
        if step:
            label[:n] = back[step, every[:n], label[:n]]
