"""Which files of a folder make up its flows and its domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import ProjectError
from engine.flows.project import default_pattern_names, load_project, nested_projects

FLOW = "flows:\n  {name}:\n    description: {name}\n    steps: [{{action: utter_a}}]\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def test_flows_are_found_wherever_they_lie_but_not_in_tests(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/flows/one.yml": FLOW.format(name="one"),
            "deep/er/two.yaml": FLOW.format(name="two"),
            "tests/broken.yml": FLOW.format(name="not_me"),
            ".hidden/x.yml": FLOW.format(name="nor_me"),
            "models/y.yml": FLOW.format(name="nor_that"),
            "e2e/case.yml": "test_cases: []\nflows: {}\n",
        },
    )
    project = load_project(root)
    assert [flow.id for flow in project.own_flows] == ["one", "two"]
    assert set(project.flows) == {"one", "two", *default_pattern_names()}


@pytest.mark.parametrize("domain", ["domain.yml", "domain.yaml", "domain/a/slots.yml"])
def test_domain_files_and_folders(tmp_path: Path, domain: str) -> None:
    root = write(
        tmp_path,
        {
            domain: "slots: {main: {type: text}}\n",
            "data/mixed.yml": FLOW.format(name="one") + "slots: {mixed: {type: bool}}\n",
            "other/domain_of_something_else.yml": "slots: {stray: {type: text}}\n",
        },
    )
    assert set(load_project(root).own_domain.slots) == {"main", "mixed"}


def test_without_a_main_domain_every_file_counts(tmp_path: Path) -> None:
    root = write(tmp_path, {"all/in/one.yml": "slots: {a: {type: text}}\n"})
    assert set(load_project(root).own_domain.slots) == {"a"}


def test_a_folder_with_recipe_and_domain_is_another_project(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "domain.yml": "responses: {utter_a: [{text: a}]}\n",
            "data/one.yml": FLOW.format(name="one"),
            "bots/other/config.yml": "recipe: default.v1\n",
            "bots/other/domain.yml": "slots: {theirs: {type: text}}\n",
            "bots/other/data/one.yml": FLOW.format(name="one"),
        },
    )
    project = load_project(root)
    assert [flow.position.path for flow in project.own_flows] == ["data/one.yml"]
    assert "theirs" not in project.own_domain.slots
    assert [p.relative_to(root).as_posix() for p in nested_projects(root)] == ["bots/other"]


def test_a_redefined_pattern_replaces_the_default(tmp_path: Path) -> None:
    root = write(tmp_path, {"p.yml": FLOW.format(name="pattern_completed")})
    completed = load_project(root).flows["pattern_completed"]
    assert completed.position.path == "p.yml"


def test_a_broken_file_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "bad.yml": "flows:\n  a: [\n",
            "good.yml": FLOW.format(name="good"),
            "helm.yml": "{{ if x }}\nname: [\n",
        },
    )
    project = load_project(root)
    assert [(p.path, p.line, p.code) for p in project.report.problems] == [
        ("bad.yml", 3, "yaml.invalid")
    ]
    assert "good" in project.flows


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        load_project(tmp_path / "nowhere")
