"""Gold pages for regions: the expectation stands inside the page. Extra and missing regions fail alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tawatur.clean import clean
from tawatur.model import RawDocument

PAGES = [
    "\n".join(line for line in page.splitlines() if not line.startswith("#")).strip("\n")
    for page in (Path(__file__).parent / "region" / "pages.txt").read_text(encoding="utf-8").split("====\n")
]


def parse(page: str) -> tuple[str, list[tuple[str, str]]]:
    marks = re.findall(r"\[\[(.+?)\|(\w+)\]\]", page, re.S)
    return re.sub(r"\[\[(.+?)\|\w+\]\]", r"\1", page, flags=re.S), [(role, words) for words, role in marks]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:24])
def test_page(page: str) -> None:
    text, want = parse(page)
    doc = clean(RawDocument("d", "d", "application/json", b"", "", text=text))
    assert [(a.value.role, a.span.of(text)) for a in doc.layer("region") if a.value.role != "body"] == want
