"""Classifies intents as Rasa's own parts do, without building their matrices anew for each message.

``CountVectorsFeaturizer`` counts words and pieces of words, ``LogisticRegressionClassifier`` weighs
the counts. For one sentence that is some hundred additions; with the sparse matrices, the copies
and the checks of their libraries around them it is most of the time that understanding takes. Here
the same counts meet the same weights in the same order, so the same confidences come out::

    intents = LinearIntents.of(components)      # None: the pipeline needs its own parts
    intents.classify(message)                   # in place of the featurizers and the classifier

Words, vocabularies, weights and settings are the trained components' own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.nlu.classifiers.logistic_regression_classifier import (
    RANKING_LENGTH,
    LogisticRegression,
    LogisticRegressionClassifier,
)
from rasa.nlu.extractors.entity_synonyms import EntitySynonymMapper
from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import (
    CountVectorizer,
    CountVectorsFeaturizer,
)
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

#: Parts that neither make nor read features. With any other the features must really be made.
_WITHOUT_FEATURES = (Tokenizer, RegexEntityExtractor, EntitySynonymMapper, FallbackClassifier)


class _Counts:
    """What one featurizer counts, and where its counts begin among those of all."""

    def __init__(self, featurizer: Any, start: int) -> None:
        vectorizer = featurizer.vectorizers[TEXT]
        self._featurizer = featurizer
        self._analyze = vectorizer.build_analyzer()
        self._vocabulary: dict[str, int] = vectorizer.vocabulary_
        self._binary = bool(vectorizer.binary)
        self._start = start
        self.end = start + len(self._vocabulary)

    def of(self, message: Message) -> list[tuple[int, int]]:
        """Return (feature, count) of the sentence, in the order of the features."""
        tokens = self._featurizer._get_processed_message_tokens_by_attribute(message, TEXT)
        if not tokens:
            return []
        found = map(self._vocabulary.get, self._analyze(" ".join(tokens)))
        counted = Counter(index for index in found if index is not None)
        start = self._start
        return [(start + i, 1 if self._binary else counted[i]) for i in sorted(counted)]


class LinearIntents:
    """The featurizers and the classifier of one trained pipeline."""

    def __init__(self, featurizers: Sequence[Any], classifier: Any) -> None:
        self._counts: list[_Counts] = []
        for featurizer in featurizers:
            start = self._counts[-1].end if self._counts else 0
            self._counts.append(_Counts(featurizer, start))
        fitted = classifier.clf
        # One row per feature: the few that a sentence has lie together in memory.
        self._weights = np.ascontiguousarray(fitted.coef_.T)
        self._intercepts: npt.NDArray[np.float64] = fitted.intercept_
        self._names = list(fitted.classes_)
        self._shown = int(classifier.config[RANKING_LENGTH]) or None
        self.features = self._counts[-1].end

    @classmethod
    def of(cls, components: Sequence[Any]) -> Self | None:
        """Return the classifier of ``components``, given in their order.

        None when they are not just these: another classifier, other features, other settings.
        """
        featurizers = [c for c in components if type(c) is CountVectorsFeaturizer]
        classifiers = [c for c in components if type(c) is LogisticRegressionClassifier]
        known = (*featurizers, *classifiers)
        others = [c for c in components if not any(c is one for one in known)]
        if (
            not featurizers
            or len(classifiers) != 1
            or components.index(classifiers[0]) < components.index(featurizers[-1])
            or not all(isinstance(c, _WITHOUT_FEATURES) for c in others)
            or not all(map(_counts_text, featurizers))
            or not _is_softmax(classifiers[0].clf)
        ):
            return None
        found = cls(featurizers, classifiers[0])
        return found if found.features == len(found._weights) else None

    def classify(self, message: Message) -> None:
        """Set intent and ranking of ``message``, whose tokens are known."""
        found = [pair for counts in self._counts for pair in counts.of(message)]
        scores = self._intercepts
        if found:
            features, counts = zip(*found, strict=True)
            rows = self._weights[list(features)] * np.array(counts, dtype=np.float64)[:, None]
            scores = rows.sum(axis=0) + self._intercepts
        powers = np.exp(scores - scores.max())
        shares = (powers / powers.sum()).tolist()
        ranking = [
            {"name": name, "confidence": share}
            for name, share in zip(self._names, shares, strict=True)
        ]
        ranking.sort(key=lambda intent: -intent["confidence"])
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[: self._shown], add_to_output=True)


def _counts_text(featurizer: Any) -> bool:
    vectorizer = (featurizer.vectorizers or {}).get(TEXT)
    return type(vectorizer) is CountVectorizer and hasattr(vectorizer, "vocabulary_")


def _is_softmax(fitted: Any) -> bool:
    """Tell whether probabilities are a softmax over one row of weights per intent."""
    return (
        type(fitted) is LogisticRegression
        and len(getattr(fitted, "classes_", ())) > 2
        and fitted.solver != "liblinear"
        and getattr(fitted, "multi_class", "auto") in ("auto", "deprecated", "multinomial")
    )
