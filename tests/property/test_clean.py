"""Whatever is cleaned: the text is kept, every region lies in it, none overlaps, nothing but blanks is left over, two runs agree, the cost is linear."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.clean import clean
from tawatur.errors import ReadError
from tawatur.model import Document, RawDocument

WORDS = st.sampled_from(
    [
        "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632",
        "\u0627\u0644\u062a\u0639\u0644\u064a\u0642\u0627\u062a (2)",
        "\u0628\u063a\u062f\u0627\u062f - \u0631\u0648\u064a\u062a\u0631\u0632:",
        "\u0627\u0642\u0631\u0623 \u0623\u064a\u0636\u0627",
        "\u0627\u0644\u062e\u0645\u064a\u0633 9 \u0645\u0627\u064a\u0648 2019",
        "Next Previous",
        "\u0634\u0627\u0631\u0643",
        "\u200f\u202b\u064e",
        "\ufef7\ufdfa",
        "<div class=menu>",
        "\ud83d",
        "(\u0623 \u0641 \u0628)",
        "a@b.example",
        "31\u00b0",
        ".",
    ]
)
TEXT = st.lists(st.one_of(WORDS, st.text(max_size=40)), min_size=1, max_size=25).flatmap(lambda parts: st.sampled_from(["\n", " ", "\n\n"]).map(lambda sep: sep.join(parts)))


def cleaned(text: str, media: str) -> Document | None:
    data = text.encode("utf-8", "replace")
    try:
        return clean(RawDocument("d", "d", media, data, "", text=text if media == "application/json" else None))
    except ReadError:
        return None


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(["application/json", "text/plain", "text/html"]))
def test_regions_tile_the_text(text: str, media: str) -> None:
    doc = cleaned(text, media)
    if doc is None:
        return
    if media == "application/json":
        assert len(doc.text) == len(text) and all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(doc.text, text, strict=True))
    last = 0
    for region in doc.layer("region"):
        assert last <= region.span.start and region.span.of(doc.text)
        between = doc.text[last : region.span.start]
        assert not any(char.isalnum() for char in between), between
        last = region.span.end
    assert not any(char.isalnum() for char in doc.text[last:])


@settings(max_examples=60, deadline=None)
@given(TEXT, st.sampled_from(["application/json", "text/html"]))
def test_two_runs_agree(text: str, media: str) -> None:
    assert cleaned(text, media) == cleaned(text, media)


@pytest.mark.usefixtures("at_rest")
def test_cost_is_linear() -> None:
    def cost(size: int, unit: str, media: str) -> float:
        text = unit * size
        raw = RawDocument("d", "d", media, text.encode(), "", text=text if media == "application/json" else None)
        start = time.process_time()
        clean(raw)
        return time.process_time() - start

    for unit, media in (("\u0628", "application/json"), ("\u0628\n", "application/json"), ("\u0628 - ", "application/json"), ("<p>\u0628 \u0628", "text/html"), ("<a>\u0628</a>", "text/html")):
        cost(2000, unit, media)
        assert cost(40_000, unit, media) < 40 * max(cost(4_000, unit, media), 0.01), json.dumps([unit, media])
