"""Every command has help and is in the docs; errors are one line; exit codes are 0, 1 and 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tawatur.cli import COMMANDS, main

DOCS = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_is_documented(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert COMMANDS[name].help
    assert f"## tawatur {name}" in DOCS.read_text(encoding="utf-8")


def test_help_loads_nothing_heavy() -> None:
    """The reason `--help` answers at once: no number crunching, model, table or template library is imported for it."""
    code = "import sys, tawatur.cli; print([m for m in ('numpy', 'pycrfsuite', 'rich', 'jinja2', 'resiliparse', 'sqlite3', 'babel') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"


def test_a_missing_record_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    for lang, word in (("en", "no record"), ("ar", "لا يوجد سجل")):
        result = CliRunner().invoke(main, ["--lang", lang, "facts", str(tmp_path / "none.tawatur")])
        assert result.exit_code == 2
        assert word in result.stderr
        assert "Traceback" not in result.stderr


def test_wrong_use_is_exit_code_2() -> None:
    assert CliRunner().invoke(main, ["build"]).exit_code == 2
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_failed_documents_are_json_lines_on_stderr_and_exit_code_1(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("أعلنت بلدية سنبوك اليوم الأحد فتح الجسر الجديد أمام المارة.", encoding="utf-8")
    bad.write_bytes(b"")
    result = CliRunner().invoke(main, ["annotate", str(bad), str(good)])
    assert result.exit_code == 1
    assert [json.loads(line)["doc"] for line in result.stdout.splitlines()] == ["good.txt"]
    (failure,) = [json.loads(line) for line in result.stderr.splitlines()]
    assert failure["doc"] == "bad.txt"
    assert failure["message"]


