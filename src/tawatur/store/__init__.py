"""Rows ↔ SQLite: the record. `writer` adds, `groups` keeps compared items together, `record` answers questions; no other module writes SQL."""

from tawatur.store.record import Record, open_record

__all__ = ["Record", "open_record"]
