"""Gold heads of sentences: the dateline stands in the line. A missing, an extra and a longer one fail alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tawatur.clean.datelines import find_dateline

LINES = [line for line in (Path(__file__).parent / "region" / "datelines.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_head(line: str) -> None:
    if line.startswith("-"):
        assert find_dateline(line[1:], alone=False) is None
        return
    mark = re.match(r"\[\[(.+?)\|(.*?)\]\]", line)
    assert mark
    text = mark[1] + line[mark.end() :]
    found = find_dateline(text, alone=False)
    assert found is not None
    assert (text[found.start : found.end], " ".join(source.id for source in found.sources)) == (mark[1], mark[2])
    assert text[found.rest].isalpha()
