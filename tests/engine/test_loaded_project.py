"""Which project a process works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.loaded_project import (
    Edition,
    current_edition,
    flows_of,
    loaded_project,
    loaded_tenants,
    seeing,
    take_over,
)


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


PARISH = (Path(__file__).parents[2] / "config/tenants/paroisse.yml").read_text(encoding="utf-8")


def with_tenant(folder: Path) -> Path:
    file = folder / "config/tenants/paroisse.yml"
    file.parent.mkdir(parents=True)
    file.write_text(PARISH, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_is_seen_once_it_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    folder = project(tmp_path / "one", "un")
    monkeypatch.chdir(folder)
    assert "un" in loaded_project().flows
    change(folder, "flows.yml", "un:", "trois:")
    assert "trois" not in loaded_project().flows
    take_over(Edition.read(folder))
    assert "trois" in loaded_project().flows
    assert "un" not in loaded_project().flows


def test_a_turn_sees_one_edition_from_its_beginning_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    folder = with_tenant(project(tmp_path / "one", "un"))
    monkeypatch.chdir(folder)
    tenants = loaded_tenants(folder)
    name = tenants["paroisse"].name
    with seeing(current_edition()):
        change(folder, "flows.yml", "un:", "trois:")
        change(folder, "config/tenants/paroisse.yml", f"name: {name}", "name: Autre")
        take_over(Edition.read(folder))
        assert "un" in loaded_project().flows
        assert "un" in flows_of("paroisse:c1")
        assert tenants["paroisse"].name == name
    assert "trois" in flows_of("paroisse:c1")
    assert tenants["paroisse"].name == "Autre"


def test_whoever_holds_the_tenants_sees_the_change(tmp_path: Path) -> None:
    folder = with_tenant(tmp_path)
    tenants = loaded_tenants(folder)
    assert tenants is loaded_tenants(folder)
    (folder / "config/tenants/ecole.yml").write_text(PARISH.replace("paroisse-meta", "ecole-meta"))
    assert len(tenants) == 1
    take_over(Edition.read(folder))
    assert [tenant.id for tenant in tenants] == ["ecole", "paroisse"]
    assert "ecole" in tenants


def test_flows_are_those_that_the_tenant_has_switched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCUEIL_PROJECT", raising=False)
    folder = with_tenant(project(tmp_path / "one", "un"))
    monkeypatch.chdir(folder)
    assert flows_of("paroisse:c1").enables("un")
    change(folder, "config/tenants/paroisse.yml", "enabled_flows: all", "enabled_flows: [autre]")
    assert flows_of("paroisse:c1").enables("un")
    take_over(Edition.read(folder))
    assert not flows_of("paroisse:c1").enables("un")
    assert flows_of("a plain sender").enables("un")
