"""What is asked of the office: hours, reason, priority, summary; never a secret."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from actions.base import Turn
from actions.handoff.collected import collected, open_below, summary_of
from actions.handoff.requests import ask_for_a_person, look_at_hours, read_reason
from actions.house import House
from engine.flows.flow_set import FlowSet
from engine.flows.normaliser import STACK_SLOT
from engine.loaded_project import loaded_project
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy
from engine.tenants.timetable import OfficeHours
from tests.actions.parishes import at, parish
from tests.engine.flows.playing import project_of

POLICY = HandoffPolicy(return_after=timedelta(hours=12), emergency_phone="+221 77 000 00 00")

BOOKING = """\
flows:
  prendre_rendez_vous:
    name: Prise de rendez-vous
    description: a
    steps:
      - collect: motif
      - collect: code_parent
        sensitive: true
      - collect: jour
  contact_humain:
    name: Parler
    description: b
    steps:
      - collect: raison_contact
"""
DOMAIN = """\
slots:
  motif: {type: text}
  code_parent: {type: text}
  jour: {type: text, initial_value: demain}
  raison_contact: {type: text}
  humeur: {type: text}
responses:
  utter_ask_motif: [{text: a}]
  utter_ask_code_parent: [{text: a}]
  utter_ask_jour: [{text: a}]
  utter_ask_raison_contact: [{text: a}]
"""


def turn(now: str, text: str = "", place: Tenant | None = None, **slots: Any) -> Turn:
    """Return a turn of a tenant that is open from Tuesday to Thursday."""
    house = House(
        tenants=Tenants([place or parish(sections=(POLICY,))]),
        database_url="sqlite://",
        now=lambda: at(now),
    )
    tracker = SimpleNamespace(
        sender_id="paroisse:c1", slots=slots, latest_message={"text": text, "message_id": "m1"}
    )
    return Turn(house=house, tracker=tracker)


def ticket(asked: Turn) -> dict[str, Any]:
    [effect] = ask_for_a_person(asked).effects
    assert effect.name == "handoff.open"
    return dict(effect.data)


# -- hours -----------------------------------------------------------------------------------


def test_the_office_is_open() -> None:
    slots = look_at_hours(turn("2026-03-03T10:00")).slots
    assert slots["etat_bureau"] == "ouvert"
    assert slots["telephone_urgence"] == "+221 77 000 00 00"
    assert slots["telephone_secretariat"] == "+221 33 800 00 00"
    assert slots["parcours_interrompu"] is None


def test_the_office_is_closed_until_a_day_and_an_hour() -> None:
    slots = look_at_hours(turn("2026-03-02T20:00")).slots
    assert (slots["etat_bureau"], slots["reouverture"]) == ("ferme", "demain à 9h")
    slots = look_at_hours(turn("2026-03-04T20:00")).slots
    assert slots["reouverture"] == "samedi 7 mars à 9h"


def test_an_office_that_never_opens_promises_nothing() -> None:
    shut = parish(sections=(HandoffPolicy(return_after=timedelta(hours=1)),))
    shut = parish(sections=shut.sections, hours=OfficeHours(weekly=((),) * 7))
    slots = look_at_hours(turn("2026-03-03T10:00", place=shut)).slots
    assert (slots["etat_bureau"], slots["reouverture"]) == ("inconnu", None)
    # Without a number for emergencies, the office's.
    assert slots["telephone_urgence"] == "+221 33 800 00 00"


# -- mourning --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "deuil"),
    [
        ("mon père vient de mourir", True),
        ("mon oncle est décédé cette nuit", True),
        ("nous avons perdu notre mère", True),
        ("un décès dans la famille", True),
        ("ma mère est en train de mourir", None),
        ("vite un prêtre, mon père est mourant", None),
        ("j'ai perdu mon sac", None),
    ],
)
def test_who_tells_of_a_death_is_in_mourning(text: str, deuil: bool | None) -> None:
    asked = turn("2026-03-03T10:00", text, raison_contact="urgence", priorite_contact="urgente")
    assert ask_for_a_person(asked).slots == {"deuil": deuil}


# -- the ticket ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text", "reason"),
    [
        ("le baptême de mon fils", "le baptême de mon fils", "le baptême de mon fils"),
        ("passer", "Passer", ""),
        ("urgence", " mon père est mourant ", "mon père est mourant"),
        ("plainte", "/plainte", ""),
        ("x" * 900, "x" * 900, "x" * 500),
    ],
)
def test_the_reason_is_in_the_person_s_words(given: str, text: str, reason: str) -> None:
    assert ticket(turn("2026-03-03T10:00", text, raison_contact=given))["reason"] == reason


@pytest.mark.parametrize(
    ("slot", "priority"), [("urgente", "urgent"), ("haute", "high"), (None, "normal")]
)
def test_the_priority(slot: str | None, priority: str) -> None:
    assert ticket(turn("2026-03-03T10:00", priorite_contact=slot))["priority"] == priority


def test_the_summary_says_where_the_conversation_stood() -> None:
    flows = loaded_project().flows
    stack = {"frames": [{"flow": "prendre_rendez_vous"}, {"flow": "contact_humain"}]}
    asked = turn("2026-03-03T10:00", raison_contact="une erreur", flow_stack=stack)
    lines = ticket(asked)["summary"].splitlines()
    assert lines[:2] == ["Demande : une erreur", "Reçue aujourd’hui à 10h"]
    assert lines[2] == f"En cours : {flows['prendre_rendez_vous'].name}"
    assert look_at_hours(asked).slots["parcours_interrompu"] == "prendre_rendez_vous"


# -- what was collected ----------------------------------------------------------------------


@pytest.fixture
def flows(tmp_path: Path) -> FlowSet:
    return project_of(tmp_path, BOOKING, DOMAIN).flows


def test_only_answers_of_the_project_s_flows_are_told(flows: FlowSet) -> None:
    slots = {
        "motif": "bapteme",
        "jour": "mardi",
        "raison_contact": "je suis perdu",
        "humeur": "bonne",
        STACK_SLOT: {"frames": []},
        "unknown": "x",
    }
    assert collected(slots, flows) == {"motif": "bapteme", "jour": "mardi"}


def test_what_says_nothing_is_left_out(flows: FlowSet) -> None:
    assert collected({"motif": None, "jour": "demain"}, flows) == {}
    assert collected({"motif": ""}, flows) == {}


def test_secrets_are_left_out(flows: FlowSet) -> None:
    assert collected({"code_parent": "K7MQ-4RTX", "motif": "hmac:abcdef"}, flows) == {}


def test_a_child_flow_is_not_what_was_interrupted(flows: FlowSet) -> None:
    frames = [
        {"flow": "prendre_rendez_vous", "kind": "regular"},
        {"flow": "contact_humain", "kind": "link"},
        {"flow": "pattern_collect_information", "kind": "pattern"},
    ]
    assert open_below({STACK_SLOT: {"frames": frames}}, flows) == "prendre_rendez_vous"
    assert open_below({STACK_SLOT: {"frames": frames[1:]}}, flows) == ""
    assert open_below({STACK_SLOT: None}, flows) == ""


def test_a_summary_has_five_short_lines_at_most() -> None:
    said = summary_of(
        {f"slot_{n}": "très\nlong" * 50 for n in range(9)},
        reason="a\nb" * 300,
        priority="high",
        interrupted="Prise de rendez-vous",
        asked="aujourd’hui à 10h",
    )
    lines = said.splitlines()
    assert len(lines) <= 5 and max(map(len, lines)) <= 200
    assert lines[0].startswith("Réclamation : a b")


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("non merci", "renonce"),
        ("je n'ai plus besoin", "renonce"),
        ("bonjour", "politesse"),
        ("le certificat de ma fille", None),
        ("passer", None),
        ("rendez_vous", None),
    ],
)
def test_a_reason_is_read_for_what_it_is(said: str, means: str | None) -> None:
    outcome = read_reason(turn("2026-03-03T10:00", raison_contact=said))
    assert outcome.slots == {"sens_raison": means}
    assert outcome.effects == ()
