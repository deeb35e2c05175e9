"""What a message is about, by :mod:`engine.intents`: fast, calibrated, and able to say no.

::

    pipeline:
      - name: engine.components.intent_classifier.AccueilIntentClassifier
        out_of_scope_intent: hors_sujet    # the intent whose examples nobody here deals with

It reads the text itself: it needs no tokenizer, no featurizer, and no FallbackClassifier behind it.
A message that it refuses gets Rasa's intent ``nlu_fallback``, at the head of the ranking.
"""

from __future__ import annotations

import hashlib
import inspect
import logging
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.components.french_entities import entities_of
from engine.french import moments
from engine.french.wishes import Part, wishes
from engine.intents import features, french, model, rejection, words
from engine.intents.calm import Calm
from engine.intents.files import read_model, write_model
from engine.intents.model import Guess, Limits, Model, Remembered
from engine.intents.recipe import faults_of

logger = logging.getLogger(__name__)

#: The key of a parsed message under which stands how probably it is about any intent at all.
IN_SCOPE = "in_scope"
#: The key under which the requests stand when a message holds more than one.
REQUESTS = "requests"
#: The key that an emergency has when it is but a grief that is told: it may answer a question.
TOLD = "told"
#: Below this confidence a message is not understood as a whole, from 0 to 1.
_DOUBTFUL = 0.6


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AccueilIntentClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Words, pairs and pieces of words, weighed by a linear machine that learnt what to refuse."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        trained: Model | None = None,
    ) -> None:
        # A key with nothing behind it says nothing.
        said = {key: value for key, value in config.items() if value is not None}
        self._config = config = {**self.get_default_config(), **said}
        self._model_storage = model_storage
        self._resource = resource
        self._model = trained
        self._calm = Calm.of(config["alarms"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Whose short forms ("slt", "dem1") and alike words (days, months, numbers) are known:
            # "fr", or "" for no language in particular.
            "language": "fr",
            # The intent that holds examples of what the assistant is not for; None without any.
            "out_of_scope_intent": None,
            # Of all messages that an intent is for, the share that may be turned away. The limit is
            # learnt from it.
            "false_rejections": 0.03,
            # The limit itself, for those who want to set it: messages that are less probably about
            # any intent become nlu_fallback.
            "rejection_threshold": None,
            # The best intent must be this probable, and this much more probable than the second;
            # else the message becomes nlu_fallback.
            "threshold": 0.25,
            "ambiguity_threshold": 0.03,
            # Words of one lookup table count as alike.
            "use_lookup_tables": True,
            # How many intents the ranking shows; 0 for all.
            "ranking_length": 10,
            # Whether "je ne veux pas annuler" is heard as no wish, and two requests as two. French.
            "hear_wishes": True,
            # Intents that ask for nothing: around a request they are left aside.
            "courtesies": [],
            # Intents that refuse something themselves: no negation turns them round.
            "refusals": [],
            # Emergencies, and what they may be after all, by the names of engine/intents/calm.py.
            "alarms": {},
        }

    @classmethod
    def validate_config(cls, config: Mapping[str, Any]) -> None:
        """Refuse what is no setting, or no value of one.

        Raises ``InvalidConfigException``.
        """
        for fault in faults_of(config):
            raise InvalidConfigException(f"{cls.__name__}: {fault}")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa caches by the source of this class and its settings; what it calls must count."""
        from engine.intents import training

        rooms: list[ModuleType] = [words, french, features, rejection, model, training]
        # Moments are words too; what reads them is a package.
        for name in sorted(found.name for found in iter_modules(moments.__path__)):
            rooms.append(import_module(f"{moments.__name__}.{name}"))
        return hashlib.sha256("".join(map(inspect.getsource, rooms)).encode()).hexdigest()

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AccueilIntentClassifier:
        """Create an untrained component."""
        cls.validate_config(config)
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AccueilIntentClassifier:
        """Load the component; without a stored model it refuses every message."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, read_model(folder))
        except ValueError:
            logger.warning("no trained intents in this model", extra={"action": "intents_missing"})
            return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the examples and store what was learnt."""
        # Only training needs scikit-learn; a server would hold it in memory for nothing.
        from engine.intents.training import Example, Settings, train

        examples = [
            Example(text=message.get(TEXT), intent=message.get(INTENT))
            for message in training_data.intent_examples
            if message.get(TEXT) and message.get(INTENT)
        ]
        if not examples:
            logger.warning("no example of any intent", extra={"action": "intents_empty"})
            return self._resource
        config = self._config
        settings = Settings(
            language=config["language"],
            out_of_scope=config["out_of_scope_intent"] or "",
            false_rejections=config["false_rejections"],
            in_scope=config["rejection_threshold"],
            limits=Limits(
                in_scope=0.0,
                confidence=config["threshold"],
                ambiguity=config["ambiguity_threshold"],
            ),
        )
        self._model = train(examples, settings, self._lists(training_data))
        with self._model_storage.write_to(self._resource) as folder:
            write_model(self._model, folder)
        return self._resource

    def _lists(self, training_data: TrainingData) -> dict[str, list[str]]:
        if not self._config["use_lookup_tables"]:
            return {}
        tables = [(t["name"], t["elements"]) for t in training_data.lookup_tables]
        # A table may also be the name of a file, in an old form that nobody needs any more.
        return {name: list(said) for name, said in tables if isinstance(said, list)}

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of ``messages``."""
        for message in messages:
            self._classify(message, message.get(TEXT) or "")
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples their own intents."""
        return training_data

    def _classify(self, message: Message, text: str) -> None:
        guess = self._guess(message, text)
        shown = guess.ranking[: self._config["ranking_length"] or None]
        ranking = [{"name": name, "confidence": share} for name, share in shown]
        intent = {
            "name": guess.intent or DEFAULT_NLU_FALLBACK_INTENT_NAME,
            "confidence": guess.confidence,
        }
        if guess.intent is None:
            ranking.insert(0, dict(intent))
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(IN_SCOPE, guess.in_scope, add_to_output=True)
        if self._calm.is_told(text, guess.intent):
            message.set(TOLD, True, add_to_output=True)

    def _guess(self, message: Message, text: str) -> Guess:
        nothing = Guess(intent=None, confidence=1.0, ranking=(), in_scope=0.0)
        if self._model is None:
            return nothing
        if self._config["language"] != "fr" or not self._config["hear_wishes"]:
            return self._model.guess(text)
        config = self._config
        # Asked about the whole and about parts, some of them twice.
        model = Remembered(self._model)
        emergency = self._calm.unmistakable(model, text)
        if emergency is not None:
            return emergency

        def named(part: str) -> tuple[str, float]:
            guess = self._calm.hear(model, part)
            return guess.intent or "", guess.confidence

        is_background = partial(self._calm.is_background, text)
        found = wishes(text, named, config["courtesies"], config["refusals"], is_background)
        if not found.text and text.strip():
            return nothing
        settled = self._calm.settled(model, text)
        others = [part for part in found.parts if part.intent not in self._calm.alarms]
        if settled is not None and len(others) < 2:
            return settled
        if len(found.parts) > 1:
            heard = [_request(part, message) for part in found.parts]
            message.set(REQUESTS, heard, add_to_output=True)
        guess = self._calm.hear(model, found.text)
        best = found.best
        if best is not None and best.intent == config["out_of_scope_intent"]:
            # What is for nobody here may be the story around what the whole is mostly about.
            mostly = guess.ranking[0][0]
            best = next((part for part in found.parts if part.intent == mostly), best)
        if (
            best is not None
            and best.confidence > max(_DOUBTFUL, guess.confidence)
            and (guess.intent is None or guess.confidence < _DOUBTFUL)
        ):
            # A story around one clear request.
            return self._calm.hear(model, text[best.start : best.end])
        return guess


def _request(part: Part, message: Message) -> dict[str, Any]:
    """Return one of several requests, with the entities that stand in it."""
    found = message.get(ENTITIES) or ()
    entities = [
        entity
        for entity in found
        if entity.get("entity") != "quand"
        and part.start <= int(entity.get("start") or 0) < part.end
    ]
    if any(entity.get("entity") == "quand" for entity in found):
        # One for the whole message: the days of each request are read again from its own words.
        words = str(message.get(TEXT))[part.start : part.end]
        entities += [entity for entity in entities_of(words) if entity["entity"] == "quand"]
    return {"intent": part.intent, "confidence": part.confidence, "entities": entities}
