"""A pile full of bad input, through the command: each bad document is a row that says why, everything else is there, exit code 1."""

import gzip
import json
from pathlib import Path

from click.testing import CliRunner

from tawatur.cli import main
from tawatur.store import open_record

GOOD = "أعلنت بلدية سنبوك اليوم الأحد (3 آذار 2019) فتح الجسر الجديد أمام المارة بعد شهرين من الإغلاق."


def pile(folder: Path) -> set[str]:
    """Write the pile; returns the sources that must fail."""
    row = {"id": "row", "text": GOOD}
    files: dict[str, bytes] = {
        "01-empty.txt": b"",
        "02-binary.txt": bytes(range(256)) * 64,
        "03-cut.jsonl.gz": gzip.compress(json.dumps(row).encode() * 50)[:40],
        "04-latin.txt": b"Nothing here is written in the language that this tool reads. " * 5,
        "05-huge-line.jsonl": b'{"id": "huge", "text": "' + "ا".encode() * (26 * 2**20) + b'"}\n' + json.dumps({**row, "id": "after-huge"}).encode() + b"\n",
        "06-rows.jsonl": b"\n".join(
            [
                json.dumps({**row, "id": "first"}).encode(),
                b'{"id": "torn", "text": "',
                b'["not", "an", "object"]',
                json.dumps({**row, "id": "wrong-type", "text": 7}).encode(),
                json.dumps({**row, "id": "far", "published": "2203-01-01"}).encode(),
                b'{"id": "lone", "text": "' + GOOD.encode() + b' \\ud800"}',
                json.dumps({**row, "id": "first"}).encode(),
                json.dumps({**row, "id": "bidi", "text": "\u202e" + GOOD + "\u2066\u2069"}).encode(),
            ]
        ),
        "07-wrong-encoding.txt": GOOD.encode("utf-8")[1:] + b"\xff\xfe\x80" * 40,
        "99-good.txt": GOOD.encode(),
        "99-windows.txt": GOOD.encode("cp1256"),
        "99-utf16.txt": GOOD.encode("utf-16"),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {"01-empty.txt", "02-binary.txt", "04-latin.txt", "07-wrong-encoding.txt"}


def test_everything_else_in_the_pile_is_there(tmp_path: Path) -> None:
    folder, out = tmp_path / "pile", tmp_path / "x.tawatur"
    folder.mkdir()
    failing = pile(folder)
    missing = tmp_path / "nowhere"
    result = CliRunner().invoke(main, ["build", str(folder), str(missing), "-o", str(out)])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    failures = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    assert all(failure["message"] and failure["source"] and failure["error"] != "internal.bug" for failure in failures)
    failed = {failure["doc"] for failure in failures}
    assert failing <= failed
    assert {"wrong-type", "far", "lone", "first"} <= failed
    sources = {Path(failure["source"]).name for failure in failures}
    assert any(source.startswith("03-cut.jsonl.gz") for source in sources)
    assert {"05-huge-line.jsonl:1", "06-rows.jsonl:2", "06-rows.jsonl:3", "nowhere"} <= sources
    with open_record(out) as record:
        there = {row["id"] for row in record.documents()}
        assert {"first", "bidi", "after-huge", "99-good.txt", "99-windows.txt", "99-utf16.txt"} <= there
        assert failing.isdisjoint(there)
        assert len(record.failures()) == len(failures)
        assert record.text("99-windows.txt") == record.text("99-utf16.txt") == GOOD
    listed = CliRunner().invoke(main, ["--lang", "ar", "sources", str(out), "--failed", "--format", "jsonl"])
    assert len(listed.stdout.splitlines()) == len(failures)


def test_the_good_ones_are_not_read_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "pile", tmp_path / "x.tawatur"
    folder.mkdir()
    pile(folder)
    first = CliRunner().invoke(main, ["build", str(folder), "-o", str(out)])
    again = CliRunner().invoke(main, ["build", str(folder), "-o", str(out)])
    assert again.exit_code == 1
    assert "0 documents added" in again.stderr.replace("\u2068", "").replace("\u2069", "")
    assert sorted(line for line in first.stderr.splitlines() if line.startswith("{")) == sorted(line for line in again.stderr.splitlines() if line.startswith("{"))
