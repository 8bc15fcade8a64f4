"""Quantities and the arithmetic of facts, for any text and any numbers."""

import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate.quantities import allowed, find
from tawatur.arabic import fold
from tawatur.compare.fact_values import Value, compatible, of_number, rounds, same, telling, total

WORDS = ["قتل", "نحو", "أكثر من", "ثلاثة", "آلاف", "50", "ألف", "3-1", "جندي", "شخصين", "بين", "و", "إلى", "%", "دولار", "من", "الثلاث", "الدول", "منهم", "،", ".", "\n", "2014", "(", "٣٥", "1,743", "ربع", "ثالث", "دولة", "F-35"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
NUMBER = st.integers(0, 10**9).map(float)


@st.composite
def values(draw: st.DrawFn, slot: str = "barrel") -> Value:
    centre = draw(NUMBER)
    low, high = draw(st.sampled_from([(centre, centre), (centre, None), (None, centre), (centre * 0.9, centre * 1.1)]))
    return Value(slot, centre, low, high)


@given(TEXT)
@settings(deadline=None)
def test_spans_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    view = fold(text).text
    found = list(find(view, 0, len(view)))
    assert all(0 <= f.start < f.end <= len(view) for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(TEXT)
@settings(deadline=None)
def test_two_runs_are_equal_and_the_number_is_allowed(text: str) -> None:
    view = fold(text).text
    found = list(find(view, 0, len(view)))
    assert found == list(find(view, 0, len(view)))
    for one in found:
        assert one.value.low is None or one.value.low <= one.value.number
        assert one.value.high is None or one.value.number <= one.value.high


@given(TEXT, st.integers(0, 60), st.integers(1, 30))
@settings(deadline=None)
def test_nothing_is_found_inside_what_is_taken(text: str, start: int, size: int) -> None:
    view = fold(text).text
    end = min(len(view), start + size)
    if start < end:
        assert all(f.end <= start or f.start >= end for f in find(view, 0, len(view), [(start, end)]))


@given(st.decimals(0, 10**9, places=0), st.sampled_from(["more", "least", "less", "most", "about", None]))
def test_a_hedge_allows_the_number_itself(number: Decimal, hedge: str | None) -> None:
    low, high = allowed(number, hedge)
    assert (low is None or low <= number) and (high is None or number <= high)


@given(values(), values())
def test_compatible_is_symmetric(a: Value, b: Value) -> None:
    assert compatible(a, b) is compatible(b, a)
    assert compatible(a, a)
    assert rounds(a.centre, b.centre) is rounds(b.centre, a.centre)


@given(values(), values())
def test_equal_values_are_compatible(a: Value, b: Value) -> None:
    if same(a, b):
        assert compatible(a, b)


@given(st.lists(values("killed"), min_size=1, max_size=5))
def test_a_sum_is_the_sum_and_lies_in_what_it_allows(parts: list[Value]) -> None:
    whole = total(parts, "harmed")
    assert whole.centre == sum(part.centre for part in parts)
    assert (whole.low is None) == any(part.low is None for part in parts)
    if whole.low is not None and whole.high is not None:
        assert whole.low <= whole.centre * (1 + 1e-9) and whole.centre <= whole.high * (1 + 1e-9) + 1e-9


@given(values(), values())
def test_a_sum_does_not_depend_on_order(a: Value, b: Value) -> None:
    assert total((a, b), "harmed") == total((b, a), "harmed")


@given(st.integers(1, 10**6))
def test_an_exact_count_meets_only_what_rounds_to_it(number: int) -> None:
    one = of_number("barrel", Decimal(number), Decimal(number), Decimal(number))
    other = of_number("barrel", Decimal(number * 3), Decimal(number * 3), Decimal(number * 3))
    assert not compatible(one, other)


@given(values())
def test_telling_is_a_share(a: Value) -> None:
    assert 0 <= telling(a) <= 1
