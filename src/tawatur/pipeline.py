"""The Stage protocol, the tuple STAGES in order, and `annotate`. To add a stage: one line in STAGES (docs/add-a-stage.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from tawatur.annotate.commitments import COMMITMENTS
from tawatur.annotate.dating import DATING
from tawatur.annotate.expressions import EXPRESSIONS
from tawatur.annotate.names import NAMES, with_model
from tawatur.annotate.offices import OFFICES
from tawatur.annotate.quantities import QUANTITIES
from tawatur.annotate.statements import STATEMENTS
from tawatur.annotate.times import TIMES
from tawatur.errors import PlanError
from tawatur.model import Annotation, Document
from tawatur.settings import Settings


class Stage(Protocol):
    """One pass over one document. Pure: same document in, same annotations out; nothing is mutated."""

    @property
    def name(self) -> str:
        """The layer it writes."""

    @property
    def version(self) -> str:
        """Changes whenever its output may change; keys what a record may keep from an earlier run."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Layers that must already be there."""

    def __call__(self, doc: Document) -> Iterable[Annotation[Any]]:
        """The annotations found; never raises for a strange text."""


STAGES: tuple[Stage, ...] = (EXPRESSIONS, DATING, TIMES, NAMES, OFFICES, QUANTITIES, STATEMENTS, COMMITMENTS)
"""The layers' stages in order; each one's `needs` are written before it."""


def stages(settings: Settings) -> tuple[Stage, ...]:
    """STAGES as the settings have them: a model from a folder may tag the names, a country's week hold where a page tells none.

    Raises UsageError when the model cannot be used.
    """
    plan = _with_model(settings.names_model, settings.names_batch) if settings.names_model else STAGES
    return _with_week(plan, settings.week_country) if settings.week_country else plan


@lru_cache(maxsize=1)
def _with_week(plan: tuple[Stage, ...], country: str) -> tuple[Stage, ...]:
    times = replace(TIMES, week_country=country, version=f"{TIMES.version}-{country}")
    return tuple(times if stage is TIMES else stage for stage in plan)


@lru_cache(maxsize=1)
def _with_model(folder: str, batch: int) -> tuple[Stage, ...]:
    model = with_model(folder, batch)
    return tuple(model if stage is NAMES else stage for stage in STAGES)


def check_plan(stages: Sequence[Stage], have: Iterable[str] = ("region",)) -> None:
    """Raises PlanError, before any work, if a stage needs a layer that nobody before it writes. `clean` writes the regions."""
    written = set(have)
    for stage in stages:
        if missing := set(stage.needs) - written:
            raise PlanError("plan.missing", stage=stage.name, missing=", ".join(sorted(missing)))
        written.add(stage.name)


def annotate(doc: Document, stages: Sequence[Stage]) -> Document:
    """Run `stages` in order over one document. Raises PlanError for an order that cannot work."""
    check_plan(stages, doc.layers.keys() | {"region"})
    for stage in stages:
        doc = doc.with_layer(stage.name, stage(doc))
    return doc
