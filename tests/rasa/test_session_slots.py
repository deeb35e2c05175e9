"""What a new session and a restart keep of a conversation, by the parish's own rule."""

from __future__ import annotations

import pytest
from rasa.core.processor import MessageProcessor

from engine.messages import Kind
from engine.storage.database import Database
from engine.tenants import load_tenants
from tests.rasa.conftest import ROOT
from tests.rasa.roads import OurRoad

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

MINUTE = 60.0


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def awa(processor: MessageProcessor, database: Database, clock: Clock) -> OurRoad:
    parish = load_tenants(ROOT)["paroisse"]
    assert parish.session_minutes([]) == 30
    assert parish.session_minutes(["prendre_rendez_vous"]) == 72 * 60
    return OurRoad(
        processor,
        database,
        session_minutes=lambda tenant, flows: parish.session_minutes(flows),
        now=clock,
    )


async def test_a_request_waits_for_its_own_time(awa: OurRoad, clock: Clock) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    # A night: longer than other conversations last.
    clock.now += 12 * 60 * MINUTE
    heard = await awa.writes("avec le père André")
    assert heard.actions[-1] == "action_ask_creneau"
    assert heard.slots["motif"] == "bapteme" and heard.slots["avec_qui"] == "pere_andre"


async def test_a_request_that_was_left_alone_is_dropped_with_its_slots(
    awa: OurRoad, clock: Clock
) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await awa.writes("avec le père André")
    clock.now += 72 * 60 * MINUTE + 1
    heard = await awa.writes("merci beaucoup")
    assert heard.actions == ("utter_de_rien",)
    assert heard.stack == ()
    assert {"motif", "motif_en_clair", "avec_qui", "recherche_creneau"} & set(heard.slots) == set()


async def test_exactly_the_time_is_not_over_yet(awa: OurRoad, clock: Clock) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    clock.now += 72 * 60 * MINUTE
    assert (await awa.writes("avec le père André")).slots["motif"] == "bapteme"


async def test_what_belongs_to_no_open_request_is_kept(awa: OurRoad, clock: Clock) -> None:
    await awa.writes("bonjour")
    await awa.sends(Kind.TRIGGER, payload="/SetSlots(nombre_enfants=plusieurs)")
    clock.now += 31 * MINUTE
    heard = await awa.writes("merci beaucoup")
    assert heard.slots["nombre_enfants"] == "plusieurs"


async def test_an_answer_after_the_end_starts_nothing(awa: OurRoad, clock: Clock) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    clock.now += 73 * 60 * MINUTE
    heard = await awa.writes("oui")
    assert heard.stack == () and heard.replies


@pytest.mark.parametrize("restart", ["on recommence à zéro", "/restart"])
async def test_a_restart_forgets_everything(awa: OurRoad, restart: str) -> None:
    await awa.writes("bonjour")
    await awa.sends(Kind.TRIGGER, payload="/SetSlots(nombre_enfants=plusieurs)")
    before = await awa.writes("je voudrais un rendez-vous pour un baptême")
    assert {"motif", "nombre_enfants"} <= set(before.slots)
    if restart.startswith("/"):
        heard = await awa.sends(Kind.TRIGGER, payload=restart)
    else:
        heard = await awa.writes(restart)
    assert "utter_on_recommence" in heard.actions and heard.stack == ()
    assert {"motif", "nombre_enfants"} & set(heard.slots) == set()
    again = await awa.writes("je voudrais prendre rendez-vous")
    assert again.actions[-1] == "action_ask_motif"


async def test_a_session_start_in_the_middle_drops_what_is_open_and_nothing_else(
    awa: OurRoad,
) -> None:
    await awa.sends(Kind.TRIGGER, payload="/SetSlots(nombre_enfants=plusieurs)")
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    heard = await awa.sends(Kind.TRIGGER, payload="/session_start")
    assert heard.stack == ()
    assert "nombre_enfants" in heard.slots and "motif" not in heard.slots


async def test_a_question_is_repeated_once(awa: OurRoad) -> None:
    await awa.writes("bonjour")
    # A purpose with a question of its own, which a response asks.
    question = (await awa.writes("je voudrais un rendez-vous pour un mariage")).replies[-1]
    heard = await awa.sends(Kind.TRIGGER, payload="/repeter")
    assert heard.replies.count(question) == 1


async def test_a_question_that_an_action_asks_is_repeated_once(awa: OurRoad) -> None:
    question = (await awa.writes("je voudrais un rendez-vous pour un baptême")).replies[-1]
    heard = await awa.sends(Kind.TRIGGER, payload="/repeter")
    assert heard.replies.count(question) == 1
