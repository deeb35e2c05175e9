"""Cut texts end where a reader would stop."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.answering import excerpts, replies
from actions.answering.excerpts import excerpt, first_words


@pytest.mark.parametrize("module", [excerpts, replies])
def test_the_examples_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted and not result.failed


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Court.", 60, "Court."),
        ("Une phrase. Une autre phrase.", 20, "Une phrase. …"),
        # Neither a figure nor an initial ends a sentence.
        ("Voir l’abbé J. Faye. Il est là le mardi soir.", 26, "Voir l’abbé J. Faye. …"),
        ("Il coûte 1.500 francs. Et rien de plus.", 26, "Il coûte 1.500 francs. …"),
        ("• un\n• deux\n• trois et davantage", 16, "• un\n• deux …"),
        ("Un seul long morceau sans aucune fin", 20, "Un seul long…"),
    ],
)
def test_an_answer_is_cut_after_a_sentence(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit) == expected


@given(st.text(), st.integers(10, 80))
def test_nothing_is_longer_than_asked_for(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit
    assert len(first_words(text, limit)) <= limit
