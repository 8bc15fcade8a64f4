"""Two documents side by side: what stands in the same order in both is aligned row by row; passages that moved are marked where they stand and shown in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tawatur.serve.ask import WINDOW, Ask, both_compared, document_row
from tawatur.serve.forms import Aligned, Pair, Piece, Row
from tawatur.serve.forms_pages import Compare
from tawatur.serve.views_names import pair
from tawatur.store import desk_people as people

_MOST_PAIRS = 400


def compare(ask: Ask) -> Compare:
    """Two documents side by side; suggestions where none are chosen."""
    a, b = ask.given.get("a", ""), ask.given.get("b", "")
    if not a or not b:
        chosen = document_row(ask, ask.read.number(a)) if a else None
        return Compare(chosen, None, (), (), 0, _suggested(ask, people.copies(ask.read, size=20)[0], a))
    left, right = ask.read.number(a), ask.read.number(b)
    one, other = (ask.read.one("SELECT substr(text, 1, ?) FROM main.document WHERE n = ?", WINDOW, n) for n in (left, right))
    shared = [_whole_words(one, other, row) for row in people.passages(ask.read, left, right)[:_MOST_PAIRS]]
    shared = [row for row in shared if row["a_start"] < row["a_end"] and row["b_start"] < row["b_end"]]
    kept = _in_order(shared)
    moved = [row for row in shared if not any(row is other for other in kept)]
    rows, pairs = _aligned(one, other, kept, moved), tuple(_row("moved", n, one, other, row) for n, row in enumerate(moved, len(kept) + 1))
    return Compare(document_row(ask, left), document_row(ask, right), tuple(rows), pairs, len(shared), ())


def _suggested(ask: Ask, rows: Sequence[Row], a: str) -> tuple[Pair, ...]:
    if a:
        n = ask.read.number(a)
        rows = [{"a": n, "b": row["other"], "passages": row["passages"], "chars": row["chars"]} for row in people.copied_with(ask.read, n)]
    return tuple(pair(ask, row) for row in rows)


def _in_order(shared: Sequence[Row]) -> list[Row]:
    """The longest run of passages (by characters) that stand in the same order in both, none overlapping another."""
    best: list[tuple[int, int]] = []  # characters, previous index
    for i, row in enumerate(shared):
        size = row["b_end"] - row["b_start"]
        before = [(best[j][0], j) for j in range(i) if shared[j]["a_end"] <= row["a_start"] and shared[j]["b_end"] <= row["b_start"]]
        top = max(before, default=(0, -1))
        best.append((top[0] + size, top[1]))
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    out: list[Row] = []
    while at >= 0:
        out.append(shared[at])
        at = best[at][1]
    return out[::-1]


def _aligned(a: str, b: str, kept: Sequence[Row], moved: Sequence[Row]) -> list[Aligned]:
    """Rows of shared passages (numbered from 1) with what stands between them; moved passages (numbered after them) are marked in it."""
    left = [(row["a_start"], row["a_end"], n) for n, row in enumerate(moved, len(kept) + 1)]
    right = [(row["b_start"], row["b_end"], n) for n, row in enumerate(moved, len(kept) + 1)]
    out: list[Aligned] = []
    at, bt = 0, 0
    for number, row in enumerate(kept, 1):
        out += _own(_marked(a, at, row["a_start"], left), _marked(b, bt, row["b_start"], right), at, bt)
        out.append(_row("shared", number, a, b, row))
        at, bt = row["a_end"], row["b_end"]
    return out + _own(_marked(a, at, len(a), left), _marked(b, bt, len(b), right), at, bt)


def _row(kind: str, number: int, a: str, b: str, row: Row) -> Aligned:
    left, right = both_compared(a[row["a_start"] : row["a_end"]], b[row["b_start"] : row["b_end"]])
    details: dict[str, Any] = {"likeness": row["likeness"], "source": row["source"], "why": row["why"]}
    return Aligned(kind, number, tuple(left), tuple(right), row["a_start"], row["b_start"], **details)


def _own(left: Sequence[Piece], right: Sequence[Piece], a: int, b: int) -> list[Aligned]:
    if not any(piece.text.strip() for piece in (*left, *right)):
        return []
    return [Aligned("own", 0, tuple(left), tuple(right), a if left else -1, b if right else -1)]


def _marked(text: str, start: int, end: int, moved: list[tuple[int, int, int]]) -> list[Piece]:
    """The text of [start, end) in pieces, those that moved with their number and then taken off the list; of two that overlap, the first is marked."""
    out: list[Piece] = []
    at = start
    for low, high, number in sorted(moved):
        low, high = max(low, start), min(high, end)
        if low < at or low >= high:
            continue
        moved[:] = [place for place in moved if place[2] != number]
        out += [Piece(text[at:low], False), Piece(text[low:high], True, number)]
        at = high
    out.append(Piece(text[at:end], False))
    out = [piece for piece in out if piece.text]
    return out if any(piece.text.strip() for piece in out) else []


def _whole_words(a: str, b: str, row: Row) -> Row:
    """The passage widened to word edges on both sides, so that no word is cut where letters join, and to the marks that close it."""
    (a_start, a_end), (b_start, b_end) = _widened(a, row["a_start"], row["a_end"]), _widened(b, row["b_start"], row["b_end"])
    return {**row, "a_start": a_start, "a_end": a_end, "b_start": b_start, "b_end": b_end}


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while end < len(text) and not text[end].isalnum() and not text[end].isspace():
        end += 1
    return start, min(end, len(text))
