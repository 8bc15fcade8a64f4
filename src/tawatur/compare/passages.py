"""Passages that two documents share, exactly or nearly: anchors on diagonals, gathered where they lie near each other in both, stretched at their ends.

All positions here are word numbers, half-open; `text_span` turns them into text offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tawatur.compare.shingles import GRAM, Indexed, Words, meets

LEAST = 12
"""Words in a passage, from the definition of reuse; that many of them must be the same on both sides."""
GAP = 8
"""Words that may differ between two runs of a passage on either side (a number in words, a changed or moved clause)."""
CUT = 24
"""Words that may be missing on one side when nothing stands in their place on the other: a sentence cut."""
DENSE = 0.6
"""Least share of same words in the longer side of a passage."""
LOOK_BACK = 8
"""Runs that are looked back over when runs are joined: they hardly overlap, so what is near lies close in order."""
_REACH = 5
"""Words looked at beyond the end of a passage: a skip of at most three and two same ones."""
_STEPS = tuple(sorted(((x, y) for x in range(4) for y in range(4) if x or y), key=lambda s: (s[0] + s[1], s)))


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`length` words from `a` in one document that are the words from `b` in the other."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Words [a, a_end) of one document and [b, b_end) of the other; `same` of them are equal."""

    a: int
    a_end: int
    b: int
    b_end: int
    same: int

    @property
    def likeness(self) -> float:
        """Share of same words in the longer side."""
        return min(1.0, self.same / max(self.a_end - self.a, self.b_end - self.b))

    def inside(self, other: Passage) -> bool:
        """Whether both sides lie within the other's."""
        return other.a <= self.a and self.a_end <= other.a_end and other.b <= self.b and self.b_end <= other.b_end


def text_span(words: Words, start: int, end: int) -> tuple[int, int]:
    """Words [start, end) → text offsets (half-open, code points)."""
    return int(words.starts[start]), int(words.ends[end - 1])


def shared(a: Indexed, b: Indexed) -> list[Passage]:
    """The passages of two documents, by place in `a`. Linear in the two lengths."""
    found: list[Passage] = []
    for group in _groups(_runs(a, b)):
        if len(group) == 1 and group[0].length == GRAM:
            continue  # five words alone are a formula; looking for more around each would be most of the work
        whole = _passage(group, a.plain, b.plain)
        found += [p for p in ([whole] if _holds(whole) else (_passage([run], a.plain, b.plain) for run in group)) if _holds(p)]
    return _apart(found)


def _runs(a: Indexed, b: Indexed) -> list[Run]:
    """Maximal runs of the same words around every shingle that occurs in both, by place in `a`."""
    runs: list[Run] = []
    diagonal, done = None, 0
    for shift, place in meets(a, b):
        if shift != diagonal:
            diagonal, done = shift, 0
        elif place < done:
            continue
        run = _grown(a.plain, b.plain, place, place + shift, done)
        done = run.a + run.length
        runs.append(run)
    return sorted(runs)


def _grown(a: list[int], b: list[int], i: int, j: int, floor: int) -> Run:
    """The run through the shingle at (i, j), as far as the words are the same; never before `floor` in `a`."""
    low, least = 0, min(i - floor, j)
    while low < least and a[i - low - 1] == b[j - low - 1]:
        low += 1
    high, most = GRAM, min(len(a) - i, len(b) - j)
    while high < most and a[i + high] == b[j + high]:
        high += 1
    return Run(i - low, j - low, high + low)


def _near(p: Run, q: Run) -> bool:
    """Whether two runs belong to one passage: little between them on both sides, in either order."""
    gap_a = max(p.a, q.a) - min(p.a + p.length, q.a + q.length)
    gap_b = max(p.b, q.b) - min(p.b + p.length, q.b + q.length)
    low, high = sorted((gap_a, gap_b))
    return high <= GAP or (low <= 2 and high <= CUT)


def _groups(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs joined while they are near each other on both sides, each group by place."""
    parent = list(range(len(runs)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for n, run in enumerate(runs):
        for k in range(max(0, n - LOOK_BACK), n):
            if _near(runs[k], run):
                parent[root(n)] = root(k)
    groups: dict[int, list[Run]] = {}
    for n, run in enumerate(runs):
        groups.setdefault(root(n), []).append(run)
    yield from groups.values()


def _passage(group: list[Run], a: list[int], b: list[int]) -> Passage:
    """The stretch that a group of runs covers on both sides, with the short same pieces beyond its ends."""
    same = min(covered((r.a, r.a + r.length) for r in group), covered((r.b, r.b + r.length) for r in group))
    low_a, low_b, before = _stretched(a, b, min(r.a for r in group), min(r.b for r in group), -1)
    high_a, high_b, after = _stretched(a, b, max(r.a + r.length for r in group), max(r.b + r.length for r in group), 1)
    return Passage(low_a, high_a, low_b, high_b, same + before + after)


def _holds(passage: Passage) -> bool:
    return passage.same >= LEAST and passage.likeness >= DENSE


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Words inside at least one span."""
    total, reach = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total


def _stretched(a: list[int], b: list[int], i: int, j: int, way: int) -> tuple[int, int, int]:
    """Moves the end (i, j) of a passage outward over at most three differing words a side while two same words follow. Returns the new end and the words won."""
    won = 0
    while (step := _step(a, b, i, j, way)) is not None:
        x, y, length = step
        i, j, won = i + way * (x + length), j + way * (y + length), won + length
    return i, j, won


def _step(a: list[int], b: list[int], i: int, j: int, way: int) -> tuple[int, int, int] | None:
    """The smallest skip (x, y) beyond which at least two words are the same, and how many are."""
    near, far = (a[i : i + _REACH], b[j : j + _REACH]) if way > 0 else (a[max(0, i - _REACH) : i][::-1], b[max(0, j - _REACH) : j][::-1])
    most_x, most_y = len(near) - 1, len(far) - 1
    for x, y in _STEPS:
        if x < most_x and y < most_y and near[x] == far[y] and near[x + 1] == far[y + 1]:
            return x, y, _same(a, b, i + way * x, j + way * y, way)
    return None


def _same(a: list[int], b: list[int], i: int, j: int, way: int) -> int:
    """How many words in a row are the same from the edge (i, j) on, in this direction."""
    shift = 0 if way > 0 else -1
    most = min(len(a) - i, len(b) - j) if way > 0 else min(i, j)
    length = 0
    while length < most and a[i + way * length + shift] == b[j + way * length + shift]:
        length += 1
    return length


def _apart(found: list[Passage]) -> list[Passage]:
    """Without those that lie inside another on both sides, by place."""
    kept: list[Passage] = []
    for passage in sorted(set(found), key=lambda p: (p.a, -p.a_end, p.b)):
        if not any(passage.inside(other) for other in kept[-LOOK_BACK:]):
            kept.append(passage)
    return kept
