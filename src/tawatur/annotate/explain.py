"""Shows how each time expression was read: text, rule, anchor, value, interval, and why a value is missing."""

from __future__ import annotations

from typing import Any

from tawatur.layers import TIME, Time
from tawatur.model import Document


def explain_times(doc: Document) -> list[dict[str, Any]]:
    """One row a time of an annotated document, in order: text, rule, anchor, value, earliest, latest (ISO days or None), why."""
    rows = []
    for found in doc.layer(TIME):
        said: Time = found.value
        rows.append(
            {
                "start": found.span.start,
                "end": found.span.end,
                "text": found.span.of(doc.text),
                "rule": found.origin.rule,
                "type": said.type,
                "anchor": said.anchor.isoformat() if said.anchor else None,
                "value": said.value,
                "mod": said.mod,
                "earliest": said.earliest.isoformat() if said.earliest else None,
                "latest": said.latest.isoformat() if said.latest else None,
                "why": said.why,
            }
        )
    return rows
