"""``make test`` counts rightly, hides what passed and shows what failed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import run_suites
from tests.run_suites import Suite, main

TESTS = """\
import pytest
def test_good():
    assert True
@pytest.mark.parametrize("number", [1, 2])
def test_left_out(number):
    pytest.skip("no server here")
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_suites, "ROOT", tmp_path)
    monkeypatch.setattr(run_suites, "LOGS", tmp_path / "logs")
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "test_good.py").write_text(TESTS)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *suites: Suite, names: tuple[str, ...] = ()) -> int:
    monkeypatch.setattr(run_suites, "SUITES", suites)
    return main(names)


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_tests_are_counted_and_skips_say_why(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(monkeypatch, Suite(name="good", tests=("good",)))
    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0].startswith("good           ok         1 passed   0 failed   2 skipped")
    assert any(line.startswith("skipped in good: 2 because") for line in lines)
    assert any("no server here" in line for line in lines)
    assert lines[-1] == "1 passed, 0 failed, 2 skipped"


def test_what_passed_stays_in_its_log_and_what_failed_is_shown(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = Suite(name="quiet", command=python("print('all is well')"))
    loud = Suite(name="loud", command=python("print('something broke'); raise SystemExit(3)"))
    assert run(monkeypatch, quiet, loud) == 1
    out = capsys.readouterr().out
    assert "something broke" in out and "all is well" not in out
    assert (root / "logs" / "quiet.log").read_text() == "all is well\n"
    assert out.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"


@pytest.mark.parametrize(
    "text", ["def test_bad():\n    assert 1 == 2\n", "import nowhere\n", "import os\nos._exit(9)\n"]
)
def test_a_suite_that_breaks_is_a_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (root / "good" / "test_bad.py").write_text(text)
    assert run(monkeypatch, Suite(name="good", tests=("good",))) == 1


def test_a_suite_that_hangs_is_ended(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_suites, "PATIENCE", 0.2)
    hanging = Suite(name="hanging", command=python("import threading; threading.Event().wait()"))
    assert run(monkeypatch, hanging) == 1
    assert "no end after" in (root / "logs" / "hanging.log").read_text()


def test_a_program_that_is_not_there_is_a_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, Suite(name="lint", command=("no-such-program",))) == 1


def test_a_folder_that_is_not_there_is_skipped_aloud(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, Suite(name="later", tests=("later",))) == 0
    assert "skipped in later: 1 because there is no later" in capsys.readouterr().out


def test_only_named_suites_run_and_slow_ones_only_when_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = (
        Suite(name="one", command=python("")),
        Suite(name="two", command=python(""), usual=False),
    )
    run(monkeypatch, *suites)
    assert "two" not in capsys.readouterr().out
    run(monkeypatch, *suites, names=("two",))
    assert "one" not in capsys.readouterr().out
    assert run(monkeypatch, *suites, names=("three",)) == 2
