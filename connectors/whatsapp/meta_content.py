"""What one message of Meta says, by its type: one small reader per type.

>>> read_content({"type": "text", "text": {"body": "Bonjour"}}).text
'Bonjour'

A type that is unknown, or that lacks its own part, is ``UNSUPPORTED``: a person wrote something and
deserves an answer, even if it is only that we cannot read it.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.whatsapp.cleaning import clean_json, clean_line, clean_text
from engine.messages import Kind, Location, Media

Item = Mapping[str, Any]

# Cards of one message; Meta's own limit for sending.
_CONTACTS = 257


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The part of :class:`engine.messages.Inbound` that depends on the type."""

    kind: Kind
    # Meta's type, with a dotted particular where the kind alone does not tell: "edit",
    # "interactive.nfm_reply", "system.user_changed_number", "text.malformed".
    raw_type: str
    text: str = ""
    payload: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    contacts: tuple[dict[str, Any], ...] = ()
    reply_to: str = ""


class _Malformed(Exception):
    """A part that the type needs is missing or of the wrong sort."""


def read_content(item: Item) -> Content:
    """Return what ``item``, one of ``messages[]``, says. Never raises.

    >>> read_content({"type": "text"}).raw_type
    'text.malformed'
    """
    name = clean_line(item.get("type")) or "untyped"
    reader = _READERS.get(name)
    if reader is None:
        return Content(kind=Kind.UNSUPPORTED, raw_type=name[:60])
    try:
        return reader(name, item)
    except _Malformed:
        return Content(kind=Kind.UNSUPPORTED, raw_type=f"{name}.malformed")


def _part(item: Item, key: str) -> Item:
    part = item.get(key)
    if not isinstance(part, dict):
        raise _Malformed
    return part


def _text(name: str, item: Item) -> Content:
    text = clean_text(_part(item, "text").get("body"))
    if not text:
        raise _Malformed
    return Content(kind=Kind.TEXT, raw_type=name, text=text)


def _media(kind: Kind) -> Callable[[str, Item], Content]:
    """Return the reader of a type that is a file."""

    def read(name: str, item: Item) -> Content:
        part = _part(item, name)
        media = Media(
            media_id=clean_line(part.get("id")),
            mime_type=clean_line(part.get("mime_type")),
            sha256=clean_line(part.get("sha256")),
            filename=clean_line(part.get("filename")),
            # Voice notes had a type of their own once.
            voice=part.get("voice") is True or name == "voice",
        )
        if not media.media_id:
            raise _Malformed
        text = clean_text(part.get("caption"))
        return Content(kind=kind, raw_type=name, text=text, media=(media,))

    return read


def _location(name: str, item: Item) -> Content:
    part = _part(item, "location")
    location = Location(
        latitude=_degrees(part.get("latitude"), 90),
        longitude=_degrees(part.get("longitude"), 180),
        name=clean_line(part.get("name")),
        address=clean_line(part.get("address")),
    )
    return Content(kind=Kind.LOCATION, raw_type=name, location=location)


def _degrees(value: Any, limit: int) -> float:
    try:
        degrees = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _Malformed from None
    # Not a number compares false with everything, so it is refused here too.
    if isinstance(value, bool) or not -limit <= degrees <= limit:
        raise _Malformed
    return degrees


def _contacts(name: str, item: Item) -> Content:
    given = item.get("contacts")
    cards = [card for card in given if isinstance(card, dict)] if isinstance(given, list) else []
    if not cards:
        raise _Malformed
    contacts = tuple(clean_json(card) for card in cards[:_CONTACTS])
    return Content(kind=Kind.CONTACTS, raw_type=name, contacts=contacts)


def _interactive(name: str, item: Item) -> Content:
    part = _part(item, "interactive")
    sort = clean_line(part.get("type"))
    if sort == "nfm_reply":
        # The answer to a form of Meta's, which we never send: readable in the log, no choice.
        form = _part(part, sort)
        return Content(
            kind=Kind.UNSUPPORTED,
            raw_type=f"{name}.{sort}",
            text=clean_text(form.get("body")),
            payload=clean_text(form.get("response_json")),
        )
    if sort not in ("button_reply", "list_reply"):
        raise _Malformed
    reply = _part(part, sort)
    return _choice(f"{name}.{sort}", reply.get("id"), reply.get("title"))


def _button(name: str, item: Item) -> Content:
    part = _part(item, "button")
    return _choice(name, part.get("payload"), part.get("text"))


def _choice(raw_type: str, payload: Any, title: Any) -> Content:
    # The id must come back as it went out, double spaces included: it is compared with the offer.
    content = Content(
        kind=Kind.CHOICE, raw_type=raw_type, text=clean_line(title), payload=clean_text(payload)
    )
    if not (content.text or content.payload):
        raise _Malformed
    return content


def _reaction(name: str, item: Item) -> Content:
    part = _part(item, "reaction")
    # An empty text means that the reaction was taken back.
    return Content(
        kind=Kind.REACTION,
        raw_type=name,
        text=clean_line(part.get("emoji")),
        reply_to=clean_line(part.get("message_id")),
    )


def _order(name: str, item: Item) -> Content:
    part = _part(item, "order")
    return Content(kind=Kind.ORDER, raw_type=name, text=clean_text(part.get("text")))


def _system(name: str, item: Item) -> Content:
    part = _part(item, "system")
    # The new number or id is no alias yet: whether the two are one person is not ours to decide.
    changed = clean_line(part.get("wa_id")) or clean_line(part.get("user_id"))
    raw_type = f"{name}.{clean_line(part.get('type'))[:60]}".rstrip(".")
    text = clean_text(part.get("body"))
    return Content(kind=Kind.SYSTEM, raw_type=raw_type, text=text, payload=changed)


def _edit(name: str, item: Item) -> Content:
    # The first version may have been answered already: a second turn would answer twice. The person
    # is asked to write again, as when Meta delivers edits as unsupported.
    part = _part(item, "edit")
    inner = part.get("message")
    text = read_content(inner).text if isinstance(inner, dict) and inner.get("type") != name else ""
    original = clean_line(part.get("original_message_id"))
    return Content(kind=Kind.UNSUPPORTED, raw_type=name, text=text, reply_to=original)


def _revoke(name: str, item: Item) -> Content:
    # Nothing to answer: the person took something back.
    original = clean_line(_part(item, "revoke").get("original_message_id"))
    return Content(kind=Kind.SYSTEM, raw_type=name, reply_to=original)


def _unsupported(name: str, item: Item) -> Content:
    errors = item.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    part = item.get("unsupported")
    sort = clean_line(part.get("type")) if isinstance(part, dict) else ""
    # 131060: the message is lost and must be sent again, whatever it was.
    particular = str(code)[:20] if code == 131060 or not sort else sort[:60]
    return Content(kind=Kind.UNSUPPORTED, raw_type=f"{name}.{particular}")


_READERS: Mapping[str, Callable[[str, Item], Content]] = {
    "text": _text,
    "image": _media(Kind.IMAGE),
    "video": _media(Kind.VIDEO),
    "document": _media(Kind.DOCUMENT),
    "audio": _media(Kind.AUDIO),
    "voice": _media(Kind.AUDIO),
    "sticker": _media(Kind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "edit": _edit,
    "revoke": _revoke,
    "unsupported": _unsupported,
}
