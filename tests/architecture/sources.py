"""The Python sources of the house as syntax trees, for the tests of its rules.

>>> imports(ast.parse("from engine.flows import state"), "engine.flows.run")
{'engine.flows', 'engine.flows.state'}
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("actions", "connectors", "engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One module."""

    # Relative to the project folder.
    path: str
    # "engine.flows.state"
    module: str
    text: str
    tree: ast.Module

    @property
    def imports(self) -> set[str]:
        """Dotted names that it imports, anywhere in it."""
        package = self.module if self.path.endswith("__init__.py") else ""
        return imports(self.tree, package or self.module.rpartition(".")[0])

    def imports_any(self, *packages: str) -> bool:
        """Tell whether it imports one of the packages or something in them."""
        return any(is_in(name, package) for name in self.imports for package in packages)


def is_in(name: str, package: str) -> bool:
    """Tell whether a dotted name is a package or something in it."""
    return name == package or name.startswith(f"{package}.")


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Return every module of the three rooms."""
    return tuple(_read(ROOMS))


@lru_cache(maxsize=1)
def sources_of_tests() -> tuple[Source, ...]:
    """Return every module of the tests."""
    return tuple(_read(("tests",)))


def _read(folders: tuple[str, ...]) -> Iterator[Source]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            relative = file.relative_to(ROOT)
            parts = relative.with_suffix("").parts
            text = file.read_text(encoding="utf-8")
            yield Source(
                path=relative.as_posix(),
                module=".".join(parts[:-1] if parts[-1] == "__init__" else parts),
                text=text,
                tree=ast.parse(text, str(relative)),
            )


def imports(tree: ast.AST, package: str) -> set[str]:
    """Return the dotted names imported in ``tree``; relative ones start at ``package``."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else ()), *filter(None, [node.module])])
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _names_a_module(node):
            found.add(str(node.args[0].value))  # type: ignore[attr-defined]
    return found


def _names_a_module(call: ast.Call) -> bool:
    """Recognise ``importlib.import_module("a.b")`` with a name that is written out."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    given = call.args[0] if call.args else None
    constant = isinstance(given, ast.Constant) and isinstance(given.value, str)
    return name == "import_module" and constant
