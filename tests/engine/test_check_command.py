"""``python -m engine check`` from outside: what it prints, how it exits, what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.__main__ import main
from tests.engine.flows.checks.project_files import write_project

ROOT = Path(__file__).parents[2]

GOOD = {
    "flows/saluer.yml": (
        "flows:\n  saluer:\n    description: Saluer.\n"
        "    always_include_in_prompt: true\n    steps: [{action: utter_bonjour}]\n"
    ),
    "domain.yml": "responses:\n  utter_bonjour: [{text: Bonjour}]\n",
}
BAD = {
    "flows/saluer.yml": (
        "flows:\n  saluer:\n    description: Saluer.\n    steps:\n"
        "      - action: utter_bonjuor\n        next: fin\n"
    ),
    "domain.yml": (
        "responses:\n  utter_ask_a:\n    - text: Bonjour\n"
        "      buttons: [{title: a, payload: /SetSlots(}]\n"
    ),
}


def _check(root: Path, *options: str) -> int:
    return main(["check", "--project", str(root), *options])


def test_a_correct_project_gives_a_count_and_exit_code_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(write_project(tmp_path, GOOD)) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings, 1 note in 2 files\n"


def test_errors_are_printed_with_their_place_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(write_project(tmp_path, BAD)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("domain.yml:4:37: warning domain.malformed_payload ")
    assert lines[1].startswith("flows/saluer.yml:5:17: error flow.unknown_response ")
    assert lines[2].startswith("flows/saluer.yml:6:15: error flow.unknown_target ")
    assert lines[3] == "2 errors, 1 warning, 0 notes in 2 files"
    assert len(lines) == 4


def test_notes_are_shown_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _check(write_project(tmp_path, GOOD), "--notes")
    assert "flows/saluer.yml:4:5: note llm.prompt " in capsys.readouterr().out


def test_json_has_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _check(write_project(tmp_path, GOOD), "--format", "json") == 0
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem == {
        "path": "flows/saluer.yml",
        "line": 4,
        "column": 5,
        "severity": "note",
        "code": "llm.prompt",
        "message": problem["message"],
        "proposal": "",
    }


def test_strict_refuses_what_rasa_does_not_know(tmp_path: Path) -> None:
    files = {
        "flows.yml": "flows:\n  a:\n    description: A.\n    steps:\n"
        "      - {action: action_a, on_failure: b}\n      - {id: b, action: action_b}\n"
    }
    assert _check(write_project(tmp_path, files)) == 0
    assert _check(tmp_path, "--strict") == 1


def test_a_missing_folder_is_told_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(tmp_path / "nowhere") == 2
    assert "no such folder" in capsys.readouterr().err


def test_schemas_are_written_once_and_only_on_demand(tmp_path: Path) -> None:
    write_project(tmp_path, GOOD)
    schema = tmp_path / "var" / "schemas" / "flows.schema.json"
    _check(tmp_path, "--no-schemas")
    assert not schema.exists()
    _check(tmp_path)
    written = schema.stat().st_mtime_ns
    assert "utter_bonjour" in schema.read_text(encoding="utf-8")
    _check(tmp_path)
    assert schema.stat().st_mtime_ns == written


def test_a_folder_where_no_schema_can_be_written_is_no_fault(tmp_path: Path) -> None:
    write_project(tmp_path, {**GOOD, "var": "a file where the folder would be\n"})
    assert _check(tmp_path) == 0


def test_tenants_are_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_project(tmp_path, {**GOOD, "config/tenants/paroisse.yml": "nom: Paroisse\n"})
    assert _check(tmp_path) == 1
    assert "config/tenants/paroisse.yml:1:1: error tenant." in capsys.readouterr().out


def test_an_unknown_verb_proposes_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chek"]) == 2
    assert capsys.readouterr().err == "unknown verb 'chek'; did you mean 'check'?\n"


def test_help_lists_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "  check  " in capsys.readouterr().out


def test_this_project_is_correct(capsys: pytest.CaptureFixture[str]) -> None:
    code = _check(ROOT, "--no-schemas")
    assert code == 0, capsys.readouterr().out


def test_neither_rasa_nor_the_database_is_imported() -> None:
    script = (
        "import sys\nfrom engine.__main__ import main\n"
        f"main(['check', '--no-schemas', '--project', {str(ROOT)!r}])\n"
        "print({'rasa', 'sqlalchemy', 'sanic', 'spacy'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


def test_projects_in_folders_below_are_checked_by_themselves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    below = {f"bots/other/{path}": text for path, text in BAD.items()}
    files = {**GOOD, **below, "bots/other/config.yml": "recipe: default.v1\n"}
    assert _check(write_project(tmp_path, files)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "bots/other/domain.yml",
        "bots/other/flows/saluer.yml",
        "bots/other/flows/saluer.yml",
    ]
    assert lines[-1] == "2 errors, 1 warning, 1 note in 4 files"
