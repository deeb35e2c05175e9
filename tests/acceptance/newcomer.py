"""Somebody who works on the project while it runs: edits its files, talks to it in the simulator.

workshop = Workshop.copy(tmp_path)
desk = FrontDeskProcess(tmp_path, {}, project=workshop.root)
async with Newcomer.at(http, desk) as awa:
    workshop.change("domain/renseignement.yml", "Repère", "Point de repère")
    await awa.sees_newer(0)
    assert "Point de repère" in await awa.hears("où est l'église ?")
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

import httpx

from engine.loaded_project import mark_of, stamp_of
from tests.acceptance.front_desk_process import PATIENCE, ROOT, FrontDeskProcess

#: What a running front desk needs of the project folder.
PARTS = ("actions", "config", "connectors", "data", "domain", "engine", "flows")
FILES = ("domain.yml", "credentials.yml", "endpoints.yml")
#: Seconds until a model is trained, on a busy machine.
LEARNING = 240.0

State = dict[str, Any]


class Workshop:
    """A copy of the project that may be edited."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # What stood in the files that were written since the last :meth:`restore`.
        self._before: dict[str, str | None] = {}

    @classmethod
    def copy(cls, folder: Path) -> Self:
        """Copy the project's files, and its model, into ``folder``."""
        root = folder.resolve() / "project"
        root.mkdir()
        for name in PARTS:
            shutil.copytree(ROOT / name, root / name)
        for name in FILES:
            shutil.copy2(ROOT / name, root / name)
        with suppress(FileNotFoundError):
            shutil.copytree(ROOT / "var" / "models", root / "var" / "models")
        return cls(root)

    @property
    def mark(self) -> str:
        """Return what tells these files from others."""
        return mark_of(stamp_of(self.root))

    def read(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Write ``file`` as editors do: beside it first, then in its place."""
        path = self.root / file
        self._before.setdefault(file, self.read(file) if path.exists() else None)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the first ``old`` in ``file``, which must be there."""
        text = self.read(file)
        assert old in text, f"{file} holds no {old!r}"
        self.write(file, text.replace(old, new, 1))

    def restore(self) -> bool:
        """Undo every change; tell whether there was one."""
        before, self._before = self._before, {}
        for file, text in before.items():
            if text is None:
                (self.root / file).unlink()
            else:
                self.write(file, text)
        self._before = {}
        return bool(before)


class Newcomer:
    """One phone of the simulator, and what its page shows of the project."""

    def __init__(self, http: httpx.AsyncClient, desk: FrontDeskProcess, contact: str) -> None:
        self._http = http
        self._url = f"{desk.url}/simulator"
        self._contact = contact
        self._items: list[dict[str, Any]] = []
        # States of the project's files that the page was told of, oldest first.
        self.states: list[State] = []
        self._news = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def at(cls, http: httpx.AsyncClient, desk: FrontDeskProcess) -> AsyncIterator[Self]:
        """Open the page of somebody who has never written before."""
        newcomer = cls(http, desk, f"n{secrets.token_hex(4)}")
        opened = asyncio.Event()
        reading = asyncio.create_task(newcomer._read(opened))
        try:
            async with asyncio.timeout(PATIENCE):
                await opened.wait()
            yield newcomer
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    async def hears(self, words: str) -> str:
        """Say ``words``; return all that is answered."""
        begin = len(self._items)
        posted = await self._http.post(
            f"{self._url}/messages", json={"contact": self._contact, "text": words}
        )
        assert posted.status_code == 202, posted.text
        message_id = posted.json()["message_id"]

        def answers() -> str | None:
            turn = next(
                (i for i in self._items if i["kind"] == "turn" and i["message_id"] == message_id),
                None,
            )
            said = [item for item in self._items[begin:] if item["kind"] == "reply"]
            if turn is None or len(said) < turn["replies"]:
                return None
            return "\n".join(_words(item["body"]) for item in said)

        return await self._until(answers, PATIENCE, f"an answer to {words!r}")

    async def catches_up(self, workshop: Workshop) -> State:
        """Wait until the page tells what became of the files as they are now; return it."""
        mark = workshop.mark
        return await self.sees(lambda state: state["files"] == mark)

    async def sees(self, wanted: Callable[[State], bool], seconds: float = PATIENCE) -> State:
        """Wait until the page shows a state of the files that is ``wanted``; return it."""
        return await self._until(
            lambda: self.states[-1] if self.states and wanted(self.states[-1]) else None,
            seconds,
            f"a state of the project; the last is {self.states[-1:]}",
        )

    async def _until[T](self, look: Callable[[], T | None], seconds: float, what: str) -> T:
        try:
            async with asyncio.timeout(seconds), self._news:
                while (found := look()) is None:
                    await self._news.wait()
                return found
        except TimeoutError as error:
            raise TimeoutError(f"no {what} after {seconds:.0f} s") from error

    async def _read(self, opened: asyncio.Event) -> None:
        name = ""
        params = {"contact": self._contact}
        async with self._http.stream(
            "GET", f"{self._url}/events", params=params, timeout=None
        ) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                    opened.set()
                    async with self._news:
                        if name == "project":
                            self.states.append(data)
                        elif name == "item":
                            self._items.append(data)
                        self._news.notify_all()


def _words(body: dict[str, Any]) -> str:
    """Return what a person reads of one message of ours."""
    if body["type"] == "text":
        return str(body["text"]["body"])
    if body["type"] == "interactive":
        return str(body["interactive"]["body"]["text"])
    return json.dumps(body, ensure_ascii=False)
