"""The brief: what a reader sees of a whole record on one page. Plain rows in, one frozen `Brief` out; nothing is read, ranked or cut anywhere else.

Every line carries a citation (outlet, date, exact words) and every count is given twice: outlets, and independent origins.
Offsets are half-open code points of the document's text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Context = Callable[[str, int, int, int], tuple[str, str, str]]


@dataclass(frozen=True)
class BriefInput:
    """What the record hands over, as plain rows in the form of the commands' contract. Order of the rows does not matter.

    `documents`: {"id", "title", "outlet", "author", "url", "source", "published": {"value", "earliest", "latest", "weekday", "evidence": [{"start",
    "end", "text", "says"}]} | None, "origin": str | None}; `source` is the file it was read from, dates are ISO strings, None = not known.
    `statements`: {"doc", "start", "end", "text", "kind", "act", "speaker": {"start", "end", "text"} | None, "cue", "via": [{"start", "end", "text",
    "role"}]}.
    `findings`: kind → rows of `tawatur compare`; rows of fact, commitment, event and statement also carry "outlets" and "origins".
    `failures`: {"doc", "source", "stage", "code", "message"}.
    `totals`: size of the whole record: "documents", "outlets", "origins", "statements", "failures" and one per kind of finding; used where rows
    were cut before they came here, a missing name is counted from the rows.
    `context(doc, start, end, around)`: the text before, the exact words, the text after; `around` is in characters to each side.
    """

    documents: Sequence[Row]
    statements: Sequence[Row]
    findings: Mapping[str, Sequence[Row]]
    failures: Sequence[Row]
    totals: Mapping[str, int]
    context: Context
