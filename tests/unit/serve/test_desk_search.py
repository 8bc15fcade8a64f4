"""The query language is total, and what it finds is where it says."""

import re

from desk_client import Client
from hypothesis import given
from hypothesis import strategies as st

from tawatur.arabic import fold
from tawatur.errors import UsageError
from tawatur.store.desk_open import Desk
from tawatur.store.desk_query import parse
from tawatur.store.desk_search import Narrow, search


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
    assert narrowed["pager"]["total"] == outlet["count"]
    assert {hit["head"]["outlet"] for hit in narrowed["hits"]} == {outlet["value"]}
    said = client.get("/search.json?q=المرفأ&layer=statement").json
    assert 0 < len(said["hits"]) <= len(page["hits"])


def test_a_query_without_a_word_is_answered(client: Client) -> None:
    for query in ('"', "()", "NOT", "AND OR", "*", "-", "NEAR()"):
        refused, page = client.get(f"/search.json?q={query}"), client.get(f"/search?q={query}")
        assert refused.status == page.status == 400 and 'role="alert"' in page.text
        assert refused.json["error"] == "search.empty" and set(refused.json) == {"error", "message", "status", "fields"}


def test_a_layer_is_searched_whole(desk: Desk) -> None:
    """The layer's index and the layer itself say the same, for words and for phrases."""
    reader = desk.reader()
    for layer in ("statement", "name", "time", "commitment", "quantity"):
        for asked in ("المرفأ", "يوم", '"هيئة الموانئ"', "سنبوك", "الموان*"):
            query = parse(asked)
            rows = reader.base.execute(f'SELECT l.doc, substr(d.text, l.start + 1, l."end" - l.start) FROM main.layer_{layer} l JOIN main.document d ON d.n = l.doc')
            wanted = {doc for doc, words in rows if any(query.terms[0].folded_places(fold(words)))}
            found = search(reader, query, Narrow(layer=layer), 1, 500)
            assert {hit.doc for hit in found.hits} == wanted and found.total == len(wanted), (layer, asked)
            assert all(hit.places for hit in found.hits)
    assert search(reader, parse("البدري سنبوك"), Narrow(layer="name"), 1, 500).total > 0


def test_exact_spelling_is_complete(desk: Desk) -> None:
    reader = desk.reader()
    texts = dict(reader.base.execute("SELECT n, coalesce(title, '') || ' . ' || text FROM document"))
    for asked in ("العبّارة", "العبارة"):
        wanted = {n for n, text in texts.items() if re.search(rf"(?<![\w\u064b-\u065f]){asked}(?![\w\u064b-\u065f])", text)}
        found = search(reader, parse(asked), Narrow(exact=True), 1, 500)
        assert wanted and {hit.doc for hit in found.hits} == wanted and found.total == len(wanted)
        not_it = search(reader, parse(f"في NOT {asked}"), Narrow(exact=True), 1, 500)
        assert not wanted & {hit.doc for hit in not_it.hits}
        said = search(reader, parse(asked), Narrow(exact=True, layer="statement"), 1, 500)
        assert {hit.doc for hit in said.hits} <= wanted and all(hit.places for hit in said.hits)


def test_near_shows_the_stretch_that_holds_all_words() -> None:
    (term,) = parse("NEAR(ب أ, 2)").terms
    text = "أ x y ب z z z z أ ب"
    assert [text[a:b] for a, b in term.folded_places(fold(text))] == ["أ x y ب", "أ ب"]
    assert [text[a:b] for a, b in parse("NEAR(أ ب, 1)").terms[0].exact_places(text)] == ["أ ب"]


def test_a_stretched_word_is_the_word() -> None:
    text = "قال الم\u0640\u0640رفأ\u200f مغلق"
    assert [text[a:b] for a, b in parse("المرفأ").terms[0].exact_places(text)] == ["الم\u0640\u0640رفأ"]
    assert list(parse("NEAR(المرفأ مغلق, 1)").terms[0].exact_places(text))


def test_not_binds_before_and_before_or() -> None:
    query = parse("a OR b c NOT (d OR e)")
    assert query.match == query.exact == '("a" OR ("b" AND ("c" NOT ("d" OR "e"))))'
    assert [term.words for term in query.terms] == [("a",), ("b",), ("c",)]


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
        for match in (query.match, f"{{body}} : {query.exact}"):
            base.execute("SELECT rowid FROM search WHERE search MATCH ?", (match,)).fetchall()
    base.close()


def test_hits_are_paged(desk: Desk) -> None:
    found = search(desk.reader(), parse("في"), Narrow(), 1, 5)
    more = search(desk.reader(), parse("في"), Narrow(), 2, 5)
    assert len(found.hits) == 5 and found.total > 5 and not {h.doc for h in found.hits} & {h.doc for h in more.hits}
