"""A statement's whole chain (isnad), from the page inwards to the speaker: outlet, the agency or page its words came from, channels, speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tawatur.arabic import fold, folded, words

_LAM, _ARTICLE = "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_PROCLITICS = _LAM + "\N{ARABIC LETTER BEH}\N{ARABIC LETTER WAW}"


def full_chain(outlet: str, carried: str | None, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(role, name as written) of each link, the page's outlet first; `carried`: whose text the page carries, None = its own.

    A link that only names again what an earlier link names is left out.
    """
    steps = [("outlet", outlet)]
    if carried:
        steps.append(("agency", carried))
    steps += [(str(via["role"]), str(via["text"])) for via in row.get("via", ())]
    if row.get("speaker"):
        steps.append(("speaker", " ".join(str(row["speaker"]["text"]).split())))
    return [step for at, step in enumerate(steps) if at == 0 or not any(_names_again(step[1], earlier[1]) for earlier in steps[:at])]


def outlet_of(doc: str, pages: Mapping[str, Mapping[str, Any]]) -> str:
    """What a page is called in a chain: its outlet, else its title, else its id."""
    page = pages.get(doc, {})
    return str(page.get("outlet") or page.get("title") or doc)


def carried_by(doc: str, pages: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Whose text a page carries: an agency, or the outlet of the page it copies; None for its own."""
    origin = pages.get(doc, {}).get("origin")
    if not origin or origin == doc:
        return None
    name = outlet_of(origin, pages) if origin in pages else str(origin)
    return None if folded(name) == folded(outlet_of(doc, pages)) else name


def bare(text: str) -> list[str]:
    """The folded words alone: texts that differ in spelling or marks only are the same words."""
    view = fold(text).text
    return [view[start:end] for start, end in words(view)]


def _names_again(name: str, earlier: str) -> bool:
    """Whether one of two names holds the other, in words, proclitics aside."""
    first, second = bare(name), bare(earlier)
    return bool(first and second) and (_holds(first, second) or _holds(second, first))


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    return all(any(a == b or _bare_word(a) == b or a == _bare_word(b) for a in longer) for b in shorter)


def _bare_word(word: str) -> str:
    if word.startswith(_LAM * 2):
        return _ARTICLE + word[2:]
    return word[1:] if len(word) > 4 and word[0] in _PROCLITICS else word
