"""One address has so many looks a minute; what is remembered is bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.documents import visits
from connectors.documents.visits import Visits


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5))
def test_no_more_than_the_limit_in_a_window(gaps: list[float], limit: int) -> None:
    counted = Visits(limit=limit, seconds=60)
    now, admitted = 0.0, []
    for gap in gaps:
        now += gap
        if counted.admits("a", now):
            admitted.append(now)
    # Two windows may meet in any minute, never three.
    for first in admitted:
        assert sum(first <= at < first + 60 for at in admitted) <= 2 * limit


def test_addresses_do_not_count_for_each_other() -> None:
    counted = Visits(limit=1, seconds=60)
    assert [counted.admits(a, 0.0) for a in ("a", "b", "a", "b")] == [True, True, False, False]


def test_the_memory_is_bounded() -> None:
    counted = Visits(limit=1, seconds=60)
    for number in range(visits.ADDRESSES + 10):
        counted.admits(str(number), 0.0)
    assert len(counted._seen) == visits.ADDRESSES
