"""The ways of telling the office of a new ticket, one module each.

A module has ``way(house)``, which returns a :class:`~connectors.agent_desk.telling.Way`; it is
found by itself. What it is told of a tenant is a key of the section ``handoff``
(:mod:`engine.tenants.sections.handoff`), which is all that is touched outside of the module.
"""

from __future__ import annotations

import importlib
import pkgutil

from connectors.agent_desk.telling import Way
from engine.registry import Registry
from engine.serving.connections import House


def ways_of(house: House) -> Registry[Way]:
    """Return every way, by its name."""
    ways: Registry[Way] = Registry("way of telling")
    for found in pkgutil.iter_modules(__path__):
        way: Way = importlib.import_module(f"{__name__}.{found.name}").way(house)
        ways.add(way.name, way)
    return ways
