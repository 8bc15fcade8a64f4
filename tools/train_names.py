"""Trains the name tagger: clusters from raw news, a linear-chain model from ANERcorp, and the model file that ships.

    python tools/train_names.py --data ../shared/data [--folds 0,1,2,3,4] [--keep-clusters]

Needs python-crfsuite and scipy (training only). One thread, fixed order, fixed seed: the same data give the same file. `--folds` prints the five-fold
scores on contiguous fifths of the corpus instead of writing a model.
"""

from __future__ import annotations

import argparse
import bisect
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import name_clusters
import numpy as np
import pycrfsuite

from tawatur.annotate import name_features, name_model, name_tokens
from tawatur.annotate.name_features import BOUNDARY, GROUPS, PAIRS
from tawatur.annotate.name_lexicon import Lexicon, lexicon
from tawatur.annotate.name_tagger import Tagger
from tawatur.annotate.name_votes import votes
from tawatur.arabic import fold

MODEL = Path(__file__).parent.parent / "src" / "tawatur" / "models" / name_model.FILE
NEWS = ("ant-2018.jsonl.gz", "saudi-2015.jsonl.gz")
C1, C2, ROUNDS = 0.1, 0.05, 90
BLOCK, EVERY = 20, 3
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Example:
    """A sentence with its labels; `places` are the words' offsets in the corpus text."""

    sentence: name_tokens.Sentence
    labels: list[str]
    places: list[tuple[int, int]]


def read_corpus(path: Path) -> tuple[str, Spans]:
    """The corpus as running text (tokens joined by a blank), and each token's offsets and label. Tokens that are blank are dropped."""
    pieces: list[str] = []
    spans: Spans = []
    at = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, label = line.rpartition(" ")
        if not (word := word.strip()):
            continue
        pieces.append(word)
        spans.append((at, at + len(word), label.replace("PERS", "PER")))
        at += len(word) + 1
    return " ".join(pieces), spans


def examples(text: str, spans: Spans) -> list[Example]:
    """The corpus as the tagger's own tokens; a corpus token cut in several gives B then I."""
    folded = fold(text)
    starts = [start for start, _, _ in spans]
    found = []
    for sentence in name_tokens.read(folded.text, 0, len(folded.text)):
        places = [folded.span(*span) for span in sentence.spans]
        tokens = [bisect.bisect_right(starts, place[0]) - 1 for place in places]
        labels = [spans[t][2] for t in tokens]
        for i in range(1, len(tokens)):
            if tokens[i] == tokens[i - 1] and labels[i].startswith("B"):
                labels[i] = "I" + labels[i][1:]
        found.append(Example(sentence, labels, places))
    return found


class Features:
    """Feature names of sentences for crfsuite, exactly those that `name_tagger` sums."""

    def __init__(self, known: Lexicon) -> None:
        self.lexicon = known
        self._cache: dict[str, tuple[tuple[list[str], ...], tuple[int, int]]] = {}

    def _of(self, word: str) -> tuple[tuple[list[str], ...], tuple[int, int]]:
        if word not in self._cache:
            named = tuple([letter + f for f in fs] for letter, fs in zip(GROUPS, name_features.groups(word, self.lexicon), strict=True))
            self._cache[word] = named, name_features.classes(word, self.lexicon)
        return self._cache[word]

    def of(self, words: Sequence[str], said: Mapping[int, str] = MappingProxyType({})) -> list[list[str]]:
        """Of a sentence with an edge before and after it; `said`: the document's votes by position."""
        seen = [self._of(w) for w in (BOUNDARY, BOUNDARY, *words, BOUNDARY, BOUNDARY)]
        out = []
        for i in range(2, len(seen) - 2):
            keys = name_features.pairs(seen[i - 1][1], seen[i][1], seen[i + 1][1])
            row = seen[i][0][0] + seen[i - 1][0][1] + seen[i + 1][0][2] + seen[i - 2][0][3] + seen[i + 2][0][4]
            out.append(row + [f"{letter}{key}" for letter, key in zip(PAIRS, keys, strict=True)])
        for at, word in enumerate(words):
            if name_features.starts_phrase(word, self.lexicon):
                for place, mark in name_features.phrase_marks(words, at, self.lexicon):
                    out[place] = [*out[place], mark]
        for place, mark in said.items():
            out[place] = [*out[place], mark]
        edge = list(seen[0][0][0])
        return [edge, *out, edge]


Row = tuple[list[list[str]], list[str]]


def rows(sentences: Iterable[Example], features: Features, said: Sequence[Mapping[int, str]] | None = None) -> Iterator[Row]:
    """Features and labels for crfsuite, with an edge before and after each sentence."""
    for number, example in enumerate(sentences):
        yield features.of(example.sentence.words, said[number] if said else MappingProxyType({})), ["O", *example.labels, "O"]


def fit(training: Iterable[Row], rounds: int = ROUNDS) -> dict[str, np.ndarray]:
    """Trains by L-BFGS."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for found, labels in training:
        trainer.append(pycrfsuite.ItemSequence(found), labels)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": rounds})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "names.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return arrays({"labels": sorted(info.labels), "transitions": info.transitions, "features": info.state_features})


def blocks(part: Sequence[Example]) -> list[Sequence[Example]]:
    """The corpus has no document borders: stretches of BLOCK sentences stand for documents."""
    return [part[at : at + BLOCK] for at in range(0, len(part), BLOCK)]


def heard(model: dict[str, np.ndarray], known: Lexicon, part: Sequence[Example]) -> list[dict[int, str]]:
    """The votes of each sentence of a part, by what a model that never saw the part takes its words for."""
    tagger = Tagger(known, name_model.read_weights(model))
    out: list[dict[int, str]] = []
    for block in blocks(part):
        labels, _ = tagger.tag([e.sentence for e in block])
        said: list[dict[int, str]] = [{} for _ in block]
        for n, at, mark in votes([e.sentence for e in block], [[tagger.weights.labels[i] for i in row] for row in labels]):
            said[n][at] = mark
        out += said
    return out


def tendencies(model: dict[str, np.ndarray], known: Lexicon, words: Sequence[str], files: Sequence[Path]) -> np.ndarray:
    """For each word of the vocabulary: places in every n-th text, places in names of each class, places as a name's first word."""
    number = {word: i for i, word in enumerate(words)}
    tagger = Tagger(known, name_model.read_weights(model))
    labels = tagger.weights.labels
    classes = np.array([-1 if name == "O" else name_features.CLASSES.index(name[2:]) for name in labels])
    firsts = np.array([name[0] == "B" for name in labels])
    counts = np.zeros((len(number), 6), dtype=np.int64)
    for text in islice(name_clusters.texts(files), 0, None, EVERY):
        view = fold(text).text
        sentences = name_tokens.read(view, 0, len(view))
        if not sentences:
            continue
        found, _ = tagger.tag(sentences)
        ids = np.fromiter((number.get(w, -1) for s in sentences for w in s.words), dtype=np.int64)
        label = np.concatenate(found)
        keep = ids >= 0
        ids, label = ids[keep], label[keep]
        np.add.at(counts[:, 0], ids, 1)
        named = classes[label] >= 0
        np.add.at(counts, (ids[named], 1 + classes[label[named]]), 1)
        np.add.at(counts[:, 5], ids[firsts[label]], 1)
    return counts


def leaning(known: Lexicon, words: Sequence[str], counts: np.ndarray) -> Lexicon:
    """The lexicon with tendencies."""
    packed_up = [name_features.pack(int(row[0]), row[1:5].tolist(), int(row[5])) for row in counts]
    return replace(known, tendencies=dict(zip(words, packed_up, strict=True)))


def train(sentences: Sequence[Example], base: Lexicon, words: Sequence[str], files: Sequence[Path]) -> tuple[dict[str, np.ndarray], Lexicon]:
    """Two first models on halves; what each takes the news and the other half for teaches the shipped model, which so never leans on what it was told."""
    halves = [[e for i, block in enumerate(blocks(sentences)) if i // 4 % 2 == side for e in block] for side in (0, 1)]
    first = [fit(rows(half, Features(base)), ROUNDS // 2) for half in halves]
    counts = [tendencies(model, base, words, files) for model in first]
    training: list[Row] = []
    for half, model, seen in ((halves[0], first[1], counts[1]), (halves[1], first[0], counts[0])):
        training += rows(half, Features(leaning(base, words, seen)), heard(model, base, half))
    return fit(training), leaning(base, words, counts[0] + counts[1])


def packed(lines: Iterable[str]) -> np.ndarray:
    """Lines as one array of bytes."""
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def arrays(model: dict[str, Any]) -> dict[str, np.ndarray]:
    """The model as the arrays of its file: weights by feature, group and label, and by pair table; half precision."""
    labels = model["labels"]
    number = {label: i for i, label in enumerate(labels)}
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (a, b), weight in model["transitions"].items():
        transitions[number[a], number[b]] = weight
    rows: dict[str, np.ndarray] = {}
    pairs: dict[str, dict[int, np.ndarray]] = {letter: {} for letter in PAIRS}
    for (name, label), weight in model["features"].items():
        if name[0] in PAIRS:
            pairs[name[0]].setdefault(int(name[1:]), np.zeros(len(labels), dtype=np.float16))[number[label]] = weight
        else:
            group, feature = (GROUPS.index(name[0]), name[1:]) if name[0] in GROUPS else (0, name)
            rows.setdefault(feature, np.zeros((len(GROUPS), len(labels)), dtype=np.float16))[group, number[label]] = weight
    words = sorted(rows)
    out = {"labels": packed(labels), "transitions": transitions, "features": packed(words), "weights": np.stack([rows[w] for w in words])}
    for letter, table in pairs.items():
        out[f"{letter}_keys"] = np.array(sorted(table), dtype=np.int32)
        out[f"{letter}_weights"] = np.stack([table[k] for k in sorted(table)])
    return out


def mentions(labels: Sequence[str], places: Sequence[tuple[int, int]]) -> Spans:
    """Spans of a label sequence; an I without its B begins a span."""
    found: Spans = []
    last = "O"
    for label, (start, end) in zip(labels, places, strict=True):
        if label[0] == "B" or (label[0] == "I" and last[1:] != label[1:]):
            found.append((start, end, label[2:]))
        elif label[0] == "I":
            found[-1] = (found[-1][0], end, label[2:])
        last = label
    return found


def score(gold: Spans, predicted: Spans) -> dict[str, float]:
    """Exact-span F1 by class and over all."""
    out = {}
    for cls in ("PER", "LOC", "ORG", "MISC", "ALL"):
        g, p = ({x for x in side if cls in ("ALL", x[2])} for side in (gold, predicted))
        out[cls] = 2 * len(g & p) / max(1, len(g) + len(p))
    return out


def fold_of(sentences: Sequence[Example], k: int = 5) -> list[list[Example]]:
    """Contiguous parts of equal length in words."""
    total, done = sum(len(e.labels) for e in sentences), 0
    parts: list[list[Example]] = [[] for _ in range(k)]
    for example in sentences:
        parts[min(k - 1, done * k // total)].append(example)
        done += len(example.labels)
    return parts


def tagged(model: dict[str, np.ndarray], known: Lexicon, part: Sequence[Example]) -> Spans:
    """What the shipped inference finds."""
    tagger = Tagger(known, name_model.read_weights(model))
    found: Spans = []
    for block in blocks(part):
        labels, _ = tagger.tag([e.sentence for e in block])
        for example, row in zip(block, labels, strict=True):
            found += mentions([tagger.weights.labels[i] for i in row], example.places)
    return found


def cross_validate(sentences: Sequence[Example], base: Lexicon, words: Sequence[str], files: Sequence[Path], only: Sequence[int]) -> None:
    """Trains on four fifths, scores on the other."""
    parts = fold_of(sentences)
    results = []
    for i in only:
        model, known = train([e for j, part in enumerate(parts) if j != i for e in part], base, words, files)
        gold = [m for e in parts[i] for m in mentions(e.labels, e.places)]
        results.append(score(gold, tagged(model, known, parts[i])))
        print(i, {k: round(v, 4) for k, v in results[-1].items()}, flush=True)
    for key in results[0]:
        values = [r[key] for r in results]
        print(f"{key:5} mean {np.mean(values):.4f}  sd {np.std(values):.4f}")


def main() -> None:
    """Clusters, then folds or the model."""
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared" / "data")
    cli.add_argument("--folds", help="numbers of folds to score, as 0,1,2,3,4")
    cli.add_argument("--keep-clusters", action="store_true", help="take the clusters of the model file that is there")
    cli.add_argument("--out", type=Path, default=MODEL)
    chosen = cli.parse_args()
    files = [chosen.data / "news" / name for name in NEWS]
    if chosen.keep_clusters:
        words, classes = name_model.vocabulary(), np.array(list(name_model.clusters().values()), dtype=np.uint16)
    else:
        words, levels = name_clusters.learn(files)
        classes = np.stack(levels, axis=1).astype(np.uint16)
    sentences = examples(*read_corpus(chosen.data / "ner" / "anercorp.train.txt"))
    known = replace(lexicon(), clusters=dict(zip(words, map(tuple, classes.tolist()), strict=False)), tendencies={})
    if chosen.folds:
        cross_validate(sentences, known, words, files, [int(n) for n in chosen.folds.split(",")])
        return
    model, taught = train(sentences, known, words, files)
    found = {**model, "words": packed(words), "clusters": classes, "tendencies": np.array(list(taught.tendencies.values()), dtype=np.uint16)}
    np.savez_compressed(chosen.out, **dict(sorted(found.items())))


if __name__ == "__main__":
    main()
