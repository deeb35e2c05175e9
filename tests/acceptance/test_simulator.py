"""The simulator of the whole system, in a real Chromium: the page that a newcomer meets first."""

from __future__ import annotations

import pytest

from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.connectors.simulator.phone_page import PhonePage, chromium

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_a_request_interrupted_corrected_and_confirmed(desk: FrontDeskProcess) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.say("je voudrais un rendez-vous")
        await phone.sees("Pour quel motif")
        await phone.sees_panel("Pile", "prendre_rendez_vous.yml")
        await phone.pick("Baptême")
        await phone.sees("Avec qui")
        await phone.sees_panel("Slots", "un baptême")
        await phone.say("au fait, à quelle heure est la messe ?")
        await phone.sees_panel("Actions", "action_horaires_messe")
        await phone.sees_panel("Actions", "action_ask_avec_qui")
        await phone.sees("Avec qui")
        said = await phone.bubbles()
        assert any("messes de la semaine" in text for text in said)
        assert any("Reprenons" in text for text in said)
        await phone.say("le père Joseph")
        await phone.sees("Quand souhaitez-vous")
        await phone.say("mercredi")
        await phone.sees("Voici ce qui est libre")
        await phone.say("le premier")
        await phone.sees("date : mercredi")
        await phone.say("non, plutôt vendredi")
        await phone.sees("Voici ce qui est libre")
        await phone.say("le premier")
        await phone.sees("date : vendredi")
        await phone.tap("Oui, réservez")
        await phone.sees_panel("Actions", "action_reserver_rendez_vous")
        assert any("C’est réservé" in text for text in await phone.bubbles())
        await phone.sees_panel("Pile", "Aucun parcours en cours")
        assert phone.faults == []


async def test_restart_leaves_nothing_open(desk: FrontDeskProcess) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.speak_as("Moussa Diop")
        await phone.say("je voudrais un rendez-vous pour un mariage")
        await phone.sees("date de mariage")
        await phone.restart()
        await phone.sees("nous repartons du début")
        await phone.sees_panel("Pile", "Aucun parcours en cours")
        assert phone.faults == []
