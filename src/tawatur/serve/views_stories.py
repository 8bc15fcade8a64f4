"""Stories: the list of events with their documents, and one story with its origins, copies, disputed facts and statements."""

from __future__ import annotations

from dataclasses import replace

from tawatur.errors import UsageError
from tawatur.serve.ask import Ask, document_row, href, options, outlet_options, pager
from tawatur.serve.forms import Row, SharedOrigin, StoryRow, Told, When
from tawatur.serve.forms_pages import Stories, Story
from tawatur.serve.views_facts import fact_rows
from tawatur.serve.views_list import said
from tawatur.serve.views_names import pair
from tawatur.store import desk_stories as of
from tawatur.store.judgements import history

COLUMNS = 8
"""Most outlets with a column of their own in a story's matrix."""


def stories(ask: Ask) -> Stories:
    """Stories told by several documents, those with most independent origins first; single ones only when asked for."""
    asked = ask.asked()
    page = ask.number("page")
    by = ask.filter(asked)
    rows, total = ask.read.findings("story", replace(by, state={"": "several", "all": ""}.get(asked.state, asked.state)), page)
    counts = ask.read.states("story")
    choices = {"state": options({"all": sum(counts.values()), **counts}, asked.state), "outlet": outlet_options(ask, asked.outlet)}
    return Stories(asked, choices, tuple(_row(ask, row) for row in rows), pager(page, total))


def _row(ask: Ask, row: Row) -> StoryRow:
    standing = ask.judged(row["target"])
    title = standing.text if standing and standing.text else row["title"]
    when = When(standing.date if standing and standing.date else row["first"])
    return StoryRow(row["target"], title, when, row["size"], row["outlets"], row["origins"], tuple(of.outlets(ask.read, row["n"])), "/story?target=" + row["target"], standing)


def story(ask: Ask) -> Story:
    """One story. Raises UsageError when there is none."""
    target = ask.read.anchored(ask.given.get("target", "")[:200])
    found = ask.read.find(target)
    if found is None or found["kind"] != "story":
        raise UsageError("desk.error.target", target=target)
    documents = of.documents(ask.read, found["n"])
    numbers = [row["n"] for row in documents]
    facts, columns = fact_rows(ask, of.facts(ask.read, numbers), COLUMNS)
    statements, total = of.statements(ask.read, numbers)
    related = tuple(_row(ask, row) for row in of.affair(ask.read, found["n"]))
    return Story(
        _row(ask, found), _origins(ask, documents), max(found["size"] - len(documents), 0), tuple(pair(ask, row) for row in of.pairs(ask.read, numbers, 12)), facts, columns,
        tuple(said(ask, row) for row in statements), total, related, tuple(history(ask.read.base, target=target)),
    )  # fmt: skip


def _origins(ask: Ask, documents: list[Row]) -> tuple[SharedOrigin, ...]:
    """The documents by independent origin, as witnesses are counted: an agency, or an outlet with what it reports itself; those first published first."""
    groups: dict[str, list[Row]] = {}
    for row in documents:
        groups.setdefault(row["newsroom"] or row["root"], []).append(row)
    names = {key: rows[0]["newsroom"] or (document_row(ask, rows[0]["n"]).origin or "") for key, rows in groups.items()}
    return tuple(SharedOrigin(names[key], tuple(_told(ask, row) for row in rows)) for key, rows in groups.items())


def _told(ask: Ask, row: Row) -> Told:
    copied = href("/compare", a=row["root"], b=row["id"]) if row["root"] != row["id"] and row["newsroom"] is not None else None
    return Told(document_row(ask, row["n"]), copied)
