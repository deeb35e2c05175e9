"""Appointments of a person: booked, listed, moved, cancelled, reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from rasa_sdk.executor import ActionExecutor

from actions.house import House
from engine.storage.tables import appointments
from engine.tenants import Tenants
from tests.actions.scheduling.conftest import Met
from tests.actions.scheduling.desk import HOUR, Clock, Person, payloads, tenant, titles

FIRST, SECOND = "pere_andre@2026-11-24T15:30Z", "pere_andre@2026-11-26T16:00Z"
JOSEPH = "pere_joseph@2026-11-25T09:30Z"


def stored(awa: Person) -> list[tuple[str, str, str]]:
    statement = sa.select(appointments.c.contact, appointments.c.said, appointments.c.status)
    with awa.house.database.reading() as connection:
        rows = connection.execute(statement.order_by(appointments.c.id))
        return [(row.contact, row.said.replace("\u00a0", " "), row.status) for row in rows]


def booked(awa: Person) -> str:
    """Book the first slot and return the number of the appointment."""
    awa.books("bapteme", "pere_andre", FIRST)
    with awa.house.database.reading() as connection:
        return str(connection.scalar(sa.select(sa.func.max(appointments.c.id))))


def test_an_appointment_is_booked_once_however_often_the_turn_runs(awa: Person) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "pere_andre"}
    awa.answers("creneau", FIRST)
    awa.says("oui")
    for _ in range(3):
        awa.runs("action_reserver_rendez_vous")
        assert awa.slots["etat_reservation"] == "faite"
    assert stored(awa) == [("awa", "mardi 24 novembre 2026 à 15 h 30", "booked")]


@pytest.mark.parametrize("chosen", [None, "autres", "mardi"])
def test_a_booking_without_a_slot_asks_for_one_again(awa: Person, chosen: str | None) -> None:
    awa.slots |= {"motif": "bapteme", "creneau": chosen}
    awa.runs("action_reserver_rendez_vous")
    assert awa.slots["etat_reservation"] == "prise"
    assert awa.slots["creneau"] is None


def test_what_the_person_was_asked_is_kept_for_the_office(awa: Person) -> None:
    awa.slots |= {"precision_rendez_vous": "en août", "motif": "mariage", "avec_qui": "pere_andre"}
    awa.answers("creneau", FIRST)
    awa.runs("action_reserver_rendez_vous")
    with awa.house.database.reading() as connection:
        assert connection.scalar(sa.select(appointments.c.note)) == "en août"


def test_one_more_than_allowed_is_seen_when_it_is_booked(awa: Person) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "pere_andre"}
    awa.answers("creneau", SECOND)
    kept = dict(awa.slots)
    for slot in ("16:00", "16:30"):
        awa.books("bapteme", "pere_andre", f"pere_andre@2026-11-24T{slot}Z")
    awa.slots = kept
    awa.says("oui")
    awa.runs("action_reserver_rendez_vous")
    assert awa.slots["etat_reservation"] == "trop_nombreux"


# -- listing -----------------------------------------------------------------------------------


def test_what_is_to_come_is_listed(awa: Person, met: Met, clock: Clock) -> None:
    awa.runs("action_voir_rendez_vous")
    assert awa.slots["etat_rendez_vous"] == "aucun"
    awa.books("bapteme", "pere_andre", SECOND)
    awa.books("mariage", "pere_andre", FIRST)
    met("binta").books("bapteme", "pere_joseph", "pere_joseph@2026-11-25T09:30Z")
    awa.runs("action_voir_rendez_vous")
    lines = awa.slots["liste_rendez_vous"].replace("\u00a0", " ").splitlines()
    assert awa.slots["etat_rendez_vous"] == "plusieurs"
    assert lines == [
        "• mardi 24 novembre 2026 à 15 h 30, avec le père André, pour un mariage",
        "• jeudi 26 novembre 2026 à 16 h, avec le père André, pour un baptême",
    ]
    clock.now += timedelta(days=2)
    awa.runs("action_voir_rendez_vous")
    assert awa.slots["etat_rendez_vous"] == "un"


def test_appointments_of_two_tenants_do_not_meet(awa: Person) -> None:
    booked(awa)
    awa.sender = "ecole:awa"
    awa.runs("action_voir_rendez_vous")
    assert awa.slots["etat_rendez_vous"] == "aucun"


# -- choosing ----------------------------------------------------------------------------------


def test_the_only_one_is_chosen_at_once(awa: Person) -> None:
    number = booked(awa)
    awa.runs("action_trouver_rendez_vous")
    assert (awa.slots["etat_rendez_vous"], awa.slots["rendez_vous"]) == ("un", number)
    assert awa.runs("validate_rendez_vous") == []
    assert awa.slots["etat_rendez_vous"] == "modifiable"
    said = awa.slots["rendez_vous_en_clair"].replace("\u00a0", " ")
    assert said == "mardi 24 novembre 2026 à 15 h 30, avec le père André, pour un baptême"


def test_of_several_one_is_asked_for(awa: Person) -> None:
    awa.books("mariage", "pere_andre", FIRST)
    awa.books("bapteme", "pere_andre", SECOND)
    awa.runs("action_trouver_rendez_vous")
    assert awa.slots["etat_rendez_vous"] == "plusieurs" and "rendez_vous" not in awa.slots
    [said] = awa.runs("action_ask_rendez_vous")
    assert titles(said) == ["mar. 24 nov. 15h30", "jeu. 26 nov. 16h00"]
    assert [button["description"] for button in said["buttons"]] == ["un mariage", "un baptême"]
    first, second = (p.removeprefix("/SetSlots(rendez_vous=")[:-1] for p in payloads(said))
    for words, meant in [
        (second, second),
        ("le premier", first),
        ("celui de jeudi", second),
        ("mardi à 15h30", first),
        ("celui du mariage", first),
        ("le bapteme", second),
    ]:
        assert awa.answers("rendez_vous", words, words) == []
        assert awa.slots["rendez_vous"] == meant, words


@pytest.mark.parametrize("words", ["samedi", "je ne sais plus", "9"])
def test_what_names_none_is_asked_again(awa: Person, words: str) -> None:
    awa.books("mariage", "pere_andre", FIRST)
    awa.books("bapteme", "pere_andre", SECOND)
    [said] = awa.answers("rendez_vous", words, words)
    assert said["response"] == "utter_rendez_vous_non_reconnu"
    assert awa.slots["rendez_vous"] is None


@pytest.fixture
def busy(house: House, executor: ActionExecutor, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody who may have three appointments."""
    generous = replace(house, tenants=Tenants([tenant(max_open=3)]))
    monkeypatch.setattr("actions.base.current_house", lambda: generous)
    return Person(generous, executor, "busy")


@pytest.mark.parametrize("words", ["celui du père André", "le père André", "avec André"])
def test_of_several_those_that_remain_are_offered(busy: Person, words: str) -> None:
    busy.books("bapteme", "pere_joseph", JOSEPH)
    busy.books("mariage", "pere_andre", FIRST)
    busy.books("bapteme", "pere_andre", SECOND)
    [said] = busy.answers("rendez_vous", words, words)
    assert said["response"] == "utter_plusieurs_rendez_vous"
    assert busy.slots["rendez_vous"] is None
    [offer] = busy.runs("action_ask_rendez_vous")
    assert titles(offer) == ["mar. 24 nov. 15h30", "jeu. 26 nov. 16h00"]
    assert busy.answers("rendez_vous", "celui du baptême", "celui du baptême") == []
    assert payloads(offer)[1] == f"/SetSlots(rendez_vous={busy.slots['rendez_vous']})"
    assert busy.slots["rendez_vous_possibles"] is None


def test_a_place_counts_among_those_that_remain(busy: Person) -> None:
    busy.books("mariage", "pere_andre", FIRST)
    busy.books("bapteme", "pere_andre", SECOND)
    busy.books("bapteme", "pere_joseph", JOSEPH)
    busy.runs("action_ask_rendez_vous")
    for words in ("2", "le deuxième rendez-vous"):
        busy.answers("rendez_vous", "un baptême", "un baptême")
        [first, second] = payloads(busy.runs("action_ask_rendez_vous")[0])
        assert busy.answers("rendez_vous", words, words) == []
        assert second == f"/SetSlots(rendez_vous={busy.slots['rendez_vous']})" != first


@pytest.mark.parametrize("number", ["0", "999", "9" * 30])
def test_a_number_that_is_no_appointment(awa: Person, number: str) -> None:
    booked(awa)
    awa.answers("rendez_vous", number)
    assert awa.slots.get("etat_rendez_vous") in ("inconnu", None)
    assert awa.slots.get("rendez_vous_en_clair") is None


def test_nobody_chooses_what_is_another_one_s(awa: Person, met: Met) -> None:
    number = booked(awa)
    binta = met("binta")
    binta.answers("rendez_vous", number)
    assert binta.slots["etat_rendez_vous"] == "inconnu"
    binta.runs("action_annuler_rendez_vous")
    assert binta.slots["etat_reservation"] == "introuvable"
    assert stored(awa)[0][2] == "booked"


def test_shortly_before_it_is_too_late(awa: Person, clock: Clock) -> None:
    number = booked(awa)
    clock.now += timedelta(days=1, hours=5)
    awa.answers("rendez_vous", number)
    assert awa.slots["etat_rendez_vous"] == "trop_tard"
    awa.runs("action_annuler_rendez_vous")
    assert awa.slots["etat_reservation"] == "trop_tard"
    clock.now += 5 * HOUR
    awa.answers("rendez_vous", number)
    assert awa.slots["etat_rendez_vous"] == "inconnu", "it is over"


# -- moving and cancelling ---------------------------------------------------------------------


def test_an_appointment_is_moved_to_a_free_slot(awa: Person) -> None:
    number = booked(awa)
    awa.slots["rendez_vous"] = number
    awa.runs("action_preparer_deplacement")
    assert (awa.slots["motif"], awa.slots["avec_qui"]) == ("bapteme", "pere_andre")
    assert awa.answers("creneau", SECOND) == []
    awa.says("oui")
    for _ in range(2):
        awa.runs("action_deplacer_rendez_vous")
        assert awa.slots["etat_reservation"] == "faite"
    assert stored(awa) == [("awa", "jeudi 26 novembre 2026 à 16 h", "booked")]


def test_a_move_to_a_slot_that_is_gone(awa: Person, met: Met) -> None:
    awa.slots["rendez_vous"] = booked(awa)
    met("binta").books("bapteme", "pere_andre", SECOND)
    awa.slots["creneau"] = SECOND
    awa.runs("action_deplacer_rendez_vous")
    assert awa.slots["etat_reservation"] == "prise" and awa.slots["creneau"] is None
    awa.slots["creneau"] = "pere_andre@2026-11-24T03:00Z"
    awa.runs("action_deplacer_rendez_vous")
    assert awa.slots["etat_reservation"] == "prise"


def test_a_move_of_nothing_fails_the_step(awa: Person) -> None:
    awa.slots["rendez_vous"] = "7"
    with pytest.raises(LookupError):
        awa.runs("action_preparer_deplacement")


def test_a_cancelled_appointment_leaves_the_list(awa: Person) -> None:
    awa.slots["rendez_vous"] = booked(awa)
    for _ in range(2):
        awa.runs("action_annuler_rendez_vous")
        assert awa.slots["etat_reservation"] == "faite"
    assert stored(awa)[0][2] == "cancelled"
    awa.runs("action_voir_rendez_vous")
    assert awa.slots["etat_rendez_vous"] == "aucun"


# -- reminders ---------------------------------------------------------------------------------


def reminded(awa: Person, number: str, revision: str = "0") -> list[dict[str, object]]:
    awa.slots |= {"rappel": number, "rappel_revision": revision}
    return awa.runs("action_rappel_rendez_vous")


def test_a_reminder_names_the_appointment(awa: Person) -> None:
    number = booked(awa)
    [said] = reminded(awa, number)
    assert (said["response"], said["numero"]) == ("utter_rappel_rendez_vous", number)
    assert "mardi 24 novembre 2026" in str(said["rendez_vous_rappele"])


def test_a_void_reminder_says_nothing(awa: Person, met: Met, clock: Clock) -> None:
    number = booked(awa)
    assert reminded(awa, number, "1") == []
    assert reminded(awa, "999") == reminded(awa, "nonsense") == []
    assert reminded(met("binta"), number) == []
    clock.now += timedelta(days=2)
    assert reminded(awa, number) == [], "it is over"
    clock.now -= timedelta(days=2)
    awa.slots["rendez_vous"] = number
    awa.runs("action_annuler_rendez_vous")
    assert reminded(awa, number, "1") == []


def test_who_says_that_they_come_is_noted(awa: Person) -> None:
    awa.slots["venue"] = booked(awa)
    for _ in range(2):
        [said] = awa.runs("action_confirmer_venue")
        assert said["response"] == "utter_venue_confirmee"
    with awa.house.database.reading() as connection:
        assert connection.scalar(sa.select(appointments.c.confirmed_at)) is not None
    awa.slots["venue"] = "999"
    [said] = awa.runs("action_confirmer_venue")
    assert said["response"] == "utter_rendez_vous_introuvable"
