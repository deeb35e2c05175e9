"""The WhatsApp door as a channel of Rasa, for plain ``rasa run``: ``/webhooks/whatsapp/<account>``.

``credentials.yml`` names it once, for all numbers of all tenants::

    connectors.whatsapp.channel.WhatsAppChannel: {}

Rasa's callback for messages is not used: a message is stored and answered with 200, and the
delivery room runs the conversation afterwards, with the model that Rasa loaded.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel  # type: ignore[import-untyped, unused-ignore]
from sanic import Blueprint

from connectors.whatsapp.routes import routes
from engine.serving.under_rasa import join_rasa


class WhatsAppChannel(InputChannel):  # type: ignore[misc, unused-ignore]  # rasa is not typed
    """Takes webhooks for every WhatsApp account of ``app.ctx.front_desk``."""

    @classmethod
    def name(cls) -> str:
        """Return the last part of the URL that Rasa mounts this channel under."""
        return "whatsapp"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WhatsAppChannel:
        """Build the channel; the accounts stand in the tenants' files, so nothing is read here."""
        return cls()

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Return the routes; ``on_new_message`` is ignored, see the module's docstring."""
        return join_rasa(routes())
