"""Words of a French text, by spaCy's blank model: no download, no statistics.

::

    pipeline:
      - name: engine.components.french_tokenizer.FrenchTokenizer
        model: fr_core_news_sm        # optional: an installed spaCy model instead of the blank one
"""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.lang.char_classes import ALPHA
from spacy.language import BaseDefaults, Language

_ELIDED = "dDlLjJmMnNsStTcC"


class _FrenchDefaults(BaseDefaults):
    """spaCy's general rules, and a cut behind an elided word: l'|église, qu'|il, aujourd'hui whole.

    spaCy's own French exceptions compile an expression of some hundred thousand characters for
    hyphenated names, two seconds at each start; a classifier of intents gains nothing from them.
    """

    infixes = (
        *(BaseDefaults.infixes or ()),
        rf"(?<=^[{_ELIDED}]')(?=[{ALPHA}])",
        rf"(?<=^[qQ][uU]')(?=[{ALPHA}])",
    )


class BlankFrench(Language):  # type: ignore[no-untyped-call]
    """A blank spaCy language for French."""

    lang = "fr"
    Defaults = _FrenchDefaults


_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(Tokenizer):  # type: ignore[misc]
    """Splits by spaCy's French rules ("l'église" is two words); punctuation is no word."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        model = config.get("model")
        # Only the rules of the tokenizer are used: a trained model's other parts cost time.
        nlp = spacy.load(model, exclude=["ner", "parser"]) if model else BlankFrench()
        self._tokenizer = nlp.tokenizer

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "model": None,
        }

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FrenchTokenizer:
        """Create the component."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of one attribute of ``message`` with their offsets."""
        # One character for one, so that offsets stay true.
        text = str(message.get(attribute)).translate(_APOSTROPHES)
        words = [
            Token(token.text, token.idx)
            for token in self._tokenizer(text)
            if not token.is_space and not token.is_punct
        ]
        return self._apply_token_pattern(words or [Token(text, 0)])
