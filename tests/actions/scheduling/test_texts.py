"""Every sentence that the actions of scheduling send stands in the domain, with all it needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.flows.source import read_file
from tests.actions.scheduling.desk import Person

ROOT = Path(__file__).resolve().parents[3]
DOMAIN: dict[str, Any] = dict(read_file(ROOT / "domain" / "rendez_vous.yml", "rendez_vous.yml"))
RESPONSES: dict[str, Any] = DOMAIN["responses"]


def braces(name: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+)\}", str(RESPONSES[name])))


def test_every_sentence_stands_in_the_domain() -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "actions" / "scheduling").glob("*.py"))
    named = set(re.findall(r"\butter_\w+\b", code)) - {"utter_message"}
    assert named and named <= set(RESPONSES)


@pytest.mark.parametrize(
    ("number", "response"),
    [(1, "utter_proposer_un_creneau"), (2, "utter_proposer_deux_creneaux")],
)
def test_fewer_slots_have_their_own_list(awa: Person, number: int, response: str) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "pere_joseph"}
    awa.slots["recherche_creneau"] = {"commencee": True, "passes": everything(awa)[number:]}
    said = awa.runs("action_ask_creneau")[-1]
    assert said["response"] == response
    assert braces(response) <= set(said)


def everything(awa: Person) -> list[str]:
    """Return the ids of all slots that are free with the priest, in order."""
    seen: dict[str, None] = {}
    while True:
        awa.slots["recherche_creneau"] = {"commencee": True, "passes": list(seen)}
        said = awa.runs("action_ask_creneau")
        if said[0]["response"] == "utter_plus_de_creneaux":
            return sorted(seen, key=lambda name: name.partition("@")[2])
        seen |= {said[-1][f"numero_{n}"]: None for n in (1, 2, 3) if f"numero_{n}" in said[-1]}


def test_three_slots_fill_their_list(awa: Person) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "peu_importe"}
    awa.answers("creneau", "au_plus_tot")
    said = awa.runs("action_ask_creneau")[-1]
    assert said["response"] == "utter_proposer_trois_creneaux"
    assert braces("utter_proposer_trois_creneaux") <= set(said)
