"""Every duration of the road in one record, and the wait between two attempts.

>>> [backoff(attempt, factor=2, jitter=0.5, timings=Timings()) for attempt in (1, 2, 3, 20)]
[1.0, 2.0, 4.0, 300.0]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Durations in seconds, unless they are timedeltas, and limits of attempts."""

    # A conversation belongs to one turn for this long; the turn renews it while it lasts.
    lease: float = 30.0
    heartbeat: float = 10.0
    # How often the database is asked for work that nobody announced: due retries, dead leases.
    poll: float = 1.0
    # The wait after a failure grows from the first to the last value.
    first_backoff: float = 1.0
    last_backoff: float = 300.0
    # Turns begun for one message before it is given up.
    turn_attempts: int = 5
    # A message that waits for its turn becomes ready 1, 4, 16 and 64 s after its failures.
    turn_factor: float = 4.0
    # Attempts to hand one message to its provider, and how long they are made.
    send_attempts: int = 10
    send_factor: float = 2.0
    send_within: timedelta = timedelta(hours=24)
    # A row still "sending" after this long was lost by its sender.
    send_lost: float = 120.0
    # How long to wait for a status that settles whether the provider took a message.
    settle: float = 45.0
    # How long an account at fault (token, payment) is left alone.
    account_hold: float = 60.0
    # A message older, or further in the future, than this is kept but not run.
    oldest: timedelta = timedelta(days=8)
    ahead: timedelta = timedelta(minutes=10)
    # Somebody who waits for a person is told so this rarely.
    queue_notice: timedelta = timedelta(minutes=15)
    # A timer later than this is left out, when that is its policy.
    late: timedelta = timedelta(hours=1)
    # The content of a message that had its turn is kept this long; its row stays.
    keep_content: timedelta = timedelta(days=30)
    # How long a stop waits for the turns in hand.
    grace: float = 10.0


def backoff(attempt: int, *, factor: float, jitter: float, timings: Timings) -> float:
    """Return the seconds to wait after failure number ``attempt`` (from 1).

    ``jitter`` from 0 to 1 moves the wait by up to a fifth either way, so that what failed together
    does not come back together.
    """
    # The exponent is bounded: a float overflows long before anybody gives up.
    grown = timings.first_backoff * factor ** min(attempt - 1, 32)
    return min(timings.last_backoff, grown) * (0.8 + 0.4 * jitter)
