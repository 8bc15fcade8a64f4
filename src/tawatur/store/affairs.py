"""Stories and the affairs they are put under, in the record: `run` reads what has no affair yet with the days around it, and writes what changed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A story's row: its number and id, its title and day (None: no date), the story it follows, its affair (None: not placed yet)."""

    n: int
    story: str
    title: str
    day: str | None
    follows: str | None
    affair: str | None
    affair_title: str | None


def kept_stories(base: sqlite3.Connection) -> list[Kept]:
    """All stories, in order of their ids."""
    columns = ", ".join(f"json_extract(data, '$.{name}')" for name in ("story", "title", "date", "follows", "affair", "affair_title"))
    return [Kept(*row) for row in base.execute(f"SELECT n, {columns} FROM finding WHERE kind = 'story' ORDER BY 2")]


def story_items(base: sqlite3.Connection, stories: Iterable[Kept]) -> dict[str, list[tuple[float | None, bytes]]]:
    """Of each story, its documents' hours and packed signs, in order of the documents' ids."""
    base.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (n INTEGER PRIMARY KEY)")
    base.execute("DELETE FROM chosen")
    names = {kept.n: kept.story for kept in stories}
    base.executemany("INSERT INTO chosen VALUES (?)", ((n,) for n in names))
    found: dict[str, list[tuple[float | None, bytes]]] = defaultdict(list)
    rows = base.execute(
        "SELECT c.n, json_extract(i.data, '$.hour'), i.blob FROM chosen c JOIN finding_doc f ON f.finding = c.n JOIN item i ON i.doc = f.doc AND i.kind = 'story' ORDER BY c.n, i.id"
    )
    for n, hour, blob in rows:
        found[names[n]].append((hour, blob))
    return found


def write_affairs(base: sqlite3.Connection, rows: Iterable[tuple[int, str | None, str, str]]) -> None:
    """Each: a story's number, the story it follows, its affair's id and title."""
    base.executemany("UPDATE finding SET data = json_set(data, '$.follows', ?2, '$.affair', ?3, '$.affair_title', ?4) WHERE n = ?1", rows)
