"""The custom actions of the stock side, for rasa_sdk's own action server.

They answer at once: what is measured is the way there and back, not the work.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

_REQUESTS = sqlite3.connect(":memory:", check_same_thread=False)
_REQUESTS.execute("CREATE TABLE requests (contact TEXT, purpose TEXT, day TEXT)")


class ActionHorairesMesse(Action):  # type: ignore[misc]  # Rasa's SDK has no types
    """Tells when mass is said."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_messe"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer about the day asked for, or the week."""
        day = tracker.get_slot("jour_demande") or "chaque jour"
        dispatcher.utter_message(text=f"Messes, {day} : 6h30 et 18h30, à l’église.")
        return [SlotSet("jour_demande", None)]


class ActionHorairesBureau(Action):  # type: ignore[misc]  # Rasa's SDK has no types
    """Tells when the office is open."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_bureau"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer about the week."""
        dispatcher.utter_message(text="Le secrétariat est ouvert du mardi au samedi.")
        return [SlotSet("jour_demande", None)]


class ActionEnregistrerRendezVous(Action):  # type: ignore[misc]  # Rasa's SDK has no types
    """Keeps the request and empties the form for the next one."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_enregistrer_rendez_vous"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Store the request made of slots ``motif`` and ``jour``."""
        row = (tracker.sender_id, tracker.get_slot("motif"), tracker.get_slot("jour"))
        _REQUESTS.execute("INSERT INTO requests VALUES (?, ?, ?)", row)
        dispatcher.utter_message(response="utter_enregistre")
        return [SlotSet(name, None) for name in ("motif", "jour", "confirmation")]
