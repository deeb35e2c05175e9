"""Find every mistake in a project, without training and without Rasa.

::

    $ python -m engine check --project ../paroisse
    flows/saluer.yml:7:15: error flow.unknown_target flow 'saluer' has no step 'fin'; write END
    1 error, 0 warnings, 3 notes in 12 files

Exit code 1 when there is an error. Notes are counted in the text form and shown by ``--notes``; the
JSON form always has everything.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from engine.errors import Problem, ProjectError, Severity
from engine.flows.checks import run_checks
from engine.flows.project import Project, load_project, nested_projects


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "--project", type=Path, default=Path("."), metavar="DIR", help="folder of the project"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="form of the result"
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="refuse what Rasa does not know, and warn of what is not used",
    )
    parser.add_argument(
        "--notes", action="store_true", help="show notes too: features for language models"
    )
    parser.add_argument(
        "--no-schemas", action="store_true", help="do not write the schemas for editors"
    )


def run(args: argparse.Namespace) -> int:
    """Check a project and print what was found; return 1 when there is an error, else 0."""
    try:
        projects = _projects(args.project)
    except ProjectError as error:
        print(f"python -m engine check: {error}", file=sys.stderr)
        return 2
    problems = sorted(
        {
            problem
            for project in projects
            for problem in _problems(project, args.project, strict=args.strict)
        },
        key=lambda problem: problem.sort_key,
    )
    if not args.no_schemas:
        write_schemas(projects[0])
    if args.format == "json":
        print(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        _print_text(problems, sum(map(_count_files, projects)), notes=args.notes)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _projects(root: Path) -> list[Project]:
    """Return the project in ``root`` and those with flows in the folders below it.

    A folder with a recipe and a domain of its own is another assistant: its names are its own.
    """
    below = (load_project(folder) for folder in nested_projects(root)) if root.is_dir() else ()
    return [load_project(root), *(project for project in below if project.own_flows)]


def _problems(project: Project, root: Path, *, strict: bool) -> Iterable[Problem]:
    """Yield what is wrong with one project, its paths seen from ``root``."""
    folder = project.root.resolve().relative_to(root.resolve()).as_posix()
    found = (
        *run_checks(project, strict=strict),
        *_tenant_problems(project),
        *_knowledge_problems(project),
        *_recipe_problems(project),
    )
    for problem in found:
        yield problem if folder == "." else replace(problem, path=f"{folder}/{problem.path}")


def write_schemas(project: Project) -> None:
    """Write the schemas that know the names of ``project`` into its ``var/schemas``, for editors.

    A file that would not change is left alone; a folder that cannot be written is no fault.
    """
    # Imported late: with --no-schemas nobody needs it.
    from engine.flows.schema import project_names, project_schemas

    folder = project.root / "var" / "schemas"
    schemas = dict(project_schemas(project))
    if (project.root / "config" / "tenants").is_dir():
        from engine.tenants import tenant_schema

        schemas["tenant"] = tenant_schema(project_names(project))
    for name, schema in schemas.items():
        text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
        file = folder / f"{name}.schema.json"
        try:
            if file.exists() and file.read_text(encoding="utf-8") == text:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return


def _tenant_problems(project: Project) -> Iterable[Problem]:
    if not (project.root / "config" / "tenants").is_dir():
        return ()
    # Imported late and only where there are tenants: other projects do not pay for it.
    from engine.tenants import check_tenants

    return check_tenants(project.root, {flow.id for flow in project.own_flows})


def _knowledge_problems(project: Project) -> Iterable[Problem]:
    if not (project.root / "data" / "knowledge").is_dir():
        return ()
    # Imported late for the same reason.
    from engine.knowledge.folder import check_knowledge

    tenants = {file.stem for file in (project.root / "config" / "tenants").glob("*.y*ml")}
    return check_knowledge(project.root, tenants)


def _recipe_problems(project: Project) -> Iterable[Problem]:
    # Imported late for the same reason.
    from engine.intents.recipe import check_recipes

    return check_recipes(project)


def _count_files(project: Project) -> int:
    """Return how many files were looked at: flows, domain and training data."""
    trained = {at.path for at in project.trained_intents.values()}
    looked_at = (*project.flow_documents, *project.domain_documents)
    return len(trained | {document.path for document in looked_at})


def _print_text(problems: Iterable[Problem], files: int, *, notes: bool) -> None:
    problems = list(problems)
    for problem in problems:
        if notes or problem.severity is not Severity.NOTE:
            print(problem)
    found = Counter(problem.severity for problem in problems)
    counts = ", ".join(_plural(found[severity], severity.value) for severity in Severity)
    print(f"{counts} in {_plural(files, 'file')}")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _as_json(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "proposal": problem.proposal,
    }
