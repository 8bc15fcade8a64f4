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
    out: list[Sentence] = []
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(view, start, end):
        word = match[0]
        if word != "\n":
            words.append(word)
            spans.append(match.span())
        if words and (word in _ENDS or len(words) >= LONGEST):
            out.append(Sentence(words, spans))
            words, spans = [], []
    if words:
        out.append(Sentence(words, spans))
    return out
