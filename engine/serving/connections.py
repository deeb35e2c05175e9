"""How connectors are plugged in: ``credentials.yml`` names them, each package wires itself.

``connectors.whatsapp.channel.WhatsAppChannel`` is the channel class for plain ``rasa run``; beside
it, ``connectors.whatsapp.wiring`` has ``connect(house) -> Connection``, which is all that is needed
here. The engine never imports a connector by itself.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.delivery.contracts import Provider
from engine.errors import ProjectError
from engine.flows.source import YamlMap, read_file
from engine.serving.project_state import ProjectObserver
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants

if TYPE_CHECKING:
    from sanic import Blueprint

    from engine.delivery.dispatcher import Observer
    from engine.serving.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a connector may know of the installation."""

    settings: Settings
    tenants: Tenants
    # Migrated; connectors with pages of their own read and write it.
    database: Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What a connector brings."""

    # Ways to reach people, by provider name.
    providers: Mapping[str, Provider] = field(default_factory=dict)
    # Open doors by account name; what they are is the connector's business.
    doors: Mapping[str, Any] = field(default_factory=dict)
    # Told of every committed turn.
    observers: tuple[Observer, ...] = ()
    # Told of every state of the project's files: taken over, refused, being learnt.
    project_observers: tuple[ProjectObserver, ...] = ()
    # Routes with the path that they are mounted under.
    blueprints: tuple[tuple[Blueprint, str], ...] = ()
    # Names that the routes expect on ``app.ctx``.
    context: Mapping[str, Any] = field(default_factory=dict)
    # Lines to print at the start: where to talk, which doors are closed and why.
    notices: tuple[str, ...] = ()
    # Called with the running system once it works.
    starters: tuple[Callable[[Runtime], Any], ...] = ()
    # Called with nothing when the server stops.
    closers: tuple[Callable[[], Any], ...] = ()


def connector_packages(credentials: Path) -> Iterator[str]:
    """Yield the package of each connector of ours that ``credentials`` names.

    Raises :class:`~engine.errors.ProjectError` when the file is no map. Channels of Rasa itself are
    left to ``rasa run``.
    """
    content = read_file(credentials, credentials.name)
    if content is None:
        return
    if not isinstance(content, YamlMap):
        raise ProjectError(f"{credentials.name}: expected a map of connectors")
    for name in content:
        parts = str(name).split(".")
        if len(parts) > 2 and not str(name).startswith("rasa."):
            yield ".".join(parts[:-2])


def connect_all(house: House, credentials: Path) -> list[Connection]:
    """Wire every connector that ``credentials`` names; see :func:`connect`."""
    return [connect(package, house) for package in connector_packages(credentials)]


def connect(package: str, house: House) -> Connection:
    """Wire one connector by its package, ``connectors.whatsapp``.

    Raises :class:`~engine.errors.ProjectError` that keeps the cause when it cannot be imported.
    """
    try:
        wiring = importlib.import_module(f"{package}.wiring")
    except ImportError as error:
        raise ProjectError(f"connector {package!r} cannot be loaded: {error}") from error
    connection: Connection = wiring.connect(house)
    return connection
