"""Bring the search indexes of the tenants' documents up to date, or only check the documents.

::

    $ python -m engine index
    paroisse: 121 answers, 3 new, 118 as before, 0 gone (0.1 s)
    $ python -m engine index --ask "où se garer ?"
    paroisse: sure
      0.99  likeness .95  coverage 1.00  parking  Où se garer quand on vient à l’église ?

Exit code 1 when a file has a fault: what was read from it the last time is kept.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path

from engine.errors import ProjectError, Severity, did_you_mean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``index``."""
    parser.add_argument("tenant", nargs="*", help="tenants to index; all if left out")
    parser.add_argument("--check", action="store_true", help="only say what is wrong")
    parser.add_argument("--rebuild", action="store_true", help="begin with empty indexes")
    parser.add_argument("--ask", metavar="QUESTION", help="show what is found, and how surely")


def run(args: argparse.Namespace) -> int:
    """Index, check or ask; 1 when a file has a fault."""
    root = Path.cwd()
    tenants = _tenants(root, args.tenant)
    if args.check:
        return _check(root, tenants)
    return asyncio.run(_index(root, tenants, args.ask or "", rebuild=args.rebuild))


def _tenants(root: Path, wanted: list[str]) -> list[str]:
    """Return the tenants to look at. Raises ``ProjectError`` for one that does not exist."""
    from engine.tenants import load_tenants

    known = [tenant.id for tenant in load_tenants(root)]
    for tenant in wanted:
        if tenant not in known:
            proposal = did_you_mean(tenant, known) or f"known are {', '.join(known)}"
            raise ProjectError(f"no tenant is called {tenant!r}; {proposal}")
    return wanted or known


def _check(root: Path, tenants: list[str]) -> int:
    from engine.knowledge.folder import check_knowledge

    problems = check_knowledge(root, tenants)
    for problem in problems:
        print(problem)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


async def _index(root: Path, tenants: list[str], question: str, *, rebuild: bool) -> int:
    from engine.knowledge.library import INDEX_FOLDER, Library
    from engine.knowledge.sqlite_store import SqliteStore

    store = SqliteStore(root / INDEX_FOLDER)
    library = Library(root, store)
    failed = False
    for tenant in tenants:
        if rebuild:
            await store.drop_tenant(tenant)
        begun = time.perf_counter()
        report = await library.index(tenant)
        failed = failed or report.failed
        for problem in report.problems:
            print(problem, file=sys.stderr)
        if question:
            await _ask(library, tenant, question)
            continue
        print(
            f"{tenant}: {report.chunks} answers, {report.added} new, {report.unchanged} as before, "
            f"{report.removed} gone ({time.perf_counter() - begun:.1f} s)"
        )
    await library.aclose()
    return int(failed)


async def _ask(library: object, tenant: str, question: str) -> None:
    from engine.knowledge.library import Library

    assert isinstance(library, Library)
    verdict = await library.ask(tenant, question)
    print(f"{tenant}: {verdict.band}")
    for hit in verdict.hits:
        print(
            f"  {hit.score:.2f}  likeness {hit.likeness:.2f}  coverage {hit.coverage:.2f}  "
            f"{hit.chunk.chunk_id}  {hit.chunk.title}"
        )
