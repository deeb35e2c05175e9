"""Rasa's events by their name, looked up once.

Rasa resolves each event that comes from the store or from an action by walking all subclasses of
``Event``; with hundreds of events a message that is most of the time of a turn. Here it is one
dictionary.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _types() -> dict[str, type[Event]]:
    return {cls.type_name: cls for cls in all_subclasses(Event) if getattr(cls, "type_name", None)}


def event_from_dict(data: dict[str, Any]) -> Event | None:
    """Return the event that ``data`` describes; None, with a log line, for an unknown type."""
    event_type = _types().get(str(data.get("event")))
    if event_type is None:
        logger.warning("an event of an unknown type is left out", extra={"action": "event_unknown"})
        return None
    return event_type._from_parameters(dict(data))
