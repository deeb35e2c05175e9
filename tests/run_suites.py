"""``make test``: every suite in turn, one line each, details only of what failed.

::

    python tests/run_suites.py                 # all suites that need no server
    python tests/run_suites.py check flows     # some of them
    python tests/run_suites.py --list

The whole output of each suite is kept in ``var/test-logs/<suite>.log``. The last line counts tests:
``512 passed, 0 failed, 3 skipped``; a suite that is no test runner counts as one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "var" / "test-logs"
BIN = Path(sys.executable).parent
#: A suite that takes longer than this hangs, in seconds.
PATIENCE = 900
#: Lines of a failed suite's log that are shown.
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One line of the report."""

    name: str
    # What it runs; for pytest, the paths only.
    command: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    # False for what only runs when it is named: it repeats others in a slower way.
    usual: bool = True


#: From the quickest to the slowest, so that a mistake shows early.
SUITES = (
    Suite(name="check", command=(sys.executable, "-m", "engine", "check", "--no-schemas")),
    Suite(name="lint", command=(str(BIN / "ruff"), "check", ".")),
    Suite(name="format", command=(str(BIN / "ruff"), "format", "--check", ".")),
    Suite(name="architecture", tests=("tests/architecture",)),
    Suite(name="conversations", tests=("tests/conversations",)),
    Suite(name="types", command=(str(BIN / "mypy"),)),
    Suite(name="actions", tests=("tests/actions",)),
    Suite(name="flows", tests=("tests/engine/flows",)),
    Suite(name="engine", tests=("tests/engine", "--ignore=tests/engine/flows")),
    Suite(name="connectors", tests=("tests/connectors",)),
    Suite(name="model", command=(sys.executable, "-m", "engine", "train")),
    Suite(name="rasa", tests=("tests/rasa",)),
    Suite(name="acceptance", tests=("tests/acceptance",)),
    Suite(
        name="rasa-core",
        command=(
            *(str(BIN / "rasa"), "test", "core", "--model", "var/models"),
            *("--stories", "tests/stories", "--out", "var/test-logs/rasa-core"),
            "--fail-on-prediction-errors",
        ),
        usual=False,
    ),
    Suite(
        name="rasa-nlu",
        command=(
            *(str(BIN / "rasa"), "test", "nlu", "--model", "var/models"),
            *("--nlu", "tests/nlu", "--out", "var/test-logs/rasa-nlu", "--no-plot"),
        ),
        usual=False,
    ),
)


@dataclass(slots=True, kw_only=True)
class Result:
    """What became of one suite."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # Reason -> number of tests that were skipped for it.
    reasons: Counter[str] = field(default_factory=Counter)
    note: str = ""


def main(arguments: Sequence[str]) -> int:
    """Run the suites that ``arguments`` name, or the usual ones; 1 when anything failed."""
    known = {suite.name: suite for suite in SUITES}
    if list(arguments) == ["--list"]:
        print("\n".join(known))
        return 0
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f"unknown suites: {', '.join(unknown)}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in arguments] or [suite for suite in SUITES if suite.usual]
    LOGS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    results = {suite.name: run(suite) for suite in chosen}
    for name, result in results.items():
        for reason, count in result.reasons.items():
            print(f"skipped in {name}: {count} because {reason}")
    total = [
        sum(getattr(result, what) for result in results.values())
        for what in ("passed", "failed", "skipped")
    ]
    print(f"{time.monotonic() - started:.0f} s; logs in {LOGS.relative_to(ROOT)}/")
    print("{} passed, {} failed, {} skipped".format(*total))
    return int(bool(total[1]))


def run(suite: Suite) -> Result:
    """Run one suite, print its line and, when it failed, the end of its log."""
    missing = [path for path in suite.tests if path[0] != "-" and not (ROOT / path).is_dir()]
    if missing:
        result = Result(skipped=1, reasons=Counter([f"there is no {missing[0]}"]))
        _print_line(suite, result, 0.0)
        return result
    if sys.stdout.isatty():
        print(f"  {suite.name} …", end="\r", flush=True)
    started = time.monotonic()
    log = LOGS / f"{suite.name}.log"
    report = log.with_suffix(".xml")
    report.unlink(missing_ok=True)
    code = _execute(_command(suite, report), log)
    result = _read_report(report, code) if suite.tests else _verdict(code)
    result.note = _note(suite)
    _print_line(suite, result, time.monotonic() - started)
    if result.failed:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN:]
        print("\n".join(f"    {line}" for line in lines), flush=True)
    return result


def _command(suite: Suite, report: Path) -> tuple[str, ...]:
    if not suite.tests:
        return suite.command
    options = ("-q", "-p", "no:cacheprovider", "--tb=short", f"--junit-xml={report}")
    return (sys.executable, "-m", "pytest", *options, *suite.tests)


def _execute(command: tuple[str, ...], log: Path) -> int:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    if "pytest" in command:
        # Warnings are pytest's business there: it makes errors of them.
        del environment["PYTHONWARNINGS"]
    with log.open("w", encoding="utf-8") as output:
        try:
            return subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            output.write(f"\nno end after {PATIENCE} s\n")
        except OSError as error:
            output.write(f"\ncannot be run: {error}\n")
        return 1


def _verdict(code: int) -> Result:
    return Result(failed=1) if code else Result(passed=1)


def _read_report(report: Path, code: int) -> Result:
    """Count what pytest reported; a run that broke off counts as a failure of its own."""
    no_tests = 5
    result = Result()
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            skip = case.find("skipped")
            if skip is not None:
                result.skipped += 1
                result.reasons[skip.get("message", "") or "no reason given"] += 1
            elif case.find("failure") is not None or case.find("error") is not None:
                result.failed += 1
            else:
                result.passed += 1
    if code not in (0, no_tests) and not result.failed:
        result.failed = 1
    return result


def _note(suite: Suite) -> str:
    """Return the accuracy that Rasa measured, for its suite of intents."""
    report = LOGS / "rasa-nlu" / "intent_report.json"
    if suite.name != "rasa-nlu" or not report.exists():
        return ""
    measured = json.loads(report.read_text(encoding="utf-8"))
    return f"accuracy {measured['accuracy']:.3f}" if "accuracy" in measured else ""


def _print_line(suite: Suite, result: Result, seconds: float) -> None:
    sign = "FAILED" if result.failed else "ok" if result.passed else "-"
    counts = f"{result.passed:5} passed {result.failed:3} failed {result.skipped:3} skipped"
    print(
        f"{suite.name:<14} {sign:<6} {counts} {seconds:7.1f} s  {result.note}".rstrip(), flush=True
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
