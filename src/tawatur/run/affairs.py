"""Puts the stories of a record under affairs after they are concluded. Only new or changed stories, and those of the days after them, are placed anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from tawatur.compare import affairs, story_signs
from tawatur.store.affairs import Kept, kept_stories, story_items, write_affairs
from tawatur.store.database import transaction

_REACH = affairs.DAYS + 2
"""Days around a changed story: a story's day is the outlet's, its hour is of Greenwich."""


def place_affairs(base: sqlite3.Connection) -> None:
    """Writes each story's affair, in one transaction."""
    with transaction(base):
        stories = kept_stories(base)
        anew = _anew(stories)
        if not anew:
            return
        follows = {kept.story: kept.follows for kept in stories} | _placed(base, stories, anew)
        first, titles = affairs.affairs(follows), {kept.story: kept.title for kept in stories}
        changed: list[tuple[int, str | None, str, str]] = []
        for kept in stories:
            after, head = follows[kept.story], first[kept.story]
            if (kept.follows, kept.affair, kept.affair_title) != (row := (after, affairs.affair_id(head), titles[head])):
                changed.append((kept.n, *row))
        write_affairs(base, changed)


def _day(kept: Kept) -> int | None:
    return date.fromisoformat(kept.day).toordinal() if kept.day else None


def _anew(stories: Sequence[Kept]) -> list[Kept]:
    """Stories without an affair, those that followed a story that is no more, and the dated ones told soon after either."""
    names = {kept.story for kept in stories}
    changed = [kept for kept in stories if kept.affair is None or (kept.follows is not None and kept.follows not in names)]
    days = {day + n for kept in changed if (day := _day(kept)) is not None for n in range(-2, _REACH + 1)}
    new = {kept.story for kept in changed}
    return [kept for kept in stories if kept.story in new or _day(kept) in days]


def _placed(base: sqlite3.Connection, stories: Sequence[Kept], anew: Sequence[Kept]) -> dict[str, str | None]:
    """What each of these stories follows, from the stories of the days before."""
    days = {day - n for kept in anew if (day := _day(kept)) is not None for n in range(-2, _REACH + 1)}
    known = [kept for kept in stories if _day(kept) in days]
    items = story_items(base, known)
    told = [affairs.told(kept.story, *_read(items[kept.story])) for kept in known]
    return dict.fromkeys((kept.story for kept in anew), None) | affairs.followed(told, {kept.story for kept in anew})


def _read(items: Sequence[tuple[float | None, bytes]]) -> tuple[list[float | None], list[story_signs.Sign]]:
    return [hour for hour, _ in items], [story_signs.unpack(blob) for _, blob in items]
