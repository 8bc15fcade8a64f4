"""Offices said with or without their holder's name: the rule file's own examples, and what must not be read as a present holder."""

from __future__ import annotations

from datetime import date

import pytest

from tawatur import rulebook
from tawatur.annotate import name_tokens
from tawatur.annotate.offices import OFFICES, phrases
from tawatur.arabic import fold
from tawatur.layers import Name, Published, Region, Time
from tawatur.model import Annotation, Document, Origin, Span

SAID = Origin("test", "1", "test")
EXAMPLES = [(row["post"], text, wanted) for row in rulebook.load("offices").tables["office"] for wanted in (True, False) for text in row["yes" if wanted else "no"]]


def posts(text: str) -> list[str]:
    view = fold(text).text
    return [f"{p.id}:{p.of}" for s in name_tokens.read(view, 0, len(view)) for p in phrases(s.words) if p.state == "held"]


@pytest.mark.parametrize(("post", "text", "wanted"), EXAMPLES)
def test_examples_of_the_rules(post: str, text: str, wanted: bool) -> None:
    assert posts(text) == ([post] if wanted else [])


def page(marked: str, time: tuple[str, date] | None = None) -> Document:
    """'قال [سامر الحداد]' → a page of 15 March 2018 with that name; `time`: words of it and the day they end."""
    text, names = "", list[Annotation[Name]]()
    for n, part in enumerate(marked.replace("]", "[").split("[")):
        if n % 2:
            lead = 1 if part.startswith("+") else 0
            part = part.lstrip("+")
            names.append(Annotation(Span(len(text), len(text) + len(part)), Name("PER", lead=lead), SAID))
        text += part
    day = date(2018, 3, 15)
    layers = {
        "region": (Annotation(Span(0, len(text)), Region("body"), SAID),),
        "published": (Annotation(Span(0, len(text)), Published(day, day, day, 3), SAID),),
        "name": tuple(names),
    }
    if time:
        at = text.index(time[0])
        layers["time"] = (Annotation(Span(at, at + len(time[0])), Time("DATE", "x", latest=time[1]), SAID),)  # type: ignore[assignment]
    return Document("d", text, "0", layers=layers)  # type: ignore[arg-type]


def said(marked: str, time: tuple[str, date] | None = None, state: str = "held") -> list[tuple[str, str, str | None]]:
    doc = page(marked, time)
    return [(a.span.of(doc.text), f"{a.value.id}:{a.value.of}", a.value.holder and a.value.holder.of(doc.text)) for a in OFFICES(doc) if a.value.state == state]


@pytest.mark.parametrize(
    ("marked", "want"),
    [
        ("قال وزير الدفاع الأردني أمس", [("وزير الدفاع الأردني", "defence_minister:JO", None)]),
        ("قال وزير الدفاع الأردني [سامر الحداد] أمس", [("وزير الدفاع الأردني", "defence_minister:JO", "سامر الحداد")]),
        ("قال وزير الدفاع الأردني، اللواء الدكتور [سامر الحداد] أمس", [("وزير الدفاع الأردني", "defence_minister:JO", "سامر الحداد")]),
        ("قال وزير الدفاع الأردني [+لسامر الحداد] إنه عائد", [("وزير الدفاع الأردني", "defence_minister:JO", None)]),
        ("وبحث مع رئيس وزراء العراق الملف", [("رئيس وزراء العراق", "prime_minister:IQ", None)]),
        ("رسالة للرئيس الأردني", [("لرئيس الأردني", "president:JO", None)]),
        ("استقبل [نادر الخياط] وزير الدفاع الأردني", []),
        ("قال [نادر الخياط]، وزير الدفاع الأردني، إنه عائد", []),
        ("التقى [نادر الخياط] بوزير الدفاع الأردني", [("وزير الدفاع الأردني", "defence_minister:JO", None)]),
        ("وزير الدفاع الأردني الأسبق [نادر الخياط]", []),
        ("وزير الدفاع الأردني الحالي [نادر الخياط]", [("وزير الدفاع الأردني", "defence_minister:JO", "نادر الخياط")]),
    ],
)
def test_offices_with_and_without_a_name(marked: str, want: list[tuple[str, str, str | None]]) -> None:
    assert said(marked) == want


@pytest.mark.parametrize(("marker", "state"), [("السابق", "before"), ("المنتخب", "after"), ("الجديد", "after"), ("بالوكالة", "instead")])
def test_who_holds_it_no_longer_or_not_yet_is_told_as_such(marker: str, state: str) -> None:
    text = f"قال وزير الدفاع الأردني {marker} [سامر الحداد] أمس"
    assert said(text) == []
    assert said(text, state=state) == [("وزير الدفاع الأردني", "defence_minister:JO", "سامر الحداد")]
    assert said(text.replace("[سامر الحداد] ", ""), state=state) == []


def test_a_title_taken_for_a_name_is_none() -> None:
    assert said("قال وزير الدفاع الأردني [الدكتور] [سامر الحداد] أمس") == [("وزير الدفاع الأردني", "defence_minister:JO", "سامر الحداد")]
    assert said("قال وزير الدفاع الأردني [الدكتور] أمس") == [("وزير الدفاع الأردني", "defence_minister:JO", None)]


def test_a_sentence_of_old_speaks_of_others() -> None:
    text = "في 2011 قال وزير الدفاع الأردني ذلك"
    assert said(text, ("2011", date(2011, 12, 31))) == []
    assert len(said(text, ("2011", date(2018, 3, 1)))) == 1
