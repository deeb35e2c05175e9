"""Tells by mail: one short mail per address, through the server of ``SMTP_URL``.

A password is told over an encrypted connection only, or to a server on this very machine. Each mail
has a Message-ID that stays the same when it is sent once more.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from connectors.agent_desk.telling import Answer, Telling
from connectors.agent_desk.wording import facts, title
from engine.handoff.notices import State
from engine.mail import MailServer, Sender
from engine.serving.connections import House
from engine.tenants import Tenant

#: Seconds that the server has for each of its answers.
PATIENCE = 10.0

_CLOSING = (
    "Ce message est envoyé automatiquement : on n’y répond pas. Ce que la personne a écrit se lit "
    "au relais seulement."
)


class Unprotected(smtplib.SMTPException):
    """The server offers no encryption, and a password would be told in the open."""


def way(house: House) -> Mail:
    """Return the way, with the server and the sender of the settings."""
    url, sender = house.settings.smtp_url, house.settings.mail_from
    return Mail(
        server=MailServer.parse(url) if url else None,
        sender=Sender.parse(sender) if sender else None,
    )


class Mail:
    """Sends to any number of addresses; ``trust`` replaces the certificates of the system."""

    name = "mail"

    def __init__(
        self,
        *,
        server: MailServer | None,
        sender: Sender | None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._sender = sender
        self._trust = trust

    def missing(self, tenant: Tenant) -> tuple[str, ...]:
        """Return the settings without a value."""
        needed = {"SMTP_URL": self._server, "MAIL_FROM": self._sender}
        return tuple(name for name, value in needed.items() if value is None)

    async def tell(self, telling: Telling) -> Answer:
        """Send the mail; an address that the server refuses for good is not tried again."""
        if self._server is None or self._sender is None:
            return Answer(state=State.WAITING, reason="unset")
        mail = compose(telling, self._sender)
        try:
            await asyncio.to_thread(self._send, self._server, self._sender, telling.to, mail)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, _),) = error.recipients.values()
            state = State.REFUSED if 500 <= code < 600 else State.WAITING
            return Answer(state=state, reason=str(code))
        except smtplib.SMTPResponseException as error:
            # What the server says may hold an address: only its number is told.
            return Answer(state=State.WAITING, reason=f"{type(error).__name__} {error.smtp_code}")
        except (smtplib.SMTPException, OSError) as error:
            return Answer(state=State.WAITING, reason=type(error).__name__)
        return Answer(state=State.TOLD)

    def _send(self, server: MailServer, sender: Sender, to: str, mail: EmailMessage) -> None:
        """Hand the mail over; in a thread, for the library waits for every answer."""
        smtp = self._connect(server, sender)
        try:
            smtp.ehlo()
            if not server.encrypted and smtp.has_extn("starttls"):
                smtp.starttls(context=self._context(server))
                smtp.ehlo()
            elif server.user and not server.encrypted and not server.loopback:
                raise Unprotected
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(mail, sender.address, [to])
            # It is theirs now: however badly they say goodbye, it must not be sent once more.
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
        finally:
            smtp.close()

    def _connect(self, server: MailServer, sender: Sender) -> smtplib.SMTP:
        # Named, because the library would ask the name servers what this machine is called.
        if server.encrypted:
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                sender.domain,
                timeout=PATIENCE,
                context=self._context(server),
            )
        return smtplib.SMTP(server.host, server.port, sender.domain, timeout=PATIENCE)

    def _context(self, server: MailServer) -> ssl.SSLContext:
        if self._trust is not None:
            return self._trust
        context = ssl.create_default_context()
        if server.loopback:
            # Servers on the own machine have certificates that nobody signed; nobody listens there.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def compose(telling: Telling, sender: Sender) -> EmailMessage:
    """Return the mail to one address."""
    tenant = " ".join(telling.tenant.name.split())
    mail = EmailMessage()
    mail["Subject"] = f"{title(telling)} – {tenant}"
    mail["From"] = Address(sender.name or tenant, addr_spec=sender.address)
    mail["To"] = telling.to
    mail["Date"] = format_datetime(telling.at)
    mail["Message-ID"] = f"<{telling.ident}@{sender.domain}>"
    mail["Content-Language"] = "fr"
    # Nobody's absence is to be answered to this machine.
    mail["Auto-Submitted"] = "auto-generated"
    if telling.notice.priority == "urgent":
        mail["Importance"] = "high"
    told = [f"{name} : {value}" for name, value in facts(telling)]
    lines = [
        "Bonjour,",
        "",
        "Une personne attend une réponse du secrétariat.",
        "",
        title(telling),
        *told,
        "",
        "Pour lire et répondre :",
        telling.link,
        "",
        _CLOSING,
    ]
    # Quoted, for servers that take seven bits only.
    mail.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    return mail
