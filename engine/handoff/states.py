"""Who answers a contact, and what moves it: pure, so that it can be tried in every order.

>>> follow(Handler.BOT, Act.ASK), follow(Handler.WAITING, Act.ANSWER)
(<Handler.WAITING: 'waiting'>, <Handler.HUMAN: 'human'>)
>>> follow(Handler.BOT, Act.CLOSE) is None
True

::

    bot ── asks ──▶ waiting ── is taken, is answered ──▶ human
     ▲                 │ closed, withdrawn, forgotten      │ closed, forgotten
     └─────────────────┴───────────────────────────────────┘
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from engine.delivery.standing import Handler


class Act(enum.StrEnum):
    """What somebody does about a contact."""

    ASK = "ask"  # the person wants somebody
    WITHDRAW = "withdraw"  # the person has changed their mind
    START = "start"  # somebody at the office begins by themselves
    TAKE = "take"
    ANSWER = "answer"
    NOTE = "note"
    CLOSE = "close"
    LAPSE = "lapse"  # nobody at the office did anything for hours


#: What becomes of the handler; a pair that is not listed is not possible.
_MOVES: Mapping[tuple[Handler, Act], Handler] = MappingProxyType(
    {
        (Handler.BOT, Act.ASK): Handler.WAITING,
        (Handler.BOT, Act.START): Handler.HUMAN,
        # To ask twice is no second request.
        (Handler.WAITING, Act.ASK): Handler.WAITING,
        (Handler.WAITING, Act.WITHDRAW): Handler.BOT,
        (Handler.WAITING, Act.START): Handler.HUMAN,
        (Handler.WAITING, Act.TAKE): Handler.HUMAN,
        # The first answer takes: a person who was answered is not waiting.
        (Handler.WAITING, Act.ANSWER): Handler.HUMAN,
        (Handler.WAITING, Act.NOTE): Handler.WAITING,
        (Handler.WAITING, Act.CLOSE): Handler.BOT,
        (Handler.WAITING, Act.LAPSE): Handler.BOT,
        (Handler.HUMAN, Act.ASK): Handler.HUMAN,
        (Handler.HUMAN, Act.START): Handler.HUMAN,
        # A colleague takes over.
        (Handler.HUMAN, Act.TAKE): Handler.HUMAN,
        (Handler.HUMAN, Act.ANSWER): Handler.HUMAN,
        (Handler.HUMAN, Act.NOTE): Handler.HUMAN,
        (Handler.HUMAN, Act.CLOSE): Handler.BOT,
        (Handler.HUMAN, Act.LAPSE): Handler.BOT,
    }
)

#: Status of the contact's ticket under each handler: the two columns say the same thing.
TICKET_STATUS: Mapping[Handler, str] = MappingProxyType(
    {Handler.BOT: "closed", Handler.WAITING: "waiting", Handler.HUMAN: "taken"}
)

#: Acts of people at the office: each gives the assistant's return another delay.
HUMAN_ACTS = frozenset({Act.START, Act.TAKE, Act.ANSWER, Act.NOTE})


def follow(handler: Handler, act: Act) -> Handler | None:
    """Return who answers after ``act``; None when it is not possible now."""
    return _MOVES.get((handler, act))
