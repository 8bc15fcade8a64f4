"""A deadline is judged against the newest page of the whole pile, whatever that page speaks of; never called broken, and never passed once declared done."""

from __future__ import annotations

import json
from pathlib import Path

from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record

PLEDGE = ("2019-03-10", "تعهدت شركة السدود بإغلاق محطة الوادي القديمة قبل نهاية 2019.")
DONE = ("2019-12-01", "أعلنت شركة السدود انتهاء إغلاق محطة الوادي القديمة أمس.")
LATER = ("2020-02-01", "فاز نادي الساحل بكأس المدينة مساء السبت.")


def statuses(folder: Path, *pages: tuple[str, str]) -> list[str]:
    rows = [json.dumps({"id": f"{n}", "text": text, "outlet": f"o{n}", "published": day}) for n, (day, text) in enumerate(pages)]
    (folder / "pile.jsonl").write_text("\n".join(rows), encoding="utf-8")
    out = folder / "pile.tawatur"
    build([folder / "pile.jsonl"], out, Settings(workers=1))
    with open_record(out) as record:
        return [row["status"] for row in record.findings("commitment")]


def test_before_the_day_it_stands(tmp_path: Path) -> None:
    assert statuses(tmp_path, PLEDGE) == ["undertaken"]


def test_a_later_page_of_another_affair_lets_it_pass(tmp_path: Path) -> None:
    assert statuses(tmp_path, PLEDGE) == ["undertaken"]
    assert statuses(tmp_path, PLEDGE, LATER) == ["deadline passed, no report seen"]


def test_what_is_declared_done_stays_done(tmp_path: Path) -> None:
    assert statuses(tmp_path, PLEDGE, DONE, LATER) == ["declared done"]
