"""The same utterance in several documents: word for word, cut differently, or in two wordings by one speaker within a day (one of them translated back).

Candidates share a run of words (sampled by hash, so that a part meets its whole), or a speaker and a day, or two telling roots and a day. They are
compared by the share of words or of weighted light roots of the shorter side that the other has. A link says which words stand on one side only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import Any
from zlib import crc32

from tawatur.arabic import folded, words
from tawatur.compare.event_words import WORD, likeness, stems, telling, to_view
from tawatur.layers import NAME, PUBLISHED, REGION, STATEMENT, TIME, published
from tawatur.model import Annotation, Document, Finding, Item, Link, stable_id, stable_key
from tawatur.rulebook import load

KIND = "statement"
VERSION = "3"
LEAST_WORDS = 5
"""Shorter contents ("we agree") are anybody's: no items."""
MAX_WORDS = 160
SHINGLE = 4
SAMPLE = 6
"""One run of four words in SAMPLE makes a key; the two smallest hashes always do."""
TELLING = 3
"""Roots whose pairs make keys (four found no link more on 676 articles of ant-2018, at twice the keys)."""
SAME = 0.5
"""Least share of the shorter side's runs of three words for one wording (measured on pairs of the seeds and of ant-2018: copies lie above 0.7, others below 0.2)."""
REWORDED = 9.0, 0.5
"""Least weight of shared roots and least share of the poorer side's, for one speaker within a day."""
STRANGERS = 16.0, 0.6
"""The same where the speakers' names do not show that they are one."""
TWEETED = 9.0, 0.33
"""The same for two posts of one named speaker on a network: he seldom writes twice a day on one matter, and one side is often translated back."""
DIFFERENCE = 12
"""Words a link keeps of what stands on one side only."""


@dataclass(frozen=True, slots=True)
class _Statements:
    kind: str = KIND
    version: str = VERSION
    needs: tuple[str, ...] = (REGION, TIME, NAME, STATEMENT)
    max_block: int = 40
    within: bool = False

    def items(self, doc: Document) -> Iterable[Item]:
        """One item for each statement long enough to be told from others."""
        day = _day(doc)
        days = tuple(str(day.toordinal() - back) for back in (0, 1)) if day else ()
        at = to_view(doc)
        for found in doc.layer(STATEMENT):
            item = _item(doc, found, day, days, at)
            if item is not None:
                yield item

    def link(self, a: Item, b: Item) -> Link | None:
        """Linked as one wording (copied or cut), or as two wordings of one utterance."""
        share = _shared_runs(a.data["words"], b.data["words"])
        one = _one_speaker(a, b)
        if share >= SAME and (one or share >= 0.8):
            return _link(a, b, share, "statement.same")
        if not _near(a, b):
            return None
        weight, part = likeness(a.data["roots"], b.data["roots"])
        least = TWEETED if _one_post(a, b) else REWORDED if one else STRANGERS
        return _link(a, b, part, "statement.reworded") if weight >= least[0] and part >= least[1] else None

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """One utterance for each group that several documents carry, with the fullest name of its speaker."""
        for group in _utterances(items, links):
            docs = tuple(sorted({item.doc for item in group}))
            places = [{"doc": item.doc, "start": item.start, "end": item.end} for item in sorted(group, key=lambda i: (i.doc, i.start))]
            data = {"kind": KIND, "docs": places, "speaker": _speaker(group), "differences": _differences(group, links)}
            yield Finding(KIND, stable_id(KIND, *sorted(item.id for item in group)), docs, data)


COMPARER = _Statements()


def _utterances(items: Sequence[Item], links: Sequence[Link]) -> list[list[Item]]:
    """Linked items, strongest links first, as groups with one item a document: a speaker's neighbouring sentences do not run together."""
    home = {item.id: [item] for item in items}
    for link in sorted(links, key=lambda k: (-k.score, k.a, k.b)):
        one, other = home[link.a], home[link.b]
        if one is not other and not {item.doc for item in one} & {item.doc for item in other}:
            one += other
            home.update((item.id, one) for item in other)
    groups = {id(group): group for group in home.values() if len(group) > 1}
    return sorted(groups.values(), key=lambda group: min(item.id for item in group))


def _differences(group: Sequence[Item], links: Sequence[Link]) -> list[dict[str, Any]]:
    """For each link inside a group: the two documents, one wording or two, and the first words that stand on one side only."""
    docs = {item.id: item.doc for item in group}
    return [{"a": docs[k.a], "b": docs[k.b], "rule": k.rule, **k.data} for k in links if k.a in docs and k.b in docs]


def _day(doc: Document) -> date | None:
    found = published(doc) if doc.layer(PUBLISHED) else None
    return found.value if found else None


def _item(doc: Document, found: Annotation[Any], day: date | None, days: tuple[str, ...], at: Callable[[int], int]) -> Item | None:
    low, high = at(found.span.start), at(found.span.end)
    said = WORD.findall(doc.view.text, low, high)[:MAX_WORDS]
    if len(said) < LEAST_WORDS:
        return None
    roots = stems(doc.view.text, low, high, MAX_WORDS)
    speaker = found.value.speaker.span.of(doc.text) if found.value.speaker else ""
    data = {
        "speaker": speaker,
        "words": " ".join(said),
        "roots": " ".join(roots),
        "day": day.isoformat() if day else None,
        "kind": found.value.kind,
        "act": found.value.act,
        "post": any(folded(link.span.of(doc.text)) in _posts() for link in found.value.via),
    }
    keys = {*_run_keys(said), *_speaker_keys(speaker, days), *_root_keys(roots, days)}
    start, end = found.span.start, found.span.end
    return Item(stable_id(doc.id, KIND, str(start), str(end)), KIND, doc.id, start, end, tuple(sorted(keys)), data)


def _run_keys(said: Sequence[str]) -> Iterator[int]:
    """Keys of runs of words: one in SAMPLE by hash, and the two smallest, so that short statements have some."""
    runs = {" ".join(said[i : i + SHINGLE]) for i in range(len(said) - SHINGLE + 1)}
    hashes = sorted((crc32(run.encode()), run) for run in runs)  # a cheap hash chooses, the key tells apart
    yield from (stable_key("statement.run", run) for n, (h, run) in enumerate(hashes) if n < 2 or h % SAMPLE == 0)


def _speaker_keys(speaker: str, days: tuple[str, ...]) -> Iterator[int]:
    """The speaker's last word with the day and the day before: pages a day apart share one."""
    family = _family(speaker)
    if family:
        yield from (stable_key("statement.speaker", family, day) for day in days)


def _root_keys(roots: tuple[str, ...], days: tuple[str, ...]) -> Iterator[int]:
    """Pairs of the most telling roots with the day and the day before."""
    if days:
        for pair in combinations(sorted(telling(roots, TELLING)), 2):
            yield from (stable_key("statement.roots", *pair, day) for day in days)


@cache
def _posts() -> frozenset[str]:
    """The words for a post and for the networks, folded."""
    table = load("channels").words["channel"]
    return frozenset((*table["tweet"], *table["network"]))


@lru_cache(maxsize=1 << 14)
def _family(speaker: str) -> str:
    """The last word of a name, folded; "" for none."""
    view = folded(speaker)
    spans = list(words(view))
    return view[slice(*spans[-1])] if spans else ""


def _runs(said: str) -> frozenset[tuple[str, ...]]:
    parts = said.split()
    return frozenset(tuple(parts[i : i + 3]) for i in range(len(parts) - 2))


def _shared_runs(a: str, b: str) -> float:
    """The share of the shorter side's runs of three words that the other has."""
    x, y = _runs(a), _runs(b)
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


def _one_speaker(a: Item, b: Item) -> bool:
    """Whether both name one speaker: the shorter name's words are all in the other's, or nobody is named on a side."""
    x, y = set(folded(a.data["speaker"]).split()), set(folded(b.data["speaker"]).split())
    return not x or not y or x <= y or y <= x or _family(a.data["speaker"]) == _family(b.data["speaker"])


def _one_post(a: Item, b: Item) -> bool:
    """Whether both are posts on a network by speakers with one family name."""
    return bool(a.data["post"] and b.data["post"]) and _family(a.data["speaker"]) == _family(b.data["speaker"]) != ""


def _near(a: Item, b: Item) -> bool:
    """Whether both pages are of the same or neighbouring days, as far as is known."""
    if a.data["day"] is None or b.data["day"] is None:
        return False
    return abs((date.fromisoformat(a.data["day"]) - date.fromisoformat(b.data["day"])).days) <= 1


def _link(a: Item, b: Item, score: float, rule: str) -> Link:
    low, high = sorted((a, b), key=lambda item: item.id)
    return Link(KIND, low.id, high.id, round(min(1.0, score), 4), rule, {"only_a": _only(low, high), "only_b": _only(high, low)})


def _only(item: Item, other: Item) -> list[str]:
    """The first words of `item` that `other` has not, in order."""
    there = set(other.data["words"].split())
    return [word for word in dict.fromkeys(item.data["words"].split()) if word not in there][:DIFFERENCE]


def _speaker(items: Sequence[Item]) -> str:
    """The name most of the group's statements give; among equals the longest, then by spelling."""
    named = [item.data["speaker"] for item in items if item.data["speaker"]]
    return max(sorted(set(named)), key=lambda name: (named.count(name), len(name)), default="")
