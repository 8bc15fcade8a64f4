"""Features of words for the name tagger. All but the pairs are functions of a word's type, so that their weights are summed once per type and cached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tawatur.annotate.name_lexicon import ARTICLE, Lexicon, bare, proclitics

BOUNDARY = "\n"
"""Stands before the first and after the last word of a sentence."""
GROUPS = "0-+<>"
"""Where a feature is seen from: the word itself, the one before, the one after, two before, two after. The first letter of its name."""
COARSE, MIDDLE = 64, 256
"""Clusters at the two coarser levels; words without one get a class above, by shape."""
_EDGE, _SHAPES = "e", "9am"


def shape(word: str) -> str:
    """Digits, Latin, Arabic or a mark, with a length class."""
    if word == BOUNDARY:
        return _EDGE
    if word.isdigit():
        return f"9{min(len(word), 5)}"
    if not word[0].isalnum():
        return word[0]
    if word.isascii():
        return "a"
    return "m" if any(c.isdigit() for c in word) else f"w{min(len(word), 8)}"


def lexical(word: str, lexicon: Lexicon, mark: str = "") -> Iterator[str]:
    """What lists and clusters say of a word; of its rest without proclitics too, marked apart."""
    for kind in lexicon.flags.get(word, ()):
        yield f"{mark}g{kind}"
    if word in lexicon.phrases:
        yield f"{mark}h"
    for level, cluster in enumerate(lexicon.clusters.get(word, ())):
        yield f"{mark}c{level}.{cluster}"
    if packed := lexicon.tendencies.get(word):
        yield from (f"{mark}v{t}" for t in tendency(packed))
    if not mark:
        for length in proclitics(word):
            rest = bare(word, length)
            if lexicon.knows(rest):
                yield f"~{word[:length]}"
                yield f"~={rest}"
                yield from lexical(rest, lexicon, "~")


CLASSES = ("PER", "LOC", "ORG", "MISC")
_STEPS = (0.05, 0.2, 0.5, 0.8)


def pack(total: int, named: Sequence[int], first: int) -> int:
    """What a word was taken for, in 16 bits: three for each class's share of its `total` places, two for whether mostly a name's `first` word, two for

    how often it was seen. 0 = never seen.
    """
    if not total:
        return 0
    packed = 1 + (total > 2) + (total > 9)
    begins = first / sum(named) if sum(named) else 0.5
    packed = packed << 2 | (1 if begins > 0.66 else 2 if begins < 0.33 else 0)
    for count in named:
        packed = packed << 3 | sum(count / total >= step for step in _STEPS)
    return packed


def tendency(packed: int) -> list[str]:
    """The features of a packed tendency: class and share, with how often it was seen; `-` when it is no name."""
    shares = [(cls, packed >> 3 * (3 - n) & 7) for n, cls in enumerate(CLASSES)]
    seen, begins = packed >> 14, packed >> 12 & 3
    found = [f"{cls}{share}" for cls, share in shares if share]
    if not found:
        return [f"-{seen}"]
    best = max(shares, key=lambda s: s[1])
    return [*found, f"{best[0]}{best[1]}.{begins}.{seen}"]


def own(word: str, lexicon: Lexicon) -> list[str]:
    """Features of the word itself. Those of the words beside and two away are among them."""
    if word == BOUNDARY:
        return [_EDGE]
    found = [f"w{word}", f"s{shape(word)}", *lexical(word, lexicon)]
    if word[0].isalpha():
        rest = word[2:] if word.startswith(ARTICLE) and len(word) > 4 else word
        found += [f"^{word[:n]}" for n in range(1, min(5, len(word)))]
        found += [f"${word[-n:]}" for n in range(1, min(5, len(word)))]
        edged = f"<{word[:24]}>"
        found += [f"%{edged[n : n + 3]}" for n in range(len(edged) - 2)]
        if word not in lexicon.clusters:
            found.append("u" if any(bare(word, n) in lexicon.clusters for n in proclitics(word)) else "U")
        if rest is not word:
            found += ["al", f"r{rest}"]
    return found


def near(word: str, lexicon: Lexicon) -> list[str]:
    """Features of a word beside."""
    found = [f"w{word}", f"s{shape(word)}", *lexical(word, lexicon)]
    if word.startswith(ARTICLE):
        found.append("al")
    if word[0].isalpha():
        found += [f"${word[-n:]}" for n in (1, 2, 3) if n < len(word)]
        found += [f"^{word[:n]}" for n in (1, 2) if n < len(word)]
    return found


def far(word: str, lexicon: Lexicon) -> list[str]:
    """Features of a word two away."""
    return [f"w{word}", *lexical(word, lexicon)]


def groups(word: str, lexicon: Lexicon) -> tuple[list[str], ...]:
    """The features of a word in each of GROUPS, without the group's letter."""
    if word == BOUNDARY:
        return ([_EDGE],) * len(GROUPS)
    beside, away = near(word, lexicon), far(word, lexicon)
    return own(word, lexicon), beside, beside, away, away


def classes(word: str, lexicon: Lexicon) -> tuple[int, int]:
    """The coarse and the middle class of a word, of its rest without proclitics when the word itself has none."""
    found = lexicon.clusters.get(word)
    if not found:
        found = next((lexicon.clusters[rest] for n in proclitics(word) if (rest := bare(word, n)) in lexicon.clusters), None)
    if found:
        return found[0], found[1]
    kind = shape(word)[0]
    number = 1 + _SHAPES.index(kind) if kind in _SHAPES else 4 if kind == "w" else 5 if kind == _EDGE else 6
    return COARSE + number, MIDDLE + number


Class = TypeVar("Class", int, NDArray[np.int64])


def pairs(before: tuple[Class, Class], here: tuple[Class, Class], after: tuple[Class, Class]) -> tuple[Class, Class, Class]:
    """Keys of the class pairs before-here and here-after and of the coarse triple, for one position or for all. Each has a table of its own."""
    return before[1] * 512 + here[1], here[1] * 512 + after[1], (before[0] * 128 + here[0]) * 128 + after[0]


PAIRS = "pnq"
"""Letters of the three tables of `pairs`."""


def starts_phrase(word: str, lexicon: Lexicon) -> bool:
    """Whether a phrase of the lexicon may begin at this word, with or without its proclitics."""
    return word in lexicon.phrases or any(bare(word, n) in lexicon.phrases for n in proclitics(word))


def phrase_marks(words: Sequence[str], at: int, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Marks of the longest phrase of the lexicon that begins at a position: `mB` there, `mI` at its further words, with its kind."""
    word = words[at]
    for start in (word, *(bare(word, n) for n in proclitics(word))):
        for tail, kind in lexicon.phrases.get(start, ()):
            if tuple(words[at + 1 : at + 1 + len(tail)]) == tail:
                return [(at, f"mB{kind}"), *((at + 1 + n, f"mI{kind}") for n in range(len(tail)))]
    return []
