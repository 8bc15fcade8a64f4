"""How many independent witnesses a finding has."""

from __future__ import annotations

from tawatur.assemble.witnesses import Merge, Witnesses, count, source_of


def test_twelve_outlets_with_one_agencys_copy_are_one_origin():
    docs = [f"d{n:02}" for n in range(12)]
    found = count([(doc, 0, 9) for doc in docs], {doc: f"paper {doc}" for doc in docs}, dict.fromkeys(docs, "an agency"))
    assert found == Witnesses(12, 1, (Merge("agency an agency", tuple(docs)),))


def test_two_reports_of_their_own_are_two():
    assert count([("a", 0, 9), ("b", 3, 8)], {"a": "north", "b": "south"}, {"a": None, "b": None}) == Witnesses(2, 2, ())


def test_one_document_is_one_witness_however_often_it_says_so():
    assert count([("a", 0, 9), ("a", 30, 38)], {"a": "north"}, {}) == Witnesses(1, 1, ())


def test_a_copy_of_a_copy_is_the_first_ones_word():
    origin = {"a": None, "b": "a", "c": "b"}
    assert count([("a", 0, 9), ("c", 0, 9)], {}, origin) == Witnesses(2, 1, (Merge("copy of a", ("a", "c")),))
    assert count([("b", 0, 9), ("c", 0, 9)], {}, origin) == Witnesses(2, 1, (Merge("copy of a", ("b", "c")),))


def test_spans_inside_one_shared_passage_are_one_and_beside_it_two():
    passage = [("a", 100, 200, "b", 300, 400)]
    inside, beside = [("a", 110, 120), ("b", 310, 320)], [("a", 110, 120), ("b", 410, 420)]
    assert count(inside, {}, {}, passage) == Witnesses(2, 1, (Merge("shared passage", ("a", "b")),))
    assert count(beside, {}, {}, passage).origins == 2


def test_outlets_are_counted_by_name_and_unknown_ones_by_document():
    assert count([("a", 0, 1), ("b", 0, 1), ("c", 0, 1), ("d", 0, 1)], {"a": "north", "b": "north", "c": None}, {}).outlets == 3


def test_one_newsroom_is_one_origin_whatever_it_copies_besides():
    outlets = {"a": "north", "b": "north", "c": "north", "d": "south"}
    found = count([(doc, 0, 9) for doc in "abcd"], outlets, {"c": "an agency", "d": None})
    assert found == Witnesses(2, 3, (Merge("outlet north", ("a", "b")),))


def test_a_circle_of_copies_has_one_end():
    assert {source_of(doc, {"a": "b", "b": "c", "c": "a", "d": "c"}) for doc in "abcd"} == {"a"}


def test_no_spans_no_witnesses():
    assert count([], {}, {}) == Witnesses(0, 0, ())
