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

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from engine.french.negation import unwanted, unwanted_items, with_object
from engine.french.requests import clause_spans, request_spans

#: ``classify(text) -> (intent, confidence)``; an empty intent when nothing is recognised.
Classify = Callable[[str], tuple[str, float]]
#: ``is_background(part, intent, others)`` of a part that is but told beside the other intents.
IsBackground = Callable[[str, str, Collection[str]], bool]

#: (start, end) in the message.
Span = tuple[int, int]

#: From this confidence on a part is a request of its own, from 0 to 1: of a message that consists
#: of two, and of one with more parts. The background of a story sounds like a request too.
SURE_OF_TWO, SURE = 0.6, 0.75
#: Words of a sentence without punctuation that may still hold two requests, and the confidence
#: from which it holds one.
_LONG, _CERTAIN = 7, 0.9
#: Confidence from which a refusal is one without its negation.
_CLEAR = 0.95


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
    # Intents that the message says it does not mean.
    refused: frozenset[str] = frozenset()


def wishes(
    text: str,
    classify: Classify,
    courtesies: Collection[str] = (),
    refusals: Collection[str] = (),
    is_background: IsBackground = lambda part, intent, others: False,
) -> Wishes:
    """Return what ``text`` asks for.

    ``courtesies`` are intents that are no request: a greeting. ``refusals`` are intents that refuse
    something themselves: "je ne veux plus de vos messages" is one, not its opposite. What
    ``is_background`` is left aside too: the reason of a request is no request.
    """
    spans = tuple(chain.from_iterable(_clauses(text, span) for span in _spans(text)))
    refused: set[str] = set()
    wanted: list[Span] = []
    dropped: list[str] = []
    for span in spans:
        words = text[span[0] : span[1]]
        named = _refused(words, classify, refusals)
        refused |= named
        if named:
            dropped.append(words)
        else:
            wanted.append(span)
    asking: list[Part] = []
    if len(wanted) > 1:
        parts = [_part(text, span, classify) for span in wanted]
        asking = [part for part in parts if part.intent not in courtesies]
        asking = _without_background(text, asking, is_background)
        wanted = [(part.start, part.end) for part in asking] or wanted
    if len(asking) < 2:
        divided = _divided(text, wanted, classify, {"", *courtesies, *refused})
        asking = _without_background(text, divided, is_background) or asking
    left = text if len(wanted) == len(spans) else " ".join(text[a:b].strip() for a, b in wanted)
    if dropped and len(wanted) == 1:
        left = with_object(left, dropped[-1])
    named_parts = [part for part in asking if part.intent and part.intent not in refused]
    limit = SURE_OF_TWO if len(asking) == 2 else SURE
    sure: dict[str, Part] = {}
    for part in named_parts:
        if part.confidence >= limit:
            sure.setdefault(part.intent, part)
    best = max(named_parts, key=lambda part: part.confidence, default=None)
    return Wishes(text=left, parts=tuple(sure.values()), best=best, refused=frozenset(refused))


def _without_background(text: str, asking: list[Part], is_background: IsBackground) -> list[Part]:
    """Return the parts without those that are but told beside a sure request."""
    sure = [part for part in asking if part.confidence >= SURE_OF_TWO]
    kept = []
    for part in asking:
        others = {other.intent for other in sure if other is not part}
        if not is_background(text[part.start : part.end], part.intent, others):
            kept.append(part)
    return kept


def _spans(text: str) -> tuple[Span, ...]:
    return request_spans(text) or ((0, len(text)),)


def _clauses(text: str, span: Span) -> tuple[Span, ...]:
    """Return the sentences of ``span`` when something in it is not wanted, so that the rest may be.

    "pas besoin de certificat je veux juste un rendez-vous" has no comma.
    """
    start, end = span
    return (span,) if unwanted(text[start:end]) is None else clause_spans(text, start, end)


def _divided(
    text: str, wanted: Sequence[Span], classify: Classify, nothing: Collection[str]
) -> list[Part]:
    """Return the two requests of a single long sentence that nobody divided; empty for one."""
    if len(wanted) != 1:
        return []
    start, end = wanted[0]
    clauses = clause_spans(text, start, end)
    if len(text[start:end].split()) < _LONG or len(clauses) < 2:
        return []
    if _part(text, (start, end), classify).confidence >= _CERTAIN:
        # "mon rendez-vous c'est quel jour déjà" asks one thing, whatever its end sounds like.
        return []
    found: list[Part] = []
    for first, second in pairwise(clauses):
        before = _part(text, (start, first[1]), classify)
        if before.confidence < SURE or before.intent in nothing:
            continue  # whatever the rest is
        pair = [before, _part(text, (second[0], end), classify)]
        weakest = min(part.confidence for part in pair)
        if (
            weakest >= SURE
            and pair[0].intent != pair[1].intent
            and not {part.intent for part in pair} & set(nothing)
            and weakest > min((part.confidence for part in found), default=0.0)
        ):
            found = pair
    return found


def _part(text: str, span: Span, classify: Classify) -> Part:
    intent, confidence = classify(text[span[0] : span[1]])
    return Part(intent=intent, confidence=confidence, start=span[0], end=span[1])


def _refused(part: str, classify: Classify, refusals: Collection[str]) -> set[str]:
    """Return the requests that ``part`` names and says not to want; mostly none, or one.

    Without its negation it must name the same request: in "je ne veux plus recevoir de messages"
    the negation is part of the request, which is another one without it. A refusal is refused when
    it is the clearer one without: "je ne veux pas me désabonner".
    """
    items = unwanted_items(part)
    if items:
        return {classify(item)[0] for item in items} - {""}
    positive = unwanted(part)
    if positive is None:
        return set()
    named, sure = classify(positive)
    said, confidence = classify(part)
    if not said or named != said:
        return set()
    return {said} if said not in refusals or sure >= max(_CLEAR, confidence) else set()
