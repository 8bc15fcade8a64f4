"""Opens a record for the desk at once: with the index kept beside it (`<record>-desk`), or a first view of its documents while a process makes one.

The index is derived and may be deleted at any time; it is made again only when the record has changed. Where the record's folder cannot be written, it is
kept for this session alone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sqlite3
import tempfile
import threading
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tawatur.errors import TawaturError
from tawatur.store.database import connect, writing_alone
from tawatur.store.desk import Reader
from tawatur.store.desk_index import about, build_index, state, whole
from tawatur.store.record import Record

PATIENCE = 8.0
"""A record that goes on changing is indexed again after so many times as long as indexing took."""


class Desk:
    """A record as the desk shows it, shared by all threads. A reader that runs while a new index comes keeps the one it began with."""

    def __init__(self, path: Path | str) -> None:
        """Raises StoreError when the file is no record."""
        self.path = Path(path)
        Record(path).close()
        self._session = tempfile.TemporaryDirectory(prefix="tawatur-desk-", ignore_cleanup_errors=True)
        folder = self.path.absolute().parent if os.access(self.path.absolute().parent, os.W_OK) else Path(self._session.name)
        self.kept = folder / f"{self.path.name}-desk"
        self._local = threading.local()
        self._lock = threading.Lock()
        self._making: BaseProcess | None = None
        self._began, self._next = 0.0, 0.0
        self._answers: dict[str, Any] = {}
        self._index, self._mark = Path(), (0, 0)
        self.generation = 0
        self.indexed = ""
        self.partial = False
        if not self.adopt():
            first = Path(self._session.name) / "first"
            self.indexed = build_index(self.path, first, only=1)
            self._index, self.partial = first, True

    def adopt(self) -> bool:
        """Take the kept index when it is whole and not the one in use; false otherwise."""
        with self._lock:
            try:
                found = self.kept.stat()
                mark = (found.st_ino, found.st_mtime_ns)
            except OSError:
                return False
            if mark == self._mark:
                return False
            self._mark = mark
            indexed = _kept_of(self.kept)
            if indexed is None:
                return False
            self._index, self.indexed, self.partial, self._answers = self.kept, indexed, False, {}
            self.generation += 1
            return True

    def refresh(self) -> bool:
        """Make the index anew here and now when the record has changed; false when it has not, or another is at it."""
        if not self.partial and self.state() == self.indexed:
            return False
        make(self.path, self.kept)
        return self.adopt()

    def follow(self) -> None:
        """Have another process make the index when the record has changed, and take it when it is there. Cheap; meant to be called often."""
        self.adopt()
        if self._making is not None:
            if self._making.is_alive():
                return
            self._making.close()
            self._making = None
            self._next = time.monotonic() + PATIENCE * (time.monotonic() - self._began)
            self.adopt()
        if (self.partial or self.state() != self.indexed) and time.monotonic() >= self._next:
            self._began = time.monotonic()
            self._making = multiprocessing.get_context("spawn").Process(target=make, args=(self.path, self.kept), daemon=True)
            self._making.start()

    def state(self) -> str:
        """The record's state now; `indexed` is the one that pages show."""
        return _state_of(self.path)

    def reader(self) -> Reader:
        """This thread's connection, on the newest index and with the newest judgements."""
        found: Reader | None = getattr(self._local, "reader", None)
        if found is None or found.generation != self.generation:
            if found is not None:
                found.record.close()
            found = Reader(self.path, self._index, self.generation, self._answers)
            self._local.reader = found
        found.learn()
        return found

    def close(self) -> None:
        """End this thread's connection and a process that still makes an index; what it has done is kept."""
        if self._making is not None:
            self._making.terminate()
            self._making.join()
        found: Reader | None = getattr(self._local, "reader", None)
        if found is not None:
            found.record.close()
        self._session.cleanup()


def make(record: Path, kept: Path) -> None:
    """Make the index of a record and put it in place whole. Does nothing when another process is at it, or the kept one is of this state already."""
    fresh = kept.with_name(f"{kept.name}-new")
    with contextlib.suppress(TawaturError, OSError, sqlite3.Error), writing_alone(kept):
        if _kept_of(kept) == _state_of(record):
            return
        fresh.touch(mode=0o600)
        build_index(record, fresh)
        fresh.chmod(record.stat().st_mode & 0o777)  # who may read the record may read what is made of it, and nobody else
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(kept)


def _kept_of(kept: Path) -> str | None:
    """The state that a kept index is of; None when it is not there, not whole, or torn."""
    try:
        with contextlib.closing(sqlite3.connect(kept.absolute().as_uri() + "?mode=ro", uri=True)) as base:
            said = about(base)
    except sqlite3.Error:
        return None
    return said["state"] if whole(said) else None


def _state_of(record: Path) -> str:
    with contextlib.closing(connect(record, write=False)) as base:
        return state(base, record)
