"""A whole record as files; cells that a spreadsheet would run; text that would write on a terminal."""

import csv
import json
from pathlib import Path

from tawatur.export.files import export, write_csv
from tawatur.export.terminal import safe
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_every_table_is_a_file_in_both_forms(tmp_path: Path) -> None:
    build([EXAMPLES], tmp_path / "x.tawatur", Settings(workers=1))
    with open_record(tmp_path / "x.tawatur") as record:
        lines = export(record, tmp_path / "lines", "jsonl")
        cells = export(record, tmp_path / "cells", "csv")
        assert list(lines.values()) == list(cells.values())
        assert lines["documents.jsonl"] == record.totals()["documents"]
    times = [json.loads(line) for line in (tmp_path / "lines" / "time.jsonl").read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "cells" / "time.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == [row["text"] for row in times]


def test_cells_are_never_formulas(tmp_path: Path) -> None:
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        write_csv([{"a": "=1+1", "b": -3, "c": "@x"}], file)
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()[1] == "'=1+1,-3,'@x"


def test_foreign_text_cannot_steer_a_terminal() -> None:
    assert safe("a\x1b[2Jb\u202ec\nd") == "\u2068a [2Jb c d\u2069"
    assert safe(None) == ""
