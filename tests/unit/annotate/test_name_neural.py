"""A model from a local folder: looked through before it is loaded, read word by word, in windows; and what follows the tagger follows it too.

What needs torch runs under `make test-neural` (its own environment); elsewhere those tests are skipped. The model is made and trained here, in a second or two.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tawatur.annotate import name_neural, name_tokens
from tawatur.annotate.names import with_model
from tawatur.errors import UsageError
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span

LABELS = ("O", "B-PERS", "I-PERS", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC")
LESSONS = (
    ("قال وزير الخارجية الأردني {سامر الحداد} إن المحادثات انتهت", "PERS"),
    ("وصل {سامر الحداد} أمس", "PERS"),
    ("زار {نادر الخياط} المدينة", "PERS"),
    ("التقى {الحداد} الوفد", "PERS"),
    ("سافر إلى {دمرات} أمس", "LOC"),
    ("في {وادي النخيل} حريق", "LOC"),
    ("أعلنت {شركة السنابل} الأرباح", "ORG"),
    ("المحادثات انتهت أمس في المدينة", ""),
    ("قال الوفد إن الأرباح زادت", ""),
)
needs_torch = pytest.mark.skipif(find_spec("torch") is None or find_spec("transformers") is None, reason="needs tawatur[neural]: make test-neural")
pytestmark = pytest.mark.filterwarnings("ignore")


def lesson(marked: str, cls: str) -> tuple[list[str], list[int]]:
    words, said, inside = list[str](), list[int](), False
    for word in marked.split():
        begins = word.startswith("{")
        inside = inside or begins
        words.append(word.strip("{}"))
        said.append(LABELS.index(f"{'B' if begins else 'I'}-{cls}") if inside else 0)
        inside = inside and not word.endswith("}")
    return words, said


def pieces() -> list[str]:
    """A WordPiece vocabulary: every word cut after its third letter, and single letters for the unknown."""
    words = {word.strip("{}") for text, _ in LESSONS for word in text.split()}
    letters = sorted({letter for word in words for letter in word})
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({w[:3] for w in words} | {f"##{w[3:]}" for w in words if w[3:]}), *letters, *(f"##{x}" for x in letters)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    path = tmp_path_factory.mktemp("models") / "small"
    path.mkdir()
    (path / "vocab.txt").write_text("\n".join(dict.fromkeys(pieces())), encoding="utf-8")
    cut = transformers.BertTokenizerFast.from_pretrained(path, do_lower_case=False, strip_accents=False, model_max_length=64)
    torch.manual_seed(7)
    shape = transformers.BertConfig(
        vocab_size=len(cut), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=64,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, id2label=dict(enumerate(LABELS)), label2id={label: n for n, label in enumerate(LABELS)},
    )
    net = transformers.BertForTokenClassification(shape)
    taught = [lesson(*row) for row in LESSONS]
    batch = cut([words for words, _ in taught], is_split_into_words=True, padding=True, return_tensors="pt")
    gold = torch.full(batch["input_ids"].shape, -100)
    for row, (_, said) in enumerate(taught):
        for at, word in enumerate(batch.word_ids(row)):
            if word is not None:
                gold[row, at] = said[word]
    rate = torch.optim.AdamW(net.parameters(), 1e-2)
    for _ in range(60):
        rate.zero_grad()
        net(**batch, labels=gold).loss.backward()
        rate.step()
    net.save_pretrained(path)
    cut.save_pretrained(path)
    return path


def page(text: str) -> Document:
    return Document("d", text, "0").with_layer("region", [Annotation(Span(0, len(text)), Region("body"), Origin("test", "1", "test"))])


def sentences(words: Sequence[str]) -> list[name_tokens.Sentence]:
    return [name_tokens.Sentence(list(words), [(n, n + 1) for n in range(len(words))])]


# Without torch: what a folder must hold.


def whole(tmp_path: Path, id2label: object) -> Path:
    (tmp_path / "config.json").write_text(json.dumps({"id2label": id2label}), encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    (tmp_path / "vocab.txt").write_text("[PAD]", encoding="utf-8")
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(name_neural, "find_spec", lambda name: name)
    yield


@pytest.mark.usefixtures("installed")
def test_labels_of_published_models_become_ours(tmp_path: Path) -> None:
    model = name_neural.check(whole(tmp_path, {"1": "B-PERS", "0": "O", "2": "I-LOCATION", "3": "b-org"}), 4)
    assert model.labels == ("O", "B-PER", "I-LOC", "B-ORG")
    assert model.name.startswith(f"{tmp_path.name}@")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("said", [{"0": "LABEL_0", "1": "LABEL_1"}, {"0": "O", "1": "B-DISEASE"}, {"0": "B-PER", "1": "I-PER"}, {"0": "O"}, {}])
def test_other_labels_are_refused(tmp_path: Path, said: dict[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        name_neural.check(whole(tmp_path, said), 4)
    assert error.value.code == "names.labels"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("gone", ["config.json", "model.safetensors", "vocab.txt"])
def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path, gone: str) -> None:
    (whole(tmp_path, {"0": "O", "1": "B-PER"}) / gone).unlink()
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle is not read")
    with pytest.raises(UsageError) as error:
        name_neural.check(tmp_path, 4)
    assert error.value.code == "names.folder"
    assert gone in str(error.value)


@pytest.mark.usefixtures("installed")
def test_a_broken_config_is_refused(tmp_path: Path) -> None:
    (whole(tmp_path, {}) / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        name_neural.check(tmp_path, 4)
    assert error.value.code == "names.load"


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_neural, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"tawatur\[neural\]"):
        name_neural.check(tmp_path, 4)


def test_first_pieces_and_their_depth() -> None:
    assert name_neural._first_pieces([None, 0, 0, 1, 2, None]) == {0: (1, 1), 1: (3, 2), 2: (4, 1)}


# With torch: the model above.


@needs_torch
def test_names_titles_and_proclitics(folder: Path) -> None:
    text = "قال وزير الخارجية الأردني سَامر الحـداد إن المحادثات انتهت\nسافر إلى دمرات أمس\n"
    found = list(with_model(str(folder), 4)(page(text)))
    assert [(a.span.of(text), a.value.type) for a in found] == [("سَامر الحـداد", "PER"), ("دمرات", "LOC")]
    assert [(o.id, o.of) for o in found[0].value.offices] == [("foreign_minister", "JO")]
    assert found[0].origin.rule.startswith("names.neural:small@")
    assert 0.5 < found[0].origin.score <= 1


@needs_torch
def test_any_batch_gives_the_same_labels(folder: Path) -> None:
    text = "\n".join(marked.replace("{", "").replace("}", "") for marked, _ in LESSONS)
    rows = [[(a.span, a.value.type) for a in with_model(str(folder), size)(page(text))] for size in (1, 3, 64)]
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 7


@needs_torch
def test_long_sentences_are_read_in_windows_that_overlap(folder: Path) -> None:
    tagger = name_neural.tagger(with_model(str(folder), 4).model)  # type: ignore[arg-type]
    words = ["المحادثات", "انتهت"] * 60 + ["وصل", "سامر", "الحداد", "أمس"] + ["انتهت"] * 60
    (chances,) = tagger.chances([words])
    assert len(chances) == len(words)
    assert np.allclose(chances.sum(1), 1, atol=1e-4)
    seen = list[list[int]]()
    original = tagger._read

    def watched(some: Sequence[Sequence[int]]) -> Any:
        seen.extend(list(one) for one in some)
        return original(some)

    tagger._read = watched  # type: ignore[method-assign]
    tagger.chances([words])
    tagger._read = original  # type: ignore[method-assign]
    assert len(seen) > 3
    assert max(map(len, seen)) <= 64
    for one, following in itertools.pairwise(seen):
        assert one[-17:-1] == following[1:17]  # a quarter of the window


@needs_torch
def test_words_without_pieces_and_empty_pages(folder: Path) -> None:
    tagger = name_neural.tagger(with_model(str(folder), 4).model)  # type: ignore[arg-type]
    assert tagger.chances([]) == []
    (row,), _ = tagger.tag(sentences(["\u200d", "سامر"]), [["", "سامر"]])
    assert row[0] == tagger.outside
    assert list(with_model(str(folder), 4)(page(" "))) == []


@needs_torch
def test_a_doubt_hears_the_other_places(folder: Path) -> None:
    tagger = name_neural.tagger(with_model(str(folder), 4).model)  # type: ignore[arg-type]
    sure, doubt = np.zeros((1, 9), np.float32), np.zeros((1, 9), np.float32)
    sure[0, 1], doubt[0, :2] = 1, (0.5, 0.4)
    rows = [sure, sure.copy(), doubt]
    best = [row.argmax(1).astype(np.int8) for row in rows]
    tagger._hear([name_tokens.Sentence(["سامر"], [(0, 1)])] * 3, best, rows)
    assert [tagger.labels[int(b[0])] for b in best] == ["B-PER"] * 3
    doubt[0, :2] = (0.9, 0.1)
    best[2] = doubt.argmax(1).astype(np.int8)
    tagger._hear([name_tokens.Sentence(["سامر"], [(0, 1)])] * 3, best, rows)
    assert tagger.labels[int(best[2][0])] == "O"


@needs_torch
def test_weights_that_are_no_weights_are_refused(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes() if file.suffix != ".safetensors" else b"not a tensor")
    with pytest.raises(UsageError) as error:
        name_neural.tagger(name_neural.check(tmp_path, 4))
    assert error.value.code == "names.load"


@needs_torch
def test_command_and_settings(folder: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from tawatur.cli import main

    file, settings = tmp_path / "a.txt", tmp_path / "settings.toml"
    file.write_text("التقى الحداد الوفد.\n", encoding="utf-8")
    settings.write_text(f'names_model = "{folder.as_posix()}"\nnames_batch = 2\n', encoding="utf-8")
    by_option = CliRunner().invoke(main, ["annotate", "--names-model", str(folder), str(file)])
    by_settings = CliRunner().invoke(main, ["--settings", str(settings), "annotate", str(file)])
    assert by_option.exit_code == 0, by_option.output
    assert by_option.stdout == by_settings.stdout
    (name,) = json.loads(by_option.stdout)["layers"]["name"]
    assert (name["text"], name["type"]) == ("الحداد", "PER")


@needs_torch
def test_another_model_makes_a_record_anew(folder: Path, tmp_path: Path) -> None:
    from tawatur.run.build import build
    from tawatur.settings import Settings
    from tawatur.store import open_record

    file, out = tmp_path / "a.txt", tmp_path / "a.tawatur"
    file.write_text("التقى الحداد الوفد.\n", encoding="utf-8")
    for settings, rule in ((Settings(workers=1), "names.crf"), (Settings(workers=1, names_model=str(folder)), "names.neural"), (Settings(workers=1), "names.crf")):
        build([file], out, settings)
        with open_record(out) as record:
            assert {row["rule"].partition(":")[0] for row in record.layer("name")} <= {rule}
            assert rule == "names.crf" or [row["text"] for row in record.layer("name")] == ["الحداد"]


@needs_torch
def test_a_folder_that_is_none_ends_the_command(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from tawatur.cli import main

    file = tmp_path / "a.txt"
    file.write_text("نص\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["annotate", "--names-model", str(tmp_path), str(file)])
    assert done.exit_code == 2
    assert "config.json" in done.stderr
