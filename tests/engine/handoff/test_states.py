"""Who answers a contact: every act in every state."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engine.delivery.standing import Handler
from engine.handoff.states import HUMAN_ACTS, TICKET_STATUS, Act, follow

BOT, WAITING, HUMAN = Handler.BOT, Handler.WAITING, Handler.HUMAN


@pytest.mark.parametrize(
    ("handler", "act", "after"),
    [
        (BOT, Act.ASK, WAITING),
        (BOT, Act.START, HUMAN),
        (WAITING, Act.ASK, WAITING),
        (WAITING, Act.TAKE, HUMAN),
        (WAITING, Act.ANSWER, HUMAN),
        (WAITING, Act.WITHDRAW, BOT),
        (WAITING, Act.LAPSE, BOT),
        (HUMAN, Act.ASK, HUMAN),
        (HUMAN, Act.TAKE, HUMAN),
        (HUMAN, Act.CLOSE, BOT),
        (HUMAN, Act.LAPSE, BOT),
        # What a person says to a person is not a command for the assistant.
        (HUMAN, Act.WITHDRAW, None),
        (BOT, Act.CLOSE, None),
        (BOT, Act.ANSWER, None),
        (BOT, Act.NOTE, None),
    ],
)
def test_an_act_moves_the_handler(handler: Handler, act: Act, after: Handler | None) -> None:
    assert follow(handler, act) is after


@given(st.lists(st.sampled_from(Act), max_size=30))
def test_no_order_of_acts_leads_astray(acts: list[Act]) -> None:
    handler = BOT
    for act in acts:
        after = follow(handler, act)
        if act in HUMAN_ACTS and after is not None:
            assert after is not BOT
        if act in (Act.CLOSE, Act.LAPSE, Act.WITHDRAW):
            assert after in (BOT, None)
        handler = after or handler
    assert handler in TICKET_STATUS


@given(st.sampled_from(Handler))
def test_an_end_is_always_near(handler: Handler) -> None:
    assert handler is BOT or follow(handler, Act.CLOSE) is BOT
    assert handler is BOT or follow(handler, Act.LAPSE) is BOT
