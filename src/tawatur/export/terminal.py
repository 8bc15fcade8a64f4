"""Rows as tables in a terminal. Text from documents is cleaned of control characters and isolated, so that no page can write on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tawatur.messages import say

Row = Mapping[str, Any]
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FIRST_STRONG, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def safe(text: object) -> str:
    """Foreign text for a terminal: no control, no direction marks, one line; isolated so that its direction stays its own."""
    plain = " ".join(_UNSAFE.sub(" ", "" if text is None else str(text)).split())
    return f"{_FIRST_STRONG}{plain}{_POP}" if plain else ""


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut at a space."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " \N{HORIZONTAL ELLIPSIS}"


def witnesses(row: Row) -> str:
    """Outlets / independent origins; empty before they are counted."""
    return f"{row['outlets']} / {row['origins']}" if "outlets" in row else ""


def chain(row: Row) -> str:
    """A statement's chain, outermost first, down to the speaker."""
    links = [link["text"] for link in row["chain"]] if "chain" in row else [*(via["text"] for via in row["via"]), row["speaker"]["text"] if row["speaker"] else "?"]
    return " \N{LEFTWARDS ARROW} ".join(links)


def date(row: Row) -> str:
    """A publication date: the day, or the interval."""
    value = row["published"]
    return value["value"] or "\N{EN DASH}".join(day or "\N{HORIZONTAL ELLIPSIS}" for day in (value["earliest"], value["latest"]))


def place(row: Row) -> str:
    """Where to look: document and offsets, as `show` takes them."""
    return f"{row['doc']}#{row['start']}-{row['end']}"


def by_office(row: Row) -> str:
    """The places that mean somebody by the office alone: the first three, and how many there are."""
    places = [f"{p['text']} {place(p)}" for p in row["by_office"]]
    return "; ".join(places[:3]) + (f" \N{HORIZONTAL ELLIPSIS} ({len(places)})" if len(places) > 3 else "")


Column = tuple[str, Callable[[Row], object]]
_ENTITY: tuple[Column, ...] = (
    ("name", lambda r: r["name"]),
    ("class", lambda r: r["type"]),
    ("mentions", lambda r: len(r["mentions"])),
    ("witnesses", witnesses),
    ("offices", lambda r: ", ".join(dict.fromkeys(o["office"] for o in r["offices"]))),
    ("spellings", lambda r: ", ".join(r["spellings"])),
)
COLUMNS: Mapping[str, Sequence[Column]] = {
    "event": (
        ("date", lambda r: r["date"]["value"]),
        ("event", lambda r: shorten(r["title"], 110)),
        ("witnesses", witnesses),
        ("where", lambda r: place(r["evidence"][0])),
    ),
    "statement": (
        ("date", lambda r: r.get("date")),
        ("chain", chain),
        ("act", lambda r: r["act"]),
        ("statement", lambda r: shorten(r["text"], 120)),
        ("where", place),
    ),
    "same": (
        ("speaker", lambda r: r["speaker"]),
        ("documents", lambda r: ", ".join(place(p) for p in r["docs"])),
        ("differences", lambda r: " | ".join(f"-{' '.join(d['only_a'])} +{' '.join(d['only_b'])}" for d in r["differences"] if d["only_a"] or d["only_b"])),
        ("witnesses", witnesses),
    ),
    "fact": (
        ("verdict", lambda r: r["verdict"]),
        ("fact", lambda r: shorten(r["slot"], 70)),
        ("values", lambda r: " | ".join(dict.fromkeys(f"{v['value']}" for v in r["values"]))),
        ("witnesses", witnesses),
        ("where", lambda r: place(r["values"][0])),
    ),
    "commitment": (
        ("deadline", lambda r: r["deadline"]),
        ("who", lambda r: ", ".join(r["who"])),
        ("what", lambda r: shorten(r["what"], 90)),
        ("status", lambda r: r["status"]),
        ("reports", lambda r: len(r["reports"])),
        ("witnesses", witnesses),
        ("where", lambda r: place(r["reports"][0])),
    ),
    "document": (
        ("document", lambda r: r["id"]),
        ("date", date),
        ("outlet", lambda r: r["outlet"]),
        ("origin", lambda r: r["origin"]),
        ("title", lambda r: shorten(r["title"] or "", 70)),
    ),
    "origin": (
        ("document", lambda r: r["doc"]),
        ("origin", lambda r: r["origin"]),
        ("evidence", lambda r: "; ".join(shorten(e["says"], 60) for e in r["evidence"][:2])),
    ),
    "story": (
        ("affair", lambda r: shorten(r["affair_title"], 40) if r.get("follows") else ""),
        ("date", lambda r: r["date"]),
        ("story", lambda r: shorten(r["title"], 90)),
        ("documents", lambda r: len(r["docs"])),
        ("witnesses", witnesses),
    ),
    "entity": _ENTITY,
    "who": (*_ENTITY, ("by_office", by_office)),
    "failure": (("document", lambda r: r["doc"]), ("stage", lambda r: r["stage"]), ("reason", lambda r: r["message"]), ("source", lambda r: r["source"])),
    "hit": (
        ("date", lambda r: r["date"]),
        ("outlet", lambda r: r["outlet"]),
        ("text", lambda r: f"{r['before']}\N{HAIR SPACE}[{r['text']}]\N{HAIR SPACE}{r['after']}"),
        ("where", place),
    ),
    "judgement": (
        ("n", lambda r: r["n"]),
        ("when", lambda r: r["at"]),
        ("by", lambda r: r["by"]),
        ("act", lambda r: r["act"]),
        ("what", lambda r: shorten(r["words"], 60)),
        ("value", lambda r: shorten(r["value"] or "", 60)),
        ("state", lambda r: r.get("says") or r["state"]),
        ("why", lambda r: r["why"]),
    ),
    "review": (
        ("name", lambda r: r["name"]),
        ("id", lambda r: r["id"]),
        ("similar", lambda r: r["other"]),
        ("other_id", lambda r: r["other_id"]),
        ("class", lambda r: r["type"]),
        ("score", lambda r: r["score"]),
        ("why", lambda r: r["why"]),
    ),
    "count": (("what", lambda r: r["what"]), ("count", lambda r: r["count"])),
    "explained": (
        ("text", lambda r: r["text"]),
        ("rule", lambda r: r["rule"]),
        ("anchor", lambda r: r["anchor"]),
        ("value", lambda r: r["value"] if r["value"] is not None else r.get("why")),
        ("interval", lambda r: f"{r['earliest']} \N{EN DASH} {r['latest']}" if r["earliest"] else ""),
    ),
}


def print_table(kind: str, rows: Iterable[Row], lang: str, file: IO[str] | None = None, more: int = 0) -> None:
    """Print rows of a kind as a table, with headings in `lang`; `more` rows that were not shown are counted below it."""
    console = Console(file=file, highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    for name, _ in COLUMNS[kind]:
        table.add_column(say(f"column.{name}", lang), overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(get(row))) for _, get in COLUMNS[kind]))
    console.print(table)
    if more > 0:
        console.print(say("table.more", lang, count=more))
