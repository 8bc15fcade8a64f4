"""What an HTML page's markup says of each of its lines: menus, comments, captions, title, and where the article lies.

No element is thrown away: a line that the markup places around the article is given the role furniture. A class name is believed only of elements that hold
less than half of the page's prose: «with-sidebar» on the whole page says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tawatur.arabic import folded
from tawatur.clean.elements import Block, Page, names
from tawatur.layers import Role

Hint = tuple[Role, str] | None

# A block of 60 characters that are no links is prose; an element that holds 7 in 10 of the page's prose characters holds the article.
_PROSE = 60
_SHARE = 0.7
_BARS = re.compile(r"\s*[|/\u2022\u00b7\u00bb>\-]\s*")
_ZONES = ("comment", "furniture", "caption", "kicker", "byline", "date")


def hints(page: Page, titles: Sequence[str]) -> list[Hint]:
    """For each block of the page a role and its reason, or None where only its words can tell. `titles`: the page's title as its head states it."""
    prose = _prose_of(page)
    zones = _zones_of(page, prose)
    inside = _article(page, prose, zones)
    title = _title(page, titles, zones, inside)
    found: list[Hint] = [_hint(page, block, zones[block.element], i == title) for i, block in enumerate(page.blocks)]
    _outside(page, found, inside, title)
    return found


def _prose_of(page: Page) -> list[int]:
    """By element: how many characters of prose lie in it."""
    counts = [0] * len(page.elements)
    for block in page.blocks:
        if len(block.text) - block.links >= _PROSE:
            for element in page.ancestors(block.element):
                counts[element] += len(block.text) - block.links
    return counts


def _zones_of(page: Page, prose: list[int]) -> list[str]:
    """By element: the zone it lies in ("" = none), from outside in; the outermost of comment and furniture wins."""
    zones: list[str] = []
    half = max(prose, default=0) / 2
    for i, element in enumerate(page.elements):
        outer = zones[element.parent] if element.parent >= 0 else ""
        zones.append(outer if outer in ("comment", "furniture") else _own_zone(page, i, prose[i] > half) or outer)
    return zones


def _own_zone(page: Page, i: int, large: bool) -> str:
    element = page.elements[i]
    if large or element.tag in ("html", "body", "main", "article"):
        return ""
    if element.tokens & names("tokens", "comment"):
        return "comment"
    if element.tag in names("elements", "furniture"):
        return "furniture"
    if element.tag == "figcaption":
        return "caption"
    if element.tag == "time":
        return "date"
    return next((zone for zone in _ZONES if element.tokens & names("tokens", zone)), "")


def _article(page: Page, prose: list[int], zones: list[str]) -> int:
    """The smallest element that holds most of the page's prose: its index, or -1."""
    free = [0] * len(page.elements)
    for block in page.blocks:
        if zones[block.element] == "" and len(block.text) - block.links >= _PROSE:
            for i in page.ancestors(block.element):
                free[i] += len(block.text)
    best, most = -1, max(free, default=0)
    for i, element in enumerate(page.elements):
        if element.parent == best and free[i] > _SHARE * most and element.tag not in ("p", *names("elements", "inline")):
            best = i
    return best


def _title(page: Page, titles: Sequence[str], zones: list[str], article: int) -> int:
    """The block that is the title: one that the page's head states, an h1 before others; else its only h1 outside menus; else the last heading above the article.

    -1 = none.
    """
    stated = [folded(title) for title in titles if title]
    free = [i for i, block in enumerate(page.blocks) if zones[block.element] not in ("furniture", "comment")]
    heads = [i for i in free if _is_head(page, page.blocks[i], ("h1",))]
    same = [i for i in free if any(_same(folded(page.blocks[i].text), title) for title in stated)]
    first = _first_in(page, article)
    lower = [i for i in free if i < first and _is_head(page, page.blocks[i], ("h2", "h3"))]
    for choice in ([i for i in same if i in heads], heads if len(heads) == 1 else [], same):
        if choice:
            return max(choice, key=lambda i: (len(page.blocks[i].text), -i))
    return lower[-1] if lower else -1


def _first_in(page: Page, element: int) -> int:
    """The first block that lies in an element."""
    return next((i for i, block in enumerate(page.blocks) if element in page.ancestors(block.element)), 0)


def _same(line: str, title: str) -> bool:
    """Whether a line is the title that the head states; the head may add the site's name before or behind it, at a bar or a dash."""
    if line == title or len(line) < 15:
        return line == title
    before, found, behind = title.partition(line)
    return bool(found) and not before.strip()[-1:].isalnum() and not behind.strip()[:1].isalnum()


def _is_head(page: Page, block: Block, tags: tuple[str, ...]) -> bool:
    return any(page.elements[i].tag in tags for i in page.ancestors(block.element))


def _hint(page: Page, block: Block, zone: str, title: bool) -> Hint:
    """The role that the markup gives one block."""
    if title:
        return "title", "html.title"
    tags = {page.elements[i].tag for i in page.ancestors(block.element)}
    if zone == "comment":
        return ("furniture", "html.comment_form") if tags & (names("elements", "heading") | names("elements", "furniture") | {"time"}) or _all_link(block) else ("comment", "html.comment")
    if zone == "furniture":
        return "furniture", "html.around"
    if zone in ("caption", "kicker"):
        return ("caption", "html.caption") if zone == "caption" else ("kicker", "html.kicker")
    if zone == "byline":
        return "dateline", "html.byline"  # or furniture: its words tell
    if zone == "date":
        return "furniture", "furniture.published"
    if _all_link(block) or tags & {"h1"}:
        return "furniture", "html.link"
    return ("subheading", "html.heading") if tags & names("elements", "heading") or _bold(page, block) else None


def _bold(page: Page, block: Block) -> bool:
    return page.elements[block.element].tag in names("elements", "bold") and len(block.text) <= 90 and not block.text.endswith((".", ":"))


def _all_link(block: Block) -> bool:
    return block.links >= 0.8 * len(_BARS.sub("", block.text))


def _outside(page: Page, found: list[Hint], article: int, title: int) -> None:
    """Lines before the title and behind the article belong to the page around it. What stands between title and article is left to its words."""
    within = [article in page.ancestors(block.element) for block in page.blocks]
    if article < 0 or True not in within:
        return
    first, last = within.index(True), len(within) - 1 - within[::-1].index(True)
    start = first if title < 0 else min(title, first)
    near = page.elements[page.blocks[title].element].parent if title >= 0 else -1
    for i, block in enumerate(page.blocks):
        hint = found[i]
        role = hint[0] if hint else None
        if role in (None, "subheading") and (i > last or (i < start and not (near >= 0 and near in list(page.ancestors(block.element))[:2]))):
            found[i] = "furniture", "html.outside"
        elif role == "subheading" and i < first:
            found[i] = None
