"""Who said what: statements that are one statement, their chains, and the speakers they are shown under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tawatur.arabic import folded
from tawatur.assemble.brief_desk import Desk, Place, order_of, place_of
from tawatur.assemble.brief_form import Count, Row, Said, Section, Speaker, Step
from tawatur.assemble.chains import bare, full_chain
from tawatur.rulebook import load, table

# Proclitics that a name may carry where it is written into a sentence: lam, beh, waw; lam before the article swallows its alef.
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LONGEST_NAME = 4  # words; a longer speaker is a description, and nobody's full name


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that are one statement, the one to show first first; with its speaker's key ("" = nobody named)."""

    rows: tuple[Row, ...]
    count: Count
    speaker: str


def speakers(desk: Desk) -> Section[Speaker]:
    """The statements with the most independent origins, under their speakers; nobody's come last."""
    rows = {place_of(row): row for row in desk.given.statements}
    groups = _groups(desk, rows, _full_names(rows.values()))
    pages = Counter(key for key, _ in {(group.speaker, row["doc"]) for group in groups for row in group.rows})
    groups.sort(key=lambda g: (-g.count.origins, -g.count.outlets, not g.speaker, -pages[g.speaker], _rank(desk, g.rows[0])))
    shown: dict[str, list[_Group]] = {}
    for group in groups:
        if sum(map(len, shown.values())) < desk.limits.statements and len(shown.get(group.speaker, ())) < desk.limits.per_speaker:
            shown.setdefault(group.speaker, []).append(group)
    total = Counter(group.speaker for group in groups)
    found = [_speaker(desk, key, mine, total[key] - len(mine)) for key, mine in sorted(shown.items(), key=lambda pair: not pair[0])]
    hidden = sum(total[key] for key in total.keys() - shown.keys())
    return Section(tuple(found), hidden + max(desk.given.totals.get("statements", 0) - len(rows), 0))


def _groups(desk: Desk, rows: Mapping[Place, Row], names: Mapping[tuple[str, str], str]) -> list[_Group]:
    """Statements that are one statement together, then each of the others alone; with their counts."""
    taken: set[Place] = set()
    groups: list[_Group] = []
    findings = sorted(desk.given.findings.get("statement", ()), key=lambda finding: sorted(map(place_of, finding["docs"])))
    for finding in findings:
        members = [rows[place] for place in {place_of(row) for row in finding["docs"]} & rows.keys() - taken]
        if members:
            members.sort(key=lambda row: _rank(desk, row))
            taken.update(place_of(row) for row in members)
            groups.append(_Group(tuple(members), desk.count(finding, finding["docs"]), _key(members, names)))
    alone = [rows[place] for place in sorted(rows.keys() - taken)]
    return groups + [_Group((row,), Count(1, 1), _key([row], names)) for row in alone]


def _key(rows: Sequence[Row], names: Mapping[tuple[str, str], str]) -> str:
    """The speaker of the first row that names one."""
    named = [row for row in rows if _speaker_text(row)]
    return (named[0]["speaker"].get("entity") or names[named[0]["doc"], _name(named[0])]) if named else ""


def _rank(desk: Desk, row: Row) -> tuple[int, str, Place]:
    """Direct speech first, then the earlier page."""
    return int(row["kind"] == "indirect"), order_of(desk.published(row["doc"])), place_of(row)


def _name(row: Row) -> str:
    """The speaker's name for comparison: folded, without the lone hamza that spellings drop; "" when nobody is named."""
    return folded(_speaker_text(row)).replace("\N{ARABIC LETTER HAMZA}", "")


def _speaker_text(row: Row) -> str:
    return str((row.get("speaker") or {}).get("text") or "")


def _shown_name(row: Row) -> str:
    """As the page calls the speaker, or as a person decided."""
    return str(row["speaker"].get("name") or _speaker_text(row))


def _full_names(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """(document, name) → the full name meant: a family name alone stands for the one full name of its page that ends with it, else of the pile.

    One definite word that no full name ends with ("the company") means another on another page, and is told apart by its document.
    """
    of_page: dict[str, set[str]] = {}
    for row in rows:
        if name := _name(row):
            of_page.setdefault(row["doc"], set()).add(name)
    anywhere = _by_last_word(name for names in of_page.values() for name in names)
    full: dict[tuple[str, str], str] = {}
    for doc, names in of_page.items():
        here = _by_last_word(names)
        for name in names:
            alone = f"{name}\n{doc}" if name.startswith(_ARTICLE) and " " not in name else name
            full[doc, name] = _only(here.get(name)) or _only(anywhere.get(name)) or alone
    return full


def _by_last_word(names: Iterable[str]) -> dict[str, set[str]]:
    """Last words → the full names of people that end with them."""
    found: dict[str, set[str]] = {}
    for name in names:
        first, *rest = name.split()
        if 0 < len(rest) < _LONGEST_NAME and not {first, rest[-1]} & _heads() and (first in _given_names() or not rest[-1].startswith(_ARTICLE)):
            found.setdefault(rest[-1], set()).add(name)
    return found


def _only(names: set[str] | None) -> str | None:
    return next(iter(names)) if names and len(names) == 1 else None


@cache
def _given_names() -> frozenset[str]:
    return frozenset(folded(row["form"]).replace("\N{ARABIC LETTER HAMZA}", "") for row in table("given_names"))


@cache
def _heads() -> frozenset[str]:
    """First words of offices and organisations, folded, bare and with the article: what they open is no person's full name."""
    forms = [form for cls in load("titles").words.values() for group in cls.values() for form in group]
    forms += [form for group in load("organisations").words["head"].values() for form in group]
    first = {form.split()[0] for form in forms}
    return frozenset(first | {_ARTICLE + form for form in first})


def _speaker(desk: Desk, key: str, groups: Sequence[_Group], more: int) -> Speaker:
    said = Counter((_name(row) == key.partition("\n")[0], _shown_name(row)) for group in groups for row in group.rows if _speaker_text(row))
    name = min(said, key=lambda one: (not one[0], -said[one], one[1]), default=(False, None))[1]
    ordered = sorted(groups, key=lambda group: (order_of(desk.published(group.rows[0]["doc"])), place_of(group.rows[0])))
    return Speaker(name, tuple(_said(desk, group) for group in ordered), more)


def _said(desk: Desk, group: _Group) -> Said:
    lead, others = group.rows[0], group.rows[1 : desk.limits.citations + 1]
    cited = desk.cite(*place_of(lead))
    mine, rest = bare(cited.exact), [desk.cite(*place_of(row)) for row in others]
    same = tuple(citation for citation in rest if bare(citation.exact) == mine)
    wordings = tuple(citation for citation in rest if bare(citation.exact) != mine)
    return Said(str(lead["kind"]), str(lead["act"]), _chain(desk, lead), cited, same, wordings, len(group.rows) - 1 - len(others), group.count)


def _chain(desk: Desk, row: Row) -> tuple[Step, ...]:
    """From the page inwards to the speaker. A link that only names again what an earlier link names is left out."""
    return tuple(Step(role, text) for role, text in full_chain(desk.outlet(row["doc"]), desk.carries(row["doc"]), row))
