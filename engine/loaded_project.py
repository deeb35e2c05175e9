"""The project of this process: flows, domain and tenants, read once and shared by all its parts.

    loaded_project().flows                  # of the edition in service
    take_over(Edition.read(root))           # another one, from now on
    with seeing(edition):                   # one edition, whatever is taken over meanwhile
        ...

Rasa makes components by itself and passes them no project; the folder is the working directory,
where every Rasa command runs, or ``ACCUEIL_PROJECT``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from pathlib import Path

from engine.flows.flow_set import FlowSet
from engine.flows.normaliser import normalised_domain
from engine.flows.project import Project, load_project
from engine.tenants import FOLDER as TENANTS
from engine.tenants import LiveTenants, Tenants, load_tenants

#: Folders with files of a project, and how these end; files right in its folder count too.
FOLDERS = ("config", "data", "domain", "flows")
SUFFIXES = (".yml", ".yaml")

#: File, time of its last change, size.
Stamp = frozenset[tuple[str, int, int]]


class Edition:
    """The files of a project as they stood at one moment."""

    def __init__(self, project: Project, *, stamp: Stamp) -> None:
        self.project = project
        # Of its files, before the first one was opened.
        self.stamp = stamp
        self._flows: dict[str, FlowSet] = {}

    @classmethod
    def read(cls, root: Path) -> Edition:
        """Read the files in ``root``, which is absolute; what is wrong stands in the project."""
        stamp = stamp_of(root)
        return cls(load_project(root), stamp=stamp)

    @cached_property
    def tenants(self) -> Tenants:
        """The tenants, read at the first call. Raises ``ProjectError`` for faulty files."""
        return load_tenants(self.project.root)

    def flows_of(self, tenant: str) -> FlowSet:
        """Return the flows that ``tenant`` has switched on; all for one that is unknown."""
        if tenant not in self._flows:
            self._flows[tenant] = self._limited(tenant)
        return self._flows[tenant]

    def _limited(self, tenant: str) -> FlowSet:
        flows = self.project.flows
        if not (self.project.root / TENANTS).is_dir() or tenant not in self.tenants:
            return flows
        return flows.limited_to(self.tenants[tenant].enabled_flows)


def source_folders(root: Path) -> list[Path]:
    """Return ``root`` and every folder below it that may hold files of the project."""
    return [root, *(folder for name in FOLDERS for folder in _below(root / name))]


def _below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    yield folder
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.name.startswith((".", "__")):
            yield from _below(entry)


def stamp_of(root: Path) -> Stamp:
    """Return what tells that a file of the project changed since."""
    seen = set()
    for folder in source_folders(root):
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIXES) and entry.is_file():
                    status = entry.stat()
                    seen.add((entry.path, status.st_mtime_ns, status.st_size))
    return frozenset(seen)


def mark_of(stamp: Stamp) -> str:
    """Return a short text that is the same for the same files."""
    return hashlib.sha256(repr(sorted(stamp)).encode()).hexdigest()[:16]


_in_service: dict[Path, Edition] = {}
#: What the turn at work sees, whatever is taken over meanwhile.
_seen: ContextVar[Edition | None] = ContextVar("seen_edition", default=None)


def project_root() -> Path:
    """Return the folder of the project."""
    return Path(os.environ.get("ACCUEIL_PROJECT") or Path.cwd())


# A turn asks several times, and resolving a path asks the file system about each of its folders.
@lru_cache(maxsize=4)
def _resolved(folder: str, named: str) -> Path:
    return Path(folder, named).resolve()


def current_edition(root: Path | None = None) -> Edition:
    """Return the edition that this turn sees, else the one in service, of ``root`` if given."""
    seen = _seen.get()
    if seen is not None and (root is None or seen.project.root == root):
        return seen
    root = root or _resolved(os.getcwd(), os.environ.get("ACCUEIL_PROJECT", ""))
    if root not in _in_service:
        _in_service[root] = Edition.read(root)
    return _in_service[root]


def take_over(edition: Edition) -> None:
    """Put ``edition`` into service: whoever asks from now on gets it."""
    _in_service[edition.project.root] = edition


@contextmanager
def seeing(edition: Edition) -> Iterator[None]:
    """Let everything within see ``edition``."""
    token = _seen.set(edition)
    try:
        yield
    finally:
        _seen.reset(token)


def loaded_project() -> Project:
    """Return the project, read at the first call."""
    return current_edition().project


@lru_cache(maxsize=4)
def loaded_tenants(root: Path) -> Tenants:
    """Return the tenants of ``root``, always those of the edition in service.

    One object a process. Raises ``ProjectError`` for faulty files.
    """
    tenants = LiveTenants(lambda: current_edition(root).tenants)
    tenants.default  # noqa: B018  # read now: a start must fail, not a message
    return tenants


def flows_of(sender: str) -> FlowSet:
    """Return the flows that the tenant of ``sender`` has switched on; all for a plain Rasa sender.

    >>> "saluer" in flows_of("paroisse:c4f2")
    True
    """
    return current_edition().flows_of(sender.partition(":")[0])


def domain_fingerprint(project: Project) -> str:
    """Return a hash of all that a trained model takes from the flows and the domain.

    The texts of responses are not part of it: they are read live, and changing one trains nothing.
    """
    domain = normalised_domain(project)
    domain["responses"] = sorted(domain.get("responses", ()))
    text = json.dumps([domain, sorted(project.flows)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
