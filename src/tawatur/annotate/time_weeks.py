"""The week of a page's country: its first day and its weekend, and whence the country is known: the outlet, else the dateline, else a setting.

Today's weeks are CLDR's, through Babel; those that were changed are in rules/weeks.toml. A country that is not known has the ISO week, Monday to Sunday, and a
weekend that holds every country's, Friday to Sunday. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from tawatur import rulebook
from tawatur.annotate.time_calendar import ISO, Week
from tawatur.arabic import fold, folded
from tawatur.layers import REGION
from tawatur.model import Document

_WORD = re.compile(r"\w+")
_LONGEST = 3  # words of a place's name that are looked up


@lru_cache(maxsize=1 << 10)
def week_of_country(country: str, when: date) -> Week | None:
    """The week in force in a country (ISO 3166) on a day; None for a country that CLDR does not know."""
    for row in _changed().get(country, ()):
        if when <= row[0]:
            return Week(row[1], row[2])
    territory = _locale(country)
    return Week(territory.first_week_day, (territory.weekend_start, territory.weekend_end)) if territory is not None else None


@cache
def _changed() -> dict[str, list[tuple[date, int, tuple[int, int]]]]:
    out: dict[str, list[tuple[date, int, tuple[int, int]]]] = {}
    for row in rulebook.load("weeks").tables["week"]:
        first, last = row["weekend"]
        out.setdefault(row["country"], []).append((row["until"], row["first"], (first, last)))
    return {country: sorted(rows) for country, rows in out.items()}


@cache
def _locale(country: str) -> Locale | None:
    """A locale of the country, in whatever language CLDR thinks likely there: it keeps weeks by country."""
    try:
        found = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return None
    return found if found.territory == country else None


def week_of(doc: Document, when: date, setting: str) -> Week:
    """The week of a page on a day. `setting`: the country taken where the page tells none, "" = none."""
    for says, country in _countries(doc, setting):
        week = week_of_country(country, when)
        if week is not None:
            return week._replace(why=f"time.week_{says} {country}")
    return ISO


def _countries(doc: Document, setting: str) -> Iterator[tuple[str, str]]:
    """What tells a country, and the country: best first."""
    if doc.outlet and (country := _outlets().get(" ".join(folded(doc.outlet).split()))):
        yield "outlet", country
    for region in doc.layer(REGION):
        if region.value.role == "dateline" and (country := _place(region.span.of(doc.text))):
            yield "dateline", country
    if setting:
        yield "setting", setting


@cache
def _outlets() -> dict[str, str]:
    """Countries of outlets and agencies by folded name; those of none or many are left out."""
    rows = rulebook.load("sources").tables["source"]
    return {" ".join(folded(name).split()): row["country"] for row in rows if row["country"] for name in (*row["names"], *row["latin"], *row["domains"])}


def _place(dateline: str) -> str | None:
    """The country of the first place that a dateline names."""
    words = _WORD.findall(fold(dateline).text)
    for i in range(len(words)):
        for size in range(min(_LONGEST, len(words) - i), 0, -1):
            if country := _places().get(" ".join(words[i : i + size])):
                return country
    return None


@cache
def _places() -> dict[str, str]:
    found = {" ".join(folded(row["form"]).split()): row["territory"] for row in rulebook.table("gazetteer") if len(row["territory"]) == 2}
    return found | {" ".join(folded(row["form"]).split()): row["country"] for row in rulebook.table("places")}
