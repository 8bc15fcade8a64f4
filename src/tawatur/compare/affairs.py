"""Puts stories under affairs: a story follows the earlier one that tells most like it and shares its names; a chain of followers is one affair.

Which story a story follows depends on the stories of the days before it alone, so a new report changes what its own days say and nothing else, and the
order of arrival does not matter. Stories are looked up by shared words within those days; no two stories are compared that share none.
The limits were chosen on 76 affairs labelled in the news of March and May 2018 (bench/affairs.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawatur.compare.story_signs import Sign
from tawatur.model import stable_id

DAYS = 10
"""Days within which an affair's next event is looked for: shorter, and an affair breaks over a quiet week."""
ALIKE = 0.2
"""Least cosine of two stories' leads: below it stories of one country or one league join."""
NAME = 2.5
"""Least rarity of the name that both must hold (1 article in 12): commoner ones tell no affair."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as affairs see it. `hour`: its first report, in hours since 1970, UTC; None when unknown. `stems`: ascending; `weights`: of unit length; `names`: 1 where
    a name worth the word holds the stem, else 0."""

    story: str
    hour: float | None
    stems: NDArray[np.uint32]
    weights: NDArray[np.float64]
    names: NDArray[np.float64]


def told(story: str, hours: Iterable[float | None], signs: Sequence[Sign]) -> Told:
    """A story of its documents' signs: a stem weighs its rarity times the share of documents whose lead holds it."""
    held: Counter[int] = Counter()
    rarity: dict[int, float] = {}
    named: set[int] = set()
    for sign in signs:
        lead = sign.stems[sign.lead > 0]
        held.update(lead.tolist())
        rarity.update(zip(sign.stems.tolist(), (sign.rarity / 10.0).tolist(), strict=True))
        named.update(sign.stems[(sign.named > 0) & (sign.rarity >= 10 * NAME)].tolist())
    stems = sorted(held)
    weights = np.array([held[stem] * rarity[stem] for stem in stems])
    names = np.array([float(stem in named) for stem in stems])
    hour = min((hour for hour in hours if hour is not None), default=None)
    return Told(story, hour, np.array(stems, np.uint32), weights / max(1e-9, math.sqrt(float(weights @ weights))), names)


def followed(stories: Sequence[Told], among: Iterable[str] | None = None) -> dict[str, str | None]:
    """The story that each follows, or None; of the stories `among`, all by default. `stories` must hold all of the `DAYS` before these."""
    dated = sorted((s for s in stories if s.hour is not None), key=lambda s: (s.hour, s.story))
    wanted = {s.story for s in stories} if among is None else set(among)
    found: dict[str, str | None] = dict.fromkeys(sorted(wanted & {s.story for s in stories}))
    if not dated:
        return found
    hours = np.array([s.hour for s in dated])
    sizes = [len(s.stems) for s in dated]
    owner = np.repeat(np.arange(len(dated)), sizes)
    # every stem's stories in order of time: those of a stretch of days are a slice
    place = np.concatenate([s.stems for s in dated]).astype(np.uint64) << np.uint64(32) | owner.astype(np.uint64)
    order = np.argsort(place)
    place, owner = place[order], owner[order]
    weights, names = (np.concatenate([getattr(s, field) for s in dated])[order] for field in ("weights", "names"))
    for n, story in enumerate(dated):
        if story.story not in wanted or (first := int(np.searchsorted(hours, hours[n] - 24 * DAYS))) == n:
            continue
        stems = story.stems.astype(np.uint64) << np.uint64(32)
        begin, end = np.searchsorted(place, stems | np.uint64(first)), np.searchsorted(place, stems | np.uint64(n))
        length = end - begin
        at = np.arange(length.sum()) + np.repeat(begin - np.cumsum(length) + length, length)
        others = owner[at] - first
        alike = np.bincount(others, weights[at] * np.repeat(story.weights, length), n - first)
        shared = np.bincount(others, names[at] * np.repeat(story.names, length), n - first)
        alike[shared == 0] = 0.0
        best = int(alike.argmax())
        if alike[best] >= ALIKE:
            found[story.story] = dated[first + best].story
    return found


def affairs(follows: Mapping[str, str | None]) -> dict[str, str]:
    """Each story → the first story of its affair."""
    first: dict[str, str] = {}
    for story in follows:
        chain = [story]
        while chain[-1] not in first and (before := follows.get(chain[-1])) is not None:
            chain.append(before)
        head = first.get(chain[-1], chain[-1])
        first.update(dict.fromkeys(chain, head))
    return first


def affair_id(first_story: str) -> str:
    """An affair's id is its first story's, so that a later event does not rename it."""
    return stable_id("affair", first_story)
