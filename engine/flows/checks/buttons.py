"""The buttons of responses, and what a touch on one of them says.

>>> payload_of("/SetSlots(jour=mardi, heure=9)")
Choice(intent='', slots=(('jour', 'mardi'), ('heure', '9')), fault='')
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.flows.domain import Button, Response, Variation
from engine.flows.project import Project

_SET_SLOTS = re.compile(r"/\s*SetSlots\s*\((?P<inside>.*)\)\s*", re.DOTALL)
_NEARLY = re.compile(r"/?\s*set_?slots?\b.*", re.DOTALL | re.IGNORECASE)
_INTENT = re.compile(r"/(?P<intent>[^\s{@]+)(?:@[\d.]+)?\s*(?P<entities>\{.*\})?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a payload asks for."""

    # Intent named, without the slash.
    intent: str = ""
    # Slots set, with their values as written.
    slots: tuple[tuple[str, str], ...] = ()
    # Why the payload cannot be read, else empty.
    fault: str = ""


def payload_of(payload: str) -> Choice:
    """Read a payload; one without a leading slash is plain text, as if typed."""
    text = payload.strip()
    if found := _SET_SLOTS.fullmatch(text):
        return _assignments(found["inside"])
    if _NEARLY.fullmatch(text):
        return Choice(fault="it is not of the form /SetSlots(slot=value)")
    if not text.startswith("/"):
        return Choice()
    named = _INTENT.fullmatch(text)
    if named is None:
        return Choice(fault="it is neither /SetSlots(slot=value) nor /intent")
    if named["entities"] and "{{" not in text:
        try:
            json.loads(named["entities"])
        except ValueError:
            return Choice(fault="what stands in braces is not JSON")
    return Choice(intent=named["intent"])


def _assignments(inside: str) -> Choice:
    slots: list[tuple[str, str]] = []
    for part in inside.split(","):
        name, equals, value = part.partition("=")
        if not equals:
            # A comma inside a value belongs to it.
            if slots and part.strip():
                slots[-1] = (slots[-1][0], f"{slots[-1][1]},{part}")
                continue
            return Choice(fault="an assignment has no '='")
        if not name.strip():
            return Choice(fault="an assignment names no slot")
        slots.append((name.strip(), value.strip()))
    return Choice(slots=tuple(slots))


def buttons_of(project: Project) -> Iterator[tuple[Response, Variation, Button]]:
    """Yield every button of the project's own responses."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            for button in variation.buttons:
                yield response, variation, button
