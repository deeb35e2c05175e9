"""Which project a process works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.components.loaded_project import loaded_project, reload_project


def project(folder: Path, flow: str) -> Path:
    folder.mkdir()
    (folder / "flows.yml").write_text(
        f"flows:\n  {flow}:\n    description: Une question.\n    steps:\n      - noop: true\n"
        "        next: END\n"
    )
    (folder / "domain.yml").write_text('version: "3.1"\n')
    return folder


def test_the_working_directory_is_the_project_and_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    monkeypatch.chdir(project(tmp_path / "one", "un"))
    first = loaded_project()
    assert "un" in first.flows
    assert loaded_project() is first


def test_another_working_directory_is_another_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    monkeypatch.chdir(project(tmp_path / "one", "un"))
    assert "un" in loaded_project().flows
    monkeypatch.chdir(project(tmp_path / "two", "deux"))
    assert "deux" in loaded_project().flows


@pytest.mark.parametrize("relative", [True, False])
def test_a_named_project_goes_before_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relative: bool
) -> None:
    monkeypatch.chdir(project(tmp_path / "one", "un"))
    named = project(tmp_path / "two", "deux")
    monkeypatch.setenv("ACCUEIL_PROJECT", "../two" if relative else str(named))
    assert "deux" in loaded_project().flows


def test_a_change_is_seen_after_reading_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    folder = project(tmp_path / "one", "un")
    monkeypatch.chdir(folder)
    assert "un" in loaded_project().flows
    text = (folder / "flows.yml").read_text().replace("un:", "trois:")
    (folder / "flows.yml").write_text(text)
    assert "trois" not in loaded_project().flows
    assert "trois" in reload_project().flows
