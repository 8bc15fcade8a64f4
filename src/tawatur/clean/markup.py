"""What an HTML page's head says: title, site, author, address, and publication dates with the place that states them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tawatur.clean.elements import Page, names

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.I)
_OBJECTS = 400  # JSON objects looked at in one page: lists of related pages can be long


@dataclass(frozen=True, slots=True)
class Stated:
    """What the page's head states. `dates`: (where, value) in order of trust."""

    titles: tuple[str, ...]
    site: str | None
    author: str | None
    url: str | None
    dates: tuple[tuple[str, str], ...]


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page's first 4 kB declare."""
    found = _CHARSET.search(data, 0, 4096)
    return found[1].decode("ascii").lower() if found else None


def stated(page: Page) -> Stated:
    """What the head says, JSON-LD first, then meta elements, then <time>."""
    metas = [(name.lower(), meta.get("content", "").strip()) for meta in page.metas if (name := meta.get("property") or meta.get("name") or meta.get("itemprop"))]
    known = {name: value for name, value in reversed(metas) if value}
    articles = [thing for thing in _things(page) if "datePublished" in thing or "headline" in thing]
    headline = next((thing["headline"] for thing in articles if isinstance(thing.get("headline"), str)), "")
    return Stated(
        titles=tuple(filter(None, (headline, known.get("og:title"), known.get("twitter:title"), page.head_title))),
        site=known.get("og:site_name") or next(filter(None, (_name(thing.get("publisher")) for thing in articles)), None),
        author=known.get("author") or next(filter(None, (_name(thing.get("author")) for thing in articles)), None),
        url=page.address or known.get("og:url"),
        dates=tuple(_dates(page, articles, metas)),
    )


def _dates(page: Page, articles: list[dict[str, Any]], metas: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for thing in articles:
        if isinstance(thing.get("datePublished"), str):
            yield "jsonld:datePublished", thing["datePublished"]
    for name, value in metas:
        if name in names("published", "names"):
            yield f"meta:{name}", value
    for i, element in enumerate(page.elements):
        if element.tag == "time" and element.attrs.get("datetime") and not _aside(page, i):
            yield "time:datetime", element.attrs["datetime"]
            return


def _aside(page: Page, element: int) -> bool:
    """Whether an element lies among links to other pages or among comments."""
    around = names("tokens", "furniture") | names("tokens", "comment")
    return any(page.elements[i].tag in names("elements", "furniture") or page.elements[i].tokens & around for i in page.ancestors(element))


def _things(page: Page) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects at the top, in @graph and in mainEntity, in order."""
    for text in page.json:
        try:
            pile = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_OBJECTS):
            if not pile:
                break
            thing = pile.pop(0)
            if isinstance(thing, list):
                pile[:0] = thing[:_OBJECTS]
            elif isinstance(thing, dict):
                yield thing
                pile[:0] = [thing[key] for key in ("@graph", "mainEntity") if key in thing]


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) and value.strip() else None
