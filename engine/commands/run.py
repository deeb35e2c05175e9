"""Start everything: migrate the database, train if needed, open the doors, say where to talk."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from engine.errors import AccueilError, Severity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``run``."""
    parser.add_argument("--port", type=int, help="port to listen on instead of PORT")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; 1 when the start is refused, with one sentence that says why."""
    try:
        return _serve(args.port)
    except AccueilError as error:
        print(f"cannot start: {error}", file=sys.stderr)
        return 1


class _Steps:
    """Prints one line for each step of the start, with its seconds."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def begin(self, what: str) -> None:
        self._at = time.perf_counter()
        print(f"  {what} …", end="", flush=True)

    def done(self, note: str = "") -> None:
        print(f" {note or 'ok'} ({time.perf_counter() - self._at:.1f} s)", flush=True)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began


def _serve(port: int | None) -> int:
    from engine.serving.logs import configure_logs
    from engine.settings import Settings
    from engine.storage.database import Database
    from engine.storage.migrations import migrate

    root = Path.cwd()
    if port is not None:
        # Links to this server are made from the settings; the actions read their own.
        os.environ["PORT"] = str(port)
    settings = Settings.load(root, os.environ)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    warnings.simplefilter("ignore")
    steps = _Steps()
    print("Accueil", flush=True)
    steps.begin("database")
    database = Database(settings.database_url)
    steps.done("migrated" if migrate(database) else "up to date")
    steps.begin("flows and tenants")
    steps.done(_checked(root))
    steps.begin("demonstration")
    steps.done(_load_demo(settings, database))
    steps.begin("knowledge")
    steps.done(_index(root))
    steps.begin("model")
    steps.done("trained" if _train(root) else "up to date")
    steps.begin("loading Rasa")
    runtime = _runtime(settings, database)
    steps.done()
    configure_logs(settings.log_level, settings.log_format)
    _listen(runtime, settings.host, port or settings.port, steps)
    return 0


def _checked(root: Path) -> str:
    """Refuse to start on an error that a person would meet."""
    from engine.loaded_project import current_edition
    from engine.serving.reloading import errors_of

    edition = current_edition(root)
    errors = errors_of(edition)
    if errors:
        raise AccueilError(
            "the project has errors (make check shows all):\n"
            + "\n".join(str(problem) for problem in errors[:10])
        )
    return f"{len(edition.project.flows.user_flows)} flows"


def _load_demo(settings: Any, database: Any) -> str:
    """Bring families to try things with, in development, into a house that has none."""
    from engine.families.demo import load_demo
    from engine.settings import Profile
    from engine.tenants import load_tenants

    if settings.profile is not Profile.DEVELOPMENT:
        return "none"
    tenants = load_tenants(settings.root)
    with database.transaction() as connection:
        loaded = load_demo(connection, settings.root, tenants, settings.keyring(), settings.now())
    return f"{loaded} families, codes in data/demo" if loaded else "left alone"


def _index(root: Path) -> str:
    """Bring the search indexes up to date; a file with a fault is told and left as it was."""
    import asyncio

    from engine.knowledge.library import Library
    from engine.knowledge.records import KnowledgeError
    from engine.tenants import load_tenants

    async def work() -> str:
        library = Library(root)
        answers = 0
        faults: list[str] = []
        for tenant in load_tenants(root):
            try:
                report = await library.index(tenant.id)
            except KnowledgeError as error:
                # People are told so when they ask; everything else works without it.
                faults.append(str(error))
                continue
            answers += report.chunks
            faults += [str(p) for p in report.problems if p.severity is Severity.ERROR]
        await library.aclose()
        return "\n    ".join([f"{answers} answers", *faults])

    return asyncio.run(work())


def _train(root: Path) -> bool:
    """Bring the model up to date; tell whether it was trained."""
    # Imported late: Rasa takes seconds, and a fault in the settings or the flows is told before.
    from engine.components.lean_imports import leave_out_unused

    leave_out_unused()
    from engine.components.training import ensure_model

    return ensure_model(root, lambda: print(".", end="", flush=True))


def _runtime(settings: Any, database: Any) -> Any:
    from engine.components.launch import brain_of
    from engine.serving.runtime import Runtime

    return Runtime.build(settings, database, lambda tenants: brain_of(settings, database, tenants))


def _listen(runtime: Any, host: str, port: int, steps: _Steps) -> None:
    from engine.serving.app import create_app

    app = create_app(runtime)
    # What is loaded stays. Left among the rest, every full collection of garbage would go through
    # it: a quarter of a second in which nobody is answered.
    gc.collect()
    gc.freeze()

    async def announce(*_: Any) -> None:
        base = f"http://{host}:{port}"
        print(f"  health      {base}/health   /ready", flush=True)
        for connection in runtime.connections:
            for notice in connection.notices:
                print("  " + notice.format(base=base), flush=True)
        # Last: whoever waits for this line finds all the others above it.
        print(f"ready after {steps.seconds:.1f} s", flush=True)

    app.after_server_start(announce)
    app.run(host=host, port=port, single_process=True, motd=False, access_log=False)
