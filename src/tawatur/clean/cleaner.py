"""`clean`: one raw document → a Document with its region layer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

from tawatur.arabic import fold, folded
from tawatur.clean.dates import given_clue, markup_clues, pile_clue, url_clue
from tawatur.clean.daylines import line_clues
from tawatur.clean.decode import check_text, decode, encoded
from tawatur.clean.elements import parse_page
from tawatur.clean.lines import Hints
from tawatur.clean.markup import declared_charset, stated
from tawatur.clean.outlet import of_datelines, of_head, of_markup, of_phrases, of_rights, of_titles
from tawatur.clean.regions import Found, find_regions
from tawatur.clean.sources import Source, by_name
from tawatur.clean.zones import hints
from tawatur.errors import ReadError
from tawatur.layers import REGION, Region
from tawatur.model import Annotation, Clue, Document, Given, Origin, RawDocument, Span
from tawatur.settings import Settings

VERSION = "2"
_EDGE = 40  # lines at either end of a page where it says whose it is
_ADDRESS = re.compile(r"\s{0,40}(https?://\S{4,2000})[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class _Source:
    """A raw document as text, with what came with it. `titles`: what the page's head calls it; `says`: dates that the markup states."""

    text: str
    given: Given
    site: str | None = None
    titles: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    hints: Hints = field(default_factory=dict)


def clean(raw: RawDocument, settings: Settings | None = None) -> Document:
    """The document of some bytes. Of text and rows, `text` is exactly the given text; of a page, its visible lines.

    Raises ReadError for what is not acceptable, naming document and reason.
    """
    limits = settings or Settings()
    source = _page(raw, limits) if raw.media == "text/html" else _plain(raw)
    if len(source.text) > limits.max_text:
        raise ReadError("text.too_long", doc=raw.id, limit=limits.max_text)
    data = encoded(source.text, raw.id)
    check_text(source.text, data, raw.id)
    return _document(raw, source, hashlib.sha256(data).hexdigest(), limits)


def _plain(raw: RawDocument) -> _Source:
    """A text as it is. Where its first line is an address and nothing else, that is the page's."""
    text = decode(raw.data, raw.id) if raw.text is None else raw.text
    address = _ADDRESS.match(text)
    return _Source(text, replace(raw.given, url=address[1]) if address and not raw.given.url else raw.given)


def _page(raw: RawDocument, settings: Settings) -> _Source:
    """The visible lines of an HTML page, with what its markup says of them and of the page."""
    html = decode(raw.data, raw.id, declared_charset(raw.data))
    page = parse_page(html, raw.id, settings.max_html_depth)
    head = stated(page)
    given = replace(raw.given, url=raw.given.url or head.url, author=raw.given.author or head.author)
    found = {i: hint for i, hint in enumerate(hints(page, head.titles)) if hint}
    return _Source("\n".join(block.text for block in page.blocks), given, head.site, head.titles, head.dates, found)


def _document(raw: RawDocument, source: _Source, sha256: str, settings: Settings) -> Document:
    given, text = source.given, source.text
    doc = Document(raw.id, text, sha256, raw.source, raw.sha256, None, None, given.author, given.url, _clues(raw, source, settings))
    outlet = given.outlet or of_markup(source.site, given.url)
    title = " ".join(fold(given.title).text.split()) if given.title else None
    found = find_regions(text, doc.view, source.hints, title, _as_source(outlet))
    outlet = outlet or of_titles(source.titles, _title(source, found))
    if outlet is None:
        named = of_datelines(found.datelines) or of_phrases(doc.view.text)
        outlet = named.name if named else _own_words(text)
    clues = (*doc.clues, *line_clues(text, found.parts, settings))
    complete = replace(doc, clues=clues, title=given.title or _title(source, found), outlet=outlet)
    complete.__dict__["view"] = doc.view  # the same text, so the same view: it is dear
    return complete.with_layer(REGION, _annotations(found))


def _own_words(text: str) -> str | None:
    """The outlet by what the page's first and last lines say of it."""
    lines = [line for line in text.split("\n", _EDGE)[:_EDGE] if line.strip()]
    last = [line for line in text.rsplit("\n", _EDGE)[-_EDGE:] if len(line) < 200]
    return of_rights(last) or of_head(lines)


def _as_source(outlet: str | None) -> Source | None:
    """The page's outlet for the dateline's grammar, also when no list knows it."""
    if outlet is None:
        return None
    return by_name().get(" ".join(folded(outlet).split())) or Source("", "outlet", outlet)


def _clues(raw: RawDocument, source: _Source, settings: Settings) -> tuple[Clue, ...]:
    """Dates stated outside the text: the row's own, the markup's, the address's, the pile's bounds."""
    clues = [given_clue(source.given.published, raw.id, settings)] if source.given.published else []
    clues += markup_clues(source.says, raw.id, settings)
    address = url_clue(source.given.url, settings)
    return tuple(clue for clue in (*clues, address, pile_clue(settings)) if clue)


def _title(source: _Source, found: Found) -> str | None:
    """The title region's words; of a page whose lines show none, what its head calls it."""
    shown = next((source.text[part.start : part.end] for part in found.parts if part.role == "title"), None)
    return shown or next(iter(source.titles), None)


def _annotations(found: Found) -> list[Annotation[Region]]:
    return [Annotation(Span(part.start, part.end), Region(part.role), Origin(REGION, VERSION, part.rule)) for part in found.parts]
