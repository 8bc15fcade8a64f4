"""Trains the name tagger: clusters from raw news, a linear-chain model from ANERcorp, and the model file that ships.

    python tools/train_names.py --data ../shared/data [--folds] [--clusters-only]

Needs python-crfsuite and scipy (training only). One thread, fixed order, fixed seed: the same data give the same file. `--folds` prints the five-fold
scores on contiguous fifths of the corpus instead of writing a model.
"""

from __future__ import annotations

import argparse
import bisect
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pycrfsuite

from tawatur.annotate import name_features, name_model, name_tokens
from tawatur.annotate.name_features import BOUNDARY, GROUPS, PAIRS
from tawatur.annotate.name_lexicon import Lexicon, lexicon
from tawatur.annotate.name_tagger import Tagger
from tawatur.arabic import fold

MODEL = Path(__file__).parent.parent / "src" / "tawatur" / "models" / name_model.FILE
NEWS = ("ant-2018.jsonl.gz", "saudi-2015.jsonl.gz")
C1, C2, ROUNDS = 0.1, 0.05, 100
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

    def of(self, words: Sequence[str]) -> list[list[str]]:
        """Of a sentence with an edge before and after it."""
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
        edge = list(seen[0][0][0])
        return [edge, *out, edge]


def fit(sentences: Iterable[Example], features: Features, rounds: int = ROUNDS) -> dict[str, Any]:
    """Trains by L-BFGS and returns the model's labels, transitions and feature weights."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for example in sentences:
        trainer.append(pycrfsuite.ItemSequence(features.of(example.sentence.words)), ["O", *example.labels, "O"])
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": rounds})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "names.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return {"labels": sorted(info.labels), "transitions": info.transitions, "features": info.state_features}


def packed(lines: Iterable[str]) -> np.ndarray:
    """Lines as one array of bytes."""
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def arrays(model: dict[str, Any]) -> dict[str, np.ndarray]:
    """The model as the arrays of its file: rows of weights by feature, by pair table; half precision."""
    labels = model["labels"]
    number = {label: i for i, label in enumerate(labels)}
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (a, b), weight in model["transitions"].items():
        transitions[number[a], number[b]] = weight
    rows: dict[str, np.ndarray] = {}
    for (name, label), weight in model["features"].items():
        rows.setdefault(name, np.zeros(len(labels), dtype=np.float16))[number[label]] = weight
    words = sorted(n for n in rows if n[0] not in PAIRS)
    out = {"labels": packed(labels), "transitions": transitions, "features": packed(words), "weights": np.stack([rows[w] for w in words])}
    for letter in PAIRS:
        keys = sorted(int(n[1:]) for n in rows if n[0] == letter)
        out[f"{letter}_keys"] = np.array(keys, dtype=np.int32)
        out[f"{letter}_weights"] = np.stack([rows[f"{letter}{k}"] for k in keys])
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


def tagged(model: name_model.Weights, known: Lexicon, part: Sequence[Example], block: int = 20) -> Spans:
    """What the shipped inference finds, in blocks of sentences (the corpus has no document borders)."""
    tagger = Tagger(known, model)
    found: Spans = []
    for at in range(0, len(part), block):
        some = part[at : at + block]
        labels, _ = tagger.tag([e.sentence for e in some])
        for example, row in zip(some, labels, strict=True):
            found += mentions([model.labels[i] for i in row], example.places)
    return found


def cross_validate(sentences: Sequence[Example], features: Features, only: Sequence[int] = range(5)) -> list[dict[str, float]]:
    """Trains on four fifths, scores on the other."""
    parts = fold_of(sentences)
    results = []
    for i in only:
        model = name_model.read_weights(arrays(fit([e for j, part in enumerate(parts) if j != i for e in part], features)))
        gold = [m for e in parts[i] for m in mentions(e.labels, e.places)]
        results.append(score(gold, tagged(model, features.lexicon, parts[i])))
        print(i, {k: round(v, 4) for k, v in results[-1].items()}, flush=True)
    for key in results[0]:
        values = [r[key] for r in results]
        print(f"{key:5} mean {np.mean(values):.4f}  sd {np.std(values):.4f}")
    return results


def write(found: dict[str, np.ndarray]) -> None:
    """Writes the model file, its arrays in order of name."""
    np.savez_compressed(MODEL, **dict(sorted(found.items())))
    name_model._file.cache_clear()
    name_model.clusters.cache_clear()
    lexicon.cache_clear()


def main() -> None:
    """Clusters, then folds or the model."""
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared" / "data")
    cli.add_argument("--folds", action="store_true")
    cli.add_argument("--keep-clusters", action="store_true", help="take the clusters of the model file that is there")
    chosen = cli.parse_args()
    if chosen.keep_clusters:
        base = {k: v for k, v in name_model._file().items() if k in ("words", "clusters")}
    else:
        import name_clusters

        words, levels, _ = name_clusters.learn([chosen.data / "news" / name for name in NEWS])
        base = {"words": packed(words), "clusters": np.stack(levels).astype(np.uint16)}
        write(base)
    sentences = examples(*read_corpus(chosen.data / "ner" / "anercorp.train.txt"))
    features = Features(lexicon())
    if chosen.folds:
        cross_validate(sentences, features)
    else:
        write({**base, **arrays(fit(sentences, features))})


if __name__ == "__main__":
    main()
