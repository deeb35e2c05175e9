"""How long the front desk takes to start, and how much memory it holds, beside stock Rasa.

::

    $ .venv/bin/python benchmarks/start.py
    $ .venv/bin/python benchmarks/start.py --no-stock --rounds 1

A warm start: the model is trained and the code compiled, the database is new. A first start, not
counted, sees to the code: in a folder of its own, whatever the environment says about bytecode. The
clock runs from the command until /ready says yes. Memory is what the system keeps resident for the
process, after the start and after 200 messages of 20 people through the simulator's door. Ends with
1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.desk import ROOT, TENANT, script_in_words
from benchmarks.stock_side import CREATE, exists, figures

#: The aims, in seconds and megabytes.
AIM_SECONDS, AIM_MB = 12.0, 320
MESSAGES, PEOPLE = 200, 20
#: A start or an answer that takes longer hangs, in seconds.
_PATIENCE = 120.0
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, kw_only=True)
class Start:
    """What one start showed."""

    # From the command to a /ready that says yes, and the CPU time of that.
    seconds: float
    cpu_seconds: float
    # Resident memory, in megabytes.
    fresh_mb: int
    used_mb: int


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-stock", action="store_true", help="leave stock Rasa out")
    parser.add_argument("--diet", action="store_true", help="stock Rasa with DIET and TED as well")
    args = parser.parse_args()
    # What has to be trained is trained before the clock runs.
    subprocess.run([sys.executable, "-m", "engine", "train"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as bytecode:
        _start(bytecode)
        starts = [_start(bytecode) for _ in range(args.rounds)]
    print(f"{'':<26}{'start':>10}{'CPU':>10}{'memory':>10}{f'after {MESSAGES}':>14}")
    seconds = statistics.median(start.seconds for start in starts)
    used = max(start.used_mb for start in starts)
    print(
        f"{'Accueil':<26}{seconds:>8.1f} s"
        f"{statistics.median(start.cpu_seconds for start in starts):>8.0f} s"
        f"{max(start.fresh_mb for start in starts):>7} MB{used:>11} MB"
    )
    if not args.no_stock:
        _print_stock(["light", "diet"] if args.diet else ["light"])
    print(f"{'aim':<26}{f'≤ {AIM_SECONDS:g} s':>10}{'':>10}{'':>10}{f'≤ {AIM_MB} MB':>14}")
    return int(seconds > AIM_SECONDS or used > AIM_MB)


def _print_stock(recipes: list[str]) -> None:
    for recipe in recipes:
        name = f"stock Rasa, {recipe}"
        if not exists():
            print(f"{name:<26}   no environment; make it with: {CREATE}")
            continue
        found = figures("--recipe", recipe, "--turns")
        print(f"{name:<26}{found['start_s']:>8.1f} s{'':>10}{found['memory_mb']:>7} MB")


def _start(bytecode: str) -> Start:
    """Start the front desk once, talk to it, stop it; its code is compiled in ``bytecode``."""
    with tempfile.TemporaryDirectory() as folder, _free_port() as port:
        environment = {
            **{name: text for name, text in os.environ.items() if name != _NO_BYTECODE},
            "PYTHONPYCACHEPREFIX": bytecode,
            "DATABASE_URL": f"sqlite:///{folder}/start.db",
            "ACCUEIL_PROFILE": "development",
        }
        begun = time.perf_counter()
        with _process(["run", "--port", str(port)], environment) as process:
            _wait_for(f"http://127.0.0.1:{port}/ready")
            seconds = time.perf_counter() - begun
            cpu_seconds, fresh = _cpu_seconds(process.pid), _resident_mb(process.pid)
            _talk(f"http://127.0.0.1:{port}")
            used = _resident_mb(process.pid)
    return Start(seconds=seconds, cpu_seconds=cpu_seconds, fresh_mb=fresh, used_mb=used)


def _talk(base: str) -> None:
    """Send the messages and wait until the last one has had its turn."""
    lines = script_in_words()
    for number in range(MESSAGES):
        message = {
            "tenant": TENANT,
            "contact": f"personne-{number % PEOPLE}",
            "text": lines[number // PEOPLE % len(lines)],
        }
        _ask(f"{base}/simulator/messages", message)
    _wait_for(f"{base}/ready", lambda ready: ready["lag_seconds"] == 0)


# -- the process -----------------------------------------------------------------------------


@contextlib.contextmanager
def _process(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run ``python -m engine`` with ``arguments``; what it says is shown when it fails."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        except BaseException:
            said.seek(0)
            print(said.read(), file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait()


def _wait_for(url: str, satisfied: Any = lambda answer: True) -> None:
    """Ask until the answer is 200 and ``satisfied``. Raises ``TimeoutError``."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if satisfied(_ask(url)):
                return
        time.sleep(0.05)
    raise TimeoutError(f"no answer from {url} within {_PATIENCE:.0f} s")


def _ask(url: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"null")


def _resident_mb(pid: int) -> int:
    return round(int(_shown("rss=", pid)) / 1024)


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time of ``pid``, which ps gives as "00:07.31" or "00:00:07"."""
    *minutes, seconds = map(float, _shown("time=", pid).split(":"))
    return seconds + sum(60.0 ** (place + 1) * n for place, n in enumerate(reversed(minutes)))


def _shown(column: str, pid: int) -> str:
    command = ["ps", "-o", column, "-p", str(pid)]
    return subprocess.check_output(command, text=True).strip()


@contextlib.contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    yield port


if __name__ == "__main__":
    sys.exit(main())
