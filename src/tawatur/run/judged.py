"""Judgements in comparing: decisions on entities are laid over each group before it is concluded, at every build and at once when somebody decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tawatur.compare import entities
from tawatur.compare.judged import Held, lay
from tawatur.compare.protocol import Comparer
from tawatur.model import Finding, Item, Link
from tawatur.run.count import count_findings
from tawatur.store.database import connect, transaction
from tawatur.store.groups import Groups
from tawatur.store.judged_items import KIND, OnItems, decided, note_laid

_ACTS = {"merge": "same", "split": "different", "edit": "name", "reclass": "class", "reject": "rejected"}
_PATIENCE = 2_000  # milliseconds to wait for a running build's transaction
_VALUES = {"edit": "text", "reclass": "class", "reject": "words"}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about items of one kind. `together`: item numbers that belong in one group; `fresh`: items whose groups must be concluded again."""

    held: dict[str, list[Held]] = field(default_factory=dict)
    together: tuple[tuple[int, int], ...] = ()
    fresh: frozenset[int] = frozenset()
    last: int = 0

    def conclude(self, comparer: Comparer, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """What a group says, with the decisions about its items laid over it."""
        about = {h.n: h for item in items for h in self.held.get(item.id, ())} if self.held else {}
        if about:
            items, links = lay(items, links, list(about.values()), comparer.link, getattr(comparer, "joins", _always))
        return comparer.findings(items, links) if items else ()


NOBODY = Decisions()


def decisions(base: sqlite3.Connection, kind: str) -> Decisions:
    """What people decided about items of a kind."""
    if kind != KIND:
        return NOBODY
    standing, fresh, last = decided(base)
    held: dict[str, list[Held]] = {}
    together = list[tuple[int, int]]()
    for found in standing:
        decision = as_held(found)
        for item in {*decision.one, *decision.other}:
            held.setdefault(item, []).append(decision)
        if decision.act == "same":
            numbers = [*found.one, *found.other]
            together += [(numbers[0], other) for other in numbers[1:]]
    return Decisions(held, tuple(together), frozenset(fresh), last)


def as_held(found: OnItems) -> Held:
    """A decision as the comparing step takes it."""
    judgement = found.judgement
    value = str(judgement.data.get(_VALUES.get(judgement.act, ""), ""))
    by = ": ".join(str(judgement.data[key]) for key in ("by", "why") if judgement.data.get(key))
    one, other = tuple(found.one.values()), tuple(found.other.values())
    return Held(judgement.n, _ACTS[judgement.act], one, other, value, found.spans, f"#{judgement.n} {by}".strip(), str(judgement.data.get("words") or ""))  # type: ignore[arg-type]


def settle(path: Path | str) -> bool:
    """Lay the decisions that are new over the findings: only the groups they touch are concluded again. False when a build holds the record: it lays them itself."""
    base = connect(path, write=True)
    try:
        base.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        with transaction(base):
            _settle(base)
    except sqlite3.OperationalError:
        return False
    finally:
        base.close()
    return True


def _settle(base: sqlite3.Connection) -> None:
    said = decisions(base, KIND)
    groups = Groups(base, KIND)
    if said.fresh:  # a build that is not done keeps its waiting items: they are not compared here
        groups.touch(said.fresh)
        conclude(groups, entities.COMPARER, said)
        count_findings(base, groups.concluded())
    if said.last:
        note_laid(base, said.last)


def conclude(groups: Groups, comparer: Comparer, said: Decisions) -> None:
    """Regroup, and write what each touched group says."""
    conclusions = groups.regroup(said.together)
    for group, members, links in groups.groups():
        conclusions.add(group, said.conclude(comparer, members, links), groups.documents)
    conclusions.close()


def _always(link: Link) -> bool:
    return True
