"""Rasa's tracker with its slot values at hand.

>>> from rasa.shared.core.domain import Domain
>>> from rasa.shared.core.events import SlotSet
>>> from rasa.shared.core.slots import AnySlot
>>> dialogue = LiveDialogue("paroisse:c4f2", [AnySlot("jour", [])])
>>> dialogue.update(SlotSet("jour", "jeudi"), Domain.empty())
>>> dialogue.current_slot_values()
{'jour': 'jeudi'}

A turn asks for all values a dozen times, to decide, to speak and to call actions; Rasa goes through
all slots each time. Whatever the events do, the values here are those of the slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker


class LiveDialogue(DialogueStateTracker):  # type: ignore[misc]
    """A tracker whose values are only changed by its events, or by :meth:`restore`."""

    # None: to be read from the slots. Of the class, because Rasa's constructor resets the slots
    # before anything of ours could be there.
    _values: dict[str, Any] | None = None

    def current_slot_values(self) -> dict[str, Any]:
        """Return every slot with its value; the dictionary is the caller's own."""
        return self._now().copy()

    def restore(self, values: Mapping[str, Any]) -> None:
        """Give the slots ``values``, and those without one their first value."""
        for name, slot in self.slots.items():
            slot.value = values.get(name, slot.initial_value)
        self._values = None

    def _now(self) -> dict[str, Any]:
        if self._values is None:
            self._values = {name: slot.value for name, slot in self.slots.items()}
        return self._values

    def _set_slot(self, key: str, value: Any) -> None:
        super()._set_slot(key, value)
        if key in self.slots:
            self._now()[key] = self.slots[key].value

    def _reset_slots(self) -> None:
        super()._reset_slots()
        self._values = None
