"""Every page in both languages, its twin, its size; filters; offsets; the one error shape."""

import dataclasses
import re
import typing
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_client import HOSTILE, PORT, TOKEN, Client

from tawatur.messages import catalogue
from tawatur.serve import forms_pages
from tawatur.serve.api import openapi
from tawatur.serve.app import DATA_ONLY, VIEWS

TEMPLATES = Path(__file__).resolve().parents[3] / "src" / "tawatur" / "serve" / "templates"
NEEDS = {"doc": "?id=wta-20190314", "fact": "", "name": "?n=1"}


def address(client: Client, name: str) -> str:
    if name == "fact":
        return "fact?target=" + client.get("/facts.json").json["rows"][0]["target"]
    if name == "story":
        return "story?target=" + client.get("/stories.json?state=all").json["stories"][0]["target"]
    return name + NEEDS.get(name, "")


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_page_and_twin(client: Client, name: str) -> None:
    place = address(client, name)
    path, _, query = place.partition("?")
    twin = client.get(f"/{path}.json?{query}")
    assert twin.status == 200 and twin.headers["content-type"] == "application/json"
    answer = typing.get_type_hints(VIEWS[name])["return"]
    assert list(twin.json) == [field.name for field in dataclasses.fields(answer)]
    if name in DATA_ONLY:
        return
    for lang in ("ar", "en"):
        page = Client(client.app, cookies=f"tawatur_{PORT}={TOKEN}; desk_lang={lang}").get("/" + place)
        assert page.status == 200 and len(page.body) < 300_000
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in page.text
        assert page.text.count("<h1") == 1 and "<main" in page.text
        assert not re.search(r">[^<]*\bdesk\.[a-z_.]+", page.text), "a message is missing"


def test_documents_fields_are_documented() -> None:
    for name, view in VIEWS.items():
        page = typing.get_type_hints(view)["return"]
        assert dataclasses.is_dataclass(page) and page.__doc__ and not page.__doc__.startswith(page.__name__ + "("), name
    schema = openapi(VIEWS)
    assert schema["openapi"].startswith("3.1") and {f"/{name}.json" for name in VIEWS} <= schema["paths"].keys()


def test_templates_name_only_messages_that_exist() -> None:
    keys = catalogue("en")
    for file in TEMPLATES.glob("*.j2"):
        for key in re.findall(r'\bt\("([a-z_.]+)"[,)]', file.read_text(encoding="utf-8")):
            assert f"desk.{key}" in keys or f"brief.{key}" in keys, (file.name, key)
        for key in re.findall(r't\.plural\("([a-z_.]+)"', file.read_text(encoding="utf-8")):
            assert f"desk.{key}.other" in keys or f"brief.{key}.other" in keys, (file.name, key)


def test_errors_have_one_shape(client: Client) -> None:
    fields = [field.name for field in dataclasses.fields(forms_pages.Problems)]
    for place, status in (("/nothing", 404), ("/doc.json?id=none", 404), ("/name.json?n=999999", 404), ("/fact.json?target=fact:0", 404), ("/judge", 405)):
        answer = client.get(place, accept="application/json")
        assert answer.status == status, place
        assert list(answer.json) == fields and answer.json["message"] and answer.json["status"] == status
    assert "<h1>" in client.get("/nothing").text


def test_offsets_are_code_points_of_the_text(client: Client) -> None:
    texts = {row["id"]: row["text"] for row in HOSTILE}
    page = client.get("/doc.json?id=emoji").json
    assert page["offsets"] == "code points, half-open"
    assert "\n".join(line["text"] for line in page["lines"]) == texts["emoji"]
    assert [line["start"] for line in page["lines"]] == [0, texts["emoji"].index("سطر")]
    assert page["notes"], "the emoji article has findings"
    for hit in client.get("/search.json?q=أوستفار").json["hits"]:
        for cite in hit["cites"]:
            assert cite["end"] - cite["start"] == len(cite["exact"])
            if hit["head"]["doc"] in texts:
                assert texts[hit["head"]["doc"]][cite["start"] : cite["end"]] == cite["exact"]


def test_a_long_text_comes_in_windows(client: Client) -> None:
    size, seen, at = len(HOSTILE[1]["text"].rstrip()), "", 0
    while at is not None:
        page = client.get(f"/doc.json?id=long&at={at}").json
        assert page["end"] - page["start"] <= 40_000
        seen += page["lines"][0]["text"]
        at = page["after"]
    assert len(seen) >= size
    assert len(client.get("/doc?id=long").body) < 300_000


def test_filters_narrow(client: Client) -> None:
    everything = client.get("/timeline.json?state=all").json["pager"]["total"]
    some = client.get("/timeline.json?state=all&from=2019-03-01&to=2019-03-31").json
    assert 0 < some["pager"]["total"] < everything
    assert all(e["when"]["earliest"] <= "2019-03-31" and e["when"]["latest"] >= "2019-03-01" for e in some["entries"])
    agency = client.get("/statements.json?outlet=وكالة تيماران للأنباء").json
    assert agency["statements"] and {s["cite"]["outlet"] for s in agency["statements"]} == {"وكالة تيماران للأنباء"}
    assert client.get("/facts.json?state=agree").json["rows"]
    assert client.get("/facts.json?about=لا أحد بهذا الاسم").json["rows"] == []
    assert client.get("/timeline.json?page=999999&from=bad&to=2019-99").status == 200


def test_copies_are_folded_in_the_matrix(client: Client) -> None:
    cells = [cell for row in client.get("/facts.json").json["rows"] for cell in row["cells"]]
    assert {"agree", "silent"} <= {cell["state"] for cell in cells}
    assert any(cell["folded"] for cell in cells)


def test_compare_aligns_shared_passages(client: Client) -> None:
    pair = client.get("/compare.json").json["suggestions"][0]
    page = client.get(pair["href"].replace("/compare?", "/compare.json?")).json
    shared = [row for row in page["rows"] if row["kind"] == "shared"]
    assert shared
    for row in shared:
        same = ["".join(piece["text"] for piece in side if piece["same"]).split() for side in (row["left"], row["right"])]
        assert len(same[0]) == len(same[1]) > 3
    text = "".join(piece["text"] for row in page["rows"] for piece in row["left"])
    assert len(text) > 0.9 * page["a"]["characters"] - 20


def test_original_bytes_are_the_files(client: Client) -> None:
    file = Path(__file__).resolve().parents[3] / "examples" / "03-khulaisa-2019-03-16.txt"
    assert client.get(f"/bytes?id={file.name}").body == file.read_bytes()


def test_choices_are_kept_in_cookies(client: Client) -> None:
    answer = client.get("/prefs?digits=western&back=" + quote("/facts?state=agree"))
    assert answer.status == 303 and answer.headers["location"] == "/facts?state=agree" and "desk_digits=western" in answer.headers["set-cookie"]
    western = Client(client.app, cookies=f"tawatur_{PORT}={TOKEN}; desk_digits=western; desk_theme=dark").get("/facts").text
    assert 'data-theme="dark"' in western and re.search(r"\d+ سؤال", western)
    assert "set-cookie" not in client.get("/prefs?lang=xx").headers


def test_a_story_shows_as_many_origins_as_it_counts(client: Client) -> None:
    """An agency's copy is one origin, an outlet's own reports are one; every document stands under its own, once."""
    for row in client.get("/stories.json?state=all").json["stories"]:
        page = client.get("/story.json?target=" + row["target"]).json
        docs = [told["head"]["doc"] for origin in page["origins"] for told in origin["documents"]]
        assert len(docs) == len(set(docs)) == row["documents"] and len(page["origins"]) == row["origins"], row["title"]


def test_a_year_does_not_contradict_its_month(client: Client) -> None:
    row = next(row for row in client.get("/facts.json?state=contradict").json["rows"] if any(value["value"].startswith("2011-09") for cell in row["cells"] for value in cell["values"]))
    states = {value["value"]: cell["state"] for cell in row["cells"] for value in cell["values"]}
    assert states["2011-01-01/2011-12-31"] == states["2011-06-01/2011-06-30"] == "agree"
    assert states["2011-09-01/2011-09-30"] == "contradict"
