"""Every conversation of ``tests/flows`` once more, over signed webhooks and the trained model.

What a phone cannot show (slots, stack, custom actions that fail on purpose) is left to the other
speeds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.conversations import Case, Speed, load_case
from tests.acceptance.person import Person
from tests.acceptance.spoken import ROOT, Spoken

pytestmark = pytest.mark.acceptance

#: What no button says: reminders, and the assistant's return.
OF_THE_HOUSE = ("/reprise_assistant", "/rappel_rendez_vous")
FILES = sorted((ROOT / "tests" / "flows").rglob("*.yml"))


def readable(file: Path) -> Case | None:
    """Return the conversation of ``file`` when it can be had with a phone.

    A phone that has seen nothing yet has nothing to tap, and shows no button for what the house
    says itself.
    """
    case = load_case(file, ROOT)
    taps = [turn.tap for turn in case.turns]
    of_the_house = any(tap.startswith(OF_THE_HOUSE) for tap in taps)
    real = Speed.FULL in case.speeds and not case.failing and not taps[0] and not of_the_house
    return case if real else None


CASES = [case for file in FILES if (case := readable(file)) is not None]


@pytest.fixture(scope="module")
def spoken() -> Spoken:
    return Spoken.read(ROOT)


def test_many_conversations_can_be_had_with_a_phone() -> None:
    """The others turn on what an action finds, which only the other speeds can stage."""
    assert len(CASES) >= 25
    folders = {Path(case.path).parent.name for case in CASES}
    assert {"accueil", "rendez_vous", "renseignement"} <= folders


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.path).stem)
async def test_conversation(case: Case, awa: Person, spoken: Spoken) -> None:
    for turn in case.turns:
        said = awa.tap_on(turn.tap) if turn.tap else awa.meta.text(awa.number, turn.user)
        answers = await awa.sends(said)
        # A place on the map comes with the text of the same answer.
        texts = [sent.text for sent in answers if sent.payload["type"] != "location"]
        place = f"{turn.position.path}:{turn.position.line}"
        assert texts, f"{place}: silence"
        if turn.expect.replies is not None:
            assert spoken.follows(turn.expect.replies, texts), (
                f"{place}: expected {list(turn.expect.replies)}, got {texts}"
            )


def test_a_response_is_told_from_another(spoken: Spoken) -> None:
    facts = "• motif : un baptême\n• avec : le père André\n• date : mardi"
    summary = f"Je récapitule :\n{facts}\nJe réserve ?"
    assert spoken.follows(["utter_ask_confirmation_rendez_vous"], [summary])
    assert spoken.follows(["action_x", "utter_ask_confirmation_rendez_vous"], [summary])
    assert not spoken.follows(["utter_choisir_motif"], [summary])
    assert not spoken.follows(["utter_ask_confirmation_rendez_vous"], [summary, summary])
    assert not spoken.follows(["utter_ask_confirmation_rendez_vous"], [])
