"""The grammar fills Rasa's entities, resolved when and where the message was spoken."""

from __future__ import annotations

from contextvars import copy_context
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from engine.components.french_entities import FrenchEntities, entities_of
from engine.french import clock

pytestmark = pytest.mark.rasa

# A Tuesday.
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Africa/Dakar"))


def found(text: str, **spoken: Any) -> list[tuple[str, Any, str]]:
    with clock.spoken(NOW, **spoken):
        entities = entities_of(text)
    return [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in entities]


def when(text: str, **spoken: Any) -> list[Any]:
    return [value for kind, value, _ in found(text, **spoken) if kind == "quand"]


def test_a_message_with_all_of_them() -> None:
    assert found("Jeudi à 15h30 pour 3 personnes, mon numéro : 77 123 45 67") == [
        ("telephone", "+221771234567", "77 123 45 67"),
        ("quand", "2026-11-26T15:30", "Jeudi à 15h30"),
        ("nombre", 3, "3"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("demain", "2026-11-25"),
        ("mardi", "2026-11-24|2026-12-01"),
        ("samedi et dimanche", "2026-11-28|2026-11-29"),
        ("jeudi à 15h pendant 45 minutes", "2026-11-26T15:00"),
        ("il est né le 12 mars 2018, je peux venir jeudi ?", "2026-11-26"),
        ("hier", "2026-11-23!past"),
        ("le 30 février", "!no_such_day"),
        ("après la messe", "!event"),
    ],
)
def test_there_is_one_moment_at_most(text: str, value: str) -> None:
    assert when(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("", "bonjour", "pendant 2h", "77 123 45 67", "/SetSlots(jour=2026-11-24)"),
        '/rappel_rendez_vous{"rendez_vous": "12"}',
    ],
)
def test_there_may_be_none(text: str) -> None:
    assert when(text) == []


def test_figures_are_no_numbers_twice() -> None:
    assert [kind for kind, *_ in found("le 24/12 à 15h")] == ["quand"]
    assert [kind for kind, *_ in found("2 semaines")] == []
    assert found("2 enfants et 1 adulte") == [("nombre", 2, "2"), ("nombre", 1, "1")]


def test_days_of_the_place_and_its_telephone_numbers() -> None:
    assert when("à Pâques") == ["!unknown_day"]
    assert when("à Pâques", days=[("Pâques", date(2027, 3, 28))]) == ["2027-03-28"]
    assert found("06 12 34 56 78", country="FR")[0][:2] == ("telephone", "+33612345678")


def test_the_clock_is_that_of_the_place() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with clock.spoken(late.astimezone(ZoneInfo("Europe/Paris"))):
        assert entities_of("demain")[0]["value"] == "2026-11-26"
    with clock.spoken(late):
        assert entities_of("demain")[0]["value"] == "2026-11-25"


def test_what_is_said_of_a_turn_ends_with_it() -> None:
    with clock.spoken(NOW, days=[("Pâques", date(2027, 3, 28))], country="FR"):
        task = copy_context()
    assert task.run(clock.now) == NOW
    assert clock.spoken_at.get() is None
    assert clock.known_days.get() == ()
    assert clock.region.get() == "SN"
    assert clock.now().tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.spoken(datetime(2026, 11, 24)):
        pass


def test_it_adds_to_the_entities_that_are_there() -> None:
    message = Message({TEXT: "un baptême demain", ENTITIES: [{"entity": "motif"}]})
    with clock.spoken(NOW):
        FrenchEntities().process([message])
    motif, quand = message.get(ENTITIES)
    assert motif == {"entity": "motif"}
    assert quand["value"] == "2026-11-25"
    assert quand["extractor"] == "FrenchEntities"
    assert ENTITIES in message.output_properties


def test_a_message_without_a_text_has_none() -> None:
    message = Message({})
    FrenchEntities().process([message])
    assert message.get(ENTITIES) == []


def test_a_pipeline_may_name_it() -> None:
    registered = DefaultV1Recipe._from_registry("FrenchEntities")
    assert registered.clazz is FrenchEntities
    assert not registered.is_trainable


@given(st.text() | st.text("0123456789 hà/-:+", max_size=40))
def test_any_text_has_entities_or_none(text: str) -> None:
    kinds = [kind for kind, *_ in found(text)]
    assert kinds.count("quand") <= 1


def test_names_tell_whose_they_are() -> None:
    with clock.spoken(NOW):
        entities = entities_of("je m'appelle Rose Ba et ma fille s'appelle Aline Sarr, 8 ans")
    people = [(e["value"], e.get("role")) for e in entities if e["entity"] == "personne"]
    assert people == [("Rose Ba", "moi"), ("Aline Sarr", "enfant")]
    assert [e["value"] for e in entities if e["entity"] == "age"] == [8]


def test_what_may_be_a_name_only_where_one_is_asked_for_is_no_entity() -> None:
    assert [kind for kind, *_ in found("ba")] == []
    assert [kind for kind, *_ in found("Ba")] == []


def test_a_code_and_an_age() -> None:
    assert found("K7MQ-4RTX") == [("code", "K7MQ4RTX", "K7MQ-4RTX")]
    assert ("age", 8, "née en 2018") in found("elle est née en 2018")


def roles(text: str) -> list[tuple[str, Any, str]]:
    with clock.spoken(NOW):
        return [(e["entity"], e["value"], e.get("role", "")) for e in entities_of(text)]


def test_a_day_that_says_it_all_is_told_from_one_in_passing() -> None:
    assert roles("en fait le 12") == [("quand", "2026-12-12", "seul")]
    assert roles("fièvre depuis mardi")[0][2] == ""


def test_a_sentence_about_the_past_means_the_last_day_of_that_name() -> None:
    told = roles("mon fils n'est pas venu samedi, il était malade")
    assert ("jour_passe", "2026-11-21!past", "") in told and ("passe", True, "") in told
    assert ("raison", "il était malade", "") in told


def test_a_day_on_which_somebody_does_not_come() -> None:
    assert ("jour_exclu", "2026-11-28", "") in roles("ma fille ne vient pas samedi")
    kinds = [kind for kind, *_ in roles("pas mercredi, jeudi")]
    assert "quand" in kinds and "jour_exclu" not in kinds
