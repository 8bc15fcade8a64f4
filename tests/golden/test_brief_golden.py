"""The whole brief of the shipped examples, as it was last read and approved (regenerate_brief.py writes it anew)."""

import importlib.util
from pathlib import Path

spec = importlib.util.spec_from_file_location("regenerate_brief", Path(__file__).with_name("regenerate_brief.py"))
assert spec and spec.loader
regenerate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(regenerate)


def test_the_brief_is_the_one_that_was_read() -> None:
    for name, page in regenerate.briefs().items():
        assert page.splitlines() == (regenerate.GOLDEN / name).read_text(encoding="utf-8").splitlines(), name
