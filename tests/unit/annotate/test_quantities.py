"""The quantity stage as a stage, and its word lists against CLDR."""

from decimal import Decimal

import pytest
from babel import Locale

from tawatur.annotate.quantities import QUANTITIES, find
from tawatur.annotate.quantity_words import COUNT_OF, UNIT_OF, can_be_counted, goals, is_adjective, shared_scale
from tawatur.arabic import fold, folded
from tawatur.layers import NAME, REGION, TIME, Name, Region, Time
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.pipeline import Stage, check_plan
from tawatur.rulebook import load

GOLD = Origin("test", "1", "test")
CURRENCIES = ["USD", "EUR", "GBP", "EGP", "SAR", "QAR", "YER", "OMR", "AED", "MAD", "IQD", "KWD", "JOD", "BHD", "LYD", "TND", "DZD", "TRY", "LBP", "JPY", "CNY"]


def read(text: str) -> list[tuple[str, Decimal, str | None]]:
    view = fold(text).text
    return [(view[f.start : f.end], f.value.number, f.value.unit) for f in find(view, 0, len(view))]


def test_it_is_a_stage() -> None:
    stage: Stage = QUANTITIES
    check_plan([stage], ("region", TIME, NAME))
    assert stage.name == "quantity"


@pytest.mark.parametrize("code", CURRENCIES)
def test_cldr_name_of_a_currency_is_read(code: str) -> None:
    name = str(Locale("ar").currencies[code])
    assert read(f"دفع 500 {name} ثمنا")[0][1:] == (Decimal(500), code)


def test_every_currency_of_cldr_that_is_listed_has_its_code() -> None:
    named = {folded(str(name)): code for code, name in Locale("ar").currencies.items() if code in CURRENCIES}
    assert {form: UNIT_OF[form] for form in named if form in UNIT_OF} == {form: code for form, code in named.items() if form in UNIT_OF}


def test_spans_are_of_the_text_not_of_the_view() -> None:
    text = "قُـتِـلَ خمسـة جُـنُـود"
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)]).with_layer(TIME, [])
    (found,) = QUANTITIES(doc)
    assert found.span.of(text) == "خمسـة جُـنُـود"


def test_furniture_holds_no_quantities() -> None:
    text = "شارك 50 شخصا"
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("furniture"), GOLD)]).with_layer(TIME, [])
    assert list(QUANTITIES(doc)) == []


def test_a_time_is_no_quantity() -> None:
    text = "قبل 5 أيام سافر 7 رجال"
    doc = Document("d", text, "x").with_layer(REGION, [Annotation(Span(0, len(text)), Region("body"), GOLD)])
    doc = doc.with_layer(TIME, [Annotation(Span(4, 10), Time("DURATION", "P5D"), GOLD)])
    assert [a.span.of(text) for a in QUANTITIES(doc)] == ["7 رجال"]


def test_words() -> None:
    assert can_be_counted("جنديا") and not can_be_counted(folded("في")) and not can_be_counted(folded("وقال")) and can_be_counted(folded("وزيرا"))
    assert is_adjective(folded("أميركيا")) and not is_adjective(folded("الذين"))
    assert goals("3") == 3 and goals(folded("لا شيء")) == 0 and goals(folded("هدفين")) == 2
    assert shared_scale(folded("5 ملايين")) == 1_000_000 and shared_scale("5") == 1


def test_every_dual_is_a_counted_noun() -> None:
    counts = load("countables")
    assert [form for form in counts.key_of["dual"] if form not in COUNT_OF and form[:-2] not in {c[: len(form) - 2] for c in COUNT_OF}] == []


@pytest.mark.parametrize("family", load("predicates").tables["family"], ids=lambda row: row["id"])
def test_predicate_families_match_their_examples(family: dict[str, object]) -> None:
    from tawatur.compare.fact_context import family_of

    def holds(phrase: str) -> bool:
        forms = {folded(form) for form in family["forms"]}  # type: ignore[attr-defined]
        words = [folded(word) for word in phrase.split()]
        return any(w in forms or w.removeprefix(folded("ال")) in forms or w[1:] in forms for w in words) or any(family_of(w) == family["id"] for w in words)

    assert all(holds(phrase) for phrase in family["yes"])  # type: ignore[attr-defined]
    assert not any(holds(phrase) for phrase in family["no"])  # type: ignore[attr-defined]
    assert family["plover"] in {"", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def test_a_number_in_a_name_counts_nothing() -> None:
    text = "غرقت العبارة «نورس 3» وعلى متنها 64 راكبا."
    doc = Document("d", text, "").with_layer("region", [Annotation(Span(0, len(text)), Region("body"), Origin("region", "1", "t"))])
    named = doc.with_layer(NAME, [Annotation(Span(14, 20), Name("MISC"), Origin(NAME, "1", "t"))])
    assert [q.value.number for q in QUANTITIES(named)] == [Decimal(64)]
