"""What travels between a provider and the conversation, in words that no provider owns.

A webhook is parsed into :class:`Inbound` records; a turn answers with :class:`Reply` records; the
provider of the account renders each reply into the messages that it can really send.

>>> Reply(text="Quel jour ?", choices=(Choice(title="Mardi", payload="/SetSlots(jour=mardi)"),))
Reply(text='Quel jour ?', choices=(Choice(title='Mardi', payload='/SetSlots(jour=mardi)', ...
"""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self


class Kind(enum.StrEnum):
    """What a person sent."""

    TEXT = "text"
    CHOICE = "choice"  # a tap on a button or a list row that we offered
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    REACTION = "reaction"
    ORDER = "order"
    TRIGGER = "trigger"  # made by the house itself, never by a webhook; its payload is trusted
    SYSTEM = "system"  # the person changed number, ...
    UNSUPPORTED = "unsupported"


#: Kinds that become a turn of the conversation. The others are kept in the log only.
SPOKEN = frozenset(Kind) - {Kind.REACTION, Kind.SYSTEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name under which a provider knows a person."""

    # "phone" (E.164 without plus sign) | "bsuid" (Meta's business-scoped id) | "simulator"
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that a person sent; its bytes stay at the provider until somebody needs them."""

    # The provider's id of the file.
    media_id: str
    mime_type: str
    sha256: str = ""
    filename: str = ""
    # True for a voice note.
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place that a person shared, in degrees."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message of one person, parsed, whatever the provider.

    Raises ``ValueError`` when ``sent_at`` has no time zone: a naive time is a bug of the parser.
    """

    tenant: str
    # The account (one WhatsApp number) of the tenant, as named in its file.
    account: str
    # "meta" | "simulator" | ...
    provider: str
    # The provider's id, unique per account: the key against repeated deliveries.
    message_id: str
    # At least one; the first is the one to answer to.
    aliases: tuple[Alias, ...]
    sent_at: datetime
    kind: Kind
    # The text, the caption of a file, or the title of the chosen button.
    text: str = ""
    # Id of the tapped button or row; only honoured when it was offered in this conversation.
    payload: str = ""
    profile_name: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    contacts: tuple[dict[str, Any], ...] = ()
    # The provider's id of the message that this one answers.
    reply_to: str = ""
    forwarded: bool = False
    # The advertisement that the person clicked, as sent.
    referral: dict[str, Any] = field(default_factory=dict)
    # The provider's own name of the type, for the log.
    raw_type: str = ""

    def __post_init__(self) -> None:
        if self.sent_at.tzinfo is None:
            raise ValueError("sent_at needs a time zone")
        if not self.aliases:
            raise ValueError("an inbound message needs at least one alias of its sender")

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values, for the inbox row."""
        return {
            "tenant": self.tenant,
            "account": self.account,
            "provider": self.provider,
            "message_id": self.message_id,
            "aliases": [[alias.kind, alias.value] for alias in self.aliases],
            "sent_at": self.sent_at.isoformat(),
            "kind": self.kind.value,
            "text": self.text,
            "payload": self.payload,
            "profile_name": self.profile_name,
            "media": [
                {
                    "media_id": media.media_id,
                    "mime_type": media.mime_type,
                    "sha256": media.sha256,
                    "filename": media.filename,
                    "voice": media.voice,
                }
                for media in self.media
            ],
            "location": None if self.location is None else asdict(self.location),
            "contacts": list(self.contacts),
            "reply_to": self.reply_to,
            "forwarded": self.forwarded,
            "referral": self.referral,
            "raw_type": self.raw_type,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the record from :meth:`to_json`; unknown keys of a newer version are ignored."""
        location = data.get("location")
        return cls(
            tenant=data["tenant"],
            account=data["account"],
            provider=data["provider"],
            message_id=data["message_id"],
            aliases=tuple(Alias(kind=kind, value=value) for kind, value in data["aliases"]),
            sent_at=datetime.fromisoformat(data["sent_at"]),
            kind=Kind(data["kind"]),
            text=data.get("text", ""),
            payload=data.get("payload", ""),
            profile_name=data.get("profile_name", ""),
            media=tuple(Media(**media) for media in data.get("media", ())),
            location=None if location is None else Location(**location),
            contacts=tuple(data.get("contacts", ())),
            reply_to=data.get("reply_to", ""),
            forwarded=data.get("forwarded", False),
            referral=data.get("referral", {}),
            raw_type=data.get("raw_type", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something a person may tap: rendered as a reply button or a list row."""

    # At most 20 characters as a button, 24 as a row: checked when the YAML is loaded.
    title: str
    # What comes back: "/SetSlots(jour=mardi)" or "/intent".
    payload: str
    # Second line of a list row, at most 72 characters.
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file for the person, fetched by the provider from an address of ours."""

    # Absolute; valid for minutes.
    url: str
    # As the person will see it: "certificat.pdf".
    filename: str
    mime_type: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to a person, before any provider's limits."""

    # May be empty beside a location; the caption of a document.
    text: str
    choices: tuple[Choice, ...] = ()
    # A place, shown on a map by providers that can, else as a link to one.
    location: Location | None = None
    document: Document | None = None
    # Where it came from, for the trace: "utter_demander_jour".
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values, for the log of messages."""
        return {
            "text": self.text,
            "choices": [[c.title, c.payload, c.description] for c in self.choices],
            "location": None if self.location is None else asdict(self.location),
            "document": None if self.document is None else asdict(self.document),
            "source": self.source,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the record from :meth:`to_json`."""
        return cls(
            text=data["text"],
            choices=tuple(
                Choice(title=title, payload=payload, description=description)
                for title, payload, description in data.get("choices", ())
            ),
            location=Location(**data["location"]) if data.get("location") else None,
            document=Document(**data["document"]) if data.get("document") else None,
            source=data.get("source", ""),
        )


class DeliveryState(enum.StrEnum):
    """How far a message of ours came, as the provider reports it, in rising order."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"  # final only before DELIVERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A provider's report about one message that we sent."""

    tenant: str
    account: str
    provider: str
    # The provider's id of our message.
    provider_id: str
    # Our own reference, when the provider echoes it; else empty.
    ref: str
    state: DeliveryState
    at: datetime
    # The provider's error code and a sentence for the operator, when failed.
    code: str = ""
    detail: str = ""
