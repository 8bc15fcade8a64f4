"""The query language is total, and what it finds is where it says."""

from desk_client import Client
from hypothesis import given
from hypothesis import strategies as st

from tawatur.errors import UsageError
from tawatur.store.desk import Desk
from tawatur.store.desk_search import Narrow, parse, search


def docs(client: Client, query: str) -> set[str]:
    return {hit["head"]["doc"] for hit in client.get(f"/search.json?q={query}").json["hits"]}


def test_operators(client: Client) -> None:
    ferry, port = docs(client, "العبارة"), docs(client, "المرفأ")
    assert ferry and port
    assert docs(client, "العبارة المرفأ") == ferry & port == docs(client, "العبارة AND المرفأ")
    assert docs(client, "العبارة OR المرفأ") == ferry | port
    assert docs(client, "العبارة NOT المرفأ") == ferry - port == docs(client, "العبارة -المرفأ")
    assert docs(client, "(العبارة OR سالم) NOT المرفأ") == (ferry | docs(client, "سالم")) - port
    assert docs(client, '"هيئة الموانئ"') <= docs(client, "هيئة") & docs(client, "الموانئ")
    assert docs(client, "الموان*") >= docs(client, "الموانئ")
    assert docs(client, "NEAR(الموانئ هيئة, 3)") >= docs(client, '"هيئة الموانئ"')


def test_folded_and_exact(client: Client) -> None:
    folded = client.get("/search.json?q=العباره").json
    exact = client.get("/search.json?q=العباره&exact=1").json
    assert folded["hits"] and not exact["hits"]
    assert client.get("/search.json?q=العبّارة&exact=1").json["hits"]


def test_facets_narrow(client: Client) -> None:
    page = client.get("/search.json?q=المرفأ").json
    outlet = page["facets"]["outlet"][0]
    narrowed = client.get(f"/search.json?q=المرفأ&outlet={outlet['value']}").json
    assert narrowed["about"] == outlet["count"]
    assert {hit["head"]["outlet"] for hit in narrowed["hits"]} == {outlet["value"]}
    said = client.get("/search.json?q=المرفأ&layer=statement").json
    assert 0 < len(said["hits"]) <= len(page["hits"])


def test_a_query_without_a_word_is_answered(client: Client) -> None:
    for query in ('"', "()", "NOT", "AND OR", "*", "-", "NEAR()"):
        page = client.get(f"/search.json?q={query}")
        assert page.status == 200 and page.json["problem"] == "search.empty"


PIECES = st.lists(st.sampled_from(["سلم", "x", '"', "(", ")", "AND", "OR", "NOT", "-", "*", "|", "&", "NEAR(", ",", "3", "^", ":", "'", "{", "\u0000", "+", "é"]), max_size=14)


@given(PIECES)
def test_whatever_is_typed_is_a_query(pieces: list[str]) -> None:
    """FTS5 accepts what `parse` makes of any text, or there is no word in it."""
    import sqlite3

    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE search USING fts5 (title, body)")
    for joined in ("".join(pieces), " ".join(pieces)):
        try:
            query = parse(joined)
        except UsageError:
            continue
        base.execute("SELECT rowid FROM search WHERE search MATCH ?", (query.match,)).fetchall()
    base.close()


def test_hits_are_paged(desk: Desk) -> None:
    found = search(desk.reader(), parse("في"), Narrow(), 1, 5)
    more = search(desk.reader(), parse("في"), Narrow(), 2, 5)
    assert len(found.hits) == 5 and found.further and not {h.doc for h in found.hits} & {h.doc for h in more.hits}
