"""Affairs in a record: stories come under them as pages come, in any order, and the command shows them together."""

from __future__ import annotations

import json
import random
from pathlib import Path

from click.testing import CliRunner

from tawatur.cli import main
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record

ONE = Settings(shard=4, workers=1)
EVENTS = [
    ("2019-03-04", "زلزال يضرب بلدة السنديان", "ضرب زلزال بلدة السنديان في محافظة الزيتونة فجر الاثنين وتسبب بانهيار مدرسة ومقتل سبعة أشخاص، بحسب المحافظ نادر الكفري."),
    ("2019-03-08", "انتشال ناجية من تحت أنقاض مدرسة السنديان", "انتشل رجال الإنقاذ طفلة ناجية من تحت أنقاض مدرسة في بلدة السنديان بمحافظة الزيتونة، وقال المحافظ نادر الكفري إن البحث مستمر."),
    ("2019-03-13", "فتح تحقيق في انهيار مدرسة السنديان", "أعلن المحافظ نادر الكفري فتح تحقيق في انهيار مدرسة بلدة السنديان بمحافظة الزيتونة بعد الزلزال، ومساءلة المقاول الذي بناها."),
    ("2019-03-08", "فريق الصنوبر يفوز بكأس الطائرة", "فاز فريق الصنوبر لكرة الطائرة بالكأس بعد مباراة مثيرة مع فريق الحور، وقال المدرب ربيع العتيق إنه سعيد."),
]


def rows() -> list[dict[str, str]]:
    return [{"id": f"p{n}", "text": f"{title}\n\n{text}", "title": title, "outlet": "north", "published": day} for n, (day, title, text) in enumerate(EVENTS)]


def write(folder: Path, name: str, some: list[dict[str, str]]) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some), encoding="utf-8")
    return path


def affairs(record: Path) -> dict[str, tuple[str, str | None]]:
    with open_record(record) as opened:
        return {row["docs"][0]: (row["affair_title"], row["follows"] and "yes") for row in opened.findings("story")}


def test_later_events_are_stories_of_one_affair_whatever_the_order(tmp_path: Path) -> None:
    build([write(tmp_path, "all.jsonl", rows())], tmp_path / "once.tawatur", ONE)
    found = affairs(tmp_path / "once.tawatur")
    title = EVENTS[0][1]
    assert found == {"p0": (title, None), "p1": (title, "yes"), "p2": (title, "yes"), "p3": (EVENTS[3][1], None)}
    for seed in range(2):
        shuffled = rows()
        random.Random(seed).shuffle(shuffled)
        for n, row in enumerate(shuffled):
            build([write(tmp_path, f"{seed}-{n}.jsonl", [row])], tmp_path / f"{seed}.tawatur", ONE)
        assert affairs(tmp_path / f"{seed}.tawatur") == found


def test_the_command_shows_an_affairs_stories_together(tmp_path: Path) -> None:
    build([write(tmp_path, "all.jsonl", rows())], tmp_path / "r.tawatur", ONE)
    shown = CliRunner().invoke(main, ["stories", str(tmp_path / "r.tawatur")])
    assert [json.loads(line)["docs"] for line in shown.output.splitlines()] in ([["p0"], ["p1"], ["p2"], ["p3"]], [["p3"], ["p0"], ["p1"], ["p2"]])
    some = CliRunner().invoke(main, ["stories", str(tmp_path / "r.tawatur"), "--affair", "السنديان"])
    assert [json.loads(line)["docs"] for line in some.output.splitlines()] == [["p0"], ["p1"], ["p2"]]
    table = CliRunner().invoke(main, ["stories", str(tmp_path / "r.tawatur"), "--format", "table"])
    assert table.output.count("زلزال يضرب") == 3, "its own title, and the affair's beside the two that follow"
