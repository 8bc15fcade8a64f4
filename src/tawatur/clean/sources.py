"""Who publishes and who supplies, by any of their names: rules/sources.toml, looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from tawatur.arabic import folded
from tawatur.rulebook import load


@dataclass(frozen=True, slots=True)
class Source:
    """An agency or an outlet; `name` is the one shown."""

    id: str
    kind: str
    name: str


@cache
def by_name() -> dict[str, Source]:
    """Sources by folded name: full names, credit forms and Latin names."""
    found: dict[str, Source] = {}
    for row in load("sources").tables["source"]:
        source = Source(row["id"], row["kind"], row["names"][0])
        for form in (*row["names"], *row["short"], *row["latin"]):
            found.setdefault(" ".join(folded(form).split()), source)
    return found


@cache
def full_names() -> dict[str, Source]:
    """Sources by those folded names that mean nobody else, also in running text."""
    rows = load("sources").tables["source"]
    return {" ".join(folded(name).split()): Source(row["id"], row["kind"], row["names"][0]) for row in rows for name in row["names"]}


@cache
def _by_domain() -> dict[str, Source]:
    rows = load("sources").tables["source"]
    return {domain: Source(row["id"], row["kind"], row["names"][0]) for row in rows for domain in row["domains"]}


def of_url(url: str | None) -> Source | None:
    """Whose site an address is on; the longest known domain decides. None for an unknown or a broken address."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    parts = host.split(".")
    return next((found for i in range(len(parts)) if (found := _by_domain().get(".".join(parts[i:])))), None)
