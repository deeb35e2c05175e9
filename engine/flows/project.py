"""A project folder, read: every YAML file that matters, its domain and its flows.

>>> project = load_project(Path("."))
>>> sorted(project.flows)[:2]
['adresse', 'aide']

It loads any Rasa project: a domain file or folder, flows wherever they lie, mixed files included.
Nothing is trained and Rasa is not imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.errors import ProjectError, YamlError
from engine.flows.domain import Domain, read_domain
from engine.flows.domain_shape import check_domain
from engine.flows.flow_set import FlowSet
from engine.flows.reader import read_flows
from engine.flows.records import Flow
from engine.flows.report import Report
from engine.flows.source import Position, YamlMap, read_file

_PATTERNS = Path(__file__).resolve().parent / "patterns"
#: Folders that hold no sources of a project.
_SKIPPED = frozenset(
    {"node_modules", "models", "results", "var", "site-packages", "__pycache__", "venv", "env"}
)
_TEST_FOLDERS = frozenset({"tests", "test", "e2e_tests"})
DOMAIN_KEYS = frozenset(
    {"slots", "responses", "actions", "intents", "entities", "forms", "session_config"}
)
#: Keys of files that are no domain although they may hold some of its keys.
_OTHER_FILES = frozenset({"pipeline", "policies", "recipe", "test_cases", "stories", "rules"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML file of the project."""

    # Relative to the project folder, with forward slashes.
    path: str
    content: YamlMap


@dataclass(frozen=True, kw_only=True, eq=False)
class Project:
    """What the checks look at."""

    root: Path
    documents: tuple[Document, ...]
    # Documents with flows, in the order in which they are read.
    flow_documents: tuple[Document, ...]
    # Documents that make up the domain, in the order in which they are merged.
    domain_documents: tuple[Document, ...]
    # The project's domain with the defaults of the patterns added.
    domain: Domain
    # The project's domain alone.
    own_domain: Domain
    # The project's flows as read, patterns that it redefines included, in the order of the files.
    own_flows: tuple[Flow, ...]
    # All flows, default patterns included.
    flows: FlowSet
    # Faults found while reading.
    report: Report
    # Intents that the training data knows.
    trained_intents: dict[str, Position]


def load_project(root: Path) -> Project:
    """Read the project in ``root``; faults are collected in ``report``, never raised.

    Raises :class:`~engine.errors.ProjectError` when ``root`` is no folder.
    """
    if not root.is_dir():
        raise ProjectError(f"{root}: no such folder")
    report = Report()
    documents = tuple(_documents(root, report))
    flow_documents = tuple(d for d in documents if "flows" in d.content and not _is_test(d))
    domain_documents = tuple(_domain_documents(documents))
    own_flows = tuple(
        flow for document in flow_documents for flow in read_flows(document.content, report)
    )
    for document in documents:
        if document in flow_documents or document in domain_documents:
            alone = _is_main_domain(document.path) and "flows" not in document.content
            check_domain(document.content, report, own_file=alone)
    own_domain = read_domain(
        [d.content for d in domain_documents],
        declared=any("slots" in d.content or "responses" in d.content for d in domain_documents),
    )
    default_flows, default_documents = _default_patterns()
    domain = read_domain([*default_documents, *(d.content for d in domain_documents)])
    redefined = {flow.id for flow in own_flows}
    flows = FlowSet(
        [*own_flows, *(flow for flow in default_flows if flow.id not in redefined)], domain
    )
    return Project(
        root=root,
        documents=documents,
        flow_documents=flow_documents,
        domain_documents=domain_documents,
        domain=domain,
        own_domain=own_domain,
        own_flows=own_flows,
        flows=flows,
        report=report,
        trained_intents=_trained_intents(documents),
    )


@lru_cache(maxsize=1)
def _default_patterns() -> tuple[tuple[Flow, ...], tuple[YamlMap, ...]]:
    report = Report()
    documents = [
        read_file(file, f"engine/flows/patterns/{file.name}")
        for file in sorted(_PATTERNS.glob("*.yml"))
    ]
    flows = tuple(flow for document in documents for flow in read_flows(document, report))
    if report.problems:
        raise ProjectError(f"a default pattern is faulty: {report.problems[0]}")
    return flows, tuple(documents)


def default_pattern_names() -> tuple[str, ...]:
    """Return the reserved names that have a default."""
    return tuple(flow.id for flow in _default_patterns()[0])


def default_pattern_documents() -> tuple[YamlMap, ...]:
    """Return the YAML of the default patterns, for the slots and responses that they bring."""
    return _default_patterns()[1]


# -- files -----------------------------------------------------------------------------------


def _documents(root: Path, report: Report) -> Iterator[Document]:
    for file in source_files(root, (".yml", ".yaml")):
        path = file.relative_to(root.resolve()).as_posix()
        try:
            content = read_file(file, path)
        except YamlError as error:
            if _may_matter(file):
                at = Position(error.path, error.line, error.column)
                report.error("yaml.invalid", at, error.reason)
            continue
        if isinstance(content, YamlMap):
            yield Document(path=path, content=content)


def _may_matter(file: Path) -> bool:
    """Tell whether a broken file is one of ours: other tools keep templates that look like YAML."""
    text = file.read_bytes()
    keys = (b"flows:", b"slots:", b"responses:", b"nlu:", b"intents:", b"actions:")
    return any(text.startswith(key) or b"\n" + key in text for key in keys)


def source_files(root: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the project's own files of some kinds, those of tools and of other people left out."""
    for entry in sorted(root.resolve().iterdir()):
        if entry.name.startswith(".") or entry.is_symlink() or entry == _PATTERNS:
            continue
        if entry.is_dir():
            # Our default patterns are no part of a project, not even of ours.
            if entry.name == _PATTERNS.name and entry.resolve() == _PATTERNS:
                continue
            if _is_own_folder(entry):
                yield from source_files(entry, suffixes)
        elif entry.suffix in suffixes:
            yield entry


def _is_own_folder(folder: Path) -> bool:
    skipped = folder.name in _SKIPPED or (folder / "pyvenv.cfg").exists()
    return not skipped and not _is_project(folder)


def _is_project(folder: Path) -> bool:
    """Tell whether a folder has a recipe and a domain of its own: another assistant lives there."""
    recipe = any((folder / name).is_file() for name in ("config.yml", "config.yaml"))
    domain = any((folder / name).exists() for name in ("domain.yml", "domain.yaml", "domain"))
    return recipe and domain


def nested_projects(root: Path) -> Iterator[Path]:
    """Yield the projects below ``root``, those inside them too; those of tests are left out."""
    for entry in sorted(root.resolve().iterdir()):
        hidden = entry.name.startswith(".") or entry.is_symlink() or entry.name in _SKIPPED
        if hidden or not entry.is_dir() or entry.name in _TEST_FOLDERS:
            continue
        if _is_project(entry):
            yield entry
        yield from nested_projects(entry)


def _is_test(document: Document) -> bool:
    """Tell whether a file belongs to the tests: what is broken there is broken on purpose."""
    first = document.path.split("/", 1)[0]
    return first in _TEST_FOLDERS or "test_cases" in document.content


def _domain_documents(documents: tuple[Document, ...]) -> Iterator[Document]:
    """Yield the domain file or folder, then what other files declare beside their flows."""
    candidates = [
        d
        for d in documents
        if not DOMAIN_KEYS.isdisjoint(d.content)
        and _OTHER_FILES.isdisjoint(d.content)
        and not _is_test(d)
    ]
    main = [d for d in candidates if _is_main_domain(d.path)]
    # Next to a main domain, only files that Rasa reads too: those with flows or training data.
    for document in candidates:
        if document in main or not main or not {"flows", "nlu"}.isdisjoint(document.content):
            yield document


def _is_main_domain(path: str) -> bool:
    first = path.split("/", 1)[0]
    return path in ("domain.yml", "domain.yaml") or (first == "domain" and "/" in path)


def _trained_intents(documents: tuple[Document, ...]) -> dict[str, Position]:
    found: dict[str, Position] = {}
    for document in documents:
        nlu: Any = document.content.get("nlu")
        for item in nlu if isinstance(nlu, list) else ():
            if isinstance(item, YamlMap) and item.get("intent"):
                found.setdefault(str(item["intent"]), item.position_of_value("intent"))
    return found
