"""From Rasa's bot events to the replies that the delivery room knows.

>>> reply_of(BotUttered("Quel jour ?", {"buttons": [{"title": "Mardi", "payload": "/x"}]})).choices
(Choice(title='Mardi', payload='/x', description=''),)
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered

from engine.messages import Choice, Reply


def reply_of(event: BotUttered) -> Reply:
    """Return ``event`` as a reply; an image is given as its address, below the text."""
    data: dict[str, Any] = event.data or {}
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
        source=str((event.metadata or {}).get("utter_action") or ""),
    )
