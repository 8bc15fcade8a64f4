"""A document as published with its layers, and its original bytes."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.serve.ask import WINDOW, Ask, document_row, href
from tawatur.serve.forms import Line, Note, Row
from tawatur.serve.forms_pages import DocumentPage
from tawatur.serve.views_names import pair
from tawatur.store import desk_people as people

MOST_NOTES = 600
"""Most notes on one page of a text."""
LAYERS = ("statement", "time", "name", "quantity", "commitment", "event", "fact", "reuse")


def document(ask: Ask) -> DocumentPage:
    """One document's text with its findings. Raises UsageError when there is none."""
    read = ask.read
    n = read.number(ask.given.get("id", ""))
    head = document_row(ask, n)
    about = read.record.document(head.doc)
    at = min(ask.number("at", 0, 2**31), max(head.characters - 1, 0))
    start, end, text = _window(ask, n, at, head.characters)
    layers = people.layers(read, n, start, end)
    roles = [(row["start"], row["end"], row["role"]) for row in layers if row["layer"] == "region"]
    notes = sorted([*_annotations(ask, head.doc, text, start, layers), *_findings(ask, n, start, end)], key=lambda note: (note.start, -note.end, note.layer))
    counts: dict[str, int] = dict.fromkeys(LAYERS, 0)
    for note in notes:
        counts[note.layer] += 1
    copied = tuple(pair(ask, {"a": n, "b": row["other"], "passages": row["passages"], "chars": row["chars"]}) for row in people.copied_with(read, n))
    target = f"document:{head.doc}"
    return DocumentPage(
        head, about["author"], about["url"], about["source"], about["media"], about["sha256"], about["data_sha256"], tuple(about["published"]["evidence"]),
        start, end, max(start - WINDOW, 0) if start else None, end if end < head.characters else None,
        tuple(_lines(text, start, roles)), tuple(notes[:MOST_NOTES]), max(len(notes) - MOST_NOTES, 0), counts, copied, target, ask.judged(target),
    )  # fmt: skip


def _window(ask: Ask, n: int, at: int, size: int) -> tuple[int, int, str]:
    """The stretch of text that holds offset `at`: whole lines where lines are not longer than the window."""
    begin = at // WINDOW * WINDOW
    end = min(begin + WINDOW, size)
    text: str = ask.read.one("SELECT substr(text, ?, ?) FROM main.document WHERE n = ?", begin + 1, end - begin, n)
    return begin, end, text


def _lines(text: str, start: int, roles: Sequence[tuple[int, int, str]]) -> list[Line]:
    out, at, index = [], start, 0
    for piece in text.split("\n"):
        while index < len(roles) and roles[index][1] <= at:
            index += 1
        role = roles[index][2] if index < len(roles) and roles[index][0] < at + max(len(piece), 1) else "none"
        out.append(Line(at, piece, role))
        at += len(piece) + 1
    return out


def _annotations(ask: Ask, doc: str, text: str, start: int, layers: Sequence[Row]) -> list[Note]:
    out = []
    for row in layers:
        layer = row["layer"]
        if layer == "region":
            continue
        kind = "mention" if layer == "name" else layer
        target = f"{kind}:{doc}:{row['start']}-{row['end']}"
        out.append(Note(row["start"], row["end"], layer, _says(layer, row), row["rule"], row["score"], target, judged=ask.judged(target)))
    return out


def _says(layer: str, row: Row) -> str:
    """What an annotation says, in codes and the text's own words; the page words the codes."""
    match layer:
        case "time":
            value = str(row["value"] or row.get("why") or "?")
            return f"{row['earliest']}/{row['latest']}" if "-W" in value and row.get("earliest") and row.get("latest") else value
        case "name":
            return str(row.get("subtype") or row["type"])
        case "quantity":
            return f"{row['number']} {row['unit'] or ''} {row['of']}".strip()
        case "statement":
            via = [v["text"] for v in row["via"]]
            return " \N{RIGHTWARDS ARROW} ".join([*via, row["speaker"]["text"] if row["speaker"] else "?"])
        case _:
            return f"{', '.join(row['who'])} \N{MIDDLE DOT} {row['deadline'] or '?'}"


def _findings(ask: Ask, n: int, start: int, end: int) -> list[Note]:
    rows = people.findings_in(ask.read, n, start, end)
    links = {"fact": "/fact?target=", "event": "/timeline?target="}
    out = []
    for row in rows:
        if row["kind"] == "commitment" or (row["kind"] == "fact" and row["state"] == "single"):
            continue
        link = links[row["kind"]] + row["target"] if row["kind"] in links else _pair_href(ask, row["n"])
        out.append(Note(row["start"], row["end"], row["kind"], row["title"], row["state"], 1.0, row["target"], link, ask.judged(row["target"]), row["outlets"], row["origins"]))
    return out


def _pair_href(ask: Ask, n: int) -> str:
    docs = [ask.read.one("SELECT id FROM desk.doc WHERE n = ?", place["doc"]) for place in ask.read.places(n)]
    return href("/compare", a=docs[0], b=docs[-1])


def original(ask: Ask) -> tuple[bytes, str, str]:
    """The bytes as they were read: data, media type, SHA-256."""
    return people.original(ask.read, ask.given.get("id", ""))


