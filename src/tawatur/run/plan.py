"""What is run over a pile: the stages, the comparers, and the plan's name, which changes whenever either may give another answer."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur import __version__
from tawatur.compare import commitments, entities, events, facts, holders, reuse, statements, stories
from tawatur.compare.protocol import Comparer
from tawatur.model import stable_id
from tawatur.pipeline import STAGES, Stage

COMPARERS: tuple[Comparer, ...] = (
    reuse.COMPARER,
    stories.COMPARER,
    entities.COMPARER,
    holders.COMPARER,
    statements.COMPARER,
    facts.COMPARER,
    commitments.COMPARER,
    events.COMPARER,
)


def plan_id(stages: Sequence[Stage] = STAGES, comparers: Sequence[Comparer] = COMPARERS) -> str:
    """Names the plan: the package, every stage and every comparer with its version."""
    parts = [f"{s.name}={s.version}" for s in stages] + [f"{c.kind}={c.version}" for c in comparers]
    return stable_id(__version__, *parts)
