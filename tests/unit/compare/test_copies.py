"""Two texts side by side."""

from __future__ import annotations

import pytest

from tawatur.compare.copies import find_copies


def spelled(copy, a, b):
    return [(p.kind, p.a.of(a.text) if p.a else None, p.b.of(b.text) if p.b else None) for p in copy.pieces]


@pytest.mark.parametrize(
    ("edit", "pieces"),
    [
        pytest.param(lambda w: w, ["same"], id="the same"),
        pytest.param(lambda w: [*w[:9], "17", *w[10:]], ["same", "changed", "same"], id="a word changed"),
        pytest.param(lambda w: [*w[:9], *w[12:]], ["same", "missing", "same"], id="words cut"),
        pytest.param(lambda w: [*w[:9], "ضظغ", *w[9:]], ["same", "added", "same"], id="a word added"),
    ],
)
def test_differences_inside_a_passage(document, words, edit, pieces):
    common = words(1, 30)
    a = document("a", " ".join([*words(2, 20), *common]))
    b = document("b", " ".join([*edit(common), *words(3, 20)]))
    (copy,) = find_copies(a, b)
    assert copy.a.of(a.text) == " ".join(common)
    assert copy.b.of(b.text) == " ".join(edit(common))
    assert [p.kind for p in copy.pieces] == pieces
    assert " ".join(left for _, left, _ in spelled(copy, a, b) if left) == " ".join(common)


def test_a_changed_number_is_a_difference(document, words):
    common = words(1, 20)
    a, b = (document(n, " ".join([*common[:10], number, *common[10:]])) for n, number in (("a", "12"), ("b", "14")))
    (copy,) = find_copies(a, b)
    assert ("changed", "12", "14") in spelled(copy, a, b)


def test_texts_that_share_nothing(document, words):
    assert find_copies(document("a", " ".join(words(1, 50))), document("b", " ".join(words(2, 50)))) == []
    assert find_copies(document("a", ""), document("b", "")) == []
