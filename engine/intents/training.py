"""Learns a model from examples; the only module that needs scikit-learn.

::

    model = train([Example(text="bonjour", intent="saluer"), …], Settings(language="fr"))

Same examples, same settings, same model: nothing is drawn by lot. Probabilities and the rejector
are fitted on sentences that the weights have not seen: the examples are divided into folds, and
with each fold some intents are left out whole and play the strangers.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from engine.errors import ProjectError
from engine.intents.features import Features, Floats, Sentence, Weights
from engine.intents.model import Limits, Linear, Model, softmax
from engine.intents.rejection import DEFAULT, Rejector, best_inside, signs
from engine.intents.words import Words

_FOLDS = 4
#: How the blocks of features may count. Pieces of words carry few examples and free spelling; with
#: many well-spelt examples, pairs of words know more. The better one on unseen sentences is taken.
_STYLES: tuple[Weights, ...] = ((1.0, 0.6, 1.4), (1.0, 0.9, 1.0))
#: How strongly the middle of an intent's examples may speak beside the weights: the fewer examples,
#: the more it helps.
_PULLS = (0.0, 0.5, 1.0, 2.0)
_TEMPERATURES = np.exp(np.linspace(np.log(0.08), 0.0, 26)).tolist()
#: How much worse than the best, as a factor, is nearly as good.
_NEARLY = 1.02
_DEFAULT_PULL, _DEFAULT_TEMPERATURE = 1.0, 0.24
#: Share of strangers among the messages of a day, as far as one can know.
_STRANGERS = 0.1
#: With fewer sentences of either kind the rejector is not learnt.
_FEW = 20
#: Intents from which on some are left out.
_FEW_INTENTS = 4
_SEED = 20261121
#: What a sentence of a fold is: meant for an intent of the model, for one that was left out, or an
#: example of what is out of scope.
_INSIDE, _LEFT_OUT, _NAMED = 0, 1, 2
#: The limit that goes with the rejector of too few examples.
_DEFAULT_LIMIT = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence and what it is about."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a designer can choose."""

    # Whose short forms and alike words are known: a key of engine.intents.words.LANGUAGES.
    language: str = ""
    # The intent whose examples are out of scope; nothing happens when no example has it.
    out_of_scope: str = ""
    # Of a hundred messages that an intent is for, how many may be turned away, as a share.
    false_rejections: float = 0.03
    # The limit of in_scope itself; None learns it from false_rejections.
    in_scope: float | None = None
    # The other limits.
    limits: Limits = field(default_factory=lambda: Limits(in_scope=0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Division:
    """Examples to learn from and others to be tried on, all blocks counting alike."""

    features: Features
    learnt: sparse.csr_matrix
    labels: npt.NDArray[np.str_]
    sentences: tuple[Sentence, ...]
    tried: sparse.csr_matrix
    # The intent of each tried sentence as a place among those learnt; -1 for one that is not.
    truths: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fold:
    """Sentences that a model has not seen, and what it makes of them."""

    # Names of the model's intents.
    intents: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    truths: npt.NDArray[np.int64]
    # Scores without the pull of the middles, and that pull; a row per sentence.
    scores: Floats
    cosines: Floats
    # The length of each sentence in numbers.
    lengths: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What made the unseen sentences most probable."""

    # The mean of how surprising they are.
    loss: float
    pull: float
    temperature: float


def train(
    examples: Sequence[Example],
    settings: Settings | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> Model:
    """Return a model of ``examples``.

    ``lists`` are words that stand for one another, by a name. Examples without a word teach
    nothing. Raises ``ProjectError`` when that leaves none.
    """
    settings = settings or Settings()
    words = Words(settings.language, lists)
    # Their order in files must not matter, nor what is written twice.
    read = {(example.intent, tuple(words.of(example.text))) for example in examples}
    known = sorted((intent, sentence) for intent, sentence in read if sentence)
    if not known:
        raise ProjectError("no example of any intent to learn from")
    labels = np.array([intent for intent, _ in known])
    sentences = [sentence for _, sentence in known]
    intents = tuple(dict.fromkeys(labels.tolist()))
    outside = settings.out_of_scope if settings.out_of_scope in intents else ""
    divisions = [
        _division(sentences, labels, words, seen, unseen)
        for seen, unseen in _divisions(labels, outside)
    ]
    weights, folds, choice = _best_style(divisions)
    rejector, learnt = _rejector(folds, outside, choice, settings.false_rejections)
    features = Features.learnt(sentences, words, weights)
    linear = _linear(_matrix([features.of(s) for s in sentences], len(features)), labels)
    pulled = linear.weights + np.float32(choice.pull) * linear.middles.astype(np.float32)
    in_scope = learnt if settings.in_scope is None else settings.in_scope
    return Model(
        intents=intents,
        outside=outside,
        words=words,
        features=features,
        linear=replace(linear, weights=pulled),
        temperature=choice.temperature,
        rejector=rejector,
        limits=replace(settings.limits, in_scope=in_scope),
    )


def _divisions(
    labels: npt.NDArray[np.str_], outside: str
) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Return per fold the places of examples to learn from, and of those to be tried on."""
    dice = np.random.RandomState(_SEED)
    part = np.full(len(labels), -1)
    for intent in np.unique(labels):
        places = np.flatnonzero(labels == intent)
        if len(places) > 1:  # the only example of an intent is always learnt from
            dice.shuffle(places)
            part[places] = (np.arange(len(places)) + dice.randint(_FOLDS)) % _FOLDS
    inside = [intent for intent in np.unique(labels) if intent != outside]
    dice.shuffle(inside)
    left_out = {name: i % _FOLDS for i, name in enumerate(inside)}
    group = np.array([left_out[name] if name != outside else -1 for name in labels.tolist()])
    if len(inside) < _FEW_INTENTS:
        group[:] = -1
    divisions = []
    for fold in range(_FOLDS):
        unseen = (part == fold) | (group == fold)
        if unseen.any() and len(np.unique(labels[~unseen])) > 1:
            divisions.append((np.flatnonzero(~unseen), np.flatnonzero(unseen)))
    return divisions


def _division(
    sentences: Sequence[Sequence[str]],
    labels: npt.NDArray[np.str_],
    words: Words,
    seen: npt.NDArray[np.int64],
    unseen: npt.NDArray[np.int64],
) -> _Division:
    features = Features.learnt([sentences[i] for i in seen], words)
    tried = tuple(features.of(sentences[i]) for i in unseen)
    places = {name: place for place, name in enumerate(np.unique(labels[seen]).tolist())}
    return _Division(
        features=features,
        learnt=_matrix([features.of(sentences[i]) for i in seen], len(features)),
        labels=labels[seen],
        sentences=tried,
        tried=_matrix(tried, len(features)),
        truths=np.array([places.get(labels[i], -1) for i in unseen]),
    )


def _best_style(divisions: Sequence[_Division]) -> tuple[Weights, list[_Fold], _Choice]:
    # Half of the folds tell the styles apart; the better one is then tried on all.
    half = len(divisions) // 2
    tried = [(w, [_fold(division, w) for division in divisions[:half]]) for w in _STYLES]
    weights, folds = min(tried, key=lambda style: _calibrated(style[1]).loss)
    folds += [_fold(division, weights) for division in divisions[half:]]
    return weights, folds, _calibrated(folds)


def _fold(division: _Division, weights: Weights) -> _Fold:
    """Learn what is to be learnt and try it on the rest, the blocks counting by ``weights``."""
    scale = sparse.diags(division.features.per_feature(weights))
    linear = _linear((division.learnt @ scale).tocsr(), division.labels)
    tried = (division.tried @ scale).tocsr()
    return _Fold(
        intents=tuple(np.unique(division.labels).tolist()),
        sentences=division.sentences,
        truths=division.truths,
        scores=tried @ linear.weights + linear.intercepts,
        cosines=tried @ linear.middles.astype(np.float32),
        lengths=np.sqrt(np.asarray(tried.multiply(tried).sum(axis=1)).ravel()),
    )


def _matrix(sentences: Sequence[Sentence], width: int) -> sparse.csr_matrix:
    lengths = [0, *(len(sentence.places) for sentence in sentences)]
    places = np.concatenate([sentence.places for sentence in sentences])
    values = np.concatenate([sentence.values for sentence in sentences])
    shape = (len(sentences), width)
    return sparse.csr_matrix((values, places, np.cumsum(lengths)), shape=shape)


def _linear(matrix: sparse.csr_matrix, labels: npt.NDArray[np.str_]) -> Linear:
    """Return one row of weights per feature, without the pull of the middles."""
    intents, places = np.unique(labels, return_inverse=True)
    mine = sparse.csr_matrix((np.ones(len(labels)), (places, np.arange(len(labels)))))
    sums = (mine @ matrix).toarray()
    middles = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    if len(intents) == 1:
        weights, intercepts = np.zeros_like(middles), np.ones(1)
    else:
        machine = LinearSVC(C=1.0, dual=True, max_iter=2000, random_state=_SEED)
        with warnings.catch_warnings():
            # A few hundred steps more would change the last digits only.
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(matrix.astype(np.float64), labels)
        weights, intercepts = machine.coef_, machine.intercept_
        if len(intents) == 2:  # one row says both
            weights = np.vstack([-weights, weights])
            intercepts = np.concatenate([-intercepts, intercepts])
    return Linear(
        weights=np.ascontiguousarray(weights.T, dtype=np.float32),
        intercepts=intercepts.astype(np.float32),
        middles=np.ascontiguousarray(middles.T, dtype=np.float16),
    )


def _calibrated(folds: Sequence[_Fold]) -> _Choice:
    """Return the pull and the temperature that make the unseen sentences most probable.

    Of pulls that are nearly as good the least: it makes up for missing examples, and where there
    are enough it only blurs what the weights know.
    """
    choices = [choice for pull in _PULLS if (choice := _tempered(folds, pull)) is not None]
    if not choices:
        return _Choice(loss=np.inf, pull=_DEFAULT_PULL, temperature=_DEFAULT_TEMPERATURE)
    limit = _NEARLY * min(choice.loss for choice in choices)
    return next(choice for choice in choices if choice.loss <= limit)


def _tempered(folds: Sequence[_Fold], pull: float) -> _Choice | None:
    """Return the best temperature for ``pull``; None with too few sentences to tell."""
    tried = []
    for fold in folds:
        mine = fold.truths >= 0
        scores = (fold.scores + pull * fold.cosines)[mine]
        tried.append((scores - scores.max(axis=1, keepdims=True), fold.truths[mine]))
    if sum(len(truths) for _, truths in tried) < _FEW:
        return None

    def loss_at(temperature: float) -> float:
        losses = [_surprise(scores / temperature, truths) for scores, truths in tried]
        return float(np.concatenate(losses).mean())

    losses = [loss_at(temperature) for temperature in _TEMPERATURES]
    place = int(np.argmin(losses))
    temperature = _bottom(_TEMPERATURES, losses, place)
    return _Choice(loss=losses[place], pull=pull, temperature=temperature)


def _bottom(temperatures: Sequence[float], losses: Sequence[float], place: int) -> float:
    """Return where the losses around the least one, at ``place``, are least.

    They lie on a flat bowl: without this a handful of examples would move the temperature by a
    whole step, and with it every probability.

    >>> round(_bottom([0.1, 0.2, 0.4], [1.0, 0.9, 1.0], 1), 3)
    0.2
    """
    if not 0 < place < len(losses) - 1:
        return temperatures[place]
    low, least, high = losses[place - 1 : place + 2]
    bend = low - 2 * least + high
    if bend <= 0:
        return temperatures[place]
    # A parabola over the logarithm, in which the steps are even.
    step = float(np.log(temperatures[place + 1] / temperatures[place]))
    return float(temperatures[place] * np.exp(step * (low - high) / bend / 2))


def _surprise(scores: Floats, truths: npt.NDArray[np.int64]) -> Floats:
    total = np.log(np.exp(scores).sum(axis=1))
    surprise: Floats = np.minimum(total - scores[np.arange(len(truths)), truths], 15)
    return surprise


def _rejector(
    folds: Sequence[_Fold], outside: str, choice: _Choice, false_rejections: float
) -> tuple[Rejector, float]:
    """Return the rejector, and the share under which ``false_rejections`` of the insiders fall."""
    found: list[list[float]] = []
    kinds: list[int] = []
    for fold in folds:
        stranger = fold.intents.index(outside) if outside in fold.intents else None
        scores = (fold.scores + choice.pull * fold.cosines).astype(np.float32)
        for i, sentence in enumerate(fold.sentences):
            cosine = float(fold.cosines[i, best_inside(scores[i], stranger)])
            likeness = cosine / (float(fold.lengths[i]) or 1.0)
            chances = softmax(scores[i] / choice.temperature)
            found.append(signs(sentence, scores[i], chances, likeness, stranger))
            truth = int(fold.truths[i])
            kinds.append(_LEFT_OUT if truth < 0 else _NAMED if truth == stranger else _INSIDE)
    kind = np.array(kinds)
    if min((kind == _INSIDE).sum(), (kind != _INSIDE).sum()) < _FEW:
        return DEFAULT, _DEFAULT_LIMIT
    rejector = _weighed(np.array(found), kind)
    shares = [rejector.share(found[i]) for i in np.flatnonzero(kind == _INSIDE)]
    return rejector, float(np.quantile(shares, false_rejections))


def _weighed(found: npt.NDArray[np.float64], kind: npt.NDArray[np.int64]) -> Rejector:
    """Weigh the signs so that both kinds of strangers together count as in a day's messages."""
    weights = np.ones(len(kind))
    strangers = [k for k in (_LEFT_OUT, _NAMED) if (kind == k).any()]
    total = (kind == _INSIDE).sum() * _STRANGERS / (1 - _STRANGERS)
    for one in strangers:
        weights[kind == one] = total / len(strangers) / (kind == one).sum()
    middle, spread = found.mean(axis=0), found.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0, max_iter=500)
    fitted.fit((found - middle) / spread, kind == _INSIDE, sample_weight=weights)
    slopes = fitted.coef_[0] / spread
    return Rejector(
        weights=tuple(slopes.tolist()), bias=float(fitted.intercept_[0] - slopes @ middle)
    )
