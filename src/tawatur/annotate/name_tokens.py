"""Words and sentences of a view as the name tagger reads them: ANERcorp's tokens, with its marks apart and its proclitics attached."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_|\n")
_ENDS = frozenset("\n.!?\u061f\u2026\u06d4")
LONGEST = 200
"""Words a sentence may have before it is cut: the corpus has 16 sentences above this, all of them lists."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded words with their view offsets."""

    words: list[str]
    spans: list[tuple[int, int]]


def read(view: str, start: int, end: int) -> list[Sentence]:
    """The sentences of view[start:end], in order; a line's end, a full stop, a question or exclamation mark ends one."""
    found = list(_TOKEN.finditer(view, start, end))
    words = [match[0] for match in found]
    spans = [match.span() for match in found]
    out: list[Sentence] = []
    begin = 0
    for at, word in enumerate(words):
        if word in _ENDS or at - begin >= LONGEST - 1:
            after = at if word == "\n" else at + 1
            if begin < after:
                out.append(Sentence(words[begin:after], spans[begin:after]))
            begin = at + 1
    if begin < len(words):
        out.append(Sentence(words[begin:], spans[begin:]))
    return out
