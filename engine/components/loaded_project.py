"""The project of this process: its flows and domain, read once and shared by the components.

Rasa makes components by itself and passes them no project; the folder is the working directory,
where every Rasa command runs, or ``ACCUEIL_PROJECT``.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path

from engine.flows.flow_set import FlowSet
from engine.flows.normaliser import normalised_domain
from engine.flows.project import Project, load_project
from engine.tenants import FOLDER as TENANTS
from engine.tenants import load_tenants


def project_root() -> Path:
    """Return the folder of the project."""
    return Path(os.environ.get("ACCUEIL_PROJECT") or Path.cwd())


def _root() -> Path:
    return _resolved(os.getcwd(), os.environ.get("ACCUEIL_PROJECT", ""))


# A turn asks several times, and resolving a path asks the file system about each of its folders.
@lru_cache(maxsize=4)
def _resolved(folder: str, named: str) -> Path:
    return Path(folder, named).resolve()


@lru_cache(maxsize=4)
def _loaded(root: Path) -> Project:
    return load_project(root)


def loaded_project() -> Project:
    """Return the project, read at the first call."""
    return _loaded(_root())


def flows_of(sender: str) -> FlowSet:
    """Return the flows that the tenant of ``sender`` has switched on; all for a plain Rasa sender.

    >>> "saluer" in flows_of("paroisse:c4f2")
    True
    """
    return _enabled_flows(_root(), sender.partition(":")[0])


@lru_cache(maxsize=256)
def _enabled_flows(root: Path, tenant: str) -> FlowSet:
    flows = _loaded(root).flows
    if not (root / TENANTS).is_dir():
        return flows
    tenants = load_tenants(root)
    return flows.limited_to(tenants[tenant].enabled_flows) if tenant in tenants else flows


def reload_project() -> Project:
    """Read the project again and return it."""
    _resolved.cache_clear()
    _loaded.cache_clear()
    _enabled_flows.cache_clear()
    return loaded_project()


def domain_fingerprint(project: Project) -> str:
    """Return a hash of all that a trained model takes from the flows and the domain.

    The texts of responses are not part of it: they are read live, and changing one trains nothing.
    """
    domain = normalised_domain(project)
    domain["responses"] = sorted(domain.get("responses", ()))
    text = json.dumps([domain, sorted(project.flows)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
