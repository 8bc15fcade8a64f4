"""Bytes → RawDocument: files, folders, globs and standard input, streamed in a stable order. Nothing is decoded or judged here but input rows."""

from tawatur.read.reader import read

__all__ = ["read"]
