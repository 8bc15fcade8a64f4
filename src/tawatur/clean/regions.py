"""The region layer: every line's part in the page, from the markup's hints, the words of the line, and its place among the others.

Works on a bare text as well: there the head (what stands before the first paragraph) holds title, kicker, dateline and furniture; the tail (what stands
after the last one) holds furniture and readers' comments; between them are paragraphs, subheadings, captions, and links to other pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tawatur.arabic import Folded
from tawatur.clean.datelines import Dateline, find_dateline, is_name, is_signature
from tawatur.clean.furniture import Mark, mark_line
from tawatur.clean.lines import Hints, Line, split_lines
from tawatur.clean.sources import Source
from tawatur.layers import Role

# Sizes in characters and words, counted on 16,877 pages of five outlets and 23,074 of fourteen (2015, 2018): titles have at most 112 characters and one in
# a thousand ends with a full stop; 95 in 100 first paragraphs have more than 100 characters.
_TITLE = 150
_PROSE = 120
_KICKER = 100
_CAPTION = 200
_HEADING_WORDS = 12
_QUESTION_WORDS = 7  # a longer question between paragraphs is an interviewer's
_TEASER = 130
_TEASERS = 12
_BESIDE = 2  # short lines in a row that furniture below them makes furniture: a section, a number
_SIGNED = 4  # lines at the page's end among which a signature, a credit or a day is looked for

_BYLINE = "html.byline"  # what the markup calls the author's line: a dateline when its words are one
_COMMENT_FURNITURE = ("furniture.comments", "furniture.comment_form", "furniture.no_comments", "furniture.clock")
_APART = ("furniture.published", "furniture.signed", "furniture.clock", "furniture.weather", "furniture.byline")  # kept as regions of their own: dates are read in them
# An outlet and a place, or an agency, that no list names: one or two words, a dash, one or two words, on a line below the title.
_PAIR = re.compile(r"\w+(?: \w+)?\s*[\u2010-\u2015\-/]\s*\w+(?: \w+)?$")
_LIST_MARKS = ("-", "\u2013", "\u2014", "\u2022")


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


def find_regions(text: str, view: Folded, hints: Hints, title: str | None = None, known: Source | None = None) -> Found:
    """The regions of a page, by position, none overlapping. `title`: the folded title, single blanks, when it is known; `known`: the page's outlet."""
    rows = [_row(line) for line in split_lines(view, hints)]
    _spare_title(view, rows, title)
    extra: list[Part] = []
    datelines: list[Dateline] = []
    _cut_prefixes(view, rows, title, extra)
    _bylines(text, rows, known, datelines)
    _labelled(rows)
    _spread_teasers(rows)
    first = _first_prose(rows)
    last = _last_prose(rows)
    _close_tail(rows, first, last)
    _head(text, view, rows, first, title, known, datelines)
    _inline_dateline(text, rows, known, extra, datelines)
    _middle(rows)
    _signed(text, rows, datelines, known)
    return Found(tuple(_merged([*extra, *map(_part, rows)])), tuple(datelines))


def _row(line: Line) -> _Row:
    mark = mark_line(line) if line.hint in (None, "body", "comment") or line.rule == _BYLINE else None
    row = _Row(line, mark, line.hint if line.hint != "body" and line.rule != _BYLINE else None, line.rule, line.start)
    at_once = mark is not None and mark.role == "furniture" and mark.then in ("", "teasers", "comments") and not mark.upto
    if mark and at_once and (line.hint != "comment" or mark.rule in _COMMENT_FURNITURE):
        row.set("furniture", mark.rule)
    return row


def _labelled(rows: list[_Row]) -> None:
    """A label («comment on the picture») and the line it labels are a caption."""
    for row, below in pairwise(rows):
        if row.role is None and row.mark and row.mark.then == "label":
            row.set("caption", row.mark.rule)
            if below.role is None and len(below.line.view) <= _CAPTION:
                below.set("caption", row.mark.rule)


def _bylines(text: str, rows: list[_Row], known: Source | None, datelines: list[Dateline]) -> None:
    """What the markup calls the author's line is a dateline when its words are one."""
    for row in rows:
        if row.role is None and row.line.rule == _BYLINE:
            written = text[row.line.start : row.line.end]
            if (found := find_dateline(written, alone=True, known=known)) is not None:
                _dated(row, found, datelines)
            else:
                row.set("furniture", "furniture.published" if is_signature(written) else _BYLINE)


def _dated(row: _Row, found: Dateline, datelines: list[Dateline]) -> None:
    """Makes a line a dateline, without the mark that closes it."""
    row.set("dateline", found.rule)
    row.line = replace(row.line, start=row.line.start + found.start, end=row.line.start + found.end)
    row.from_ = row.line.start
    datelines.append(found)


def _prose(row: _Row) -> bool:
    """Whether a line is a paragraph of the article: long, or a whole sentence of some length."""
    return row.role is None and (len(row.line.view) >= _PROSE or (row.line.stops and row.line.words >= 8)) and not (row.mark and row.mark.role == "caption")


def _spare_title(view: Folded, rows: list[_Row], title: str | None) -> None:
    """A first line of some words with a paragraph below an empty line is a title, though it reads like a prompt («now you can watch»); so is the given one."""
    for row in rows[: _TEASERS if title else 1]:
        top = row is rows[0] and row.line.words > 3 and _stands_alone(view.text, rows, row)
        if row.line.hint is None and row.role == "furniture" and (_titled(row, title) or (top and title is None)):
            row.role, row.mark = None, None


def _cut_prefixes(view: Folded, rows: list[_Row], title: str | None, extra: list[Part]) -> None:
    """Furniture at a line's beginning, and a known title that runs on into the first paragraph, become parts of their own; the rest is judged anew."""
    for row in rows:
        if row.mark and row.mark.upto:
            _cut(view, row, row.mark.upto, row.mark.role, row.mark.rule, extra)
    free = next((row for row in rows if row.role is None), None)
    if free and title and len(free.line.view) > len(title) + _PROSE and free.line.view.startswith(title) and not free.line.view[len(title)].isalnum():
        _cut(view, free, len(title), "title", "title.given", extra)


def _cut(view: Folded, row: _Row, upto: int, role: Role, rule: str, extra: list[Part]) -> None:
    """The first `upto` characters of a line's view become a part; the line is what is left."""
    line = row.line
    rest = line.view[upto:].lstrip()
    at = line.at + len(line.view) - len(rest)
    start, end = view.span(line.at, line.at + len(line.view[:upto].rstrip()))
    extra.append(Part(start, end, role, rule))
    row.line = replace(line, start=view.span(at, at + 1)[0], view=rest, at=at)
    row.from_ = row.line.start
    row.mark = mark_line(row.line)
    if row.mark and row.mark.role == "furniture" and row.mark.then == "" and not row.mark.upto:
        row.set("furniture", row.mark.rule)


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
    after: Role | None = "furniture"  # of the line below
    left = _BESIDE
    for row in reversed(rows[max(last + 1, first + 1) :]):
        if row.role is None and row.mark and row.mark.role == "furniture" and (row.mark.then in ("tail", "clock", "bar") or after == "furniture"):
            row.set("furniture", row.mark.rule)
        elif row.role is None and after == "furniture" and left and row.line.words <= 3 and row is not rows[-1] and _named(row.line):
            row.set("furniture", "furniture.beside")
            left -= 1
        after = row.role


def _named(line: Line) -> bool:
    """Whether a short line may be a section's name or an agency's number: letters or digits, and no end of a sentence."""
    return not line.stops and any(char.isalnum() for char in line.view)


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


def _head(text: str, view: Folded, rows: list[_Row], first: int, title: str | None, known: Source | None, datelines: list[Dateline]) -> None:
    """Before the first paragraph: datelines, menus and clocks, then the title and what stands about it."""
    head = [row for row in rows[:first] if row.role is None]
    named = next((row for row in rows if row.role == "title"), None)
    top = named is None  # the first free line of a page whose title nobody states is more likely the title than a dateline no list knows
    for row in head:
        if _titled(row, title):
            top = False
        elif row.mark and row.mark.role == "furniture" and row.mark.then not in ("inside", "bar"):
            row.set("furniture", row.mark.rule)
        else:
            _head_line(text, row, known, datelines, strict=top)
            top = top and row.role is not None
    chosen = named or _choose_title(view.text, rows, [row for row in head if row.role is None], title)
    if chosen is not None:
        chosen.set("title", chosen.rule or "title.head")
        _around_title(rows, head, chosen)
        _site_names(head, chosen, datelines)


def _head_line(text: str, row: _Row, known: Source | None, datelines: list[Dateline], *, strict: bool) -> None:
    """A dateline or a signature above the first paragraph."""
    written = text[row.line.start : row.line.end]
    if (found := find_dateline(written, alone=True, known=known, strict=strict)) is not None:
        _dated(row, found, datelines)
    elif row.mark and row.mark.then == "bar":
        row.set("furniture", row.mark.rule)
    elif is_signature(written):
        row.set("furniture", "furniture.published")
    elif is_name(written) and not strict:
        row.set("furniture", "furniture.byline")


def _around_title(rows: list[_Row], head: list[_Row], chosen: _Row) -> None:
    """A date line under the title is the page's own, not the crawler's clock; other lines are kickers, captions, or entries of a menu."""
    place = chosen.line.start
    for row in rows:
        if row.line.start >= place:
            break
        if row.rule == "furniture.published" and row.line.hint:
            row.rule = "furniture.clock"
    for row in head:
        below = row.line.start > place
        if row.role == "furniture" and row.rule in ("furniture.clock", "furniture.stamp") and below:
            row.rule = "furniture.published"
        if row.role is not None:
            continue
        if row.mark:
            row.set(row.mark.role, row.mark.rule)
        elif row is not chosen and row.line.view == chosen.line.view:
            row.set("furniture", "furniture.repeated")
        elif below and _PAIR.match(row.line.view):
            row.set("dateline", "dateline.pair")
        elif not below and row.line.words < 3:
            row.set("furniture", "furniture.head")
    free = [row for row in head if row.role is None]
    above = [row for row in free if row.line.start < place][-1:]
    under = [row for row in free if row.line.start > place][:1]
    for row in (*above, *under):
        if row.line.words >= 3 and not row.line.view.startswith(_LIST_MARKS) and len(row.line.view) <= _KICKER:
            row.set("kicker", "kicker.head")


def _site_names(head: list[_Row], chosen: _Row, datelines: list[Dateline]) -> None:
    """An outlet's bare name above the title is the site's banner: furniture, and the best witness of the outlet."""
    lines = [row for row in head if row.role == "dateline"]
    for i, (row, found) in enumerate(zip(lines, datelines[-len(lines) :] if lines else [], strict=False)):
        if row.line.start < chosen.line.start and found.kinds == {"source"}:
            row.set("furniture", "furniture.site")
            datelines[len(datelines) - len(lines) + i] = replace(found, rule="furniture.site")


def _titled(row: _Row, title: str | None) -> bool:
    return title is not None and (row.line.view == title or " ".join(row.line.view.split()) == title)


def _choose_title(view: str, rows: list[_Row], free: list[_Row], title: str | None) -> _Row | None:
    """The title among the lines of the head: the one that is given, else the first, unless that is a short phrase above a fuller line."""
    if title is not None:
        return next((row for row in free if _titled(row, title)), None)
    likely = [row for row in free if row.line.words >= 3 and len(row.line.view) <= _TITLE and not row.line.view.startswith(_LIST_MARKS)]
    twice = next((row for i, row in enumerate(likely) if any(row.line.view == other.line.view for other in likely[i + 1 : i + _TEASERS])), None)
    if twice is not None:
        return twice
    if not likely:
        return free[0] if free and _stands_alone(view, rows, free[0]) else None
    if free[0] is not likely[0] and _stands_alone(view, rows, free[0]):
        return free[0]
    first, second = likely[0], likely[1] if len(likely) > 1 else None
    if second and first.line.words <= 6 and len(second.line.view) > 1.3 * len(first.line.view) and len(second.line.view) < _PROSE and not second.line.stops:
        return second
    return None if first.line.stops and first.line.words > 15 else first


def _stands_alone(view: str, rows: list[_Row], row: _Row) -> bool:
    """Whether a line opens the page, with an empty line and then a paragraph below it: a title even of one or two words."""
    if rows[0] is not row or len(rows) < 2 or not any(char.isalpha() for char in row.line.view):
        return False
    return view.count("\n", row.line.at, rows[1].line.at) > 1 and _paragraph(rows[1].line)


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
    """Among the paragraphs: captions, links to other pages, and subheadings; everything else is body."""
    for i, row in enumerate(rows):
        if row.role is not None:
            continue
        if row.mark and (row.mark.role == "caption" or row.mark.then in ("inside", "bar")):
            row.set(row.mark.role, row.mark.rule)
        elif _heads(rows, i):
            row.set("subheading", "subheading.line")
        else:
            row.set("body", "body.rest")


def _heads(rows: list[_Row], i: int) -> bool:
    """Whether a short line stands between a finished paragraph and a longer one, and is no item of a list."""
    line = rows[i].line
    if len(line.view) > _PROSE:
        return False
    words = line.words
    if words > _HEADING_WORDS or line.stops or rows[i].from_ != line.start or line.view.startswith(_LIST_MARKS) or (line.view.endswith(":") and words > 3):
        return False
    if words > _QUESTION_WORDS and line.view.endswith("\u061f"):
        return False
    if not any(char.isalpha() for char in line.view):
        return False
    below = next((row for row in rows[i + 1 : i + _TEASERS] if row.role not in ("furniture", "caption")), None)
    above = next((row for row in reversed(rows[max(0, i - _TEASERS) : i]) if row.role not in ("furniture", "caption", "subheading")), None)
    if below is None or above is None or below.role not in (None, "body") or above.role != "body":
        return False
    return _paragraph(below.line) and (_paragraph(above.line) or above.line.stops)


def _paragraph(line: Line) -> bool:
    return len(line.view) >= _PROSE or (line.stops and line.words >= 6)


def _signed(text: str, rows: list[_Row], datelines: list[Dateline], known: Source | None) -> None:
    """At the page's end: a line of credit («quoted from», an outlet and an agency), or a day."""
    free = [row for row in rows if row.role in ("body", "subheading")]
    for row in reversed(free[-_SIGNED:]):
        if len(row.line.view) >= _PROSE:
            return
        if row.line.words > 8 or row.line.stops or len(free) == 1 or row.from_ != row.line.start:
            continue
        written = text[row.line.start : row.line.end]
        if row.mark and row.mark.role == "dateline":
            row.set("dateline", row.mark.rule)
        elif (found := find_dateline(written, alone=True, known=known, strict=True)) is not None and found.sources:
            _dated(row, found, datelines)
        elif is_signature(written):
            row.set("furniture", "furniture.signed")


def _part(row: _Row) -> Part:
    return Part(row.from_, row.line.end, row.role or "body", row.rule)


def _merged(parts: list[Part]) -> list[Part]:
    """By position; furniture that follows furniture is one region, as are comments; lines with a date stay apart."""
    out: list[Part] = []
    for part in sorted(parts, key=lambda part: part.start):
        last = out[-1] if out else None
        if last and part.role in ("furniture", "comment") and last.role == part.role and last.rule not in _APART and part.rule not in _APART:
            out[-1] = replace(last, end=part.end)
        elif part.start < part.end:
            out.append(part)
    return out
