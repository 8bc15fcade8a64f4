"""Judging a record: one path for the command line, Python and the desk. A decision is appended, then laid over what comparing said; undoing is a row too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tawatur.compare.judged import Parts
from tawatur.errors import UsageError
from tawatur.run.judged import as_held, settle
from tawatur.store import Record, judgements, open_record
from tawatur.store.judged import on_place
from tawatur.store.judged_items import decided
from tawatur.store.judgements import CLASSES, VALUES, Judgement, Written, check, history
from tawatur.store.subjects import ANCHORS, Subject, Subjects, a_class, has_annotation

Row = dict[str, Any]
ACTS: Mapping[str, str] = {
    "same": "merge", "different": "split", "rename": "edit", "reclass": "reclass", "accept": "accept", "reject": "reject", "edit": "edit", "redate": "redate",
    "comment": "comment", "star": "star",
}  # fmt: skip
"""What a person says → the act in the record (`undo` aside)."""
_TAKES = {"same": "NAME NAME", "different": "NAME NAME", "rename": "NAME WORDS", "reclass": "NAME CLASS", "edit": "WHAT WORDS", "redate": "WHAT DATE", "comment": "WHAT WORDS"}


def judge(path: Path | str, act: str, *what: str, by: str | None = None, why: str | None = None) -> Judgement:
    """Append one decision and lay it over the record. `act`: a key of ACTS, or undo with a number. `what`: as `judge --help` says. Raises UsageError, StoreError."""
    if act == "undo":
        done = judgements.undo(path, _number(what), by)
    else:
        with open_record(path, everything=True) as record:
            row = written(Subjects(record), act, what, {"by": by, "why": why})
        (done,) = judgements.append(path, [row])
    settle(path)
    return done


def _number(what: Sequence[str]) -> int:
    if len(what) != 1 or not what[0].isdecimal():
        raise UsageError("judge.arguments", act="undo", wanted="N")
    return int(what[0])


def written(subjects: Subjects, act: str, what: Sequence[str], beside: Mapping[str, Any]) -> Written:
    """The row of one decision as a person says it. Raises UsageError for an unknown act, or words that mean nothing or several things."""
    if act not in ACTS:
        raise UsageError("judge.act", act=act, known=", ".join((*ACTS, "undo")))
    wanted = _TAKES.get(act, "WHAT")
    if len(what) != len(wanted.split()):
        raise UsageError("judge.arguments", act=act, wanted=wanted)
    kept = ACTS[act]
    one = subjects.find(what[0])
    if act in ("different", "rename", "reclass") and not one.target.startswith("name:"):
        raise UsageError("judge.only_names", act=act, what=what[0])
    if act == "same":
        return _same(one, subjects.find(what[1]), beside)
    if act == "different":
        return _different(subjects, one, what[1], beside)
    data: Row = {**beside, "words": one.words, "places": list(one.places), "ids": _ids(one)}
    if kept in VALUES:
        data[VALUES[kept]] = a_class(what[1]) if act == "reclass" else what[1]
        data["before"] = (one.before or {}).get(VALUES[kept])
    return None, kept, one.target, check(kept, one.target, data), None


def _same(into: Subject, other: Subject, beside: Mapping[str, Any]) -> Written:
    kinds = {s.target.partition(":")[0] for s in (into, other)}
    if len(kinds) > 1 or kinds <= {"document", "mention", "statement", "time", "quantity"}:
        raise UsageError("judge.not_alike", a=into.words, b=other.words)
    if into.data and other.data and into.data["id"] == other.data["id"]:
        raise UsageError("judge.already_same", a=into.words, b=other.words)
    target, with_ = other.target, into.target
    if target == with_:  # two of one name and class
        with_ = f"entity:{into.data['id']}" if into.data else with_
    data = {**beside, "words": other.words, "before": other.words, "with": with_, "places": list(other.places), "others": list(into.places), "ids": _ids(other, into)}
    return None, "merge", target, check("merge", target, data), None


def _ids(*subjects: Subject) -> list[str]:
    return [str(s.data["id"]) for s in subjects if s.data]


def _different(subjects: Subjects, one: Subject, what: str, beside: Mapping[str, Any]) -> Written:
    part, others = subjects.part(one, what)
    apart = {place["doc"] for place in others}
    places = [place for place in subjects.every_place(one) if place["doc"] not in apart][:ANCHORS]
    if not places:
        raise UsageError("judge.nothing_left", name=one.words, what=what)
    if part == one.target:
        part = f"mention:{others[0]['doc']}:{others[0]['start']}-{others[0]['end']}"
    data = {**beside, "words": one.words, "part": part, "places": places, "others": list(others), "ids": _ids(one)}
    return None, "split", one.target, check("split", one.target, data), None


# a batch


def load(path: Path | str, rows: Iterable[Mapping[str, Any]], by: str | None = None) -> tuple[int, int]:
    """Lay decisions on a record: rows of the export of judgements, or {"judge": act, "what": [...], "by"?, "why"?}. All or none.

    Returns how many were appended, and how many the record had already. Raises UsageError that names the row.
    """
    with open_record(path, everything=True) as record:
        subjects = Subjects(record)
        known = {_same_row(j.at, j.act, j.target, j.data) for j in history(record.base) if not j.undone}
        new, there = list[Written](), 0
        for number, row in enumerate(rows, 1):
            try:
                made = _plain(subjects, row, by) if "judge" in row else _exported(subjects, row, by)
            except UsageError as error:
                raise UsageError("judge.row", number=number, reason=error) from error
            if made[0] and _same_row(made[0], *made[1:4]) in known:
                there += 1
            else:
                new.append(made)
    judgements.append(path, new)
    settle(path)
    return len(new), there


def _plain(subjects: Subjects, row: Mapping[str, Any], by: str | None) -> Written:
    what = row.get("what")
    what = [what] if isinstance(what, str) else what
    if not isinstance(what, list) or not all(isinstance(words, str) for words in what):
        raise UsageError("judge.arguments", act=row["judge"], wanted="what: [...]")
    return written(subjects, str(row["judge"]), what, {"by": row.get("by") or by, "why": row.get("why")})


def _exported(subjects: Subjects, row: Mapping[str, Any], by: str | None) -> Written:
    """A row of another record's export. A name that none of its places has here is looked up by its words; anything else waits for its documents."""
    act, target = str(row.get("act")), str(row.get("target"))
    data = {key: row[key] for key in ("words", "before", "why") if row.get(key)} | {"by": row.get("by") or by}
    after = str(row.get("after") or "")
    if act in VALUES:
        data[VALUES[act]] = after
    for side, words in (("places", target), ("others", after)):
        places = [{key: place[key] for key in ("doc", "start", "end")} for place in row.get(side) or ()]
        data[side] = places if _any_here(subjects.record, places) else _looked_up(subjects, words) or places
    at = str(row.get("at") or "") or None
    return at, act, target, check(act, target, data), None


def _any_here(record: Record, places: Sequence[Row]) -> bool:
    return any(record.base.execute("SELECT 1 FROM document WHERE id = ?", (place["doc"],)).fetchone() for place in places)


def _looked_up(subjects: Subjects, target: str) -> list[Any]:
    if not target.startswith("name:"):
        return []
    try:
        return list(subjects.find(target).places)
    except UsageError:
        return []


def _same_row(at: str, act: str, target: str, data: Mapping[str, Any]) -> tuple[object, ...]:
    return at, act, target, data.get(VALUES.get(act, ""), ""), data.get("by")


# what holds of each


def listed(record: Record) -> Iterator[Row]:
    """Every decision in order with what became of it. `state`: holds, undone, undo, overridden (`by_n`: by which), or no_target: nothing of the record is it now."""
    every = record.judgements.history
    outranked, missing = _outranked(record, every)
    for j in every:
        state = "undo" if j.act == "undo" else "undone" if j.undone else "no_target" if j.n in missing else "overridden" if j.n in outranked else "holds"
        value = j.data.get(VALUES.get(j.act, ""))
        yield {
            "n": j.n, "at": j.at, "by": j.data.get("by"), "act": j.act, "target": j.target, "words": j.data.get("words") or j.target.rpartition(":")[2], "value": value,
            "why": j.data.get("why"), "undoes": j.undoes, "state": state, "by_n": outranked.get(j.n) if state == "overridden" else None,
        }  # fmt: skip


def _outranked(record: Record, every: Sequence[Judgement]) -> tuple[dict[int, int], set[int]]:
    """Decisions of which a later one leaves nothing → its number; and those whose target the record does not have."""
    on_items = {found.judgement.n: found for found in decided(record.base)[0]}
    held = {n: as_held(found) for n, found in on_items.items()}
    parts = Parts({item for h in held.values() for item in (*h.one, *h.other)}, held.values())
    outranked = dict(parts.outranked)
    missing = {n for n, h in held.items() if not h.one or (h.act in ("same", "different") and not h.other)}
    last: dict[tuple[object, ...], int] = {}
    for j in every:
        if j.undone or j.act in ("undo", "star", "comment"):
            continue
        field = "verdict" if j.act in ("accept", "reject") else j.act
        if j.n in held:
            about = [parts.root(item) for item in held[j.n].one] if j.act in ("edit", "reclass") else []
        else:
            found = _found(record, j)
            about = [found] if found else []
            missing |= set() if found else {j.n}
        for one in about:
            if (before := last.get((field, one))) is not None and before != j.n:
                outranked[before] = j.n
            last[field, one] = j.n
    return outranked, missing


def _found(record: Record, judgement: Judgement) -> str | None:
    """What a decision that is not on items is about now."""
    target = judgement.target
    if target.startswith("document:"):
        return target if _any_here(record, [{"doc": target.partition(":")[2]}]) else None
    if at := on_place(target):
        return target if has_annotation(record, *at) else None
    found = record.judgements.finding(target)
    return f"{target.partition(':')[0]}:{found}" if found else None


__all__ = ["ACTS", "CLASSES", "judge", "listed", "load"]
