"""One function per version of the stored state, each with its why.

A state carries ``v``. :func:`migrate` brings an older one to :data:`VERSION`, step by step; a newer
one than this engine is refused, because guessing would lose what a person has said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.errors import StoredStateError

#: Version that this engine writes.
VERSION = 1

#: From version n to n + 1. Empty: version 1 is the first.
_STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def migrate(data: dict[str, Any]) -> dict[str, Any]:
    """Return ``data`` in the present version.

    A state without ``v`` is taken as the present one: fields that are missing get their defaults.
    """
    version = data.get("v", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise StoredStateError(
            f"the stored conversation state is of version {version!r}, "
            f"this engine reads up to {VERSION}"
        )
    while version < VERSION:
        data = _STEPS[version](data)
        version += 1
    return data
