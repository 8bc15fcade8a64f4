"""The sign of a document for finding its story: the words of its title and lead with their rarity, and when it was published.

The lead tells the event; later paragraphs tell the affair's background, which is the same for its next event. So only the first words are kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tawatur.arabic import folded
from tawatur.compare.fact_stems import weigh
from tawatur.compare.shingles import ranges
from tawatur.layers import NAME, Published, published
from tawatur.model import Document

LEAD = 70
"""Words of title and lead together: on 114 labelled events of 2018, 70 words part events better than 40 or than whole articles."""
HEAD = 700
"""Characters in which names are looked for: title and lead fit."""
LATE = 9
"""Hour (UTC) from which an article is also compared with the next day's: the next day's first reports of the event come until then."""
RARE, HEADS = 10, 5
"""A document is blocked under pairs of its 10 heaviest words, one of them among the 5 heaviest."""
TITLE_WEIGHT = 1.5
"""How much heavier a title's word counts in choosing the words for blocking."""
LONGEST = 4
"""Days of an uncertain date under each of which a document is blocked; with a wider interval it is compared with other undated ones only."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sign:
    """Distinct stems of the lead: their 32-bit hashes ascending, how often each stands in the lead and in the title, its rarity (tenths of a log), and
    whether a name at the document's head holds it (1 or 0)."""

    stems: NDArray[np.uint32]
    lead: NDArray[np.uint8]
    title: NDArray[np.uint8]
    rarity: NDArray[np.uint8]
    named: NDArray[np.uint8]


def read_sign(doc: Document) -> Sign:
    """The sign of a document's title and lead."""
    title = _WORD.findall(folded_line(doc))
    lead = _lead_words(doc, title)
    counts, in_title = Counter[int](), Counter[int]()
    rarity: dict[int, int] = {}
    for words, counter in ((lead, counts), (title, in_title)):
        for word in words:
            stem, weight = weigh(word)
            if weight > 0 and not (len(word) == 1 and word[0].isdigit()):
                counter[stem] += 1
                rarity[stem] = weight
    stems = sorted(rarity)
    named = _named(doc)
    return Sign(
        np.array(stems, np.uint32),
        np.array([min(255, counts[s]) for s in stems], np.uint8),
        np.array([min(255, in_title[s]) for s in stems], np.uint8),
        np.array([rarity[s] for s in stems], np.uint8),
        np.array([s in named for s in stems], np.uint8),
    )


def _named(doc: Document) -> set[int]:
    """Stems of the names in the document's first lines."""
    view = doc.view
    found: set[int] = set()
    for name in doc.layer(NAME):
        if name.span.start >= HEAD:
            break
        low, high = view.find(name.span.start + name.value.lead), view.find(name.span.end)
        found.update(weigh(word)[0] for word in _WORD.findall(view.text[low:high]))
    return found


def title_of(doc: Document) -> str:
    """The title: the row's or page's own, else the first line that says something."""
    if doc.title:
        return " ".join(doc.title.split())
    for start, end in ranges(doc):
        if line := next((line for line in doc.text[start:end].splitlines() if line.strip()), ""):
            return " ".join(line.split()[:20])
    return ""


def folded_line(doc: Document) -> str:
    """The title's matching view."""
    return folded(title_of(doc))


def _lead_words(doc: Document, title: Sequence[str]) -> list[str]:
    """The first words of title and body together; the title is not counted twice when the text begins with it."""
    found: list[str] = []
    for start, end in ranges(doc):
        view = doc.view
        low, high = view.find(start), view.find(min(end, start + 12 * LEAD))
        found += _WORD.findall(view.text[low:high])
        if len(found) >= LEAD:
            break
    if found[: len(title)] != list(title):
        found = [*title, *found]
    return found[:LEAD]


def pack(sign: Sign) -> bytes:
    """Bytes for `Item.blob`: 8 a stem."""
    return b"".join((sign.stems.astype("<u4").tobytes(), sign.lead.tobytes(), sign.title.tobytes(), sign.rarity.tobytes(), sign.named.tobytes()))


@lru_cache(maxsize=8192)
def unpack(blob: bytes) -> Sign:
    """The way back from `pack`."""
    n = len(blob) // 8
    return Sign(np.frombuffer(blob, "<u4", n), *(np.frombuffer(blob, np.uint8, n, (4 + k) * n) for k in range(4)))


def keys(sign: Sign, days: Sequence[int]) -> Iterator[int]:
    """Blocking keys: pairs of rare words on one day. No days: pairs alone, which only other undated documents share."""
    weight = np.log1p(sign.lead) * sign.rarity * np.where(sign.title > 0, TITLE_WEIGHT, 1.0)
    order = np.lexsort((sign.stems, -weight))[:RARE]
    top = sign.stems[order].tolist()
    for n, one in enumerate(top[:HEADS]):
        for other in top[n + 1 :]:
            low, high = sorted((one, other))
            for day in days or (0,):
                yield _mixed(low, high, day)


def _mixed(low: int, high: int, day: int) -> int:
    """A signed 64-bit key; the multipliers are odd numbers of Steele and Vigna's table."""
    value = ((low * 0x9E3779B97F4A7C15) ^ (high * 0xBF58476D1CE4E5B9) ^ (day * 0x94D049BB133111EB)) & 0xFFFFFFFFFFFFFFFF
    value ^= value >> 29
    return value - (1 << 64) if value >= 1 << 63 else value


@dataclass(frozen=True, slots=True)
class When:
    """Publication in hours since 1970, UTC: the moment, or noon of the day (`exact` False); None when not even a few days are known."""

    hour: float | None
    exact: bool
    day: str | None
    days: tuple[int, ...]


def when(doc: Document) -> When:
    """When a document was published, and the days it is blocked under."""
    moment = next((clue.moment for clue in doc.clues if clue.moment), None)
    if moment is not None:
        parsed = datetime.fromisoformat(moment)
        parsed = parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        day = parsed.date().toordinal()
        return When(parsed.timestamp() / 3600, True, moment[:10], (day, day + 1) if parsed.hour >= LATE else (day,))
    known = published(doc)
    if known is None or known.earliest is None or known.latest is None or (known.latest - known.earliest).days >= LONGEST:
        return When(None, False, None, ())
    return _interval(known, known.earliest, known.latest)


def _interval(known: Published, first: date, last: date) -> When:
    middle = first + timedelta(days=(last - first).days // 2)
    hour = (datetime(middle.year, middle.month, middle.day, 12, tzinfo=UTC)).timestamp() / 3600
    return When(hour, False, known.value.isoformat() if known.value else None, tuple(range(first.toordinal(), last.toordinal() + 2)))


def local_rarity(sign: Sign, held: Mapping[int, int], documents: int) -> NDArray[np.float64]:
    """The rarity of a document's stems where `held` of `documents` on one affair hold them: an affair's own words tell its events apart no more.

    The shipped share of all articles and the share among these are added; two documents and eight more are thought of that lack the stem, so that
    a group of two or three changes nothing.
    """
    near = np.array([max(0, held[stem] - 2) for stem in sign.stems.tolist()]) / (documents + 8)
    return -np.log(np.minimum(0.99, np.exp(sign.rarity / -10.0) + near))


def weights(counts: NDArray[np.uint8], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit-length weights (1 + ln count) × rarity; zero where a stem does not stand."""
    raw = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0.0) * rarity
    length = math.sqrt(float(raw @ raw))
    return raw / length if length else raw

