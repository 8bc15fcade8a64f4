"""What holds of every statement, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate.statements import STATEMENTS
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span

WORDS = [
    *["قال", "وقال", "وأضاف", "أعلن", "أكدت", "نفى", "مشيرا", "إلى", "أن", "إن", "بأن", "على", "عن", "من", "بحسب", "وفقا", "لوكالة", "رويترز", "كما", "نقلا", "نقلت"],
    *["الوزير", "نادر", "البيطار", "وزارة", "النقل", "الجسر", "مغلق", "انتهاء", "إغلاق", "بيان", "في", "تغريدة", "الذي", "لكن", "وقد", "جاء", "هل", "قوله", "بقوله", "سموه"],
    *["«", "»", '"', "“", "”", "،", ".", ":", "..", "(", ")", "-", "\n", "؟", "#", "'", "\u064b", "\u0640", "ﷲ", "2021", "CNN"],
]
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
tight = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
wild = st.text(max_size=200)


def body(text: str) -> Document:
    cut = text.find("\n")
    spans = [(0, cut), (cut, len(text))] if 0 < cut < len(text) else [(0, len(text))] if text else []
    return Document("d", text, "").with_layer("region", [Annotation(Span(a, b), Region("body"), Origin("t", "1", "t")) for a, b in spans])


@settings(max_examples=1500, deadline=None)
@given(st.one_of(texts, tight, wild))
def test_spans_lie_in_the_text_and_two_runs_agree(text: str) -> None:
    doc = body(text)
    first = doc.with_layer("statement", STATEMENTS(doc)).layer("statement")
    assert first == doc.with_layer("statement", STATEMENTS(doc)).layer("statement")
    for found in first:
        for mention in (found.value.speaker, found.value.cue, *found.value.via):
            assert mention is None or mention.span.of(text).strip() == mention.span.of(text) != ""
        assert found.span.of(text).strip() == found.span.of(text) != ""


@settings(max_examples=1500, deadline=None)
@given(st.one_of(texts, tight))
def test_content_keeps_to_one_line_and_clear_of_its_cue(text: str) -> None:
    doc = body(text)
    for found in STATEMENTS(doc):
        assert "\n" not in found.span.of(text)
        assert found.value.cue is None or not found.value.cue.span.overlaps(found.span)
        region = [r for r in doc.layer("region") if r.span.holds(found.span)]
        assert len(region) == 1


@settings(max_examples=150, deadline=None)
@given(texts)
def test_contents_of_one_text_are_distinct(text: str) -> None:
    spans = [found.span for found in STATEMENTS(body(text))]
    assert len(spans) == len(set(spans))
