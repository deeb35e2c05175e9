"""What the page posts, read into the same record that a webhook gives.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
>>> said = read_message({"contact": "awa", "text": "Bonjour"}, tenants=("paroisse",), now=noon)
>>> said.kind.value, said.text, said.aliases[0].value
('text', 'Bonjour', 'paroisse/awa')
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from connectors.simulator.phones import Line
from connectors.simulator.provider import NAME
from connectors.whatsapp.cleaning import clean_line, clean_text
from engine.messages import Alias, Inbound, Kind, Location, Media

#: The intent that empties a conversation, and what the log and the trace show for it.
RESTART_PAYLOAD = "/restart"
RESTART_TITLE = "Recommencer"

_CONTACT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)

_PICTURE = Media(media_id="simulator-picture", mime_type="image/jpeg", filename="photo.jpg")
_VOICE = Media(media_id="simulator-voice", mime_type="audio/ogg; codecs=opus", voice=True)
_PLACE = Location(latitude=14.6708, longitude=-17.4381, name="Place du marché", address="Dakar")


def read_line(data: Mapping[str, Any], tenants: Collection[str]) -> Line:
    """Return the phone that ``data`` speaks of; the tenant may be left out when there is one.

    Raises ``ValueError`` for an unknown tenant or a malformed contact.
    """
    tenant = data.get("tenant") or (next(iter(tenants)) if len(tenants) == 1 else "")
    if tenant not in tenants:
        raise ValueError("'tenant' is not one of this server")
    contact = data.get("contact")
    if not isinstance(contact, str) or not _CONTACT.fullmatch(contact):
        raise ValueError("'contact' must be 1 to 40 of a-z, 0-9, '-' and '_'")
    return Line(tenant=tenant, contact=contact)


def read_message(data: Any, *, tenants: Collection[str], now: datetime) -> Inbound:
    """Return the message that the page posted.

    Keys: ``contact``; ``tenant`` when there are several; ``text``, or ``payload`` and ``title`` of
    a tap, or ``kind`` ``image``, ``location`` or ``audio`` for a made-up one; ``name`` of the
    profile; ``id``, so that a post that is repeated counts once. Raises ``ValueError`` with a
    sentence that names the wrong key.
    """
    if not isinstance(data, dict):
        raise ValueError("the body must be a JSON object")
    line = read_line(data, tenants)
    kind = data.get("kind") or (Kind.CHOICE if "payload" in data else Kind.TEXT)
    content: dict[str, Any]
    match kind:
        case Kind.TEXT:
            content = {"text": _said(data, "text")}
        case Kind.CHOICE:
            content = {"text": _said(data, "title"), "payload": _said(data, "payload")}
        case Kind.IMAGE:
            content = {"text": clean_text(data.get("text")), "media": (_PICTURE,)}
        case Kind.AUDIO:
            content = {"media": (_VOICE,)}
        case Kind.LOCATION:
            content = {"location": _PLACE}
        case _:
            raise ValueError("'kind' must be text, choice, image, location or audio")
    return _inbound(data, line, now, Kind(kind), content)


def read_restart(data: Any, *, tenants: Collection[str], now: datetime) -> Inbound:
    """Return the message that begins the conversation anew; keys and errors as for messages."""
    if not isinstance(data, dict):
        raise ValueError("the body must be a JSON object")
    content = {"text": RESTART_TITLE, "payload": RESTART_PAYLOAD}
    return _inbound(data, read_line(data, tenants), now, Kind.TRIGGER, content)


def _said(data: Mapping[str, Any], key: str) -> str:
    text = clean_text(data.get(key))
    if not text:
        raise ValueError(f"'{key}' must be a text that is not empty")
    return text


def _inbound(
    data: Mapping[str, Any],
    line: Line,
    now: datetime,
    kind: Kind,
    content: Mapping[str, Any],
) -> Inbound:
    given = data.get("id")
    if given is None:
        given = secrets.token_hex(12)
    elif not isinstance(given, str) or not _MESSAGE_ID.fullmatch(given):
        raise ValueError("'id' must be 8 to 64 of a-z, A-Z, 0-9, '-' and '_'")
    return Inbound(
        tenant=line.tenant,
        account=NAME,
        provider=NAME,
        message_id=given,
        aliases=(Alias(kind=NAME, value=str(line)),),
        sent_at=now,
        kind=kind,
        profile_name=clean_line(data.get("name")),
        raw_type=kind.value,
        **content,
    )
