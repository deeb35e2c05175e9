"""STOP and REPRENDRE through signed webhooks: one confirmation each, silence in between."""

from __future__ import annotations

import pytest

from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.person import Person, titles

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]


def events_of(desk: FrontDeskProcess, awa: Person) -> int:
    """Return how much the dialogue has noted of ``awa``."""
    found = desk.rows(
        "SELECT count(*) FROM events WHERE sender IN"
        " (SELECT tenant || ':' || contact FROM contact_aliases WHERE value = ?)",
        awa.number,
    )
    return int(found[0][0])


async def test_stop_is_confirmed_once_then_nothing_comes(
    awa: Person, desk: FrontDeskProcess
) -> None:
    await awa.writes("bonjour")
    noted = events_of(desk, awa)
    assert noted > 0
    [stopped] = await awa.writes("STOP svp")
    assert "ne recevrez plus" in stopped.text and "REPRENDRE" in stopped.text
    for text in ("stop", "bonjour", "où se trouve la paroisse ?"):
        assert await awa.writes(text) == []
    assert events_of(desk, awa) == noted
    [back] = await awa.writes("reprendre")
    assert "bienvenue" in back.text
    [welcome] = await awa.writes("bonjour")
    assert "bienvenue" in welcome.text and titles(welcome)


async def test_stop_as_a_first_word(awa: Person, desk: FrontDeskProcess) -> None:
    [stopped] = await awa.writes("Désabonner")
    assert "ne recevrez plus" in stopped.text
    assert events_of(desk, awa) == 0


async def test_a_sentence_about_stopping_is_a_sentence(awa: Person) -> None:
    answers = await awa.writes("je veux arrêter le catéchisme")
    assert answers and all("ne recevrez plus" not in sent.text for sent in answers)


async def test_an_open_question_survives_a_stop(awa: Person, desk: FrontDeskProcess) -> None:
    [welcome] = await awa.writes("bonjour")
    await awa.writes("stop")
    await awa.writes("START")
    # A button of before is still a button of this conversation.
    answers = await awa.taps(titles(welcome)[0])
    assert answers and answers[-1].text
