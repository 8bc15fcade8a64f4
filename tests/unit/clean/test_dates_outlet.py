"""Stated dates become clues that say where they come from; an outlet is named only on evidence."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tawatur.clean import clean
from tawatur.clean.dates import given_clue, markup_clues, url_clue
from tawatur.clean.outlet import of_markup, of_titles
from tawatur.clean.sources import of_url
from tawatur.errors import ReadError
from tawatur.model import Document, Given, RawDocument
from tawatur.rulebook import load
from tawatur.settings import Settings

LIMITS = Settings()
BODY = "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632 \u0641\u064a \u0627\u0644\u0648\u0627\u062f\u064a. " * 4


def page(text: str, **given: str) -> Document:
    return clean(RawDocument("d", "d", "application/json", b"", "", Given(**given), text))


@pytest.mark.parametrize("value", ["2019-05-14", "2019-05-14T23:30:00+03:00", "2019-05-14 23:30", "2019-05-14T20:30:00Z"])
def test_given_date_is_the_day_as_written(value: str) -> None:
    clue = given_clue(value, "d", LIMITS)
    assert (clue.earliest, clue.latest, clue.given, clue.span) == (date(2019, 5, 14), date(2019, 5, 14), True, None)


@pytest.mark.parametrize("value", ["14/05/2019", "2019-13-01", "May 2019", "2019-05-14T99:00"])
def test_given_date_of_another_form_is_refused(value: str) -> None:
    with pytest.raises(ReadError, match="ISO"):
        given_clue(value, "d", LIMITS)


def test_markup_dates_without_doubles() -> None:
    clues = markup_clues([("a", "2019-05-14T01:00"), ("a", "2019-05-14"), ("b", "20190514"), ("c", "today")], "d", LIMITS)
    assert [(clue.says, clue.earliest) for clue in clues] == [("a", date(2019, 5, 14)), ("b", date(2019, 5, 14))]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/2019/05/14/dam", date(2019, 5, 14)),
        ("https://x.example/2019/11/28/dam", date(2019, 11, 28)),
        ("https://x.example/news/20190514-dam", date(2019, 5, 14)),
        ("https://x.example/2019-5-4.html", date(2019, 5, 4)),
        ("https://x.example/article/201905141", None),
        ("https://x.example/2019/31/31/", None),
        ("https://x.example/dam", None),
        (None, None),
    ],
)
def test_day_in_an_address(url: str | None, day: date | None) -> None:
    clue = url_clue(url, LIMITS)
    assert (clue.earliest if clue else None) == day


def test_outlet_by_site_name_and_domain() -> None:
    reuters = of_url("https://ara.reuters.com/article/1")
    assert reuters is not None and reuters.id == "reuters"
    assert of_url("http://[broken") is None and of_url("https://reuters.com.example/") is None
    assert of_markup(None, "https://www.elaph.com/Web/1") == load("sources").tables["source"][[row["id"] for row in load("sources").tables["source"]].index("elaph")]["names"][0]
    assert of_markup("A Valley Post", None) == "A Valley Post"


def test_site_name_beside_the_title() -> None:
    assert of_titles(["The dam is open | Valley Post"], "The dam is open") == "Valley Post"
    assert of_titles(["Valley Post: The dam is open"], "The dam is open") == "Valley Post"
    assert of_titles(["The dam is open"], "The dam is open") is None
    assert of_titles(["The dam is open - one two three four five six"], "The dam is open") is None


def names(source: str) -> list[str]:
    return next(row["names"] for row in load("sources").tables["source"] if row["id"] == source)


def test_outlet_of_the_row_is_kept_as_given() -> None:
    assert page(BODY, outlet="skynews").outlet == "skynews"


def test_a_quoted_source_is_not_the_outlet() -> None:
    assert page(f"{BODY}\n\u0648\u0642\u0627\u0644\u062a {names('reuters')[0]} \u0625\u0646 \u0627\u0644\u0633\u062f \u062c\u0627\u0647\u0632.").outlet is None
    assert page(f"\u0628\u063a\u062f\u0627\u062f ({names('reuters')[1]}) - {BODY}").outlet is None


def test_sources_are_sound() -> None:
    rows = load("sources").tables["source"]
    assert sum(row["kind"] == "agency" for row in rows) >= 40 and sum(row["kind"] == "outlet" for row in rows) >= 120
    assert all(set(row) == {"id", "kind", "country", "names", "short", "domains", "latin"} and row["names"] for row in rows)
    forms = [(form.casefold(), row["id"]) for row in rows for form in {*row["names"], *row["short"], *row["latin"], *row["domains"]}]
    assert len({form for form, _ in forms}) == len({*forms})


def test_json_ld_of_comments_is_no_date() -> None:
    ld = json.dumps({"@type": "NewsArticle", "headline": "x", "datePublished": "2019-05-14", "comment": [{"datePublished": "2019-06-01"}]})
    html = f'<script type="application/ld+json">{ld}</script><p>{BODY}'
    doc = clean(RawDocument("d", "d", "text/html", html.encode(), ""))
    assert [(clue.says, clue.earliest) for clue in doc.clues] == [("jsonld:datePublished", date(2019, 5, 14))]
