"""A token-classification model from a local folder in the shipped tagger's place: the optional extra `tawatur[neural]` (torch, transformers).

The folder holds what `save_pretrained` writes: config.json, a fast tokenizer, weights as safetensors (never pickles: they can run code). Nothing is
downloaded, and no code of the folder's is run. To take models with labels of other names, add to CLASSES. One thread, one document at a time, so that
the same page gives the same names in any pile.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawatur.annotate.name_model import Scores
from tawatur.annotate.name_tokens import Sentence
from tawatur.annotate.name_votes import VOTE, votes
from tawatur.arabic import unmarked
from tawatur.errors import UsageError
from tawatur.model import Document

CLASSES = {
    **{"PER": "PER", "PERS": "PER", "PERSON": "PER", "LOC": "LOC", "LOCATION": "LOC"},
    **{"ORG": "ORG", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "MISC": "MISC"},
}
"""What published models call the four classes, in capitals."""
MOST_PIECES = 512
"""Pieces read at once: what models of BERT's shape were trained on. A model that says less gets less."""
OVERLAP = 64
"""Pieces that two windows of one long sentence share; each word is taken from the window in whose midst it stands more."""
DOUBT = 0.7
"""Chance of a word's label below which the word's other places in the document are heard."""
_LIBRARIES = ("torch", "transformers")
_WEIGHTS = ("model.safetensors", "model.safetensors.index.json")
_WORDPIECES = ("tokenizer.json", "vocab.txt")


@dataclass(frozen=True, slots=True)
class Model:
    """A folder that was looked through (`check`). `name`: the folder's name and eight digits of its files' SHA-256; `labels` by the model's own numbers."""

    folder: str
    name: str
    labels: tuple[str, ...]
    batch: int


def check(folder: str | Path, batch: int) -> Model:
    """Look a model's folder through without loading it. `batch`: sentences read at once, at least 1.

    Raises UsageError: the extra is not installed, no such folder, files missing, labels that are not those of names.
    """
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        raise UsageError("names.extra", module=", ".join(missing))
    path = Path(folder)
    config = path / "config.json"
    found = [next((path / name for name in names if (path / name).is_file()), None) for names in (_WEIGHTS, _WORDPIECES)]
    if not config.is_file() or None in found:
        raise UsageError("names.folder", path=folder, needed=f"config.json, {' | '.join(_WEIGHTS)}, {' | '.join(_WORDPIECES)}")
    try:
        said = json.loads(config.read_text(encoding="utf-8")).get("id2label") or {}
        by_number = {int(number): str(label) for number, label in said.items()}
    except (ValueError, AttributeError) as error:
        raise UsageError("names.load", path=folder, reason=f"config.json: {error}") from error
    return Model(str(path), f"{path.resolve().name}@{_digest(path)}", labels(by_number, folder), max(1, batch))


def labels(by_number: dict[int, str], folder: str | Path) -> tuple[str, ...]:
    """The model's labels as ours (O, B-PER, I-ORG …), by its own numbers. Raises UsageError for one that is no such name."""
    out = [_label(by_number.get(number, "")) for number in range(len(by_number))]
    if None in out or "O" not in out or len(set(out)) < 2:
        raise UsageError("names.labels", path=folder, labels=", ".join(by_number.values()) or "-", known=", ".join(CLASSES))
    return tuple(label for label in out if label)


def _label(said: str) -> str | None:
    if said.upper() == "O":
        return "O"
    prefix, _, rest = said.upper().partition("-")
    return f"{prefix}-{CLASSES[rest]}" if prefix in ("B", "I") and rest in CLASSES else None


def _digest(path: Path) -> str:
    """Eight hex digits of the SHA-256 of all that decides the labels: half a second for half a gigabyte."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.iterdir() if p.is_file() and p.suffix in (".json", ".txt", ".safetensors", ".model")):
        with file.open("rb") as stream:
            digest.update(f"{file.name}:{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()[:8]


def written(doc: Document, sentence: Sentence) -> list[str]:
    """A sentence's words as the page writes them, without tashkeel and tatweel, which such models have not been shown."""
    return [unmarked(doc.text[slice(*doc.view.span(a, b))]) for a, b in sentence.spans]


@lru_cache(maxsize=1)
def tagger(model: Model) -> NeuralTagger:
    """The model, loaded once a process. Raises UsageError when its files cannot be read as one."""
    return NeuralTagger(model)


class NeuralTagger:
    """A loaded model, read with one thread on the processor. `outside` is the number of the label O."""

    def __init__(self, model: Model) -> None:
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"  # read when the library is imported
        import torch
        import transformers

        torch.set_num_threads(1)  # a worker a core; sums in one order
        self._torch, self.model = torch, model
        self.labels, self.outside = model.labels, model.labels.index("O")
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._pieces: Any = transformers.AutoTokenizer.from_pretrained(model.folder, use_fast=True, **local)
            read: Any = transformers.AutoModelForTokenClassification.from_pretrained(model.folder, use_safetensors=True, **local)
        except Exception as error:  # whatever the libraries raise for strange files: the user's folder, not our bug
            raise UsageError("names.load", path=model.folder, reason=f"{type(error).__name__}: {error}") from error
        if not self._pieces.is_fast or read.config.num_labels != len(model.labels):
            raise UsageError("names.load", path=model.folder, reason="no fast tokenizer" if not self._pieces.is_fast else "labels and weights do not agree")
        self._net = read.eval()
        self._most = min(MOST_PIECES, self._pieces.model_max_length, getattr(read.config, "max_position_embeddings", MOST_PIECES))

    def tag(self, sentences: Sequence[Sentence], texts: Sequence[Sequence[str]]) -> tuple[list[NDArray[np.int8]], list[NDArray[np.float32]]]:
        """For each sentence of one document, with its words as written: the label and its chance at each word."""
        chances = self.chances(texts)
        best = [row.argmax(1).astype(np.int8) for row in chances]
        self._hear(sentences, best, chances)
        return best, [np.asarray(row[np.arange(len(row)), label]) for row, label in zip(chances, best, strict=True)]

    def chances(self, texts: Sequence[Sequence[str]]) -> list[Scores]:
        """For each sentence, chance of every label at every word: that of the word's first piece. A word without pieces is outside."""
        out = [np.zeros((len(words), len(self.labels)), dtype=np.float32) for words in texts]
        midst = [np.full(len(words), -1) for words in texts]
        for row in out:
            row[:, self.outside] = 1
        if not texts:
            return out
        share = min(OVERLAP, self._most // 4)
        cut = self._pieces([list(words) for words in texts], is_split_into_words=True, truncation=True, max_length=self._most, stride=share, return_overflowing_tokens=True)
        owner = cut["overflow_to_sample_mapping"]
        for window, found in self._read(cut["input_ids"]):
            sentence, first = owner[window], _first_pieces(cut.word_ids(window))
            for word, (at, depth) in first.items():
                if depth > midst[sentence][word]:
                    midst[sentence][word], out[sentence][word] = depth, found[at]
        return out

    def _read(self, pieces: Sequence[Sequence[int]]) -> Iterator[tuple[int, Scores]]:
        """(window, chances of its pieces), the shortest windows first, `batch` at once."""
        order = sorted(range(len(pieces)), key=lambda n: (len(pieces[n]), n))
        for begin in range(0, len(order), self.model.batch):
            some = order[begin : begin + self.model.batch]
            padded = self._pieces.pad({"input_ids": [pieces[n] for n in some]}, return_tensors="pt")
            with self._torch.inference_mode():
                logits = self._net(input_ids=padded["input_ids"], attention_mask=padded["attention_mask"]).logits
            yield from zip(some, self._torch.softmax(logits.float(), -1).numpy(), strict=True)

    def _hear(self, sentences: Sequence[Sentence], best: list[NDArray[np.int8]], chances: Sequence[Scores]) -> None:
        """A word in doubt that is a name at all its other places in the document is that name here, where the model holds it at least half as likely."""
        said = votes(sentences, [[self.labels[n] for n in row.tolist()] for row in best])
        for sentence, at, mark in list(said):
            label = f"{mark[-2]}-{mark[len(VOTE) : -2]}"
            row = chances[sentence][at]
            if mark[-1] == "3" and label in self.labels and row.max() < DOUBT and 2 * row[self.labels.index(label)] >= row.max():
                best[sentence][at] = self.labels.index(label)


def _first_pieces(words: Sequence[int | None]) -> dict[int, tuple[int, int]]:
    """Word → its first piece in a window, and how many pieces lie between that and the nearer edge."""
    out: dict[int, tuple[int, int]] = {}
    for at, word in enumerate(words):
        if word is not None and word not in out:
            out[word] = at, min(at, len(words) - 1 - at)
    return out
