"""The desk's index: one derived file beside a record, made in a few steps, so that every page is one indexed query.

It decides nothing: dates, speakers, names, places and counts of the record in columns, and the words of the layers for search. Each step is one
transaction, so a pass that was killed goes on where it stopped; a record that changes meanwhile is read in one transaction instead.
"""

from __future__ import annotations

import itertools
import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from tawatur.arabic import fold, folded
from tawatur.errors import StoreError
from tawatur.store.desk_query import as_seen
from tawatur.store.judged_items import laid_until
from tawatur.store.record import Record

Row = tuple[Any, ...]
VERSION = "1"
"""Form of the file; one of another form is made anew."""
NETWORK = 500
"""Most names of the network drawing: those in most documents."""
INSIDE = ("statement", "commitment", "name", "time", "quantity")
"""Layers that search can be narrowed to: a column each of `inside` (folded) and of `spelled` (as published), one row a document."""
APART = " " + "\ue000 " * 12
"""Stands between two annotations in `inside`: a word that nobody types, often enough to keep phrases and NEAR within one annotation."""
_ROUNDS = 64  # most copies of copies that are followed to the first
SCHEMA = """
CREATE TABLE outlet (n INTEGER PRIMARY KEY, name TEXT, docs INTEGER, copies INTEGER, first TEXT, last TEXT);
CREATE TABLE doc (n INTEGER PRIMARY KEY, id TEXT, title TEXT, outlet INTEGER, day TEXT, first TEXT, last TEXT, origin TEXT, root TEXT, chars INTEGER);
CREATE TABLE name (n INTEGER PRIMARY KEY, type TEXT, key TEXT, name TEXT, docs INTEGER, mentions INTEGER, statements INTEGER, spellings TEXT, entity TEXT, finding INTEGER);
CREATE TABLE mention (name INTEGER, doc INTEGER, start INTEGER, "end" INTEGER);
CREATE TABLE statement (n INTEGER PRIMARY KEY, doc INTEGER, start INTEGER, "end" INTEGER, act TEXT, kind TEXT, speaker INTEGER, outlet INTEGER, day TEXT, via INTEGER,
    value TEXT, rule TEXT, score REAL);
CREATE TABLE finding (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, target TEXT, first TEXT, last TEXT, state TEXT, title TEXT, words TEXT, outlets INTEGER,
    origins INTEGER, size INTEGER);
CREATE TABLE place (finding INTEGER, kind TEXT, doc INTEGER, start INTEGER, "end" INTEGER, outlet INTEGER);
CREATE TABLE affair (affair TEXT, finding INTEGER);
CREATE TABLE edge (a INTEGER, b INTEGER, docs INTEGER, weight REAL);
CREATE TABLE pair (a INTEGER, b INTEGER, passages INTEGER, chars INTEGER);
CREATE TABLE doubt (n INTEGER PRIMARY KEY, target TEXT, kind TEXT, why TEXT, score REAL, doc INTEGER, start INTEGER, "end" INTEGER, finding INTEGER);
CREATE TABLE bearer (doc INTEGER, name INTEGER, PRIMARY KEY (doc, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE spelled USING fts5 (body, statement, commitment, name, time, quantity, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn'");
CREATE VIRTUAL TABLE inside USING fts5 (statement, commitment, name, time, quantity, content = '', tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
INDEXES = {
    "documents": """
CREATE INDEX doc_day ON doc (first, n); CREATE INDEX doc_outlet ON doc (outlet, first); CREATE INDEX doc_id ON doc (id); CREATE INDEX doc_root ON doc (root);
CREATE INDEX pair_size ON pair (chars DESC);""",
    "findings": """
CREATE INDEX finding_first ON finding (kind, first, last, n); CREATE INDEX finding_weight ON finding (kind, origins DESC, outlets DESC, n);
CREATE INDEX finding_state ON finding (kind, state, origins DESC, outlets DESC, n); CREATE INDEX finding_target ON finding (target);
CREATE INDEX place_finding ON place (finding); CREATE INDEX place_outlet ON place (outlet, finding); CREATE INDEX place_doc ON place (doc, kind, start);
CREATE INDEX affair_of ON affair (affair); CREATE INDEX affair_finding ON affair (finding);""",
    "names": """
CREATE UNIQUE INDEX name_key ON name (type, key); CREATE INDEX name_entity ON name (entity); CREATE INDEX edge_weight ON edge (weight DESC, a, b); CREATE INDEX mention_name ON mention (name, doc); CREATE INDEX mention_doc ON mention (doc, start, name, "end");""",
    "statements": """
CREATE INDEX statement_day ON statement (day, n); CREATE INDEX statement_speaker ON statement (speaker, day, n); CREATE INDEX statement_doc ON statement (doc, start);
CREATE INDEX statement_outlet ON statement (outlet, day, n); CREATE INDEX statement_act ON statement (act, day, n);
CREATE INDEX name_order ON name (type, docs DESC); CREATE INDEX name_all ON name (docs DESC, n); CREATE INDEX name_voice ON name (statements DESC, n);""",
    "doubts": "CREATE INDEX doubt_order ON doubt (score, n);",
}


def build_index(record: Path | str, file: Path, only: int | None = None) -> str:
    """Write the index of a record into `file`, going on with what is there of the same state; returns the state it holds (see `state`).

    `only`: so many steps, for a first view. Raises StoreError when either cannot be read or written.
    """
    try:
        try:
            return _build(record, file, only, stepwise=not _state_of(record).endswith("/building"))
        except (_Changed, sqlite3.DatabaseError):  # the record moved on, or the file is torn: once more, all of it in one transaction
            file.unlink(missing_ok=True)
            return _build(record, file, only, stepwise=False)
    except (OSError, sqlite3.Error) as error:
        raise StoreError("store.unreadable", path=record, reason=error) from error


class _Changed(Exception):
    """The record changed between two steps."""


def _state_of(record: Path | str) -> str:
    base = sqlite3.connect(Path(record).absolute().as_uri() + "?mode=ro", uri=True, timeout=30)
    try:
        return state(base, record)
    finally:
        base.close()


def _build(record: Path | str, file: Path, only: int | None, *, stepwise: bool) -> str:
    base = sqlite3.connect(file.absolute().as_uri() + "?mode=rwc", uri=True, isolation_level=None, timeout=30)
    try:
        for pragma in ("journal_mode = DELETE", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("ATTACH ? AS record", (Path(record).absolute().as_uri() + "?mode=ro",))
        base.execute("BEGIN")
        now = state(base, record, "record")
        said = about(base)
        if (said.get("state"), said.get("version")) != (now, VERSION):
            _empty(base, now)
        done = said.get("done", "").split()
        for name, step in itertools.islice(STEPS.items(), only):
            if name in done:
                continue
            if not base.in_transaction:
                base.execute("BEGIN")
                if state(base, record, "record") != now:
                    raise _Changed
            step(base)
            for sql in INDEXES.get(name, "").split(";"):
                base.execute(sql)
            done.append(name)
            base.execute("UPDATE about SET value = ? WHERE key = 'done'", (" ".join(done),))
            if stepwise:
                base.execute("COMMIT")
        if base.in_transaction:
            base.execute("COMMIT")
        if only is None:
            base.execute("ANALYZE main")
            with Record(record) as counted:  # counting reads the whole record: done once, here
                base.execute("INSERT OR REPLACE INTO about VALUES ('totals', ?)", (orjson.dumps(counted.totals()).decode(),))
    finally:
        base.close()
    return now


def _empty(base: sqlite3.Connection, now: str) -> None:
    if base.execute("SELECT 1 FROM main.sqlite_master").fetchone():
        raise _Changed
    for sql in SCHEMA.split(";\n"):
        base.execute(sql)
    base.executemany("INSERT INTO about VALUES (?, ?)", [("state", now), ("done", ""), ("version", VERSION), ("judged", str(laid_until(base, "record")))])


def about(base: sqlite3.Connection, schema: str = "main") -> dict[str, str]:
    """What an index says of itself: `version`, `state` of the record it was made of, `done` steps, `totals`, `judged` (see `laid_until`); empty where the file has no such table."""
    if not base.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = 'about'").fetchone():
        return {}
    return dict(base.execute(f"SELECT key, value FROM {schema}.about"))


def whole(said: Mapping[str, str]) -> bool:
    """Whether an index that says this of itself has all its steps, in this form."""
    return said.get("version") == VERSION and set(said.get("done", "").split()) == set(STEPS)


def state(base: sqlite3.Connection, record: Path | str, schema: str = "main") -> str:
    """What tells two states of a record apart: its plan, the decisions on names that it heeds, how far documents and findings go, and whether a build is writing it. Cheap."""
    parts = (
        f"(SELECT value FROM {schema}.meta WHERE key = 'plan')",
        f"(SELECT value FROM {schema}.meta WHERE key = 'judged')",
        *(f"(SELECT coalesce(max({column}), 0) FROM {schema}.{table})" for table, column in (("document", "n"), ("finding", "n"), ("layer_region", "rowid"))),
    )
    busy = ("building",) if Path(f"{record}-lock").exists() else ()
    return "/".join(str(value) for value in (*base.execute(f"SELECT {', '.join(parts)}").fetchone(), *busy))


# documents


def _documents(base: sqlite3.Connection) -> None:
    base.execute(
        "INSERT INTO outlet (name, docs, copies, first, last) SELECT coalesce(d.outlet, ''), count(*), sum(o.origin IS NOT NULL),"
        " min(coalesce(d.published, d.earliest)), max(coalesce(d.published, d.latest)) FROM record.document d LEFT JOIN record.origin o ON o.doc = d.n GROUP BY 1 ORDER BY 2 DESC"
    )
    base.execute(
        "INSERT INTO doc SELECT d.n, d.id, d.title, x.n, d.published, coalesce(d.published, d.earliest), coalesce(d.published, d.latest), o.origin, NULL, length(d.text)"
        " FROM record.document d JOIN outlet x ON x.name = coalesce(d.outlet, '') LEFT JOIN record.origin o ON o.doc = d.n"
    )
    carried = base.execute("SELECT n, id, origin FROM doc WHERE origin IS NOT NULL").fetchall()
    origin = {doc: of for _, doc, of in carried}
    base.execute("UPDATE doc SET root = id")
    base.executemany("UPDATE doc SET root = ? WHERE n = ?", [(_root(doc, origin), n) for n, doc, _ in carried])
    base.execute("INSERT INTO pair SELECT a, b, count(*), sum(b_end - b_start) FROM record.passage GROUP BY a, b")


def _root(doc: str, origin: Mapping[str, str]) -> str:
    """The end of a chain of copies; a circle ends at its least id."""
    seen = [doc]
    while (further := origin.get(seen[-1])) is not None and len(seen) < _ROUNDS:
        if further in seen:
            return min(seen)
        seen.append(further)
    return seen[-1]


# findings


def _findings(base: sqlite3.Connection) -> None:
    numbers = {doc: (n, outlet, chars) for doc, n, outlet, chars in base.execute("SELECT id, n, outlet, chars FROM doc")}
    rows, places, affairs = list[Row](), list[Row](), list[Row]()
    found = base.execute("SELECT n, kind, id, data, outlets, origins FROM record.finding WHERE kind NOT IN ('origin', 'entity', 'office') ORDER BY n")
    for n, kind, finding_id, data, outlets, origins in found:
        row = orjson.loads(data)
        first, last, condition, title = _about(kind, row)
        spans = [(p["doc"], p["start"], p["end"]) for p in _places(kind, row)] if kind != "story" else [(doc, 0, numbers[doc][2]) for doc in row["docs"] if doc in numbers]
        target = f"{kind}:{finding_id}"
        rows.append((n, kind, finding_id, target, first, last, condition, title, fold(title).text, outlets or 1, origins or 1, len(spans)))
        places += [(n, kind, numbers[doc][0], start, end, numbers[doc][1]) for doc, start, end in spans if doc in numbers]
        if kind == "story" and row.get("affair"):
            affairs.append((str(row["affair"]), n))
    base.executemany("INSERT INTO affair VALUES (?, ?)", affairs)
    base.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    base.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", places)


def _about(kind: str, row: Mapping[str, Any]) -> tuple[str | None, str | None, str, str]:
    """First and last day, state (verdict, status, tense …) and title of a finding."""
    match kind:
        case "event":
            when = row["date"]
            tense = "planned" if row.get("planned") else "earlier" if row.get("background") else "reported"
            return when["earliest"], when["latest"], tense, row["title"]
        case "fact":
            days = sorted(v["as_of"] for v in row["values"] if v.get("as_of"))
            return (days[0] if days else None), (days[-1] if days else None), row["verdict"], str(row.get("title") or row["slot"])
        case "commitment":
            return row["deadline"], row["deadline"], row["status"], row["what"]
        case "story":
            return row.get("date"), row.get("date"), "several" if len(row["docs"]) > 1 else "one", row.get("title") or ""
        case "reuse":
            return None, None, row.get("source") or "", row.get("why") or ""
        case _:
            return None, None, "", str(row.get("speaker") or row.get("name") or "")


def _places(kind: str, row: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    match kind:
        case "event":
            return list(row["evidence"])
        case "fact":
            return list(row["values"])
        case "commitment":
            return list(row["reports"])
        case "reuse":
            return [row["a"], row["b"]]
        case "statement":
            return [p for p in row["docs"] if isinstance(p, dict)]
        case _:
            return []


# names

_PREFIX = re.compile("(?:[\u0648\u0641]?(?:\u0628\u0627\u0644|\u0643\u0627\u0644|\u0644\u0644)|[\u0648\u0641\u0628\u0644\u0643])(?=\\w{3})")
_TYPES = ("PER", "ORG", "LOC", "MISC")


def _names(base: sqlite3.Connection) -> None:
    """Entities where the record has them; other mentions by type and folded words, a conjunction or preposition written onto a known name taken off."""
    entities, entity_of = _entities(base)
    counts: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    mentions = list[tuple[tuple[str, str], int, int, int]]()
    for doc, start, end, kind, words in _mentions(base):
        key = entity_of.get((doc, start)) or (kind, folded(words.strip()))
        counts[key] += 1
        spellings[key][words] += 1
        mentions.append((key, doc, start, end))
    own = {key: _without_prefix(key, counts) if key not in entities else key for key in counts}
    for key, kept in own.items():
        if kept != key:
            spellings[kept] += spellings[key]
    numbers = {key: n for n, key in enumerate(sorted({*own.values()}), 1)}
    base.executemany("INSERT INTO mention VALUES (?, ?, ?, ?)", [(numbers[own[key]], doc, start, end) for key, doc, start, end in mentions])
    rows = [
        (n, key[0], key[1], entities[key][0] if key in entities else _shown(key, spellings[key]), orjson.dumps(spellings[key].most_common(12)).decode(), *entities.get(key, (None, None, None))[1:])
        for key, n in numbers.items()
    ]
    base.executemany("INSERT INTO name (n, type, key, name, docs, mentions, statements, spellings, entity, finding) VALUES (?, ?, ?, ?, 0, 0, 0, ?, ?, ?)", rows)
    base.execute(
        "UPDATE name SET docs = c.docs, mentions = c.mentions FROM (SELECT name, count(DISTINCT doc) docs, count(*) mentions FROM mention GROUP BY 1) c WHERE c.name = n"
    )
    base.execute("INSERT INTO bearer SELECT DISTINCT m.doc, m.name FROM mention m JOIN name n ON n.n = m.name WHERE n.type IN ('PER', 'LOC')")
    _edges(base)


def _mentions(base: sqlite3.Connection) -> Iterator[tuple[int, int, int, str, str]]:
    rows = base.execute("SELECT l.doc, l.start, l.\"end\", json_extract(l.value, '$.type') FROM record.layer_name l ORDER BY l.doc, l.start")
    for doc, found in itertools.groupby(rows, key=lambda row: row[0]):
        (text,) = base.execute("SELECT text FROM record.document WHERE n = ?", (doc,)).fetchone()
        for _, start, end, kind in found:
            yield doc, start, end, kind, text[start:end]


def _entities(base: sqlite3.Connection) -> tuple[dict[tuple[str, str], tuple[str, str, int]], dict[tuple[int, int], tuple[str, str]]]:
    """Key → (shown name, finding's id and number), and mention → key."""
    numbers = dict(base.execute("SELECT id, n FROM doc"))
    entities: dict[tuple[str, str], tuple[str, str, int]] = {}
    of: dict[tuple[int, int], tuple[str, str]] = {}
    for n, finding_id, data in base.execute("SELECT n, id, data FROM record.finding WHERE kind = 'entity' ORDER BY n"):
        row = orjson.loads(data)
        key = (str(row["type"]), folded(str(row["name"])))
        if key in entities:
            key = (key[0], f"{key[1]} #{finding_id[:6]}")
        entities[key] = (str(row["name"]), finding_id, n)
        of.update({(numbers[m["doc"]], m["start"]): key for m in row["mentions"] if m["doc"] in numbers})
    return entities, of


def _without_prefix(key: tuple[str, str], counts: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    kind, words = key
    found = _PREFIX.match(words)
    for rest in (words[found.end() :], "\u0627\u0644" + words[found.end() :]) if found else ():
        if counts.get((kind, rest), 0) >= counts[key]:
            return kind, rest
    return key


def _shown(key: tuple[str, str], spellings: Counter[str]) -> str:
    """The most common spelling that has no prefix written onto it."""
    plain = {words: n for words, n in spellings.items() if folded(words.strip()) == key[1]} or spellings
    return max(plain, key=lambda words: (plain[words], words)).strip()


def _edges(base: sqlite3.Connection) -> None:
    """Which of the most mentioned names stand in the same documents, in how many, and how large a share these are of either's documents."""
    top = dict(base.execute("SELECT n, docs FROM name WHERE type <> 'MISC' ORDER BY docs DESC, n LIMIT ?", (NETWORK,)))
    base.execute("CREATE TEMP TABLE top (n INTEGER PRIMARY KEY)")
    base.executemany("INSERT INTO top VALUES (?)", [(n,) for n in sorted(top)])
    pairs: Counter[tuple[int, int]] = Counter()
    found_in = base.execute("SELECT DISTINCT m.doc, m.name FROM mention m JOIN top t ON t.n = m.name ORDER BY m.doc, m.name")
    for _, found in itertools.groupby(found_in, key=lambda row: row[0]):
        pairs.update(itertools.combinations([name for _, name in itertools.islice(found, 60)], 2))
    rows = [(a, b, n, n / math.sqrt(top[a] * top[b])) for (a, b), n in pairs.items() if n > 1 or len(pairs) < 5_000]
    base.executemany("INSERT INTO edge VALUES (?, ?, ?, ?)", rows)


# statements


def _statements(base: sqlite3.Connection) -> None:
    """Each with its speaker as a name: the person or organisation whose mention lies in the speaker's words, else the words themselves (type ROLE)."""
    base.execute("CREATE INDEX mention_place ON mention (doc, start)")
    rows = base.execute(
        "SELECT l.rowid, l.doc, l.start, l.\"end\", l.value, l.rule, l.score, d.outlet, d.first FROM record.layer_statement l JOIN doc d ON d.n = l.doc ORDER BY l.rowid"
    ).fetchall()
    roles: dict[str, int] = {}
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    (last,) = base.execute("SELECT coalesce(max(n), 0) FROM name").fetchone()
    out = list[Row]()
    for n, doc, start, end, value, rule, score, outlet, day in rows:
        data = orjson.loads(value)
        speaker = _speaker(base, doc, data["speaker"])
        if speaker is None and data["speaker"]:
            words = folded(data["speaker"]["text"].strip())
            speaker = roles.setdefault(words, last + 1 + len(roles))
            shown[words][data["speaker"]["text"].strip()] += 1
        out.append((n, doc, start, end, data["act"], data["kind"], speaker, outlet, day, len(data["via"]), value, rule, score))
    base.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", out)
    base.executemany(
        "INSERT INTO name VALUES (?, 'ROLE', ?, ?, 0, 0, 0, ?, NULL, NULL)",
        [(n, words, shown[words].most_common(1)[0][0], orjson.dumps(shown[words].most_common(12)).decode()) for words, n in roles.items()],
    )
    base.execute("UPDATE name SET statements = c.n, docs = max(name.docs, c.docs) FROM (SELECT speaker, count(*) n, count(DISTINCT doc) docs FROM statement GROUP BY 1) c WHERE c.speaker = name.n")
    base.execute("DROP INDEX mention_place")


def _speaker(base: sqlite3.Connection, doc: int, speaker: Mapping[str, Any] | None) -> int | None:
    if speaker is None:
        return None
    found = base.execute(
        "SELECT m.name, n.type, m.\"end\" - m.start FROM mention m JOIN name n ON n.n = m.name WHERE m.doc = ? AND m.start >= ? AND m.start < ? AND n.type IN ('PER', 'ORG')",
        (doc, max(speaker["start"] - 3, 0), speaker["end"]),
    ).fetchall()
    best = max(found, key=lambda row: (row[1] == "PER", row[2]), default=None)
    return int(best[0]) if best else None


# the least certain


def _doubts(base: sqlite3.Connection) -> None:
    """What a person should look at first: contradictions, pages without a day, unsure names and statements, copies without a direction, promises without a day."""
    base.execute("INSERT INTO doubt (target, kind, why, score, finding) SELECT target, kind, 'contradict', 0.05 + 0.3 / (1 + origins), n FROM finding WHERE kind = 'fact' AND state = 'contradict'")
    base.execute("INSERT INTO doubt (target, kind, why, score, finding) SELECT target, kind, 'direction', 0.45, n FROM finding WHERE kind = 'reuse' AND state = ''")
    base.execute("INSERT INTO doubt (target, kind, why, score, finding) SELECT target, kind, 'deadline', 0.5, n FROM finding WHERE kind = 'commitment' AND first IS NULL AND size > 1")
    base.execute("INSERT INTO doubt (target, kind, why, score, doc) SELECT 'document:' || id, 'document', 'undated', CASE WHEN first IS NULL THEN 0.2 ELSE 0.4 END, n FROM doc WHERE day IS NULL")
    base.execute(
        "INSERT INTO doubt (target, kind, why, score, doc, start, \"end\") SELECT 'mention:' || d.id || ':' || l.start || '-' || l.\"end\", 'mention', 'unsure', l.score, l.doc, l.start, l.\"end\""
        " FROM record.layer_name l JOIN doc d ON d.n = l.doc WHERE l.score < 0.75"
    )
    base.execute(
        "INSERT INTO doubt (target, kind, why, score, doc, start, \"end\") SELECT 'statement:' || d.id || ':' || s.start || '-' || s.\"end\", 'statement', 'nobody', 0.6, s.doc, s.start, s.\"end\""
        " FROM statement s JOIN doc d ON d.n = s.doc WHERE s.speaker IS NULL"
    )


# search inside a layer, and by the spelling as published


def _inside(base: sqlite3.Connection) -> None:
    """The words of each document's annotations, layer by layer, folded and as published; its whole text as published."""
    layers = [_spans(base, layer) for layer in INSIDE]
    waiting = [next(rows, None) for rows in layers]
    for doc, title, text in base.execute("SELECT n, title, text FROM record.document ORDER BY n"):
        words = [""] * len(INSIDE)
        for at, row in enumerate(waiting):
            if row and row[0] == doc:
                words[at] = APART.join(text[start:end] for start, end in row[1])
                waiting[at] = next(layers[at], None)
        base.execute("INSERT INTO inside (rowid, statement, commitment, name, time, quantity) VALUES (?, ?, ?, ?, ?, ?)", (doc, *(fold(found).text for found in words)))
        spelled = [as_seen(found) for found in (f"{title or ''}{APART}{text}", *words)]
        base.execute("INSERT INTO spelled (rowid, body, statement, commitment, name, time, quantity) VALUES (?, ?, ?, ?, ?, ?, ?)", (doc, *spelled))


def _spans(base: sqlite3.Connection, layer: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    rows = base.execute(f'SELECT doc, start, "end" FROM record.layer_{layer} ORDER BY doc, start')
    for doc, found in itertools.groupby(rows, key=lambda row: row[0]):
        yield int(doc), [(start, end) for _, start, end in found]


STEPS: Mapping[str, Callable[[sqlite3.Connection], None]] = {
    "documents": _documents, "findings": _findings, "names": _names, "statements": _statements, "doubts": _doubts, "inside": _inside
}  # fmt: skip
"""What an index is made of, in order; a first view is the first of them."""
