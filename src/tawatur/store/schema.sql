-- The record: one SQLite file. Version 1. `document` rows are immutable; everything below them is derived and may be built again.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE document (
    n INTEGER PRIMARY KEY,           -- order of arrival
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,            -- path, path:line or -:line
    media TEXT NOT NULL,
    data BLOB NOT NULL,              -- the bytes as read, zlib
    data_sha256 TEXT NOT NULL,       -- of the bytes as read
    given TEXT NOT NULL,             -- JSON: what the input row said
    text TEXT NOT NULL,              -- offsets of every layer count its code points
    sha256 TEXT NOT NULL,            -- of the text in UTF-8
    title TEXT, outlet TEXT, author TEXT, url TEXT,
    published TEXT, earliest TEXT, latest TEXT, weekday TEXT, evidence TEXT NOT NULL
);
CREATE INDEX document_by_date ON document (coalesce(published, earliest));

CREATE TABLE failure (source TEXT NOT NULL, doc TEXT NOT NULL, stage TEXT NOT NULL, code TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (source, doc, code)) WITHOUT ROWID;

-- One table per layer: layer_region, layer_time … are made from this form.
-- layer: CREATE TABLE layer_{name} (doc INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, value TEXT NOT NULL, stage TEXT NOT NULL, version TEXT NOT NULL, rule TEXT NOT NULL, score REAL NOT NULL)

CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '', tokenize = "unicode61 remove_diacritics 0");   -- folded text, rowid = document.n

CREATE TABLE item (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, doc INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    keys BLOB NOT NULL, hubs BLOB NOT NULL,     -- its blocking keys and its hubs: int64, machine order
    data TEXT NOT NULL, blob BLOB NOT NULL,
    grouped INTEGER                  -- the group's number (its least item); NULL = not yet compared
);
CREATE INDEX item_by_group ON item (kind, grouped);
CREATE INDEX item_by_doc ON item (doc);
CREATE TABLE hub (kind TEXT NOT NULL, key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;   -- the earliest item
CREATE TABLE block (kind TEXT NOT NULL, key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (kind, key, item)) WITHOUT ROWID;
CREATE TABLE link (kind TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, rule TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, a, b)) WITHOUT ROWID;

CREATE TABLE finding (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, made_by TEXT NOT NULL, grouped INTEGER NOT NULL, data TEXT NOT NULL,
    outlets INTEGER, origins INTEGER        -- NULL = not yet counted
);
CREATE INDEX finding_by_kind ON finding (kind, origins DESC, n);
CREATE INDEX finding_by_group ON finding (made_by, grouped);
CREATE TABLE finding_doc (doc INTEGER NOT NULL, finding INTEGER NOT NULL, PRIMARY KEY (doc, finding)) WITHOUT ROWID;
CREATE INDEX finding_doc_by_finding ON finding_doc (finding);
CREATE TABLE passage (a INTEGER NOT NULL, a_start INTEGER NOT NULL, a_end INTEGER NOT NULL, b INTEGER NOT NULL, b_start INTEGER NOT NULL, b_end INTEGER NOT NULL, finding INTEGER NOT NULL);
CREATE INDEX passage_by_pair ON passage (a, b);
CREATE INDEX passage_by_finding ON passage (finding);
CREATE TABLE origin (doc INTEGER PRIMARY KEY, origin TEXT, finding INTEGER NOT NULL);

-- What people decided: rows are only ever added (undoing is a row too), and no rebuild touches them. A target is what store/judgements.py says.
CREATE TABLE IF NOT EXISTS judgement (
    n INTEGER PRIMARY KEY,
    at TEXT NOT NULL,                -- when, UTC, ISO 8601 to the second
    act TEXT NOT NULL,               -- accept, reject, edit, merge, split, redate, reclass, comment, star, undo
    target TEXT NOT NULL,            -- what it is about: kind:id, or layer:document:start-end
    data TEXT NOT NULL,              -- JSON: what the act needs (text, date, with, part, class), words, places, others, before, by, why
    undoes INTEGER REFERENCES judgement (n)
);
CREATE INDEX IF NOT EXISTS judgement_by_target ON judgement (target, n);
CREATE TRIGGER IF NOT EXISTS judgement_stays BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement is never changed'); END;
CREATE TRIGGER IF NOT EXISTS judgement_remains BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement is never deleted'); END;
