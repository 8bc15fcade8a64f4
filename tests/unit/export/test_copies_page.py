"""Two pages side by side: what is marked, and that a page of markup stays text."""

from pathlib import Path

import pytest

from tawatur.errors import UsageError
from tawatur.export.copies import lines, page
from tawatur.run.build import build
from tawatur.run.copies import copies
from tawatur.settings import Settings
from tawatur.store import open_record

TEXT = "أعلنت بلدية سنبوك اليوم الأحد فتح الجسر الجديد أمام المارة بعد شهرين من الإغلاق <script>alert(1)</script> بسبب أعمال الصيانة التي كلفت مليون دينار"


def test_differences_are_marked_and_foreign_markup_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("اليوم", "أمس"), encoding="utf-8")
    build([tmp_path], tmp_path / "x.tawatur", Settings(workers=1))
    with open_record(tmp_path / "x.tawatur") as record:
        rows = copies(record, "a.txt", "b.txt")
        assert [p for row in rows for p in row["pieces"] if p["kind"] != "same"] == [{"kind": "changed", "a": "اليوم", "b": "أمس"}]
        assert "[-اليوم-] {+أمس+}" in "\n".join(lines(rows, "en"))
        html = page(rows, record.document("a.txt"), record.document("b.txt"), "ar")
        assert "<script>" not in html
        assert '<mark class="changed">أمس</mark>' in html
        with pytest.raises(UsageError):
            copies(record, "a.txt", "nothing")
