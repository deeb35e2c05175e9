"""Whatever is written into a file: the checker does not fail, and names a place in it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.flows.steps.base import STEP_TYPES
from tests.engine.flows.checks.project_files import check_files

ROOT = Path(__file__).parents[4]
SOURCES = [
    *sorted((ROOT / "flows").rglob("*.yml")),
    *sorted((ROOT / "engine" / "flows" / "patterns").glob("*.yml")),
    ROOT / "domain.yml",
]
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in SOURCES}
WORDS = [
    "END",
    "next",
    "steps",
    "",
    "- ",
    "[]",
    "{}",
    "null",
    "true",
    "12",
    "if",
    "then",
    ":",
    "&a",
]

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """Return the name of a real file and its text after a few accidents."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    lines = TEXTS[name].split("\n")
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "indent", "dedent", "word", "swap"])):
            case "delete" if len(lines) > 1:
                del lines[index]
            case "double":
                lines.insert(index, lines[index])
            case "indent":
                lines[index] = "  " + lines[index]
            case "dedent":
                lines[index] = lines[index].removeprefix("  ")
            case "word":
                head, _, _ = lines[index].partition(":")
                lines[index] = f"{head}: {draw(st.sampled_from(WORDS))}"
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[index], lines[other] = lines[other], lines[index]
    return name, "\n".join(lines)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**20),
    st.sampled_from(
        ["END", "a", "slots.a is b", "{{context.x}}", "{% if", "/SetSlots(a)", "é", "["]
    ),
    st.floats(allow_nan=False),
)
KEYS = """
    id next if then else steps a description nlu_trigger intent utter rejections exit_if name values
    persisted_slots block_digressions type mappings conditions buttons payload title text metadata
"""
keys = st.sampled_from([*KEYS.split(), *STEP_TYPES])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=25,
)
documents = st.dictionaries(
    st.sampled_from(["flows", "slots", "responses", "actions", "intents", "entities", "forms"]),
    st.one_of(values, st.dictionaries(st.sampled_from(["a", "b", "pattern_x"]), values)),
    min_size=1,
)


def _assert_places(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for problem in check_files(Path(folder), files):
            lines = files[problem.path].count("\n") + 1
            assert 1 <= problem.line <= lines + 1, problem
            assert problem.column >= 1, problem
            assert problem.message and not problem.message.endswith("."), problem


@QUICK
@given(mutated())
def test_accidents_in_real_files(accident: tuple[str, str]) -> None:
    name, text = accident
    _assert_places({name: text})


@QUICK
@given(documents)
def test_any_value_where_flows_and_domains_are_expected(content: dict[str, Any]) -> None:
    # JSON is YAML: the document needs no other writer.
    _assert_places({"domain.yml": json.dumps(content, ensure_ascii=False)})


@QUICK
@given(st.dictionaries(st.sampled_from(["a", "b", "pattern_x"]), values, min_size=1))
def test_any_steps(flows: dict[str, Any]) -> None:
    body = {name: {"description": name, "steps": steps} for name, steps in flows.items()}
    _assert_places({"flows.yml": json.dumps({"flows": body}, ensure_ascii=False)})
