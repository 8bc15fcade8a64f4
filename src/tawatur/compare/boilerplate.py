"""Furniture that only the pile shows: a paragraph that more documents carry than any text has copies. Nothing in one page tells it from prose.

The engine knows which blocking keys too many documents share; where all sampled shingles of a stretch are such keys, the stretch is furniture. A document that
is such a stretch nearly throughout is one of many copies of a text, and that text is its own matter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tawatur.compare import shingles
from tawatur.compare.passages import LEAST

OWN = 0.4
"""Least share of a document's words outside furniture: below it the document is a copy of something that everybody carries."""

Stretch = tuple[int, int]
"""Words [start, end) of a document."""


def furniture(words: shingles.Words, common: NDArray[np.uint64]) -> list[Stretch]:
    """The furniture of a document, in order, each of `LEAST` words and more. `common`: the keys that too many documents share, ascending.

    A stretch may lack up to `WINDOW` - 1 words at each end, where no sampled shingle tells.
    """
    if not len(common):
        return []
    grams = shingles.grams(words.hashes)
    everywhere = common[np.minimum(common.searchsorted(grams), len(common) - 1)] == grams
    if not everywhere.any():
        return []
    sampled = np.flatnonzero(np.isin(grams, shingles.least_of_windows(grams)))
    edges = np.flatnonzero(np.diff(everywhere[sampled].astype(np.int8), prepend=0, append=0))
    runs = ((int(sampled[a]), int(sampled[b - 1]) + shingles.GRAM) for a, b in zip(edges[::2], edges[1::2], strict=True))
    found = [(start, end) for start, end in runs if end - start >= LEAST]
    return found if sum(end - start for start, end in found) <= (1 - OWN) * len(words) else []


def outside(start: int, end: int, stretches: Sequence[Stretch], margin: int = 0) -> int:
    """How many of the words [start, end) lie outside furniture, widened by `margin` words."""
    inside = np.zeros(end - start, bool)
    for low, high in stretches:
        inside[max(0, low - margin - start) : max(0, high + margin - start)] = True
    return int((~inside).sum())
