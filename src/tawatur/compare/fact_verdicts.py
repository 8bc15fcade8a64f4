"""Groups of values that answer one question, and what they say together: agree, update, contradict, single."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawatur.compare.fact_links import same_hour, shown, value_of
from tawatur.compare.fact_values import TOLLS, Value, compatible
from tawatur.model import Item, Link

DENSE, LOOSE = 0.3, 0.06
"""The share of the pairs between two groups that must be linked before they become one slot: a chain of likenesses is no likeness."""
APART = 30
"""Minutes between two pages that tell two states of a toll rather than one."""
SURE = 0.6
"""The least logit of a link between two values that cannot both hold before they are called a contradiction."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one slot, in order of id, with the verdict."""

    items: tuple[Item, ...]
    verdict: str


def judge(items: Sequence[Item], links: Sequence[Link]) -> Iterator[Group]:
    """Splits a connected group into slots and judges each. Strongest links first; a document gives a slot one value, or values that agree."""
    if len(items) == 1:
        yield Group(tuple(items), "single")
        return
    by_id = {item.id: item for item in items}
    agreeing = _merge([{i.id} for i in items], [link for link in links if link.data["fits"]], by_id, clash=False)
    merged = _merge(agreeing, links, by_id, clash=True)
    for members in merged:
        group = sorted((by_id[i] for i in members), key=lambda item: item.id)
        yield Group(tuple(group), _verdict(group))


def _merge(clusters: Sequence[set[str]], links: Sequence[Link], by_id: Mapping[str, Item], clash: bool) -> list[set[str]]:
    """Unions clusters along links, strongest first, as long as the union makes sense."""
    home = {i: n for n, cluster in enumerate(clusters) for i in cluster}
    table = {n: set(cluster) for n, cluster in enumerate(clusters)}
    friends = _friends(links)
    for link in sorted(links, key=lambda link: (-link.score, link.a, link.b)):
        a, b = home[link.a], home[link.b]
        if a == b or (clash and not _is_sure(link, by_id)):
            continue
        if len(table[a]) < len(table[b]):
            a, b = b, a
        if sum(len(friends[i] & table[a]) for i in table[b]) < (LOOSE if clash else DENSE) * len(table[a]) * len(table[b]):
            continue
        if not _may_join([by_id[i] for i in table[a]], [by_id[i] for i in table[b]], clash):
            continue
        for i in table.pop(b):
            home[i] = a
            table[a].add(i)
    return list(table.values())


def _is_sure(link: Link, by_id: Mapping[str, Item]) -> bool:
    """Whether a link says that two values clash, and is strong enough to show it; tolls of one story rarely count other victims."""
    return not link.data["fits"] and (link.data["logit"] >= SURE or by_id[link.a].data["slot"] in TOLLS)


def _friends(links: Sequence[Link]) -> Mapping[str, set[str]]:
    out: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        out[link.a].add(link.b)
        out[link.b].add(link.a)
    return out


def _may_join(one: Sequence[Item], other: Sequence[Item], clash: bool) -> bool:
    """Without clash: every value fits every other (of a sample, in large groups). With clash: no document would contradict itself."""
    mine, theirs = _kinds(one), _kinds(other)
    if not clash:
        return all(compatible(a, b) for a in mine for b in theirs)
    return not ({i.doc for i in one} & {i.doc for i in other})


def _kinds(items: Sequence[Item]) -> list[Value]:
    """The distinct values, at most sixteen."""
    return list(dict.fromkeys(value_of(item.data) for item in sorted(items, key=lambda item: item.id)))[:16]


def _verdict(group: Sequence[Item]) -> str:
    if len(group) < 2:
        return "single"
    values = _kinds(group)
    if all(compatible(a, b) for n, a in enumerate(values) for b in values[:n]):
        return "agree"
    return "update" if _grows(group) else "contradict"


def _grows(group: Sequence[Item]) -> bool:
    """Whether the values are of one running count, and more speaks for its growing than for two pages at odds on one hour."""
    if not any(item.data["slot"].split("/")[0] in TOLLS for item in group):
        return False
    ordered = sorted(group, key=lambda item: (item.data["n"], item.id))
    pairs = ((a, b) for n, b in enumerate(ordered) for a in ordered[:n])
    return sum(_grew(a, b) for a, b in pairs if not compatible(value_of(a.data), value_of(b.data))) > 0


def _grew(less: Item, more: Item) -> int:
    """1 where the larger number is of a later page or of the same outlet, is said to have risen, or the smaller was a lower bound; -1 where it is of an earlier page."""
    x, y = less.data, more.data
    if x["outlet"] is not None and x["outlet"] == y["outlet"]:
        return 1  # an outlet corrects itself
    if same_hour(x, y):
        return -1
    told, telling = shown(less.blob), shown(more.blob)
    if telling["rise"] or x["hi"] is None:
        return 1
    if x["day"] is None or y["day"] is None:
        return 0
    if told["minute"] is None or telling["minute"] is None:
        return int(x["day"] < y["day"]) - int(x["day"] > y["day"])
    later: float = telling["minute"] - told["minute"]
    return int(later >= APART) - int(later <= -APART)


def rows(item: Item) -> Iterator[dict[str, Any]]:
    """A value as the commands' contract prints it; a name once for each place that is cited, in the order of the text."""
    data = shown(item.blob)
    own = {"value": data["value"], "as_of": data["as_of"], **({"speaker": data["speaker"]} if data["speaker"] else {})}
    for start, end in sorted([(item.start, item.end), *map(tuple, data.get("also", ()))]):
        yield {"doc": item.doc, "start": start, "end": end, "text": data["text"], **own}
