"""Runs one name tagger through the stage's own interface, on one thread: rows on stdin, its cost on stdout as one JSON object.

    .venvs/neural/bin/python bench/names_peers.py transformer < rows.jsonl        or: shipped; a row is {"text"}, and {"text", "lesson": true}

`transformer` is a model of AraBERT's shape (BERT-base: 12 layers of 768, 12 heads, 64,000 pieces) with random weights: its speed does not depend on them. Its
WordPiece is learnt from the lessons. Seconds are processor time of tagging, after a first page; peak memory is the whole process's.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tawatur.annotate import name_neural
from tawatur.annotate.names import NAMES, Names, with_model
from tawatur.arabic import unmarked
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span

LABELS = ("O", *(f"{edge}-{cls}" for cls in ("PERS", "LOC", "ORG", "MISC") for edge in "BI"))
PIECES = 64_000
BATCH = 8
"""Sentences read at once: the fastest of 1, 8 and 32 here."""


def page(name: str, text: str) -> Document:
    region = Annotation(Span(0, len(text)), Region("body"), Origin("bench", "1", "bench"))
    return Document(name, text, "").with_layer("region", [region])


def make_model(folder: Path, lessons: Iterable[str]) -> None:
    """A folder as save_pretrained writes it."""
    import tokenizers
    import transformers

    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    learnt = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))  # type: ignore[attr-defined]
    learnt.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()  # type: ignore[attr-defined]
    learnt.train_from_iterator(map(unmarked, lessons), tokenizers.trainers.WordPieceTrainer(vocab_size=PIECES, special_tokens=marks))  # type: ignore[attr-defined]
    vocabulary = sorted(learnt.get_vocab(), key=learnt.get_vocab().__getitem__)
    folder.joinpath("vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    transformers.BertTokenizerFast.from_pretrained(folder, do_lower_case=False, model_max_length=512).save_pretrained(folder)
    numbered = dict(enumerate(LABELS))
    shape = transformers.BertConfig(vocab_size=PIECES, id2label=numbered, label2id={label: n for n, label in numbered.items()})
    transformers.BertForTokenClassification(shape).save_pretrained(folder)


def cost(stage: Names, docs: list[Document]) -> dict[str, Any]:
    for doc in docs:
        assert doc.view
    list(stage(docs[0]))
    began = time.process_time()
    for doc in docs:
        list(stage(doc))
    spent = time.process_time() - began
    words = sum(len(re.findall(r"\w+", doc.text)) for doc in docs)
    return {"words": words, "seconds": round(spent, 4), "words_per_s": round(words / spent), "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def transformer(docs: list[Document], lessons: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "bert-base"
        home.mkdir()
        making = [sys.executable, __file__, "make", str(home)]  # in a process of its own: its memory is not the tagger's
        subprocess.run(making, input="".join(json.dumps({"text": text}) + "\n" for text in lessons), text=True, check=True, capture_output=True)
        stage = with_model(str(home), BATCH)
        found = cost(stage, docs)
        assert stage.model is not None
        cut: Any = name_neural.tagger(stage.model)._pieces
        pieces = sum(len(cut(unmarked(doc.text), add_special_tokens=False)["input_ids"]) for doc in docs)
        return {**found, "pieces_a_word": round(pieces / found["words"], 2)}


def main() -> None:
    rows = [json.loads(line) for line in sys.stdin]
    if sys.argv[1] == "make":
        make_model(Path(sys.argv[2]), [row["text"] for row in rows])
        return
    docs = [page(str(n), row["text"]) for n, row in enumerate(rows) if not row.get("lesson")]
    print(json.dumps(cost(NAMES, docs) if sys.argv[1] == "shipped" else transformer(docs, [row["text"] for row in rows if row.get("lesson")])))


if __name__ == "__main__":
    main()
