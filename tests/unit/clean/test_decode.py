"""Decoding: the right text from the bytes alone, and a refusal rather than a wrong one."""

from __future__ import annotations

import pytest

from tawatur.clean.decode import arabic_likeness, check_text, decode, encoded
from tawatur.errors import ReadError

TEXT = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0641\u064a \u0627\u0644\u0645\u062f\u064a\u0646\u0629 \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632\u060c \u0648\u0623\u0636\u0627\u0641 \u0623\u0646 \u0627\u0644\u0645\u0627\u0621 \u0639\u0627\u062f. 2019 AFP\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("times", [1, 400])
def test_encodings_are_told_from_the_bytes(encoding: str, times: int) -> None:
    assert decode((TEXT * times).encode(encoding), "d") == TEXT * times


def test_declared_is_tried_not_trusted() -> None:
    assert decode(TEXT.encode("windows-1256"), "d", "iso-8859-1") == TEXT
    assert decode(TEXT.encode("iso-8859-6"), "d", "iso-8859-6") == TEXT
    assert decode(TEXT.encode(), "d", "windows-1256") == TEXT
    assert decode(TEXT.encode("windows-1256"), "d", "no-such-set") == TEXT


def test_vocalised_text_is_sound() -> None:
    vocalised = "".join(char + "\u064e" if char.isalpha() else char for char in TEXT) * 50
    check_text(vocalised, vocalised.encode(), "d")
    assert arabic_likeness(TEXT) > 0.25


def test_a_few_lost_letters_are_no_reason_to_refuse() -> None:
    text = TEXT * 40 + "\ufffd" * 9
    check_text(text, text.encode(), "d")


def test_lost_letters_are() -> None:
    text = ("\ufffd" * 5 + TEXT[:8]) * 40
    with pytest.raises(ReadError, match="encoding"):
        check_text(text, text.encode(), "d")


def test_half_of_a_pair_is_no_text() -> None:
    with pytest.raises(ReadError, match="character 1"):
        encoded("a\ud83db", "d")
    assert encoded("a\U0001f600b", "d").decode() == "a\U0001f600b"
