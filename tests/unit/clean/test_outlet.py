"""Whose a page is, from its own first and last lines."""

from tawatur.clean.outlet import of_head, of_rights


def test_the_line_that_keeps_the_rights_names_the_outlet() -> None:
    assert of_rights(["نص", "يومية الوادي - جميع الحقوق محفوظة"]) == "الوادي"
    assert of_rights(["جميع الحقوق محفوظة لموقع سد الوادي 2019"]) == "سد الوادي"
    for line in ("جميع الحقوق محفوظة", "واشترى حقوق النشر", "حقوق النشر محفوظة لكل الصور المنشورة هنا."):
        assert of_rights([line]) is None


def test_a_name_at_the_head_and_again_before_a_credit_is_the_outlet() -> None:
    assert of_head(["الوادية", "مجتمع", "سد جديد يفتح أبوابه", "الوادية – متابعة"]) == "الوادية"
    assert of_head(["الرياض", "محليات", "الرياض – متابعة"]) is None
    assert of_head(["الوادية", "سد جديد يفتح أبوابه أمام الزوار"]) is None
    assert of_head([]) is None
