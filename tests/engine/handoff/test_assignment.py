"""Tickets are shared out in turn, and nobody gets more than they can bear."""

from __future__ import annotations

from collections import Counter

import hypothesis.strategies as st
from hypothesis import given

from engine.handoff.assignment import choose

NAMES = ("Marie", "Paul", "Agnès")


@given(
    agents=st.permutations(NAMES),
    most=st.integers(1, 4),
    closed=st.lists(st.integers(0, 30), max_size=10),
)
def test_a_day_of_tickets_is_shared_fairly(agents: list[str], most: int, closed: list[int]) -> None:
    held: Counter[str] = Counter()
    last: dict[str, int] = {}
    for number in range(1, 31):
        chosen = choose(agents, open_tickets=held, last=last, most=most)
        if chosen:
            held[chosen] += 1
            last[chosen] = number
            assert held[chosen] <= most
        else:
            assert all(held[agent] >= most for agent in agents)
        if number in closed and chosen:
            held[chosen] -= 1
        spread = [held[agent] for agent in agents]
        assert max(spread) - min(spread) <= 1 + len(closed)


def test_an_office_without_names_proposes_nobody() -> None:
    assert choose((), open_tickets={}, last={}, most=5) == ""


def test_with_equal_loads_it_goes_round() -> None:
    last = {"Marie": 3, "Paul": 1, "Agnès": 2}
    assert choose(NAMES, open_tickets={}, last=last, most=5) == "Paul"
    # Somebody new comes first.
    assert choose((*NAMES, "Luc"), open_tickets={}, last=last, most=5) == "Luc"
