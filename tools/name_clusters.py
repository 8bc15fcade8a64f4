"""Distributional classes of words, learnt from unlabelled news: positive pointwise mutual information, singular vectors, k-means. Training only.

Repeatable: fixed order, fixed seed, one thread (run with OMP_NUM_THREADS=1).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tawatur.annotate import name_features, name_tokens
from tawatur.arabic import fold

Ids = NDArray[np.int32]
Matrix = NDArray[np.float32]
VOCABULARY, FREQUENT, CONTEXTS, WIDTH, SEED = 130_000, 60_000, 4_000, 100, 5
"""Words listed (all seen three times or more); those of them with vectors and classes; those that count as context."""
LEVELS = (64, 256, 1024)
OFFSETS = (-2, -1, 1, 2)


def texts(files: Iterable[Path]) -> Iterator[str]:
    """Texts of the news files, each distinct first line once (papers reprint)."""
    seen: set[str] = set()
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                if (head := text[:200]) not in seen:
                    seen.add(head)
                    yield text


def plain(word: str) -> str:
    """A number stands for all of its length."""
    return name_features.shape(word) if word.isdigit() else word


def encode(files: Iterable[Path]) -> tuple[list[str], Ids, list[int]]:
    """The most frequent words, the corpus as their ranks (-1: rare, -2: a boundary), and their counts."""
    count: Counter[str] = Counter()
    sentences: list[list[str]] = []
    for text in texts(files):
        view = fold(text).text
        for sentence in name_tokens.read(view, 0, len(view)):
            words = [plain(w) for w in sentence.words]
            count.update(words)
            sentences.append(words)
    ranked = sorted(count, key=lambda w: (-count[w], w))[:VOCABULARY]
    rank = {w: i for i, w in enumerate(ranked)}
    flat = np.fromiter((i for s in sentences for i in [-2, *(rank.get(w, -1) for w in s)]), dtype=np.int32)
    return ranked, flat, [count[w] for w in ranked]


def association(corpus: Ids, size: int) -> sparse.csr_matrix:
    """Positive pointwise mutual information of words with context words at each offset (context counts raised to 0.75)."""
    blocks = []
    for offset in OFFSETS:
        a, b = (corpus[:-offset], corpus[offset:]) if offset > 0 else (corpus[-offset:], corpus[:offset])
        context = np.where(b == -2, CONTEXTS, b)
        keep = (a >= 0) & (a < size) & (context >= 0) & (context <= CONTEXTS)
        ones = np.ones(int(keep.sum()), dtype=np.float32)
        blocks.append(sparse.coo_matrix((ones, (a[keep], context[keep])), shape=(size, CONTEXTS + 1)).tocsr())
    counts = sparse.hstack(blocks).tocoo()
    rows, columns = np.asarray(counts.sum(1)).ravel(), np.asarray(counts.sum(0)).ravel() ** 0.75
    value = np.log(counts.data * columns.sum() / (rows[counts.row] * columns[counts.col]))
    keep = value > 0
    return sparse.csr_matrix((value[keep].astype(np.float32), (counts.row[keep], counts.col[keep])), shape=counts.shape)


def vectors(matrix: sparse.csr_matrix) -> Matrix:
    """Left singular vectors times the root of their values (randomised range finder, four power steps), each row of length one."""
    noise = np.random.default_rng(SEED).standard_normal((matrix.shape[1], WIDTH + 20)).astype(np.float32)
    basis = np.linalg.qr(matrix @ noise)[0]
    for _ in range(4):
        basis = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ basis)[0])[0]
    left, value, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    found = (basis @ left[:, :WIDTH]) * np.sqrt(value[:WIDTH])
    return (found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def kmeans(points: Matrix, weights: NDArray[np.float64], k: int, rounds: int = 30) -> Ids:
    """Spherical k-means, weighted by the root of the counts; starts from the k most frequent words."""
    centres = points[:k].copy()
    for _ in range(rounds):
        member = sparse.csr_matrix((weights, (nearest(points, centres), np.arange(len(points)))), shape=(k, len(points)))
        total = member @ points
        length = np.linalg.norm(total, axis=1, keepdims=True)
        centres = np.where(length > 0, total / (length + 1e-9), centres).astype(np.float32)
    return nearest(points, centres)


def nearest(points: Matrix, centres: Matrix) -> Ids:
    """The centre most like each point."""
    return np.concatenate([np.argmax(points[i : i + 8192] @ centres.T, axis=1) for i in range(0, len(points), 8192)]).astype(np.int32)


def learn(files: Iterable[Path]) -> tuple[list[str], list[Ids]]:
    """The vocabulary by frequency, and the classes of its frequent words at each level."""
    words, corpus, counts = encode(files)
    size = min(FREQUENT, len(words))
    points = vectors(association(corpus, size))
    weights = np.sqrt(np.asarray(counts[:size], dtype=np.float64))
    return words, [kmeans(points, weights, k) for k in LEVELS]
