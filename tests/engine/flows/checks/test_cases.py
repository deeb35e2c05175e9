"""Every check has a file of cases: broken projects with the exact place of each fault, and twins.

A case lists everything that is found in its project, so a fault that causes a second report fails.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.flows.checks import all_checks
from tests.engine.flows.checks.project_files import check_files

CASES = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['title']}")
        for file in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    found = check_files(tmp_path, case["files"], strict=case.get("strict", False))
    places = [(p.path, p.line, p.column, p.severity.value, p.code) for p in found]
    expected = [
        (e["path"], e["line"], e["column"], e["severity"], e["code"]) for e in case["expect"]
    ]
    assert places == expected, "\n".join(map(str, found))
    for problem, expectation in zip(found, case["expect"], strict=True):
        assert expectation["message_contains"] in problem.message


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_every_check_finds_its_fault_and_leaves_a_correct_twin_alone(code: str) -> None:
    cases = yaml.safe_load((CASES / f"{code}.yml").read_text(encoding="utf-8"))
    assert any(e["code"] == code for case in cases for e in case["expect"])
    assert any(case["expect"] == [] for case in cases)


def test_no_case_is_left_of_a_check_that_is_gone() -> None:
    assert {file.stem for file in CASES.glob("*.yml")} == set(all_checks())


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_a_check_is_found_where_its_code_says_and_explains_itself(code: str) -> None:
    check = all_checks()[code]
    room, fault = code.split(".")
    assert check.find.__module__ == f"engine.flows.checks.{room}.{fault}"
    assert "::" in check.doc, "an example is missing"
    assert room == "llm" or code == "flow.extension" or "\nCure: " in check.doc
