"""The trace of a turn as the page shows it: JSON values, moments in words.

>>> readable({"entities": [{"entity": "quand", "value": "2026-11-24T15:00"}]}, date(2026, 11, 20))
{'entities': [{'entity': 'quand', 'value': '2026-11-24T15:00', 'said': 'mardi 24 novembre à 15h'}]}
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from engine.french.moments import Moment
from engine.french.speech import say_wish

#: The entity whose values are notations of moments.
MOMENT = "quand"


def readable(trace: Any, today: date) -> dict[str, Any]:
    """Return a copy of ``trace``, with ``said`` beside every moment and every slot that holds one.

    ``today`` decides what is "demain".
    """
    shown: dict[str, Any] = json.loads(json.dumps(trace, default=str))
    for entity in shown.get("entities") or ():
        if entity.get("entity") == MOMENT and (said := _said(entity.get("value"), today)):
            entity["said"] = said
    in_words = {
        name: said
        for name, value in (shown.get("slots") or {}).items()
        if (said := _said(value, today))
    }
    return shown | ({"said": in_words} if in_words else {})


def _said(value: Any, today: date) -> str:
    return say_wish(Moment.parse(value), today) if isinstance(value, str) else ""
