"""The region layer: every line's part in the page, from the markup's hints, the words of the line, and its place among the others.

Works on a bare text as well: there the head (what stands before the first paragraph) holds title, kicker, dateline and furniture; the tail (what stands
after the last one) holds furniture and readers' comments; between them are paragraphs, subheadings, captions, and links to other pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tawatur.clean.datelines import Dateline, find_dateline
from tawatur.clean.furniture import Mark, mark_line
from tawatur.clean.lines import Line
from tawatur.clean.sources import Source
from tawatur.layers import Role

# Sizes in characters and words, counted on 16,877 pages of five outlets and 23,074 of fourteen (2015, 2018): titles have at most 112 characters and one in
# a thousand ends with a full stop; 95 in 100 first paragraphs have more than 100 characters.
_TITLE = 150
_PROSE = 120
_HEADING_WORDS = 12
_TEASER = 130
_TEASERS = 12


@dataclass(slots=True)
class Part:
    """A stretch of the text while its role is being found. Offsets: code points of the text."""

    start: int
    end: int
    role: Role
    rule: str


@dataclass(slots=True)
class _Row:
    """A line with what is known of it so far."""

    line: Line
    mark: Mark | None
    role: Role | None = None
    rule: str = ""
    from_: int = 0  # text offset where its own part begins, after a prefix or a dateline

    def set(self, role: Role, rule: str) -> None:
        self.role, self.rule = role, rule


@dataclass(frozen=True, slots=True)
class Found:
    """The regions, and the datelines among them with what they name."""

    parts: tuple[Part, ...]
    datelines: tuple[Dateline, ...]


def find_regions(text: str, lines: Sequence[Line], title: str | None = None, known: Source | None = None) -> Found:
    """The regions of a page, by position, none overlapping. `title`: the title as folded text, when it is known; `known`: the page's outlet."""
    rows = [_row(line) for line in lines]
    extra: list[Part] = []
    datelines: list[Dateline] = []
    _cut_prefixes(text, rows, extra)
    _spread_teasers(rows)
    first = _first_prose(rows)
    last = _last_prose(rows)
    _close_tail(rows, first, last)
    _head(text, rows, first, title, known, datelines)
    _inline_dateline(text, rows, known, extra, datelines)
    _middle(rows)
    _credits(text, rows, datelines, known)
    return Found(tuple(_merged([*extra, *map(_part, rows)])), tuple(datelines))


def _row(line: Line) -> _Row:
    row = _Row(line, mark_line(line) if line.hint in (None, "body") else None, line.hint if line.hint != "body" else None, line.rule, line.start)
    mark = row.mark
    if mark and mark.then in ("", "teasers", "comments") and not mark.upto and mark.role == "furniture":
        row.set("furniture", mark.rule)
    return row


def _prose(row: _Row) -> bool:
    """Whether a line is a paragraph of the article: long, or a whole sentence of some length."""
    return row.role is None and (len(row.line.view) >= _PROSE or (row.line.stops and row.line.words >= 8)) and not (row.mark and row.mark.role == "caption")


def _cut_prefixes(text: str, rows: list[_Row], extra: list[Part]) -> None:
    """Furniture at a line's beginning becomes a part of its own; the rest of the line is judged anew."""
    for row in rows:
        if row.mark and row.mark.upto:
            ratio = row.mark.upto
            line = row.line
            end = line.start + ratio
            extra.append(Part(line.start, end, row.mark.role, row.mark.rule))
            rest = line.view[ratio:].lstrip()
            start = end + len(line.view) - ratio - len(rest)
            row.line = replace(line, start=start, view=rest, at=line.at + len(line.view) - len(rest))
            row.from_ = start
            row.mark = mark_line(row.line)


def _spread_teasers(rows: list[_Row]) -> None:
    """The short lines after «read also» are links to other pages."""
    left = 0
    for row in rows:
        if row.role == "furniture" and row.mark and row.mark.then == "teasers":
            left = _TEASERS
        elif left and row.role is None and len(row.line.view) <= _TEASER and not row.line.stops:
            row.set("furniture", "furniture.teaser")
            left -= 1
        elif row.role != "furniture":
            left = 0


def _first_prose(rows: list[_Row]) -> int:
    """The first paragraph's place; of a page that has none, the place after the first line that is not furniture."""
    free = [i for i, row in enumerate(rows) if row.role is None]
    for i in free:
        if _prose(rows[i]) and (i != free[0] or not _like_title(rows, i)):
            return i
    return free[1] if len(free) > 1 else len(rows)


def _like_title(rows: list[_Row], i: int) -> bool:
    """Whether a line that is long enough for a paragraph is a title all the same: no sentence end, not too long, something longer below."""
    line = rows[i].line
    below = max((len(row.line.view) for row in rows[i + 1 :] if row.role is None), default=0)
    return len(line.view) <= _TITLE and not line.stops and below > len(line.view)


def _last_prose(rows: list[_Row]) -> int:
    return next((i for i in range(len(rows) - 1, -1, -1) if _prose(rows[i])), -1)


def _close_tail(rows: list[_Row], first: int, last: int) -> None:
    """After the article: what the comment heading opens, section names, tags and menus beside furniture."""
    opened = _comments_open(rows, first)
    if opened is not None:
        for row in rows[opened:]:
            _comment(row)
        last = min(last, opened - 1)
    after = True
    for row in reversed(rows[max(last + 1, first + 1) :]):
        if row.role is None and row.mark and row.mark.role == "furniture" and (row.mark.then in ("tail", "clock") or after):
            row.set("furniture", row.mark.rule)
        elif row.role is None and after and row.line.words <= 3 and not row.line.stops and _beside(rows, row):
            row.set("furniture", "furniture.beside")
        after = row.role in ("furniture", "comment")


def _beside(rows: list[_Row], row: _Row) -> bool:
    """Whether the next line is furniture: a section's name above the comment form."""
    place = next(i for i, other in enumerate(rows) if other is row)
    return place + 1 < len(rows) and rows[place + 1].role == "furniture" and any(c.isalpha() for c in row.line.view)


def _comments_open(rows: list[_Row], first: int) -> int | None:
    """Where the readers' part begins: a comment heading below which less prose stands than above it."""
    sizes = [len(row.line.view) if _prose(row) else 0 for row in rows]
    total, seen = sum(sizes), 0
    for i, row in enumerate(rows):
        if row.mark and row.mark.then == "comments" and i > first and seen * 2 >= total:
            return i
        seen += sizes[i]
    return None


def _comment(row: _Row) -> None:
    if row.role is None:
        letters = any(c.isalpha() for c in row.line.view)
        furniture = row.mark is not None and row.mark.role == "furniture"
        row.set("furniture" if furniture or not letters else "comment", row.mark.rule if furniture and row.mark else "comment.section")


def _head(text: str, rows: list[_Row], first: int, title: str | None, known: Source | None, datelines: list[Dateline]) -> None:
    """Before the first paragraph: datelines, menus and clocks, then the title and what stands about it."""
    head = [row for row in rows[:first] if row.role is None]
    for row in head:
        if row.mark and row.mark.role == "furniture" and not _titled(row, title):
            row.set("furniture", row.mark.rule)
        elif not _titled(row, title) and (found := _own_line(text, row, known)) is not None:
            row.set("dateline", found.rule)
            datelines.append(found)
    named = [row for row in rows if row.role == "title"]
    chosen = named[0] if named else _choose_title([row for row in head if row.role is None], title)
    if chosen is None:
        return
    chosen.set("title", chosen.rule or "title.head")
    _around_title(rows, head, chosen)


def _around_title(rows: list[_Row], head: list[_Row], chosen: _Row) -> None:
    """A date line under the title is the page's own, not the crawler's clock; other lines are kickers, captions, or entries of a menu."""
    for row in head:
        if row.role == "furniture" and row.rule == "furniture.clock" and row.line.start > chosen.line.start:
            row.rule = "furniture.published"
        if row.role is not None:
            continue
        if row.mark and row.mark.role == "caption":
            row.set("caption", row.mark.rule)
        elif row.line.words < 3:
            row.set("furniture", "furniture.head")
        elif not row.line.stops or len(row.line.view) < _PROSE:
            row.set("kicker", "kicker.head")


def _titled(row: _Row, title: str | None) -> bool:
    return title is not None and row.line.view == title


def _choose_title(free: list[_Row], title: str | None) -> _Row | None:
    """The title among the lines of the head: the one that is given, else the first, unless that is a short phrase above a fuller line."""
    for row in free:
        if _titled(row, title):
            return row
    likely = [row for row in free if row.line.words >= 3 and len(row.line.view) <= _TITLE and not (row.mark and row.mark.role == "caption")]
    if not likely or title is not None:
        return None if not likely or title is not None else likely[0]
    first, *others = likely
    second = others[0] if others else None
    if second and first.line.words <= 6 and len(second.line.view) > 1.3 * len(first.line.view) and len(second.line.view) < _PROSE and not second.line.stops:
        return second
    return None if first.line.stops and first.line.words > 15 else first


def _own_line(text: str, row: _Row, known: Source | None) -> Dateline | None:
    """A dateline that fills a line."""
    line = row.line
    return find_dateline(text[line.start : line.end], alone=True, known=known) if len(line.view) < _PROSE else None


def _inline_dateline(text: str, rows: list[_Row], known: Source | None, extra: list[Part], datelines: list[Dateline]) -> None:
    """The dateline at the head of the first paragraph."""
    row = next((row for row in rows if row.role is None and _prose(row)), None)
    if row is None or datelines:
        return
    line = row.line
    found = find_dateline(text[line.start : line.end], alone=False, known=known)
    if found is not None and line.start + found.rest < line.end:
        extra.append(Part(line.start + found.start, line.start + found.end, "dateline", found.rule))
        datelines.append(found)
        row.from_ = line.start + found.rest


def _middle(rows: list[_Row]) -> None:
    """Among the paragraphs: captions and subheadings; everything else is body."""
    for i, row in enumerate(rows):
        if row.role is not None:
            continue
        if row.mark and row.mark.role == "caption":
            row.set("caption", row.mark.rule)
        elif _heads(rows, i):
            row.set("subheading", "subheading.line")
        else:
            row.set("body", "body.rest")


def _heads(rows: list[_Row], i: int) -> bool:
    """Whether a short line stands between a finished paragraph and a longer one."""
    line = rows[i].line
    if line.words > _HEADING_WORDS or line.stops or not line.words or rows[i].from_ != line.start:
        return False
    below = next((row for row in rows[i + 1 :] if row.role not in ("furniture", "caption")), None)
    above = next((row for row in reversed(rows[:i]) if row.role not in ("furniture", "caption", "subheading")), None)
    if below is None or above is None or below.role not in (None, "body") or above.role != "body":
        return False
    return _paragraph(below.line) and (_paragraph(above.line) or above.line.stops)


def _paragraph(line: Line) -> bool:
    return len(line.view) >= _PROSE or (line.stops and line.words >= 6)


def _credits(text: str, rows: list[_Row], datelines: list[Dateline], known: Source | None) -> None:
    """A line of credit under the article («quoted from», an outlet and an agency)."""
    for row in rows[-6:]:
        if row.role not in ("body", "subheading") or row.line.words > 8 or row.line.stops:
            continue
        if row.mark and row.mark.role == "dateline":
            row.set("dateline", row.mark.rule)
        elif (found := _own_line(text, row, known)) is not None and found.sources:
            row.set("dateline", "dateline.end")
            datelines.append(found)


def _part(row: _Row) -> Part:
    return Part(row.from_, row.line.end, row.role or "body", row.rule)


def _merged(parts: list[Part]) -> list[Part]:
    """By position; furniture that follows furniture is one region, as are comments."""
    out: list[Part] = []
    for part in sorted(parts, key=lambda part: part.start):
        if out and part.role in ("furniture", "comment") and out[-1].role == part.role:
            out[-1] = replace(out[-1], end=part.end)
        elif part.start < part.end:
            out.append(part)
    return out
