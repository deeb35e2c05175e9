"""config/config.yml is checked with its lines, before anything is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.__main__ import main
from engine.flows.source import read_file, read_text
from engine.intents.recipe import CLASSIFIER, check_recipe, faults_of
from tests.engine.flows.checks.project_files import write_project

ROOT = Path(__file__).parents[3]
INTENTS = {"saluer", "urgence", "hors_sujet"}


def found(settings: str) -> list[str]:
    """Return what is told of a classifier with ``settings``."""
    text = f"pipeline:\n  - name: {CLASSIFIER}\n" + settings
    recipe = read_text(text, "config.yml")
    return [f"{p.line}:{p.column} {p.code} {p.message}" for p in check_recipe(recipe, INTENTS)]


def test_our_own_recipe_has_no_fault() -> None:
    recipe = read_file(ROOT / "config" / "config.yml", "config/config.yml")
    assert check_recipe(recipe, {}) == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("    courtesies: [saluer]\n    alarms: {intents: [urgence]}\n", []),
        ("    threshold:\n", []),
        ("    out_of_scope_intent: hors_sujets\n", ["3:26 recipe.unknown_intent"]),
        ("    refusals:\n      - saluer\n      - salut\n", ["5:9 recipe.unknown_intent"]),
        ("    alarms:\n      news: [urgent]\n", ["4:14 recipe.unknown_intent"]),
        ("    alarms:\n      mases: [urgence]\n", ["4:7 recipe.unknown_key"]),
        ("    treshold: 0.2\n    ranking_length: 1.5\n", ["recipe.unknown_key", "recipe.wrong"]),
        ("    courtesies: [[saluer]]\n", ["3:18 recipe.wrong_type"]),
        ("  - name: engine.components.fallback.Nobody\n", ["recipe.unknown_component"]),
        ("  - name: WhitespaceTokenizer\n    whatever: 1\n", []),
        ("  - WhitespaceTokenizer\n", ["3:5 recipe.wrong_type"]),
        ("  - {}\npolicies:\n", ["3:5 recipe.missing_key"]),
        ("policies:\n  - name: engine.components.flow_policy.Flow\n", ["4:11 recipe.unknown_comp"]),
    ],
)
def test_a_fault_is_told_at_its_line(settings: str, told: list[str]) -> None:
    problems = found(settings)
    assert len(problems) == len(told), problems
    assert all(wanted in problem for wanted, problem in zip(told, problems, strict=True)), problems


def test_a_project_without_intents_is_asked_for_none() -> None:
    recipe = read_text(f"pipeline:\n- name: {CLASSIFIER}\n  refusals: [non]\n", "config.yml")
    assert check_recipe(recipe, {}) == []


def test_settings_from_anywhere_are_told_without_a_line() -> None:
    assert faults_of({"threshold": 0.2, "alarms": {"news": ["a"]}}) == []
    assert faults_of({"treshold": 0.2}) == [
        "unknown key 'treshold' in the classifier; did you mean 'threshold'?"
    ]


def test_make_check_reads_the_recipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "domain.yml": "intents: [saluer]\n",
        "config/config.yml": f"pipeline:\n- name: {CLASSIFIER}\n  courtesies: [salue]\n",
    }
    assert main(["check", "--project", str(write_project(tmp_path, files))]) == 1
    assert capsys.readouterr().out.startswith(
        "config/config.yml:3:16: error recipe.unknown_intent no intent is called 'salue'; did you"
    )
