"""The front desk as a process of its own, started as ``make run`` starts it.

::

    desk = FrontDeskProcess(folder=tmp_path, environment=meta_variables(graph))
    await desk.start()                                  # returns once it says that it is ready
    await desk.answered("wamid.1")                      # its turn is stored, its answers are out
    await desk.kill()                                   # kill -9
    await desk.start()                                  # the same port, the same database

What it prints is in ``desk.log``; a failed test shows the end of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: Seconds until it is ready; the first start of a clone trains the model.
START = 180.0
#: Seconds until a message is answered.
PATIENCE = 20.0
_POLL = 0.02
#: Nothing of the tester's own surroundings may decide what is tested.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONDONTWRITEBYTECODE")


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def command(*arguments: str) -> list[str]:
    """Return the command line of ``make run`` after its set-up."""
    return [sys.executable, "-m", "engine", "run", *arguments]


def surroundings(**variables: str) -> dict[str, str]:
    """Return an environment that holds ``variables`` and what any process needs."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", **variables}


class FrontDeskProcess:
    """One installation: a database, a port, and the process that serves them now and then."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, project: Path = ROOT
    ) -> None:
        self.project = project
        self.port = free_port()
        self.database = folder / "accueil.db"
        self.log = folder / "front-desk.log"
        # Somebody may be editing the project that is tested; a copy is there to be edited.
        still = {"LIVE_RELOAD": "off"} if project == ROOT else {}
        self._environment = {**still, **environment}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @property
    def url(self) -> str:
        """Return the address of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def printed(self) -> str:
        """Return all that it has printed, over all its lives."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    async def start(self, **more: str) -> None:
        """Start it with the variables ``more`` and wait until it is ready.

        Raises ``AssertionError`` with what it printed when it ends instead.
        """
        self._ready.clear()
        address = f"sqlite:///{self.database}"
        self._process = await asyncio.create_subprocess_exec(
            *command("--port", str(self.port)),
            cwd=self.project,
            env=surroundings(DATABASE_URL=address, **self._environment, **more),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read(self._process))
        ready = asyncio.create_task(self._ready.wait())
        try:
            async with asyncio.timeout(START):
                await asyncio.wait({ready, self._reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        assert self._ready.is_set(), f"the front desk has not started:\n{self.printed}"

    async def kill(self) -> None:
        """End it without any goodbye."""
        assert self._process is not None
        self._process.kill()
        await self.ended()

    async def stop(self) -> int:
        """Ask it to end, as a service manager does; return its exit code."""
        if self._process is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; return its exit code, negative for a signal."""
        assert self._process is not None and self._reading is not None
        async with asyncio.timeout(PATIENCE):
            code = await self._process.wait()
            await self._reading
        return code

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with self.log.open("ab", buffering=0) as log:
            async for line in process.stdout:
                log.write(line)
                if line.startswith(b"ready after"):
                    self._ready.set()

    # -- what it has stored --------------------------------------------------------------------

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what ``query`` finds in its database."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=5)) as connection:
            return connection.execute(query, values).fetchall()

    def count(self, table: str) -> int:
        """Return the number of rows of ``table``."""
        found: int = self.rows(f"SELECT count(*) FROM {table}")[0][0]
        return found

    async def answered(self, *message_ids: str, patience: float = PATIENCE) -> None:
        """Wait until each message had its turn and all answers to it are handed over.

        Raises ``TimeoutError``, with what is missing, after ``patience`` seconds.
        """
        waiting = set(message_ids)
        try:
            async with asyncio.timeout(patience):
                while waiting:
                    waiting = {wamid for wamid in waiting if not self._is_answered(wamid)}
                    await asyncio.sleep(_POLL)
        except TimeoutError as error:
            state = self.rows("SELECT message_id, status, attempts, error FROM inbox")
            raise TimeoutError(f"no answer to {sorted(waiting)}; inbox: {state}") from error

    def _is_answered(self, message_id: str) -> bool:
        done = self.rows(
            "SELECT id FROM inbox WHERE message_id = ? AND status = 'done'", message_id
        )
        return bool(done) and not self.rows(
            "SELECT id FROM outbox WHERE inbox_id = ?"
            " AND status NOT IN ('sent', 'delivered', 'read', 'failed', 'dead', 'withheld')",
            done[0][0],
        )
