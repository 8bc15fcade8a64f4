"""`tawatur judge` from a terminal: what it prints, its errors in both languages, a batch, the list, --all and export."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tawatur.cli import main
from tawatur.run.build import build
from tawatur.settings import Settings

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("command") / "x.tawatur"
    build([EXAMPLES], path, Settings(workers=1))
    return path


@pytest.fixture
def record(made: Path, tmp_path: Path) -> str:
    path = tmp_path / "x.tawatur"
    path.write_bytes(made.read_bytes())
    return str(path)


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin)


def rows(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_same_by_the_ids_of_review_and_undo(record: str) -> None:
    found = rows(run("names", record, "--review"))
    one = found[0]
    other = one["similar"][0]["entity"]
    (done,) = rows(run("judge", record, "same", one["entity"][:8], other[:8], "--by", "ليلى", "--why", "رسمان لاسم"))
    assert (done["act"], done["by"], done["why"], done["state"]) == ("merge", "ليلى", "رسمان لاسم", "holds")
    assert len(rows(run("names", record))) == len(rows(run("names", record, "--all")))
    assert other not in [row["entity"] for row in rows(run("names", record))]
    rows(run("judge", record, "undo", "1"))
    assert other in [row["entity"] for row in rows(run("names", record))]
    assert [row["state"] for row in rows(run("judge", record, "--list"))] == ["undone", "undo"]


def test_review_as_a_table_gives_pairs_with_ids(record: str) -> None:
    table = run("names", record, "--review", "--format", "table").stdout
    pair = rows(run("names", record, "--review"))[0]
    assert pair["entity"][:8] in table and pair["similar"][0]["entity"][:8] in table


def test_what_was_rejected_is_out_of_every_list_but_all(record: str, tmp_path: Path) -> None:
    fact = rows(run("facts", record))[0]
    rows(run("judge", record, "reject", fact["target"]))
    assert fact["target"] not in [row["target"] for row in rows(run("facts", record))]
    assert fact["target"] in [row["target"] for row in rows(run("facts", record, "--all"))]
    assert run("brief", record).stdout != run("brief", record, "--all").stdout
    for words, count in (((), len(rows(run("facts", record)))), (("--all",), len(rows(run("facts", record, "--all"))))):
        out = tmp_path / f"out{len(words)}"
        assert run("export", record, "-o", str(out), "--what", "fact_findings", *words).exit_code == 0
        assert len((out / "fact_findings.jsonl").read_text(encoding="utf-8").splitlines()) == count
        assert [path.name for path in out.iterdir()] == ["fact_findings.jsonl"]


def test_export_and_batch(record: str, made: Path, tmp_path: Path) -> None:
    person = next(row for row in rows(run("names", record)) if row["type"] == "PER")
    rows(run("judge", record, "rename", person["entity"][:10], "اسم آخر"))
    assert run("export", record, "-o", str(tmp_path / "out"), "--what", "judgements").exit_code == 0
    other = tmp_path / "other.tawatur"
    other.write_bytes(made.read_bytes())
    lines = (tmp_path / "out" / "judgements.jsonl").read_text(encoding="utf-8")
    first, again = run("judge", str(other), "--from", "-", stdin=lines), run("judge", str(other), "--from", str(tmp_path / "out" / "judgements.jsonl"))
    assert "on: 1; known from before: 0" in first.stderr and "on: 0; known from before: 1" in again.stderr
    assert [row["name"] for row in rows(run("who", str(other), "اسم آخر"))] == ["اسم آخر"]


def test_errors_are_one_line_in_both_languages(record: str) -> None:
    for words, english, arabic in (
        (("reject", "لا أحد"), "has nothing", "ليس في السجل"), (("melt", "x"), "no such act", "لا حكم"), (("same", "x"), "takes: NAME NAME", "يأخذ"),
        (("--from", "-"), "row 1", "السطر 1"),
    ):  # fmt: skip
        for lang, told in (("en", english), ("ar", arabic)):
            result = run("--lang", lang, "judge", record, *words, stdin="[1]\n")
            assert (result.exit_code, result.stdout) == (2, "")
            assert told in result.stderr and "Traceback" not in result.stderr


def test_help_in_both_languages() -> None:
    for lang, words in (("en", ("Decide what the record", "Who decides", "undo N")), ("ar", ("احكم بما يقوله السجل", "من حكم", "undo N"))):
        shown = run("--lang", lang, "judge", "--help").stdout
        assert all(word in shown for word in words), shown


def test_an_unknown_table_is_refused(record: str, tmp_path: Path) -> None:
    result = run("export", record, "-o", str(tmp_path / "out"), "--what", "nothing")
    assert result.exit_code == 2 and "judgements" in result.stderr and not (tmp_path / "out").exists()


def test_speakers_who_are_one_speak_as_one(record: str) -> None:
    one, other = "رواد الكنعوس", "فايز الرطيبان"
    count = {name: len(rows(run("statements", record, "--speaker", name))) for name in (one, other)}
    headings = [line for line in run("brief", record).stdout.splitlines() if line.startswith("#") and (one in line or other in line)]
    rows(run("judge", record, "same", one, other))
    rows(run("judge", record, "rename", one, "رواد بن فايز"))
    assert len(rows(run("statements", record, "--speaker", "رواد بن فايز"))) == sum(count.values()) + 1  # and one by his family name alone
    after = [line for line in run("brief", record).stdout.splitlines() if line.startswith("#") and (one in line or other in line or "رواد بن فايز" in line)]
    assert len(headings) == 2 and len(after) == 1 and "رواد بن فايز" in after[0]
