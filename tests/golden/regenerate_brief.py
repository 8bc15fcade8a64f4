"""Writes the brief of the shipped examples to tests/golden/brief/. Read the difference before committing it: it is what a newcomer sees.

    python tests/golden/regenerate_brief.py
"""

import tempfile
from pathlib import Path

from tawatur.assemble.brief import build_brief
from tawatur.export.brief import render
from tawatur.run.brief import brief_input
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "brief"


def briefs() -> dict[str, str]:
    """File name → the brief of examples/ in Markdown, in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "example.tawatur"
        build([ROOT / "examples"], out, Settings(workers=1))
        with open_record(out) as record:
            pages = {f"{lang}.md": render(build_brief(brief_input(record, lang)), "md", lang) for lang in ("ar", "en")}
    return {name: page.replace(f"{ROOT}/", "") for name, page in pages.items()}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, page in briefs().items():
        (GOLDEN / name).write_text(page, encoding="utf-8")
