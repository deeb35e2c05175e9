"""What a message asks for: one thing, several, or the opposite of what its words name.

>>> def classify(text):
...     return next(((name, 0.9) for name in ("annuler", "messe") if name in text), ("", 0.0))
>>> wishes("je ne veux pas annuler", classify).text
''
>>> wishes("pas la messe, je veux annuler", classify).text
'je veux annuler'
>>> [part.intent for part in wishes("je veux annuler et les heures de messe", classify).parts]
['annuler', 'messe']

Pure: who classifies is given. It is asked about the parts only when a message has parts, so that a
plain sentence costs nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engine.french.negation import unwanted
from engine.french.requests import request_spans

#: ``classify(text) -> (intent, confidence)``; an empty intent when nothing is recognised.
Classify = Callable[[str], tuple[str, float]]

#: From this confidence on a part is a request of its own, from 0 to 1. Higher than for a whole
#: message: the background of a story sounds like a request too.
SURE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One request, where it stands in the message."""

    intent: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is left of a message."""

    # The message without what is not wanted, and without courtesies around a request; empty when
    # nothing is left.
    text: str
    # The parts that are surely a request, one of each intent, in their order.
    parts: tuple[Part, ...] = ()
    # The part that is most surely one; None when the message has no parts.
    best: Part | None = None


def wishes(
    text: str,
    classify: Classify,
    courtesies: Collection[str] = (),
    refusals: Collection[str] = (),
) -> Wishes:
    """Return what ``text`` asks for.

    ``courtesies`` are intents that are no request: a greeting. ``refusals`` are intents that refuse
    something themselves: "je ne veux plus de vos messages" is one, not its opposite.
    """
    spans = request_spans(text) or ((0, len(text)),)
    wanted = [
        span for span in spans if not _is_unwanted(text[span[0] : span[1]], classify, refusals)
    ]
    if len(wanted) > 1:
        parts = [_part(text, span, classify) for span in wanted]
        asking = [part for part in parts if part.intent not in courtesies]
        wanted = [(part.start, part.end) for part in asking] or wanted
    else:
        asking = []
    left = text if len(wanted) == len(spans) else " ".join(text[a:b].strip() for a, b in wanted)
    sure: dict[str, Part] = {}
    for part in asking:
        if part.intent and part.confidence >= SURE:
            sure.setdefault(part.intent, part)
    named = [part for part in asking if part.intent]
    best = max(named, key=lambda part: part.confidence, default=None)
    return Wishes(text=left, parts=tuple(sure.values()), best=best)


def _part(text: str, span: tuple[int, int], classify: Classify) -> Part:
    intent, confidence = classify(text[span[0] : span[1]])
    return Part(intent=intent, confidence=confidence, start=span[0], end=span[1])


def _is_unwanted(part: str, classify: Classify, refusals: Collection[str]) -> bool:
    """Tell whether ``part`` says that its own request is not wanted.

    Without its negation it must name the same request: in "je ne veux plus recevoir de messages"
    the negation is part of the request, which is another one without it.
    """
    positive = unwanted(part)
    if positive is None:
        return False
    named, _ = classify(positive)
    said, _ = classify(part)
    return bool(said) and named == said and said not in refusals
