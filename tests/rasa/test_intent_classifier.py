"""Our classifier as a part of a Rasa pipeline: trained, stored, loaded, asked, refused."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import is_fallback_classifier_prediction
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.components.intent_classifier import IN_SCOPE, AccueilIntentClassifier
from engine.intents.recipe import SETTINGS_OF_CLASSIFIER
from tests.engine.intents.examples import EXAMPLES, HELD_OUT

pytestmark = [
    pytest.mark.rasa,
    # Of the libraries that Rasa trains and measures with.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

_NAME = "engine.components.intent_classifier.AccueilIntentClassifier"
_RESOURCE = Resource("intents")
_CONTEXT = ExecutionContext(GraphSchema({}), "model")


def settings(**changes: Any) -> dict[str, Any]:
    return AccueilIntentClassifier.get_default_config() | {
        "out_of_scope_intent": "hors_sujet",
        **changes,
    }


def data() -> TrainingData:
    examples = [Message.build(example.text, example.intent) for example in EXAMPLES]
    tables = [{"name": "personne", "elements": ["curé", "prêtre"]}]
    return TrainingData(examples, lookup_tables=tables)


def trained(folder: Path, **changes: Any) -> AccueilIntentClassifier:
    """Train in ``folder`` and return what another process would load from there."""
    storage = LocalModelStorage.create(folder)
    AccueilIntentClassifier.create(settings(**changes), storage, _RESOURCE, _CONTEXT).train(data())
    return AccueilIntentClassifier.load(settings(**changes), storage, _RESOURCE, _CONTEXT)


def parsed(component: AccueilIntentClassifier, text: str) -> dict[str, Any]:
    (message,) = component.process([Message.build(text)])
    found: dict[str, Any] = message.as_dict(only_output_properties=True)
    return found


@pytest.fixture(scope="module")
def component(tmp_path_factory: pytest.TempPathFactory) -> AccueilIntentClassifier:
    return trained(tmp_path_factory.mktemp("component"))


@pytest.mark.parametrize(("text", "intent"), HELD_OUT)
def test_intent_and_ranking_have_rasas_form(
    component: AccueilIntentClassifier, text: str, intent: str
) -> None:
    found = parsed(component, text)
    named = [one["name"] for one in found["intent_ranking"] if one["name"] != "nlu_fallback"]
    assert named[0] == intent
    assert len(named) == 6
    assert found["intent"] == found["intent_ranking"][0]
    # Events are stored as JSON: no number of numpy's may be among them.
    assert json.loads(json.dumps(found)) == found
    assert 0 <= found[IN_SCOPE] <= 1


@pytest.mark.parametrize("text", ["zzz qwrtp", "😀", ""])
def test_what_it_refuses_is_rasas_fallback_with_the_ranking_behind(
    component: AccueilIntentClassifier, text: str
) -> None:
    (message,) = component.process([Message.build(text)])
    assert is_fallback_classifier_prediction(message.data)
    first, *others = message.get("intent_ranking")
    assert first == message.get("intent")
    assert {one["name"] for one in others} == {example.intent for example in EXAMPLES}


def test_the_ranking_is_cut(tmp_path: Path) -> None:
    found = parsed(trained(tmp_path, ranking_length=2), "bonjour")
    assert next(iter(found["intent_ranking"]))["name"] == "saluer"
    assert len(found["intent_ranking"]) == 2


def test_a_limit_of_ones_own_is_kept(tmp_path: Path) -> None:
    component = trained(tmp_path, rejection_threshold=0.99999)
    assert parsed(component, "la messe de lundi ou quoi")["intent"]["name"] == "nlu_fallback"


def test_tables_count_only_when_wanted(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    with_tables = trained(tmp_path / "with")
    without = trained(tmp_path / "without", use_lookup_tables=False)
    assert with_tables._model is not None and without._model is not None
    assert with_tables._model.words.lists == {"personne": ["curé", "prêtre"]}
    assert without._model.words.lists == {}


def test_nothing_learnt_refuses_everything(tmp_path: Path) -> None:
    storage = LocalModelStorage.create(tmp_path)
    empty = AccueilIntentClassifier.create(settings(), storage, _RESOURCE, _CONTEXT)
    empty.train(TrainingData([]))
    loaded = AccueilIntentClassifier.load(settings(), storage, _RESOURCE, _CONTEXT)
    assert parsed(loaded, "bonjour")["intent"] == {"name": "nlu_fallback", "confidence": 1.0}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"epochs": 100}, "unknown key 'epochs' in the classifier"),
        ({"treshold": 0.2}, "unknown key 'treshold' in the classifier; did you mean 'threshold'?"),
        ({"language": "klingon"}, "'language' of the classifier is 'klingon', expected '' or 'fr'"),
        ({"threshold": "high"}, "'threshold' of the classifier is 'high', expected a number"),
        ({"rejection_threshold": 1.5}, "'rejection_threshold' of the classifier is 1.5"),
        ({"false_rejections": True}, "'false_rejections' of the classifier is True"),
        ({"out_of_scope_intent": ["a"]}, "'out_of_scope_intent' of the classifier is ['a']"),
        ({"ranking_length": -1}, "expected a whole number of at least 0"),
        ({"use_lookup_tables": "yes"}, "expected true or false"),
        ({"courtesies": "saluer"}, "'courtesies' of the classifier is 'saluer', expected a list"),
        ({"alarms": ["urgence"]}, "'alarms' of the classifier is ['urgence'], expected a map"),
        ({"alarms": {"intents": "urgence"}}, "is 'urgence', expected a list"),
        ({"alarms": {"danger": []}}, "unknown key 'danger' in 'alarms' of the classifier"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    storage = LocalModelStorage.create(tmp_path)
    with pytest.raises(InvalidConfigException) as refused:
        AccueilIntentClassifier.create(settings(**change), storage, _RESOURCE, _CONTEXT)
    assert reason in str(refused.value)


def test_a_key_with_nothing_behind_it_says_nothing(tmp_path: Path) -> None:
    storage = LocalModelStorage.create(tmp_path)
    empty = settings(threshold=None, courtesies=None, alarms=None, out_of_scope_intent=None)
    made = AccueilIntentClassifier.create(empty, storage, _RESOURCE, _CONTEXT)
    assert made._config == AccueilIntentClassifier.get_default_config()


def test_every_setting_is_described() -> None:
    described = {key.name for key in SETTINGS_OF_CLASSIFIER.keys}
    assert described - {"name"} == set(AccueilIntentClassifier.get_default_config())


def test_a_change_of_what_it_calls_is_seen_by_rasas_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    before = AccueilIntentClassifier.fingerprint_addon({})
    assert before == AccueilIntentClassifier.fingerprint_addon({})
    monkeypatch.setattr("inspect.getsource", lambda module: f"# {module.__name__}")
    assert AccueilIntentClassifier.fingerprint_addon({}) != before


# -- rasa train, and rasa test nlu -----------------------------------------------------------


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a pipeline of this one part, as ``rasa train nlu`` does."""
    folder = tmp_path_factory.mktemp("rasa_train")
    by_intent: dict[str, list[str]] = {}
    for example in EXAMPLES:
        by_intent.setdefault(example.intent, []).append(f"- {example.text}\n")
    nlu = [{"intent": name, "examples": "".join(said)} for name, said in by_intent.items()]
    _write(folder / "nlu.yml", {"version": "3.1", "nlu": nlu})
    part = {"name": _NAME, "out_of_scope_intent": "hors_sujet"}
    _write(
        folder / "config.yml",
        {"recipe": "default.v1", "language": "fr", "assistant_id": "test", "pipeline": [part]},
    )
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that Rasa trains with
        from rasa.model_training import train_nlu

        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        made = train_nlu(
            config=str(folder / "config.yml"),
            nlu_data=str(folder / "nlu.yml"),
            output=str(folder),
            domain=None,
        )
    assert made is not None
    return Path(made)


def _write(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.mark.asyncio
async def test_a_trained_model_answers_through_rasas_agent(model_file: Path) -> None:
    agent = Agent.load(str(model_file))
    found = await agent.parse_message("quelle heure pour la messe de vendredi ?")
    assert found["intent"]["name"] == "horaires_messe"
    assert found["intent"]["confidence"] > 0.6
    assert (await agent.parse_message("/annuler"))["intent"]["name"] == "annuler"


@pytest.mark.asyncio
async def test_rasa_test_nlu_measures_it(model_file: Path, tmp_path: Path) -> None:
    nlu = [{"intent": intent, "examples": f"- {text}\n"} for text, intent in HELD_OUT]
    _write(tmp_path / "held_out.yml", {"version": "3.1", "nlu": nlu})
    processor = Agent.load(str(model_file)).processor
    assert processor is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that Rasa measures with
        from rasa.nlu.test import run_evaluation
    measured = await run_evaluation(
        str(tmp_path / "held_out.yml"), processor, str(tmp_path), disable_plotting=True
    )
    assert measured["intent_evaluation"]["accuracy"] >= 0.8


def test_what_is_not_wanted_is_not_heard_as_wanted(tmp_path: Path) -> None:
    component = trained(tmp_path)
    assert parsed(component, "annuler")["intent"]["name"] == "annuler"
    assert parsed(component, "je ne veux pas annuler")["intent"]["name"] == "nlu_fallback"
    assert parsed(trained(tmp_path, hear_wishes=False), "je ne veux pas annuler")["intent"]
