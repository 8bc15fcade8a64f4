"""Tawatur reads a pile of Arabic news and writes a record in which every line can be checked.

    import tawatur
    tawatur.build(["pages/"], "affair.tawatur")
    with tawatur.open_record("affair.tawatur") as record:
        for fact in record.findings("fact"): ...
"""

# The folders of the same names are imported first, so that they never replace the functions below.
import tawatur.annotate
import tawatur.compare
import tawatur.read  # noqa: F401
from tawatur.api import annotate, build, compare, judge, judgements, open_record, read
from tawatur.model import Document, Span

__version__ = "0.1.0"
__all__ = ["Document", "Span", "annotate", "build", "compare", "judge", "judgements", "open_record", "read"]
