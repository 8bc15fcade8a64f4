"""Affairs of invented stories: what follows what, over which days, and that neither order nor unrelated stories change it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tawatur.compare import affairs
from tawatur.compare.affairs import Told, affair_id, followed
from tawatur.compare.story_signs import Sign

NAMES = (1, 2)


def tell(story: str, day: float | None, stems: list[int], names: tuple[int, ...] = NAMES, copies: int = 1) -> Told:
    stems = sorted(stems)
    size = len(stems)
    named = np.array([stem in names for stem in stems], np.uint8)
    sign = Sign(np.array(stems, np.uint32), np.ones(size, np.uint8), np.zeros(size, np.uint8), np.full(size, 50, np.uint8), named)
    return affairs.told(story, [None if day is None else 24 * day] * copies, [sign] * copies)


QUAKE = [1, 2, 10, 11, 12, 13]
RESCUE = [1, 2, 12, 13, 20, 21]
TRIAL = [1, 2, 21, 30, 31, 32]
MATCH = [3, 4, 40, 41, 42, 43]


def test_a_chain_of_events_is_one_affair():
    follows = followed([tell("trial", 9, TRIAL), tell("quake", 0, QUAKE), tell("match", 1, MATCH), tell("rescue", 2, RESCUE)])
    assert follows == {"quake": None, "rescue": "quake", "trial": "rescue", "match": None}
    first = affairs.affairs(follows)
    assert first == {"quake": "quake", "rescue": "quake", "trial": "quake", "match": "match"}
    assert affair_id("quake") != affair_id("match")


def test_words_alone_join_no_affair():
    assert followed([tell("a", 0, QUAKE), tell("b", 1, RESCUE, names=())])["b"] is None


def test_an_affair_ends_after_days_of_silence():
    assert followed([tell("a", 0, QUAKE), tell("b", affairs.DAYS, RESCUE)])["b"] == "a"
    assert followed([tell("a", 0, QUAKE), tell("b", affairs.DAYS + 0.1, RESCUE)])["b"] is None


def test_the_most_alike_is_followed():
    assert followed([tell("a", 0, TRIAL), tell("b", 1, QUAKE), tell("c", 2, [*QUAKE, 50])])["c"] == "b"


def test_stories_without_a_date_or_words_stand_alone():
    assert followed([tell("a", None, QUAKE), tell("b", 0, QUAKE), tell("c", 0, [])]) == {"a": None, "b": None, "c": None}
    assert followed([]) == {}


@pytest.mark.parametrize("seed", range(5))
def test_order_does_not_matter_and_a_new_story_changes_only_the_days_after_it(seed):
    chance = random.Random(seed)
    stories = [tell(f"s{n}", chance.randrange(60), chance.sample(range(1, 40), 8), names=tuple(range(1, 12))) for n in range(80)]
    whole = followed(stories)
    shuffled = list(stories)
    chance.shuffle(shuffled)
    assert followed(shuffled) == whole
    assert sum(found is not None for found in whole.values()) > 10
    new = tell("new", 30, chance.sample(range(1, 40), 8), names=tuple(range(1, 12)))
    after = followed([*stories, new])
    for story in stories:
        if not 30 <= story.hour / 24 <= 30 + affairs.DAYS:
            assert after[story.story] == whole[story.story]
    near = {s.story for s in stories if 30 <= s.hour / 24 <= 30 + affairs.DAYS} | {"new"}
    assert followed([*stories, new], near) == {story: after[story] for story in near}
