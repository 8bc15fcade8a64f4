"""Stories in the order in which they are shown: affair by affair, and in each by time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]


def by_affair(rows: Iterable[Row]) -> Iterator[Row]:
    """Affairs in the order of their first row, the stories of each by date, those without a date last.

    In a record of an older version a story without an affair is its own.
    """
    affairs: dict[str, list[Row]] = {}
    for row in rows:
        affairs.setdefault(row.get("affair") or row["story"], []).append(row)
    for stories in affairs.values():
        yield from sorted(stories, key=lambda row: (row["date"] or "9", row["story"]))
