"""Changes asked in words, wherever a booking stands, through the trained model."""

from __future__ import annotations

import pytest

from tests.rasa.roads import OurRoad

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]


async def recapitulation(ours: OurRoad) -> None:
    """Go on until the first free slot of Father André is to be confirmed."""
    await ours.writes("rdv baptême père andré")
    await ours.taps("/SetSlots(creneau=au_plus_tot)")
    heard = await ours.writes("le premier")
    assert heard.actions[-1] == "utter_ask_confirmation_rendez_vous"
    assert heard.slots["avec_qui"] == "pere_andre"


@pytest.mark.parametrize(
    "text",
    [
        *("je me suis trompé de jour", "une autre date svp", "mauvaise date", "un autre jour"),
        *("et si c'était un peu plus tôt ?", "plus tard", "la semaine d'après", "le lendemain"),
        *("mauvaise heure", "c'est pas la bonne date", "pas ce jour-là"),
        *("je voudrais une autre heure", "trop tard pour moi", "pas ce jour-là, un autre jour"),
    ],
)
async def test_the_recapitulation_hears_other_times(ours: OurRoad, text: str) -> None:
    await recapitulation(ours)
    heard = await ours.writes(text)
    assert heard.actions[-1] == "action_ask_creneau", heard.actions
    assert "utter_correction" not in heard.actions
    assert "utter_block_digressions" not in heard.actions


@pytest.mark.parametrize("text", ["pas encore", "je ne sais pas encore"])
async def test_not_yet_leaves_the_recapitulation_open(ours: OurRoad, text: str) -> None:
    await recapitulation(ours)
    assert (await ours.writes(text)).actions == ("utter_rien_ne_presse",)
    assert (await ours.writes("oui")).actions[0] == "action_reserver_rendez_vous"


@pytest.mark.parametrize("text", ["la date", "l'heure", "le jour"])
async def test_so_does_the_question_what_to_change(ours: OurRoad, text: str) -> None:
    await recapitulation(ours)
    assert (await ours.writes("nan")).actions == ("utter_ask_changement_rendez_vous",)
    heard = await ours.writes(text)
    assert heard.actions[-1] == "action_ask_creneau", heard.actions


@pytest.mark.parametrize(
    "text",
    [
        *("oui mais avec le père Joseph", "avec le père Joseph", "plutôt le père Joseph"),
        *("non je préfère le père Joseph", "changer de prêtre", "pas avec le père André"),
        "rdv baptême père joseph",
    ],
)
async def test_the_person_may_be_changed_at_the_recapitulation(ours: OurRoad, text: str) -> None:
    await recapitulation(ours)
    heard = await ours.writes(text)
    assert heard.slots["avec_qui"] == "pere_joseph", heard.actions
    assert "action_chercher_creneaux" in heard.actions
    assert "utter_correction" not in heard.actions


@pytest.mark.parametrize("text", ["avec le père joseph plutôt", "rdv baptême père joseph"])
async def test_and_while_a_slot_is_looked_for(ours: OurRoad, text: str) -> None:
    await ours.writes("rdv baptême père andré")
    heard = await ours.writes(text)
    assert heard.slots["avec_qui"] == "pere_joseph", heard.actions


@pytest.mark.parametrize("text", ["changer de motif", "le motif"])
async def test_another_purpose_is_asked_for(ours: OurRoad, text: str) -> None:
    await recapitulation(ours)
    heard = await ours.writes(text)
    assert heard.actions[-1] == "action_ask_motif", heard.actions


async def test_moving_within_a_booking_changes_that_booking(ours: OurRoad) -> None:
    await recapitulation(ours)
    heard = await ours.writes("deplacer au samedi")
    assert heard.stack[0][0] == "prendre_rendez_vous"
    assert "utter_block_digressions" not in heard.actions
    heard = await ours.writes("annuler")
    assert heard.stack == ()


async def test_papers_are_those_of_the_purpose_that_is_known(ours: OurRoad) -> None:
    await ours.writes("rdv pour un baptême")
    heard = await ours.writes("quels papiers ?")
    assert "action_ask_sacrement_demande" not in heard.actions
    assert heard.actions[-1] == "action_ask_avec_qui"


async def test_what_was_moved_and_is_cancelled_is_not_spoken_of_again(ours: OurRoad) -> None:
    await recapitulation(ours)
    await ours.writes("oui")
    await ours.writes("déplacer mon rendez-vous")
    await ours.taps("/SetSlots(creneau=au_plus_tot)")
    await ours.writes("le dernier")
    await ours.writes("en fait annulez mon rendez-vous")
    heard = await ours.writes("oui")
    assert heard.actions == (
        "action_annuler_rendez_vous",
        "utter_rendez_vous_annule",
        "utter_autre_chose",
    )
    assert heard.stack == ()
