"""Bounded streams of bytes: chunks of a file, an inflated gzip that cannot explode, and lines that cannot fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tawatur.errors import ReadError
from tawatur.settings import Settings

_CHUNK = 2**18  # bytes read at a time; larger gains nothing, and each inflated piece is held to it too
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end mark. `number` counts from 1. `cut`: longer than the limit; its data was dropped."""

    number: int
    data: bytes
    cut: bool = False


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file's bytes in pieces."""
    while piece := file.read(_CHUNK):
        yield piece


def inflated(file: BinaryIO, settings: Settings) -> Iterator[bytes]:
    """The inflated bytes of a gzip file of one or several members, in pieces of bounded size.

    Raises ReadError: read.gzip (not gzip, damaged), read.truncated (ends within a member), read.bomb (grows more than `max_expansion` times; told
    only after one `max_line` of output, because a small file of like rows is no attack).
    """
    packed = grown = 0
    member: zlib._Decompress | None = None
    for piece in chunks(file):
        packed += len(piece)
        while piece:
            member = member or zlib.decompressobj(_GZIP)
            out = _inflate(member, piece)
            grown += len(out)
            if grown > settings.max_line and grown > settings.max_expansion * packed:
                raise ReadError("read.bomb", limit=settings.max_expansion)
            yield out
            piece = member.unconsumed_tail
            if member.eof:
                piece, member = member.unused_data, None
                piece = piece if piece.strip(b"\0") else b""  # padding after the last member is legal
    if member is not None:
        raise ReadError("read.truncated")


def _inflate(member: zlib._Decompress, piece: bytes) -> bytes:
    try:
        return member.decompress(piece, _CHUNK)
    except zlib.error as error:
        raise ReadError("read.gzip", reason=error) from error


def lines(pieces: Iterable[bytes], limit: int) -> Iterator[Line]:
    """Lines of a stream of bytes, linear in its length. A line longer than `limit` bytes comes as `cut`, and is never held."""
    held: list[bytes] = []
    size, number = 0, 0
    for piece in pieces:
        first, *others = piece.split(b"\n")
        size += len(first)
        if size <= limit:
            held.append(first)
        for other in others:
            number += 1
            yield _line(number, held, size, limit)
            held, size = [other], len(other)
            if size > limit:
                held = []
    if size:
        yield _line(number + 1, held, size, limit)


def _line(number: int, held: list[bytes], size: int, limit: int) -> Line:
    return Line(number, b"", cut=True) if size > limit else Line(number, b"".join(held))
