"""An HTML page as elements and blocks: every visible text in order, a block for each run of text that the page shows on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from resiliparse.parse.html import HTMLTree, NodeType

from tawatur.errors import ReadError
from tawatur.rulebook import load

_TOKEN = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BLANK = re.compile(r"[ \t\r\n\f\u00a0]+")
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Two of these side by side are two things on the screen, also where no blank stands between them in the page.
_APART = ("a", "b", "cite", "strong", "time")
_SAVED = re.compile(r"saved from url=\(\d+\)\s*(\S+)")


@dataclass(slots=True)
class Element:
    """An element of the page. `parent` is an index into the page's elements (-1 = none)."""

    tag: str
    parent: int
    depth: int
    tokens: frozenset[str]
    attrs: dict[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the page. `element`: the smallest element that holds all of it; `links`: how many of its characters are links."""

    text: str
    element: int
    links: int


@dataclass(slots=True)
class Page:
    """A parsed page: its elements in document order, its visible blocks, and what its head holds."""

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    metas: list[dict[str, str]] = field(default_factory=list)
    json: list[str] = field(default_factory=list)
    address: str | None = None
    head_title: str = ""

    def ancestors(self, element: int) -> Iterator[int]:
        """The element and everything it lies in, inside out."""
        while element >= 0:
            yield element
            element = self.elements[element].parent


@cache
def names(table: str, key: str) -> frozenset[str]:
    """A list of rules/markup.toml."""
    return frozenset(load("markup").tables[table][key])


def parse_page(html: str, doc: str, max_depth: int) -> Page:
    """The page of some HTML. Linear in its size. Raises ReadError (html.deep) when elements are nested deeper than `max_depth`."""
    page = Page()
    walk = _Walk(page)
    stack: list[tuple[Any, int]] = [(HTMLTree.parse(html).document, 0)]
    while stack:
        node, depth = stack.pop()
        if node is None:
            walk.close()
        elif depth > max_depth:
            raise ReadError("html.deep", doc=doc, limit=max_depth)
        elif walk.enter(node):
            if node.type == NodeType.ELEMENT:
                stack.append((None, depth))
            stack.extend((child, depth + 1) for child in reversed(_children(node)))
    walk.flush()
    return page


def _children(node: Any) -> list[Any]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


class _Walk:
    """The state of one walk over a page's nodes: the open elements, and the block that is being collected."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open: list[int] = []
        self.links = 0  # open <a> elements
        self.texts: list[str] = []
        self.linked = 0
        self.holder = -1
        self.closed = ""  # the element that ended where the walk stands

    def enter(self, node: Any) -> bool:
        """Takes a node in; whether its children are to be visited."""
        kind = node.type
        if kind == NodeType.TEXT:
            self._text(node.value or "")
        elif kind == NodeType.ELEMENT:
            return self._element(node)
        elif kind == NodeType.COMMENT and (saved := _SAVED.search(node.value or "")):
            self.page.address = self.page.address or saved[1]
        return bool(kind in (NodeType.DOCUMENT, NodeType.DOCUMENT_FRAGMENT))

    def _element(self, node: Any) -> bool:
        tag = node.tag
        attrs = {name: node.getattr(name) or "" for name in node.attrs}
        if tag in ("meta", "link", "script", "title"):
            self._of_head(tag, attrs, node)
        if tag in names("elements", "unseen") or "hidden" in attrs or _UNSEEN_STYLE.search(attrs.get("style", "")):
            return False
        if tag == "br":
            self.flush()
            return False
        if tag not in names("elements", "inline"):
            self.flush()
        elif tag in _APART and self.closed in _APART:
            self.texts.append(" ")
        self.closed = ""
        self.links += tag == "a"
        parent = self.open[-1] if self.open else -1
        tokens = frozenset(part.lower() for part in _TOKEN.findall(_CAMEL.sub(" ", attrs.get("class", "") + " " + attrs.get("id", ""))))
        self.page.elements.append(Element(tag, parent, len(self.open), tokens, attrs))
        self.open.append(len(self.page.elements) - 1)
        return True

    def _of_head(self, tag: str, attrs: dict[str, str], node: Any) -> None:
        """Metadata, wherever it stands."""
        if tag == "meta":
            self.page.metas.append(attrs)
        elif tag == "link" and attrs.get("rel", "").lower() == "canonical" and attrs.get("href"):
            self.page.address = attrs["href"]
        elif tag == "script" and attrs.get("type", "").lower().startswith("application/ld+json"):
            self.page.json.append(node.text or "")
        elif tag == "title" and not self.page.head_title:
            self.page.head_title = _BLANK.sub(" ", node.text or "").strip()

    def close(self) -> None:
        """Leaves the innermost open element."""
        tag = self.page.elements[self.open.pop()].tag
        if tag not in names("elements", "inline"):
            self.flush()
        self.links -= tag == "a"
        self.closed = tag

    def _text(self, text: str) -> None:
        self.texts.append(text)
        self.closed = ""
        bare = len(text.strip())
        if not bare:
            return
        self.linked += bare if self.links else 0
        here = self.open[-1] if self.open else -1
        self.holder = here if self.holder < 0 else self._common(self.holder, here)

    def _common(self, one: int, two: int) -> int:
        """The smallest element that holds both."""
        elements = self.page.elements
        while one != two and one >= 0 and two >= 0:
            if elements[one].depth >= elements[two].depth:
                one = elements[one].parent
            else:
                two = elements[two].parent
        return min(one, two)

    def flush(self) -> None:
        """Ends the block that is being collected."""
        if self.holder >= 0 and (text := _BLANK.sub(" ", "".join(self.texts)).strip()):
            self.page.blocks.append(Block(text, self.holder, self.linked))
        self.texts, self.linked, self.holder = [], 0, -1
