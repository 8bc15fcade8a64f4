"""What a user names → files, in a stable order: a file, a folder (recursive, sorted, hidden skipped), a glob."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from tawatur.errors import ReadError
from tawatur.model import Failure

_KINDS = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "rows", ".jsonl.gz": "packed"}

# What a saved page or a working folder holds beside its documents; nobody expects news in them. Anything else unknown is named in a Failure.
_PASSED_OVER = frozenset(
    (".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".mp3",
     ".mp4", ".webm", ".m4a", ".ogg", ".wav", ".md", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".py", ".sh", ".log", ".bak", ".tmp", ".tawatur", ".sqlite", ".db", ".lock")
)


def kind_of(path: Path) -> str | None:
    """text, html, rows, packed (rows in gzip), or None for a type that is not read. By the name alone."""
    name = path.name.lower()
    return next((kind for suffix, kind in sorted(_KINDS.items(), key=lambda pair: -len(pair[0])) if name.endswith(suffix)), None)


def expand(path: str | Path) -> Iterator[Path | Failure]:
    """The files a name stands for. Raises nothing: what is missing or of an unknown type is a Failure."""
    place = Path(path)
    try:
        if place.is_dir():
            yield from _folder(place)
        elif place.exists():
            yield place if kind_of(place) else _fail(place, "read.kind", suffix=place.suffix or place.name)
        elif glob.has_magic(str(path)):
            yield from _glob(str(path))
        else:
            yield _fail(place, "read.missing")
    except (OSError, ValueError) as error:  # a name too long for the system, or with a zero byte in it
        yield _fail(place, "read.unreadable", reason=getattr(error, "strerror", None) or error)


def _glob(pattern: str) -> Iterator[Path | Failure]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute, which Path.glob refuses
    if not matches:
        yield _fail(Path(pattern), "read.no_match")
    for match in matches:
        yield from expand(match)


def _folder(folder: Path) -> Iterator[Path | Failure]:
    """Files by path; links to folders are not followed, so there are no loops."""
    found = 0
    refused: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            if name.startswith(".") or ".tawatur" in name or path.suffix.lower() in _PASSED_OVER or not (path.is_file() or path.is_symlink()):
                continue
            found += 1
            yield path if kind_of(path) else _fail(path, "read.kind", suffix=path.suffix or name)
    for error in refused:
        yield _fail(Path(error.filename or folder), "read.unreadable", reason=error.strerror or error)
    if not found and not refused:
        yield _fail(folder, "read.no_match")


def _fail(path: Path, code: str, **fields: object) -> Failure:
    error = ReadError(code, doc=path.name or str(path), path=path, **fields)
    return Failure(path.name or str(path), str(path), "read", error.code, error.fields)
