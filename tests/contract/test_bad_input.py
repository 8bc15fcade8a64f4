"""Bad input: each kind gives one failure that names document and reason, and everything behind it in the pile is still read."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tawatur.clean import clean
from tawatur.errors import ReadError
from tawatur.messages import LANGUAGES, catalogue, say
from tawatur.model import Document, Failure
from tawatur.read import read
from tawatur.settings import Settings

GOOD = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632 \u0641\u064a \u0627\u0644\u0648\u0627\u062f\u064a. "
SMALL = Settings(max_bytes=400_000, max_line=100_000, max_text=300_000, max_expansion=50)


def row(**fields: object) -> bytes:
    return json.dumps({"id": "bad", "text": GOOD, **fields}).encode() + b"\n"


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("x.txt", b"", "read.empty"),
    "empty pile": ("x.jsonl", b"", "read.empty"),
    "blank": ("x.txt", b" \n\t\n", "read.empty"),
    "blank text in a row": ("x.jsonl", row(text=" \n"), "read.empty"),
    "binary": ("x.txt", noise(4000), "read.binary"),
    "a picture": ("x.html", b"\x89PNG\r\n\x1a\n" + noise(400), "read.binary"),
    "zero bytes in text": ("x.jsonl", row(text=GOOD + "\0" + GOOD), "read.binary"),
    "truncated gzip": ("x.jsonl.gz", gzip.compress(b"".join(row(id=f"r{n}", author=noise(30).hex()) for n in range(1)))[:-20], "read.truncated"),
    "no gzip": ("x.jsonl.gz", row(), "read.gzip"),
    "gzip bomb": ("x.jsonl.gz", gzip.compress(b" " * 20_000_000), "read.bomb"),
    "malformed row": ("x.jsonl", b'{"text": "\n', "row.json"),
    "deep row": ("x.jsonl", b"[" * 90_000 + b"\n", "row.json"),
    "row of another shape": ("x.jsonl", b'["text"]\n', "row.object"),
    "wrong type": ("x.jsonl", row(title=7), "row.type"),
    "text of wrong type": ("x.jsonl", row(text=["a"]), "row.type"),
    "no text": ("x.jsonl", b'{"id": "bad"}\n', "row.no_text"),
    "row in another encoding": ("x.jsonl", json.dumps({"text": GOOD}, ensure_ascii=False).encode("windows-1256") + b"\n", "read.encoding"),
    "pile in UTF-16": ("x.jsonl", row().decode().encode("utf-16"), "read.encoding"),
    "no encoding": ("x.txt", "\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440 \u043a\u0430\u043a ".encode("windows-1251") * 30, "read.encoding"),
    "UTF-8 read as Latin": ("x.txt", (GOOD * 9).encode().decode("latin-1").encode(), "read.mojibake"),
    "windows-1256 read as Latin": ("x.txt", (GOOD * 9).encode("windows-1256").decode("latin-1").encode(), "read.mojibake"),
    "UTF-8 read as windows-1256": ("x.txt", (GOOD * 9).encode().decode("windows-1256", "ignore").encode(), "read.mojibake"),
    "a long line": ("x.jsonl", row(text=GOOD * 20_000), "read.line_too_long"),
    "a large file": ("x.txt", (GOOD * 20_000).encode(), "read.too_big"),
    "a long text": ("x.html", ("<p>" + "a" * 310_000 + GOOD).encode(), "text.too_long"),
    "no Arabic": ("x.txt", b"Nothing to see here. " * 9, "read.no_arabic"),
    "a page of nothing": ("x.html", b"<html><script>1</script></html>", "read.empty"),
    "a date far away": ("x.jsonl", row(published="2203-01-05"), "date.range"),
    "a date that is none": ("x.jsonl", row(published="yesterday"), "date.form"),
    "markup far away": ("x.html", f'<meta name="date" content="2203-01-05"><p>{GOOD}'.encode(), "date.range"),
    "half of a surrogate pair": ("x.jsonl", b'{"text": "' + GOOD.encode() + b' \\ud83d \\ude00 ok"}\n', "read.surrogate"),
    "deep page": ("x.html", b"<div>" * 5000 + GOOD.encode(), "html.deep"),
    "another type": ("x.pdf", b"%PDF-1.4", "read.kind"),
}
FINE: dict[str, tuple[str, bytes]] = {
    "bidi controls": ("x.txt", ("\u202b" + GOOD + "\u202c\u200f\u2066" * 2000 + GOOD).encode()),
    "tashkeel without end": ("x.txt", (GOOD + "\u0628" + "\u064e" * 50_000).encode()),
    "one long word": ("x.txt", ("\u0628" * 100_000 + " " + GOOD).encode()),
    "many lines": ("x.txt", ("\u0628\n" * 50_000).encode()),
    "many elements": ("x.html", ("<ul>" + "<li><a href=#>\u0628</a>" * 8_000 + f"<p>{GOOD * 4}").encode()),
    "lines ended as Windows does": ("x.txt", (GOOD + "\r\n\r\n" + GOOD + "\r\n").encode()),
    "byte order mark": ("x.txt", b"\xef\xbb\xbf" + GOOD.encode()),
}


def results(paths: list[Path]) -> list[Document | Failure]:
    out: list[Document | Failure] = []
    for raw in read(paths, SMALL):
        if isinstance(raw, Failure):
            out.append(raw)
            continue
        try:
            out.append(clean(raw, SMALL))
        except ReadError as error:
            out.append(Failure(raw.id, raw.source, "clean", error.code, error.fields))
    return out


def pile(folder: Path, name: str, data: bytes) -> list[Path]:
    paths = [folder / "before.txt", folder / name, folder / "behind.txt"]
    for path in paths:
        path.write_bytes(data if path.name == name else GOOD.encode())
    return paths


@pytest.mark.parametrize("name", FILES)
def test_failure_names_document_and_reason(tmp_path: Path, name: str) -> None:
    file, data, code = FILES[name]
    before, bad, behind = results(pile(tmp_path, file, data))
    assert isinstance(before, Document) and isinstance(behind, Document)
    assert isinstance(bad, Failure) and bad.code == code and file in bad.source
    for lang in LANGUAGES:
        message = say(bad.code, lang, **bad.fields)
        assert bad.code in catalogue(lang) and "{" not in message
        assert bad.doc in message or bad.source in message


@pytest.mark.parametrize("name", FINE)
def test_strange_but_sound(tmp_path: Path, name: str) -> None:
    file, data = FINE[name]
    _, found, _ = results(pile(tmp_path, file, data))
    assert isinstance(found, Document)
    found.text.encode("utf-8")
    assert all(region.span.of(found.text).strip() for region in found.layer("region"))


def test_row_behind_a_bad_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    path.write_bytes(row(id="one") + b"{\n" + row(id="two", text=3) + row(id="three"))
    found = results([path])
    assert [item.id if isinstance(item, Document) else item.doc for item in found] == ["one", "pile.jsonl:2", "two", "three"]


def test_rows_before_the_cut_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(row(id=f"r{n}", author=os.urandom(200).hex()) for n in range(500)))[:-5000])
    found = results([path])
    assert sum(isinstance(item, Document) for item in found) > 400
    assert isinstance(found[-1], Failure) and found[-1].code == "read.truncated"


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = pile(tmp_path, "x.txt", GOOD.encode())
    opened: Callable[..., object] = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "x.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    before, bad, behind = results(paths)
    assert isinstance(before, Document) and isinstance(behind, Document)
    assert isinstance(bad, Failure) and bad.code == "read.unreadable" and bad.fields["reason"] == "Permission denied"


def test_missing_path(tmp_path: Path) -> None:
    (bad,) = results([tmp_path / "nowhere.txt"])
    assert isinstance(bad, Failure) and bad.code == "read.missing" and "nowhere.txt" in say(bad.code, "en", **bad.fields)
