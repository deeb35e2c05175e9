"""Who at the office is to answer next: in turn, the one with least to do first. Pure.

>>> choose(("Marie", "Paul"), open_tickets={"Marie": 2, "Paul": 1}, last={}, most=5)
'Paul'
>>> choose(("Marie", "Paul"), open_tickets={}, last={"Marie": 12, "Paul": 11}, most=5)
'Paul'
>>> choose(("Marie",), open_tickets={"Marie": 5}, last={}, most=5)
''

It is a proposal: whoever takes a ticket has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def choose(
    agents: Sequence[str],
    *,
    open_tickets: Mapping[str, int],
    last: Mapping[str, int],
    most: int,
) -> str:
    """Return the agent for a new ticket; empty when there is none or all have enough.

    ``open_tickets`` counts what each has in hand, ``last`` is the number of the ticket that each
    got last, ``most`` is how many one may have in hand.
    """
    free = [agent for agent in agents if open_tickets.get(agent, 0) < most]
    # Nobody has had one longer ago than whoever never had one; then the order of the file.
    return min(free, key=lambda a: (open_tickets.get(a, 0), last.get(a, 0)), default="")
