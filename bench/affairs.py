"""Affairs against labels made by reading (tests/gold/news/affairs.jsonl): B-cubed over the labelled documents, each of another event. --errors lists what went wrong.

All articles of the labelled days go through names, stories and affairs. Among the labels are affairs of one event and neighbours of another affair (two air crashes,
two attacks in one city, two fronts of one war), so that joining what is merely alike costs precision.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import pile
from stories import bcubed
from tawatur.annotate.names import NAMES
from tawatur.compare import affairs, story_signs
from tawatur.compare.stories import COMPARER

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "news" / "affairs.jsonl"


def told(result: pile.Compared) -> list[affairs.Told]:
    held = {item.doc: item for item in result.items.values()}
    rows = [(f.data["story"], sorted(f.data["docs"])) for f in result.findings]
    return [affairs.told(story, [held[d].data["hour"] for d in docs], [story_signs.unpack(held[d].blob) for d in docs]) for story, docs in rows]


def main() -> None:
    gold: dict[str, list[list[str]]] = defaultdict(list)
    for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        gold[row["stretch"]].append(row["docs"])
    for stretch, events in gold.items():
        days = sorted(doc[-8:] for docs in events for doc in docs)
        rows = [row for row in pile.read_rows("ant-2018") if days[0] <= row["published"][:10].replace("-", "") <= days[-1]]
        docs = map(pile.to_document, rows)
        result = pile.compare(COMPARER, (doc.with_layer("name", NAMES(doc)) for doc in docs))
        start = time.process_time()
        first = affairs.affairs(affairs.followed(told(result)))
        spent = time.process_time() - start
        groups: dict[str, list[str]] = defaultdict(list)
        for finding in result.findings:
            groups[first[finding.data["story"]]] += finding.data["docs"]
        of_several = sum(len(docs) > 1 for docs in events)
        print(f"{stretch}: {len(rows)} articles, {len(first)} stories, {len(groups)} affairs in {spent:.1f} s; labelled {len(events)} affairs, {of_several} of several events")
        print("  each story its own affair P {:.3f} R {:.3f} F1 {:.3f}".format(*bcubed([f.data["docs"] for f in result.findings], events)))
        print("  affairs                   P {:.3f} R {:.3f} F1 {:.3f}".format(*bcubed(list(groups.values()), events)))
        if "--errors" in sys.argv:
            shown(events, list(groups.values()), {row["id"]: row["title"] for row in rows})


def shown(events: list[list[str]], groups: list[list[str]], titles: dict[str, str]) -> None:
    group_of = {doc: n for n, group in enumerate(groups) for doc in group}
    event_of = {doc: n for n, event in enumerate(events) for doc in event}
    for event in events:
        if len({group_of[d] for d in event}) > 1:
            print("PARTED", *(f"\n    {group_of[d]} {d} {titles[d]}" for d in event))
    for n, group in enumerate(groups):
        if len({event_of[d] for d in group if d in event_of}) > 1:
            print("MIXED", n, *(f"\n    {event_of[d]} {d} {titles[d]}" for d in group if d in event_of))


if __name__ == "__main__":
    main()
