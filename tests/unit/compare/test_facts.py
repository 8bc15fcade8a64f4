"""Facts over generated piles: what agrees, grows, clashes or stands alone must come out so, in any order, and a copy changes no verdict."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.quantities import QUANTITIES
from tawatur.annotate.times import TIMES
from tawatur.compare.fact_stems import stem, weigh
from tawatur.compare.fact_values import Value, compatible, total
from tawatur.compare.facts import COMPARER, shown
from tawatur.layers import PUBLISHED, REGION, Published, Region
from tawatur.model import Annotation, Document, Finding, Link, Origin, Span
from tawatur.run.compare import candidate_pairs

GOLD = Origin("test", "1", "test")
DAY = date(2023, 5, 14)


def page(name: str, text: str, day: date | None = DAY) -> Document:
    doc = Document(name, text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)])
    when = Published(day, day, day, None)
    doc = doc.with_layer(PUBLISHED, [Annotation(Span(0, len(text)), when, GOLD)])
    doc = doc.with_layer("expression", EXPRESSIONS(doc))
    doc = doc.with_layer("time", TIMES(doc))
    return doc.with_layer("quantity", QUANTITIES(doc))


def findings(docs: Sequence[Document]) -> list[Finding]:
    """All pairs that share a key, linked and grouped as the runner does."""
    items = sorted((i for d in docs for i in COMPARER.items(d)), key=lambda i: i.id)
    keys = np.array([k for i in items for k in i.keys], np.int64)
    owners = np.array([n for n, i in enumerate(items) for _ in i.keys], np.int64)
    order = np.lexsort((owners, keys))
    low, high, _ = candidate_pairs(keys[order], owners[order], set(range(len(items))), COMPARER.max_block)
    links = [link for a, b in zip(low.tolist(), high.tolist(), strict=True) if (link := COMPARER.link(items[a], items[b]))]
    home = {i.id: i.id for i in items}

    def find(name: str) -> str:
        while home[name] != name:
            name = home[name]
        return name

    for link in links:
        home[find(link.a)] = find(link.b)
    groups: dict[str, tuple[list[Any], list[Link]]] = {}
    for item in items:
        groups.setdefault(find(item.id), ([], []))[0].append(item)
    for link in links:
        groups[find(link.a)][1].append(link)
    return [f for members, joined in groups.values() for f in COMPARER.findings(members, joined)]


def verdicts(docs: Sequence[Document], slot: str) -> list[tuple[str, list[Any]]]:
    """(verdict, values) of the groups over several pages whose values are of a class."""
    out = []
    classes = {(i.doc, i.start, i.end): i.data["slot"] for d in docs for i in COMPARER.items(d)}
    for finding in findings(docs):
        values = finding.data["values"]
        if len(values) > 1 and all(classes[v["doc"], v["start"], v["end"]] == slot for v in values):
            out.append((finding.data["verdict"], sorted({v["value"] for v in values})))
    return sorted(out, key=str)


COLLAPSE = "انهيار سد وادي مرجان في ميرفان. أعلنت دائرة الإطفاء في ميرفان مقتل {killed} وإصابة {injured} في انهيار سد وادي مرجان قرب بلدة الشلالة يوم الأحد."
COLLAPSE_TOO = "كارثة سد وادي مرجان. أدى انهيار سد وادي مرجان في ميرفان إلى مقتل {killed} وإصابة {injured} من سكان بلدة الشلالة كما قالت دائرة الإطفاء الأحد."


def two(killed: tuple[str, str], injured: tuple[str, str] = ("5 عمال", "5 عمال"), days: tuple[date, date] = (DAY, DAY)) -> list[Document]:
    return [
        page("a", COLLAPSE.format(killed=killed[0], injured=injured[0]), days[0]),
        page("b", COLLAPSE_TOO.format(killed=killed[1], injured=injured[1]), days[1]),
    ]


def test_same_toll_agrees() -> None:
    assert ("agree", [13]) in verdicts(two(("13 شخصا", "ثلاثة عشر شخصا")), "killed")


def test_toll_of_a_later_day_is_an_update() -> None:
    assert ("update", [13, 21]) in verdicts(two(("13 شخصا", "21 شخصا"), days=(DAY, date(2023, 5, 15))), "killed")


def test_lower_bound_that_is_passed_is_an_update() -> None:
    assert ("update", [13, 21]) in verdicts(two(("13 شخصا على الأقل", "21 شخصا")), "killed")


def test_two_tolls_of_one_day_clash() -> None:
    assert ("contradict", [13, 21]) in verdicts(two(("13 شخصا", "21 شخصا")), "killed")


def test_hedged_number_agrees_with_the_exact_one() -> None:
    assert ("agree", [173, 180]) in verdicts(two(("نحو 180 شخصا", "173 شخصا")), "killed")


def test_sum_agrees_with_its_parts() -> None:
    docs = [
        page("a", COLLAPSE.format(killed="13 شخصا", injured="5 عمال")),
        page("b", "كارثة سد وادي مرجان. أدى انهيار سد وادي مرجان في ميرفان إلى مقتل وإصابة 18 شخصا من سكان بلدة الشلالة كما قالت دائرة الإطفاء الأحد."),
    ]
    assert ("agree", [18]) in verdicts(docs, "harmed")


def test_copies_change_no_verdict() -> None:
    docs = two(("13 شخصا", "21 شخصا"))
    assert ("contradict", [13, 21]) in verdicts([*docs, page("c", docs[0].text)], "killed")


def test_another_story_is_no_value() -> None:
    docs = [*two(("13 شخصا", "13 شخصا")), page("c", "حريق سوق الأقمشة في مدينة لورا. قتل 40 شخصا في حريق سوق الأقمشة بمدينة لورا وفق ما ذكرت الشرطة هناك.")]
    assert verdicts(docs, "killed") == [("agree", [13])]


def test_dates_of_one_event_with_another_month_clash() -> None:
    docs = [
        page("a", "تأسس حلف موانئ الجنوب في تموز 2014 بهدف محاربة القرصنة في خليج مرجان."),
        page("b", "وتأسس حلف موانئ الجنوب في سبتمبر 2014 بهدف محاربة القرصنة في خليج مرجان."),
    ]
    assert [v for v, _ in verdicts(docs, "date")] == ["contradict"]


def test_precision_is_no_clash() -> None:
    docs = [
        page("a", "صوت مجلس ميرفان في 5 كانون الثاني 2020 على إغلاق مناجم وادي مرجان."),
        page("b", "وكان مجلس ميرفان صوت عام 2020 على إغلاق مناجم وادي مرجان."),
    ]
    assert [v for v, _ in verdicts(docs, "date")] == ["agree"]


def test_single_value_stands_alone() -> None:
    found = findings([page("a", "اشترت بلدية الشلالة 14 حافلة من شركة مرجان.")])
    assert [(f.data["verdict"], f.data["values"][0]["value"]) for f in found] == [("single", 14)]


def test_quoted_value_names_its_speaker_only_when_known() -> None:
    assert all("speaker" not in v for f in findings(two(("13 شخصا", "13 شخصا"))) for v in f.data["values"])


def test_order_of_pages_does_not_matter() -> None:
    docs = [*two(("13 شخصا", "21 شخصا")), page("c", COLLAPSE.format(killed="13 شخصا", injured="5 عمال"), date(2023, 5, 15))]
    seen = {str(sorted((f.id, str(f.data)) for f in findings(order))) for order in itertools.permutations(docs)}
    assert len(seen) == 1


def test_links_are_symmetric() -> None:
    items = [i for d in two(("13 شخصا", "21 شخصا")) for i in COMPARER.items(d)]
    for a, b in itertools.combinations(items, 2):
        forth, back = COMPARER.link(a, b), COMPARER.link(b, a)
        assert (forth is None) == (back is None)
        assert forth is None or back is None or (forth.score, forth.data) == (back.score, back.data)


def test_items_lie_in_the_text_and_keys_are_64_bits() -> None:
    for doc in two(("13 شخصا", "21 شخصا")):
        for item in COMPARER.items(doc):
            assert 0 <= item.start < item.end <= len(doc.text)
            assert all(-(2**63) <= key < 2**63 for key in item.keys)


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ((2500, 2500, 2500), (2473, 2473, 2473), True),
        ((656_000, 656_000, 656_000), (656_534, 656_534, 656_534), True),
        ((13, 13, 13), (10, 10, 10), False),
        ((100, 100, None), (140, 140, 140), True),
        ((100, 100, None), (5000, 5000, 5000), False),
        ((1.6e9, 1.6e9, 1.6e9), (1.58e9, 1.58e9, 1.58e9), True),
        ((300, 300, 300), (329, 329, 329), False),
    ],
)
def test_compatible_numbers(a: tuple[float, float, float | None], b: tuple[float, float, float | None], wanted: bool) -> None:
    one, other = Value("barrel", *a), Value("barrel", *b)
    assert compatible(one, other) is wanted
    assert compatible(other, one) is wanted


def test_total_of_an_open_part_is_open() -> None:
    assert total((Value("killed", 13, 13, None), Value("injured", 5, 5, 5)), "harmed") == Value("harmed", 18, 18, None)


def test_shown() -> None:
    assert shown(Value("score", 3, 1, 3)) == "3-1"
    assert shown(Value("USD", 2.5, 2.5, 2.5)) == 2.5
    assert shown(Value("date", date(2020, 1, 5).toordinal(), date(2020, 1, 5).toordinal(), date(2020, 1, 5).toordinal())) == "2020-01-05"


def test_stems() -> None:
    assert stem("والبرلمان") == stem("برلمان") == stem("برلماني")
    assert weigh("وانسحابه")[0] == weigh("الانسحاب")[0]
    assert weigh("امريكيه") == weigh("الاميركي")
    assert weigh("في")[1] < weigh("الانسحاب")[1] < weigh("شلغمبور")[1]


def test_undated_pages_meet_on_month_and_day_and_on_words() -> None:
    docs = [
        page("a", "قال رئيس مجلس ميرفان إن مناجم وادي مرجان تغلق في 31 ديسمبر المقبل. وفي الرابع من الشهر الماضي وقع المجلس اتفاق إغلاق المناجم.", None),
        page("b", "تغلق مناجم وادي مرجان في ميرفان في 31 كانون الأول المقبل بقرار المجلس. وكان المجلس وقع اتفاق إغلاق المناجم في الرابع من الشهر الماضي.", None),
    ]
    found = [f.data for f in findings(docs) if len(f.docs) > 1]
    assert all(f["verdict"] == "agree" for f in found)
    assert {tuple(v["text"] for v in f["values"]) for f in found} >= {("الرابع من الشهر الماضي", "الرابع من الشهر الماضي")}
