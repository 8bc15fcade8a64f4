"""One document in a terminal: its text, line by line, and under each line what the layers found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tawatur.export.terminal import chain, safe
from tawatur.layers import SHOWN
from tawatur.store import Record

Row = Mapping[str, Any]


def says(layer: str, row: Row) -> str:
    """What an annotation says, in one short line."""
    match layer:
        case "region":
            return str(row["role"])
        case "time":
            return f"{row['type']} {row['value'] or row.get('why', '?')}{' ' + row['mod'] if row.get('mod') else ''}"
        case "name":
            return str(row["type"])
        case "office":
            return f"{row['holder']} ({row['score']}: {'; '.join(_cited(place) for place in row['named'][:2])})"
        case "quantity":
            return f"{row['number']} {row['unit'] or ''} {row['of']}".strip()
        case "statement":
            return f"{row['kind']} {row['act']}: {chain(row)}"
        case _:
            return f"{', '.join(row['who'])} \N{RIGHTWARDS ARROW} {row['deadline'] or '?'}"


def _cited(place: Row) -> str:
    return ", ".join(str(said) for said in (place["outlet"], place["date"], f"{place['doc']}#{place['start']}-{place['end']}") if said)


def page(record: Record, doc: str, layers: tuple[str, ...] = SHOWN, offices: Sequence[Row] = ()) -> Iterator[tuple[str, str, str]]:
    """(layer, words, what it says) in reading order; the text's own lines come as ("text", line, offsets). `offices`: offices linked to their holders."""
    text = record.text(doc)
    rows = [(name, row) for name in layers for row in record.layer(name, doc)] + [("office", row) for row in offices]
    found = sorted(((row["start"], -row["end"], name, row) for name, row in rows), key=lambda f: f[:3])
    at, index = 0, 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            yield "text", line, f"{at}-{end}"
        while index < len(found) and found[index][0] <= end:
            _, _, name, row = found[index]
            yield name, row["text"], says(name, row)
            index += 1
        at = end + 1


def print_page(record: Record, doc: str, layers: tuple[str, ...], write: Any, offices: Sequence[Row] = ()) -> None:
    """Print it through `write` (one line a call)."""
    for layer, words, note in page(record, doc, layers, offices):
        if layer == "text":
            write(f"\n{safe(words)}  [{note}]")
        elif layer != "region" or len(layers) == 1:
            write(f"    {layer:10} {safe(words if len(words) < 90 else words[:86] + ' …')}  \N{EM DASH} {safe(note)}")
        else:
            write(f"  ({note})")
