"""Commands of Rasa, run as processes of their own and ended with the test.

::

    async with running(sys.executable, "-m", "rasa", "run", "-p", str(port)) as process:
        await until_answers(process, f"http://127.0.0.1:{port}/")
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.rasa.conftest import ROOT

#: Seconds for a command of Rasa to start, or to end.
PATIENCE = 60.0
_POLL = 0.05


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Running:
    """A process, and what it has printed so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.printed = ""
        self.reading = asyncio.create_task(self._read())

    async def says(self, *lines: str) -> tuple[int, str]:
        """Type ``lines``, then wait for the end; return exit code and output."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self.process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            await self.reading
            return await self.process.wait(), self.printed

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.printed += line.decode(errors="replace")


@asynccontextmanager
async def running(*command: str, **variables: str) -> AsyncIterator[Running]:
    """Run ``command`` in the project folder with ``variables``; end it afterwards."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "COLUMNS": "100", **variables},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    started = Running(process)
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        except TimeoutError:
            process.kill()
        await started.reading


async def until_answers(started: Running, url: str) -> None:
    """Wait until ``url`` answers anything; fail with the output when the process ends instead."""
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(PATIENCE):
        while not started.reading.done():
            with contextlib.suppress(httpx.TransportError):
                await client.get(url)
                return
            await asyncio.sleep(_POLL)
    raise AssertionError(f"the process has ended:\n{started.printed}")
