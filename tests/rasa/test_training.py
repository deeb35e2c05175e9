"""A model is trained again when, and only when, something that it was made from has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.components.training import fingerprint
from tests.rasa.conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the fingerprint looks at."""
    for folder in ("config", "data/nlu", "domain", "flows", "engine/intents", "engine/components"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(ROOT / "engine/french/moments", tmp_path / "engine/french/moments")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "file",
    [
        "config/config.yml",
        "data/nlu/saluer.yml",
        "engine/intents/training.py",
        "engine/french/moments/dates.py",
        "engine/components/intent_classifier.py",
    ],
)
def test_what_is_learnt_from_counts(project: Path, file: str) -> None:
    before = fingerprint(project)
    with (project / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert fingerprint(project) != before


def test_texts_for_people_do_not(project: Path) -> None:
    before = fingerprint(project)
    domain = project / "domain" / "renseignement.yml"
    text = domain.read_text(encoding="utf-8")
    domain.write_text(text + "\n# changed\n", encoding="utf-8")
    assert fingerprint(project) == before
