"""Two documents side by side: nothing of either text is lost or shown twice, whatever passages they share and in whatever order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tawatur.serve.views_compare import _aligned, _in_order, _widened

WORDS = st.lists(st.sampled_from(["قال", "إن", "المرفأ", "سيغلق", "يوم", "\n", "."]), min_size=4, max_size=40).map(" ".join)


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return _widened(text, start, draw(st.integers(start + 1, len(text))))


@given(st.data(), WORDS, WORDS)
def test_both_texts_are_whole(data: st.DataObject, a: str, b: str) -> None:
    rows: list[dict[str, Any]] = []
    for _ in range(data.draw(st.integers(0, 5))):
        (a_start, a_end), (b_start, b_end) = data.draw(spans(a)), data.draw(spans(b))
        rows.append({"a_start": a_start, "a_end": a_end, "b_start": b_start, "b_end": b_end, "likeness": 1.0, "source": None, "why": ""})
    rows.sort(key=lambda row: (row["a_start"], row["b_start"]))
    kept = _in_order(rows)
    moved = [row for row in rows if not any(row is other for other in kept)]
    shown = _aligned(a, b, kept, moved)
    for side, text in (("left", a), ("right", b)):
        pieces = [piece for row in shown for piece in getattr(row, side)]
        assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
        numbers = [piece.moved for piece in pieces if piece.moved]
        assert len(numbers) == len(set(numbers)) and all(len(kept) < n <= len(rows) for n in numbers)


def test_a_passage_that_moved_is_marked_on_both_sides() -> None:
    first, second = "جملة أولى طويلة هنا", "جملة ثانية"
    a, b = f"{first}\n{second}", f"{second}\n{first}"
    same: dict[str, Any] = {"likeness": 1.0, "source": None, "why": ""}
    one = {"a_start": 0, "a_end": len(first), "b_start": len(second) + 1, "b_end": len(b), **same}
    two = {"a_start": len(first) + 1, "a_end": len(a), "b_start": 0, "b_end": len(second), **same}
    assert _in_order([one, two]) == [one]
    rows = _aligned(a, b, [one], [two])
    assert [(row.kind, row.number) for row in rows] == [("own", 0), ("shared", 1), ("own", 0)]
    assert [piece.text for row in rows for piece in row.left if piece.moved == 2] == [piece.text for row in rows for piece in row.right if piece.moved == 2] == [second]
