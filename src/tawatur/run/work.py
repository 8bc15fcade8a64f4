"""What a worker does with one raw document: clean, annotate, make items. It never opens the record."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.clean import clean
from tawatur.errors import ReadError, UsageError
from tawatur.model import Document, Failure, Item, RawDocument
from tawatur.pipeline import annotate, stages
from tawatur.run.plan import COMPARERS
from tawatur.settings import Settings
from tawatur.store.rows import DocumentRows, document_rows


def annotated(raw: RawDocument | Failure, settings: Settings) -> Document | Failure:
    """One raw document through cleaning and every stage, or why it failed. A failure from reading passes through.

    Raises UsageError when the settings name a model that cannot be used.
    """
    if isinstance(raw, Failure):
        return raw
    plan = stages(settings)
    try:
        return annotate(clean(raw, settings), plan)
    except UsageError:
        raise
    except ReadError as error:
        return Failure(raw.id, raw.source, "clean", error.code, error.fields)
    except Exception as error:  # our own bug: the pile goes on, the user is told which page to report
        return Failure(raw.id, raw.source, "annotate", "internal.bug", {"reason": f"{type(error).__name__}: {error}"})


def offers(doc: Document) -> list[Item]:
    """All items a document offers for comparison, in the comparers' order; an id offered twice is one item."""
    return list({item.id: item for comparer in COMPARERS for item in comparer.items(doc)}.values())


def shard_rows(shard: Sequence[RawDocument | Failure], settings: Settings) -> list[DocumentRows | Failure]:
    """A shard's rows for the writer, in order."""
    return [_rows(raw, settings) for raw in shard]


def _rows(raw: RawDocument | Failure, settings: Settings) -> DocumentRows | Failure:
    doc = annotated(raw, settings)
    if isinstance(doc, Failure) or isinstance(raw, Failure):
        assert isinstance(doc, Failure)
        return doc
    try:
        return document_rows(raw, doc, offers(doc))
    except Exception as error:  # as above
        return Failure(raw.id, raw.source, "compare", "internal.bug", {"reason": f"{type(error).__name__}: {error}"})
