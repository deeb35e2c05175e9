"""A trained model: right, sure of it, able to refuse, the same every time."""

from __future__ import annotations

import random
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ProjectError
from engine.intents.files import FORMAT, NAMES, NUMBERS, read_model, write_model
from engine.intents.model import Guess, Limits, Model, Remembered
from engine.intents.training import Example, Settings, train
from tests.engine.intents.examples import EXAMPLES, HELD_OUT, SETTINGS


@pytest.mark.parametrize(("text", "intent"), HELD_OUT)
def test_other_words_for_the_same_are_understood(model: Model, text: str, intent: str) -> None:
    assert model.guess(text).ranking[0][0] == intent


def test_what_was_learnt_is_known_for_sure(model: Model) -> None:
    guesses = [(model.guess(example.text), example.intent) for example in EXAMPLES]
    right = [guess.confidence for guess, intent in guesses if guess.intent == intent]
    assert len(right) >= 0.95 * len(guesses)
    assert sum(confidence > 0.6 for confidence in right) >= 0.9 * len(right)


def test_an_intent_that_is_left_out_makes_room_for_the_others(model: Model) -> None:
    text = "un rendez-vous à la messe"
    (first, _), (second, share), *_ = model.guess(text).ranking
    again = model.guess(text, {first})
    assert again.ranking[0][0] == second
    assert again.ranking[0][1] > share
    assert dict(again.ranking)[first] == 0
    assert model.guess(text, set(model.intents) - {"annuler"}).ranking[0][0] == "annuler"


@pytest.mark.parametrize("text", ["", "   ", "?", "😀😀", "zzz qwrtp", "кто там"])
def test_nothing_known_is_no_intent(model: Model, text: str) -> None:
    guess = model.guess(text)
    assert guess.intent is None
    assert guess.confidence > 0.6


@pytest.mark.parametrize("text", ["le score du match de foot", "recette du gâteau", "loto du soir"])
def test_out_of_scope_starts_nothing(model: Model, text: str) -> None:
    assert model.guess(text).intent in (None, "hors_sujet")
    inside = [share for name, share in model.guess(text).ranking if name != "hors_sujet"]
    assert max(inside) < 0.4


def test_strangers_are_less_in_scope_than_what_an_intent_is_for(model: Model) -> None:
    strangers = ["combien coûte un mouton", "qui est le président", "mon ordinateur est lent"]
    inside = [model.guess(text).in_scope for text, _ in HELD_OUT]
    assert max(model.guess(text).in_scope for text in strangers) < sorted(inside)[2]


def test_without_any_example_of_strangers_left_out_intents_teach_to_refuse() -> None:
    inside = [example for example in EXAMPLES if example.intent != "hors_sujet"]
    model = train(inside, Settings(language="fr"))
    assert "hors_sujet" not in model.intents
    known = sorted(model.guess(text).in_scope for text, _ in HELD_OUT)
    strangers = [e.text for e in EXAMPLES if e.intent == "hors_sujet"]
    refused = [text for text in strangers if model.guess(text).in_scope < known[1]]
    assert len(refused) >= 0.7 * len(strangers)


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_has_an_answer_in_probabilities(model: Model, text: str) -> None:
    guess = model.guess(text)
    shares = [share for _, share in guess.ranking]
    assert {name for name, _ in guess.ranking} == set(model.intents)
    assert shares == sorted(shares, reverse=True)
    assert all(0.0 <= share <= 1.0 for share in (*shares, guess.confidence, guess.in_scope))
    assert sum(shares) <= 1.0001
    assert guess.intent is None or guess.intent == guess.ranking[0][0]


def test_a_long_text_is_read_in_part(model: Model) -> None:
    guess = model.guess("la messe de dimanche " * 500)
    assert guess.ranking[0][0] == "horaires_messe"


def test_limits_refuse(model: Model) -> None:
    strict = Settings(limits=Limits(in_scope=0.0, confidence=0.999), in_scope=0.0)
    assert train(EXAMPLES, strict).guess("messe").intent is None
    open_to_all = Settings(limits=Limits(in_scope=0.0, confidence=0, ambiguity=0), in_scope=0.0)
    assert train(EXAMPLES, open_to_all).guess("zzz").intent is not None
    closed = train(EXAMPLES, Settings(in_scope=0.9999))
    assert closed.limits.in_scope == 0.9999
    assert closed.guess("quelque chose de dimanche").intent is None


@pytest.mark.parametrize(
    "intents", [["saluer"], ["saluer", "annuler"], ["saluer", "hors_sujet"], ["hors_sujet"]]
)
@pytest.mark.parametrize("each", [1, 2, 12])
def test_few_intents_and_few_examples_are_enough(intents: list[str], each: int) -> None:
    few = [e for name in intents for e in [e for e in EXAMPLES if e.intent == name][:each]]
    model = train(few, SETTINGS)
    assert model.guess(few[0].text).ranking[0][0] == intents[0]
    assert model.guess("zzz").intent is None


def test_an_intent_with_one_example_among_many_is_learnt() -> None:
    model = train([*EXAMPLES, Example(text="je perds mon code secret", intent="oubli")], SETTINGS)
    assert model.guess("mon code secret").ranking[0][0] == "oubli"


def test_examples_without_words_are_left_out() -> None:
    model = train([*EXAMPLES, Example(text="…", intent="vide")], SETTINGS)
    assert "vide" not in model.intents
    with pytest.raises(ProjectError, match="no example"):
        train([Example(text="…", intent="vide")])


def test_same_examples_in_any_order_make_the_same_bytes(model: Model, tmp_path: Path) -> None:
    lists = {"personne": ["père", "curé", "prêtre"]}
    shuffled = random.Random(7).sample(EXAMPLES, len(EXAMPLES))
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder, made in zip(folders, (model, train(shuffled, SETTINGS, lists)), strict=True):
        folder.mkdir()
        write_model(made, folder)
    for name in (NUMBERS, NAMES):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_a_model_that_was_read_guesses_as_before(model: Model, tmp_path: Path) -> None:
    write_model(model, tmp_path)
    again = read_model(tmp_path)
    for text in [*(text for text, _ in HELD_OUT), "zzz", "le score du match"]:
        assert again.guess(text) == model.guess(text)


@pytest.mark.parametrize("damage", ["missing", "cut off", "older", "not json"])
def test_a_model_that_cannot_be_read_says_so(model: Model, tmp_path: Path, damage: str) -> None:
    write_model(model, tmp_path)
    names = tmp_path / NAMES
    match damage:
        case "missing":
            (tmp_path / NUMBERS).unlink()
        case "cut off":
            (tmp_path / NUMBERS).write_bytes((tmp_path / NUMBERS).read_bytes()[:100])
        case "older":
            names.write_text(names.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
        case "not json":
            names.write_text("{")
    with pytest.raises(ProjectError, match="intents"):
        read_model(tmp_path)


def test_what_is_remembered_is_asked_once(model: Model) -> None:
    asked: list[tuple[str, frozenset[str]]] = []

    class Asked:
        intents = model.intents

        def guess(self, text: str, without: Collection[str] = ()) -> Guess:
            asked.append((text, frozenset(without)))
            return model.guess(text, without)

    remembered = Remembered(Asked())
    first = model.intents[0]
    for _ in range(2):
        assert remembered.guess("bonjour") == model.guess("bonjour")
        assert remembered.guess("bonjour", [first]) == model.guess("bonjour", {first})
    assert asked == [("bonjour", frozenset()), ("bonjour", frozenset({first}))]
