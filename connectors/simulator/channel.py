"""The simulator as a channel of Rasa: ``/webhooks/simulator``, for plain ``rasa run``.

``credentials.yml`` names it once::

    connectors.simulator.channel.SimulatorChannel:

Where our own runner is the server, the same pages are mounted at ``/simulator`` without Rasa
(:func:`connectors.simulator.pages.pages`). Who may open them stands in ``app.ctx.simulator``.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel  # type: ignore[import-untyped, unused-ignore]
from sanic import Blueprint

from connectors.simulator.pages import pages
from engine.serving.under_rasa import join_rasa


class SimulatorChannel(InputChannel):  # type: ignore[misc, unused-ignore]  # rasa is not typed
    """Serves the pages; a message goes to ``app.ctx.front_desk``, never to Rasa's callback."""

    @classmethod
    def name(cls) -> str:
        """Return the last part of the URL that Rasa mounts this channel under."""
        return "simulator"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SimulatorChannel:
        """Build the channel; nothing is read from the file, secrets belong to the environment."""
        return cls()

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Return the pages; ``on_new_message`` is ignored: the one road is the front desk's."""
        return join_rasa(pages())
