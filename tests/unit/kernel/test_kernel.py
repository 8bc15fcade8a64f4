"""Spans, documents, ids, errors, messages and rule files."""

import pickle
from pathlib import Path

import pytest

from tawatur import rulebook
from tawatur.arabic import fold
from tawatur.errors import PlanError, ReadError, RuleError, SpanError
from tawatur.layers import PROSE
from tawatur.messages import say
from tawatur.model import Annotation, Document, Origin, Span, stable_id, stable_key
from tawatur.pipeline import STAGES, check_plan
from tawatur.settings import Settings


def test_a_span_is_never_empty_inverted_or_outside() -> None:
    for start, end in ((3, 3), (4, 3), (-1, 2)):
        with pytest.raises(SpanError):
            Span(start, end)
    with pytest.raises(SpanError):
        Span(0, 4).of("abc")
    document = Document("d", "abc", "")
    with pytest.raises(SpanError):
        document.with_layer("x", [Annotation(Span(1, 9), None, Origin("s", "1", "r"))])


def test_a_layer_is_sorted_and_leaves_the_document_as_it_was() -> None:
    document = Document("d", "abcdef", "")
    marks = [Annotation(Span(a, b), None, Origin("s", "1", "r")) for a, b in ((3, 4), (0, 2), (0, 5))]
    layered = document.with_layer("x", marks)
    assert [(a.span.start, a.span.end) for a in layered.layer("x")] == [(0, 5), (0, 2), (3, 4)]
    assert document.layer("x") == ()


def test_ids_do_not_collide_by_joining() -> None:
    assert stable_id("a.b", "c") != stable_id("a", "b.c")
    assert stable_key("ab", "") != stable_key("a", "b")


def test_errors_keep_their_fields_across_processes_and_speak_both_languages() -> None:
    error = pickle.loads(pickle.dumps(ReadError("settings.form", path="x", reason="y")))
    assert (error.code, error.fields) == ("settings.form", {"path": "x", "reason": "y"})
    assert "x" in say(error.code, "en", **error.fields)
    assert say(error.code, "ar", **error.fields) != say(error.code, "en", **error.fields)


def test_the_plan_is_checked_before_any_work() -> None:
    check_plan(STAGES)
    with pytest.raises(PlanError):
        check_plan(STAGES[::-1])


def test_settings_refuse_what_they_do_not_know(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("shard = 7\n", encoding="utf-8")
    assert Settings.from_toml(file).shard == 7
    for bad in ("shards = 7\n", "shard = 'x'\n", "shard = -1\n", "shard = true\n", "not toml"):
        file.write_text(bad, encoding="utf-8")
        with pytest.raises(ReadError):
            Settings.from_toml(file)


def test_dropped_marks_belong_to_the_letter_before_them() -> None:
    text = "مؤخّراً فقط"
    view = fold(text)
    end = view.text.index(" ")
    assert text[slice(*view.span(0, end))] == "مؤخّراً"


def test_rule_files_with_faults_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook.load.cache_clear()
    faults = {
        "toml": "x = ",
        "slot": '[[rule]]\nid = "a"\nmatch = "{nothing}"\nyes = ["x"]\nno = ["y"]\n',
        "regex": '[[rule]]\nid = "a"\nmatch = "("\nyes = ["x"]\nno = ["y"]\n',
        "twice": '[words.c]\n1 = ["يوم"]\n2 = ["يوم"]\n',
        "examples": '[[rule]]\nid = "a"\nmatch = "x"\n',
    }
    for name, text in faults.items():
        monkeypatch.setattr(rulebook, "_read", lambda file, text=text: text)
        with pytest.raises(RuleError) as error:
            rulebook.load(name)
        assert f"{name}.toml" in str(error.value)
    rulebook.load.cache_clear()


def test_prose_is_what_the_page_itself_says() -> None:
    assert {"furniture", "comment", "dateline"}.isdisjoint(PROSE)
