"""`clean`: one raw document → a Document with its region layer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from tawatur.arabic import folded
from tawatur.clean.dates import given_clue, url_clue
from tawatur.clean.decode import check_text, decode
from tawatur.clean.lines import split_lines
from tawatur.clean.outlet import of_datelines, of_markup, of_phrases
from tawatur.clean.regions import Found, find_regions
from tawatur.clean.sources import by_name
from tawatur.errors import ReadError
from tawatur.layers import REGION, Region
from tawatur.model import Annotation, Clue, Document, Origin, RawDocument, Span
from tawatur.settings import Settings

VERSION = "1"
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(raw: RawDocument, settings: Settings | None = None) -> Document:
    """The document of some bytes. Of text and rows, `text` is exactly the given text. Raises ReadError for what is not acceptable, naming document and reason.

    Half of a surrogate pair is no character and cannot be stored: each becomes U+FFFD, one for one, so that offsets stand.
    """
    limits = settings or Settings()
    text = raw.text if raw.text is not None else decode(raw.data, raw.id)
    if len(text) > limits.max_text:
        raise ReadError("text.too_long", doc=raw.id, limit=limits.max_text)
    text = _SURROGATE.sub("\ufffd", text)
    check_text(text, raw.id)
    return _with_regions(raw, text, limits)


def _with_regions(raw: RawDocument, text: str, settings: Settings) -> Document:
    given = raw.given
    doc = Document(raw.id, text, sha256(text), raw.source, raw.sha256, given.title, given.outlet, given.author, given.url, _clues(raw, settings))
    outlet = given.outlet or of_markup(None, given.url)
    title = folded(given.title).strip() if given.title else None
    found = find_regions(text, split_lines(doc.view), title, by_name().get(folded(outlet)) if outlet else None)
    if outlet is None:
        source = of_datelines(found.datelines) or of_phrases(doc.view.text)
        outlet = source.name if source else None
    named = replace(doc, title=given.title or _title(text, found), outlet=outlet)
    named.__dict__["view"] = doc.view
    return named.with_layer(REGION, _annotations(found))


def _clues(raw: RawDocument, settings: Settings) -> tuple[Clue, ...]:
    stated = [given_clue(raw.given.published, raw.id, settings)] if raw.given.published else []
    address = url_clue(raw.given.url, settings)
    return (*stated, *([address] if address else []))


def _title(text: str, found: Found) -> str | None:
    return next((text[part.start : part.end] for part in found.parts if part.role == "title"), None)


def _annotations(found: Found) -> list[Annotation[Region]]:
    return [Annotation(Span(part.start, part.end), Region(part.role), Origin(REGION, VERSION, part.rule)) for part in found.parts]


def sha256(text: str) -> str:
    """Of the UTF-8 text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
