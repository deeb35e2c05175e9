"""The three outcomes, from signals alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.gates import Band, Gates
from engine.knowledge.records import Chunk, Hit

ORDER = [Band.NONE, Band.POSSIBLE, Band.SURE]


def hit(
    score: float = 0.9,
    likeness: float = 0.0,
    coverage: float = 0.0,
    known: float = 0.0,
    asked: int = 3,
    headed: float = 1.0,
) -> Hit:
    return Hit(
        chunk=Chunk(chunk_id="a", document_id="d", title="t", text="x"),
        score=score,
        lexical=1.0,
        coverage=coverage,
        likeness=likeness,
        known=known,
        asked=asked,
        headed=headed,
    )


def test_nothing_found_is_nothing_to_say() -> None:
    assert Gates().band([]) is Band.NONE


@pytest.mark.parametrize(
    ("first", "band"),
    [
        (hit(likeness=0.9, coverage=1.0, known=1.0), Band.SURE),
        (hit(likeness=0.4, coverage=0.5, known=0.8), Band.POSSIBLE),
        # Every word stands somewhere, none of the rare ones in the answer.
        (hit(likeness=0.1, coverage=0.1, known=0.5), Band.NONE),
        (hit(likeness=0.0, coverage=0.0, known=0.0), Band.NONE),
    ],
)
def test_signals_decide(first: Hit, band: Band) -> None:
    assert Gates().band([first, hit(score=0.7)]) is band


@pytest.mark.parametrize(
    ("likeness", "second", "band"),
    [
        (0.7, 0.3, Band.SURE),  # "cantine": one answer stands out
        (0.7, 0.88, Band.POSSIBLE),  # "baptême": a subject with many answers
        (0.0, 0.3, Band.POSSIBLE),  # asked by nobody, but in one answer only
        (0.0, 0.88, Band.NONE),  # "Awa": in several answers by chance
    ],
)
def test_a_single_word_must_point_at_one_answer(likeness: float, second: float, band: Band) -> None:
    first = hit(likeness=likeness, coverage=1.0, known=1.0, asked=1)
    assert Gates().band([first, hit(score=second)]) is band


def test_a_tenant_may_be_stricter() -> None:
    hits = [hit(likeness=0.9, coverage=1.0, known=1.0)]
    assert Gates(sure=1.0).band(hits) is Band.POSSIBLE
    assert Gates(sure=1.0, possible=1.0).band(hits) is Band.NONE


shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.integers(2, 9))
def test_a_better_hit_never_says_less(
    likeness: float, coverage: float, known: float, more: float, asked: int
) -> None:
    def band(add: float) -> int:
        better = hit(likeness=min(1, likeness + add), coverage=coverage, known=known, asked=asked)
        return ORDER.index(Gates().band([better]))

    assert band(more) >= band(0)


@pytest.mark.parametrize(
    ("asked", "headed", "band"),
    [
        (3, 1.0, Band.SURE),
        # "L'église ouvre quand ?": nobody asks for the school's hours with "église".
        (3, 0.67, Band.POSSIBLE),
        (2, 0.5, Band.POSSIBLE),
        # A longer question has words that are there for the sentence.
        (4, 0.75, Band.SURE),
    ],
)
def test_a_word_that_a_short_question_alone_has_may_be_what_it_is_about(
    asked: int, headed: float, band: Band
) -> None:
    first = hit(likeness=0.5, coverage=0.72, known=1.0, asked=asked, headed=headed)
    assert Gates().band([first, hit(score=0.6)]) is band
