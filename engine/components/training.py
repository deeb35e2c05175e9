"""Trains the model when, and only when, something that it depends on has changed.

The fingerprint covers the recipe, the training data, the names in the domain and the flows, the
components of this project and the versions of the libraries that compute. Texts of responses and of
tenants are read live: changing one trains nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from engine.components.model import latest_model
from engine.errors import ProjectError
from engine.flows.project import load_project
from engine.loaded_project import domain_fingerprint

MODELS = Path("var/models")
#: What Rasa says while it trains, which is much.
LOG = Path("var/logs/train.log")
_RECIPE = Path("config/config.yml")
_FINGERPRINT = "fingerprint"
#: Folders of ``data`` that nothing is learnt from: they are searched, or loaded into tables.
_NOT_LEARNT = frozenset({"knowledge", "demo"})
#: Rooms whose code decides what is learnt from an example.
_LEARNING = ("engine/intents", "engine/french/moments")
_OWN_PART = re.compile(r"(engine\.components\.\w+)\.\w+")
_LIBRARIES = ("rasa", "scikit-learn", "spacy", "numpy")


def fingerprint(root: Path) -> str:
    """Return the hash of everything that a model of ``root`` depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        digest.update(f"{library}={importlib.metadata.version(library)}".encode())
    digest.update(examples_fingerprint(root).encode())
    _add(digest, root, _parts(root))
    digest.update(domain_fingerprint(load_project(root)).encode())
    return digest.hexdigest()


def examples_fingerprint(root: Path) -> str:
    """Return the hash of what a designer teaches: the recipe and the training data."""
    digest = hashlib.sha256()
    _add(digest, root, (root / _RECIPE, *_examples(root)))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, root: Path, files: Iterable[Path]) -> None:
    for file in files:
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(file.read_bytes())


def _examples(root: Path) -> Iterator[Path]:
    data = root / "data"
    for file in sorted(data.glob("**/*.yml")):
        if file.relative_to(data).parts[0] not in _NOT_LEARNT:
            yield file


def _parts(root: Path) -> Iterator[Path]:
    """Yield the code that a model depends on: the components that the recipe names, and theirs."""
    for room in _LEARNING:
        yield from sorted((root / room).glob("*.py"))
    recipe = (root / _RECIPE).read_text(encoding="utf-8")
    for name in sorted(set(_OWN_PART.findall(recipe))):
        if (file := root / f"{name.replace('.', '/')}.py").exists():
            yield file


def trained_model(root: Path) -> Path | None:
    """Return the model that is up to date, or None when there is something to train."""
    stored = root / MODELS / _FINGERPRINT
    if not stored.exists() or stored.read_text() != fingerprint(root):
        return None
    return latest_model(root / MODELS)


def train(root: Path) -> Path:
    """Train a model of ``root``, whatever there is; older ones are removed.

    Raises ``ProjectError`` when Rasa does not produce one.
    """
    from rasa.model_training import train as train_with_rasa

    before = fingerprint(root)
    result = train_with_rasa(
        domain=str(root / "domain.yml"),
        config=str(root / _RECIPE),
        training_files=[str(root / "data")],
        output=str(root / MODELS),
        force_training=True,
    )
    if result.code != 0 or not result.model:
        raise ProjectError(f"training ended with code {result.code} and no model")
    model = Path(result.model)
    for old in model.parent.glob("*.tar.gz"):
        if old.resolve() != model.resolve():
            old.unlink()
    (root / MODELS / _FINGERPRINT).write_text(before)
    return model


def ensure_model(root: Path, tick: Callable[[], None] = lambda: None) -> bool:
    """Train, if there is something to train, in a process of its own; tell whether it was.

    What training loads would stay in the memory of a server. ``tick`` is called every two seconds.
    Raises ``ProjectError`` that names the log when the training fails.
    """
    if trained_model(root) is not None:
        return False
    log = root / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        training = subprocess.Popen(
            [sys.executable, "-m", "engine", "train"],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=root,
        )
        while training.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                training.wait(timeout=2)
            tick()
    if training.returncode:
        raise ProjectError(f"training failed; {LOG} says why")
    return True
