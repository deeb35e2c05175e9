"""The registry of builtin actions."""

from __future__ import annotations

from collections.abc import Callable

from engine.flows.run import Move, Run
from engine.flows.state import Frame
from engine.registry import Registry

BuiltinAction = Callable[[Run, Frame], Move | None]

BUILTIN_ACTIONS: Registry[BuiltinAction] = Registry("builtin action")
