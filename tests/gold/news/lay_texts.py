"""Lays the texts of the news beside the offsets of times.jsonl and times_blind.jsonl, so that a person can read what was annotated. Prints marked sentences.

    python tests/gold/news/lay_texts.py ../shared/data/news [doc id ...]

The news may be read for research but not redistributed, so the repository keeps offsets, values and the hash of each text, and no text.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORRECTED, BLIND = HERE / "times.jsonl", HERE / "times_blind.jsonl"


def gold(*files: Path) -> dict[str, dict[str, Any]]:
    """Annotated documents by id: sha256 of the UTF-8 text, publication day, times (start, end: code points; type, value; alt: other right values; optional).

    `until`: the characters that were annotated, where not all were; `batch`: which drawing of the blind gold it is of.
    """
    return {row["doc"]: row for file in files for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def texts(folder: Path, wanted: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(id, text) of the annotated documents whose text has the hash that was annotated."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line[8:80].split('"', 1)[0] in wanted:
                    row = json.loads(line)
                    if hashlib.sha256(row["text"].encode()).hexdigest() == wanted[row["id"]]["sha256"]:
                        yield row["id"], row["text"]


def marked(text: str, times: list[dict[str, Any]]) -> str:
    """The text with its times in double brackets."""
    out, at = "", 0
    for time in times:
        out += f"{text[at : time['start']]}[[{text[time['start'] : time['end']]}|{time['type']} {time['value']}]]"
        at = time["end"]
    return out + text[at:]


if __name__ == "__main__":
    documents = gold(CORRECTED, BLIND)
    only = set(sys.argv[2:]) or documents.keys()
    for doc, text in texts(Path(sys.argv[1]), documents):
        if doc in only:
            row = documents[doc]
            print(f"# {doc} {row['published']}\n{marked(text[: row.get('until')], row['times'])}\n")
