"""The account that the tests of this folder use, and a front desk that remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.whatsapp.meta_account import MetaAccount
from engine.errors import DeliveryError
from engine.messages import Inbound, Status

ACCOUNT = MetaAccount(
    tenant="paroisse",
    name="paroisse-meta",
    phone_number_id="111",
    app_secret="app-secret",
    verify_token="verify-token",
    access_token="EAAaccessTOKEN123",
)


@dataclass
class RecordingDesk:
    """Implements ``FrontDesk``; ``full`` makes it unable to store anything."""

    full: bool = False
    accepted: list[Inbound] = field(default_factory=list)
    batches: int = 0
    reported: list[Status] = field(default_factory=list)

    def door(self, account: str) -> MetaAccount | None:
        return ACCOUNT if account == ACCOUNT.name else None

    async def accept(self, messages: Sequence[Inbound]) -> None:
        if self.full:
            raise DeliveryError("the database is read-only")
        self.batches += 1
        self.accepted += messages

    async def report(self, statuses: Sequence[Status]) -> None:
        if self.full:
            raise DeliveryError("the database is read-only")
        self.reported += statuses
