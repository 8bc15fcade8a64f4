"""The brief's pages: complete, escaped, the same twice, and worded in both languages."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tawatur.assemble.brief import BriefInput, build_brief
from tawatur.export.brief import render
from tawatur.wording import Wording, clip, visible

ROWS = json.loads((Path(__file__).parents[1] / "data" / "brief_example.json").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = ROWS.pop("texts")
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7 * 7 }} \u202e\u2066 **b** [x](http://e.example) \x00 \ud800 </style>'


def context(doc: str, start: int, end: int, around: int) -> tuple[str, str, str]:
    text = TEXTS[doc]
    return text[max(start - around, 0) : start], text[start:end], text[end : end + around]


def page(form: str, lang: str, **changes: Any) -> str:
    return render(build_brief(BriefInput(**{"context": context, **ROWS, **changes})), form, lang)


class Checker(HTMLParser):
    """Collects what a page would load or run, ids, links, and tags left open."""

    VOID = frozenset({"meta", "link", "img", "br", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "action", "data", "poster") or name.startswith("on") or (name == "href" and tag == "link"):
                self.loads.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(str(value))
            if name == "href" and tag == "a":
                self.links.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag


def checked(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    assert checker.open == []
    return checker


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_page_loads_nothing_runs_nothing_and_every_link_lands(lang: str) -> None:
    html = page("html", lang)
    seen = checked(html)
    assert seen.loads == ["link href=data:,"]
    assert "script" not in seen.tags
    assert set(re.findall(r"url\(([^:)]*):", html)) == {"data"}
    assert len(seen.ids) == len(set(seen.ids))
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("form", ["html", "md"])
def test_no_message_is_missing(form: str, lang: str) -> None:
    text = re.sub(r"base64,[\w+/=]+", "", page(form, lang))
    assert not re.findall(r"brief\.[a-z_.]+(?!css|html|md)\w*\s\w+=", text)
    assert not re.findall(r">\s*brief\.", text)


def test_counts_are_worded_by_the_plural_rules() -> None:
    arabic, english = Wording("ar"), Wording("en")
    assert len({arabic.plural("outlets", n) for n in (0, 1, 2, 3, 11, 100)}) == 6
    assert english.plural("outlets", 1) == "one outlet"
    assert english.plural("origins", 0) == "0 independent origins"
    assert "3 outlets / 2 independent origins" in re.sub(r"<[^>]+>", "", page("html", "en"))


def test_text_of_documents_is_always_text() -> None:
    documents = [{**row, "title": HOSTILE, "outlet": HOSTILE, "author": HOSTILE, "url": "javascript:alert(3)"} for row in ROWS["documents"]]
    failures = [{"doc": HOSTILE, "source": HOSTILE, "stage": HOSTILE, "code": "x", "message": HOSTILE}]

    def hostile(doc: str, start: int, end: int, around: int) -> tuple[str, str, str]:
        return HOSTILE, HOSTILE * 2, HOSTILE

    events = [{**row, "title": HOSTILE} for row in ROWS["findings"]["event"]]
    facts = [{**row, "slot": HOSTILE, "values": [{**v, "value": HOSTILE} for v in row["values"]]} for row in ROWS["findings"]["fact"]]
    commitments = ROWS["findings"]["commitment"]
    reports = [[{**report, "says": HOSTILE} for report in row["reports"]] for row in commitments]
    promises = [{**row, "who": [HOSTILE], "what": HOSTILE, "status": HOSTILE, "reports": said} for row, said in zip(commitments, reports, strict=True)]
    findings = {**ROWS["findings"], "event": events, "fact": facts, "commitment": promises}
    html = page("html", "ar", documents=documents, failures=failures, context=hostile, findings=findings, title=HOSTILE)
    seen = checked(html)
    assert {"script", "img"}.isdisjoint(seen.tags)
    assert seen.loads == ["link href=data:,"]
    assert all(link.startswith("#") for link in seen.links)
    markdown = page("md", "ar", documents=documents, failures=failures, context=hostile, findings=findings, title=HOSTILE)
    for text in (html, markdown):
        text.encode("utf-8")
        assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", text)
    assert "<script" not in markdown.replace(r"\<script", "")
    assert not re.search(r"(?<!\\)\]\(http", markdown)


def test_same_brief_same_bytes() -> None:
    assert page("html", "ar") == page("html", "ar")
    assert page("md", "en") == page("md", "en")


def test_markdown_defines_every_footnote_it_uses_once() -> None:
    text = page("md", "ar")
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.M)
    assert len(defined) == len(set(defined))
    assert used == set(defined)


def test_data_form_is_one_line_of_the_same_fields() -> None:
    line = page("jsonl", "ar")
    assert line.count("\n") == 1
    assert set(json.loads(line)) >= {"events", "speakers", "disputed", "promises", "copies", "sources"}


def test_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="form"):
        page("pdf", "ar")


def test_dates_are_worded_at_their_precision() -> None:
    english, arabic = Wording("en"), Wording("ar")
    assert [english.date(v) for v in ("2019-03-14", "2019-03", "2019", "2019-03-14T06:40", "2019-W11")] == [
        "14 March 2019", "March 2019", "2019", "14 March 2019 06:40", "2019-W11",
    ]  # fmt: skip
    assert arabic.date("2019") == "\u0662\u0660\u0661\u0669"


def test_a_page_of_an_empty_record_is_still_a_page() -> None:
    empty = render(build_brief(BriefInput([], [], {}, [], {}, context)), "html", "ar")
    checked(empty)
    assert render(build_brief(BriefInput([], [], {}, [], {}, context)), "md", "en").startswith("# ")


def test_clip_cuts_between_words() -> None:
    assert clip("one two three", 8) == "one two \N{HORIZONTAL ELLIPSIS}"
    assert clip("one", 8) == "one"
    assert visible("a\n\n b\u202e\ud800") == "a b\N{REPLACEMENT CHARACTER}"
