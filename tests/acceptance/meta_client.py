"""Plays Meta towards us: builds webhooks, signs them and posts them.

::

    async with httpx.AsyncClient() as http:
        meta = MetaClient(http, "http://127.0.0.1:5005/webhooks/whatsapp/paroisse-meta",
                          app_secret="secret", verify_token="token", phone_number_id="111")
        payload = meta.webhook(meta.text("221770000001", "Bonjour"))
        assert (await meta.post(payload)).status_code == 200
        assert (await meta.post(payload)).status_code == 200          # delivered again
        assert (await meta.post_forged(payload)).status_code == 403

Signs with its own few lines, not with the connector's.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any

import httpx

Item = dict[str, Any]


class MetaClient:
    """One phone number at Meta, seen from Meta's side."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        url: str,
        *,
        app_secret: str,
        verify_token: str = "",
        phone_number_id: str = "111",
    ) -> None:
        """Post to ``url``, the whole address of the account's webhook."""
        self.http = http
        self.url = url
        self.app_secret = app_secret
        self.verify_token = verify_token
        self.phone_number_id = phone_number_id
        # Unlike those of another run against the same database.
        self._run = f"{time.time_ns():x}"
        self._numbers = itertools.count(1)

    def message(self, sender: str, kind: str, **part: Any) -> Item:
        """Return one message of any type; ``part`` is merged in. Every call makes a new id."""
        return {
            "id": f"wamid.{self._run}.{next(self._numbers)}",
            "from": sender,
            "timestamp": str(int(time.time())),
            "type": kind,
            **part,
        }

    def text(self, sender: str, body: str) -> Item:
        """Return a message that somebody typed."""
        return self.message(sender, "text", text={"body": body})

    def button_tap(self, sender: str, ident: str, title: str, *, answers: str = "") -> Item:
        """Return a tap on one of our reply buttons; ``answers`` is the id of our message."""
        reply = {"type": "button_reply", "button_reply": {"id": ident, "title": title}}
        return self.message(sender, "interactive", interactive=reply, **self._context(answers))

    def list_tap(self, sender: str, ident: str, title: str, *, answers: str = "") -> Item:
        """Return a tap on one of our list rows."""
        reply = {"type": "list_reply", "list_reply": {"id": ident, "title": title}}
        return self.message(sender, "interactive", interactive=reply, **self._context(answers))

    def image(self, sender: str, *, caption: str = "") -> Item:
        """Return a picture."""
        image = {"id": "1003383421387256", "mime_type": "image/jpeg", "sha256": "c2hhMjU2"}
        return self.message(
            sender, "image", image=image | ({"caption": caption} if caption else {})
        )

    def unsupported(self, sender: str) -> Item:
        """Return a message of a sort that Meta does not pass on, here a poll."""
        error = {"code": 131051, "title": "Message type unknown"}
        part = {"type": "poll_creation"}
        return self.message(sender, "unsupported", errors=[error], unsupported=part)

    def broken(self, sender: str) -> Item:
        """Return a message that nobody can date."""
        return self.text(sender, "illisible") | {"timestamp": "hier"}

    def webhook(self, *messages: Item) -> Item:
        """Return the payload of one webhook that holds ``messages``, each of its own sender."""
        senders = dict.fromkeys(item["from"] for item in messages if "from" in item)
        contacts = [{"profile": {"name": "Awa"}, "wa_id": sender} for sender in senders]
        return self._envelope(contacts=contacts, messages=list(messages))

    def status(self, wamid: str, state: str, *, ref: str = "", error: Item | None = None) -> Item:
        """Return the payload that reports about a message of ours."""
        status: Item = {"id": wamid, "status": state, "timestamp": str(int(time.time()))}
        if ref:
            status["biz_opaque_callback_data"] = ref
        if error:
            status["errors"] = [error]
        return self._envelope(statuses=[status])

    async def post(self, payload: Item | bytes, *, signature: str | None = None) -> httpx.Response:
        """Post ``payload``, signed unless ``signature`` says otherwise ("" leaves it out)."""
        raw = payload if isinstance(payload, bytes) else encode(payload)
        if signature is None:
            signature = sign(self.app_secret, raw)
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        if signature:
            headers["X-Hub-Signature-256"] = signature
        return await self.http.post(self.url, content=raw, headers=headers)

    async def post_forged(self, payload: Item) -> httpx.Response:
        """Post ``payload`` signed with a secret that is not the app's."""
        return await self.post(payload, signature=sign("not the secret", encode(payload)))

    async def say(self, sender: str, body: str) -> httpx.Response:
        """Post one typed message in a webhook of its own."""
        return await self.post(self.webhook(self.text(sender, body)))

    async def handshake(self, challenge: str = "1158201444") -> httpx.Response:
        """Ask the URL to prove that it is ours."""
        query = {
            "hub.mode": "subscribe",
            "hub.verify_token": self.verify_token,
            "hub.challenge": challenge,
        }
        return await self.http.get(self.url, params=query)

    def _context(self, answers: str) -> Item:
        return {"context": {"from": "221330000000", "id": answers}} if answers else {}

    def _envelope(self, **parts: Any) -> Item:
        metadata = {
            "display_phone_number": "221330000000",
            "phone_number_id": self.phone_number_id,
        }
        value = {"messaging_product": "whatsapp", "metadata": metadata, **parts}
        change = {"field": "messages", "value": value}
        entry = {"id": "102290129340398", "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}


def encode(payload: Item) -> bytes:
    """Return ``payload`` as Meta writes it: compact, slashes and all but ASCII escaped.

    >>> encode({"é": "a/b"})
    b'{"\\\\u00e9":"a\\\\/b"}'
    """
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()


def sign(secret: str, raw: bytes) -> str:
    """Return the value of X-Hub-Signature-256 for ``raw``."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
