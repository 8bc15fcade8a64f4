"""Training is repeatable: a tiny corpus and a tiny pile of news give the same arrays twice, and the model learns what they say."""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tawatur.annotate.name_lexicon import lexicon

sys.path.insert(0, str(Path(__file__).parents[3] / "tools"))
pytest.importorskip("pycrfsuite")
pytest.importorskip("scipy")
train_names = pytest.importorskip("train_names")

SENTENCES = (
    "قال O\nسامر B-PERS\nالحلبي I-PERS\nفي O\nبيروت B-LOC\n. O",
    "زار O\nفارس B-PERS\nالبحري I-PERS\nمدينة O\nصيدا B-LOC\nأمس O\n. O",
    "أعلنت O\nشركة O\nالمنار B-ORG\nأرباحا O\nفي O\nعمان B-LOC\n. O",
    "قرأ O\nسامر B-PERS\nرواية O\nالغريب B-MISC\n. O",
)
NEWS = "قال سامر الحلبي في بيروت إن شركة المنار تعلن أرباحا. زار فارس مدينة صيدا أمس."


@pytest.fixture
def slice_of_data(tmp_path: Path) -> tuple[Path, Path]:
    corpus, news = tmp_path / "corpus.txt", tmp_path / "news.jsonl.gz"
    corpus.write_text("\n".join(SENTENCES[n % 4] for n in range(160)) + "\n", encoding="utf-8")
    with gzip.open(news, "wt", encoding="utf-8") as out:
        for number in range(12):
            out.write(json.dumps({"text": f"{number} {NEWS}"}) + "\n")
    return corpus, news


def test_training_twice_gives_the_same_arrays(slice_of_data: tuple[Path, Path]) -> None:
    corpus, news = slice_of_data
    sentences = train_names.examples(*train_names.read_corpus(corpus))
    words = sorted({w for e in sentences for w in e.sentence.words})
    base = replace(lexicon(), clusters={w: (n % 64, n % 256, n) for n, w in enumerate(words)}, tendencies={})
    (one, told), (two, again) = (train_names.train(sentences, base, words, [news]) for _ in range(2))
    assert one.keys() == two.keys()
    assert all(np.array_equal(one[key], two[key]) for key in one)
    assert told.tendencies == again.tendencies
    assert any(told.tendencies.values())
    gold = [m for e in sentences[:8] for m in train_names.mentions(e.labels, e.places)]
    assert train_names.score(gold, train_names.tagged(one, told, sentences[:8]))["ALL"] == 1


def test_corpus_tokens_cut_in_several_stay_one_name() -> None:
    (example,) = train_names.examples("ابن-سينا", [(0, 8, "B-PER")])
    assert example.labels == ["B-PER", "I-PER", "I-PER"]
    assert train_names.mentions(example.labels, example.places) == [(0, 8, "PER")]


def test_a_stray_inside_label_begins_a_span() -> None:
    assert train_names.mentions(["I-LOC", "O", "B-PER", "I-ORG"], [(0, 1), (2, 3), (4, 5), (6, 7)]) == [(0, 1, "LOC"), (4, 5, "PER"), (6, 7, "ORG")]
