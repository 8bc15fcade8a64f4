"""Opening at once: the kept index, the first view, a pass that was killed, a record that changed."""

import sqlite3
import time
from pathlib import Path

from desk_client import PORT, TOKEN, Client

from tawatur.run.build import build
from tawatur.serve.app import VIEWS, create_app
from tawatur.settings import Settings
from tawatur.store.database import writing_alone
from tawatur.store.desk import Filter
from tawatur.store.desk_index import STEPS, about, build_index, whole
from tawatur.store.desk_open import Desk, make


def kept(record: Path) -> Path:
    return record.with_name(f"{record.name}-desk")


def more(record: Path, name: str = "more") -> None:
    row = f'{{"id": "{name}", "text": "قال سالم البدري إن المرفأ أغلق.", "published": "2019-05-01"}}\n'
    (record.parent / f"{name}.jsonl").write_text(row, encoding="utf-8")
    build([str(record.parent / f"{name}.jsonl")], record, Settings(workers=1))


def said(file: Path) -> dict[str, str]:
    base = sqlite3.connect(file)
    found = about(base)
    base.close()
    return found


def test_what_is_kept_is_used_again(record: Path) -> None:
    before = kept(record).stat().st_mtime_ns
    desk = Desk(record)
    assert not desk.partial and desk.indexed == desk.state() and not desk.refresh()
    make(record, kept(record))
    assert kept(record).stat().st_mtime_ns == before
    desk.close()


def test_nobody_reads_the_index_who_may_not_read_the_record(record: Path) -> None:
    kept(record).unlink()
    record.chmod(0o640)
    make(record, kept(record))
    assert kept(record).stat().st_mode & 0o777 == 0o640


def test_totals_are_counted_once_and_a_first_view_counts_documents(record: Path, tmp_path: Path) -> None:
    desk = Desk(record)
    counted = desk.reader().totals()
    assert counted == desk.reader().record.totals() and counted["statements"]
    desk.close()
    kept(record).unlink()
    desk = Desk(record)
    assert {key: desk.reader().totals()[key] for key in ("documents", "outlets", "origins")} == {key: counted[key] for key in ("documents", "outlets", "origins")}
    desk.close()


def test_a_first_view_shows_documents_until_there_is_more(record: Path) -> None:
    kept(record).unlink()
    desk = Desk(record)
    assert desk.partial and desk.generation == 0
    reader = desk.reader()
    assert reader.one("SELECT count(*) FROM desk.doc") > 5 and reader.findings("event", Filter())[1] == 0
    page = Client(create_app(desk, TOKEN, PORT))
    assert "data-partial" in page.get("/").text and page.get("/state").json["partial"]
    assert page.get("/search.json?q=في").json["hits"] and page.get("/sources.json").json["documents"]
    for name in VIEWS:
        assert page.get(f"/{name}?id=emoji").status in (200, 404), name
    for _ in range(200):
        if not desk.partial:
            break
        time.sleep(0.1)
        desk.follow()
    assert desk.generation == 1 and "data-partial" not in page.get("/").text and desk.reader().findings("event", Filter())[1] > 0
    assert whole(said(kept(record)))
    desk.close()


def test_a_pass_that_was_killed_goes_on(record: Path, tmp_path: Path) -> None:
    file = tmp_path / "index"
    build_index(record, file, only=2)
    assert said(file)["done"].split() == list(STEPS)[:2]
    base = sqlite3.connect(file)
    base.execute("UPDATE doc SET title = 'kept'")
    base.commit()
    base.close()
    build_index(record, file)
    base = sqlite3.connect(file)
    assert base.execute("SELECT DISTINCT title FROM doc").fetchall() == [("kept",)] and whole(about(base))
    base.close()


def test_a_record_that_changed_or_a_torn_file_is_read_anew(record: Path, tmp_path: Path) -> None:
    file = tmp_path / "index"
    build_index(record, file, only=2)
    more(record)
    build_index(record, file)
    base = sqlite3.connect(file)
    assert base.execute("SELECT count(*) FROM doc WHERE id = 'more'").fetchone() == (1,)
    base.close()
    file.write_bytes(file.read_bytes()[:40_000])
    build_index(record, file)
    assert whole(said(file))


def test_what_was_indexed_during_a_build_is_indexed_again_after_it(record: Path) -> None:
    desk = Desk(record)
    with writing_alone(record):
        assert desk.refresh() and desk.indexed.endswith("/building")
        assert not desk.refresh()
    assert desk.refresh() and not desk.indexed.endswith("/building")
    desk.close()


def test_pages_stay_whole_while_findings_are_concluded_anew(record: Path) -> None:
    desk = Desk(record)
    base = sqlite3.connect(record)
    base.execute("DELETE FROM finding WHERE kind = 'event'")
    base.commit()
    base.close()
    rows, total = desk.reader().findings("event", Filter())
    assert total and desk.reader().finding(rows[0]["n"]) == {}
    desk.close()


def test_reading_never_blocks_writing(record: Path) -> None:
    """A page that is being read, and an index that is being made, hold no lock that a build waits for; what was begun is read to its end as it was."""
    desk = Desk(record)
    rows = desk.reader().base.execute("SELECT id FROM main.document ORDER BY n")
    first = next(rows)
    base = sqlite3.connect(record, timeout=0)
    base.execute("BEGIN IMMEDIATE")
    base.execute("INSERT INTO meta VALUES ('written', 'meanwhile')")
    assert desk.reader().findings("event", Filter())[1] > 0
    base.commit()
    base.close()
    assert first and len(rows.fetchall()) > 5
    desk.close()
