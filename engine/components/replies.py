"""From Rasa's bot events to what the delivery room knows: replies and effects.

>>> reply_of(BotUttered("Quel jour ?", {"buttons": [{"title": "Mardi", "payload": "/x"}]})).choices
(Choice(title='Mardi', payload='/x', description=''),)
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered

from engine.delivery.contracts import Effect
from engine.messages import Choice, Document, Location, Reply


def effect_of(event: BotUttered) -> Effect | None:
    """Return the effect that ``event`` asks for; None when it is something to say."""
    wanted = _custom(event).get("effect")
    return None if wanted is None else Effect(name=wanted["name"], data=wanted.get("data") or {})


def reply_of(event: BotUttered) -> Reply:
    """Return ``event`` as a reply; an image is given as its address, below the text."""
    data: dict[str, Any] = event.data or {}
    custom = _custom(event)
    parts = [event.text or "", str(data.get("image") or ""), str(data.get("attachment") or "")]
    buttons = [*(data.get("buttons") or ()), *(data.get("quick_replies") or ())]
    return Reply(
        text="\n".join(part for part in parts if part),
        choices=tuple(
            Choice(
                title=str(button.get("title") or ""),
                payload=str(button.get("payload") or button.get("title") or ""),
                description=str(button.get("description") or ""),
            )
            for button in buttons
            if isinstance(button, dict)
        ),
        location=Location(**custom["location"]) if custom.get("location") else None,
        document=Document(**custom["document"]) if custom.get("document") else None,
        source=str((event.metadata or {}).get("utter_action") or ""),
    )


def _custom(event: BotUttered) -> dict[str, Any]:
    found = (event.data or {}).get("custom")
    return found if isinstance(found, dict) else {}
