"""The language of the desk's search: words, "phrases", AND OR NOT, prefix*, NEAR(a b, n). Small and total: whatever is typed is a query.

NOT binds before AND, AND before OR, as FTS5 has it; unbalanced quotes and stray operators are forgiven. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawatur.arabic import Folded, fold
from tawatur.errors import UsageError

MOST_QUERY = 400
"""Characters of a query; more is refused."""
MOST_TERMS = 24
NEAR = 10
"""Words between the first and the last of NEAR(…) when no number is given."""
_LETTER = r"[\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"  # what a word is made of as published, its marks included
_TYPED = re.compile(_LETTER + "+")
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(
    r'(?P<near>(?:NEAR|near)\s*\((?P<inside>[^()]*?)(?:,\s*(?P<within>[0-9\u0660-\u0669]{1,3}))?\s*\))|(?P<paren>[()])|(?P<minus>-(?=[\w"]))|"(?P<phrase>[^"]*)"?(?P<more>\*?)|(?P<word>[^\s()"]+)'
)
_UNSEEN = re.compile("[\u00ad\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_UNSEEN_BETWEEN = _UNSEEN.pattern.removesuffix("+") + "*"
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "|": "OR", "&": "AND"}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together; `prefix`: the last may go on; `near`: in any order, at most so many words between the first and the last (None = side by side).

    `words` are folded, `typed` as they were typed.
    """

    words: tuple[str, ...]
    typed: tuple[str, ...] = ()
    prefix: bool = False
    near: int | None = None

    def fts(self, *, exact: bool) -> str:
        """As FTS5 reads it."""
        words = self.typed if exact else self.words
        if self.near is not None:
            return f"NEAR({' '.join(_quoted(word) for word in words)}, {self.near})"
        return _quoted(" ".join(words)) + ("*" if self.prefix else "")

    def folded_places(self, view: Folded) -> Iterator[tuple[int, int]]:
        """Where it stands in a text, in any spelling."""
        for start, end in self._spans(view.text, self.words, r"\w", _WORD):
            yield view.span(start, end)

    def exact_places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text, spelled as typed (capitals apart, as the index has it)."""
        yield from self._spans(text, self.typed, _LETTER, _TYPED)

    def _spans(self, text: str, words: Sequence[str], letter: str, word: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        if self.near is not None:
            yield from _near(text, words, self.near, word)
            return
        between = rf"(?:(?!{letter})[\s\S])+"
        pattern = rf"(?<!{letter})" + between.join(_UNSEEN_BETWEEN.join(map(re.escape, w)) for w in words) + (f"{letter}*" if self.prefix else f"(?!{letter})")
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield found.span()


def _near(text: str, words: Sequence[str], within: int, word: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Stretches that hold all of the words with at most `within` words between the first and the last; none within another."""
    last: dict[str, tuple[int, int]] = {}  # word → (its number, its start)
    ended = -1
    for n, found in enumerate(word.finditer(text)):
        if (bare := as_seen(found[0])) not in words:
            continue
        last[bare] = (n, found.start())
        first = min(last.values())
        if len(last) == len(set(words)) and n - first[0] - 1 <= within and first[1] >= ended:
            yield first[1], found.end()
            ended = found.end()


Node = Term | tuple[str, "Node", "Node"]
"""A term, or (AND | OR | NOT, left, right)."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query, as FTS5 reads it: `match` folded, `exact` as typed; `terms`: those not under NOT, whose places are shown."""

    match: str
    exact: str
    terms: tuple[Term, ...]


def parse(text: str) -> Query:
    """Raises UsageError when it has no word, too many terms, or is too long."""
    if len(text) > MOST_QUERY:
        raise UsageError("desk.error.long", most=MOST_QUERY)
    pieces = _balanced([piece for token in _TOKEN.finditer(text) if (piece := _piece(token)) is not None])
    count = sum(isinstance(piece, Term) for piece in pieces)
    if not count:
        raise UsageError("search.empty", query=text)
    if count > MOST_TERMS:
        raise UsageError("desk.error.terms", most=MOST_TERMS)
    tree = _or(list(pieces))
    return Query(_fts(tree, exact=False), _fts(tree, exact=True), tuple(_shown(tree)))


def as_seen(text: str) -> str:
    """The text without what a reader does not see or that only stretches a word: directions, joiners, tatweel. One way for texts and for what is typed."""
    return _UNSEEN.sub("", text)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "") + '"'


def _term(raw: str, *, prefix: bool = False, near: int | None = None) -> Term | None:
    words = tuple(_WORD.findall(fold(raw).text))
    return Term(words, tuple(_TYPED.findall(as_seen(raw))) or words, prefix, near if len(words) > 1 else None) if words else None


def _piece(token: re.Match[str]) -> str | Term | None:
    if token["near"]:
        return _term(token["inside"], near=int(token["within"] or NEAR))
    if token["paren"]:
        return token["paren"]
    if token["minus"]:
        return "NOT"
    word = token["word"]
    if word in _OPERATORS:
        return _OPERATORS[word]
    raw = word if word is not None else token["phrase"]
    return _term(raw.rstrip("*"), prefix=word.endswith("*") if word is not None else bool(token["more"]))


def _balanced(pieces: Sequence[str | Term]) -> list[str | Term]:
    """Brackets that close; operators only between operands; a NOT at the very beginning has nothing to take from and is dropped."""
    out: list[str | Term] = []
    depth = 0
    for piece in pieces:
        last = out[-1] if out else "("
        operand = isinstance(last, Term) or last == ")"
        if piece == ")":
            if depth == 0 or not operand:
                continue
            depth -= 1
        elif piece == "(":
            depth += 1
        elif piece in ("AND", "OR", "NOT") and not operand:
            if piece == "NOT" and last == "AND":
                out[-1] = "NOT"
            continue
        out.append(piece)
    while out and not (isinstance(out[-1], Term) or out[-1] == ")"):
        depth -= out.pop() == "("
    return [*out, *([")"] * depth)]


# pieces → tree: each takes from the front of the list what belongs to it


def _or(pieces: list[str | Term]) -> Node:
    tree = _and(pieces)
    while pieces and pieces[0] == "OR":
        pieces.pop(0)
        tree = ("OR", tree, _and(pieces))
    return tree


def _and(pieces: list[str | Term]) -> Node:
    tree = _not(pieces)
    while pieces and pieces[0] not in ("OR", ")"):
        if pieces[0] == "AND":
            pieces.pop(0)
        tree = ("AND", tree, _not(pieces))
    return tree


def _not(pieces: list[str | Term]) -> Node:
    tree = _operand(pieces)
    while pieces and pieces[0] == "NOT":
        pieces.pop(0)
        tree = ("NOT", tree, _operand(pieces))
    return tree


def _operand(pieces: list[str | Term]) -> Node:
    piece = pieces.pop(0)
    if isinstance(piece, Term):
        return piece
    tree = _or(pieces)
    pieces.pop(0)
    return tree


def _fts(tree: Node, *, exact: bool) -> str:
    if isinstance(tree, Term):
        return tree.fts(exact=exact)
    operator, left, right = tree
    return f"({_fts(left, exact=exact)} {operator} {_fts(right, exact=exact)})"


def _shown(tree: Node) -> Iterator[Term]:
    if isinstance(tree, Term):
        yield tree
        return
    operator, left, right = tree
    yield from _shown(left)
    if operator != "NOT":
        yield from _shown(right)

