"""Names: the word lists' own examples, tokens, proclitics, exact inference, and what the stage promises of its spans."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from tawatur import rulebook
from tawatur.annotate import name_features, name_lexicon, name_model, name_tokens
from tawatur.annotate.name_votes import votes
from tawatur.annotate.names import NAMES, lead, runs, subtype
from tawatur.arabic import ARABIC_LETTER, folded
from tawatur.layers import Region
from tawatur.model import Annotation, Document, Origin, Span

TITLES, ORGANISATIONS = rulebook.load("titles"), rulebook.load("organisations")


def page(text: str, role: str = "body") -> Document:
    region = Annotation(Span(0, len(text)), Region(role), Origin("test", "1", "test"))  # type: ignore[arg-type]
    return Document("d", text, "0").with_layer("region", [region])


def found(text: str, role: str = "body") -> list[tuple[str, str]]:
    return [(a.span.of(text)[a.value.lead :], a.value.type) for a in NAMES(page(text, role))]


def holds(forms: tuple[str, ...], text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", folded(text)) is not None


@pytest.mark.parametrize("row", TITLES.tables["title"], ids=lambda row: row["id"])
def test_titles_hold_their_examples(row: dict[str, object]) -> None:
    forms = TITLES.words[str(row["class"])][str(row["id"])]
    assert all(holds(forms, str(yes)) for yes in row["yes"])  # type: ignore[attr-defined]
    assert not any(holds(forms, str(no)) for no in row["no"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", ORGANISATIONS.tables["organisation"], ids=lambda row: row["id"])
def test_organisations_hold_their_examples(row: dict[str, object]) -> None:
    forms = ORGANISATIONS.words["head"][str(row["id"])]
    assert all(holds(forms, str(yes)) for yes in row["yes"])  # type: ignore[attr-defined]
    assert not any(holds(forms, str(no)) for no in row["no"])  # type: ignore[attr-defined]


def test_every_title_and_head_has_examples() -> None:
    assert {r["id"] for r in TITLES.tables["title"]} == {key for cls in ("office", "rank", "honorific", "role") for key in TITLES.words[cls]}
    assert {r["id"] for r in ORGANISATIONS.tables["organisation"]} == set(ORGANISATIONS.words["head"])


@pytest.mark.parametrize("name", ["gazetteer", "given_names"])
def test_lists_are_sorted_unique_and_arabic(name: str) -> None:
    forms = [folded(row["form"]) for row in rulebook.table(name)]
    assert forms == sorted(set(forms))
    assert all(ARABIC_LETTER.match(c) or c in " -" for form in forms for c in form)


def test_tokens_keep_proclitics_and_part_marks() -> None:
    (one, two) = name_tokens.read("وقال سامر: نعم. غدا", 0, 19)
    assert one.words == ["وقال", "سامر", ":", "نعم", "."]
    assert two.words == ["غدا"]
    assert [("وقال سامر: نعم. غدا")[a:b] for a, b in one.spans] == one.words


def test_long_sentences_are_cut() -> None:
    text = "كلمة " * 1000
    assert max(len(s.words) for s in name_tokens.read(text, 0, len(text))) == name_tokens.LONGEST


@pytest.mark.parametrize(
    ("word", "kind", "letters"),
    [("بغداد", "LOC", 0), ("وبغداد", "LOC", 1), ("ببغداد", "LOC", 1), ("لبنان", "LOC", 0), ("للعراق", "LOC", 1), ("واشنطن", "LOC", 0), ("وليد", "PER", 0), ("ومحمد", "PER", 1), ("بشار", "PER", 0), ("كريم", "PER", 0)],
)
def test_lead_is_the_attached_particle(word: str, kind: str, letters: int) -> None:
    assert lead(folded(word), kind) == letters


def test_lam_gives_the_article_back() -> None:
    assert name_lexicon.bare("للعراق", 1) == "العراق"


def test_runs_read_a_stray_inside_label_as_a_beginning() -> None:
    labels = ["O", "I-PER", "I-PER", "B-PER", "I-LOC", "O"]
    assert list(runs(labels)) == [(1, 2, "PER"), (3, 3, "PER"), (4, 4, "LOC")]


def test_search_is_exact() -> None:
    """Against every path of short sequences, with random scores."""
    random = np.random.default_rng(1)
    for _ in range(40):
        scores = random.normal(size=(6, 3)).astype(np.float32)
        scores[[0, -1]] = (0, 0, 1e6)
        transitions = random.normal(size=(3, 3)).astype(np.float32)

        def worth(path: tuple[int, ...], scores: np.ndarray = scores, transitions: np.ndarray = transitions) -> float:
            return float(sum(scores[i, p] for i, p in enumerate(path)) + sum(transitions[a, b] for a, b in itertools.pairwise(path)))

        best = max(itertools.product(range(3), repeat=6), key=worth)
        assert tuple(name_model.decode(scores, transitions, 2).tolist()) == best


def test_titles_stay_outside_and_particles_are_told() -> None:
    names = found("التقى وزير الخارجية العراقي محمد الحلبي نظيره في بغداد وبيروت.")
    assert ("محمد الحلبي", "PER") in names
    assert ("بغداد", "LOC") in names
    assert ("بيروت", "LOC") in names


def test_furniture_and_comments_are_not_read() -> None:
    assert found("وصل محمد الحلبي إلى بغداد", "furniture") == []
    assert found("وصل محمد الحلبي إلى بغداد", "comment") == []
    assert found("بغداد - وكالات", "dateline") != []


def test_marks_belong_to_the_span() -> None:
    text = "وصل الوفد إلى بَغْدادَ أمس"
    assert [text[a.span.start : a.span.end] for a in NAMES(page(text))] == ["بَغْدادَ"]


def test_features_of_the_boundary_are_alone() -> None:
    assert name_features.groups(name_features.BOUNDARY, name_lexicon.lexicon()) == (["e"],) * 5


def test_votes_come_from_the_other_places() -> None:
    view = "قال سامر الحداد نعم. ثم غادر الحداد. والحداد هنا"
    sentences = name_tokens.read(folded(view), 0, len(view))
    labels = [["O", "B-PER", "I-PER", "O", "O"], ["O", "O", "O", "O"], ["O", "O"]]
    said = {(s, at): mark for s, at, mark in votes(sentences, labels)}
    assert said == {(1, 2): "dPERI2", (2, 0): "dPERI2"}  # the full name itself hears only places that are not names


def test_tendencies_pack_and_unpack() -> None:
    often = name_features.pack(100, [90, 0, 6, 0], 10)
    assert name_features.tendency(often) == ["PER4", "ORG1", "PER4.2.3"]
    assert name_features.tendency(name_features.pack(5, [0, 0, 0, 0], 0)) == ["-2"]
    assert name_features.pack(0, [0, 0, 0, 0], 0) == 0
    assert 0 <= often < 2**16


@pytest.mark.parametrize(
    ("words", "kind", "want"),
    [("العراق", "LOC", "country"), ("الولايات المتحدة", "LOC", "country"), ("بغداد", "LOC", "city"), ("الشرق الاوسط", "LOC", "region"), ("حزب النخيل", "ORG", "party"), ("سامر", "PER", None)],
)
def test_finer_class(words: str, kind: str, want: str | None) -> None:
    assert subtype(tuple(folded(words).split()), kind) == want
