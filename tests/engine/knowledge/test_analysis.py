"""The same word is the same stem, however it is written; politeness is no question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.analysis import MAX_STEMS, Analyzer, fold

GROUPS = (
    ("catéchisme", "catéchèse", "caté", "kt"),
    ("prix", "combien coûte", "tarif"),
    ("uniforme", "tenue scolaire"),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("élève", "ELEVES"),
        ("l’église", "eglise"),
        ("l'inscription", "Inscriptions"),
        ("Cœurs Vaillants", "coeur vaillant"),
        ("peut-on se marier ?", "se marier"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert Analyzer().stems(one) == Analyzer().stems(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("inscription kt", "inscription au catéchisme"),
        ("combien coûte l’école", "le prix de l’école"),
        ("la tenue scolaire", "l’uniforme"),
    ],
)
def test_synonyms_meet_also_those_of_several_words(one: str, other: str) -> None:
    analyzer = Analyzer(GROUPS)
    assert analyzer.stems(one) == analyzer.stems(other)
    assert Analyzer().stems(one) != Analyzer().stems(other)


def test_a_word_of_a_longer_synonym_keeps_its_own_meaning() -> None:
    assert Analyzer(GROUPS).stems("une tenue correcte") == ["tenu", "correct"]


@pytest.mark.parametrize(
    "greeting", ["", "Bonjour, ", "salam, ", "Bonsoir je voudrais savoir ", "svp "]
)
def test_a_greeting_changes_no_question(greeting: str) -> None:
    analyzer = Analyzer()
    asked = analyzer.question_stems(f"{greeting}où se trouve le parking, merci")
    assert asked == analyzer.question_stems("où se trouve le parking")


@pytest.mark.parametrize(
    "said", ["", "bonjour", "oui merci", "mardi matin", "le 14 à 10 h", "77 123 45 67", "…", "🙏"]
)
def test_what_answers_a_question_asks_none(said: str) -> None:
    assert Analyzer().question_stems(said) == []


def test_short_forms_are_written_out() -> None:
    analyzer = Analyzer()
    assert analyzer.question_stems("kan bb baptisé") == analyzer.question_stems(
        "quand bébé baptisé"
    )


def test_other_synonyms_make_another_stamp() -> None:
    stamps = {Analyzer().stamp, Analyzer(GROUPS).stamp, Analyzer(GROUPS[:1]).stamp}
    assert len(stamps) == 3
    assert Analyzer(GROUPS).stamp == Analyzer(list(map(list, GROUPS))).stamp


@given(st.text())
def test_any_text_has_stems_of_letters_and_digits(text: str) -> None:
    stems = Analyzer(GROUPS).stems(text)
    # What the index stores is separated by spaces and quoted in queries.
    assert all(stem and not set(stem) & set(" \"'") for stem in stems)
    assert stems == Analyzer(GROUPS).stems(fold(text))


@given(st.lists(st.sampled_from(["parking", "messe", "église", "mardi", "oui", "12", "xyz"])))
def test_a_question_has_each_stem_once_and_no_more_than_needed(said: list[str]) -> None:
    stems = Analyzer().question_stems(" ".join(said))
    assert len(stems) == len(set(stems)) <= MAX_STEMS
