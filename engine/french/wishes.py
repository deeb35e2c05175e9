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

#: From this confidence on a part is a request, from 0 to 1.
SURE = 0.6


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

    # The message without what is not wanted; the message itself when all of it is.
    text: str
    # Two requests or more, in their order; else none.
    parts: tuple[Part, ...] = ()


def wishes(text: str, classify: Classify, courtesies: Collection[str] = ()) -> Wishes:
    """Return what ``text`` asks for; ``courtesies`` are intents that are no request: a greeting."""
    spans = request_spans(text) or ((0, len(text)),)
    wanted = [span for span in spans if not _is_unwanted(text[span[0] : span[1]], classify)]
    left = text if len(wanted) == len(spans) else " ".join(text[a:b].strip() for a, b in wanted)
    if len(wanted) < 2:
        return Wishes(text=left)
    found: dict[str, Part] = {}
    for start, end in wanted:
        intent, confidence = classify(text[start:end])
        if intent and intent not in courtesies and confidence >= SURE:
            part = Part(intent=intent, confidence=confidence, start=start, end=end)
            found.setdefault(intent, part)
    return Wishes(text=left, parts=tuple(found.values()) if len(found) > 1 else ())


def _is_unwanted(part: str, classify: Classify) -> bool:
    """Tell whether ``part`` says that its own request is not wanted.

    Without its negation it must name the same request: in "je ne veux plus recevoir de messages"
    the negation is part of the request, which is another one without it.
    """
    positive = unwanted(part)
    if positive is None:
        return False
    named, _ = classify(positive)
    said, _ = classify(part)
    return bool(said) and named == said
