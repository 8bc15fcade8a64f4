"""Whatever the text: spans lie inside, two runs agree, and comparers are symmetric."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate.commitments import COMMITMENTS
from tawatur.compare import commitments, events
from tawatur.layers import Published, Region, Time
from tawatur.model import Annotation, Document, Origin, Span

HERE = Origin("test", "1", "test")
WORDS = st.sampled_from(
    ["تعهدت", "البلدية", "ببناء", "الجسر", "سوف", "لن", "ستفتح", "اتفق", "الطرفان", "على", "أن", "سحب", "قبل", "نهاية", "2019", "،", ".", '"', "«", "»", "؟", "قال", "أعلنت", "انتهاء", "تأجيل", "التزامها", "بحماية", "موعد", "ثابت", "و"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def annotated(text: str, name: str = "d") -> Document:
    day = date(2019, 3, 10)
    doc = Document(name, text, "").with_layer("region", [Annotation(Span(0, len(text)), Region("body"), HERE)])
    doc = doc.with_layer("published", [Annotation(Span(0, len(text)), Published(day, day, day, 6), HERE)])
    at = [k for k in range(len(text)) if text.startswith("2019", k)]
    times = [Annotation(Span(k, k + 4), Time("DATE", "2019", None, date(2019, 1, 1), date(2019, 12, 31)), HERE) for k in at]
    doc = doc.with_layer("time", times)
    return doc.with_layer("commitment", COMMITMENTS(doc))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_and_do_not_change(text: str) -> None:
    doc = annotated(text)
    found = doc.layer("commitment")
    assert all(0 <= a.span.start < a.span.end <= len(text) and a.value.what == a.span.of(text) for a in found)
    assert found == annotated(text).layer("commitment")


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    if text:
        list(COMMITMENTS(annotated(text)))


@given(TEXTS, TEXTS)
@settings(max_examples=80, deadline=None)
def test_comparers_are_symmetric_and_cite_their_documents(one: str, other: str) -> None:
    for comparer in (commitments.COMPARER, events.COMPARER):
        items = sorted((item for doc in (annotated(one, "a"), annotated(other, "b")) for item in comparer.items(doc)), key=lambda item: item.id)
        assert len({item.id for item in items}) == len(items)
        links = []
        for a, b in combinations(items, 2):
            link, back = comparer.link(a, b), comparer.link(b, a)
            assert (link is None) == (back is None)
            links += [link] if link else []
        for finding in comparer.findings(items, links):
            assert set(finding.docs) <= {"a", "b"}
