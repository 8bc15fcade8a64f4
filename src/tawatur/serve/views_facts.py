"""The matrix of facts: slot by outlet, copies folded; and one slot with everything that is said of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tawatur.errors import UsageError
from tawatur.serve.ask import Ask, cite, doc_href, one_a_document, options, outlet_options, pager, shown_origin
from tawatur.serve.forms import Answer, Cell, CellValue, Column, FactRow, Row
from tawatur.serve.forms_pages import Fact, Facts
from tawatur.store.judgements import history

COMPARED = "contradict,update,agree"
"""Verdicts that the matrix shows unless asked otherwise: more than one page speaks."""
SIZE = 25
COLUMNS = 10
"""Most outlets that have a column of their own."""
VALUES = 3
"""Most values shown in a cell."""
PLACES = 12
"""Most places shown of one value."""


def facts(ask: Ask) -> Facts:
    """The matrix, what is disputed first; what one outlet alone says only when asked for."""
    asked = ask.asked()
    page = ask.number("page")
    by = ask.filter(asked, "disputed")
    rows, total = ask.read.findings("fact", by if asked.state else replace(by, state=COMPARED), page, SIZE)
    matrix, columns = fact_rows(ask, rows)
    choices = {"state": options(ask.read.states("fact"), asked.state), "outlet": outlet_options(ask, asked.outlet)}
    return Facts(asked, choices, columns, matrix, pager(page, total, SIZE))


def fact_rows(ask: Ask, rows: Sequence[Row], most: int = COLUMNS) -> tuple[tuple[FactRow, ...], tuple[Column, ...]]:
    """Slots as rows over common columns: the outlets that give most of these values, then pages of no known outlet."""
    found = {row["n"]: _values(ask, row["n"]) for row in rows}
    counts = Counter(key for values in found.values() for key in {v["column"] for v in values})
    labels = {v["column"]: v["label"] for values in found.values() for v in values}
    columns = tuple(Column(key, labels[key]) for key, _ in sorted(counts.items(), key=lambda c: (c[0].startswith("\0"), -c[1], c[0]))[:most])
    return tuple(_row(ask, row, found[row["n"]], columns) for row in rows), columns


def _values(ask: Ask, n: int) -> list[Row]:
    """The values of a slot with their documents' outlets and origins."""
    out = []
    for value in ask.read.finding(n).get("values", ()):
        doc = ask.read.rows("SELECT d.n, d.title, d.root, o.name FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet WHERE d.id = ?", value["doc"])
        if doc:
            head = doc[0]
            column = head["name"] or "\0" + value["doc"]
            out.append({**value, "n": head["n"], "column": column, "label": head["name"] or head["title"] or value["doc"], "root": head["root"]})
    return out


def _row(ask: Ask, row: Row, values: Sequence[Row], columns: Sequence[Column]) -> FactRow:
    by_column: dict[str, list[Row]] = {}
    for value in values:
        by_column.setdefault(value["column"], []).append(value)
    first = _first_value(values)
    standing = ask.judged(row["target"])
    cells = tuple(_cell(ask, row["state"], first, by_column.get(column.key, ())) for column in columns)
    others = len(by_column.keys() - {column.key for column in columns})
    title = standing.text if standing and standing.text else row["title"]
    return FactRow(row["target"], title, row["state"], row["outlets"], row["origins"], cells, others, "/fact?target=" + row["target"], standing)


def _first_value(values: Sequence[Row]) -> str:
    """The value given first; where nobody has a date, the one given most often."""
    dated = sorted((v["as_of"], str(v["value"])) for v in values if v.get("as_of"))
    return dated[0][1] if dated else Counter(str(v["value"]) for v in values).most_common(1)[0][0] if values else ""


def _cell(ask: Ask, verdict: str, first: str, values: Sequence[Row]) -> Cell:
    if not values:
        return Cell("silent")
    by_value: dict[str, Row] = {}
    for value in values:
        by_value.setdefault(str(value["value"]), value)
    shown = tuple(_cell_value(ask, value) for value in by_value.values())
    differs = any(not _same_or_wider(value.value, first) for value in shown)
    state = verdict if verdict in ("agree", "single") else (verdict if differs else "agree")
    folded = {value.folded for value in shown}
    return Cell(state, shown[:VALUES], len(shown) - VALUES if len(shown) > VALUES else 0, folded.pop() if len(folded) == 1 else None)


def _same_or_wider(one: str, other: str) -> bool:
    """Whether two values of a slot are equal, or dates of which one lies within the other ("2011" and "June 2011")."""
    if one == other or not (_DAYS.fullmatch(one) and _DAYS.fullmatch(other)):
        return one == other
    (a, b), (c, d) = ((days[:10], days[-10:]) for days in (one, other))
    return (a <= c and d <= b) or (c <= a and b <= d)


_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")  # a day, or the first and the last of an interval


def _cell_value(ask: Ask, value: Mapping[str, object]) -> CellValue:
    folded = shown_origin(ask, str(value["root"])) if value["root"] != value["doc"] else None
    start, end = int(str(value["start"])), int(str(value["end"]))
    return CellValue(str(value["value"]), str(value["text"])[:120], str(value["as_of"]) if value.get("as_of") else None, doc_href(str(value["doc"]), start, end), folded)


def fact(ask: Ask) -> Fact:
    """One slot. Raises UsageError when there is none."""
    target = ask.read.anchored(ask.given.get("target", "")[:200])
    found = ask.read.find(target)
    if found is None or found["kind"] != "fact":
        raise UsageError("desk.error.target", target=target)
    rows, columns = fact_rows(ask, [found], 24)
    values = _values(ask, found["n"])
    groups: dict[str, list[Row]] = {}
    for value in values:
        groups.setdefault(str(value["value"]), []).append(value)
    answers = [_answer(ask, value, group) for value, group in groups.items()]
    return Fact(rows[0], columns, tuple(sorted(answers, key=lambda a: (a.as_of or "9999", a.value))), tuple(history(ask.read.base, target=target)))


def _answer(ask: Ask, value: str, group: Sequence[Row]) -> Answer:
    places = one_a_document([{"doc": v["n"], "start": v["start"], "end": v["end"]} for v in group])
    dates = sorted(str(v["as_of"]) for v in group if v.get("as_of"))
    cites = tuple(cite(ask, p["doc"], p["start"], p["end"]) for p in places[:PLACES])
    return Answer(value, dates[0] if dates else None, len({v["column"] for v in group}), len({v["root"] for v in group}), cites)
