"""Who is shown as the parties of a commitment."""

from __future__ import annotations

import pytest

from tawatur.compare.commitment_parties import MOST, parties
from tawatur.model import Item


def told(*who: str, says: str = "undertaken", people: tuple[str, ...] = ()) -> Item:
    data = {"who": list(who), "says": says, "people": [name for name in who if name in people]}
    return Item("-".join(who), "commitment", "a", 0, 1, (), data)


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ([told("السدود"), told("شركة السدود")], ["شركة السدود"]),
        ([told("الجانبان"), told("شركة السدود")], ["شركة السدود"]),
        ([told("الجانبان")], ["الجانبان"]),
        ([told("فرنسا"), told("باريس"), told("ألمانيا")], ["فرنسا", "ألمانيا"]),
        ([told("شركة السدود"), told("وزير الماء", says="repeated")], ["شركة السدود"]),
        ([told("وزير الماء", says="repeated")], ["وزير الماء"]),
        ([told("شركة السدود", "بلدية الوادي", "سالم الوادي", people=("سالم الوادي",))], ["شركة السدود", "بلدية الوادي"]),
        ([told("سالم الوادي", people=("سالم الوادي",))], ["سالم الوادي"]),
        ([], []),
    ],
)
def test_each_party_once(own: list[Item], shown: list[str]) -> None:
    assert parties(own) == shown


def test_at_most_so_many() -> None:
    names = [f"شركة {name}" for name in ("الماء", "النار", "الريح", "التراب", "الضوء", "الصوت")]
    assert parties([told(*names)]) == names[:MOST]
