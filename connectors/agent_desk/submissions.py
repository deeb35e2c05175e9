"""What the desk page posts, read and checked.

>>> read_act({"ticket": 12, "agent": "Sœur Marie"})
Act(ticket=12, agent='Sœur Marie', text='', ident='')
>>> read_act({"ticket": "12", "agent": "Paul"})
Traceback (most recent call last):
    ...
ValueError: 'ticket' must be the number of a ticket
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.whatsapp.cleaning import clean_line, clean_text
from engine.handoff.desk import Address
from engine.messages import Alias
from engine.tenants import Tenants

#: Characters of an agent's name, and of an answer or a note.
LONGEST_NAME, LONGEST_TEXT = 40, 4000

_IDENT = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
#: International numbers: 8 to 15 digits, the first of them not 0.
_PHONE = re.compile(r"[1-9][0-9]{7,14}", re.ASCII)
#: What people write between the digits of a number.
_BETWEEN = re.compile(r"[\s().\-/\u00a0\u202f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that somebody at the office does about a ticket."""

    ticket: int
    agent: str
    # The answer or the note; empty for acts without words.
    text: str = ""
    # Same for a post that is repeated; empty when the act may be done twice.
    ident: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The wish of somebody at the office to write to a person first."""

    agent: str
    address: Address = field(repr=False)


def read_act(data: Any) -> Act:
    """Read an act without words. Raises ``ValueError`` with a sentence that names the wrong key."""
    body = _object(data)
    return Act(ticket=_ticket(body), agent=_agent(body))


def read_spoken(data: Any) -> Act:
    """Read an answer or a note; errors as for :func:`read_act`."""
    body = _object(data)
    text = clean_text(body.get("text"))
    if not text or len(text) > LONGEST_TEXT:
        raise ValueError(f"'text' must be a text of 1 to {LONGEST_TEXT} characters")
    ident = body.get("id", "")
    if ident and not (isinstance(ident, str) and _IDENT.fullmatch(ident)):
        raise ValueError("'id' must be 8 to 64 of a-z, A-Z, 0-9, '-' and '_'")
    return Act(ticket=_ticket(body), agent=_agent(body), text=text, ident=ident)


def read_beginning(data: Any, tenants: Tenants) -> Beginning:
    """Read whom to write to, and from which account; errors as for :func:`read_act`."""
    body = _object(data)
    agent = _agent(body)
    tenant = body.get("tenant")
    if not isinstance(tenant, str) or tenant not in tenants:
        raise ValueError("'tenant' is not one of this server")
    accounts = {account.name: account.provider for account in tenants[tenant].accounts}
    account = body.get("account")
    if not isinstance(account, str) or account not in accounts:
        raise ValueError("'account' is not one of this tenant")
    address = Address(
        tenant=tenant,
        account=account,
        provider=accounts[account],
        alias=Alias(kind="phone", value=_phone(body.get("phone"))),
        name=clean_line(body.get("name"))[:LONGEST_NAME],
    )
    return Beginning(agent=agent, address=address)


def _object(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("the body must be a JSON object")
    return data


def _ticket(body: Mapping[str, Any]) -> int:
    number = body.get("ticket")
    # A JSON true is a number in Python; and databases end at 63 bits.
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
        raise ValueError("'ticket' must be the number of a ticket")
    return number


def _agent(body: Mapping[str, Any]) -> str:
    name = clean_line(body.get("agent"))
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"'agent' must be a name of 1 to {LONGEST_NAME} characters")
    return name


def _phone(written: Any) -> str:
    """Return the digits of an international number."""
    plain = _BETWEEN.sub("", written) if isinstance(written, str) else ""
    digits = plain.removeprefix("+") if plain.startswith("+") else plain.removeprefix("00")
    if not _PHONE.fullmatch(digits):
        raise ValueError("'phone' must be an international number such as +221 77 000 00 00")
    return digits
