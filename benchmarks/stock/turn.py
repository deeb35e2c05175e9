"""What a message costs in stock Rasa 3.6.21, as one line of JSON.

::

    $ uv run --project benchmarks/stock python benchmarks/stock/turn.py
    {"recipe": "light", "cpu_ms": {"5": 19.0, "50": 60.1, "500": 941.0}, "memory_mb": 571, ...}

One conversation grows through Rasa's own agent (``Agent.handle_message``, what its channels call)
on an SQLite tracker store. ``cpu_ms`` at turn N is the median CPU time of this process over turns
N-4 to N+5. Custom actions run as Rasa wants it, over HTTP in rasa_sdk's action server: a process of
its own, whose time is not counted. ``start_s`` and ``memory_mb`` are those of ``rasa run`` with the
same model, from its start until it answers.

Needs Python 3.10 and Rasa's own pins: the project of this folder, never the product's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_CONVERSATION = _HERE.parent / "conversation.yml"
_NLU = _HERE.parent.parent / "data" / "nlu"
_RECIPES = {"light": "config.yml", "diet": "config-diet.yml"}
#: Messages before and after the turn that a median is taken over: ten, the whole conversation once.
_BEFORE, _AFTER = 4, 5
#: A server that does not answer within these seconds hangs.
_PATIENCE = 180.0


def main() -> int:
    """Train if needed, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--recipe", choices=sorted(_RECIPES), default="light")
    parser.add_argument("--turns", type=int, nargs="*", default=[5, 50, 500])
    parser.add_argument("--no-server", action="store_true", help="leave out start and memory")
    args = parser.parse_args()
    os.chdir(_HERE)
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", LOG_LEVEL="ERROR")
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    warnings.simplefilter("ignore")
    model = _model(args.recipe)
    figures: dict[str, Any] = {"recipe": args.recipe}
    with tempfile.TemporaryDirectory() as folder, _action_server() as url:
        endpoints = _endpoints(Path(folder), url)
        if not args.no_server:
            figures |= _server_figures(model, endpoints)
        if args.turns:
            figures["cpu_ms"] = asyncio.run(_cpu(model, endpoints, args.turns))
    print(json.dumps(figures))
    return 0


def _model(recipe: str) -> Path:
    """Return the model of ``recipe``, trained when a file that it is made of is newer."""
    folder = _HERE / "models" / recipe
    made_of = [_HERE / _RECIPES[recipe], _HERE / "domain.yml", *_HERE.glob("data/*.yml")]
    newest = max(file.stat().st_mtime for file in [*made_of, *_NLU.glob("*.yml")])
    models = sorted(folder.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if models and models[-1].stat().st_mtime > newest:
        return models[-1]
    print(f"training stock Rasa ({recipe}) ...", file=sys.stderr)
    from rasa.model_training import train

    with contextlib.redirect_stdout(sys.stderr):
        result = train(
            domain="domain.yml",
            config=_RECIPES[recipe],
            training_files=[str(_NLU), "data"],
            output=str(folder),
        )
    return Path(result.model)


@contextlib.contextmanager
def _action_server() -> Iterator[str]:
    """Run rasa_sdk's action server; yield the address of its webhook."""
    port = _free_port()
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    with _process(command):
        _wait(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/webhook"


def _endpoints(folder: Path, action_url: str) -> Path:
    """Write the endpoints of one run: a fresh SQLite file, the action server."""
    file = folder / "endpoints.yml"
    file.write_text(
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {folder / 'stock.db'}\n"
        f"action_endpoint:\n  url: {action_url}\n"
    )
    return file


async def _cpu(model: Path, endpoints: Path, turns: list[int]) -> dict[str, float]:
    """Return the median CPU milliseconds of a message at each of ``turns``."""
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore
    from rasa.utils.endpoints import read_endpoint_config
    from rasa.utils.log_utils import configure_structlog

    # As Rasa's command line does; without it every debug line is written.
    configure_structlog(logging.ERROR)

    agent = Agent.load(
        str(model),
        tracker_store=TrackerStore.create(read_endpoint_config(str(endpoints), "tracker_store")),
        action_endpoint=read_endpoint_config(str(endpoints), "action_endpoint"),
    )
    script = _script()
    # The first messages of a process pay for what is loaded on the way.
    await _converse(agent, "warm-up", script, len(script))
    times = await _converse(agent, "person", script, max(turns) + _AFTER)
    return {
        str(turn): round(statistics.median(times[max(0, turn - _BEFORE - 1) : turn + _AFTER]), 1)
        for turn in turns
    }


async def _converse(
    agent: Any, sender: str, script: list[dict[str, str]], length: int
) -> list[float]:
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    times: list[float] = []
    buttons: dict[str, str] = {}
    for number in range(length):
        line = script[number % len(script)]
        text = line["text"] if "text" in line else buttons[line["tap"]]
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, sender)
        before = time.process_time()
        await agent.handle_message(message)
        times.append(1000 * (time.process_time() - before))
        if not channel.messages:
            raise SystemExit(f"stock Rasa gives no answer to {text!r} at turn {number + 1}")
        offered = [button for said in channel.messages for button in said.get("buttons") or ()]
        buttons.update({button["title"]: button["payload"] for button in offered})
    return times


def _script() -> list[dict[str, str]]:
    from rasa.shared.utils.io import read_yaml_file

    return [dict(line) for line in read_yaml_file(_CONVERSATION)]


def _server_figures(model: Path, endpoints: Path) -> dict[str, float]:
    """Return seconds until ``rasa run`` answers and its resident memory then.

    The first start compiles the code and is not counted.
    """
    port = _free_port()
    command = [sys.executable, "-m", "rasa", "run", "--model", str(model), "--port", str(port)]
    command += ["--endpoints", str(endpoints), "--enable-api"]
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(2):
            begun = time.perf_counter()
            with _process(command, environment) as server:
                # /status is answered only with a loaded model.
                _wait(f"http://127.0.0.1:{port}/status")
                start, memory = time.perf_counter() - begun, _resident_mb(server.pid)
    return {"start_s": round(start, 1), "memory_mb": memory}


@contextlib.contextmanager
def _process(
    command: list[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nothing, stderr=nothing, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"no answer from {url} within {_PATIENCE:.0f} s")


def _resident_mb(pid: int) -> int:
    """Return the resident memory of ``pid`` in megabytes, on every system that has ``ps``."""
    shown = subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)], text=True)
    return round(int(shown) / 1024)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
