"""`read`: what a user names on the command line → raw documents, and a Failure for each thing that could not be read."""

from __future__ import annotations

import codecs
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from tawatur.errors import ReadError
from tawatur.model import Failure, RawDocument
from tawatur.read.paths import expand, kind_of
from tawatur.read.rows import read_row
from tawatur.read.stream import Line, chunks, inflated, lines
from tawatur.settings import Settings

_MEDIA = {"text": "text/plain", "html": "text/html"}


def read(paths: Iterable[str | Path], settings: Settings | None = None) -> Iterator[RawDocument | Failure]:
    """The documents in files, folders (recursive, sorted), globs and `-` (input rows on standard input), in that order.

    Streams: of an input-row file one row is held at a time. What cannot be read is yielded as a Failure where it stood, and reading goes on.
    """
    limits = settings or Settings()
    for path in paths:
        if str(path) == "-":
            yield from _rows(sys.stdin.buffer, "-", "-", limits, packed=False)
            continue
        for found in expand(path):
            yield from [found] if isinstance(found, Failure) else _file(found, limits)


def _file(path: Path, settings: Settings) -> Iterator[RawDocument | Failure]:
    """One file. Whatever the operating system refuses is a Failure."""
    kind = kind_of(path)
    try:
        if kind in _MEDIA:
            yield _whole(path, _MEDIA[kind], settings)
            return
        with path.open("rb") as file:
            yield from _rows(file, path.name, str(path), settings, packed=kind == "packed")
    except OSError as error:
        yield failure(path.name, str(path), ReadError("read.unreadable", doc=path.name, reason=error.strerror or error))


def _whole(path: Path, media: str, settings: Settings) -> RawDocument | Failure:
    """A file that is one document. It is never held when it is larger than `max_bytes`."""
    with path.open("rb") as file:
        data = file.read(settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        return failure(path.name, str(path), ReadError("read.too_big", doc=path.name, limit=settings.max_bytes))
    if not data:
        return failure(path.name, str(path), ReadError("read.empty", doc=path.name))
    return RawDocument(path.name, str(path), media, data, hashlib.sha256(data).hexdigest())


def _rows(file: BinaryIO, name: str, source: str, settings: Settings, *, packed: bool) -> Iterator[RawDocument | Failure]:
    """Input rows, one a line; blank lines are skipped. When the stream itself breaks, what came before stands and a Failure ends it."""
    number = 0
    pieces = _eight_bit(inflated(file, settings) if packed else chunks(file))
    try:
        for line in lines(pieces, settings.max_line):
            number = line.number
            if line.cut or line.data.strip(b" \t\r\xef\xbb\xbf"):
                yield _row(line, name, source, settings)
    except ReadError as error:
        yield failure(name, f"{source}:{number + 1}", ReadError(error.code, doc=name, **error.fields))
    else:
        if number == 0:
            yield failure(name, source, ReadError("read.empty", doc=name))


def _eight_bit(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces. Raises ReadError for a pile in UTF-16: its lines cannot be told, and one failure says more than one a line."""
    for i, piece in enumerate(pieces):
        if i == 0 and piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise ReadError("read.encoding")
        yield piece


def _row(line: Line, name: str, source: str, settings: Settings) -> RawDocument | Failure:
    place, fallback = f"{source}:{line.number}", f"{name}:{line.number}"
    if line.cut:
        return failure(fallback, place, ReadError("read.line_too_long", doc=fallback, limit=settings.max_line))
    try:
        return read_row(line.data, fallback, place)
    except ReadError as error:
        return failure(error.fields.get("doc", fallback), place, error)


def failure(doc: str, source: str, error: ReadError) -> Failure:
    """The row of the record for an error of this step."""
    return Failure(doc, source, "read", error.code, error.fields)
