"""Every stage, on anything: spans lie in the text and equal it, no exception, and two runs give the same bytes."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawatur.clean import clean
from tawatur.errors import ReadError
from tawatur.layers import document_row
from tawatur.model import RawDocument
from tawatur.pipeline import STAGES, annotate
from tawatur.run.work import offers

PHRASES = st.sampled_from(
    ["قال", "وأضاف", "«", "»", '"', ":", "أن", "إن", "الوزير", "سعاد المنصوري", "رويترز", "أمس", "الاثنين", "31 ديسمبر المقبل", "قبل نهاية العام", "بيان", "بحسب", "2500 جندي", "مقتل", "13", "و5", "جرحى", "تعهد", "ستنسحب", ".", "\n", "\n\n", "،", "اقرأ أيضا", "التعليقات", "\u202e", "ـ", "ً"]
)
TEXTS = st.one_of(st.lists(PHRASES, max_size=60).map(" ".join), st.text(st.characters(min_codepoint=0x20, max_codepoint=0x6FF), max_size=300), st.text(max_size=200))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from([None, "2021-05-20", "2018-02-28", "1999-12-31"]))
def test_stages_hold_their_promises_on_anything(text: str, published: str | None) -> None:
    row = {"id": "x", "text": text, **({"published": published} if published else {})}
    raw = RawDocument("x", "x", "application/json", json.dumps(row).encode(), "0" * 64, _given(published), text)
    try:
        doc = clean(raw)
    except ReadError:
        return
    first = annotate(doc, STAGES)
    for name, annotations in first.layers.items():
        for annotation in annotations:
            assert annotation.span.of(doc.text), name
            assert annotation.origin.rule, name
            assert 0.0 <= annotation.origin.score <= 1.0, name
    lines = [json.dumps(document_row(annotate(clean(raw), STAGES)), ensure_ascii=False) for _ in range(2)]
    assert lines[0] == lines[1] == json.dumps(document_row(first), ensure_ascii=False)
    for item in offers(first):
        assert 0 <= item.start <= item.end <= len(text)
        json.dumps(dict(item.data))
        assert all(-(2**63) <= key < 2**63 for key in item.keys)


def _given(published: str | None):  # type: ignore[no-untyped-def]
    from tawatur.model import Given

    return Given(published=published)
