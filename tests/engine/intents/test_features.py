"""What is counted in a sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intents.features import Features
from engine.intents.words import Words

WORDS = Words("fr")
FEATURES = Features.learnt([WORDS.of("la messe de mardi"), WORDS.of("le bureau ouvre")], WORDS)


def test_each_block_has_its_own_length() -> None:
    said = [WORDS.of("la messe de mardi")]
    features = Features.learnt(said, WORDS, (1.0, 0.5, 2.0))
    values = features.of(said[0]).values
    assert values @ values == pytest.approx(1.0 + 0.25 + 4.0)
    alike = Features.learnt(said, WORDS).of(said[0]).values
    assert alike * features.per_feature((1.0, 0.5, 2.0)) == pytest.approx(values)


def test_nothing_known_is_nothing() -> None:
    for text in ("", "zzz", "😀"):
        sentence = FEATURES.of(WORDS.of(text))
        assert (len(sentence.places), sentence.known) == (0, 0.0)


def test_known_and_unknown_words_are_told_apart() -> None:
    sentence = FEATURES.of(WORDS.of("la messe xyz"))
    assert (sentence.words, sentence.unknown) == (3, 1)
    assert 0.4 < sentence.known < 0.8
    assert FEATURES.of(WORDS.of("la messe")).known == 1.0


def test_a_day_is_as_good_as_another() -> None:
    said, other = (FEATURES.of(WORDS.of(f"messe de {day}")) for day in ("mardi", "jeudi"))
    assert other.unknown == 0
    assert set(other.places) < set(said.places)  # the letters differ


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    said = [WORDS.of(f"la {word}") for word in ("messe", "rue", "porte", "nuit")]
    features = Features.learnt(said, WORDS)
    place = {name: i for i, name in enumerate(features.names[0])}
    assert features.rarity[place["messe"]] > features.rarity[place["la"]]


@given(st.lists(st.sampled_from(["la", "messe", "mardi", "de", "zut", "été", "3"]), max_size=60))
def test_places_rise_and_values_are_positive(said: list[str]) -> None:
    sentence = FEATURES.of(WORDS.of(" ".join(said)))
    assert np.all(np.diff(sentence.places) > 0)
    assert np.all(sentence.values > 0)
    assert 0.0 <= sentence.known <= 1.0
