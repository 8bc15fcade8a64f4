"""The same utterance in several documents: copied, cut, reworded; and what is not the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from tawatur.annotate.statements import STATEMENTS
from tawatur.compare.statements import COMPARER
from tawatur.layers import Published, Region
from tawatur.model import Annotation, Document, Origin, Span

Compare = Callable[..., SimpleNamespace]

HERE = Origin("test", "1", "test")
DAY = date(2021, 5, 20)
LONG = "قال وزير النقل نادر البيطار إن الجسر الشمالي سيعاد فتحه أمام الشاحنات قبل حلول الشتاء بعد انتهاء أعمال الصيانة"


def page(name: str, text: str, day: date | None = DAY) -> Document:
    doc = Document(name, text, "").with_layer("region", [Annotation(Span(0, len(text)), Region("body"), HERE)])
    if day:
        doc = doc.with_layer("published", [Annotation(Span(0, len(text)), Published(day, day, day, day.weekday()), HERE)])
    return doc.with_layer("statement", STATEMENTS(doc))


def test_a_copy_is_one_utterance(compare: Compare) -> None:
    found = compare(COMPARER, [page("a", LONG), page("b", "وفي حديث آخر، " + LONG)]).findings
    assert len(found) == 1
    assert found[0].data["kind"] == "statement"
    assert [p["doc"] for p in found[0].data["docs"]] == ["a", "b"]
    assert found[0].data["speaker"] == "نادر البيطار"


def test_a_cut_copy_is_the_same_utterance(compare: Compare) -> None:
    cut = "وقال البيطار إن الجسر الشمالي سيعاد فتحه أمام الشاحنات قبل حلول الشتاء"
    run = compare(COMPARER, [page("a", LONG), page("b", cut)])
    assert len(run.findings) == 1
    assert run.links[0].rule == "statement.same"


def test_two_wordings_by_one_speaker_on_one_day(compare: Compare) -> None:
    one = "قال نادر البيطار: «اليوم أنهينا جولة المفاوضات الأخيرة مع اتحاد الصيادين لنعلن رسميا انتهاء الإضراب وعودة القوارب إلى الميناء»"
    other = "وقال نادر البيطار إن المرحلة الأخيرة من المفاوضات مع اتحاد الصيادين انتهت اليوم للإعلان رسميا عن انتهاء الإضراب وعودة القوارب"
    run = compare(COMPARER, [page("a", one), page("b", other)])
    assert [link.rule for link in run.links] == ["statement.reworded"]
    assert run.links[0].data["only_a"]
    assert len(run.findings) == 1


def test_other_matters_by_the_same_speaker_are_not_joined(compare: Compare) -> None:
    other = "قال وزير النقل نادر البيطار إن أسعار التذاكر في القطارات لن ترتفع هذا العام رغم غلاء الوقود"
    assert compare(COMPARER, [page("a", LONG), page("b", other)]).findings == []


def test_a_rewording_weeks_later_is_another_utterance(compare: Compare) -> None:
    one = "قال نادر البيطار إن الصيادين أنهوا الإضراب وعادت القوارب إلى الميناء بعد المفاوضات"
    other = "قال نادر البيطار إن القوارب عادت إلى الميناء بعد انتهاء الإضراب والمفاوضات مع الصيادين"
    assert compare(COMPARER, [page("a", one), page("b", other, date(2021, 8, 1))]).findings == []


def test_a_group_has_one_statement_of_each_document(compare: Compare) -> None:
    twice = LONG + ". وأضاف أن الجسر الشمالي سيعاد فتحه أمام الشاحنات قبل حلول الشتاء"
    found = compare(COMPARER, [page("a", twice), page("b", LONG)]).findings
    assert all(len({p["doc"] for p in f.data["docs"]}) == len(f.data["docs"]) for f in found)


def test_short_statements_are_anybodys() -> None:
    assert list(COMPARER.items(page("a", "قال نادر البيطار إن الجسر مغلق"))) == []


def test_links_are_symmetric_and_items_stable() -> None:
    a, b = (next(iter(COMPARER.items(page(name, LONG)))) for name in "ab")
    assert COMPARER.link(a, b) == COMPARER.link(b, a)
    assert next(iter(COMPARER.items(page("a", LONG)))) == a
    assert a.keys == tuple(sorted(a.keys))


def test_without_dates_only_one_wording_links(compare: Compare) -> None:
    assert len(compare(COMPARER, [page("a", LONG, None), page("b", LONG, None)]).findings) == 1


def test_a_post_translated_back_joins_its_original(compare: Compare) -> None:
    one = "كتب نادر البيطار في تغريدة: «غادرت اليوم أولى القوارب الأربعة ميناءنا، ما اتفقنا عليه ينفذ في موعده والبقية قبل الشتاء»"
    other = "وكتب البيطار في تغريدة: «القارب الأول من القوارب الأربعة ترك الميناء هذا اليوم، يتم تنفيذ الاتفاق في وقته المحدد»"
    run = compare(COMPARER, [page("a", one), page("b", other)])
    assert [link.rule for link in run.links] == ["statement.reworded"]
