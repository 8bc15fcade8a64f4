"""Tawatur reads a pile of Arabic news and writes a record in which every line can be checked."""

__version__ = "0.1.0"
