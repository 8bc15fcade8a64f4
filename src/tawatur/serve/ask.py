"""One request: who asks in which language and digits, what for, and the pieces that several pages are built of."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from tawatur.arabic import folded
from tawatur.serve.forms import Asked, Cite, DocumentRow, Entry, NameRow, Option, Pager, Piece, Row, When
from tawatur.store.desk import PAGE, Filter, Reader
from tawatur.store.judgements import Standing
from tawatur.wording import Wording

MOST_VALUE = 200
"""Characters of one value of an address; more is cut."""
MOST_PAGE = 10_000
WINDOW = 40_000
"""Characters of a text on one page of the desk."""
AROUND = 70
LONGEST = 420
"""Characters of a quotation in a list; the whole stands on its page."""
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?$")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as the views see it: the reader of the record, the address's values, the reader's wording. `heads`: documents met while it is answered."""

    read: Reader
    given: Mapping[str, str]
    t: Wording
    heads: dict[int, DocumentRow] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """A value of the address, cut to a sane length; "" when absent."""
        return self.given.get(key, "")[:MOST_VALUE].strip()

    def number(self, key: str, default: int = 1, most: int = MOST_PAGE) -> int:
        """A positive number of the address; the default where it is none."""
        value = self.given.get(key, "")
        return min(max(int(value), 1), most) if value.isascii() and value.isdecimal() and len(value) < 12 else default

    def date(self, key: str) -> str:
        """A date of the address; "" where it is none."""
        value = self.value(key)
        return value if _DATE.match(value) else ""

    def asked(self) -> Asked:
        """The filter, as asked."""
        plain = {key: self.value(key) for key in ("about", "outlet", "state", "words", "order", "speaker")}
        return Asked(self.date("from"), self.date("to"), starred=self.value("starred") == "1", hidden=self.value("hidden") == "1", **plain)

    def filter(self, asked: Asked, order: str = "") -> Filter:
        """The filter, as the store takes it."""
        speaker = int(asked.speaker) if asked.speaker.isascii() and asked.speaker.isdecimal() else None
        return Filter(
            asked.first, asked.last, asked.about, asked.outlet, asked.state, asked.words, speaker, None, asked.starred, asked.hidden, order or asked.order
        )  # fmt: skip

    def judged(self, target: str) -> Standing | None:
        """What people decided about a target."""
        return self.read.judged.get(target)


def href(path: str, **values: object) -> str:
    """An address of the desk with its values; those that are empty are left out."""
    kept = {key: str(value) for key, value in values.items() if value not in (None, "", False)}
    return path + ("?" + urlencode(kept, quote_via=quote) if kept else "")


def doc_href(doc: str, start: int | None = None, end: int | None = None) -> str:
    """The page of a document, at a place."""
    if start is None or end is None:
        return href("/doc", id=doc)
    return href("/doc", id=doc, at=start if start >= WINDOW else None) + f"#c={start}-{end}"


def pager(page: int, total: int, size: int = PAGE) -> Pager:
    """Which page of how many."""
    return Pager(page, size, total)


def options(counts: Mapping[str, int], chosen: str) -> tuple[Option, ...]:
    """The choices of a filter, with counts."""
    return tuple(Option(value, value, count, value == chosen) for value, count in counts.items() if value)


def outlet_options(ask: Ask, chosen: str) -> tuple[Option, ...]:
    """The outlets to choose from, those with most pages first."""
    rows = ask.read.rows("SELECT name, docs FROM desk.outlet WHERE name <> '' ORDER BY docs DESC LIMIT 60")
    return tuple(Option(row["name"], row["name"], row["docs"], row["name"] == chosen) for row in rows)


def when(row: Row) -> When:
    """A document's date."""
    return When(row.get("day"), row.get("first"), row.get("last"), row.get("weekday")) if row.get("first") or row.get("last") or row.get("weekday") else When()


def document_row(ask: Ask, n: int) -> DocumentRow:
    """A document's line in a list; a date that a person gave outranks the record's."""
    if n not in ask.heads:
        ask.heads[n] = _document_row(ask, n)
    return ask.heads[n]


def _document_row(ask: Ask, n: int) -> DocumentRow:
    row = ask.read.doc(n)
    standing = ask.judged(f"document:{row['id']}")
    date = When(standing.date) if standing and standing.date else when(row)
    origin = (row["root_outlet"] or row["root_title"] or row["root"]) if row["root"] != row["id"] else None
    return DocumentRow(row["id"], (row["title"] or row["id"]).strip(), row["outlet"] or "", date, origin, row["chars"], doc_href(row["id"]))


def shown_origin(ask: Ask, origin: str | None) -> str | None:
    """An origin as a reader knows it: an agency's name, or the outlet (or title) of the document."""
    if origin is None:
        return None
    found = ask.read.rows("SELECT o.name, d.title FROM desk.doc d JOIN desk.outlet o ON o.n = d.outlet WHERE d.id = ?", origin)
    return (found[0]["name"] or found[0]["title"] or origin) if found else origin


def cite(ask: Ask, n: int, start: int, end: int, around: int = AROUND) -> Cite:
    """The exact words of a place, with what stands around them."""
    head = document_row(ask, n)
    before, exact, after = ask.read.context(n, start, min(end, start + LONGEST), around)
    if end > start + LONGEST:
        exact, after = exact.rpartition(" ")[0] + " \N{HORIZONTAL ELLIPSIS}", ""
    return Cite(head.doc, head.title, head.outlet, head.when, start, end, before, exact, after, head.origin, doc_href(head.doc, start, end))


def entries(ask: Ask, rows: Iterable[Row], most: int = 3) -> tuple[Entry, ...]:
    """Events or commitments as lines with their citations; one that a running build has just concluded anew is left out until the index knows it."""
    return tuple(entry(ask, row, data, most) for row in rows if (data := ask.read.finding(row["n"])))


def entry(ask: Ask, row: Row, data: Row, most: int) -> Entry:
    """An event or a commitment as a line with its citations, one a document first. `data`: the finding as the record holds it."""
    standing = ask.judged(row["target"])
    places = ask.read.places(row["n"])
    extra: dict[str, Any] = {}
    if row["kind"] == "commitment":
        reports = {(r["doc"], r["start"]): r for r in data["reports"]}
        ids = {place["doc"]: document_row(ask, place["doc"]).doc for place in places[:most]}
        found = [reports.get((ids[place["doc"]], place["start"]), {}) for place in places[:most]]
        extra = {"who": tuple(map(str, data["who"])), "says": tuple(str(r.get("says", "")) for r in found), "dates": tuple(r.get("date") for r in found)}
        date = When(data["deadline"])
    else:
        places = one_a_document(places)
        date = When(data["date"]["value"], data["date"]["earliest"], data["date"]["latest"]) if "date" in data and isinstance(data["date"], dict) else When(row["first"])
    if standing and standing.date:
        date = When(standing.date)
    cites = tuple(cite(ask, place["doc"], place["start"], place["end"]) for place in places[:most])
    title = standing.text if standing and standing.text else row["title"]
    return Entry(row["target"], row["kind"], title, date, row["state"], row["outlets"], row["origins"], cites, len(places) - len(cites), standing, **extra)


def one_a_document(places: Sequence[Row]) -> list[Row]:
    """The first place of each document, then the others."""
    seen: set[int] = set()
    first, rest = list[Row](), list[Row]()
    for place in places:
        (rest if place["doc"] in seen else first).append(place)
        seen.add(place["doc"])
    return first + rest


def name_row(ask: Ask, row: Row) -> NameRow:
    """A name's line in a list."""
    target = f"name:{row['type']}:{row['key']}"
    standing = ask.judged(target)
    spellings = tuple(words for words, _ in json.loads(row["spellings"] or "[]"))
    shown = standing.text if standing and standing.text else row["name"]
    return NameRow(row["n"], target, row["type"], shown, row["docs"], row["mentions"], row["statements"], spellings, href("/name", n=row["n"]), standing)


@lru_cache(maxsize=2_000)
def compared(first: str, second: str) -> tuple[Piece, ...]:
    """The words of `second` in pieces, those that `first` has too marked as the same; whole words, so that letters keep joining."""
    return tuple(both_compared(first, second)[1])


def both_compared(first: str, second: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces of whole words."""
    a, b = re.findall(r"\S+\s*", first)[:1_500], re.findall(r"\S+\s*", second)[:1_500]
    blocks = difflib.SequenceMatcher(None, [_bare(w) for w in a], [_bare(w) for w in b], autojunk=False).get_opcodes()
    left, right = list[Piece](), list[Piece]()
    for tag, i, j, k, m in blocks:
        if i < j:
            left.append(Piece("".join(a[i:j]), tag == "equal"))
        if k < m:
            right.append(Piece("".join(b[k:m]), tag == "equal"))
    return left, right


def _bare(word: str) -> str:
    return re.sub(r"\W", "", folded(word)) if len(word) < 64 else word.strip()


def cites(ask: Ask, places: Iterable[Row], most: int) -> tuple[Cite, ...]:
    """The first places as citations."""
    return tuple(cite(ask, place["doc"], place["start"], place["end"]) for _, place in zip(range(most), places, strict=False))
