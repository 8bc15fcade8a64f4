"""What every section of the brief works with: the documents at hand, and the citations given out so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tawatur.assemble.brief_form import BriefInput, Citation, Count, Limits, Row, When
from tawatur.assemble.chains import bare, carried_by, outlet_of
from tawatur.settings import Settings

Place = tuple[str, int, int]  # document id, start, end


class Desk:
    """The documents at hand, and the citations given out so far: one number for one place. Lives for one call of `build_brief`."""

    def __init__(self, given: BriefInput, limits: Limits) -> None:
        self.given = given
        self.limits = limits
        self.documents: dict[str, Row] = {row["id"]: row for row in given.documents}
        self.numbers: dict[str, int] = {}
        self.cited: dict[Place, Citation] = {}

    def outlet(self, doc: str) -> str:
        """The outlet, else the title, else the id."""
        return outlet_of(doc, self.documents)

    def published(self, doc: str) -> When:
        """The publication date of a document."""
        return when_of(self.documents.get(doc, {}).get("published"))

    def carries(self, doc: str) -> str | None:
        """Who the document took its text from, by name; None for its own."""
        return carried_by(doc, self.documents)

    def name_of(self, origin: str) -> str:
        """An origin by name: an agency's, or the outlet of the document it is."""
        return self.outlet(origin) if origin in self.documents else origin

    def exact(self, row: Row) -> str:
        """The words at a place."""
        return self.given.context(*place_of(row), 0)[1]

    def origin(self, doc: str) -> str:
        """What the document counts as when origins are counted."""
        return str(self.documents.get(doc, {}).get("origin") or doc)

    def source(self, doc: str) -> int:
        """The document's number in the list of sources, given on first use."""
        return self.numbers.setdefault(doc, len(self.numbers) + 1)

    def cite(self, doc: str, start: int, end: int) -> Citation:
        """The citation of one place."""
        place = (doc, start, end)
        if place not in self.cited:
            around = self.limits.around
            before, exact, after = self.given.context(doc, start, end, around)
            edges = _lead_in(before, around), exact, _lead_out(after, around)
            self.cited[place] = Citation(len(self.cited) + 1, self.source(doc), self.outlet(doc), self.published(doc), *edges, self.carries(doc))
        return self.cited[place]

    def cite_all(self, rows: Iterable[Row]) -> tuple[tuple[Citation, ...], int]:
        """Citations of the places, one outlet after another before any outlet twice, then by date; and how many were left out."""
        places = sorted({place_of(row) for row in rows}, key=lambda place: (order_of(self.published(place[0])), place))
        seen: Counter[str] = Counter()
        ranked: list[tuple[int, Place]] = []
        for place in places:
            ranked.append((seen[self.outlet(place[0])], place))
            seen[self.outlet(place[0])] += 1
        ranked.sort(key=lambda pair: pair[0])
        shown = ranked[: self.limits.citations]
        return tuple(self.cite(*place) for _, place in shown), len(ranked) - len(shown)

    def count(self, row: Row, places: Iterable[Row]) -> Count:
        """The row's own counts, else counted from its places."""
        docs = {str(place["doc"]) for place in places}
        outlets = row.get("outlets") or len({self.outlet(doc) for doc in docs})
        return Count(int(outlets), int(row.get("origins") or len({self.origin(doc) for doc in docs})))


def _lead_in(before: str, around: int) -> str:
    """What stands before the words on their own line, from a word's beginning; an ellipsis where the line begins earlier."""
    line = before.rpartition("\n")[2]
    return line if "\n" in before or len(before) < around else "\N{HORIZONTAL ELLIPSIS} " + line.partition(" ")[2]


def _lead_out(after: str, around: int) -> str:
    """What follows the words on their own line, to a word's end; an ellipsis where the line goes on."""
    line = after.partition("\n")[0]
    return line if "\n" in after or len(after) < around else line.rpartition(" ")[0] + " \N{HORIZONTAL ELLIPSIS}"


def place_of(row: Row) -> Place:
    """Where a row stands."""
    return str(row["doc"]), int(row["start"]), int(row["end"])


def when_of(row: Row | None) -> When:
    """The date of a row in the contract's form."""
    if not row:
        return When()
    latest = row.get("latest")
    if latest and latest[:4] >= str(Settings().last_year):
        latest = None  # the last year the settings allow is no news: the interval is open
    return When(row.get("value"), row.get("earliest"), latest, row.get("weekday"))


def order_of(when: When) -> str:
    """Sorts dates; what is not known comes last. A month sorts before its days, as an interval does by its first day."""
    return when.value or when.earliest or when.latest or "~"


def first_day(when: When) -> str:
    """The first day it can be, at its precision; an empty text when open."""
    return when.earliest or when.value or ""


def last_day(when: When) -> str:
    """The last day it can be, at its precision; an empty text when open."""
    return when.latest or when.value or ""


def by_origins(row: Row) -> tuple[int, int]:
    """Sorts what more independent origins carry first, then what more outlets carry."""
    return -int(row.get("origins") or 0), -int(row.get("outlets") or 0)


def left_over(desk: Desk, kind: str, rows: Sequence[Row], shown: int) -> int:
    """How many of the record are not shown: from the whole record's size where it is known."""
    return max(desk.given.totals.get(kind, len(rows)), len(rows)) - shown


def same_words(a: str, b: str) -> bool:
    """Whether two texts are the same words."""
    return bare(a) == bare(b)
