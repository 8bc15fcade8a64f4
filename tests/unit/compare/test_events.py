"""The timeline: which clauses are events, which are one event, how they are ranked."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date

import pytest
from test_commitment_ledger import page, run

from tawatur.arabic import folded
from tawatur.compare.event_clauses import clauses, places, span_of, tells
from tawatur.compare.event_words import likeness, stem, telling, territories, weight
from tawatur.compare.events import COMPARER, rank
from tawatur.layers import NAME, Name, Time
from tawatur.model import Annotation, Document, Finding, Origin, Span

DAY = date(2019, 3, 10)


def on(value: str, mod: str | None = None) -> Time:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return Time("DATE", value, mod, date(*parts), date(*parts))
    if len(parts) == 2:
        return Time("DATE", value, mod, date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1]))
    return Time("DATE", value, mod, date(parts[0], 1, 1), date(parts[0], 12, 31))


def told(text: str, *times: tuple[str, Time], name: str = "a", day: date = DAY) -> Document:
    return page(name, day, text, *times)


def shown(doc: Document) -> list[str]:
    return [doc.view.text[c.start : c.end] for c in clauses(doc)]


def test_the_clause_of_a_date() -> None:
    doc = told("زار الوزير القرية، ووقع الطرفان اتفاقية المياه في مايو 2018 بعد جولات طويلة، ثم عاد.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("ووقع الطرفان اتفاقية المياه في مايو 2018 بعد جولات طويلة")]


def test_a_date_in_front_of_its_clause() -> None:
    doc = told("في 26 أيار (مايو) ، اتفقت البلديتان على فتح المعبر.", ("26 أيار (مايو)", on("2018-05-26")))
    assert shown(doc) == [folded("في 26 أيار (مايو) ، اتفقت البلديتان على فتح المعبر")]


def test_two_dates_two_clauses() -> None:
    doc = told("تأسست الشركة في عام 1990 وافتتحت مصنعها في عام 2005.", ("عام 1990", on("1990")), ("عام 2005", on("2005")))
    assert len(shown(doc)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("مجلس القرية الكبير في مايو 2018 ، عقب مقتل الشيخ.", "مايو 2018"),
        ("وقال الوزير في تصريح مايو 2018 إن الطقس جميل.", "مايو 2018"),
        ("سجل السعر أعلى مستوى منذ مايو 2018.", "مايو 2018"),
        ("توفي السجين بعد مايو 2018.", "مايو 2018"),
        ("هبط السعر إلى أدنى مستوى في عام 2018.", "عام 2018"),
        ("انفجرت المحطة، وفق ما ذكرت صحيفة النهر، مايو 2018.", "مايو 2018"),
        ("كتاب جميل عن الحدائق طبعة مايو 2018.", "مايو 2018"),
    ],
)
def test_dates_that_tell_of_nothing(text: str, said: str) -> None:
    assert shown(told(text, (said, on("2018-05" if "مايو" in said else "2018")))) == []


def test_a_participle_keeps_the_date_to_its_noun() -> None:
    doc = told("انسحبت الشركة من اتفاق المياه الموقع في 2015.", ("2015", on("2015")))
    assert shown(doc) == [folded("اتفاق المياه الموقع في 2015")]
    far = told("انسحبت شركة السدود بعد تردد طويل دام ثلاثة أشهر من اتفاق المياه الكبير الموقع في 2015.", ("2015", on("2015")))
    assert shown(far) == [folded("اتفاق المياه الكبير الموقع في 2015")]


@pytest.mark.parametrize(("time", "want"), [(Time("DURATION", "P3M"), False), (Time("SET", "P1D"), False), (Time("DATE", "PRESENT_REF"), False), (Time("DATE", None), False), (on("2018"), True)])
def test_what_a_timeline_can_place(time: Time, want: bool) -> None:
    assert places(time) is want


def test_the_end_of_a_year_is_its_last_quarter() -> None:
    assert span_of(on("2018", "END"))[0] > date(2018, 9, 1)
    assert span_of(on("2018", "START"))[1] < date(2018, 5, 1)
    assert span_of(on("2018-05-03", "END")) == (date(2018, 5, 3), date(2018, 5, 3))


def test_a_verb_is_no_noun_with_an_article() -> None:
    assert tells(folded("دخلت")) and tells(folded("ودخلت")) and not tells(folded("القدم"))


A = ("وقع الطرفان اتفاقية نهر السدر في قصر المرجان يوم 5 مايو 2018.", ("5 مايو 2018", on("2018-05-05")))
B = ("وكان الطرفان وقعا اتفاقية نهر السدر في قصر المرجان في مايو 2018.", ("مايو 2018", on("2018-05")))
C = ("وقع الطرفان اتفاقية نهر السدر في قصر المرجان يوم 9 مايو 2018.", ("9 مايو 2018", on("2018-05-09")))


def test_a_day_lies_in_its_month() -> None:
    (found,) = run(COMPARER, [told(*A), told(*B, name="b")])
    assert found.data["date"]["value"] == "2018-05-05" and found.docs == ("a", "b")


def test_disputed_dates_are_kept_apart() -> None:
    found = run(COMPARER, [told(*A), told(*C, name="b")])
    assert sorted(f.data["date"]["value"] for f in found) == ["2018-05-05", "2018-05-09"]


def test_a_month_does_not_join_two_days() -> None:
    found = run(COMPARER, [told(*A), told(*B, name="b"), told(*C, name="c")])
    assert len(found) == 2
    assert {"2018-05-05", "2018-05-09"} == {f.data["date"]["value"] for f in found}


def test_other_countries_are_other_events() -> None:
    a = told("فتحت مراكز الاقتراع أبوابها للناخبين في لبنان يوم 6 مايو 2018.", ("6 مايو 2018", on("2018-05-06")))
    b = told("فتحت مراكز الاقتراع أبوابها للناخبين في تونس يوم 6 مايو 2018.", ("6 مايو 2018", on("2018-05-06")), name="b")
    assert len(run(COMPARER, [a, b])) == 2


def test_planned_background_and_news() -> None:
    ahead = told("ستفتتح الشركة مصنعها الجديد في مايو 2019.", ("مايو 2019", on("2019-05")))
    past = told("افتتحت الشركة مصنعها القديم في عام 1990.", ("عام 1990", on("1990")))
    news = told("افتتحت الشركة مصنعها الثالث أمس.", ("أمس", on("2019-03-09")))
    (one,), (two,), (three,) = (run(COMPARER, [doc]) for doc in (ahead, past, news))
    assert one.data.get("planned") is True and two.data.get("background") is True
    assert "planned" not in three.data and "background" not in three.data


def test_rank_puts_origins_first() -> None:
    def event(name: str, origins: int, title: str) -> Finding:
        return Finding("event", name, ("d",), {"title": title, "date": {"value": "2018", "earliest": "2018-01-01", "latest": "2018-12-31"}, "origins": origins})

    lone, central, other = event("x", 3, "زلزال الجزيرة"), event("y", 1, "توقيع اتفاقية النهر"), event("z", 1, "افتتاح سوق")
    more = event("w", 1, "تعديل اتفاقية النهر")
    assert rank([other, central, lone, more])[0].id == "x"
    assert rank([other, central, lone, more])[-1].id == "z"


@pytest.mark.parametrize(("a", "b"), [("القتالية", "المقاتلة"), ("انسحاب", "سحب"), ("الأمريكية", "أمريكيون"), ("وقعت", "توقيع"), ("العراق", "عراقية")])
def test_roots_join(a: str, b: str) -> None:
    assert stem(folded(a)) == stem(folded(b)) != ""


def test_weights() -> None:
    assert weight("=nothing") == 8.0
    assert telling(["=fight", folded("قال")], 1) == ("=fight",)
    assert likeness("=fight =withdraw", "=fight =withdraw")[1] == 1.0
    assert likeness("=fight", "=withdraw") == (0.0, 0.0)
    assert territories(folded("القوات اللبنانية في تونس"), 0, 100) == ("LB", "TN")


def test_a_quoted_name_cuts_no_clause() -> None:
    doc = told("غرقت العبارة «موج 7» في مايو 2018 قرب الجزيرة.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("غرقت العبارة «موج 7» في مايو 2018 قرب الجزيرة")]


def test_a_relative_clause_has_its_noun() -> None:
    doc = told("زار الوالي أهل السفينة التي غرقت قرب الجزيرة في مايو 2018.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("أهل السفينة التي غرقت قرب الجزيرة في مايو 2018")]


def test_since_a_deed_dates_that_deed() -> None:
    doc = told("سجل اللاعب أول أهدافه منذ انتقاله من فريق النهر في مايو 2018.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("انتقاله من فريق النهر في مايو 2018")]


def test_a_past_date_behind_after_is_the_deed_s() -> None:
    doc = told("طردت البلدية ستين حارسا بعد انهيار الجسر الشمالي في مايو 2018.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("انهيار الجسر الشمالي في مايو 2018")]


def test_the_news_itself_keeps_its_verb() -> None:
    doc = told("طردت البلدية ستين حارسا بعد انهيار الجسر الشمالي يوم 9 مارس.", ("يوم 9 مارس", on("2019-03-09")))
    assert shown(doc)[0].startswith(folded("طردت"))


def test_a_participle_behind_after_keeps_its_date() -> None:
    doc = told("توترت العلاقات بعد انسحاب البلدية من الاتفاق المبرم في مايو 2018.", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("الاتفاق المبرم في مايو 2018")]


def test_no_trailing_preposition() -> None:
    doc = told("انتهت المهلة في مايو 2018 بدلا من", ("مايو 2018", on("2018-05")))
    assert shown(doc) == [folded("انتهت المهلة في مايو 2018")]


def test_today_copied_a_day_later_is_the_first_pages_day() -> None:
    def handed(name: str, outlet: str, day: date) -> Document:
        said = Time("DATE", day.isoformat(), None, day, day, anchor=day)
        return replace(page(name, day, "غادرت سفينة الأمل اليوم مرفأ الوادي القديم بعد ترميمها الطويل.", ("اليوم", said)), outlet=outlet)

    first, copy = handed("a", "النهر", date(2019, 5, 1)), handed("b", "الجسر", date(2019, 5, 2))
    (entry,) = run(COMPARER, [first, copy])
    assert entry.data["date"]["value"] == "2019-05-01"
    assert len(run(COMPARER, [first, handed("b", "النهر", date(2019, 5, 2))])) == 2


def test_what_was_not_done_and_what_is_denied_are_marked() -> None:
    done = told("وقع الطرفان اتفاقية المياه القديمة في وادي السدر في مايو 2018.", ("مايو 2018", on("2018-05")), name="a")
    undone = told("لم يوقع الطرفان اتفاقية المياه القديمة في وادي السدر في مايو 2018.", ("مايو 2018", on("2018-05")), name="b")
    denied = told("نفت البلدية توقيع اتفاقية المياه القديمة في وادي السدر في مايو 2018.", ("مايو 2018", on("2018-05")), name="c")
    found = {finding.docs: {key for key in ("negated", "denied") if finding.data.get(key)} for finding in run(COMPARER, [done, undone, denied])}
    assert found == {("a",): set(), ("b",): {"negated"}, ("c",): {"denied"}}


def test_the_names_of_a_clause_are_its_event_s() -> None:
    doc = told("زار سامر الوراق بلدة نارا في مايو 2018.", ("مايو 2018", on("2018-05")))
    names = [Annotation(Span(*span(doc.text, said)), Name(kind), Origin("test", "1", "test")) for said, kind in (("سامر الوراق", "PER"), ("نارا", "LOC"))]
    (found,) = run(COMPARER, [doc.with_layer(NAME, names)])
    assert (found.data["who"], found.data["where"]) == (["سامر الوراق"], ["نارا"])


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)
