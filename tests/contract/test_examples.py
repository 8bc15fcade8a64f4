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


def pages(finding: dict[str, Any], places: str) -> list[str]:
    """The pages a finding stands on, by the beginnings of their names, each once, in the order given."""
    short = {"wta-20190314": "12a", "wta-20190402": "12b", "wta-20191128": "12c"}
    return list(dict.fromkeys(short.get(place["doc"], place["doc"][:2]) for place in finding[places]))


def commitment(record: Record, word: str) -> dict[str, Any]:
    """The one commitment whose reports hold a word in their wording."""
    found = [row for row in record.findings("commitment") if any(word in record.text(r["doc"])[r["start"] : r["end"]] for r in row["reports"])]
    assert len(found) == 1, [row["what"] for row in found]
    return found[0]


def test_the_withdrawal_is_one_commitment_with_its_reports_in_order(record: Record) -> None:
    found = commitment(record, "عبّاراتها الأربع")
    assert found["deadline"] == "2019-11-30"
    assert found["status"] == "declared done"
    assert any("أوستفار" in who for who in found["who"])
    assert {"12b", "04", "05", "08", "09", "12c"} <= set(pages(found, "reports"))
    dates = [report["date"] for report in found["reports"] if report["date"]]
    assert dates == sorted(dates)
    said = {(report["doc"][:2], report["says"]) for report in found["reports"]}
    assert {("08", "postponed"), ("07", "delay denied"), ("10", "declared done")} <= said
    assert ("07", "postponed") not in said
    assert next(r["deadline"] for r in found["reports"] if r["doc"].startswith("04")) == "2019-10-31"
    assert next(r["deadline"] for r in found["reports"] if r["doc"].startswith("08")) == "2019-11-30"


def test_the_commission_owes_its_report_and_nobody_saw_it(record: Record) -> None:
    found = commitment(record, "ترفع تقريرها")
    assert found["deadline"] == "2019-05-14"
    assert found["status"] == "deadline passed, no report seen"
    assert pages(found, "reports")[:2] == ["02", "03"]
    assert all("مجلس الوزراء" not in who for who in found["who"])
    assert "05" in pages(found, "reports")


def test_compensation_and_hired_ferries_have_their_deadlines(record: Record) -> None:
    assert commitment(record, "تعويضات")["deadline"] == "2019-12-31"
    assert commitment(record, "مستأجرتين")["deadline"] == "2020-03-31"


def events(record: Record, earliest: str, latest: str) -> list[dict[str, Any]]:
    return [row for row in record.findings("event") if row["date"]["earliest"] == earliest and row["date"]["latest"] == latest]


def test_one_deed_of_one_day_is_one_entry(record: Record) -> None:
    sinking = [row for row in events(record, "2019-03-14", "2019-03-14") if len(row["evidence"]) > 1]
    assert len(sinking) == 1
    assert {"03", "04", "05", "12b"} <= set(pages(sinking[0], "evidence"))
    assert [pages(row, "evidence") for row in events(record, "2011-06-01", "2011-06-30")] == [["01", "02"]]
    assert [set(pages(row, "evidence")) for row in events(record, "2019-10-22", "2019-10-22")] == [{"08", "09", "10"}]


def test_a_disputed_date_stays_two_entries_and_two_deeds_stay_two(record: Record) -> None:
    assert any("أبرم" in row["title"] for row in events(record, "2011-09-01", "2011-09-30"))
    titles = [row["title"] for row in events(record, "2019-03-15", "2019-03-15")]
    assert any("لجنة تحقيق" in title for title in titles)
    assert any("ضحايا" in title for title in titles)
    assert len(titles) > 1


def test_planned_dates_of_both_deadlines(record: Record) -> None:
    for day in ("2019-10-31", "2019-11-30"):
        assert any(row.get("planned") for row in events(record, day, day)), day


def test_titles_are_clauses(record: Record) -> None:
    for row in record.findings("event"):
        assert row["title"].count("«") == row["title"].count("»") or row["title"].endswith("…"), row["title"]
        assert row["title"].split()[0] not in ("التي", "الذي", "الذين")
