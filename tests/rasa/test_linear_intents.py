"""Our short way to the intent, held against the components of Rasa that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.components.linear_intents import LinearIntents
from engine.components.model import load_processor
from engine.components.nlu_graph import NluGraph, nodes_in_order, pipeline_of, same_intents
from engine.components.training import ensure_model, trained_model

pytestmark = pytest.mark.rasa

ROOT = Path(__file__).resolve().parents[2]
_MARKED = re.compile(r"\[([^]]*)\]\([^)]*\)")


@pytest.fixture(scope="module")
def processor() -> Any:
    ensure_model(ROOT)
    model = trained_model(ROOT)
    assert model is not None
    return load_processor(model)


@pytest.fixture
def graph(processor: Any) -> NluGraph:
    return NluGraph(processor)


@pytest.fixture
def parts(processor: Any) -> list[Any]:
    """Return the components of the project's pipeline, in their order."""
    return pipeline_of(nodes_in_order(processor, processor.model_metadata.nlu_target))


def sentences() -> Iterator[str]:
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in item:
                lines = [line.removeprefix("- ") for line in item["examples"].splitlines()]
                yield from (_MARKED.sub(r"\1", line.strip()) for line in lines if line.strip())


def test_every_training_sentence_is_understood_as_by_rasa(graph: NluGraph) -> None:
    texts = list(sentences())
    assert len(texts) > 400
    different = [text for text in texts if graph.parse(text) != graph.parse_by_rasa(text)]
    assert different == []


@pytest.mark.parametrize(
    "text",
    [
        "zzz qwrtp",
        "12 messes le 13",
        "LA MESSE DE NOËL",
        "l’église, c’est où ?",
        "😀",
        "…",
        "oui " * 200,
        "\u2060/restart",
        "messe messe messe dimanche dimanche",
    ],
)
def test_odd_texts_are_understood_as_by_rasa(graph: NluGraph, text: str) -> None:
    assert graph.parse(text) == graph.parse_by_rasa(text)


def test_the_short_way_is_taken_for_the_pipeline_of_the_project(parts: list[Any]) -> None:
    assert LinearIntents.of(parts) is not None


@pytest.mark.parametrize("change", ["stranger", "no classifier", "two classifiers", "wrong order"])
def test_any_other_pipeline_keeps_its_own_parts(parts: list[Any], change: str) -> None:
    names = [type(part).__name__ for part in parts]
    place = names.index("LogisticRegressionClassifier")
    match change:
        case "stranger":
            parts.append(object())
        case "no classifier":
            del parts[place]
        case "two classifiers":
            parts.append(parts[place])
        case "wrong order":
            parts.insert(0, parts.pop(place))
    assert LinearIntents.of(parts) is None


def test_a_classifier_with_other_probabilities_keeps_its_own_way(
    parts: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (classifier,) = (p for p in parts if type(p).__name__ == "LogisticRegressionClassifier")
    monkeypatch.setattr(classifier.clf, "multi_class", "ovr")
    assert LinearIntents.of(parts) is None


def test_the_short_way_is_given_up_when_it_differs(
    processor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        LinearIntents,
        "classify",
        lambda self, message: message.set(
            "intent", {"name": "annuler", "confidence": 1.0}, add_to_output=True
        ),
    )
    graph = NluGraph(processor)
    assert graph.parse("bonjour")["intent"]["name"] == "annuler"
    graph.warm_up()
    assert graph.parse("bonjour") == graph.parse_by_rasa("bonjour")
    assert "the long way" in caplog.text


def test_two_parses_are_the_same_up_to_rounding() -> None:
    def parsed(name: str, confidence: float, *ranked: str) -> dict[str, Any]:
        ranking = [{"name": other, "confidence": 0.1} for other in ranked]
        return {"intent": {"name": name, "confidence": confidence}, "intent_ranking": ranking}

    assert same_intents(parsed("saluer", 0.5), parsed("saluer", 0.5 + 1e-15))
    assert not same_intents(parsed("saluer", 0.5), parsed("saluer", 0.5001))
    assert not same_intents(parsed("saluer", 0.5), parsed("aide", 0.5))
    assert not same_intents(parsed("saluer", 0.5, "aide"), parsed("saluer", 0.5))
