"""One input row (a JSON object on a line) → RawDocument. The fields and their types are those of the commands' contract."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tawatur.errors import ReadError
from tawatur.model import Given, RawDocument

_OPTIONAL = ("title", "outlet", "url", "published", "author")
_BOM = b"\xef\xbb\xbf"


def read_row(data: bytes, fallback: str, source: str) -> RawDocument:
    """The document of one row; `fallback` is its id when the row gives none. Raises ReadError naming the document and what is wrong."""
    row = _parse(data, fallback)
    doc = _string(row, "id", fallback) or fallback
    text = _string(row, "text", doc)
    if text is None:
        raise ReadError("row.no_text", doc=doc)
    given = Given(**{name: _string(row, name, doc) or None for name in _OPTIONAL})
    return RawDocument(doc, source, "application/json", data, hashlib.sha256(data).hexdigest(), given, text)


def _parse(data: bytes, fallback: str) -> dict[str, Any]:
    try:
        row = json.loads(data.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadError("read.encoding", doc=fallback) from error
    except (ValueError, RecursionError) as error:
        raise ReadError("row.json", doc=fallback, reason=str(error)[:200]) from error
    if not isinstance(row, dict):
        raise ReadError("row.object", doc=fallback)
    return row


def _string(row: dict[str, Any], name: str, doc: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ReadError("row.type", doc=doc, field=name, type=type(value).__name__)
    return value
