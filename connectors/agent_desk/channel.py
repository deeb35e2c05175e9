"""The desk as a channel of Rasa: ``/webhooks/agent_desk``, for plain ``rasa run``.

``credentials.yml`` names it once::

    connectors.agent_desk.channel.AgentDeskChannel:

Where our own runner is the server, the same pages are mounted at ``/desk`` without Rasa
(:func:`connectors.agent_desk.pages.pages`). Who may open them stands in ``app.ctx.agent_desk``.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel  # type: ignore[import-untyped, unused-ignore]
from sanic import Blueprint

from connectors.agent_desk.pages import pages
from engine.serving.under_rasa import join_rasa


class AgentDeskChannel(InputChannel):  # type: ignore[misc, unused-ignore]  # rasa is not typed
    """Serves the pages; nobody sends messages to Rasa through it."""

    @classmethod
    def name(cls) -> str:
        """Return the last part of the URL that Rasa mounts this channel under."""
        return "agent_desk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> AgentDeskChannel:
        """Build the channel; nothing is read from the file, secrets belong to the environment."""
        return cls()

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Return the pages; ``on_new_message`` is ignored: the one road is the front desk's."""
        return join_rasa(pages())
