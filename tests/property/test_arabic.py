"""The folded view: its map leads back, folding twice changes nothing, every span lies in the text."""

from hypothesis import given
from hypothesis import strategies as st

from tawatur.arabic import fold, sentences, words

LETTERS = st.text(st.one_of(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF), st.characters()))


@given(LETTERS)
def test_the_map_leads_back(text: str) -> None:
    view = fold(text)
    assert len(view.at) == len(view.text) + 1
    assert list(view.at) == sorted(view.at)
    assert view.at[-1] == len(text)
    for start, end in words(view.text):
        low, high = view.span(start, end)
        assert 0 <= low < high <= len(text)
        assert view.text[start:end] in fold(text[low:high]).text


@given(LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(LETTERS)
def test_text_offsets_lead_to_the_view_and_back(text: str) -> None:
    view = fold(text)
    for place in range(len(text)):
        found = view.find(place)
        assert view.at[found] >= place
        assert found == 0 or view.at[found - 1] < place


@given(LETTERS)
def test_sentences_are_ordered_trimmed_and_leave_only_blanks_between(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert text[at:].strip() == ""
