"""Entities: one page's mentions sorted, spellings, people of one name kept apart, and the seeds' gold."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tawatur.compare.entities import COMPARER, STRONG
from tawatur.compare.entity_people import compare_people
from tawatur.compare.entity_words import name_words, person_words, skeleton
from tawatur.layers import NAME, Name, Office
from tawatur.model import Annotation, Document, Origin, Span

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
SAID = Origin("test", "1", "test")


def page(name: str, marked: str) -> Document:
    """'قال [[سامر الحداد|PER minister IQ]]' → a document with that name layer; the office is taken to be the word before."""
    text, layer = "", list[Annotation[Any]]()
    for before, surface, want in re.findall(r"(.*?)(?:\[\[(.+?)\|(.+?)\]\]|$)", marked, re.S):
        text += before
        if not surface:
            continue
        start = len(text)
        text += surface
        cls, *office = want.split()
        lead = int(office.pop(0)[1:]) if office and office[0].startswith("+") else 0
        held = (Office(Span(max(0, start - 5), start - 1), office[0], "role" if office[0] in ("sportsman", "artist") else "office", office[1] if office[1:] else None),) if office else ()
        layer.append(Annotation(Span(start, len(text)), Name(cls, lead=lead, offices=held), SAID))  # type: ignore[arg-type]
    return Document(name, text, "", layers={NAME: tuple(layer)})


def drive(comparer: Any, docs: list[Document]) -> SimpleNamespace:
    """What the engine does: pairs by blocks of keys, and with the first item of each hub; groups by links."""
    items = [item for doc in docs for item in comparer.items(doc)]
    blocks, pairs = defaultdict[int, list[int]](list), set[tuple[int, int]]()
    hubs: dict[int, int] = {}
    for n, item in enumerate(items):
        for key in item.keys:
            blocks[key].append(n)
        pairs |= {(first, n) for hub in item.hubs if (first := hubs.setdefault(hub, n)) != n}
    pairs |= {pair for members in blocks.values() if len(members) <= comparer.max_block for pair in combinations(sorted(set(members)), 2)}
    links = [link for a, b in sorted(pairs) if items[a].doc != items[b].doc and (link := comparer.link(*sorted((items[a], items[b]), key=lambda i: i.id))) is not None]
    group = {item.id: {item.id} for item in items}
    for link in links:
        if group[link.a] is not group[link.b]:
            both = group[link.a] | group[link.b]
            group.update(dict.fromkeys(both, both))
    findings = []
    for members in {id(g): g for g in group.values()}.values():
        findings += comparer.findings(sorted((i for i in items if i.id in members), key=lambda i: i.id), [link for link in links if link.a in members])
    return SimpleNamespace(pairs=pairs, links=links, findings=findings)


def named(found: SimpleNamespace) -> list[tuple[str, int]]:
    return sorted((f.data["name"], len(f.data["mentions"])) for f in found.findings)


@pytest.mark.parametrize(
    ("one", "other"),
    [("الأعرجي", "الاعرجي"), ("مكينزي", "ماكينزي"), ("مكينزي", "ماكنزي"), ("ترامب", "ترمب"), ("نتنياهو", "نتانياهو"), ("غوارديولا", "جوارديولا"), ("بوتين", "بوتن"), ("البرزاني", "بارزاني")],
)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(name_words(one)[0]) == skeleton(name_words(other)[0])


@pytest.mark.parametrize(("one", "other"), [("الحداد", "الخياط"), ("بلير", "بايدن"), ("سامي", "رامي"), ("كيري", "كلينتون")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert skeleton(name_words(one)[0]) != skeleton(name_words(other)[0])


def test_words_of_people() -> None:
    assert name_words("عبد الرحمن بن خالد الحداد") == ("عبدالرحمن", "بن", "خالد", "حداد")
    assert person_words(name_words("خالد بن سامر آل حداد")) == ("خالد", "سامر", "حداد")
    assert person_words(name_words("أبو سامر الحداد")) == ("ابو سامر", "حداد")
    assert name_words("لعراق", "ل") == ("عراق",)
    assert person_words(name_words("سامر الابن")) == ("سامر", "ابن")
    assert person_words(name_words("سامر ابن نادر")) == ("سامر", "نادر")


def test_family_name_alone_belongs_to_the_last_full_name() -> None:
    text = "[[الحداد|PER]] يزور المرفأ. قال [[سامر الحداد|PER]] ثم عاد [[الحداد|PER]] مع [[نادر الخياط|PER]] و[[الخياط|PER]]"
    assert named(drive(COMPARER, [page("a", text)])) == [("سامر الحداد", 3), ("نادر الخياط", 2)]


def test_two_of_one_family_go_by_nearness() -> None:
    text = "[[سامر الحداد|PER]] و [[ليلى الحداد|PER]] وقالت [[الحداد|PER]]"
    assert named(drive(COMPARER, [page("a", text)])) == [("سامر الحداد", 1), ("ليلى الحداد", 2)]


def test_spelling_across_pages() -> None:
    found = drive(COMPARER, [page("a", "[[كيلان مكينزي|PER]]"), page("b", "[[كيلان ماكنزي|PER]]"), page("c", "[[نادر ماكنزي|PER]]")])
    assert named(found) == [("كيلان ماكنزي", 2), ("نادر ماكنزي", 1)]


def test_two_people_of_one_name_stay_two_and_are_offered() -> None:
    found = drive(COMPARER, [page("a", "يقول وزير [[سامر الحداد|PER minister IQ]]"), page("b", "سجل لاعب [[سامر الحداد|PER sportsman]]")])
    assert named(found) == [("سامر الحداد", 1), ("سامر الحداد", 1)]
    assert all(f.data["similar"] and f.data["similar"][0]["rule"] == "entity.office_differs" for f in found.findings)


def test_ministers_of_two_countries_stay_two() -> None:
    found = drive(COMPARER, [page("a", "يقول وزير [[سامر الحداد|PER minister IQ]]"), page("b", "يقول وزير [[سامر الحداد|PER minister SY]]")])
    assert len(found.findings) == 2


def test_a_family_name_alone_needs_an_office_to_join() -> None:
    apart = drive(COMPARER, [page("a", "[[سامر الحداد|PER]]"), page("b", "[[الحداد|PER]]")])
    joined = drive(COMPARER, [page("a", "يقول وزير [[سامر الحداد|PER minister IQ]]"), page("b", "يقول وزير [[الحداد|PER minister IQ]]")])
    assert len(apart.findings) == 2
    assert len(joined.findings) == 1


def test_known_names_and_dropped_heads() -> None:
    found = drive(
        COMPARER,
        [page("a", "[[داعش|ORG]] و[[شركة السنابل|ORG]] و[[البيشمركة|ORG]]"), page("b", "[[تنظيم الدولة الإسلامية|ORG]] و[[السنابل|ORG]] و[[وزارة البيشمركة|ORG]]")],
    )
    assert sorted(len(f.docs) for f in found.findings) == [1, 1, 2, 2]


def test_particles_do_not_part() -> None:
    found = drive(COMPARER, [page("a", "[[العراق|LOC]] [[للعراق|LOC +1]] [[وبغداد|LOC +1]]"), page("b", "[[والعراق|LOC +1]] [[بغداد|LOC]]")])
    assert named(found) == [("العراق", 3), ("بغداد", 2)]


def test_many_pages_of_one_name_join_without_all_pairs() -> None:
    found = drive(COMPARER, [page(f"d{n}", "[[جزيرة المرجان|LOC]]") for n in range(1500)])
    assert len(found.findings) == 1
    assert len(found.pairs) < 1500 * 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد علي", "محمد علي الخياط"),  # two given names open many people's names
        ("سامر الحداد", "سامر الحداد جونيور"),
        ("سامر الحداد", "سامر الحداد الابن"),
        ("محمد الجبري", "محمد آل جابر"),
        ("صالح العمري", "صالح المري"),
        ("أحمد الحسن", "حمدة الحسن"),
        ("سامر المحمدي", "سامر محمد"),
        ("صباح الأحمد الصباح", "صباح خالد الحمد الصباح"),
    ],
)
def test_names_that_are_near_and_not_one(one: str, other: str) -> None:
    assert compare_people(name_words(one), name_words(other), (), ())[0] < STRONG


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد بن زايد", "محمد بن زايد آل نهيان"),
        ("روجر فيدرر", "روجر فيدرير"),
        ("بنيامين دوران", "بينجيامين دوران"),
        ("سامر الحداد", "سامر نادر الحداد"),
        ("كيلان مكينزي", "كيلان ماكنزي"),
        ("عبدالرحمن الحداد", "عبدالرحمان الحداد"),
    ],
)
def test_names_that_are_one_written_otherwise(one: str, other: str) -> None:
    assert compare_people(name_words(one), name_words(other), (), ())[0] >= STRONG


def test_an_office_that_both_hold_joins_two_given_names_to_the_longer() -> None:
    office = [{"id": "minister", "cls": "office", "of": "IQ", "state": "held", "office": "وزير"}]
    assert compare_people(name_words("محمد علي"), name_words("محمد علي الخياط"), office, office)[0] >= STRONG


@pytest.mark.parametrize(
    ("cls", "one", "other", "parts"),
    [
        ("ORG", "البنك الإيراني", "الميليشيات الإيرانية", 2),  # a country's adjective is no name
        ("ORG", "قناة المرجان", "بنك المرجان", 2),
        ("ORG", "نادي المرجان", "المرجان", 1),
        ("ORG", "حزب السنابل", "السنابل", 1),
        ("ORG", "الوطن", "الجبهة الوطنية", 2),
        ("LOC", "دمرات", "دمراتي", 2),
        ("LOC", "مأرب", "ماربيا", 2),
        ("LOC", "سان بطرسبرغ", "سان بطرسبورغ", 1),
    ],
)
def test_places_and_organisations_that_are_near(cls: str, one: str, other: str, parts: int) -> None:
    assert len(drive(COMPARER, [page("a", f"[[{one}|{cls}]]"), page("b", f"[[{other}|{cls}]]")]).findings) == parts


def test_symmetric() -> None:
    a, b = ("كيلان", "مكينزي"), ("كيلان", "ابراهيم", "ماكنزي")
    assert compare_people(a, b, (), ()) == compare_people(b, a, (), ())
    assert compare_people(a, b, (), ())[0] >= STRONG


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared")
def test_seeds_keep_their_floor() -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        import names as bench
    finally:
        sys.path.pop(0)
    found = bench.seeds()
    assert found["mention_f1"] >= 0.88
    assert found["b_cubed"]["found"] >= 0.95
    assert found["b_cubed"]["all"] >= 0.90
