"""Plugs the terminal in, for ``python -m engine say``."""

from __future__ import annotations

from connectors.console.provider import NAME, ConsoleProvider
from engine.serving.connections import Connection, House


def connect(house: House) -> Connection:
    """Return the provider that prints to standard output."""
    return Connection(providers={NAME: ConsoleProvider(lambda line: print(line, flush=True))})
