"""Unknown words are repaired when they resemble known ones, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.vocabulary import MAX_REPAIRED, NEAR, Vocabulary, resemblance

KNOWN = Vocabulary({"baptem": 4, "mariag": 3, "parking": 1, "mess": 9, "16": 2}, chunks=10)


@pytest.mark.parametrize(
    ("written", "meant"), [("batem", "baptem"), ("marriag", "mariag"), ("parkingg", "parking")]
)
def test_a_typing_mistake_is_repaired_and_trusted_less(written: str, meant: str) -> None:
    (term,) = KNOWN.read([written])
    assert term.known_as == (meant,)
    assert NEAR <= term.trust < 1


@pytest.mark.parametrize("written", ["blagu", "mal", "17", "mars"])
def test_another_word_is_not_repaired(written: str) -> None:
    (term,) = KNOWN.read([written])
    assert term.known_as == ()


def test_a_known_word_stands_for_itself() -> None:
    (term,) = KNOWN.read(["mess"])
    assert (term.known_as, term.trust) == (("mess",), 1.0)


def test_rare_words_say_more_and_unknown_ones_most() -> None:
    rarities = [KNOWN.rarity(stem) for stem in ("mess", "baptem", "parking", "nowhere")]
    assert rarities == sorted(rarities)
    assert rarities[0] > 0


def test_only_a_few_words_of_a_question_are_repaired() -> None:
    terms = KNOWN.read(["batem", "marriag", "parkingg", "baptemm"])
    assert [bool(term.known_as) for term in terms] == [True] * MAX_REPAIRED + [False]


@given(st.text(min_size=1), st.text(min_size=1))
def test_resemblance_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    assert 0 <= resemblance(one, other) == resemblance(other, one) <= 1
    assert resemblance(one, one) == 1


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=9), unique=True))
def test_what_is_proposed_is_known_and_near(known: list[str]) -> None:
    vocabulary = Vocabulary(dict.fromkeys(known, 1), chunks=3)
    for near in vocabulary.nearest("abcde"):
        assert near in known
        assert resemblance("abcde", near) >= NEAR
