"""One short mail per address, through a real conversation with a server on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from connectors.agent_desk.telling import Answer
from connectors.agent_desk.ways import mail as way
from connectors.agent_desk.ways.mail import Mail
from engine.handoff.notices import State
from engine.mail import MailServer, Sender
from tests.connectors.agent_desk.mail_server import (
    FakeMailServer,
    Script,
    certificate,
    mail_server,
)
from tests.connectors.agent_desk.tellings import notice, telling
from tests.engine.delivery.fakes import NOON
from tests.engine.handoff.office import tenant

pytestmark = pytest.mark.asyncio

SENDER = Sender(name="Accueil", address="accueil@example.org")
TOLD = Answer(state=State.TOLD)
LOGIN, USERS = "accueil:s%40same@", {"accueil": "s@same"}
MARIE = "marie@example.org"


def mail_to(url: str, **changes: object) -> Mail:
    return Mail(server=MailServer.parse(url), sender=SENDER, **changes)  # type: ignore[arg-type]


def stranger(server: FakeMailServer, login: str = "", scheme: str = "smtp") -> MailServer:
    """Return the address of ``server`` as if it stood on another machine."""
    return replace(MailServer.parse(server.url(scheme, login)), loopback=False)


async def test_a_mail_says_what_there_is_to_know_and_nothing_that_was_said() -> None:
    with mail_server() as server:
        wanted = notice(priority="urgent", agent="Sœur Marie", due_at=NOON)
        assert await mail_to(server.url()).tell(telling(MARIE, of=wanted)) == TOLD
    [received] = server.mails
    assert (received.sender, received.to) == ("accueil@example.org", [MARIE])
    mail = received.mail
    assert mail["Subject"] == "Demande n° 12, urgente – Paroisse des Essais"
    assert mail["From"] == "Accueil <accueil@example.org>" and mail["To"] == MARIE
    assert mail["Message-ID"] == "<5f0cd1@example.org>"
    assert parsedate_to_datetime(mail["Date"]) == NOON
    assert (mail["Auto-Submitted"], mail["Importance"]) == ("auto-generated", "high")
    body = received.text
    assert "Depuis : lundi 2 mars 2026 à 12 h\n" in body
    assert "Réponse attendue : dès maintenant\nConfiée à : Sœur Marie\n" in body
    assert "\nhttps://accueil.example/desk#12\n" in body
    # Servers that take seven bits only take it.
    assert received.raw.isascii()


async def test_a_ticket_of_the_night_says_when_it_is_due() -> None:
    with mail_server() as server:
        assert await mail_to(server.url()).tell(telling(MARIE)) == TOLD
    mail = server.mails[0].mail
    assert mail["Subject"] == "Demande n° 12 – Paroisse des Essais" and mail["Importance"] is None
    assert "Réponse attendue : mardi 3 mars 2026 à 9 h\n" in server.mails[0].text
    assert "Confiée" not in server.mails[0].text


async def test_a_repetition_is_recognised() -> None:
    with mail_server() as server:
        for hours in (0, 3):
            at = NOON + timedelta(hours=hours)
            assert await mail_to(server.url()).tell(telling(MARIE, at=at)) == TOLD
    first, again = server.mails
    assert first.mail["Message-ID"] == again.mail["Message-ID"] and first.text == again.text


async def test_a_sender_without_a_name_is_called_as_the_tenant() -> None:
    with mail_server() as server:
        post = Mail(server=MailServer.parse(server.url()), sender=replace(SENDER, name=""))
        assert await post.tell(telling(MARIE)) == TOLD
    assert server.mails[0].mail["From"] == "Paroisse des Essais <accueil@example.org>"


async def test_encryption_is_taken_where_it_is_offered(tmp_path: Path) -> None:
    own, _ = certificate(tmp_path)
    with mail_server(Script(tls=own, users=USERS)) as server:
        # Nobody signed the certificate of a server on this machine, and nobody has to.
        assert await mail_to(server.url(login=LOGIN)).tell(telling(MARIE)) == TOLD
    [received] = server.mails
    assert received.encrypted and received.user == "accueil"


async def test_a_server_that_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    own, trust = certificate(tmp_path)
    with mail_server(Script(tls=own, at_once=True, users=USERS)) as server:
        post = Mail(server=stranger(server, LOGIN, "smtps"), sender=SENDER, trust=trust)
        assert await post.tell(telling(MARIE)) == TOLD
    [received] = server.mails
    assert received.encrypted and received.user == "accueil" and "STARTTLS" not in server.heard


async def test_a_password_is_never_told_in_the_open() -> None:
    with mail_server(Script(users=USERS)) as server:
        post = Mail(server=stranger(server, LOGIN), sender=SENDER)
        assert await post.tell(telling(MARIE)) == Answer(state=State.WAITING, reason="Unprotected")
        assert "AUTH" not in server.heard and server.mails == []
        # Without a password there is nothing to protect; and nobody listens on this machine.
        assert await Mail(server=stranger(server), sender=SENDER).tell(telling(MARIE)) == TOLD
        assert await mail_to(server.url(login=LOGIN)).tell(telling(MARIE)) == TOLD
    assert [received.user for received in server.mails] == ["", "accueil"]


async def test_a_certificate_of_another_machine_must_be_a_good_one(tmp_path: Path) -> None:
    own, trust = certificate(tmp_path)
    with mail_server(Script(tls=own, users=USERS)) as server:
        known = Mail(server=stranger(server, LOGIN), sender=SENDER, trust=trust)
        unknown = Mail(server=stranger(server, LOGIN), sender=SENDER)
        answer = await unknown.tell(telling(MARIE))
        assert answer == Answer(state=State.WAITING, reason="SSLCertVerificationError")
        assert "AUTH" not in server.heard
        assert await known.tell(telling(MARIE)) == TOLD


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({MARIE: "550 5.1.1 no marie@example.org"}, Answer(state=State.REFUSED, reason="550")),
        ({MARIE: "450 come back later"}, Answer(state=State.WAITING, reason="450")),
        ({MARIE: "421 too busy"}, Answer(state=State.WAITING, reason="421")),
        ({"MAIL": "553 not you"}, Answer(state=State.WAITING, reason="SMTPSenderRefused 553")),
        ({"DATA": "451 disk full"}, Answer(state=State.WAITING, reason="SMTPDataError 451")),
        ({"STARTTLS": "454 not now"}, Answer(state=State.WAITING, reason="SMTPResponseException")),
    ],
)
async def test_a_refusal_is_tried_again_unless_the_address_is_none(
    answers: dict[str, str], expected: Answer, tmp_path: Path
) -> None:
    own, _ = certificate(tmp_path)
    tls = own if "STARTTLS" in answers else None
    with mail_server(Script(answers=answers, tls=tls)) as server:
        answer = await mail_to(server.url()).tell(telling(MARIE))
    assert server.mails == [] and answer.state is expected.state
    assert answer.reason.startswith(expected.reason) and "example" not in answer.reason


async def test_a_wrong_password_can_be_put_right() -> None:
    with mail_server(Script(users={"accueil": "other"})) as server:
        answer = await mail_to(server.url(login=LOGIN)).tell(telling(MARIE))
    assert answer == Answer(state=State.WAITING, reason="SMTPAuthenticationError 535")


async def test_a_mail_that_was_taken_is_told_however_the_server_leaves() -> None:
    with mail_server(Script(answers={"QUIT": "421 gone"})) as server:
        assert await mail_to(server.url()).tell(telling(MARIE)) == TOLD
    assert len(server.mails) == 1


async def test_a_server_that_is_not_there_or_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as server:
        gone = server.url()
    answer = await mail_to(gone).tell(telling(MARIE))
    assert answer == Answer(state=State.WAITING, reason="ConnectionRefusedError")
    monkeypatch.setattr(way, "PATIENCE", 0.05)
    with mail_server(Script(silent=True)) as server:
        answer = await mail_to(server.url()).tell(telling(MARIE))
    assert answer == Answer(state=State.WAITING, reason="SMTPServerDisconnected")


async def test_what_is_not_set_is_named() -> None:
    assert Mail(server=None, sender=None).missing(tenant()) == ("SMTP_URL", "MAIL_FROM")
    server = MailServer.parse("smtp://127.0.0.1:1")
    assert Mail(server=server, sender=None).missing(tenant()) == ("MAIL_FROM",)
    assert Mail(server=server, sender=SENDER).missing(tenant()) == ()
