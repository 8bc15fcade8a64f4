"""Statements: the parts of the grammar, the verbs' own examples, and what the stage promises."""

from __future__ import annotations

import time

import pytest

from tawatur.annotate.statement_clauses import is_deed
from tawatur.annotate.statement_lexicon import cues, lexicon, participle_forms, past_forms, present_forms
from tawatur.annotate.statement_passages import ALI, passages, read_passage
from tawatur.annotate.statement_speakers import find_phrase
from tawatur.annotate.statements import STATEMENTS
from tawatur.arabic import fold
from tawatur.layers import Name, Region, Statement
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.rulebook import load

HERE = Origin("test", "1", "test")
VERBS = load("speech").tables["verb"]


def page(text: str, *regions: tuple[str, str], names: tuple[str, ...] = ()) -> Document:
    spans = [(text.index(part), part, role) for part, role in regions] or [(0, text, "body")]
    doc = Document("d", text, "")
    doc = doc.with_layer("region", [Annotation(Span(at, at + len(part)), Region(role), HERE) for at, part, role in spans])  # type: ignore[arg-type]
    return doc.with_layer("name", [Annotation(Span(text.index(n), text.index(n) + len(n)), Name("PER"), HERE) for n in names])


def read(text: str, *regions: tuple[str, str], names: tuple[str, ...] = ()) -> list[Annotation[Statement]]:
    return list(STATEMENTS(page(text, *regions, names=names)))


def contents(text: str) -> list[str]:
    return [a.span.of(text) for a in read(text)]


def speaker(text: str, *names: str) -> str | None:
    mention = read(text, names=names)[0].value.speaker
    return mention.span.of(text) if mention else None


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v["id"])
def test_each_verb_matches_its_examples(verb: dict[str, object]) -> None:
    for text in verb["yes"]:  # type: ignore[attr-defined]
        assert any(a.origin.rule.split(".")[0] == verb["id"] for a in read(text)), text
    for text in verb["no"]:  # type: ignore[attr-defined]
        assert not any(a.origin.rule.split(".")[0] == verb["id"] for a in read(text)), text


def test_verbs_have_ids_of_their_own_and_counts() -> None:
    assert len({v["id"] for v in VERBS}) == len(VERBS)
    assert all(v["act"] in {"say", "deny", "demand", "commit", "ask"} for v in VERBS)
    assert all(v["seen"] >= 0 for v in VERBS)


def test_forms_of_a_regular_and_a_weak_verb() -> None:
    said = {form for form, _, _ in past_forms(fold("قال").text)}
    assert {"قال", "قالت", "قالوا", "قالا"} <= said
    denied = {form: (gender, number) for form, gender, number in past_forms(fold("نفى").text)}
    assert denied["نفت"] == ("f", "s")
    assert denied["نفوا"] == ("m", "p")
    assert {form for form, _, _ in present_forms(fold("ينفي").text)} >= {"ينفي", "تنفي", "ينفون"}
    assert {form for form, _, _ in participle_forms(fold("داعي").text)} >= {"داعيا", "داعيه", "داعين"}


def test_conjunctions_join_cues() -> None:
    table = cues()
    assert table["وقال"].joined
    assert not table["قال"].joined
    assert table["قالت"].gender == "f"
    assert "متابعه" not in table


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("قال «كذا وكذا» أمس", [(1, 5)]),
        ('قال "كذا وكذا" أمس', [(1, 4)]),
        ("قال “كذا” ثم “كذا”", [(1, 3), (5, 7)]),
        ("قال «كذا «وكذا» أمس» ثم", [(1, 7)]),
        ("قال «كذا وكذا", [(1, 4)]),
        ("قال «كذا وكذا. ثم ذهب", [(1, 4)]),
        ("نهاية مهمتها القتالية\" في البلاد", []),
        ("قال d'Estaing كلمة", []),
    ],
)
def test_quotations_are_paired(text: str, pairs: list[tuple[int, int]]) -> None:
    view = fold(text).text
    p = read_passage(view, 0, len(view))
    assert len(p.quotes) == len(pairs)
    assert [a for a, _ in p.quotes] == [a for a, _ in pairs]


def test_a_quotation_holds_its_full_stops() -> None:
    view = fold("قال «ذهبنا. ثم عدنا.» ثم سكت. وبعدها نام.").text
    p = read_passage(view, 0, len(view))
    assert p.sentence_end(0) == p.close[1]


def test_a_term_in_the_same_marks_inside_a_quotation() -> None:
    assert contents('وقال نادر: "كان الرجل يتخذ من "القلعة" مقرا له ولأهله".') == ['كان الرجل يتخذ من "القلعة" مقرا له ولأهله']


def test_the_name_ali_is_told_from_the_preposition() -> None:
    doc = page("قال علي حسن إن الجسر مغلق")
    assert next(iter(passages(doc))).words[1] == ALI
    assert speaker("قال علي حسن إن الجسر مغلق") == "علي حسن"


def test_only_the_pages_own_words_are_read() -> None:
    text = "قال نادر إن الجسر مغلق\nقالت ليلى إن السوق مفتوحة\nقال زيد إن البحر هادئ"
    lines = text.split("\n")
    found = read(text, (lines[0], "body"), (lines[1], "furniture"), (lines[2], "comment"))
    assert [a.span.of(text) for a in found] == ["الجسر مغلق"]


def test_a_statement_does_not_cross_lines() -> None:
    assert contents("قال نادر البيطار\nإن الجسر مغلق") == []


def test_names_tell_the_speaker_where_rules_cannot() -> None:
    text = "وقالت العداءة الميرفانية هالة النجار إن السباق صعب"
    assert speaker(text, "هالة النجار") == "هالة النجار"


def test_an_organisation_named_after_somebody_stays_whole() -> None:
    assert speaker("قال مكتب نادر البيطار إن الجسر مغلق", "نادر البيطار") == "مكتب نادر البيطار"


def test_the_spokesman_is_not_the_one_he_speaks_for() -> None:
    assert speaker("قال المتحدث باسم نادر البيطار إن الجسر مغلق", "نادر البيطار") == "المتحدث باسم نادر البيطار"


def test_nobody_is_guessed_for_a_passive() -> None:
    found = read("أعلن في مرفأ الياسمين اليوم عن انتهاء أعمال الصيانة")
    assert found[0].value.speaker is None


def test_a_phrase_ends_before_when_and_where() -> None:
    view = fold("الوزير في المدينة أمس").text
    p = read_passage(view, 0, len(view))
    phrase = find_phrase(p, 0, len(p.words), lexicon())
    assert phrase is not None
    assert (phrase.start, phrase.end) == (0, 1)


@pytest.mark.parametrize(("word", "is_one"), [("انتهاء", True), ("التزامها", True), ("تطوير", True), ("تركيا", False), ("تقرير", False), ("كرسي", False)])
def test_verbal_nouns(word: str, is_one: bool) -> None:
    assert is_deed(fold(word).text, lexicon()) is is_one


def test_acts() -> None:
    said = {a.value.act for text in ("نفى نادر إغلاق الجسر", "دعا نادر إلى إغلاق الجسر", "تعهد نادر بإغلاق الجسر", "تساءل نادر هل يفتح الجسر") for a in read(text)}
    assert said == {"deny", "demand", "commit", "ask"}


@pytest.mark.parametrize("token", ['"', "«", "قال ", 'قال "', "قال: ", "وقال زيد إن ", "بحسب ", "بحسب الوزير، ", "مشيرا إلى أن ", "، "])
@pytest.mark.usefixtures("at_rest")
def test_hostile_text_stays_linear(token: str) -> None:
    def spent(size: int) -> float:
        doc = page(token * (size // len(token)))
        start = time.process_time()
        list(STATEMENTS(doc))
        return time.process_time() - start

    spent(5_000)
    assert min(spent(120_000) for _ in range(2)) < 8 * max(min(spent(30_000) for _ in range(3)), 0.02)


@pytest.mark.usefixtures("at_rest")
def test_one_unclosed_quotation_over_a_long_line() -> None:
    start = time.process_time()
    list(STATEMENTS(page("قال «" + "كلمة " * 60_000)))
    assert time.process_time() - start < 5
