"""The pages of certificates as a channel of Rasa, for plain ``rasa run``.

``credentials.yml`` names it once::

    connectors.documents.channel.DocumentsChannel:

No message ever comes through it; Rasa knows no other way to mount pages.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel  # type: ignore[import-untyped, unused-ignore]
from sanic import Blueprint

from connectors.documents.pages import pages
from engine.serving.under_rasa import join_rasa


class DocumentsChannel(InputChannel):  # type: ignore[misc, unused-ignore]  # rasa is not typed
    """Serves the pages at the root, where the QR codes lead."""

    @classmethod
    def name(cls) -> str:
        """Return the name of the channel."""
        return "documents"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DocumentsChannel:
        """Build the channel; nothing is read from the file."""
        return cls()

    def url_prefix(self) -> str:
        """Return where Rasa mounts the pages, seen from ``/webhooks/``: the root."""
        return "/"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Return the pages; ``on_new_message`` is ignored."""
        return join_rasa(pages())
