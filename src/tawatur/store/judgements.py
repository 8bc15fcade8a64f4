"""What people decided about findings: appended, never changed, undone by a further row. They outrank rules, and no rebuild touches them.

A target names what is judged, in one string: `fact:<id>` (a finding, by kind and stable id), `statement:<document>:<start>-<end>` (an annotation, in code
points), `name:<TYPE>:<folded words>`, `document:<id>`. Places and exact words are kept in `data`, so that a decision finds its finding again after a rebuild.
This file holds the rows and what holds of one target; store/judged.py lays them over what is read, run/judge.py over what is compared.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from tawatur.errors import StoreError, UsageError
from tawatur.store.database import connect, transaction
from tawatur.store.rows import encode

ACTS = ("accept", "reject", "edit", "merge", "split", "redate", "reclass", "comment", "star", "undo")
VALUES: Mapping[str, str] = {"edit": "text", "comment": "text", "redate": "date", "merge": "with", "split": "part", "reclass": "class"}
"""The field that an act cannot be without."""
CLASSES = ("PER", "LOC", "ORG", "MISC")
KINDS = ("event", "fact", "commitment", "statement", "reuse", "story", "entity", "office", "name", "time", "quantity", "document", "mention")
MAX_TEXT = 4_000
"""Most characters of a comment or a corrected text."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
_MOST_BESIDE = 400  # characters of who judged and why
_KEPT = ("words", "places", "others", "before", "ids")
_TARGET = re.compile(rf"({'|'.join(KINDS)}):(.{{1,600}})$", re.S)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision as it was written. `undoes`: the number of the one it takes back. `undone`: a later row took this one back.

    `data`: what the act needs (see VALUES), `words` and `before` (what the record said then), `places` of the target and `others` of what it is merged
    with or split from, each {"doc", "start", "end"}; `ids` that the findings of either side had; `by` and `why`, where they were said.
    """

    n: int
    at: str
    act: str
    target: str
    data: Mapping[str, Any]
    undoes: int | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of one target after all its judgements. None = nobody decided. `merged`: the target it is now part of; `split`: targets taken out of it."""

    target: str
    verdict: str | None = None
    star: bool = False
    text: str | None = None
    date: str | None = None
    merged: str | None = None
    split: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    cls: str | None = None
    last: int | None = None


def prepare(base: sqlite3.Connection) -> None:
    """Make the table in a record that was written before there was one."""
    schema = resources.files("tawatur.store").joinpath("schema.sql").read_text(encoding="utf-8")
    base.executescript(schema[schema.index("CREATE TABLE IF NOT EXISTS judgement") :])


def check(act: str, target: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that this act keeps. Raises UsageError for an unknown act or target, or a field that is missing or too long."""
    if act not in ACTS or act == "undo" or not _TARGET.match(target):
        raise UsageError("desk.error.judgement", act=act, target=target[:200])
    kept = {key: value for key, value in data.items() if key in _KEPT and value}
    kept |= {key: str(data[key]).strip()[:_MOST_BESIDE] for key in ("by", "why") if data.get(key)}
    if wanted := VALUES.get(act):
        value = str(data.get(wanted) or "").strip()
        wrong = not value or len(value) > MAX_TEXT or (wanted == "date" and not _is_date(value)) or (wanted in ("with", "part") and not _TARGET.match(value))
        if wrong or value == target or (wanted == "class" and value not in CLASSES):
            raise UsageError("desk.error.field", act=act, field=wanted)
        kept[wanted] = value
    return kept


def _is_date(value: str) -> bool:
    if not _DATE.match(value):
        return False
    try:
        return bool(date.fromisoformat(value + "-01-01"[len(value) - 4 :]))
    except ValueError:
        return False


def judge(path: Path | str, act: str, target: str, data: Mapping[str, Any], now: Callable[[], datetime] | None = None) -> Judgement:
    """Append one decision and return it. Waits for a running build's transaction, at most 30 s. Raises UsageError (see `check`) or StoreError."""
    kept = check(act, target, data)
    (done,) = append(path, [(None, act, target, kept, None)], now)
    return done


def undo(path: Path | str, n: int, by: str | None = None, now: Callable[[], datetime] | None = None) -> Judgement:
    """Take one decision back. Raises UsageError when there is none, or it is undone already."""
    base = connect(path, write=False)
    try:
        found = next((j for j in history(base) if j.n == n and not j.undone and j.act != "undo"), None)
    finally:
        base.close()
    if found is None:
        raise UsageError("desk.error.undo", n=n)
    (done,) = append(path, [(None, "undo", found.target, {"by": by} if by else {}, n)], now)
    return done


Written = tuple[str | None, str, str, Mapping[str, Any], int | None]
"""A row to append: when (None = now), act, target, data, undoes."""


def append(path: Path | str, rows: Iterable[Written], now: Callable[[], datetime] | None = None) -> list[Judgement]:
    """Append decisions that were checked, all or none, in one transaction. Raises StoreError when a build holds the record for longer than 30 s."""
    this = (now or (lambda: datetime.now(UTC)))().strftime("%Y-%m-%dT%H:%M:%SZ")
    done = []
    base = connect(path, write=True)
    try:
        prepare(base)
        with transaction(base):
            for at, act, target, data, undoes in rows:
                row = (at or this, act, target, encode(dict(data)), undoes)
                n = base.execute("INSERT INTO judgement (at, act, target, data, undoes) VALUES (?, ?, ?, ?, ?)", row).lastrowid
                done.append(Judgement(int(n or 0), at or this, act, target, dict(data), undoes))
    except sqlite3.OperationalError as error:
        raise StoreError("store.locked", path=path) from error
    finally:
        base.close()
    return done


def latest(base: sqlite3.Connection) -> int:
    """The number of the last decision, 0 where there is none. Cheap."""
    try:
        return int(base.execute("SELECT coalesce(max(n), 0) FROM judgement").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # a record from before there was a table


def history(base: sqlite3.Connection, schema: str = "main", target: str | None = None) -> list[Judgement]:
    """All decisions in order, or those about one target; none where the record was made before there was a table."""
    if not base.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = 'judgement'").fetchone():
        return []
    where, given = ("WHERE target = ?", (target,)) if target else ("", ())
    rows = base.execute(f"SELECT n, at, act, target, data, undoes FROM {schema}.judgement {where} ORDER BY n", given).fetchall()
    undone = {undoes for *_, undoes in rows if undoes}
    return [Judgement(n, at, act, target, json.loads(data), undoes, n in undone) for n, at, act, target, data, undoes in rows]


def standings(judgements: Iterable[Judgement]) -> dict[str, Standing]:
    """What holds of every judged target: undone rows count for nothing, later ones win, comments add up, a second star takes the first away."""
    out: dict[str, Standing] = {}
    for judgement in judgements:
        if judgement.act == "undo" or judgement.undone:
            continue
        before = out.get(judgement.target, Standing(judgement.target))
        out[judgement.target] = replace(_after(before, judgement.act, judgement.data), last=judgement.n)
    return out


def redated(base: sqlite3.Connection) -> dict[str, str]:
    """Document id → the whole day, ISO, that a person gave it as its date."""
    found = standings(history(base)).values()
    return {s.target.partition(":")[2]: s.date for s in found if s.target.startswith("document:") and s.date and len(s.date) == 10}


def _after(now: Standing, act: str, data: Mapping[str, Any]) -> Standing:
    match act:
        case "accept" | "reject":
            return replace(now, verdict=act)
        case "star":
            return replace(now, star=not now.star)
        case "edit":
            return replace(now, text=data["text"])
        case "redate":
            return replace(now, date=data["date"])
        case "merge":
            return replace(now, merged=data["with"])
        case "split":
            return replace(now, split=(*now.split, data["part"]))
        case "reclass":
            return replace(now, cls=data["class"])
        case _:
            return replace(now, comments=(*now.comments, data["text"]))


@dataclass(frozen=True, slots=True)
class Example:
    """One decision that stands, as training data, and as another record takes it (`judge --from`).

    `layer`: what was judged (name, mention, statement, event, fact, document …). `before`: what the record said, `after`: what a person put in its place; None
    where nothing was replaced. `places`: the spans it is about, `others`: of a merge or split, those of the other side; each {"doc", "start", "end", "text"},
    text None where the record has no such document.
    """

    n: int
    at: str
    by: str | None
    why: str | None
    layer: str
    act: str
    target: str
    words: str
    before: str | None
    after: str | None
    places: tuple[Mapping[str, Any], ...] = ()
    others: tuple[Mapping[str, Any], ...] = ()
    offsets: str = field(default="code points, half-open")


def examples(base: sqlite3.Connection) -> Iterator[Example]:
    """Every decision that stands, in order, with the words of its places."""
    for j in history(base):
        if j.act != "undo" and not j.undone:
            data = j.data
            places, others = (tuple({**place, "text": _text(base, place)} for place in data.get(side) or ()) for side in ("places", "others"))
            yield Example(
                j.n, j.at, data.get("by"), data.get("why"), j.target.split(":", 1)[0], j.act, j.target, str(data.get("words") or ""), data.get("before"),
                data.get(VALUES.get(j.act, "")), places, others,
            )  # fmt: skip


def _text(base: sqlite3.Connection, place: Mapping[str, Any]) -> str | None:
    row = base.execute("SELECT substr(text, ?, ?) FROM document WHERE id = ?", (place["start"] + 1, place["end"] - place["start"], place["doc"])).fetchone()
    return row[0] if row else None
