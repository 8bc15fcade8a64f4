"""Decisions laid over one group: same, different, later ones by the evidence, a name, a class, a mention that is none; the later of two that contradict."""

from collections.abc import Sequence

from tawatur.compare.entities import COMPARER
from tawatur.compare.judged import Held, Parts, lay
from tawatur.model import Finding, Item, Link

MINISTER = {"office": "وزير النقل", "id": "minister", "cls": "office", "of": "سنبوك", "state": "held", "doc": "", "date": None}
PLAYER = {"office": "لاعب", "id": "sportsman", "cls": "title", "of": None, "state": "held", "doc": "", "date": None}


def item(doc: str, name: str = "سالم البدري", offices: Sequence[dict] = ()) -> Item:
    data = {"type": "PER", "name": name, "words": name.split(), "known": None, "spellings": {name: 1}, "mentions": [[5, 5 + len(name)]]}
    return Item(f"i-{doc}", "entity", doc, 5, 5 + len(name), (), {**data, "offices": [dict(o, doc=doc) for o in offices], "joined": []})


def linked(items: Sequence[Item]) -> list[Link]:
    """As a hub links: every item to the earliest."""
    found = (COMPARER.link(items[0], other) for other in items[1:])
    return [link for link in found if link]


def concluded(items: Sequence[Item], links: Sequence[Link], *held: Held) -> list[Finding]:
    return list(COMPARER.findings(*lay(items, links, held, COMPARER.link, COMPARER.joins)))


def docs(found: Sequence[Finding]) -> list[list[str]]:
    return sorted(list(f.docs) for f in found)


def test_no_decision_changes_nothing() -> None:
    items = [item("a"), item("b")]
    assert concluded(items, linked(items)) == list(COMPARER.findings(items, linked(items)))


def test_same_joins_and_gives_the_reason() -> None:
    (found,) = concluded([item("a"), item("b", "أبو الشط")], [], Held(3, "same", ("i-a",), ("i-b",), why="#3 ليلى: اسم واحد"))
    assert found.docs == ("a", "b")
    assert ("judgement.same", "#3 ليلى: اسم واحد") in found.data["evidence"]


def test_the_earliest_can_be_split_off_and_the_others_stay() -> None:
    items = [item(doc) for doc in "abcd"]
    held = Held(1, "different", ("i-b", "i-c"), ("i-a",))
    assert docs(concluded(items, linked(items), held)) == [["a"], ["b", "c", "d"]]


def test_later_ones_go_by_the_evidence() -> None:
    items = [item("a", offices=[MINISTER]), item("b", offices=[PLAYER]), item("c", offices=[MINISTER]), item("d", offices=[PLAYER]), item("e")]
    links = [Link("entity", "i-a", f"i-{doc}", 0.95, "entity.same_name", {"why": ""}) for doc in "bcde"]  # as if offices had not spoken
    assert docs(concluded(items, links, Held(1, "different", ("i-a",), ("i-b",)))) == [["a", "c", "e"], ["b", "d"]]


def test_what_is_different_is_no_longer_offered_for_review() -> None:
    items = [item("a", offices=[MINISTER]), item("b", offices=[PLAYER])]
    weak = linked(items)
    assert weak[0].score < 0.7
    assert all(f.data["similar"] for f in concluded(items, weak))
    assert not any(f.data["similar"] for f in concluded(items, weak, Held(1, "different", ("i-a",), ("i-b",))))


def test_the_later_of_two_that_contradict_holds() -> None:
    items = [item("a"), item("b", "أبو الشط")]
    same, different = Held(1, "same", ("i-a",), ("i-b",)), Held(2, "different", ("i-a",), ("i-b",))
    assert docs(concluded(items, [], same, different)) == [["a"], ["b"]]
    assert Parts(["i-a", "i-b"], [same, different]).outranked == {1: 2}
    again = Held(3, "same", ("i-a",), ("i-b",))
    assert docs(concluded(items, [], same, different, again)) == [["a", "b"]]
    assert Parts(["i-a", "i-b"], [same, different, again]).outranked == {2: 3}


def test_one_page_taken_out_leaves_the_rest_of_a_merge() -> None:
    items = [item("a"), item("b"), item("c", "أبو الشط")]
    same, out = Held(1, "same", ("i-a", "i-b"), ("i-c",)), Held(2, "different", ("i-b", "i-c"), ("i-a",))
    assert docs(concluded(items, linked(items), same, out)) == [["a"], ["b", "c"]]
    assert Parts([i.id for i in items], [same, out]).outranked == {}


def test_a_name_and_a_class_are_the_last_given() -> None:
    items = [item("a"), item("b")]
    (found,) = concluded(items, linked(items), Held(1, "name", ("i-a",), value="س"), Held(2, "name", ("i-b",), value="سالم بن بدر"), Held(3, "class", ("i-a",), value="ORG"))
    assert (found.data["name"], found.data["type"]) == ("سالم بن بدر", "ORG")
    assert found.data["spellings"] == ["سالم البدري"]


def test_a_rejected_mention_is_gone_and_an_item_without_any_too() -> None:
    items = [item("a"), item("b")]
    (found,) = concluded(items, linked(items), Held(1, "rejected", ("i-a",), value="سالم البدري", spans=(("i-a", 5, 16),)))
    assert found.docs == ("b",)


def test_unrelated_decisions_in_any_order() -> None:
    items = [item("a"), item("b", "أبو الشط"), item("c", "ناصر الغيلي"), item("d", "ناصر الغيلاني")]
    one, other = (1, ("i-a",), ("i-b",)), (2, ("i-c",), ("i-d",))
    results = [
        docs(concluded(items, linked(items), Held(n, "same", *one[1:]), Held(m, "different", *other[1:]))) for n, m in ((1, 2), (2, 1))
    ]
    assert results[0] == results[1] == [["a", "b"], ["c"], ["d"]]
