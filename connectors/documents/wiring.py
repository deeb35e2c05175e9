"""Plugs the pages of certificates in, at the root: short addresses make small QR codes."""

from __future__ import annotations

from connectors.documents.documents import Documents
from connectors.documents.pages import pages
from engine.serving.connections import Connection, House


def connect(house: House) -> Connection:
    """Return the pages; they are open everywhere, for papers go everywhere."""
    settings = house.settings
    documents = Documents(database=house.database, open_keyring=settings.keyring, now=settings.now)
    return Connection(
        blueprints=((pages(), "/"),),
        context={"documents": documents},
        notices=("documents   {base}/v/<number>   /d/<link>",),
    )
