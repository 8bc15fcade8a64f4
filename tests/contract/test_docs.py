"""Generated pages are fresh: `make docs` would write what is there."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
assert spec and spec.loader
write_docs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(write_docs)


@pytest.mark.parametrize("name", sorted(write_docs.PAGES))
def test_generated_page_is_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == write_docs.PAGES[name]()
