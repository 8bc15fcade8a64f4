"""Values in the reader's words."""

import pytest

from tawatur.wording import Wording


@pytest.mark.parametrize(("value", "arabic", "english"), [("P20Y", "٢٠ سنة", "20 years"), ("PT3H", "٣ ساعات", "3 hours"), ("P1M", "شهر واحد", "one month"), ("PT11M", "١١ دقيقة", "11 minutes"),
                                                          ("P2W", "أسبوعان", "2 weeks"), ("PXY", "PXY", "PXY"), ("P1Y6M", "P1Y6M", "P1Y6M"), ("21", "٢١", "21")])  # fmt: skip
def test_values_in_words(value: str, arabic: str, english: str) -> None:
    assert (Wording("ar").value(value), Wording("en").value(value)) == (arabic, english)
