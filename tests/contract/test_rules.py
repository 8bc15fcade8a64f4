"""Every rule file obeys its form: it loads, every rule matches its `yes` and none of its `no`, ids are unique, words are sorted out."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tawatur.arabic import fold
from tawatur.rulebook import load

RULES = Path(__file__).resolve().parents[2] / "src" / "tawatur" / "rules"
FILES = sorted(path.stem for path in RULES.glob("*.toml"))
# Arabic and its Farsi letters and digits, Latin, punctuation that the press uses; nothing invisible but the zero-width non-joiner's absence.
ALLOWED = re.compile(r"[\u0020-\u007e\u00a0-\u024f\u0600-\u06ff\u2010-\u2026\u2018-\u201f\u2030\u20a0-\u20bf\n\t]*")


def entries(value: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every table with an id, at any depth."""
    if isinstance(value, dict):
        own = [(path, value)] if "id" in value else []
        return own + [hit for key, inner in value.items() for hit in entries(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [hit for inner in value for hit in entries(inner, path)]
    return []


@pytest.mark.parametrize("name", FILES)
def test_rules_match_their_examples(name: str) -> None:
    for rule in load(name).rules:
        assert rule.yes and rule.no, rule.id
        assert [text for text in rule.yes if not rule.pattern.search(fold(text).text)] == [], rule.id
        assert [text for text in rule.no if rule.pattern.search(fold(text).text)] == [], rule.id


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique(name: str) -> None:
    raw = tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
    ids = [(path, entry["id"]) for path, entry in entries(raw)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", sorted([*RULES.glob("*.toml"), *RULES.glob("*.csv")]), ids=lambda path: path.name)
def test_only_allowed_code_points(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ALLOWED.fullmatch(text), sorted({f"U+{ord(c):04X}" for c in text if not ALLOWED.fullmatch(c)})
