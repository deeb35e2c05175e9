"""The terminal as a way to reach one person: replies are printed, choices numbered.

>>> reply = Reply(text="Quel jour ?", choices=(Choice(title="Mardi", payload="/mardi"),))
>>> ConsoleProvider(print).render(reply)
[{'text': 'Quel jour ?', 'choices': ['Mardi']}]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.delivery.contracts import Attempt, Outcome
from engine.messages import Alias, Reply

NAME = "console"


class ConsoleProvider:
    """Implements :class:`engine.delivery.contracts.Provider` on a function that prints a line."""

    name = NAME

    def __init__(self, say: Callable[[str], Any]) -> None:
        self._say = say

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        """Return one body: the text and the titles of its choices."""
        lines = [reply.text]
        if reply.location is not None:
            lines.append(f"[plan : {reply.location.latitude}, {reply.location.longitude}]")
        if reply.document is not None:
            lines.append(f"[{reply.document.filename} : {reply.document.url}]")
        text = "\n".join(filter(None, lines))
        if not text and not reply.choices:
            return []
        return [{"text": text, "choices": [choice.title for choice in reply.choices]}]

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        """Print ``body``; a choice is made by its number or its words, as on a phone."""
        self._say(body["text"])
        for number, title in enumerate(body["choices"], start=1):
            self._say(f"  {number}. {title}")
        return Attempt(outcome=Outcome.SENT, provider_id=ref)
