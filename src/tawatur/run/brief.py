"""What a record hands to the brief: bounded rows, however large the pile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from tawatur.assemble.brief_form import BriefInput
from tawatur.messages import say
from tawatur.store import Record

Row = dict[str, Any]
MOST: Mapping[str, int] = {"event": 600, "commitment": 300, "statement": 400, "reuse": 1000, "origin": 2000, "story": 200}
MOST_FACTS = 300  # of each verdict
MOST_STATEMENTS = 4000


def brief_input(record: Record, lang: str = "en") -> BriefInput:
    """The rows that the brief is built from: the findings with the most independent origins, and the statements they or the first pages hold."""
    findings = {kind: list(record.findings(kind, most)) for kind, most in MOST.items()}
    findings["fact"] = [row for verdict in ("contradict", "update", "agree") for row in islice(_facts(record, verdict), MOST_FACTS)]
    return BriefInput(
        documents=list(record.documents()),
        statements=list(islice(record.layer("statement"), MOST_STATEMENTS)),
        findings=findings,
        failures=[{**row, "message": say(row["code"], lang, **{"doc": row["doc"], "source": row["source"], **row["fields"]})} for row in record.failures()],
        totals=record.totals(),
        context=record.context,
        title=Path(record.path).stem,
    )


def _facts(record: Record, verdict: str) -> Iterator[Row]:
    """The facts of one verdict; that several pages name one person is no news, the brief has its cast for that."""
    return (row for row in record.findings("fact") if row["verdict"] == verdict and row.get("class") != "name")
