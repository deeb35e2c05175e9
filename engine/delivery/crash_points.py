"""Named places on the road where a test kills the process, to prove that nothing is lost there.

    ACCUEIL_CRASH_AT=turn-done python …

The variable is read once, by a process that starts; without it, passing a point costs nothing.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "ACCUEIL_CRASH_AT"
_wanted = os.environ.get(VARIABLE, "")

#: In the order in which one message meets them; a timer becomes a message at the first two.
POINTS = (
    "timers-fired",  # the messages of due timers are written, not committed
    "timers-committed",  # they are stored, nobody was woken
    "inbox-committed",  # the message is stored, its lease perhaps taken; no 200 has left yet
    "lease-taken",  # the attempt is counted, the turn has not begun
    "turn-done",  # everything of the turn is in memory only
    "effects-done",  # what the turn wanted done in the house is written, nothing committed
    "inside-commit",  # everything is written, nothing committed
    "turn-committed",  # the answers are stored, the first perhaps marked; none is sent
    "marked-sending",  # the attempt is stored, nothing posted
    "provider-accepted",  # the person has the answer, we have not noted it
    "marked-sent",  # noted
)


def reached(point: str) -> None:
    """Kill this process without any goodbye when the environment names ``point``.

    Raises ``ValueError`` for a point that is not in :data:`POINTS` when a crash is asked for.
    """
    if not _wanted:
        return
    if point not in POINTS:
        raise ValueError(f"unknown crash point {point!r}")
    if point == _wanted:
        os.kill(os.getpid(), signal.SIGKILL)
