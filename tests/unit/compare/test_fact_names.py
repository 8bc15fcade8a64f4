"""Names as values: one a page, all spellings under one key, an office as the label; a vast country only where the page opens with it."""

from __future__ import annotations

from tawatur.compare.fact_names import cast
from tawatur.layers import NAME, REGION, Name, Office, Region
from tawatur.model import Annotation, Document, Origin, Span

BY = Origin("test", "1", "test")


def document(text: str, *names: tuple[str, Name]) -> Document:
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), BY)])
    found, at = [], 0
    for words, value in names:
        start = text.index(words, at)
        at = start + len(words)
        found.append(Annotation(Span(start, at), value, BY))
    return doc.with_layer(NAME, found)


def test_a_family_name_belongs_to_the_full_name() -> None:
    person = Name("PER")
    first, *rest = cast(document("وصل سامر الوراق أمس ثم غادر الوراق", ("سامر الوراق", person), ("الوراق", person))).named(0)
    assert not rest and len(first.mentions) == 2 and first.best.span == Span(4, 15)


def test_spellings_share_a_key() -> None:
    keys = [cast(document(name, (name, Name("PER")))).named(0)[0].key for name in ("خالد عمر", "خالد عمار", "خالد أبو بكر", "خالد أبوبكر")]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_a_country_counts_only_in_the_lead() -> None:
    doc = document("في لورانيا", ("لورانيا", Name("LOC", "country")))
    assert cast(doc).named(0) == [] and len(cast(doc).named(10)) == 1


def test_the_label_is_the_office_or_the_words_before() -> None:
    text = "قال الحارس الليلي سامر الوراق"
    plain = document(text, ("سامر الوراق", Name("PER")))
    titled = document(text, ("سامر الوراق", Name("PER", offices=(Office(Span(4, 17), "guard", "role"),))))
    assert cast(plain).named(0)[0].label(plain) == "قال الحارس الليلي"
    assert cast(titled).named(0)[0].label(titled) == "الحارس الليلي"


def test_whose_age_a_number_is() -> None:
    text = "قال سامر الوراق (57 عاما) إن سجن نادر خمس سنوات ظلم، وبلغت ليلى من العمر 30 عاما"
    people = cast(document(text, ("سامر الوراق", Name("PER")), ("نادر", Name("PER")), ("ليلى", Name("PER"))))
    samir, _, laila = (name.key for name in people.named(0))
    assert [people.aged(text.index(number)) for number in ("57", "خمس", "30")] == [samir, None, laila]
