"""Building a record: what is there afterwards, again, after a kill at any point, and with bad documents in the pile."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tawatur.errors import StoreError
from tawatur.run.build import build
from tawatur.settings import Settings
from tawatur.store import open_record
from tawatur.store.database import writing_alone

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SMALL = Settings(shard=2, workers=1)


def dump(path: Path) -> list[str]:
    """Everything a record says, but for the numbers of its rows."""
    with open_record(path) as record:
        rows = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in record.documents()]
        rows += [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in record.all_findings()]
        rows += [json.dumps(row, ensure_ascii=False, sort_keys=True) for name in ("region", "time", "name", "statement") for row in record.layer(name)]
        return sorted(rows)


def test_same_pile_same_record_byte_for_byte(tmp_path: Path) -> None:
    build([EXAMPLES], tmp_path / "a.tawatur", SMALL)
    build([EXAMPLES], tmp_path / "b.tawatur", SMALL)
    dumps = []
    for name in ("a.tawatur", "b.tawatur"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as base:
            dumps.append(sorted(base.iterdump()))
    assert dumps[0] == dumps[1]


def test_a_second_build_costs_nothing_and_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "a.tawatur"
    first = build([EXAMPLES], out, SMALL)
    before = dump(out)
    second = build([EXAMPLES], out, SMALL)
    assert (second.added, second.known) == (0, first.added)
    assert dump(out) == before


def test_documents_added_later_give_the_same_record(tmp_path: Path) -> None:
    pages = sorted(path for path in EXAMPLES.iterdir() if path.suffix != ".md")
    build([EXAMPLES], tmp_path / "once.tawatur", SMALL)
    for page in pages:
        build([page], tmp_path / "often.tawatur", SMALL)
    assert dump(tmp_path / "often.tawatur") == dump(tmp_path / "once.tawatur")


def test_workers_give_the_same_record(tmp_path: Path) -> None:
    build([EXAMPLES], tmp_path / "one.tawatur", SMALL)
    build([EXAMPLES], tmp_path / "two.tawatur", Settings(shard=2, workers=2))
    assert dump(tmp_path / "two.tawatur") == dump(tmp_path / "one.tawatur")


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kill_at_any_point_and_resume_loses_nothing(tmp_path: Path, seed: int) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("shard = 1\nworkers = 1\n", encoding="utf-8")
    out = tmp_path / "killed.tawatur"
    command = [sys.executable, "-m", "tawatur", "--settings", str(settings), "build", str(EXAMPLES), "-o", str(out)]
    chance = random.Random(seed)
    for _ in range(4):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if out.exists():
            with open_record(out) as record:
                list(record.documents())
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    build([EXAMPLES], tmp_path / "whole.tawatur", SMALL)
    assert dump(out) == dump(tmp_path / "whole.tawatur")


def test_an_id_used_twice_and_an_id_with_other_bytes_are_failures(tmp_path: Path) -> None:
    text = "أعلنت بلدية سنبوك اليوم الأحد فتح الجسر الجديد أمام المارة."
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "page.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b" / "page.txt").write_text(text + " وشكرت السكان.", encoding="utf-8")
    out = tmp_path / "x.tawatur"
    report = build([tmp_path / "a", tmp_path / "b"], out, SMALL)
    assert (report.added, [f.code for f in report.failures]) == (1, ["document.twice"])
    (tmp_path / "a" / "page.txt").write_text(text + " وغابت الصحافة.", encoding="utf-8")
    again = build([tmp_path / "a"], out, SMALL)
    assert (again.added, [f.code for f in again.failures]) == (0, ["document.changed"])
    with open_record(out) as record:
        assert record.text("page.txt") == text
        assert len(record.failures()) == 2


def test_only_one_writer(tmp_path: Path) -> None:
    out = tmp_path / "x.tawatur"
    with writing_alone(out), pytest.raises(StoreError) as error:
        build([EXAMPLES], out, SMALL)
    assert error.value.code == "store.locked"


def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("not a record " * 100, encoding="utf-8")
    with contextlib.closing(sqlite3.connect(other)) as base:
        base.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
    for path, code in ((text, "store.unreadable"), (other, "store.foreign")):
        before = path.read_bytes()
        with pytest.raises(StoreError) as error:
            build([EXAMPLES], path, SMALL)
        assert error.value.code == code
        assert path.read_bytes() == before


def test_a_new_plan_derives_everything_anew_from_the_stored_bytes(tmp_path: Path) -> None:
    out = tmp_path / "x.tawatur"
    build([EXAMPLES], out, SMALL)
    before = dump(out)
    base = sqlite3.connect(out)
    base.execute("UPDATE meta SET value = 'an older plan' WHERE key = 'plan'")
    base.commit()
    base.close()
    report = build([], out, SMALL)
    assert report.added == 0
    assert dump(out) == before


def test_the_order_of_sets_does_not_matter() -> None:
    """Two processes with other hash seeds print the same bytes."""
    pages = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix != ".md"]
    outputs = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "tawatur", "compare", *pages]
        outputs.add(subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout)
    assert len(outputs) == 1
