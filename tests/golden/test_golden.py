"""Saved pages of different build against what a careful reader expects of them. Nothing is written here: see regenerate.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from regenerate import expected, pages, shown


def test_pages_there() -> None:
    assert len(pages()) >= 7


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.parent.name)
def test_page(page: Path) -> None:
    assert expected(page).exists(), "no expected.json: python tests/golden/regenerate.py, then read it"
    assert shown(page) == json.loads(expected(page).read_text(encoding="utf-8"))
