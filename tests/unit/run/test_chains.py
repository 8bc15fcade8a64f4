"""The chain of every statement begins at the page; orders put the unknown last; one statement in several wordings says what differs."""

import json
from pathlib import Path

from click.testing import CliRunner

from tawatur.assemble.chains import full_chain
from tawatur.cli import main
from tawatur.run.build import build
from tawatur.settings import Settings

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_a_link_is_named_once() -> None:
    row = {"via": [{"role": "agency", "text": "لوكالة الوادي"}, {"role": "channel", "text": "بيان"}], "speaker": {"text": "سعاد  المنصوري"}}
    steps = [("outlet", "النهر"), ("agency", "وكالة الوادي"), ("channel", "بيان"), ("speaker", "سعاد المنصوري")]
    assert full_chain("النهر", "وكالة الوادي", row) == steps
    assert full_chain("النهر", None, {"via": [], "speaker": None}) == [("outlet", "النهر")]


def test_orders_and_wordings(tmp_path: Path) -> None:
    out = str(tmp_path / "x.tawatur")
    build([EXAMPLES], out, Settings(workers=1))

    def rows(*options: str) -> list[dict[str, object]]:
        result = CliRunner().invoke(main, ["statements", out, "--format", "jsonl", *options])
        assert result.exit_code == 0
        return [json.loads(line) for line in result.stdout.splitlines()]

    dates = [row["date"] or "~" for row in rows("--by", "date")]
    assert dates == sorted(dates)
    assert all(row["chain"] for row in rows())
    assert len(rows("--by", "speaker")) == len(rows("--by", "chain")) == len(rows())
    assert any(difference["only_a"] for row in rows("--same") for difference in row["differences"])  # type: ignore[attr-defined]
