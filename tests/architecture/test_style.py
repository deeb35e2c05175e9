"""Sizes, names and what may happen at import: the rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, Source, sources, sources_of_tests
from tests.run_suites import SUITES

MODULE_LINES = 400
# Cases of one subject may make a longer list.
TEST_MODULE_LINES = 600
FUNCTION_LINES = 50
#: Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "constants"}
EMPTY_NAMES |= {"misc", "base_utils", "tools", "shared"}
#: Folders and files that the repository does not hold.
_NOT_OURS = {".git", ".venv", ".uv", ".env", ".rasa", ".hypothesis", "var", "models", "results"}
_NOT_OURS |= {"__pycache__", "build"}
#: What a module may call while it is imported: making values and registering definitions.
_HARMLESS = re.compile(
    r"(sa\.|sqlalchemy\.|re\.compile|logging\.getLogger|structlog\.get_logger|dataclass|field|"
    r"frozenset|set|dict|tuple|list|sorted|range|len|max|min|str|int|float|getattr|partial|"
    r"TypeVar|ParamSpec|NewType|Path|timedelta|date|time|datetime|MappingProxyType|Registry|"
    r"[A-Z]\w*|_[A-Z]\w*|.*\.(compile|resolve|register|add|parent|split|join|format|items|values|"
    r"keys|update|bindparams|lower|encode|strip|fromkeys|is_dir|exists|"
    # Makes Rasa run our actions: as much a registration as its own decorators.
    r"install))"
)


def every_source() -> list[Source]:
    return [*sources(), *sources_of_tests()]


def test_no_module_is_too_long() -> None:
    limits = [(sources(), MODULE_LINES), (sources_of_tests(), TEST_MODULE_LINES)]
    long = [
        f"{source.path} has {len(source.text.splitlines())} lines"
        for group, limit in limits
        for source in group
        if len(source.text.splitlines()) > limit
    ]
    assert long == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{source.path}:{node.lineno} {node.name} has {_length(node)} lines"
        for source in every_source()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _length(node) > FUNCTION_LINES
    ]
    assert long == []


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_name_says_what_is_inside() -> None:
    parts = {part for source in every_source() for part in source.module.split(".")}
    assert parts & EMPTY_NAMES == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [s.path for s in every_source() if s.tree.body and not ast.get_docstring(s.tree)]
    assert silent == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    silent = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in sources()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_but_definitions_happens_at_import() -> None:
    acting = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        if source.path != "engine/__main__.py"
        and not source.path.startswith("engine/storage/migrations/env")
        for node in source.tree.body
        if _acts(node)
    ]
    assert acting == []


def _acts(node: ast.stmt) -> bool:
    """Tell whether a statement of a module does something besides defining."""
    if isinstance(node, ast.For | ast.While | ast.With | ast.Delete | ast.Raise | ast.Assert):
        return True
    if isinstance(node, ast.Expr):
        calls = [node.value] if isinstance(node.value, ast.Call) else []
        return any(not _is_harmless(call) for call in calls)
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        return any(
            isinstance(inner, ast.Call) and ast.unparse(inner.func) in ("open", "exec", "eval")
            for inner in ast.walk(node.value)
        )
    return False


def _is_harmless(call: ast.Call) -> bool:
    return _HARMLESS.fullmatch(ast.unparse(call.func)) is not None


def test_no_test_runs_at_the_speed_of_the_clock() -> None:
    """A sleep in a test is either too short for a slow machine or too long for a fast one."""
    sleeping = [
        f"{source.path}:{node.lineno}"
        for source in sources_of_tests()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep"
    ]
    assert sleeping == []


def test_every_test_asserts_something() -> None:
    silent = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in sources_of_tests()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and source.path.rpartition("/")[2].startswith("test_")
        and not _asserts(node)
    ]
    assert silent == []


def _asserts(function: ast.AST) -> bool:
    """Tell whether a function asserts, expects an exception, or calls what does by its name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if re.search(
                r"raises|assert|check|expect|testmod|run_state_machine|validate|fail|\.sees", name
            ):
                return True
    return False


def test_every_test_folder_is_a_package() -> None:
    folders = {Path(source.path).parent for source in sources_of_tests()}
    assert [str(f) for f in sorted(folders) if not (ROOT / f / "__init__.py").exists()] == []


def test_every_test_belongs_to_one_suite() -> None:
    files = [s.path for s in sources_of_tests() if Path(s.path).name.startswith("test_")]
    lost = {file: len(_suites_of(file)) for file in files if len(_suites_of(file)) != 1}
    assert lost == {}


def _suites_of(file: str) -> list[str]:
    found = []
    for suite in SUITES:
        wanted = [path for path in suite.tests if not path.startswith("-")]
        left_out = [path.partition("=")[2] for path in suite.tests if path.startswith("--ignore=")]
        if _below(file, wanted) and not _below(file, left_out):
            found.append(suite.name)
    return found


def _below(file: str, folders: list[str]) -> bool:
    return any(file.startswith(f"{folder}/") for folder in folders)


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    place = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|workspace)/\w")
    named = []
    for file in _own_files(ROOT):
        text = file.read_text(encoding="utf-8", errors="replace")
        named += [f"{file.relative_to(ROOT)}: {m.group()}" for m in place.finditer(text)]
    assert named == []


def _own_files(folder: Path) -> Iterator[Path]:
    """Yield the texts of the repository: nothing that is fetched, generated or hidden by a tool."""
    for entry in sorted(folder.iterdir()):
        if entry.name in _NOT_OURS or entry.name.endswith((".egg-info", "_cache")):
            continue
        if entry.is_dir():
            yield from _own_files(entry)
        elif entry.suffix not in (".lock", ".pyc", ".png", ".gz"):
            yield entry
