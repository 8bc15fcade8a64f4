"""Stories against labelled events (tests/gold/news/stories.jsonl): B-cubed, beside TF-IDF with average linkage within a day. --fit prints new weights.

Usage: bench/stories.py [--fit] [--errors]
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import pile
from tawatur.arabic import fold
from tawatur.compare import stories
from tawatur.compare.fact_stems import weigh

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "news" / "stories.jsonl"


def bcubed(groups: list[list[str]], gold: list[list[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the labelled documents alone."""
    wanted = {doc: set(event) for event in gold for doc in event}
    given = {doc: {d for d in group if d in wanted} for group in groups for doc in group if doc in wanted}
    hits = [(len(given.get(doc, {doc}) & event), len(given.get(doc, {doc})), len(event)) for doc, event in wanted.items()]
    p, r = sum(h / g for h, g, _ in hits) / len(hits), sum(h / w for h, _, w in hits) / len(hits)
    return p, r, 2 * p * r / (p + r)


def windows(gold: list[list[str]]) -> list[list[dict]]:
    """All articles of the labelled days and the day before and after, by stretch of days."""
    days = sorted({date.fromisoformat(f"{d[-8:-4]}-{d[-4:-2]}-{d[-2:]}") for event in gold for d in event})
    wide = sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1)})
    stretch = {day: day - timedelta(days=n) for n, day in enumerate(wide)}
    found: dict[date, list[dict]] = defaultdict(list)
    for row in pile.read_rows("ant-2018"):
        day = date.fromisoformat(row["published"][:10])
        if day in stretch:
            found[stretch[day]].append(row)
    return [found[key] for key in sorted(found)]


def baseline(rows: list[dict], least: float) -> list[list[str]]:
    """TF-IDF of whole articles, average linkage within a day."""
    by_day: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        by_day[row["published"][:10]].append(row)
    out = []
    for day in by_day.values():
        matrix = np.zeros((len(day), 1 << 15), np.float32)
        for n, row in enumerate(day):
            for (stem, rarity), count in Counter(map(weigh, re.findall(r"\w+", fold(row["text"]).text))).items():
                matrix[n, stem % (1 << 15)] += rarity * (1 + math.log(count))
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
        near = (matrix @ matrix.T).astype(float)
        np.fill_diagonal(near, 0)
        out += [[day[n]["id"] for n in group] for group in stories.part(near, least)]
    return out


def fit(samples: np.ndarray, truth: np.ndarray, free: list[int]) -> list[float]:
    """Logistic regression with a ridge of 1 on standardised measures; the measures not in `free` keep weight 0."""
    mean, spread = samples[:, free].mean(0), samples[:, free].std(0) + 1e-9
    x = np.c_[(samples[:, free] - mean) / spread, np.ones(len(truth))]
    ridge, b = np.diag([1.0] * len(free) + [1e-6]), np.zeros(len(free) + 1)
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ b))
        b -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - truth) + ridge @ b)
    out = [0.0] * samples.shape[1]
    for n, k in enumerate(free):
        out[k] = b[n] / spread[n]
    return [*out, b[-1] - float(b[:-1] @ (mean / spread))]


def samples(result: pile.Compared, event_of: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Measures of the labelled pairs inside each group, and whether they are one event."""
    xs, ys = [], []
    for members in result.groups:
        items = [result.items[m] for m in members]
        known = [n for n, item in enumerate(items) if item.doc in event_of]
        if len(known) < 2:
            continue
        measured = stories.measure(items)
        for i, a in enumerate(known):
            for b in known[:i]:
                if measured[3, a, b] * 24 <= stories.APART - stories.PROMPT:
                    xs.append(measured[:, a, b])
                    ys.append(event_of[items[a].doc] == event_of[items[b].doc])
    return np.array(xs), np.array(ys, float)


def main() -> None:
    gold = [json.loads(line)["docs"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    event_of = {doc: n for n, event in enumerate(gold) for doc in event}
    rows = windows(gold)
    results = [pile.compare(stories.COMPARER, map(pile.to_document, stretch)) for stretch in rows]
    for stretch, result in zip(rows, results, strict=True):
        pile.report(stretch[0]["published"][:10], result)
    groups = [f.data["docs"] for result in results for f in result.findings]
    print(f"events {len(gold)}, of several articles {sum(len(e) > 1 for e in gold)}, articles {len(event_of)}")
    print("every article alone   P {:.4f} R {:.4f} F1 {:.4f}".format(*bcubed([], gold)))
    best = max((bcubed([g for s in rows for g in baseline(s, t)], gold) for t in np.arange(0.2, 0.5, 0.04)), key=lambda r: r[2])
    print("TF-IDF, best threshold P {:.4f} R {:.4f} F1 {:.4f}".format(*best))
    print("stories               P {:.4f} R {:.4f} F1 {:.4f}".format(*bcubed(groups, gold)))
    together = {d: g for result in results for m in result.groups for g in [[result.items[i].doc for i in m]] for d in g}
    linked = [sum(b in together[a] for b in event) / len(event) for event in gold for a in event if a in together]
    print(f"share of an event's articles in one linked group: {sum(linked) / len(linked):.4f}")
    if "--fit" in sys.argv:
        xs, ys = zip(*(samples(result, event_of) for result in results), strict=True)
        print("FIRST", [round(w, 2) for w in fit(np.concatenate(xs), np.concatenate(ys), [0, 1, 2, 3, 4])])
        print("SECOND", [round(w, 2) for w in fit(np.concatenate(xs), np.concatenate(ys), [0, 1, 2, 3, 4, 5])])
    if "--errors" in sys.argv:
        titles = {row["id"]: row["title"] for stretch in rows for row in stretch}
        shown(gold, groups, titles)


def shown(gold: list[list[str]], groups: list[list[str]], titles: dict[str, str]) -> None:
    group_of = {doc: n for n, group in enumerate(groups) for doc in group}
    event_of = {doc: n for n, event in enumerate(gold) for doc in event}
    for event in gold:
        if len({group_of.get(d) for d in event}) > 1:
            print("PARTED", *(f"\n    {group_of.get(d)} {d} {titles[d]}" for d in event))
    for n, group in enumerate(groups):
        if len({event_of[d] for d in group if d in event_of}) > 1:
            print("MIXED", n, *(f"\n    {event_of.get(d, '-')} {d} {titles[d]}" for d in group))


if __name__ == "__main__":
    main()
