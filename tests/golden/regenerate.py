"""Writes expected.json beside every golden page: `python tests/golden/regenerate.py [NAME ...]`. Read the difference before committing it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tawatur.clean import clean
from tawatur.model import RawDocument
from tawatur.read import read

HERE = Path(__file__).parent


def pages() -> list[Path]:
    """The saved pages, by name of their folder."""
    return sorted(path for path in HERE.glob("*/page.*"))


def shown(page: Path) -> dict[str, Any]:
    """What is expected of a page: everything that cleaning concludes."""
    (raw,) = read([page])
    assert isinstance(raw, RawDocument)
    doc = clean(raw)
    return {
        "title": doc.title,
        "outlet": doc.outlet,
        "author": doc.author,
        "url": doc.url,
        "clues": [[clue.says, str(clue.earliest)] for clue in doc.clues],
        "regions": [[a.value.role, a.origin.rule, a.span.of(doc.text)] for a in doc.layer("region")],
    }


def expected(page: Path) -> Path:
    return page.with_name("expected.json")


if __name__ == "__main__":
    for page in pages():
        if len(sys.argv) == 1 or page.parent.name in sys.argv[1:]:
            expected(page).write_text(json.dumps(shown(page), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
