"""When people at the office answer: how long they have, who is called at once, who is told.

>>> DEFAULT.return_after.total_seconds() / 3600
12.0

In a tenant's file::

    handoff:
      return_after_hours: 12
      emergency_phone: "+221 77 000 00 00"
      webhook: HANDOFF_WEBHOOK_URL
      webhook_secret: HANDOFF_WEBHOOK_SECRET
      mail: [secretariat@example.org]
      whatsapp: ["+221 77 000 00 00"]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.flows.report import Report
from engine.flows.shapes import Key, ListOf, Number, Record, Text
from engine.flows.source import YamlMap
from engine.tenants.values import MAILBOX, PHONE, VARIABLE, read_phone


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffPolicy:
    """The rules of one tenant for what its people answer themselves."""

    # Silence of the office after which the assistant answers again.
    return_after: timedelta
    # Told at once to whoever has an emergency; empty: the telephone of the office.
    emergency_phone: str = ""
    # NAME of the variable that holds the address to tell of new tickets; empty: nobody is told.
    webhook: str = ""
    # NAME of the variable that holds what its posts are signed with; empty: they are not.
    webhook_secret: str = ""
    # Addresses that get a mail for each new ticket.
    mail: tuple[str, ...] = ()
    # Numbers of those who answer, "+221770000000", to be told of each new ticket on WhatsApp.
    whatsapp: tuple[str, ...] = field(default=(), repr=False)
    # Who answers, in turn; empty: whoever comes first.
    agents: tuple[str, ...] = ()
    # Tickets that one of them has in hand before another is asked.
    tickets_per_agent: int = 5

    @property
    def recipients(self) -> Mapping[str, tuple[str, ...]]:
        """Return whom to tell of a new ticket, by way; ways that nobody wishes are left out."""
        webhook = (self.webhook,) if self.webhook else ()
        wished = {"webhook": webhook, "mail": self.mail, "whatsapp": self.whatsapp}
        return {way: to for way, to in wished.items() if to}


KEY = Key(
    "handoff",
    Record(
        "handoff",
        (
            Key(
                "return_after_hours",
                Number(minimum=1, maximum=24 * 14),
                "hours without any act of the office after which the assistant answers again",
                default=12,
            ),
            Key(
                "emergency_phone",
                Text(),
                "telephone for emergencies, as people are told it; the office's if left out",
            ),
            Key(
                "webhook",
                VARIABLE,
                "NAME of the variable of the environment with the address to tell of new tickets",
            ),
            Key(
                "webhook_secret",
                VARIABLE,
                "NAME of the variable of the environment with which posts to it are signed",
            ),
            Key(
                "mail",
                ListOf(MAILBOX, called="address"),
                "e-mail addresses to tell of new tickets; see SMTP_URL and MAIL_FROM",
            ),
            Key(
                "whatsapp",
                ListOf(PHONE, called="number"),
                "numbers of those who answer, to tell of new tickets; each has to write first",
            ),
            Key(
                "agents",
                ListOf(Text(), called="name"),
                "names of those who answer, in turn, as they call themselves at the desk",
            ),
            Key(
                "tickets_per_agent",
                Number(minimum=1, maximum=100, whole=True),
                "requests that one of them has in hand before another is asked",
                default=5,
            ),
        ),
    ),
    "how a person of the office takes over",
)

DEFAULT = HandoffPolicy(return_after=timedelta(hours=12))


def check(section: YamlMap, report: Report) -> None:
    """Report a secret that signs nothing."""
    if VARIABLE.fits(section.get("webhook_secret")) and not section.get("webhook"):
        report.error(
            "tenant.missing_key",
            section.position_of("webhook_secret"),
            "'webhook_secret' of 'handoff' signs nothing: there is no 'webhook'",
            "add 'webhook: NAME_OF_A_VARIABLE', or remove the secret",
        )


def read(section: dict[str, Any]) -> HandoffPolicy:
    """Build the record of a section that was checked."""
    hours = section.get("return_after_hours")
    return HandoffPolicy(
        return_after=DEFAULT.return_after if hours is None else timedelta(hours=hours),
        emergency_phone=section.get("emergency_phone") or "",
        webhook=section.get("webhook") or "",
        webhook_secret=section.get("webhook_secret") or "",
        # Each is told once, however often it is named.
        mail=tuple(dict.fromkeys(section.get("mail") or ())),
        whatsapp=tuple(dict.fromkeys(filter(None, map(read_phone, section.get("whatsapp") or ())))),
        agents=tuple(section.get("agents") or ()),
        tickets_per_agent=section.get("tickets_per_agent") or DEFAULT.tickets_per_agent,
    )
