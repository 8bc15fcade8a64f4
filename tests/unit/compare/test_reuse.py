"""Shared passages, with known truth: copies, edits, cuts, moves; and piles made to hurt."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tawatur.compare.reuse import COMPARER

SHARED = Path(__file__).resolve().parents[4] / "shared"


def passages(result):
    return [f.data for f in result.findings if f.kind == "reuse"]


def sides(row, docs):
    texts = {doc.id: doc.text for doc in docs}
    return [texts[side["doc"]][side["start"] : side["end"]] for side in (row["a"], row["b"])]


def test_a_paragraph_copied_between_other_words_is_found_to_the_word(compare, document, words):
    common = words(1, 40)
    docs = [
        document("x", " ".join([*words(2, 80), *common, *words(3, 50)]), "2020-01-01"),
        document("y", " ".join([*words(4, 30), *common, *words(5, 90)]), "2020-01-05"),
    ]
    (row,) = passages(compare(COMPARER, docs))
    assert sides(row, docs) == [" ".join(common)] * 2
    assert row["likeness"] == 1.0


def test_eleven_words_are_no_passage_and_twelve_are(compare, document, words):
    for count, found in ((11, 0), (12, 1)):
        common = words(1, count)
        docs = [document("x", " ".join([*words(2, 80), *common, *words(3, 50)])), document("y", " ".join([*words(4, 30), *common, *words(5, 90)]))]
        assert len(passages(compare(COMPARER, docs))) == found


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda w: [*w[:15], "12", *w[15:]], id="a number said"),
        pytest.param(lambda w: [*w[:12], *w[20:]], id="a clause cut"),
        pytest.param(lambda w: [*w[:10], *w[16:24], *w[10:16], *w[24:]], id="a clause moved"),
        pytest.param(lambda w: [*w[:14], "ضظغ", "ثذخ", *w[16:]], id="two words changed"),
        pytest.param(lambda w: ["و" + v if n % 9 == 4 else v for n, v in enumerate(w)], id="conjunctions added"),
        pytest.param(lambda w: [*w[:3], "ضظغ", *w[4:]], id="a word near the edge"),
    ],
)
def test_a_passage_nearly_the_same_is_one_passage(compare, document, words, edit):
    common = words(1, 36)
    docs = [document("x", " ".join([*words(2, 80), *common, *words(3, 50)])), document("y", " ".join([*words(4, 30), *edit(common), *words(5, 90)]))]
    (row,) = passages(compare(COMPARER, docs))
    first, second = sides(row, docs)
    assert first == " ".join(common)
    assert second == " ".join(edit(common))
    assert 0.6 <= row["likeness"] <= 1


def test_a_changed_number_still_joins_twelve_words(compare, document, words):
    common = words(1, 14)
    texts = [[*common[:6], number, *common[6:]] for number in ("13", "٢٤")]
    docs = [document(name, " ".join([*words(n, 40), *text, *words(n + 9, 40)])) for n, (name, text) in enumerate(zip("xy", texts, strict=True), 2)]
    (row,) = passages(compare(COMPARER, docs))
    assert sides(row, docs) == [" ".join(text) for text in texts]


def test_spelling_of_hamza_and_marks_does_not_part_a_passage(compare, document, words):
    common = words(1, 20)
    marked = ["أ" + w[1:] if w[0] == "ا" else w[:1] + "\u0651" + w[1:] for w in common]
    docs = [document("x", " ".join([*words(2, 30), *common])), document("y", " ".join([*marked, *words(3, 30)]))]
    (row,) = passages(compare(COMPARER, docs))
    assert sides(row, docs) == [" ".join(common), " ".join(marked)]


def test_the_earlier_document_is_the_source(compare, document, words):
    text = " ".join(words(1, 60))
    for dates, source in ((("2020-01-01", "2020-01-02"), "a"), (("2020-01-02T10:00:00+03:00", "2020-01-02T06:30:00+00:00"), "b"), ((None, None), None)):
        docs = [document(name, text, day) for name, day in zip("xy", dates, strict=True)]
        (row,) = passages(compare(COMPARER, docs))
        assert row["source"] == (source if row["a"]["doc"] == "x" else {"a": "b", "b": "a", None: None}[source])


def test_two_thousand_copies_are_joined_without_two_million_pairs(compare, document, words):
    text = words(1, 200)
    docs = [document(f"d{n:04}", " ".join([*text[: n % 7 * 20], *words(n + 9, 2), *text[n % 7 * 20 :]]), f"2020-01-{1 + n % 28:02}") for n in range(2000)]
    result = compare(COMPARER, docs)
    assert len(result.pairs) < 100_000
    origins = {f.data["origin"] for f in result.findings if f.kind == "origin"}
    assert len(result.links) >= 1999
    assert len([f for f in result.findings if f.kind == "origin"]) == 2000
    assert len(origins) == 2, "one text, one source: it has none, and every other document names it"


def furniture(result):
    return {f.data["doc"]: (f.data["start"], f.data["end"]) for f in result.findings if f.kind == "furniture"}


@pytest.mark.usefixtures("at_rest")
def test_a_boilerplate_paragraph_in_ten_thousand_articles_is_furniture(compare, document, words):
    start = time.process_time()
    paragraph = " ".join(words(1, 30))
    docs = [document(f"d{n:05}", " ".join(words(n + 9, 70)) + "\n" + paragraph) for n in range(10_000)]
    result = compare(COMPARER, docs)
    assert len(result.links) < 10_000, "fewer than one a document, of fifty million"
    assert time.process_time() - start < 30
    assert not passages(result)
    found = furniture(result)
    assert len(found) == 10_000
    for doc in docs:
        low, high = found[doc.id]
        assert doc.text[low:high] in paragraph
        assert len(doc.text[low:high].split()) >= 16
    assert {f.data["origin"] for f in result.findings if f.kind == "origin"} == {None}


def test_beside_furniture_only_the_documents_own_words_count(compare, document, words):
    paragraph = " ".join(words(1, 40))
    rest = [document(f"r{n:03}", " ".join(words(n + 100, 80)) + "\n" + paragraph, "2020-01-01") for n in range(80)]
    report = words(2, 60)
    docs = [
        document("a", " ".join(report) + "\n" + paragraph, "2020-01-02"),
        document("b", " ".join(report[:45] + words(3, 15)) + "\n" + paragraph, "2020-01-03"),
        document("c", " ".join(report[:20] + words(4, 40)) + "\n" + paragraph, "2020-01-04"),
    ]
    result = compare(COMPARER, [*rest, *docs])
    origins = {f.data["doc"]: f.data["origin"] for f in result.findings if f.kind == "origin"}
    assert (origins["a"], origins["b"], origins["c"]) == (None, "a", None), "with the paragraph, c would be three fifths a's"
    assert {"a", "b", "c"} <= furniture(result).keys()


def test_a_text_with_hundreds_of_copies_is_no_furniture(compare, document, words):
    text = words(1, 120)
    docs = [document(f"d{n:03}", " ".join([*text, *words(n + 9, 3)]), f"2020-01-{1 + n % 28:02}") for n in range(300)]
    assert not furniture(compare(COMPARER, docs))


@pytest.mark.usefixtures("at_rest")
@pytest.mark.parametrize("text", ["", " ", "كلمة", "كلمة " * 300_000, "ا ب ت ث ج ح خ " * 40_000, "." * 100_000, "9 " * 100_000])
def test_hostile_texts_stay_linear(compare, document, text):
    start = time.process_time()
    compare(COMPARER, [document("x", text), document("y", text + " كلمة"), document("z", text[: len(text) // 2])])
    assert time.process_time() - start < 8


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared gold")
@pytest.mark.parametrize("flags", [[], ["--undated"]])
def test_seeds(compare, document, tmp_path, flags):
    rows = subprocess.run([sys.executable, SHARED / "score/seeds_input.py", *flags], capture_output=True, text=True, check=True).stdout.splitlines()
    docs = [document(row["id"], row["text"], row.get("published")) for row in map(json.loads, rows)]
    (tmp_path / "pred.jsonl").write_text("\n".join(json.dumps(row) for row in passages(compare(COMPARER, docs))), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, SHARED / "score/score.py", "reuse", SHARED / "gold/seeds/reuse.jsonl", tmp_path / "pred.jsonl", "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(scored.stdout)["chars"]["f1"] >= 0.95
