"""What a turn may want done in the house, by name, inside its transaction.

    handlers = effect_handlers({"handoff.open": handoff.open})
    plan = planned(handlers, result.effects)      # raises for a name that nobody brought
    carry_out(connection, occasion, plan)

A handler writes on the connection that it is given and nowhere else: what it did is undone with the
turn, and done again when the turn runs again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.delivery import standing, timers
from engine.delivery.contracts import Effect, EffectHandler, Occasion
from engine.registry import Registry

OPT_OUT = "opt_out"
OPT_IN = "opt_in"
QUEUE_TOLD = "queue_told"
TIMER_ARM = "timer.arm"
TIMER_CANCEL = "timer.cancel"

#: Effects with their handlers, in order.
Plan = tuple[tuple[EffectHandler, Mapping[str, Any]], ...]


def effect_handlers(more: Mapping[str, EffectHandler]) -> Registry[EffectHandler]:
    """Return the handlers of this room and ``more``; two of one name are an error."""
    handlers: Registry[EffectHandler] = Registry("effect")
    for name, handler in _OWN.items():
        handlers.add(name, handler)
    for name, handler in more.items():
        handlers.add(name, handler)
    return handlers


def planned(handlers: Registry[EffectHandler], effects: Sequence[Effect]) -> Plan:
    """Return who does each of ``effects``. Raises ``RegistryError`` when nobody does."""
    return tuple((handlers[effect.name], effect.data) for effect in effects)


def carry_out(connection: Connection, occasion: Occasion, plan: Plan) -> None:
    """Do everything, in order; what a handler raises ends the turn's transaction."""
    for handler, data in plan:
        handler(connection, occasion, data)


def _opt_out(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    standing.opt_out(connection, occasion.key, occasion.now)


def _opt_in(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    standing.opt_in(connection, occasion.key)


def _queue_told(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    standing.note_queue_told(connection, occasion.key, occasion.now)


def _arm(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    timers.arm(
        connection,
        occasion.key,
        name=data["name"],
        due_at=datetime.fromisoformat(data["due_at"]),
        zone=data["zone"],
        payload=data["payload"],
        late_policy=data.get("late_policy", timers.SEND),
        now=occasion.now,
    )


def _cancel(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    timers.cancel(connection, occasion.key, data["name_prefix"])


_OWN: Mapping[str, EffectHandler] = {
    OPT_OUT: _opt_out,
    OPT_IN: _opt_in,
    QUEUE_TOLD: _queue_told,
    TIMER_ARM: _arm,
    TIMER_CANCEL: _cancel,
}
