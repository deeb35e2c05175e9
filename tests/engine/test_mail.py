"""The address of a mail server, and the sender, read as people write them."""

from __future__ import annotations

import pytest

from engine.mail import MailServer, Sender


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", MailServer(host="mail.example.org", port=587)),
        ("smtp://localhost:25", MailServer(host="localhost", port=25, loopback=True)),
        ("smtp://127.0.0.2", MailServer(host="127.0.0.2", port=587, loopback=True)),
        ("smtp://[::1]:2525/", MailServer(host="::1", port=2525, loopback=True)),
        ("smtps://mail.example.org", MailServer(host="mail.example.org", port=465, encrypted=True)),
        (
            "smtp://a%40b.org:p%3Aq%2F@h.org:2525",
            MailServer(host="h.org", port=2525, user="a@b.org", password="p:q/"),
        ),
    ],
)
def test_the_address_of_a_server(url: str, expected: MailServer) -> None:
    assert MailServer.parse(url) == expected


def test_the_password_is_not_shown() -> None:
    assert "sesame" not in repr(MailServer.parse("smtp://accueil:sesame@mail.example.org"))


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("accueil@example.org", "", "accueil@example.org"),
        ("Paroisse Notre-Dame <a.b+c@mail.example.sn>", "Paroisse Notre-Dame", None),
    ],
)
def test_the_sender(text: str, name: str, address: str | None) -> None:
    sender = Sender.parse(text)
    assert sender == Sender(name=name, address=address or "a.b+c@mail.example.sn")
    assert sender.domain == sender.address.split("@")[1]
