"""Nobody is disturbed at night, also in the nights in which the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engine.delivery.quiet import NIGHT, Quiet, move_earlier

PARIS = ZoneInfo("Europe/Paris")
#: The clock goes from 2 to 3 on 29 March 2026 and from 3 to 2 on 25 October 2026.
NIGHTS = ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25")


def in_paris(text: str, quiet: Quiet = NIGHT) -> str:
    due = datetime.fromisoformat(text).replace(tzinfo=PARIS)
    return move_earlier(due, "Europe/Paris", quiet).astimezone(PARIS).strftime("%d %H:%M %z")


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("2026-03-28T20:59", "28 20:59 +0100"),
        ("2026-03-28T21:00", "28 21:00 +0100"),
        ("2026-03-28T23:30", "28 21:00 +0100"),
        ("2026-03-29T01:59", "28 21:00 +0100"),
        ("2026-03-29T03:00", "28 21:00 +0100"),
        ("2026-03-29T07:59", "28 21:00 +0100"),
        ("2026-03-29T08:00", "29 08:00 +0200"),
        ("2026-03-29T22:00", "29 21:00 +0200"),
        ("2026-10-24T22:00", "24 21:00 +0200"),
        ("2026-10-25T02:30", "24 21:00 +0200"),
        ("2026-10-25T07:00", "24 21:00 +0200"),
        ("2026-10-25T08:00", "25 08:00 +0100"),
        ("2026-10-25T21:30", "25 21:00 +0100"),
    ],
)
def test_a_night_in_paris(due: str, moved: str) -> None:
    assert in_paris(due) == moved


def test_hours_that_begin_inside_the_change_of_the_clock() -> None:
    early = Quiet(starts=time(2, 30), ends=time(9))
    # 2:30 does not exist that day: the quiet begins when the clock jumps over it.
    assert in_paris("2026-03-29T03:30", early) == "29 01:30 +0100"
    # It exists twice: the second one is the nearer.
    assert in_paris("2026-10-25T05:00", early) == "25 02:30 +0100"
    noon = Quiet(starts=time(12), ends=time(14))
    assert in_paris("2026-03-29T13:00", noon) == "29 12:00 +0200"


def test_a_zone_without_changes_and_an_offset() -> None:
    due = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    assert move_earlier(due, "Africa/Dakar") == datetime(2026, 3, 1, 21, tzinfo=UTC)
    assert move_earlier(due, PARIS) == datetime(2026, 3, 1, 20, tzinfo=UTC)


def test_what_cannot_be_placed_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        move_earlier(datetime(2026, 3, 2, 6), "Africa/Dakar")
    with pytest.raises(KeyError):
        move_earlier(datetime(2026, 3, 2, 6, tzinfo=UTC), "Africa/Nowhere")


HOURS = st.builds(
    Quiet,
    starts=st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    ends=st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
)
ZONES = st.sampled_from(
    ["Europe/Paris", "Africa/Dakar", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"]
)
AROUND = st.sampled_from(NIGHTS).flatmap(
    lambda day: st.datetimes(
        datetime.fromisoformat(day), datetime.fromisoformat(day) + timedelta(days=1, hours=12)
    )
)


@given(
    due=st.one_of(AROUND, st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))),
    zone=ZONES,
    quiet=HOURS,
)
def test_never_later_never_in_the_quiet_and_never_a_day_too_early(
    due: datetime, zone: str, quiet: Quiet
) -> None:
    asked = due.replace(tzinfo=UTC)
    moved = move_earlier(asked, zone, quiet)
    here = moved.astimezone(ZoneInfo(zone)).time()
    assert here not in quiet
    assert asked - timedelta(hours=25) <= moved <= asked
    assert move_earlier(moved, zone, quiet) == moved
    if asked.astimezone(ZoneInfo(zone)).time() not in quiet:
        assert moved == asked
