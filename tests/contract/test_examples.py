"""The shipped examples, end to end, against what a careful reader gets from them (examples/expected.md): the parts that must stand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import Record, open_record

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    out = tmp_path_factory.mktemp("examples") / "x.tawatur"
    report = build([EXAMPLES], out, Settings(workers=1))
    assert report.failures == []
    with open_record(out) as opened:
        yield opened


def published(record: Record) -> dict[str, Any]:
    return {row["id"][:3].strip("-"): row["published"] for row in record.documents()}


def test_every_page_has_its_date(record: Record) -> None:
    days = {"01": "2019-03-14", "02": "2019-03-15", "03": "2019-03-16", "05": "2019-07-09", "08": "2019-10-23", "10": "2019-11-28"}
    found = published(record)
    assert {page: found[page]["value"] for page in days} == days


def test_the_undated_page_has_an_interval_a_weekday_and_the_evidence(record: Record) -> None:
    page = published(record)["07"]
    assert page["value"] is None
    assert page["weekday"] == "Tuesday"
    assert page["earliest"] <= "2019-09-01"
    assert page["latest"] is None or page["latest"] >= "2019-10-29"
    assert page["evidence"]


def test_no_reader_or_clock_is_believed(record: Record) -> None:
    for row in record.layer("statement"):
        regions = [r for r in record.layer("region", row["doc"]) if r["start"] <= row["start"] < r["end"]]
        assert all(region["role"] not in ("comment", "furniture") for region in regions), row["text"]
    assert all(row["date"]["value"] != "2024-11-24" for row in record.findings("event"))


def test_the_copied_page_and_the_copied_paragraph_are_found(record: Record) -> None:
    pairs = {tuple(sorted((row["a"]["doc"], row["b"]["doc"]))) for row in record.findings("reuse")}
    assert ("09-dirdar-2019-11-12.txt", "10-khulaisa-2019-11-28.html") in pairs
    assert ("11-rahba-2019-11-29.txt", "wta-20191128") in pairs


def test_copies_are_not_witnesses(record: Record) -> None:
    for kind in ("fact", "commitment", "event", "statement"):
        for row in record.findings(kind):
            assert 1 <= row["origins"] <= max(1, len({place["doc"] for place in row.get("values") or row.get("reports") or row.get("evidence") or row["docs"]})), row


def test_a_chain_three_deep(record: Record) -> None:
    chains = [[via["text"] for via in row["via"]] for row in record.layer("statement", "07-dirdar-undated.txt")]
    assert any(any("تيماران" in link for link in chain) for chain in chains), json.dumps(chains, ensure_ascii=False)


def test_every_line_can_be_checked(record: Record) -> None:
    for name in ("region", "time", "name", "quantity", "statement", "commitment"):
        for row in record.layer(name):
            assert record.text(row["doc"])[row["start"] : row["end"]] == row["text"]
            assert row["rule"]
