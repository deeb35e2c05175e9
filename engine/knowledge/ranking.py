"""From what two indexes found to ordered hits with signals that can be trusted.

Pure. A hit's score adds BM25 of its nearest question, BM25 of all of it and its coverage of the
question. :func:`coverage` and :func:`likeness` weigh words by their rarity and do not depend on the
other hits; :func:`headed` counts them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from engine.knowledge.records import Filter, Range, Scalar
from engine.knowledge.vocabulary import Term, Vocabulary

#: What the score is made of; see benchmarks/retrieval.py and benchmarks/gates.py.
QUESTIONS = 0.35
WHOLE = 0.35
COVERAGE = 0.3


def matches(questions: Mapping[int, float], whole: Mapping[int, float]) -> dict[int, float]:
    """Return row -> part of the score that the two indexes give, best first.

    Both are divided by the best of either, so that questions which have only a "when" in common
    with what was asked do not count as much as a chunk with its rarest word.

    >>> matches({}, {1: 2.0, 2: 4.0})
    {2: 0.35, 1: 0.175}
    """
    scores: dict[int, float] = {}
    best = max([*questions.values(), *whole.values()], default=0.0)
    for weight, found in ((QUESTIONS, questions), (WHOLE, whole)):
        for row, value in found.items():
            share = value / best if best > 0 else 0.0
            scores[row] = scores.get(row, 0.0) + weight * share
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def coverage(terms: Sequence[Term], stems: Collection[str]) -> float:
    """Return the share of the question, by rarity, that is among ``stems``."""
    total = sum(term.rarity for term in terms)
    found = sum(term.rarity * term.trust for term in terms if not stems_miss(term, stems))
    return found / total if total else 0.0


def likeness(
    terms: Sequence[Term], phrasings: Iterable[Collection[str]], known: Vocabulary
) -> float:
    """Return how much the question and the nearest phrasing have in common, by rarity.

    1 is the same words; 0 is none. Twice the common part over the sum of both.
    """
    asked = sum(term.rarity for term in terms)
    best = 0.0
    for phrasing in phrasings:
        stems = set(phrasing)
        common = sum(term.rarity * term.trust for term in terms if not stems_miss(term, stems))
        total = asked + sum(known.rarity(stem) for stem in stems)
        best = max(best, 2 * common / total if total else 0.0)
    return min(best, 1.0)


def headed(terms: Sequence[Term], phrasings: Iterable[Collection[str]]) -> float:
    """Return the share of the question's words that stand in any of ``phrasings``.

    What only the answer says, and no way to ask for it, is often said of something else.
    """
    stems = {stem for phrasing in phrasings for stem in phrasing}
    found = sum(not stems_miss(term, stems) for term in terms)
    return found / len(terms) if terms else 0.0


def known_share(terms: Sequence[Term]) -> float:
    """Return the share of the question's words that the index knows as they are."""
    known = sum(term.known_as == (term.stem,) for term in terms)
    return known / len(terms) if terms else 0.0


def stems_miss(term: Term, stems: Collection[str]) -> bool:
    """Tell whether nothing of ``stems`` is the term or stands for it."""
    return not any(known in stems for known in term.known_as)


def passes(metadata: Mapping[str, Scalar], filters: Mapping[str, Filter]) -> bool:
    """Tell whether a chunk has all that a query filters by.

    >>> passes({"lang": "fr", "year": 2026}, {"lang": ("fr", "wo"), "year": Range(least=2025)})
    True
    """
    return all(_passes(metadata.get(key), wanted) for key, wanted in filters.items())


def _passes(value: Scalar | None, wanted: Filter) -> bool:
    if isinstance(wanted, Range):
        return value is not None and _is_within(value, wanted)
    if isinstance(wanted, tuple):
        return value in wanted
    return value == wanted


def _is_within(value: Scalar, wanted: Range) -> bool:
    try:
        above = wanted.least is None or bool(wanted.least <= value)  # type: ignore[operator]
        return above and (wanted.most is None or bool(value <= wanted.most))  # type: ignore[operator]
    except TypeError:
        return False
