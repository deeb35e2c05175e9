"""Free slots in conversation: asked for in French, offered, chosen, gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.scheduling.search import MORE, SOONEST, Search, Trouble, understand
from engine.appointments.bookings import Bookings
from engine.appointments.wishes import read_wish
from tests.actions.scheduling.conftest import Met
from tests.actions.scheduling.desk import MONDAY, Clock, Person, Said, offered, payloads, tenant

FIRST = "pere_andre@2026-11-24T15:30Z"
HALL = tenant()
with_andre = {"motif": "bapteme", "avec_qui": "pere_andre"}
FREE = [
    slot
    for resource in Bookings(HALL).policy.serving("bapteme")
    for slot in Bookings(HALL).calendar.free(resource, [], MONDAY)
]


def asked(awa: Person) -> Said:
    """Return the last thing that the question for a slot says."""
    return awa.runs("action_ask_creneau")[-1]


def responses(said: list[Said]) -> list[object]:
    return [one["response"] for one in said]


def test_the_first_question_is_when(awa: Person) -> None:
    awa.slots |= with_andre
    assert awa.runs("action_chercher_creneaux") == []
    assert awa.slots["etat_agenda"] == "libre"
    assert asked(awa)["response"] == "utter_demander_quand"


def test_a_day_brings_three_of_its_slots(awa: Person) -> None:
    awa.slots |= with_andre
    assert awa.answers("creneau", "mardi", "mardi") == []
    assert awa.slots["creneau"] is None
    said = asked(awa)
    assert said["response"] == "utter_proposer_trois_creneaux"
    assert offered(said) == ["mar. 24 nov. 15h30", "mar. 24 nov. 16h30", "mar. 24 nov. 17h30"]
    assert all(len(title) <= 20 for title in offered(said))
    assert offered(said, "numero")[0] == FIRST
    assert offered(said, "personne") == ["", "", ""]


def test_a_tap_keeps_the_slot_and_says_it_whole(awa: Person, met: Met) -> None:
    awa.slots |= with_andre
    assert awa.answers("creneau", FIRST) == []
    assert awa.slots["creneau"] == FIRST
    said = awa.slots["creneau_en_clair"].replace("\u00a0", " ")
    assert said == "mardi 24 novembre 2026 à 15 h 30"
    assert awa.slots["avec_qui_en_clair"] == "le père André"
    binta = met("binta")
    binta.slots |= with_andre
    assert responses(binta.answers("creneau", FIRST)) == ["utter_creneau_parti"]
    assert binta.slots["creneau"] is None
    assert FIRST not in offered(asked(binta), "numero")


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("le premier", FIRST),
        ("Le deuxième, svp", "pere_andre@2026-11-24T16:30Z"),
        ("le dernier", "pere_andre@2026-11-24T17:30Z"),
        ("16h30", "pere_andre@2026-11-24T16:30Z"),
        ("mardi à 16h", "pere_andre@2026-11-24T16:00Z"),
        ("à 5h", "pere_andre@2026-11-24T17:00Z"),
    ],
)
def test_an_offered_slot_may_be_said(awa: Person, words: str, chosen: str) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-24", "mardi")
    asked(awa)
    assert awa.answers("creneau", words, words) == []
    assert awa.slots["creneau"] == chosen


def test_other_slots_until_all_were_shown_then_from_the_beginning(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", SOONEST)
    seen = [offered(asked(awa))]
    for _ in range(6):
        awa.answers("creneau", MORE)
        seen.append(offered(asked(awa)))
    shown = [title for page in seen for title in page]
    assert len(shown) == len(set(shown)) == 20
    awa.answers("creneau", "autres horaires", "autres horaires")
    again = awa.runs("action_ask_creneau")
    assert responses(again) == ["utter_plus_de_creneaux", "utter_proposer_trois_creneaux"]
    assert offered(again[1]) == seen[0]


def test_a_day_on_which_nobody_receives_brings_the_days_around_it(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-25", "mercredi")
    excuse, said = awa.runs("action_ask_creneau")
    assert (excuse["response"], excuse["jour"]) == (
        "utter_ne_recoit_pas_ce_jour",
        "mercredi 25 novembre 2026",
    )
    assert excuse["personne"] == "Le père André"
    assert offered(said) == ["mar. 24 nov. 15h30", "jeu. 26 nov. 15h30", "mar. 1er déc. 15h30"]


def test_an_hour_that_is_taken_brings_those_around_it(awa: Person, met: Met) -> None:
    met("binta").books("bapteme", "pere_andre", "pere_andre@2026-11-24T16:30Z")
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-24T16:30", "mardi 16h30")
    excuse, said = awa.runs("action_ask_creneau")
    assert excuse["response"] == "utter_heure_prise"
    assert offered(said) == ["mar. 24 nov. 15h30", "mar. 24 nov. 16h00", "mar. 24 nov. 17h00"]


def test_what_means_two_days_is_asked_about_with_full_dates(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-24|2026-12-01", "mardi prochain")
    said = asked(awa)
    assert said["response"] == "utter_preciser_quand"
    assert said["possibilites"] == "mardi 24 novembre 2026 ou mardi 1er décembre 2026"
    assert payloads(said)[1] == "/SetSlots(creneau=2026-12-01)"
    awa.answers("creneau", "2026-12-01")
    assert offered(asked(awa))[0] == "mar. 1er déc. 15h30"


def test_of_two_readings_the_one_that_is_free_is_meant(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "lundi ou mardi", "lundi ou mardi")
    assert offered(asked(awa))[0] == "mar. 24 nov. 15h30"


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("quand il ne pleuvra plus", "utter_quand_inconnu"),
        ("hier", "utter_moment_passe"),
        ("le 30 février", "utter_moment_impossible"),
        ("après la messe", "utter_moment_sans_heure"),
        ("pendant une heure", "utter_quand_inconnu"),
    ],
)
def test_what_cannot_be_followed_is_told_and_asked_again(
    awa: Person, words: str, response: str
) -> None:
    awa.slots |= with_andre
    assert responses(awa.answers("creneau", words, words)) == [response]
    assert awa.slots["creneau"] is None
    assert asked(awa)["response"] == "utter_demander_quand"


def test_a_day_too_far_ahead(awa: Person) -> None:
    awa.slots |= with_andre
    [said] = awa.answers("creneau", "2027-03-02", "le 2 mars")
    assert (said["response"], said["dernier_jour"]) == (
        "utter_trop_loin",
        "jeudi 3 décembre 2026",
    )
    assert responses(awa.runs("action_ask_creneau")) == ["utter_proposer_trois_creneaux"]


def test_with_anybody_every_row_says_who_it_is(awa: Person) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "peu_importe"}
    awa.answers("creneau", "2026-11-25", "mercredi")
    said = asked(awa)
    assert offered(said, "personne") == ["Père Joseph"] * 3
    assert awa.answers("creneau", "le premier", "le premier") == []
    assert awa.slots["avec_qui_en_clair"] == "le père Joseph"


def test_a_slot_of_somebody_else_than_was_chosen_is_not_kept(awa: Person) -> None:
    awa.slots |= with_andre
    said = awa.answers("creneau", "pere_joseph@2026-11-25T09:30Z")
    assert responses(said) == ["utter_creneau_parti"]


@pytest.mark.parametrize(
    "forged",
    ["pere_andre@2026-11-24T03:00Z", "pere_andre@2020-01-07T15:30Z", "x@2026-11-24T15:30Z"],
)
def test_a_slot_that_does_not_exist_is_not_kept(awa: Person, forged: str) -> None:
    awa.slots |= with_andre
    assert responses(awa.answers("creneau", forged)) == ["utter_creneau_parti"]
    assert awa.slots["creneau"] is None


def test_a_hold_that_ended_while_the_person_thought_is_taken_again(
    awa: Person, met: Met, clock: Clock
) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", FIRST)
    clock.now += timedelta(minutes=11)
    binta = met("binta")
    binta.slots |= with_andre
    assert binta.answers("creneau", FIRST) == []
    awa.says("oui", motif="bapteme")
    assert awa.runs("action_reserver_rendez_vous") == []
    assert awa.slots["etat_reservation"] == "prise" and awa.slots["creneau"] is None
    assert asked(awa)["response"] == "utter_proposer_trois_creneaux"


# -- full --------------------------------------------------------------------------------------


def fill(met: Met, resource: str) -> None:
    mine = [slot.id for slot in FREE if slot.resource == resource]
    for number, slot_id in enumerate(mine):
        met(f"p{number}{resource}").books("bapteme", resource, slot_id)


def test_a_full_calendar_is_told_with_who_else_has_time(awa: Person, met: Met) -> None:
    fill(met, "pere_joseph")
    awa.slots |= {"motif": "bapteme", "avec_qui": "pere_joseph"}
    awa.runs("action_chercher_creneaux")
    assert awa.slots["etat_agenda"] == "complet"
    [said] = awa.runs("action_ask_autre_voie")
    assert (said["response"], said["personne"]) == ("utter_personne_complete", "le père Joseph")
    awa.slots["avec_qui"] = "peu_importe"
    awa.runs("action_chercher_creneaux")
    assert awa.slots["etat_agenda"] == "libre"
    fill(met, "pere_andre")
    awa.runs("action_chercher_creneaux")
    assert awa.slots["etat_agenda"] == "complet"
    assert responses(awa.runs("action_ask_autre_voie")) == ["utter_agenda_complet"]
    awa.slots |= {"avec_qui": "pere_joseph"}
    assert responses(awa.runs("action_ask_autre_voie")) == ["utter_agenda_complet"]
    awa.answers("creneau", SOONEST)
    assert responses(awa.runs("action_ask_creneau")) == ["utter_agenda_rempli"]


# -- any words ---------------------------------------------------------------------------------

searches = st.builds(
    Search,
    wish=st.sampled_from([None, read_wish("2026-11-24"), read_wish("T16:00")]),
    begun=st.booleans(),
    offered=st.lists(st.sampled_from([slot.id for slot in FREE]), max_size=3).map(tuple),
)


@given(st.text(max_size=50) | st.sampled_from(["le premier", "mardi", "16h", "autres"]), searches)
def test_any_words_mean_one_thing(text: str, search: Search) -> None:
    here = HALL.local(MONDAY)
    heard = understand(text, search, FREE, here, typed=text)
    meant = [heard.slot, heard.more, heard.soonest, heard.wish, heard.doubts, heard.trouble]
    assert sum(bool(one) for one in meant) == 1


@given(searches, st.lists(st.sampled_from(["2026-11-24", "T16:00"]), max_size=2))
def test_a_search_comes_back_from_its_slot(search: Search, doubts: list[str]) -> None:
    wishes = [wish for text in doubts if (wish := read_wish(text)) is not None]
    for one in (search, search.doubting(wishes), search.going_on(), search.missing("a@b")):
        assert Search.of(one.to_json()) == one
    assert Search.of(None) == Search.of("") == Search()


def test_trouble_has_a_sentence_each() -> None:
    from actions.scheduling.hours import _TROUBLES

    assert set(_TROUBLES) == set(Trouble)
