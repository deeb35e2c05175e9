"""One webhook of Meta into our records: a batch of messages, statuses and errors.

::

    parsed = parse_webhook(account, json.loads(raw))
    await front_desk.accept(parsed.messages)
    await front_desk.report(parsed.statuses)

Nothing raises for what is in the payload: an item that cannot be read becomes an :class:`Ignored`
with the reason and the place, and the rest of the batch goes on. A message whose sender, id and
time are readable is never dropped, whatever its type: the person gets at least a polite answer.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.whatsapp.cleaning import clean_json, clean_line
from connectors.whatsapp.meta_account import MetaAccount
from connectors.whatsapp.meta_content import read_content
from connectors.whatsapp.meta_errors import sentence
from engine.errors import shorten
from engine.messages import Alias, DeliveryState, Inbound, Status

PROVIDER = "meta"

_STATES = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    # A voice note was played, hence seen.
    "played": DeliveryState.READ,
    "failed": DeliveryState.FAILED,
}

_PHONE = re.compile(r"\+?([0-9]{5,20})", re.ASCII)
# Country, a dot, an opaque part. The parent id of some portfolios ("SN.ENT.…") is no address.
_BUSINESS_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}", re.ASCII)
# Seconds of the year 5138: anything above is milliseconds, which have been seen.
_MILLISECONDS_FROM = 100_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """One part of a webhook that gives no record."""

    # For the log: lower case, without text or phone number of anybody.
    reason: str
    # Path inside the payload: "entry[0].changes[0].value.messages[2]".
    where: str
    # True for what Meta sends in the normal course: no reason to worry.
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one webhook held, in its own order."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[Status, ...] = ()
    ignored: tuple[Ignored, ...] = ()


class _Unreadable(Exception):
    """One item lacks what every item needs; the sentence becomes the reason."""


def parse_webhook(account: MetaAccount, payload: Any) -> Parsed:
    """Return the records of ``payload``, which was verified and decoded before.

    Messages of another number than ``account``'s are ignored; a message id that stands twice in the
    batch counts once. Never raises.

    >>> account = MetaAccount(tenant="paroisse", name="paroisse-meta", phone_number_id="111",
    ...                       app_secret="s", verify_token="v", access_token="t")
    >>> parse_webhook(account, {"object": "page"}).ignored[0].reason
    "object 'page' is not whatsapp"
    """
    if not isinstance(payload, dict) or payload.get("object") != "whatsapp_business_account":
        given = payload.get("object") if isinstance(payload, dict) else type(payload).__name__
        reason = f"object {shorten(given)} is not whatsapp"
        return Parsed(ignored=(Ignored(reason=reason, where="object"),))
    batch = _Batch(account)
    for where, entry in _items(payload, "entry", ""):
        for place, change in _items(entry, "changes", where):
            batch.take_change(change, place)
    return Parsed(
        messages=tuple(batch.messages.values()),
        statuses=tuple(batch.statuses),
        ignored=tuple(batch.ignored),
    )


class _Batch:
    """Collects the records of one webhook while its parts are read one by one."""

    def __init__(self, account: MetaAccount) -> None:
        self.account = account
        # By message id, in the order of arrival.
        self.messages: dict[str, Inbound] = {}
        self.statuses: list[Status] = []
        self.ignored: list[Ignored] = []

    def take_change(self, change: Any, where: str) -> None:
        """Read one ``changes[]`` item into records."""
        field = change.get("field") if isinstance(change, dict) else None
        value = change.get("value") if isinstance(change, dict) else None
        if field != "messages":
            return self._ignore(f"field {shorten(field)} is not handled", where, expected=True)
        if not isinstance(value, dict):
            return self._ignore("the change has no value", where)
        number = _object(value, "metadata").get("phone_number_id")
        if str(number) != str(self.account.phone_number_id):
            return self._ignore(f"phone_number_id {shorten(number)} is not this account's", where)
        contacts = [item for _, item in _items(value, "contacts", "") if isinstance(item, dict)]
        where += ".value"
        for place, item in _items(value, "messages", where):
            self._take_message(item, contacts, place)
        for place, item in _items(value, "statuses", where):
            self._take_status(item, place)
        for place, item in _items(value, "errors", where):
            self._take_error(item, place)

    def _take_message(self, item: Any, contacts: list[dict[str, Any]], where: str) -> None:
        try:
            message = _message(self.account, item, contacts)
        except _Unreadable as reason:
            return self._ignore(str(reason), where)
        if message.message_id in self.messages:
            return self._ignore("repeated in the same batch", where, expected=True)
        self.messages[message.message_id] = message

    def _take_status(self, item: Any, where: str) -> None:
        try:
            status = _status(self.account, item)
        except _Unreadable as reason:
            return self._ignore(str(reason), where)
        if status is None:
            return self._ignore(f"status {shorten(item.get('status'))}", where, expected=True)
        self.statuses.append(status)

    def _take_error(self, item: Any, where: str) -> None:
        error = item if isinstance(item, dict) else {}
        self._ignore(f"meta reports {shorten(error.get('code'))}: {sentence(error)}", where)

    def _ignore(self, reason: str, where: str, *, expected: bool = False) -> None:
        self.ignored.append(Ignored(reason=reason, where=where, expected=expected))


def _items(holder: Any, key: str, where: str) -> Iterator[tuple[str, Any]]:
    """Yield the items of the list ``holder[key]`` with their place; anything else has none."""
    found = holder.get(key) if isinstance(holder, dict) else None
    prefix = f"{where}.{key}" if where else key
    for index, item in enumerate(found if isinstance(found, list) else ()):
        yield f"{prefix}[{index}]", item


def _object(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the object ``holder[key]``; anything else counts as empty."""
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def _message(account: MetaAccount, item: Any, contacts: list[dict[str, Any]]) -> Inbound:
    if not isinstance(item, dict):
        raise _Unreadable("the message is not an object")
    message_id = _id(item)
    if item.get("group_id"):
        raise _Unreadable("the message was written in a group")
    sent_at = _moment(item.get("timestamp"))
    contact = _contact_of(item, contacts)
    aliases = _aliases(item, contact)
    if not aliases:
        raise _Unreadable("the message has no sender")
    content = read_content(item)
    context, profile = _object(item, "context"), _object(contact, "profile")
    return Inbound(
        tenant=account.tenant,
        account=account.name,
        provider=PROVIDER,
        message_id=message_id,
        aliases=aliases,
        sent_at=sent_at,
        kind=content.kind,
        text=content.text,
        payload=content.payload,
        profile_name=clean_line(profile.get("name")),
        media=content.media,
        location=content.location,
        contacts=content.contacts,
        # A forwarded message has a context without an id.
        reply_to=content.reply_to or clean_line(context.get("id")),
        forwarded=bool(context.get("forwarded") or context.get("frequently_forwarded")),
        referral=clean_json(_object(item, "referral")),
        raw_type=content.raw_type,
    )


def _id(item: Mapping[str, Any]) -> str:
    """Return Meta's id of a message; it is never cut, because it is a key."""
    given = item.get("id")
    message_id = clean_line(given)
    if not message_id or message_id != given:
        raise _Unreadable("the id of the message is missing or malformed")
    return message_id


def _contact_of(item: Mapping[str, Any], contacts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the ``contacts[]`` entry of the sender: one batch may name several people."""
    ids = [value for value in (item.get("from"), item.get("from_user_id")) if value]
    for contact in contacts:
        if contact.get("wa_id") in ids or contact.get("user_id") in ids:
            return contact
    return {}


def _aliases(item: Mapping[str, Any], contact: Mapping[str, Any]) -> tuple[Alias, ...]:
    """Return every name of the sender, phone first: not every message can go to a business id.

    A business-scoped id is recognised by its form, because it also arrives in the phone's fields.
    """
    candidates = [
        item.get("from"),
        contact.get("wa_id"),
        item.get("from_user_id"),
        contact.get("user_id"),
    ]
    phones: list[Alias] = []
    business_ids: list[Alias] = []
    for value in candidates:
        if not isinstance(value, str):
            continue
        if phone := _PHONE.fullmatch(value):
            phones.append(Alias(kind="phone", value=phone[1]))
        elif _BUSINESS_ID.fullmatch(value):
            business_ids.append(Alias(kind="bsuid", value=value))
    return tuple(dict.fromkeys(phones + business_ids))


def _moment(value: Any) -> datetime:
    """Return a time of Meta, in seconds or milliseconds since 1970, usually written as text."""
    text = str(value)
    # Long digits would cost time to convert, and int() also takes signs, spaces and underscores.
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal() and len(text) <= 16):
        raise _Unreadable(f"timestamp {shorten(value)} is not a number of seconds")
    seconds = int(text)
    try:
        if seconds >= _MILLISECONDS_FROM:
            return datetime.fromtimestamp(seconds / 1000, UTC)
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise _Unreadable(f"timestamp {shorten(value)} is out of range") from None


def _status(account: MetaAccount, item: Any) -> Status | None:
    """Return one status, or None for a state that says nothing about delivery."""
    if not isinstance(item, dict):
        raise _Unreadable("the status is not an object")
    provider_id = _id(item)
    name = item.get("status")
    state = _STATES.get(name) if isinstance(name, str) else None
    if state is None:
        return None
    errors = [error for _, error in _items(item, "errors", "") if isinstance(error, dict)]
    first = errors[0] if errors else {}
    return Status(
        tenant=account.tenant,
        account=account.name,
        provider=PROVIDER,
        provider_id=provider_id,
        ref=clean_line(item.get("biz_opaque_callback_data")),
        state=state,
        at=_moment(item.get("timestamp")),
        code=clean_line(str(first["code"])) if "code" in first else "",
        detail=sentence(first),
    )
