"""Texts become words, however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intents.french import ALIKE, SHORT_FORMS
from engine.intents.words import MOST_WORDS, Words, plain_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("?!…", []),
        ("L’ÉGLISE, l'eglise", ["l", "eglise", "l", "eglise"]),
        ("Œuvre à Noël", ["oeuvre", "a", "noel"]),
        ("mercii merciiiii", ["mercii", "merci"]),
        ("10000 à 15h30", ["10000", "a", "15h30"]),
        ("snake_case", ["snake", "case"]),
        ("👍🏾 ok", ["👍", "🏾", "ok"]),
        ("où\u0300", ["ou"]),
        ("привет 你好", ["привет", "你好"]),
    ],
)
def test_plain_words(text: str, expected: list[str]) -> None:
    assert plain_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slt cmt svp", "salut comment s il vous plait"),
        ("dem1 ou dim", "demain ou dimanche"),
        ("c koi", "c est quoi"),
        ("c'est quoi", "c est quoi"),
        ("oui oui oui", "oui"),
        ("l'abbé", "l abbe"),
    ],
)
def test_short_forms_are_written_out(text: str, expected: str) -> None:
    assert Words("fr").of(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rdv le 10 décembre à 15h30", "rendez vous @"),
        ("rdv mardi", "rendez vous mardi"),
        ("rdv ce soir", "rendez vous ce soir"),
        ("rdv jeudi de la semaine prochaine", "rendez vous @"),
        ("mardi 15h pour un rdv le matin", "@ pour un rendez vous le matin"),
        ("messe le 24/12/2026 à 20h", "messe @"),
        ("le 10 mars à 9h", "le 10 mars a 9h"),  # nothing else to be told from it
        ("mardi la réunion est à 9h30 du matin", "mardi la reunion est a @"),
        ("un instant @ svp", "un instant s il vous plait"),
    ],
)
def test_a_moment_of_several_words_is_one_word(text: str, expected: str) -> None:
    assert Words("fr").of(text) == expected.split()


def test_how_long_a_date_is_said_does_not_matter() -> None:
    words = Words("fr")
    short = words.of("rdv père joseph demain 15h")
    assert words.of("rdv père joseph samedi 12 décembre 2026 à 10h30 du matin") == short


def test_without_a_language_nothing_is_written_out() -> None:
    assert Words().of("slt dem1") == ["slt", "dem1"]


def test_lists_days_and_numbers_stand_for_one_another() -> None:
    words = Words("fr", {"motif": ["baptême", "certificat de baptême"]})
    said = words.of("un certificat de bapteme mardi, 12 enfants, salle 3b")
    assert words.kinds(said) == ["un", "@motif", "@jour", "00", "enfants", "salle", "0b"]
    assert words.kinds(words.of("certificat du lycée")) == ["certificat", "du", "lycee"]


def test_the_tables_hold_only_what_words_can_meet() -> None:
    """A key with an accent would never be found, a short form of a short form be left half-way."""
    for short, meant in SHORT_FORMS.items():
        assert plain_words(short) == [short]
        assert plain_words(" ".join(meant)) == list(meant)
        assert not [word for word in meant if word in SHORT_FORMS and word != "c"], short
    for said in ALIKE.values():
        assert plain_words(" ".join(said)) == list(said)


@given(st.text(max_size=400))
def test_any_text_gives_bounded_words_without_accents(text: str) -> None:
    words = Words("fr", {"jour": ["le 15", "noël"]})  # a moment in a list, too
    found = words.of(text)
    assert len(found) <= 4 * MOST_WORDS
    assert all(word and not word.isspace() for word in found)
    assert len(words.kinds(found)) <= len(found)


@given(st.text(alphabet="abcdeé '", max_size=60))
def test_case_and_accents_never_matter(text: str) -> None:
    assert plain_words(text.upper()) == plain_words(text) == plain_words(text.replace("é", "e"))
