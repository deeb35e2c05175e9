"""One attempt to tell somebody of a ticket, as the notifier makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors.agent_desk.desk import FrontDesk
from connectors.agent_desk.telling import Telling
from engine.delivery.contracts import ConversationKey
from engine.handoff.notices import Notice
from engine.messages import Reply
from engine.tenants.sections.handoff import HandoffPolicy
from tests.engine.delivery.fakes import NOON
from tests.engine.handoff.office import tenant


class NoFrontDesk:
    """Fails whoever sends or wakes: most ways do neither."""

    async def post(
        self, key: ConversationKey, replies: Sequence[Reply], origin: str = "agent"
    ) -> object:
        raise AssertionError("nothing was to be sent")

    def wake(self, key: ConversationKey) -> None:
        raise AssertionError("nobody was to be woken")


def notice(*, priority: str = "normal", agent: str = "", due_at: datetime | None = None) -> Notice:
    """Return ticket 12, of Monday noon; due the next morning."""
    return Notice(
        key="handoff.notice:12",
        tenant="paroisse",
        ticket=12,
        priority=priority,
        agent=agent,
        opened_at=NOON,
        due_at=due_at or NOON + timedelta(hours=21),
        progress={},
    )


def telling(
    to: str,
    policy: HandoffPolicy | None = None,
    *,
    of: Notice | None = None,
    at: datetime = NOON,
    ident: str = "5f0cd1",
    front_desk: FrontDesk | None = None,
) -> Telling:
    sections = (policy or HandoffPolicy(return_after=timedelta(hours=12)),)
    return Telling(
        notice=of or notice(),
        tenant=tenant(sections=sections),
        to=to,
        ident=ident,
        link="https://accueil.example/desk#12",
        at=at,
        front_desk=front_desk or NoFrontDesk(),
    )
