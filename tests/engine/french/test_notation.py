"""A moment is written as one short text and read back as it was."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.moments import Kind, Moment, Problem, one_of

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
MAYBE_PROBLEM = st.none() | st.sampled_from(Problem)


@st.composite
def single_moments(draw: st.DrawFn) -> Moment:
    if draw(st.booleans()):
        minutes = draw(st.integers(0, 10**6))
        return Moment(length=timedelta(minutes=minutes))
    day, at = draw(st.none() | st.dates()), draw(st.none() | TIMES)
    problem = draw(MAYBE_PROBLEM if day or at is not None else st.sampled_from(Problem))
    return Moment(
        day=day,
        day_until=draw(st.none() | st.dates(min_value=day)) if day else None,
        at=at,
        at_until=draw(st.none() | TIMES) if at is not None else None,
        problem=problem,
    )


@given(st.lists(single_moments(), min_size=1, max_size=8))
def test_what_is_written_is_read(readings: list[Moment]) -> None:
    moment = one_of(readings)
    assert Moment.parse(moment.notation) == moment
    assert len(moment.notation) < 300


@given(st.text() | st.from_regex(r"[0-9T:/|!PDHM-]{0,24}"))
def test_any_text_is_a_notation_or_none(text: str) -> None:
    moment = Moment.parse(text)
    assert moment is None or Moment.parse(moment.notation) == moment


@pytest.mark.parametrize(
    ("notation", "kind"),
    [
        ("2026-11-24", Kind.DAY),
        ("2026-11-24T15:00", Kind.DAY_TIME),
        ("2026-11-24T15:00/17:00", Kind.DAY_TIMES),
        ("2026-11-23/2026-11-29", Kind.DAYS),
        ("2026-11-23/2026-11-29T14:00/18:00", Kind.DAYS),
        ("T15:00", Kind.TIME),
        ("T15:00/17:00", Kind.TIMES),
        ("PT1H30M", Kind.DURATION),
        ("P14D", Kind.DURATION),
        ("T05:00|T17:00", Kind.AMBIGUOUS),
        ("!event", Kind.UNRESOLVED),
        ("2026-11-29!event", Kind.DAY),
    ],
)
def test_the_kind_of_a_notation(notation: str, kind: Kind) -> None:
    moment = Moment.parse(notation)
    assert moment is not None
    assert (moment.kind, moment.notation) == (kind, notation)


@pytest.mark.parametrize(
    "text",
    [
        *("", "mardi", "T", "P", "PT", "P1DT", "/", "|", "!", "2026-02-30", "T25:00", "2026-1-1"),
        *("2026-11-24|", "|2026-11-24", "2026-11-24!soon", "2026-11-24 ", "2026-11-24\n"),
        *("T15:00/", "2026-11-24T", "P999999999999D", "P999999999DT999999999H"),
        "|".join(["2026-11-24"] * 7),
    ],
)
def test_what_is_no_notation(text: str) -> None:
    assert Moment.parse(text) is None


def test_readings_are_told_once_and_in_order_of_time() -> None:
    later, sooner = Moment(day=date(2026, 12, 1)), Moment(day=date(2026, 11, 24), at=time(9))
    moment = one_of([later, sooner, later], start=3, end=9)
    assert moment.readings == (sooner, later)
    assert (moment.start, moment.end, moment.is_clear) == (3, 9, False)
    assert one_of([later]).is_clear
    with pytest.raises(ValueError, match="reading"):
        one_of([])
