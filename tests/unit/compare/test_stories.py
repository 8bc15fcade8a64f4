"""Stories of invented affairs: one event told by several outlets, its next day, and another event in the same town."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from tawatur.compare import stories
from tawatur.compare.stories import COMPARER, part

ROOT = Path(__file__).resolve().parents[3]

QUAKE = [
    ("a", "north", "2019-03-04T06:10:00+00:00", "زلزال بقوة 6 درجات يضرب بلدة السنديان", "ضرب زلزال بقوة 6 درجات بلدة السنديان الجبلية فجر الاثنين وتسبب بانهيار مدرسة ومقتل سبعة أشخاص."),
    ("b", "south", "2019-03-04T07:40:00+00:00", "سبعة قتلى في زلزال السنديان", "قتل سبعة أشخاص فجر الاثنين حين ضرب زلزال بلدة السنديان الجبلية وانهارت مدرسة فيها."),
    ("c", "east", "2019-03-04T09:00:00+00:00", "زلزال السنديان يهدم مدرسة ويقتل سبعة", "تسبب زلزال ضرب بلدة السنديان الجبلية بانهيار مدرسة ومقتل سبعة أشخاص على الأقل."),
]
NEXT = [
    ("d", "north", "2019-03-06T08:00:00+00:00", "انتشال آخر الناجين من تحت أنقاض مدرسة السنديان", "انتشل رجال الإنقاذ الأربعاء طفلة ناجية من تحت أنقاض المدرسة بعد يومين من الزلزال."),
    ("e", "south", "2019-03-06T09:30:00+00:00", "إنقاذ طفلة من تحت أنقاض مدرسة السنديان", "انتشل رجال الإنقاذ طفلة ناجية من تحت أنقاض مدرسة في السنديان بعد يومين من الزلزال."),
]
OTHER = [
    ("f", "north", "2019-03-04T10:00:00+00:00", "فريق الصنوبر يفوز بكأس الطائرة", "فاز فريق الصنوبر لكرة الطائرة بالكأس بعد مباراة مثيرة مع فريق الحور."),
    ("g", "east", "2019-03-04T11:00:00+00:00", "كأس الطائرة للصنوبر", "أحرز فريق الصنوبر كأس الكرة الطائرة بفوزه على فريق الحور بثلاثة أشواط."),
]


def found(compare, document, rows):
    docs = [document(name, f"{title}\n\n{text}", moment, title=title, outlet=outlet) for name, outlet, moment, title, text in rows]
    return [f.data for f in compare(COMPARER, docs).findings]


def test_reports_of_one_event_are_one_story_and_its_sequel_another(compare, document):
    rows = found(compare, document, [*QUAKE, *NEXT, *OTHER])
    assert sorted(row["docs"] for row in rows) == [["a", "b", "c"], ["d", "e"], ["f", "g"]]
    by_first = {row["docs"][0]: row for row in rows}
    assert by_first["a"]["date"] == "2019-03-04"
    assert by_first["a"]["title"] in {title for _, _, _, title, _ in QUAKE}


@pytest.mark.parametrize("seed", range(4))
def test_order_of_input_does_not_matter(compare, document, seed):
    rows = [*QUAKE, *NEXT, *OTHER]
    random.Random(seed).shuffle(rows)
    assert sorted(map(str, found(compare, document, rows))) == sorted(map(str, found(compare, document, [*QUAKE, *NEXT, *OTHER])))


def test_an_undated_page_is_its_own_story_and_joins_no_dated_one(compare, document):
    _name, outlet, _, title, text = QUAKE[0]
    rows = found(compare, document, [("u", outlet, None, title, text), *QUAKE])
    assert ["u"] in [row["docs"] for row in rows]
    assert next(row for row in rows if row["docs"] == ["u"])["date"] is None


def test_a_page_without_words_has_no_story(document):
    assert not list(COMPARER.items(document("x", "...", "2019-03-04")))


def test_the_storys_id_is_its_first_documents(compare, document):
    before = {row["docs"][0]: row["story"] for row in found(compare, document, QUAKE[:2])}
    after = {row["docs"][0]: row["story"] for row in found(compare, document, QUAKE)}
    assert before["a"] == after["a"]


def test_average_linkage_parts_two_dense_groups_that_one_pair_joins():
    near = np.zeros((4, 4))
    for a, b, value in ((0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.6)):
        near[a, b] = near[b, a] = value
    assert part(near, 0.35) == [[0, 1], [2, 3]]
    assert part(near, 0.1) == [[0, 1, 2, 3]]


def test_measures_are_symmetric_and_within_bounds(compare, document):
    docs = [document(name, f"{title}\n\n{text}", moment, title=title, outlet=outlet) for name, outlet, moment, title, text in [*QUAKE, *NEXT]]
    measured = stories.measure([item for doc in docs for item in COMPARER.items(doc)])
    assert np.allclose(measured, measured.transpose(0, 2, 1))
    assert measured.min() >= 0
    assert measured[[0, 1, 5]].max() <= 1 + 1e-6


@pytest.mark.skipif(not (ROOT.parent / "shared/data/news/ant-2018.jsonl.gz").exists(), reason="needs the shared news")
def test_labelled_events_of_february_to_may_2018(compare, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    monkeypatch.delitem(sys.modules, "stories", raising=False)
    import pile
    import stories as bench

    gold = [json.loads(line)["docs"] for line in bench.GOLD.read_text(encoding="utf-8").splitlines()]
    assert sum(len(event) > 1 for event in gold) >= 40
    groups = [f.data["docs"] for rows in bench.windows(gold) for f in compare(COMPARER, map(pile.to_document, rows)).findings]
    assert bench.bcubed(groups, gold)[2] >= 0.92
