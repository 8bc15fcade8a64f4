"""Opening the file: pragmas, version, schema, and the lock that lets one writer in at a time."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from tawatur.errors import StoreError
from tawatur.layers import SHOWN

try:
    import fcntl
except ImportError:  # a system without advisory locks: SQLite's own lock still keeps single transactions apart
    fcntl = None  # type: ignore[assignment]

VERSION = 1
_COMMON = "CREATE TABLE IF NOT EXISTS common (kind TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
"""Blocking keys that too many items share; records made before it get it when they are next written."""
APPLICATION_ID = 0x74777472  # "twtr": lets `file` and other tools tell a record from any SQLite file


def connect(path: Path | str, *, write: bool) -> sqlite3.Connection:
    """Open a record; when writing, make it first if there is none. Raises StoreError when it is missing, no record, or of another version."""
    memory = str(path) == ":memory:"
    if not memory and not Path(path).is_file():
        if not write:
            raise StoreError("store.missing", path=path)
        _make(Path(path))
    try:
        target = ":memory:" if memory else f"{Path(path).absolute().as_uri()}?mode={'rw' if write else 'ro'}"
        base = sqlite3.connect(target, uri=not memory, isolation_level=None, timeout=30)
    except sqlite3.Error as error:
        raise StoreError("store.unreadable", path=path, reason=error) from error
    try:
        if memory:
            _create(base)
        _check(base, path)
        _tune(base, write)
    except BaseException as error:
        base.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError("store.unreadable", path=path, reason=error) from error
        raise
    return base


def _make(path: Path) -> None:
    """An empty record, put in place whole: a process killed here leaves no half-made file under the record's name."""
    fresh = Path(f"{path}-new")
    try:
        fresh.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as base:
            _create(base)
            base.execute("PRAGMA journal_mode = WAL")  # now, not by the first writer: killed in that step it would leave a journal that no reader can play back
        fresh.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError("store.unwritable", path=path, reason=error) from error


def _check(base: sqlite3.Connection, path: Path | str) -> None:
    """Refuse what is no record of this version, before anything is written."""
    (application,) = base.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StoreError("store.foreign", path=path)
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        raise StoreError("store.version", path=path, found=version, wanted=VERSION)


def _tune(base: sqlite3.Connection, write: bool) -> None:
    base.execute("PRAGMA temp_store = MEMORY")
    base.execute("PRAGMA mmap_size = 268435456")
    base.execute("PRAGMA cache_size = -131072")  # KiB: 128 MiB, so that random inserts of blocking keys stay in memory
    if write:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute(_COMMON)


def _create(base: sqlite3.Connection) -> None:
    schema = resources.files("tawatur.store").joinpath("schema.sql").read_text(encoding="utf-8")
    form = next(line for line in schema.splitlines() if line.startswith("-- layer: ")).removeprefix("-- layer: ")
    layers = "".join(f"{form.format(name=name)};\nCREATE INDEX layer_{name}_by_doc ON layer_{name} (doc);\n" for name in SHOWN)
    base.executescript(f"BEGIN;{schema}{layers}PRAGMA application_id = {APPLICATION_ID};PRAGMA user_version = {VERSION};COMMIT;")


@contextlib.contextmanager
def writing_alone(path: Path | str) -> Iterator[None]:
    """Hold the record's writer lock (an empty file beside it). Raises StoreError at once when another process holds it."""
    if str(path) == ":memory:" or fcntl is None:
        yield
        return
    lock = Path(f"{path}-lock")
    try:
        handle = lock.open("w")
    except OSError as error:
        raise StoreError("store.unwritable", path=path, reason=error.strerror) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError("store.locked", path=path) from error
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def choose(base: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Put these numbers, and no others, into the connection's temporary table `chosen`, for queries to join."""
    base.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (n INTEGER PRIMARY KEY)")
    base.execute("DELETE FROM chosen")
    base.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((n,) for n in numbers))


@contextlib.contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any exception, and a killed process leaves what was there before."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")
