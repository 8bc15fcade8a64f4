"""Reading: what a user names → raw documents and failures, in a stable order."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest

from tawatur.model import Failure, RawDocument
from tawatur.read import read
from tawatur.settings import Settings

TEXT = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631"


def row(**fields: object) -> bytes:
    return json.dumps({"text": TEXT, **fields}).encode() + b"\n"


def ids(found: list[RawDocument | Failure]) -> list[str]:
    return [item.id if isinstance(item, RawDocument) else f"!{item.code}" for item in found]


def test_folder_is_sorted_recursive_and_skips_hidden(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", ".hidden/x.txt", ".x.txt", "b/one.html", "b/style.css", "c.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    assert ids(list(read([tmp_path]))) == ["a.txt", "!read.kind", "one.html", "two.txt"]


def test_rows_keep_their_bytes_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    path.write_bytes(row(id="a", outlet="x", published="2019-05-14") + b"\n" + row())
    first, second = read([path])
    assert isinstance(first, RawDocument) and isinstance(second, RawDocument)
    assert (first.id, first.text, first.given.outlet, first.given.published) == ("a", TEXT, "x", "2019-05-14")
    assert first.sha256 == hashlib.sha256(first.data).hexdigest() and json.loads(first.data)["id"] == "a"
    assert (second.id, second.source) == ("pile.jsonl:3", f"{path}:3")


def test_gzip_of_several_members(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl.gz"
    path.write_bytes(gzip.compress(row(id="a")) + gzip.compress(row(id="b")) + b"\0" * 16)
    assert ids(list(read([path]))) == ["a", "b"]


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(row(id="a") + row())))
    found = list(read(["-"]))
    assert ids(found) == ["a", "-:2"] and found[0].source == "-:1"


def test_glob(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.html"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert ids(list(read([str(tmp_path / "*.txt")]))) == ["a.txt", "b.txt"]
    assert ids(list(read([str(tmp_path / "*.jsonl")]))) == ["!read.no_match"]


def test_what_was_named_stands_in_that_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert ids(list(read([tmp_path / "b.txt", tmp_path / "missing.txt", tmp_path / "a.txt"]))) == ["b.txt", "!read.missing", "a.txt"]


def test_a_long_line_is_never_held_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    path.write_bytes(row(id="a") + b"x" * 5000 + b"\n" + row(id="b"))
    assert ids(list(read([path], Settings(max_line=1000)))) == ["a", "!read.line_too_long", "b"]


def test_lines_over_chunk_borders(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    path.write_bytes(b"".join(row(id=str(n), title="x" * (n * 997 % 5000)) for n in range(400)))
    assert ids(list(read([path]))) == [str(n) for n in range(400)]


def test_reading_streams(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    path.write_bytes(row(id="a") * 3)
    assert next(read([path])).source.endswith(":1")
