"""What the whole pile says of a deadline: a day that lies behind the newest page, and no report of the undertaking's end."""

from __future__ import annotations

import sqlite3


def settle(base: sqlite3.Connection, passed: str, done: str) -> None:
    """Give commitments whose deadline lies behind the newest page the status `passed`, save those with the status `done`. Inside the caller's transaction.

    No comparer could: it sees the pages that speak of one undertaking, and the newest of them is often the page that promises.
    """
    (newest,) = base.execute("SELECT max(published) FROM document").fetchone()
    base.execute(
        "UPDATE finding SET data = json_set(data, '$.status', ?) WHERE kind = 'commitment' AND json_extract(data, '$.deadline') < ?"
        " AND json_extract(data, '$.status') NOT IN (?, ?)",
        (passed, newest, passed, done),
    )
