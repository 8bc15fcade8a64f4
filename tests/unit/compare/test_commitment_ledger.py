"""The ledger of commitments: what is joined, what is told of it, in which order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pytest

from tawatur.annotate.commitments import COMMITMENTS
from tawatur.compare.commitments import COMPARER
from tawatur.compare.protocol import Comparer
from tawatur.layers import Published, Region, Time
from tawatur.model import Annotation, Document, Finding, Origin, Span

HERE = Origin("test", "1", "test")


def page(name: str, day: date, text: str, *times: tuple[str, Time]) -> Document:
    layers = {
        "region": [Annotation(Span(0, len(text)), Region("body"), HERE)],
        "published": [Annotation(Span(0, len(text)), Published(day, day, day, day.weekday()), HERE)],
        "time": [Annotation(Span(text.index(said), text.index(said) + len(said)), time, HERE) for said, time in times],
    }
    doc = Document(name, text, "")
    for layer, found in layers.items():
        doc = doc.with_layer(layer, found)
    return doc.with_layer("commitment", COMMITMENTS(doc))


def run(comparer: Comparer, docs: Iterable[Document]) -> list[Finding]:
    """All pairs that share a key, linked; one call of findings a connected group: what the runner does, in memory."""
    items = sorted((item for doc in docs for item in comparer.items(doc)), key=lambda item: item.id)
    links = [link for a, b in combinations(items, 2) if set(a.keys) & set(b.keys) and (link := comparer.link(a, b))]
    group = {item.id: item.id for item in items}
    for link in links:
        old, new = group[link.a], group[link.b]
        group = {name: new if home == old else home for name, home in group.items()}
    found: list[Finding] = []
    for home in dict.fromkeys(group.values()):
        members = [item for item in items if group[item.id] == home]
        found += comparer.findings(members, [link for link in links if group[link.a] == home])
    return found


def end_of(year: int) -> Time:
    return Time("DATE", str(year), "END", date(year, 1, 1), date(year, 12, 31))


PLEDGE = page("a", date(2019, 3, 10), "تعهدت شركة السدود بإغلاق محطة الوادي القديمة قبل نهاية 2019.", ("نهاية 2019", end_of(2019)))
AGAIN = page("b", date(2019, 8, 1), "جددت شركة السدود التزامها بإغلاق محطة الوادي القديمة قبل نهاية 2019.", ("نهاية 2019", end_of(2019)))
DONE = page("c", date(2019, 12, 1), "أعلنت شركة السدود انتهاء إغلاق محطة الوادي القديمة أمس.")
OTHER = page("d", date(2019, 5, 1), "تعهدت جامعة الساحل بتدريب خمسين ممرضة في المستشفى.")


def says(finding: Finding) -> list[str]:
    return [report["says"] for report in finding.data["reports"]]


def test_alone() -> None:
    (found,) = run(COMPARER, [OTHER])
    assert found.data["status"] == "undertaken" and found.data["deadline"] is None and found.docs == ("d",)


def test_followed_to_its_end() -> None:
    (found,) = run(COMPARER, [DONE, AGAIN, PLEDGE])
    assert found.docs == ("a", "b", "c")
    assert says(found) == ["undertaken", "repeated", "declared done"]
    assert [report["date"] for report in found.data["reports"]] == ["2019-03-10", "2019-08-01", "2019-12-01"]
    assert found.data["status"] == "declared done" and found.data["deadline"] == "2019-12-31"


def test_other_undertakings_stay_apart() -> None:
    assert sorted(f.docs for f in run(COMPARER, [PLEDGE, AGAIN, OTHER])) == [("a", "b"), ("d",)]


@pytest.mark.parametrize(("text", "want"), [("أعلنت شركة السدود تأجيل إغلاق محطة الوادي القديمة.", "postponed"), ("نفت شركة السدود إغلاق محطة الوادي القديمة.", "denied")])
def test_postponed_and_denied(text: str, want: str) -> None:
    (found,) = run(COMPARER, [PLEDGE, page("f", date(2019, 6, 1), text)])
    assert found.data["status"] == want and says(found) == ["undertaken", want]


def test_a_report_of_nothing_undertaken_is_no_commitment() -> None:
    assert run(COMPARER, [DONE]) == []


def test_the_date_said_before_the_cue_is_the_report_s() -> None:
    old = page("g", date(2019, 9, 1), "وفي مايو الماضي تعهدت شركة السدود بإغلاق محطة الوادي القديمة.", ("مايو الماضي", Time("DATE", "2019-05", None, date(2019, 5, 1), date(2019, 5, 31))))
    (found,) = run(COMPARER, [old])
    assert found.data["reports"][0]["date"] == "2019-05"


def test_two_deadlines_of_two_things_stay_apart() -> None:
    a = page("h", date(2019, 3, 10), "تعهدت البلدية ببناء جسر قبل نهاية 2019.", ("نهاية 2019", end_of(2019)))
    b = page("i", date(2019, 3, 10), "تعهدت البلدية ببناء مدرسة قبل نهاية 2025.", ("نهاية 2025", end_of(2025)))
    assert len(run(COMPARER, [a, b])) == 2


def test_links_are_symmetric_and_findings_do_not_depend_on_order() -> None:
    items = sorted((item for doc in (PLEDGE, AGAIN, DONE, OTHER) for item in COMPARER.items(doc)), key=lambda item: item.id)
    for a, b in combinations(items, 2):
        one, other = COMPARER.link(a, b), COMPARER.link(b, a)
        assert (one is None) == (other is None)
    assert [f.id for f in run(COMPARER, [PLEDGE, AGAIN, DONE])] == [f.id for f in run(COMPARER, [DONE, PLEDGE, AGAIN])]


def when(day: date) -> Time:
    return Time("DATE", day.isoformat(), None, day, day)


TO_CLOSE = page("p", date(2019, 3, 10), "تعهدت شركة السدود بإغلاق محطة الوادي القديمة قبل 30 يونيو 2019.", ("30 يونيو 2019", when(date(2019, 6, 30))))


def test_a_denial_of_a_delay_is_no_postponement() -> None:
    denial = page("q", date(2019, 5, 1), "نفت شركة السدود تأجيل إغلاق محطة الوادي القديمة.")
    (entry,) = run(COMPARER, [TO_CLOSE, denial])
    assert says(entry) == ["undertaken", "delay denied"]
    assert entry.data["deadline"] == "2019-06-29"


def test_a_denial_of_having_asked_for_a_delay_denies_no_delay() -> None:
    denial = page("q", date(2019, 5, 1), "نفت شركة السدود أنها طلبت تأجيل إغلاق محطة الوادي القديمة.")
    (entry,) = run(COMPARER, [TO_CLOSE, denial])
    assert "delay denied" not in says(entry)


def test_a_postponement_sets_the_deadline_and_the_old_one_stays_with_its_report() -> None:
    later = page(
        "q",
        date(2019, 6, 1),
        "قررت البلدية تمديد مهلة إغلاق محطة الوادي القديمة لتنتهي في 31 أغسطس 2019 بدلا من 30 يونيو.",
        ("31 أغسطس 2019", when(date(2019, 8, 31))),
        ("30 يونيو", when(date(2019, 6, 30))),
    )
    (entry,) = run(COMPARER, [TO_CLOSE, later])
    assert entry.data["deadline"] == "2019-08-31"
    assert entry.data["status"] == "postponed"
    assert [report.get("deadline") for report in entry.data["reports"]] == ["2019-06-29", "2019-08-31"]


def test_a_report_that_it_is_not_done_yet_behind_the_deadline() -> None:
    late = page("q", date(2019, 7, 9), "ولم تغلق شركة السدود محطة الوادي القديمة حتى الآن.")
    (entry,) = run(COMPARER, [TO_CLOSE, late])
    assert says(entry) == ["undertaken", "not done"]
    assert entry.data["status"] == "not done"


@pytest.mark.parametrize("text", ["أكد الوزير ضرورة إنهاء بناء محطة الوادي القديمة.", "تم بحث سبل إنهاء بناء محطة الوادي القديمة."])
def test_a_wish_for_the_end_declares_nothing_done(text: str) -> None:
    entry = next(f for f in run(COMPARER, [TO_CLOSE, page("q", date(2019, 5, 1), text)]) if f.data["deadline"])
    assert says(entry) == ["undertaken"]


def test_before_the_day_and_by_the_day_are_one_deadline() -> None:
    by = page("q", date(2019, 4, 1), "تلتزم شركة السدود بإغلاق محطة الوادي القديمة في موعد أقصاه 30 يونيو 2019.", ("30 يونيو 2019", when(date(2019, 6, 30))))
    (entry,) = run(COMPARER, [TO_CLOSE, by])
    assert says(entry) == ["undertaken", "repeated"]
    assert entry.data["who"] == ["شركة السدود"]


def test_a_denial_of_something_else_denies_no_undertaking() -> None:
    """Words of the affair are shared, the deed is not: nobody denied that the station will be closed."""
    denial = page("e", date(2019, 4, 1), "ونفت شركة السدود أي صلة لها بحادث محطة الوادي القديمة.")
    (found,) = run(COMPARER, [PLEDGE, denial])
    assert found.docs == ("a",) and found.data["status"] == "undertaken"


def test_a_denial_of_the_deed_is_told() -> None:
    denial = page("e", date(2019, 4, 1), "ونفت الشركة نيتها إغلاق محطة الوادي القديمة.")
    (found,) = run(COMPARER, [PLEDGE, denial])
    assert says(found) == ["undertaken", "denied"]


def test_two_deeds_of_one_affair_are_two_entries() -> None:
    hire = page("f", date(2019, 3, 12), "تعهدت شركة السدود بتوظيف عمال محطة الوادي القديمة قبل الصيف.")
    assert sorted(found.docs for found in run(COMPARER, [PLEDGE, hire])) == [("a",), ("f",)]
