"""``python -m engine index`` from outside, and the documents in ``python -m engine check``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.__main__ import main
from tests.engine.knowledge.chunks import FAQ, write_knowledge

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tenants = tmp_path / "config" / "tenants"
    tenants.mkdir(parents=True)
    shutil.copy(ROOT / "config" / "tenants" / "paroisse.yml", tenants)
    write_knowledge(tmp_path, faq__yml=FAQ)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_says_what_it_did(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 0
    assert main(["index", "paroisse"]) == 0
    assert main(["index", "--rebuild"]) == 0
    lines = [line.partition(" (")[0] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "paroisse: 2 answers, 2 new, 0 as before, 0 gone",
        "paroisse: 2 answers, 0 new, 2 as before, 0 gone",
        "paroisse: 2 answers, 2 new, 0 as before, 0 gone",
    ]


def test_a_fault_is_told_with_its_place_and_exit_code_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_knowledge(project, faq__yml=FAQ.replace("answer", "anwser", 1))
    assert main(["index"]) == 1
    assert main(["index", "--check"]) == 1
    assert main(["check", "--no-schemas"]) == 1
    out, err = capsys.readouterr()
    place = "data/knowledge/paroisse/faq.yml:4:5: error knowledge.unknown_key"
    assert place in err
    assert out.count(place) == 2


def test_a_question_shows_what_is_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--ask", "peut-on se garer ?"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "paroisse: sure"
    assert "parking  Où se garer ?" in second


def test_an_unknown_tenant_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "parroisse"]) == 2
    assert "did you mean 'paroisse'?" in capsys.readouterr().err
