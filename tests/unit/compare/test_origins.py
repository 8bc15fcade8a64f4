"""Credits and origins: invented towns, people and papers; real agencies, since the list of them is what is tested."""

from __future__ import annotations

import pytest

from tawatur.compare import credits
from tawatur.compare.origins import Facts, Share, direction, earlier, resolve, utc
from tawatur.compare.reuse import COMPARER

TITLE = "افتتاح جسر في بلدة السدرة"
NEWS = "افتتح عمدة السدرة نادر الكفري جسرا جديدا على نهرها بحضور جمع من الأهالي."


@pytest.mark.parametrize(
    ("author", "text", "agency"),
    [
        ("السدرة - رويترز", NEWS, "reuters"),
        ("واس - السدرة", NEWS, "spa"),
        ("السدرة (أ ف ب)", NEWS, "afp"),
        ("لندن - د ب أ", NEWS, "dpa"),
        ("صحيفة الضحى- وكالات:", NEWS, "agencies"),
        ("", f"{TITLE}\n\nالسدرة 15 يوليو (رويترز) - {NEWS}", "reuters"),
        ("", f"{TITLE}\n\nالسدرة 03 شوال 1436 هـ الموافق 19 يوليو 2015 م واس\n{NEWS}", "spa"),
        ("", f"{TITLE}\n\n{NEWS}\nالضحى/ أ ف ب", "afp"),
        ("", f"{TITLE}\n\n{NEWS} (د ب أ)", "dpa"),
        ("السدرة - منى الراوي", NEWS, None),
        ("", f"{TITLE}\n\n{NEWS}\nوقالت وكالة رويترز إن الجسر كلف مليونا.", None),
        ("", f"{TITLE}\n\nنفى العمدة ما نقلته رويترز عن الجسر.\n{NEWS}", None),
        ("معا العلي", NEWS, None),
        ("", f"{TITLE}\n\nذكرت وكالة الأنباء البحرينية (بنا)، الأحد، أن جسرا افتتح.\n{NEWS}", None),
        ("", f"{TITLE}\n\n{NEWS}\nونفى العمدة ما بثته «رويترز» قبل يوم من افتتاح الجسر.", None),
    ],
)
def test_an_agency_is_credited_where_credits_stand(document, author, text, agency):
    doc = document("x", text, author=author)
    found = credits.suppliers(doc)
    assert [c.source.id for c in found] == ([agency] if agency else [])
    for credit in found:
        assert credit.place == "author" if credit.start is None else text[credit.start : credit.end]


def test_an_agencys_own_page_is_the_agencys(document):
    doc = document("x", NEWS, url="https://www.reuters.com/a/1", outlet="reuters")
    assert [(c.source.id, c.place) for c in credits.credits(doc)] == [("reuters", "outlet")]


def test_named_sources_and_a_name_open_a_credit_before_agencies_at_large(document):
    doc = document("x", NEWS, author="الضحى - وكالات، رويترز")
    assert [c.source.id for c in credits.credits(doc)] == ["reuters", "agencies"]


def test_a_syndicated_column_is_of_the_paper_credited_at_its_end(document):
    text = f"{TITLE}\n\n{NEWS}\n{NEWS}\n* خدمة: «واشنطن بوست»"
    assert [c.source.id for c in credits.suppliers(document("x", text, outlet="aawsat"))] == ["washingtonpost"]
    assert not credits.suppliers(document("x", f"{TITLE}\n\n«الشرق الأوسط»: {NEWS}\n{NEWS}", outlet="okaz"))


def test_a_page_of_agencies_is_of_the_agency_whose_text_it_shares(compare, document, words):
    wire = words(1, 100)
    docs = [
        document("x", " ".join(wire), "2020-01-02", author="السدرة - رويترز"),
        document("y", " ".join([*words(2, 60), *wire[:40]]), "2020-01-02", author="السدرة - وكالات"),
        document("z", " ".join(words(3, 60)), "2020-01-02", author="السدرة - وكالات"),
    ]
    assert origin_of(compare(COMPARER, docs)) == {"x": "وكالة رويترز", "y": "وكالة رويترز", "z": "وكالات الأنباء"}


def test_an_outlets_follow_up_is_its_own_and_its_reprint_is_not(compare, document, words):
    text = words(1, 100)
    docs = [
        document("a", " ".join(text), "2020-01-01", outlet="north"),
        document("b", " ".join([*words(2, 40), *text[:60]]), "2020-01-02", outlet="north"),
        document("c", " ".join(text[:95]), "2020-01-03", outlet="north"),
    ]
    assert origin_of(compare(COMPARER, docs)) == {"a": None, "b": None, "c": "a"}


def origin_of(result):
    return {f.data["doc"]: f.data["origin"] for f in result.findings if f.kind == "origin"}


def test_a_text_without_a_credit_is_the_agencys_when_most_of_it_is(compare, document, words):
    wire = words(1, 100)
    docs = [
        document("x", " ".join(wire), "2020-01-02", author="السدرة - رويترز"),
        document("y", " ".join([*words(2, 30), *wire[:70], *words(3, 12)]), "2020-01-02", author="السدرة - منى الراوي"),
        document("z", " ".join([*words(4, 200), *wire[:40]]), "2020-01-03"),
    ]
    found = origin_of(compare(COMPARER, docs))
    assert found == {"x": "وكالة رويترز", "y": "وكالة رويترز", "z": None}


def test_a_text_pieced_together_from_an_agencys_customers_is_the_agencys(compare, document, words):
    wire = words(1, 120)
    docs = [
        document("x", " ".join([*wire[:50], *words(2, 20)]), "2020-01-02", author="السدرة - رويترز"),
        document("y", " ".join([*words(3, 20), *wire[50:]]), "2020-01-02", author="السدرة - رويترز"),
        document("z", " ".join([*wire[15:85], *words(4, 45)]), "2020-01-02", author="السدرة - منى الراوي"),
    ]
    assert origin_of(compare(COMPARER, docs))["z"] == "وكالة رويترز"


def test_a_copy_names_the_first_document_and_evidence_lies_in_the_text(compare, document, words):
    text = words(1, 100)
    docs = [
        document("a", " ".join(text), "2020-01-03"),
        document("b", " ".join(text[:90]), "2020-01-01"),
        document("c", " ".join([*text[10:], *words(2, 20)]), "2020-01-02"),
    ]
    result = compare(COMPARER, docs)
    assert origin_of(result) == {"a": "b", "b": None, "c": "b"}
    for finding in result.findings:
        if finding.kind == "origin" and finding.data["origin"]:
            row = finding.data["evidence"][0]
            assert 0 <= row["start"] < row["end"] <= 2_000


def test_a_later_round_up_does_not_own_the_news_in_it(compare, document, words):
    news = words(1, 60)
    docs = [document("a", " ".join(news), "2020-01-01"), document("b", " ".join([*words(2, 200), *news]), "2020-01-05")]
    assert origin_of(compare(COMPARER, docs)) == {"a": None, "b": None}


def test_dates_that_overlap_leave_the_order_open():
    a = Facts("a", None, "2020-01-01", "2020-01-09", None, 100)
    b = Facts("b", None, "2020-01-05", "2020-01-05", None, 100)
    c = Facts("c", None, "2020-01-10", "2020-01-10", None, 100)
    assert earlier(a, b) is None
    assert earlier(a, c) == ("a", "published 2020-01-09, before 2020-01-10")
    assert earlier(c, a) == ("b", "published 2020-01-09, before 2020-01-10")


def test_the_quoted_outlet_is_the_source_before_dates_are_asked():
    a = Facts("a", "north", "2020-01-02", "2020-01-02", None, 100)
    b = Facts("b", "south", "2020-01-01", "2020-01-01", None, 100, cites={"north": (0, 5)})
    assert direction(a, b, None)[0] == "a"
    assert direction(b, a, None)[0] == "b"


def test_a_cut_tail_tells_the_fuller_text_only_when_nothing_else_does():
    a = Facts("a", "north", None, None, None, 100)
    b = Facts("b", "south", None, None, None, 60)
    assert direction(a, b, "a") == ("a", "the other is cut at its end")
    assert direction(a, b, None) == (None, "no evidence of direction")


def test_moments_are_compared_in_one_zone():
    assert utc("2018-03-15T10:46:31+03:00") == "2018-03-15T07:46Z"
    assert utc("2018-03-15T07:46") == "2018-03-15T07:46Z"
    assert utc("2018-99-15T07:46") is None


def test_resolve_does_not_depend_on_order():
    names = "abcdef"
    facts = {n: Facts(n, None, "2020-01-01", "2020-01-01", None, 100) for n in names}
    shares = [Share(a, b, 80, 0, 9, None, "?") for a in names for b in names if a != b and abs(ord(a) - ord(b)) == 1]
    one = {doc: v.origin for doc, v in resolve(facts, shares).items()}
    two = {doc: v.origin for doc, v in resolve(dict(reversed(facts.items())), shares[::-1]).items()}
    assert one == two == {"a": None, **dict.fromkeys("bcdef", "a")}


def test_half_of_a_page_that_is_half_an_agencys_is_not_the_agencys(compare, document, words):
    wire, rest = words(1, 60), words(2, 60)
    docs = [
        document("x", " ".join(wire), "2020-01-02", author="السدرة - رويترز"),
        document("y", " ".join([*wire, *rest[:50]]), "2020-01-02", outlet="north"),
        document("z", " ".join([*rest[:50], *words(3, 45)]), "2020-01-02", outlet="south"),
        document("w", " ".join([*wire[:55], *rest[:40]]), "2020-01-02", outlet="east"),
    ]
    assert origin_of(compare(COMPARER, docs)) == {"x": "وكالة رويترز", "y": "وكالة رويترز", "w": "وكالة رويترز", "z": None}
