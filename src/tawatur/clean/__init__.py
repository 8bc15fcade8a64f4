"""RawDocument → Document: decoding, regions, title, outlet, and the dates that the row or the page's markup states."""

from tawatur.clean.cleaner import clean

__all__ = ["clean"]
