"""Plugs WhatsApp in: one door for each account whose variables are set."""

from __future__ import annotations

import logging

import httpx

from connectors.whatsapp.meta_account import GRAPH_URL, MetaAccount
from connectors.whatsapp.meta_api import MetaProvider
from connectors.whatsapp.routes import routes
from engine.serving.connections import Connection, House

log = logging.getLogger(__name__)

#: Where the webhooks are; the name of the account follows.
PREFIX = "/webhooks/whatsapp"


def connect(house: House) -> Connection:
    """Return Meta's provider with every account of every tenant that has its variables set."""
    doors: dict[str, MetaAccount] = {}
    notices: list[str] = []
    for tenant in house.tenants:
        for account in tenant.accounts:
            door = account.resolve(house.settings.environ)
            if door.is_open:
                doors[account.name] = _meta(tenant.id, account.name, dict(door.values))
                notices.append(f"WhatsApp    {{base}}{PREFIX}/{account.name}")
            else:
                missing = ", ".join(door.missing)
                notices.append(f"WhatsApp    {account.name} is closed: {missing} not set")
                log.info("door closed", extra={"action": "door_closed", "account": account.name})
    client = httpx.AsyncClient()
    return Connection(
        providers={MetaProvider.name: MetaProvider(doors, client)},
        doors=doors,
        blueprints=((routes(), PREFIX),),
        notices=tuple(notices),
        closers=(client.aclose,),
    )


def _meta(tenant: str, name: str, values: dict[str, str]) -> MetaAccount:
    return MetaAccount(
        tenant=tenant,
        name=name,
        phone_number_id=values["phone_number_id"],
        app_secret=values["app_secret"],
        verify_token=values["verify_token"],
        access_token=values["access_token"],
        api_url=values.get("api_url", GRAPH_URL).rstrip("/"),
    )
