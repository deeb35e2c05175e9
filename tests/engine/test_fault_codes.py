"""Every code that can be reported has its paragraph, and what the paragraphs show is true.

The codes are found in the source: where a problem is reported, the code stands as a text, or is put
together of the kind of file and the fault (``f"{where.room}.wrong_type"``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.errors import Problem, ProjectError
from engine.flows.checks import all_checks
from engine.flows.checks.reference import Explanation, errors_page, explanations
from engine.flows.conversations import load_case
from engine.flows.source import read_text
from engine.intents.recipe import check_recipe
from engine.knowledge.folder import check_knowledge
from engine.tenants import check_tenants
from tests.architecture.sources import Source, sources

ROOT = Path(__file__).resolve().parents[2]
PARISH = yaml.safe_load((ROOT / "config/tenants/paroisse.yml").read_text(encoding="utf-8"))
_CODE = re.compile(r"[a-z]+\.[a-z_]+")
_REPORTS = frozenset({"error", "warning", "note", "add"})

#: Not a part of a file that can be tried alone: a name, two files, a key that is written twice.
_TOLD_IN_WORDS = frozenset(
    {
        "tenant.bad_name",
        "tenant.duplicate_account",
        "tenant.duplicate_key",
        "knowledge.bad_name",
        "knowledge.long_answer",
        "knowledge.unknown_file",
        "knowledge.unknown_tenant",
        "project.unreadable",
    }
)


# -- what the code can report ----------------------------------------------------------------


@lru_cache(maxsize=1)
def reported_codes() -> set[str]:
    """Return every code that the engine's sources report."""
    engine = [source for source in sources() if source.module.startswith("engine")]
    whole = {code for source in engine for code in _whole_codes(source)}
    return whole | set(_codes_of_shapes(engine)) | set(_codes_of_written(engine))


def _whole_codes(source: Source) -> Iterator[str]:
    """Yield the codes that stand as a text where something is reported."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        given = [word.value for word in node.keywords if word.arg == "code"]
        if isinstance(node.func, ast.Attribute) and node.func.attr in _REPORTS:
            given += node.args[:1]
        for value in given:
            yield from (text for text in _texts(value) if _CODE.fullmatch(text))


def _codes_of_shapes(engine: list[Source]) -> Iterator[str]:
    """Yield what a shape reports of each kind of file: ``f"{where.room}.wrong_type"``."""
    faults = {
        str(node.values[1].value)
        for source in engine
        for node in ast.walk(source.tree)
        if isinstance(node, ast.JoinedStr)
        and len(node.values) == 2
        and isinstance(node.values[0], ast.FormattedValue)
        and ast.unparse(node.values[0].value) == "where.room"
        and isinstance(node.values[1], ast.Constant)
    }
    assert ".wrong_type" in faults, "the shapes report in another way now: look for it here"
    for room in {room for source in engine for room in _rooms(source)}:
        yield from (f"{room}{fault}" for fault in faults)


def _codes_of_written(engine: list[Source]) -> Iterator[str]:
    """Yield what the texts in a given form report: ``Written("bad_time", …)``."""
    for source in engine:
        written = {fault for fault in _faults_of_written(source) if fault}
        if not written:
            continue
        package = source.module.split(".")[:2]
        near = [other for other in engine if other.module.split(".")[:2] == package]
        rooms = {room for other in near for room in _rooms(other)}
        assert len(rooms) == 1, f"{source.path}: of which kind of file?"
        yield from (f"{room}.{fault}" for room in rooms for fault in written)


def _faults_of_written(source: Source) -> Iterator[str]:
    kinds = {"Written", "DateText", "HoursText", "ZoneName", "PhoneText"}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            named = [word.value for word in node.keywords if word.arg == "fault"]
            yield from (text for value in (named or node.args[:1]) for text in _texts(value))


def _rooms(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Where" and node.args:
            yield from _texts(node.args[0])


def _texts(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_source_is_read_as_it_is_written() -> None:
    """One of each kind: a text, a keyword, a shape, a text in a given form."""
    assert {
        "tenant.unknown_flow",
        "project.unreadable",
        "knowledge.missing_key",
        "conversation.wrong_type",
        "tenant.unknown_time_zone",
        "knowledge.bad_label",
    } <= reported_codes()


def test_every_code_that_can_be_reported_has_its_paragraph() -> None:
    missing = reported_codes() - set(all_checks()) - set(explanations())
    assert not missing, (
        f"write into engine/flows/checks/explanations/<room>.yml: {', '.join(sorted(missing))}"
    )


def test_no_paragraph_is_left_of_a_code_that_is_gone() -> None:
    assert set(explanations()) <= reported_codes()
    assert not set(explanations()) & set(all_checks())


@pytest.mark.parametrize("code", sorted(explanations()))
def test_a_paragraph_says_what_is_wrong_and_what_to_do(code: str) -> None:
    entry = errors_page().split(f"### `{code}`\n", 1)[1].split("\n### ", 1)[0]
    assert entry.count("```") == 2 and "\nCure: " in entry
    fault = explanations()[code]
    assert f"*{fault.severity}*" in entry
    assert fault.what.endswith((".", ":")) and fault.cure.endswith(".")


# -- what the paragraphs show ------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(set(explanations()) - _TOLD_IN_WORDS))
def test_the_example_has_the_fault(code: str, tmp_path: Path) -> None:
    fault = explanations()[code]
    found = {
        "tenant": _found_in_tenant,
        "knowledge": _found_in_document,
        "conversation": _found_in_conversation,
        "recipe": _found_in_recipe,
    }[code.partition(".")[0]](fault, tmp_path)
    assert (code, str(fault.severity)) in found, found


def _found_in_tenant(fault: Explanation, root: Path) -> set[tuple[str, str]]:
    """Put the part of the example into the file of the parish and check that."""
    file = root / "config" / "tenants" / "paroisse.yml"
    file.parent.mkdir(parents=True)
    content = _joined(PARISH, yaml.safe_load(fault.example))
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return _codes(check_tenants(root, {"saluer", "horaires_messe", *PARISH["session"]["flows"]}))


def _joined(whole: Any, part: Any) -> Any:
    if not isinstance(whole, dict) or not isinstance(part, dict):
        return part
    return {**whole, **{key: _joined(whole.get(key), value) for key, value in part.items()}}


def _found_in_document(fault: Explanation, root: Path) -> set[tuple[str, str]]:
    folder = root / "data" / "knowledge" / "paroisse"
    folder.mkdir(parents=True)
    (folder / (fault.file or "faq.yml")).write_text(fault.example, encoding="utf-8")
    return _codes(check_knowledge(root, {"paroisse"}))


def _found_in_recipe(fault: Explanation, root: Path) -> set[tuple[str, str]]:
    return _codes(
        check_recipe(read_text(fault.example, "config/config.yml"), {"saluer", "urgence"})
    )


def _found_in_conversation(fault: Explanation, root: Path) -> set[tuple[str, str]]:
    file = root / "adresse.exemple.yml"
    file.write_text(fault.example, encoding="utf-8")
    with pytest.raises(ProjectError) as raised:
        load_case(file, root)
    said = [line.split(" ", 3) for line in str(raised.value).splitlines()]
    return {(code, severity) for _, severity, code, _ in said}


def _codes(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(problem.code, str(problem.severity)) for problem in problems}
