"""What the desk's pages ask of a record, by name: paged, indexed, reading only. Judgements are laid over every answer; a build may run meanwhile.

A `Reader` is one thread's connection to a record and its index; store/desk_open.py opens both and follows a record that grows. Offsets are code points.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.store.database import connect
from tawatur.store.judged_items import on_entities
from tawatur.store.judgements import Judgement, Standing, history, latest, standings
from tawatur.store.record import Record

Row = dict[str, Any]
T = TypeVar("T")
PAGE = 30
"""Rows a page."""
MOST_NAMES = 40
"""Most names that one filter's words may stand for."""
_MOST_KEPT = 2_000  # filters whose names are remembered until there is a new index


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; None or "" = not. Dates are ISO, inclusive. `about`: words of a name. `words`: words of the text. `hidden`: also what was rejected."""

    first: str = ""
    last: str = ""
    about: str = ""
    outlet: str = ""
    state: str = ""
    words: str = ""
    speaker: int | None = None
    name: int | None = None
    starred: bool = False
    hidden: bool = False
    order: str = ""


class Reader:
    """One thread's questions. Every answer is plain rows; `judged` holds what people decided."""

    def __init__(self, path: Path, index: Path, generation: int, kept: dict[str, Any]) -> None:
        """Opens the record for reading and its index beside it. `kept`: answers that all readers of this index share."""
        self._kept = kept
        base = connect(path, write=False)
        base.execute("PRAGMA cache_size = -16384")
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("ATTACH ? AS desk", (index.absolute().as_uri() + "?mode=ro&immutable=1",))
        base.execute("CREATE TEMP TABLE judged (target TEXT PRIMARY KEY, verdict TEXT, star INTEGER, date TEXT, merged TEXT, text TEXT) WITHOUT ROWID")
        self.base = base
        self.record = Record(path, base)
        self.generation = generation
        self.judged: dict[str, Standing] = {}
        self.history: list[Judgement] = []
        self._known: int | None = None
        self._heeded = int(self.one("SELECT value FROM desk.about WHERE key = 'judged'") or 0)

    def __del__(self) -> None:
        """A reader lives as long as its thread; its connection ends with it."""
        with contextlib.suppress(sqlite3.Error, AttributeError):
            self.base.close()

    def learn(self) -> None:
        """Lay the newest judgements over the answers; what the index was made with, names that were merged, split or renamed, is in it already."""
        last = latest(self.base)
        if last == self._known:
            return
        self.history = history(self.base)
        self._known = last
        new = (j for j in self.history if j.n > self._heeded or not (j.target.startswith("name:") and on_entities(j)))
        self.judged = {self.anchored(s.target): s for s in standings(new).values()}
        self.base.execute("DELETE FROM temp.judged")
        rows = [(target, s.verdict, int(s.star), s.date, s.merged, s.text) for target, s in self.judged.items()]
        self.base.executemany("INSERT INTO temp.judged VALUES (?, ?, ?, ?, ?, ?)", rows)

    def anchored(self, target: str) -> str:
        """The finding or name that a judgement is about now (see store/judged.py); the target itself where the record has it no longer."""
        kind = target.split(":", 1)[0]
        if kind == "name":
            return self._named_now(target)
        if kind not in ("event", "fact", "commitment", "reuse", "story") or self.base.execute("SELECT 1 FROM desk.finding WHERE target = ?", (target,)).fetchone():
            return target
        found = self.record.judgements.finding(target)
        return f"{kind}:{found}" if found else target

    def _named_now(self, target: str) -> str:
        """The name that stands at most of the places written with a judgement: it may be shown under other words since, and two people under the same."""
        places = next((j.data["places"] for j in reversed(self.history) if j.target == target and j.data.get("places")), ())
        found: dict[str, int] = {}
        for place in places:
            rows = self.base.execute(
                "SELECT DISTINCT 'name:' || n.type || ':' || n.key FROM desk.doc d JOIN desk.mention m ON m.doc = d.n JOIN desk.name n ON n.n = m.name"
                ' WHERE d.id = ? AND m.start < ? AND m."end" > ?',
                (place["doc"], place["end"], place["start"]),
            )
            for (name,) in rows:
                found[name] = found.get(name, 0) + 1
        return max(found, key=lambda name: (found[name], name == target, name), default=target)

    # shared pieces

    def rows(self, sql: str, *given: Any) -> list[Row]:
        """Rows as dictionaries by column name."""
        cursor = self.base.execute(sql, given)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def keep(self, key: str, make: Callable[[], T]) -> T:
        """An answer that only a new index can change, made once. It must not depend on judgements."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def one(self, sql: str, *given: Any) -> Any:
        """The first column of the first row; None when there is no row."""
        found = self.base.execute(sql, given).fetchone()
        return found[0] if found else None

    def number(self, doc: str) -> int:
        """A document's number. Raises UsageError when there is none."""
        found = self.one("SELECT n FROM desk.doc WHERE id = ?", doc)
        if found is None:
            raise UsageError("document.missing", doc=doc[:200])
        return int(found)

    def doc(self, n: int) -> Row:
        """A document's head by number: id, title, outlet, day, first, last, root with its outlet and title (None where the root is no document of the record)."""
        return self.rows(
            "SELECT d.n, d.id, d.title, o.name outlet, d.day, d.first, d.last, d.origin, d.root, d.chars, x.weekday, p.name root_outlet, r.title root_title"
            " FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet JOIN main.document x ON x.n = d.n"
            " LEFT JOIN desk.doc r ON r.id = d.root LEFT JOIN desk.outlet p ON p.n = r.outlet WHERE d.n = ?",
            n,
        )[0]

    def context(self, doc: int, start: int, end: int, around: int) -> tuple[str, str, str]:
        """(before, exact, after): the words of a place with at most `around` characters on either side, within its lines."""
        low = max(start - around, 0)
        text: str = self.one("SELECT substr(text, ?, ?) FROM main.document WHERE n = ?", low + 1, end - low + around, doc) or ""
        before, exact, after = text[: start - low], text[start - low : end - low], text[end - low :]
        return _after_line(before, low > 0), exact, _before_line(after, len(after) == around)

    def finding(self, n: int) -> Row:
        """What was concluded, as the record holds it now; empty when a build has concluded it anew and the index does not know yet."""
        data = self.one("SELECT m.data FROM desk.finding f JOIN main.finding m ON m.n = f.n AND m.id = f.id WHERE f.n = ?", n)
        return dict(json.loads(data)) if data else {}

    def names_about(self, words: str) -> list[int]:
        """The names that hold all of these words, in any spelling; those in most documents first. Empty list: none; it must not be asked for no words."""
        found = fold(words).text.split()
        if not found:
            return []
        where = " AND ".join(["instr(key, ?)"] * len(found))
        kept: dict[tuple[str, ...], list[int]] = self.keep("about", dict)
        if (known := kept.get(tuple(found))) is None:
            known = [n for (n,) in self.base.execute(f"SELECT n FROM desk.name WHERE {where} ORDER BY docs DESC, n LIMIT {MOST_NAMES}", found)]
            if len(kept) < _MOST_KEPT:
                kept[tuple(found)] = known
        return known

    # lists of findings

    def findings(self, kind: str, by: Filter, page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
        """One page of findings of a kind, and how many there are in all. Order: "" weight (origins, outlets), "date" by first day."""
        where, given = self._where(kind, by)
        source = "FROM desk.finding f" + (" LEFT JOIN temp.judged j ON j.target = f.target" if self.judged else "")
        order = self._order(by.order)
        if by.about or by.name or by.words or by.outlet:  # costly conditions are weighed once
            every = [n for (n,) in self.base.execute(f"SELECT f.n {source} WHERE {where} ORDER BY {order}", given)]
            shown = every[(page - 1) * size : page * size]
            found = {row["n"]: row for row in self.rows("SELECT * FROM desk.finding WHERE n IN (SELECT value FROM json_each(?))", json.dumps(shown))}
            return [found[n] for n in shown], len(every)
        total = int(self.one(f"SELECT count(*) {source} WHERE {where}", *given))
        return self.rows(f"SELECT f.* {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", *given, size, (page - 1) * size), total

    def _order(self, order: str) -> str:
        star = "coalesce(j.star, 0) DESC, " if self.judged else ""
        if order == "date":
            redated = any(s.date for s in self.judged.values())
            return "coalesce(j.date, f.first, '9999'), f.last, f.n" if redated else "f.first IS NULL, f.first, f.last, f.n"
        disputed = "CASE f.state WHEN 'contradict' THEN 0 WHEN 'update' THEN 1 WHEN 'agree' THEN 2 ELSE 3 END, " if order == "disputed" else ""
        return f"{disputed}{star}f.origins DESC, f.outlets DESC, f.n"

    def _where(self, kind: str, by: Filter) -> tuple[str, list[Any]]:
        parts, given = ["f.kind = ?"], [kind]
        add = _adder(parts, given)
        states = [s for s in by.state.split(",") if s]
        add(f"f.state IN ({', '.join('?' * len(states))})" if states else "", *states)
        first, last = ("coalesce(j.date, f.first)", "coalesce(j.date, f.last)") if self.judged else ("f.first", "f.last")
        add(f"{last} >= ?" if by.first else "", by.first)
        add(f"{first} <= ?" if by.last else "", by.last + "~")
        for word in fold(by.words).text.split():
            add("instr(f.words, ?)", word)
        if by.outlet:
            add("f.n IN (SELECT finding FROM desk.place WHERE outlet = (SELECT n FROM desk.outlet WHERE name = ?))", by.outlet)
        names = [by.name] if by.name else self.names_about(by.about)
        if by.about or by.name:
            marks = ", ".join("?" * len(names))
            add(f'f.n IN (SELECT p.finding FROM desk.mention m JOIN desk.place p ON p.doc = m.doc AND p.kind = ? AND p.start <= m.start AND p."end" >= m."end" WHERE m.name IN ({marks}))', kind, *names)
        if self.judged:
            add("j.star = 1" if by.starred else "")
            add("" if by.hidden else "coalesce(j.verdict, '') <> 'reject' AND j.merged IS NULL")
        elif by.starred:
            add("0")
        return " AND ".join(parts), given

    def states(self, kind: str) -> dict[str, int]:
        """How many findings of a kind have each state (verdict, status, tense)."""
        sql = "SELECT state, count(*) FROM desk.finding WHERE kind = ? GROUP BY 1 ORDER BY 2 DESC"
        return self.keep(f"states {kind}", lambda: dict(self.base.execute(sql, (kind,))))

    def places(self, n: int) -> list[Row]:
        """Where a finding stands."""
        return self.rows('SELECT doc, start, "end" FROM desk.place WHERE finding = ?', n)

    def find(self, target: str) -> Row | None:
        """A finding by its target."""
        return next(iter(self.rows("SELECT * FROM desk.finding WHERE target = ?", target)), None)

    # statements

    def statements(self, by: Filter, page: int = 1, size: int = PAGE) -> tuple[list[Row], int]:
        """One page of statements, newest first ("" order) or oldest first ("date"), and how many there are in all."""
        parts, given = ["1"], list[Any]()
        add = _adder(parts, given)
        add("s.act = ?" if by.state else "", by.state)
        add("s.day >= ?" if by.first else "", by.first)
        add("s.day <= ?" if by.last else "", by.last + "~")
        add("s.speaker = ?" if by.speaker else "", by.speaker)
        if by.about:
            names = self.names_about(by.about)
            add(f"s.speaker IN ({', '.join('?' * len(names))})", *names)
        add("s.outlet = (SELECT n FROM desk.outlet WHERE name = ?)" if by.outlet else "", by.outlet)
        if match := _all_words(by.words):
            add("s.doc IN (SELECT rowid FROM main.search WHERE search MATCH ?)", match)
        join = ""
        if self.judged:
            join = "JOIN desk.doc d ON d.n = s.doc LEFT JOIN temp.judged j ON j.target = 'statement:' || d.id || ':' || s.start || '-' || s.\"end\""
            add("j.star = 1" if by.starred else "")
            add("" if by.hidden else "coalesce(j.verdict, '') <> 'reject' AND j.merged IS NULL")
        elif by.starred:
            add("0")
        where = " AND ".join(parts)
        total = int(self.one(f"SELECT count(*) FROM desk.statement s {join} WHERE {where}", *given))
        order = "s.day, s.n" if by.order == "date" else "s.day DESC, s.n DESC"
        rows = self.rows(f"SELECT s.* FROM desk.statement s {join} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", *given, size, (page - 1) * size)
        return rows, total

    def voices(self, size: int = 12, page: int = 1) -> list[Row]:
        """Speakers with the most statements: people and organisations that have a name."""
        return self.rows("SELECT n, type, name, statements, docs FROM desk.name WHERE statements > 0 AND type <> 'ROLE' ORDER BY statements DESC, n LIMIT ? OFFSET ?", size, (page - 1) * size)

    def acts(self) -> dict[str, int]:
        """How many statements of each act."""
        return self.keep("acts", lambda: dict(self.base.execute("SELECT act, count(*) FROM desk.statement GROUP BY 1 ORDER BY 2 DESC")))

    def totals(self) -> dict[str, int]:
        """How much the record holds (Record.totals), as counted when its index was made; a first view counts documents only."""
        return self.keep("totals", self._totals)

    def _totals(self) -> dict[str, int]:
        if counted := self.one("SELECT value FROM desk.about WHERE key = 'totals'"):
            return dict(json.loads(counted))
        sql = "SELECT count(*) documents, count(DISTINCT CASE o.name WHEN '' THEN d.id ELSE o.name END) outlets, count(DISTINCT coalesce(d.origin, d.id)) origins, 0 statements, 0 failures"
        return self.rows(f"{sql} FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet")[0]

    # the strip

    def strip(self, by: Filter) -> list[Row]:
        """Each day that has pages or dated events, with how many of either, in order."""
        parts, given = ["f.kind = 'event'", "f.first = f.last"], list[Any]()
        if by.about or by.outlet or by.state or by.words:
            where, given = self._where("event", by)
            parts.append(where)
        join = "LEFT JOIN temp.judged j ON j.target = f.target" if self.judged else ""
        events = dict(self.base.execute(f"SELECT f.first, count(*) FROM desk.finding f {join} WHERE {' AND '.join(parts)} GROUP BY 1", given))
        pages = dict(self.base.execute("SELECT day, count(*) FROM desk.doc WHERE day IS NOT NULL AND (? = '' OR outlet = (SELECT n FROM desk.outlet WHERE name = ?)) GROUP BY 1", (by.outlet, by.outlet)))
        return [{"day": day, "pages": pages.get(day, 0), "events": events.get(day, 0)} for day in sorted({*events, *pages})]


def _adder(parts: list[str], given: list[Any]) -> Any:
    def add(part: str, *values: Any) -> None:
        if part:
            parts.append(part)
            given.extend(values)

    return add


def _all_words(words: str) -> str:
    """FTS5 query for documents that hold all of these words."""
    found = [word for word in fold(words).text.replace('"', " ").split() if any(c.isalnum() for c in word)]
    return " AND ".join(f'"{word}"' for word in found)


def _after_line(text: str, cut: bool) -> str:
    """What stands before a place on its own line; a word that was cut in two is left out."""
    if "\n" in text:
        return text[text.rindex("\n") + 1 :]
    return text.partition(" ")[2] if cut else text


def _before_line(text: str, cut: bool) -> str:
    if "\n" in text:
        return text[: text.index("\n")]
    return text.rpartition(" ")[0] if cut else text

