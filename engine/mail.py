"""Where mails are handed over, and who they come from, as the settings say it.

>>> server = MailServer.parse("smtp://accueil:s%40same@mail.example.org")
>>> server.host, server.port, server.user, server.password
('mail.example.org', 587, 'accueil', 's@same')
>>> Sender.parse("Accueil <accueil@example.org>").address
'accueil@example.org'

Both raise ``ValueError`` for what cannot be meant. What is sent is the business of whoever sends.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Self
from urllib.parse import unquote, urlsplit

#: An address that a mail may go to: no more than plausible, for only a mail can tell.
MAILBOX = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])"
)
#: Port of each kind of address when it names none.
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes our mails."""

    host: str
    port: int
    # Empty when it asks for nobody's name.
    user: str = ""
    password: str = field(default="", repr=False)
    # True when the connection is encrypted from its first byte: smtps://.
    encrypted: bool = False
    # True on this very machine, where nobody listens in.
    loopback: bool = False

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read ``smtp://user:password@host:port``; user, password and port may be left out."""
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        host = parts.hostname or ""
        if parts.scheme not in _PORTS or not host or parts.path not in ("", "/"):
            raise ValueError("not the address of a mail server")
        # A sign of the password that was not written as %xx ends the address too early.
        if parts.query or parts.fragment or bool(user) != bool(password):
            raise ValueError("user and password come together, with %xx for signs of addresses")
        if not (user + password).isascii():
            raise ValueError("user and password are ASCII: mail servers take nothing else")
        return cls(
            host=host,
            port=parts.port or _PORTS[parts.scheme],
            user=user,
            password=password,
            encrypted=parts.scheme == "smtps",
            loopback=_is_loopback(host),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who mails come from."""

    # May be empty.
    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``Name <address>`` or an address alone."""
        name, address = parseaddr(text)
        if not re.fullmatch(MAILBOX, address):
            raise ValueError("not an e-mail address")
        return cls(name=name, address=address)

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.address.rpartition("@")[2]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
