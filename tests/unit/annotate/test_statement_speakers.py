"""Who speaks, where the name layer and the sentences before have a say: read with every stage."""

from __future__ import annotations

import pytest

from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span
from tawatur.pipeline import STAGES, annotate


def speakers(text: str) -> list[str | None]:
    doc = Document("page", text, "").with_layer("region", [Annotation(Span(0, len(text)), Region("body"), Origin("test", "1", "test"))])
    return [a.value.speaker.span.of(text) if a.value.speaker else None for a in annotate(doc, STAGES).layer("statement")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("أشار رئيس قسم الأرصاد، ومدير مركز التميز لأبحاث المناخ بجامعة الساحل ، الدكتور سالم البحري، إلى أن الأمطار تشمل مناطق واسعة.", ["سالم البحري"]),
        ("قال مدير الميناء، أمام الصحفيين في ساحة المدينة ، إن الدكتور سالم البحري سيزور الساحل.", ["مدير الميناء"]),
        ("وشكا عدد من سكان الحي من الضوضاء. وقال عدد من الصيادين إنهم يأملون حل مشكلتهم قريبا. وأضافوا أنهم يعانون من قلة السفن.", ["عدد من الصيادين"] * 2),
        ("وقال سالم البحري إن الميناء مغلق. وقالت ليلى النجار إن السفن تنتظر. وأضاف أن الرصيف سيفتح غدا.", ["سالم البحري", "ليلى النجار", "سالم البحري"]),
    ],
)
def test_speakers(text: str, want: list[str]) -> None:
    assert speakers(text) == want
