"""Every action of the domain answers through Rasa's action protocol, with sentences that exist."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import house as houses
from actions.house import House
from engine.flows.source import read_file
from engine.tenants import Tenants
from tests.actions.parishes import at, parish

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    made = House(
        tenants=Tenants([parish(), parish(id="ecole", name="École")]),
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        now=lambda: at("2026-03-04T10:00"),
    )
    monkeypatch.setattr("actions.base.current_house", lambda: made)
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    made = ActionExecutor()
    made.register_package("actions")
    return made


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    """Return the actions and responses of all domain files."""
    files = [ROOT / "domain.yml", *sorted((ROOT / "domain").glob("*.yml"))]
    documents = [read_file(file, file.name) for file in files]
    return {
        "actions": [name for content in documents for name in content.get("actions") or ()],
        "responses": {
            name: said
            for content in documents
            for name, said in (content.get("responses") or {}).items()
        },
    }


def call(
    executor: ActionExecutor,
    action: str,
    sender: str = "paroisse:c1",
    message: str = "m1",
    **slots: str,
) -> list[dict[str, Any]]:
    tracker = {
        "sender_id": sender,
        "slots": slots,
        "latest_message": {"text": "x", "message_id": message},
    }
    answer = asyncio.run(executor.run({"next_action": action, "tracker": tracker, "domain": {}}))
    # Beside what is said, only what was asked is remembered.
    assert answer is not None and {event["name"] for event in answer["events"]} <= {"sujet_dit"}
    responses: list[dict[str, Any]] = answer["responses"]
    return responses


def test_the_actions_are_those_of_the_domain(
    executor: ActionExecutor, domain: dict[str, Any]
) -> None:
    assert sorted(executor.actions) == sorted(domain["actions"])


@pytest.mark.parametrize("day", ["", "samedi", "dimanche", "lundi"])
@pytest.mark.parametrize(
    "action",
    [
        "action_horaires_messe",
        "action_horaires_bureau",
        "action_fetes",
        "action_contacts",
        "action_adresse",
        "action_contact_secretariat",
    ],
)
def test_an_answer_fills_every_brace_of_its_sentence(
    house: House, executor: ActionExecutor, domain: dict[str, Any], action: str, day: str
) -> None:
    asked = dict.fromkeys(("quand_messe", "quand_bureau", "quand_fete"), day)
    (said,) = call(executor, action, **asked)
    (variation,) = domain["responses"][said["response"]]
    braces = set(re.findall(r"\{(\w+)\}", variation["text"]))
    # What may be empty stands in a condition.
    optional = set(re.findall(r"\{%- if slots\.(\w+) %\}", variation["text"]))
    assert braces and all(said[name] for name in braces - optional)


def test_each_tenant_answers_for_itself(house: House, executor: ActionExecutor) -> None:
    senders = ("paroisse:c1", "ecole:c1", "default")
    names = [call(executor, "action_adresse", sender)[0]["nom_paroisse"] for sender in senders]
    assert names == ["Paroisse des Essais", "École", "Paroisse des Essais"]


def test_a_tenant_that_is_gone_is_not_answered_by_another(
    house: House, executor: ActionExecutor
) -> None:
    with pytest.raises(KeyError):
        call(executor, "action_adresse", "gone:c1")


def test_the_house_is_the_project_around_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///:memory:")
    houses.current_house.cache_clear()
    found = houses.current_house()
    houses.current_house.cache_clear()
    assert found.tenants.default.id == "paroisse"
    assert found.database_url == "sqlite:///:memory:"
    assert found.now().tzinfo is not None
