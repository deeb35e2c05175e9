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

from engine.flows.normaliser import normalised_domain
from engine.flows.project import Project, load_project


def project_root() -> Path:
    """Return the folder of the project."""
    return Path(os.environ.get("ACCUEIL_PROJECT") or Path.cwd())


@lru_cache(maxsize=4)
def _loaded(root: Path) -> Project:
    return load_project(root)


def loaded_project() -> Project:
    """Return the project, read at the first call."""
    return _loaded(project_root().resolve())


def reload_project() -> Project:
    """Read the project again and return it."""
    _loaded.cache_clear()
    return loaded_project()


def domain_fingerprint(project: Project) -> str:
    """Return a hash of all that a trained model takes from the flows and the domain.

    The texts of responses are not part of it: they are read live, and changing one trains nothing.
    """
    domain = normalised_domain(project)
    domain["responses"] = sorted(domain.get("responses", ()))
    text = json.dumps([domain, sorted(project.flows)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
