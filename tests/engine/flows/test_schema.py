"""The schemas for editors agree with the checker: what one takes, the other takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from engine.flows.project import load_project
from engine.flows.schema import domain_schema, flow_schema, project_schemas
from engine.flows.source import read_text

ROOT = Path(__file__).parents[3]
SCHEMAS = project_schemas(load_project(ROOT))


def _read(text: str) -> Any:
    return json.loads(json.dumps(read_text(text, "file.yml")))


def _faults(schema: dict[str, Any], text: str) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(_read(text))]


@pytest.mark.parametrize(
    "schema", [flow_schema(), domain_schema(), SCHEMAS["flows"], SCHEMAS["domain"]]
)
def test_they_are_valid_schemas_of_draft_7(schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)
    json.dumps(schema)


@pytest.mark.parametrize(
    "file",
    [*(ROOT / "flows").rglob("*.yml"), *(ROOT / "engine" / "flows" / "patterns").glob("*.yml")],
    ids=lambda file: file.name,
)
def test_our_flows_fit(file: Path) -> None:
    assert _faults(SCHEMAS["flows"], file.read_text(encoding="utf-8")) == []


def test_our_domain_fits() -> None:
    assert _faults(SCHEMAS["domain"], (ROOT / "domain.yml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("action: utter_aide", "actoin: utter_aide"),
        ("action: utter_aide", "action: utter_aidee"),
        ("intent: aide", "intent: aidee"),
        ("steps:", "step:"),
        ("run_pattern_completed: false", "run_pattern_completed: non"),
    ],
)
def test_a_typo_in_a_flow_is_red(right: str, wrong: str) -> None:
    text = (ROOT / "flows" / "accueil" / "aide.yml").read_text(encoding="utf-8")
    assert right in text
    assert _faults(SCHEMAS["flows"], text.replace(right, wrong)) != []


def test_a_typo_deep_in_a_branch_is_red() -> None:
    file = ROOT / "flows" / "rendez_vous" / "prendre_rendez_vous.yml"
    text = file.read_text(encoding="utf-8")
    assert (
        _faults(
            SCHEMAS["flows"], text.replace("- motif: null", "- motif: null\n                nxt: a")
        )
        != []
    )


def test_a_typo_in_the_domain_is_red() -> None:
    text = (ROOT / "domain.yml").read_text(encoding="utf-8")
    assert _faults(SCHEMAS["domain"], text.replace("responses:", "respones:")) != []
    assert _faults(SCHEMAS["domain"], text.replace("- title:", "- titel:")) == []


def test_every_key_has_a_description() -> None:
    def keys(schema: Any) -> list[Any]:
        if isinstance(schema, list):
            return [found for item in schema for found in keys(item)]
        if not isinstance(schema, dict):
            return []
        own = list(schema.get("properties", {}).values())
        return own + [found for value in schema.values() for found in keys(value)]

    for schema in SCHEMAS.values():
        assert all(key.get("description") for key in keys(schema))


def test_names_of_the_project_are_completed() -> None:
    text = json.dumps(SCHEMAS["flows"])
    for name in ("utter_aide", "motif", "trouver_creneau", "prendre_rendez_vous"):
        assert f'"{name}"' in text
