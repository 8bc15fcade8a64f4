"""Whatever the text: spans lie in it, in order, never overlap; two runs agree; the cache changes nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate import name_model
from tawatur.annotate.name_lexicon import lexicon
from tawatur.annotate.name_tagger import Tagger
from tawatur.annotate.name_tokens import read
from tawatur.annotate.names import NAMES
from tawatur.arabic import fold
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span

WORDS = st.sampled_from(["قال", "محمد", "الحلبي", "وزير", "في", "بغداد", "،", ".", "\n", "ـ", "َ", "ﻻ", "للعراق", "و", "x", "12"])
TEXTS = st.one_of(st.text(min_size=1, max_size=80), st.lists(WORDS, min_size=1, max_size=30).map(" ".join))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_and_never_overlap(text: str) -> None:
    region = Annotation(Span(0, len(text)), Region("body"), Origin("test", "1", "test"))
    doc = Document("d", text, "0").with_layer("region", [region])
    found = list(NAMES(doc))
    assert all(0 <= a.span.start + a.value.lead < a.span.end <= len(text) for a in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert found == list(NAMES(doc))


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_a_fresh_cache_gives_the_same(text: str) -> None:
    view = fold(text).text
    sentences = read(view, 0, len(view))
    warm = Tagger(lexicon(), name_model.weights())
    warm.tag(read("قال محمد الحلبي في بغداد", 0, 24))
    fresh = Tagger(lexicon(), name_model.weights())
    assert [a.tolist() for a in warm.tag(sentences)[0]] == [a.tolist() for a in fresh.tag(sentences)[0]]
