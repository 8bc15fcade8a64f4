"""What `run` expects of a comparer. Pure: same items in, same links and findings out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from tawatur.model import Document, Finding, Item, Link


class Comparer(Protocol):
    """Blocking, then comparing, then concluding; over items of one kind."""

    @property
    def kind(self) -> str:
        """The kind of its items."""

    @property
    def version(self) -> str:
        """Changes whenever its output may change."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Layers its items are made from."""

    @property
    def max_block(self) -> int:
        """A key that more items than this share tells nothing (boilerplate, a common word) and makes no pairs."""

    @property
    def within(self) -> bool:
        """Whether two items of one document are compared too."""

    def items(self, doc: Document) -> Iterable[Item]:
        """What the document offers. Called once per document, in a worker process."""

    def link(self, a: Item, b: Item) -> Link | None:
        """The link between two items that share a key (a.id < b.id), or None. Symmetric."""

    def findings(self, items: Sequence[Item], links: Sequence[Link]) -> Iterable[Finding]:
        """What one connected group says; called for an item alone as well. Items and links come sorted by id."""


@runtime_checkable
class Heeding(Protocol):
    """A comparer whose findings depend on which keys are common: it is told of them before it concludes."""

    def knowing(self, common: Sequence[int]) -> Comparer:
        """The same comparer, told which keys more than `max_block` items share."""
