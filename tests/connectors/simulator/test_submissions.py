"""What the page posts becomes what a webhook would have given, or is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.simulator.submissions import read_message, read_restart
from engine.messages import Alias, Inbound, Kind

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ONE = ("paroisse",)


def read(data: Any, tenants: tuple[str, ...] = ONE) -> Inbound:
    return read_message(data, tenants=tenants, now=NOON)


def test_a_text() -> None:
    message = read(
        {"contact": "awa", "text": " Bonjour\x00 ", "name": "Awa\nNdiaye", "id": "a1b2c3d4"}
    )
    assert message == Inbound(
        tenant="paroisse",
        account="simulator",
        provider="simulator",
        message_id="a1b2c3d4",
        aliases=(Alias(kind="simulator", value="paroisse/awa"),),
        sent_at=NOON,
        kind=Kind.TEXT,
        text="Bonjour",
        profile_name="Awa Ndiaye",
        raw_type="text",
    )
    assert Inbound.from_json(message.to_json()) == message


def test_a_tap_carries_payload_and_title() -> None:
    message = read({"contact": "awa", "payload": "/SetSlots(jour=mardi)", "title": "Mardi"})
    assert (message.kind, message.payload, message.text) == (
        Kind.CHOICE,
        "/SetSlots(jour=mardi)",
        "Mardi",
    )


def test_typed_slashes_are_text() -> None:
    message = read({"contact": "awa", "text": "/restart"})
    assert (message.kind, message.payload, message.text) == (Kind.TEXT, "", "/restart")


def test_made_up_attachments() -> None:
    picture, voice, place = (
        read({"contact": "awa", "kind": kind}) for kind in ("image", "audio", "location")
    )
    assert picture.media[0].mime_type == "image/jpeg"
    assert voice.media[0].voice
    assert place.location is not None and -90 <= place.location.latitude <= 90


def test_a_restart_comes_from_the_house() -> None:
    message = read_restart({"contact": "awa"}, tenants=ONE, now=NOON)
    assert (message.kind, message.payload, message.text) == (
        Kind.TRIGGER,
        "/restart",
        "Recommencer",
    )


def test_messages_without_an_id_are_told_apart() -> None:
    first, second = (read({"contact": "awa", "text": "Bonjour"}) for _ in range(2))
    assert first.message_id != second.message_id


def test_the_same_contact_at_two_tenants_is_two_people() -> None:
    two = ("paroisse", "ecole")
    values = {
        read({"contact": "awa", "text": "?", "tenant": tenant}, two).aliases[0].value
        for tenant in two
    }
    assert values == {"paroisse/awa", "ecole/awa"}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (["contact"], "object"),
        ({"text": "Bonjour"}, "'contact'"),
        ({"contact": "Awa/../x", "text": "Bonjour"}, "'contact'"),
        ({"contact": "a" * 41, "text": "Bonjour"}, "'contact'"),
        ({"contact": 7, "text": "Bonjour"}, "'contact'"),
        ({"contact": "awa", "text": " \n "}, "'text'"),
        ({"contact": "awa", "text": ["Bonjour"]}, "'text'"),
        ({"contact": "awa", "payload": "/oui"}, "'title'"),
        ({"contact": "awa", "payload": "", "title": "Oui"}, "'payload'"),
        ({"contact": "awa", "kind": "reaction"}, "'kind'"),
        # Trusted by the road: never for whoever posts a message.
        ({"contact": "awa", "kind": "trigger", "payload": "/x", "title": "x"}, "'kind'"),
        ({"contact": "awa", "kind": ["text"], "text": "?"}, "'kind'"),
        ({"contact": "awa", "text": "?", "id": "court"}, "'id'"),
        ({"contact": "awa", "text": "?", "id": 12345678}, "'id'"),
        ({"contact": "awa", "text": "?", "tenant": "mairie"}, "'tenant'"),
        ({"contact": "awa", "text": "?", "tenant": ["paroisse"]}, "'tenant'"),
    ],
)
def test_refusals_name_the_key(data: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read(data)


def test_of_several_tenants_one_must_be_named() -> None:
    with pytest.raises(ValueError, match="'tenant'"):
        read({"contact": "awa", "text": "?"}, ("paroisse", "ecole"))
