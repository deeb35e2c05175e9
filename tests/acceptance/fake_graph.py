"""A stand-in for Meta's Graph API on a loopback port: accepts, refuses and fails as Meta does.

In a test::

    async with FakeGraph() as graph:
        graph.fail(code=130429, status=429, times=2)
        ...                                  # send to graph.url
        assert [sent.text for sent in graph.accepted] == ["Bonjour"]

From a shell: ``python -m tests.acceptance.fake_graph --port 8090``; ``GET /_accepted`` shows what
it holds, ``POST /_fail`` with the arguments of :meth:`FakeGraph.fail` as JSON makes it fail.

The limits are written down here a second time on purpose: the connector must not mark its own work.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

Answer = tuple[int, dict[str, Any], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message that was accepted."""

    # The id that was answered: "wamid.fake.1", counting from 1.
    wamid: str
    # From the path of the request.
    phone_number_id: str
    # The whole payload as it came.
    payload: dict[str, Any]
    # Value of the Authorization header.
    authorization: str

    @property
    def to(self) -> str:
        """Return the address, phone or business-scoped id."""
        return str(self.payload.get("to") or self.payload.get("recipient"))

    @property
    def ref(self) -> str:
        """Return the reference that the sender wants back."""
        return str(self.payload.get("biz_opaque_callback_data", ""))

    @property
    def text(self) -> str:
        """Return the text that the person reads: above any choices, below a place or a file."""
        part: dict[str, Any] = self.payload[self.payload["type"]]
        match self.payload["type"]:
            case "text":
                return str(part["body"])
            case "interactive":
                return str(part["body"]["text"])
            case "location":
                return f"{part.get('name', '')}\n{part.get('address', '')}".strip()
        return str(part.get("caption", ""))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return (id, title) of every button or row."""
        action = self.payload.get("interactive", {}).get("action", {})
        replies = [button["reply"] for button in action.get("buttons", ())]
        rows = [row for section in action.get("sections", ()) for row in section["rows"]]
        return [(item["id"], item["title"]) for item in replies + rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How the next messages go wrong."""

    # HTTP status of the answer.
    status: int = 500
    # Meta's error code; None gives a page that is not JSON.
    code: int | None = None
    # Seconds for the Retry-After header.
    retry_after: int | None = None
    # Take the message, as Meta may before its answer gets lost.
    accepts: bool = False
    # Never answer; the connection stays open until the fake stops.
    silent: bool = False
    # Hang up without an answer.
    hang_up: bool = False
    # Seconds before the answer, which is then as if nothing were wrong.
    slow: float | None = None


class FakeGraph:
    """Listens from ``async with`` on. ``url`` is what META_API_URL must be."""

    def __init__(self, *, port: int = 0, access_token: str | None = None) -> None:
        """Listen on ``port`` (0: any free one); with ``access_token`` refuse any other."""
        self.accepted: list[Sent] = []
        # Payload and Meta's code of what was refused for its content.
        self.refused: list[tuple[dict[str, Any], int]] = []
        # Ids of messages marked as read, in order, and whether typing was shown.
        self.read: list[tuple[str, bool]] = []
        self._failures: list[Failure] = []
        self._port = port
        self._access_token = access_token
        self._numbers = itertools.count(1)
        self._stopped = asyncio.Event()
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Return the base address, with a version as Meta has it."""
        return f"http://127.0.0.1:{self._port}/v23.0"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def fail(self, *, times: int = 1, **how: Any) -> None:
        """Let the next ``times`` messages fail; ``how`` are the fields of :class:`Failure`."""
        self._failures += [Failure(**how)] * times

    async def wait_for(self, count: int, *, timeout: float = 10.0) -> list[Sent]:
        """Return what was accepted once it is at least ``count`` messages.

        Raises ``TimeoutError`` after ``timeout`` seconds.
        """
        async with asyncio.timeout(timeout), self._arrived:
            await self._arrived.wait_for(lambda: len(self.accepted) >= count)
        return self.accepted

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while request := await _read_request(reader):
                answer = await self._answer(*request)
                if answer is None:
                    return
                _write_answer(writer, answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            with contextlib.suppress(ConnectionError):
                writer.close()

    async def _answer(
        self, method: str, path: str, headers: dict[str, str], raw: bytes
    ) -> Answer | None:
        try:
            payload = json.loads(raw or b"{}")
        except ValueError:
            return _error(400, 100, "Invalid JSON")
        if path.startswith("/_"):
            return self._control(path, payload)
        version, _, rest = path.strip("/").partition("/")
        number, _, edge = rest.partition("/")
        if method != "POST" or edge != "messages" or not version.startswith("v"):
            return _error(404, 2500, "Unknown path components")
        authorization = headers.get("authorization", "")
        if not self._authorized(authorization):
            return _error(401, 190, "Error validating access token")
        if payload.get("status") == "read":
            return self._mark_read(payload)
        return await self._message(number, payload, authorization)

    def _authorized(self, authorization: str) -> bool:
        if self._access_token is None:
            return authorization.startswith("Bearer ")
        return authorization == f"Bearer {self._access_token}"

    async def _message(
        self, number: str, payload: dict[str, Any], authorization: str
    ) -> Answer | None:
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None and failure.slow is None:
            if failure.accepts:
                await self._accept(number, payload, authorization)
            if failure.silent:
                await self._stopped.wait()
            if failure.silent or failure.hang_up:
                return None
            return _failed(failure)
        if failure is not None and failure.slow is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), failure.slow)
        fault = find_fault(payload)
        if fault is not None:
            self.refused.append((payload, fault[0]))
            return _error(400, *fault)
        sent = await self._accept(number, payload, authorization)
        contact = {"input": sent.to, ("wa_id" if "to" in payload else "user_id"): sent.to}
        answer = {
            "messaging_product": "whatsapp",
            "contacts": [contact],
            "messages": [{"id": sent.wamid}],
        }
        return 200, answer, {}

    async def _accept(self, number: str, payload: dict[str, Any], authorization: str) -> Sent:
        sent = Sent(
            wamid=f"wamid.fake.{next(self._numbers)}",
            phone_number_id=number,
            payload=payload,
            authorization=authorization,
        )
        async with self._arrived:
            self.accepted.append(sent)
            self._arrived.notify_all()
        return sent

    def _mark_read(self, payload: dict[str, Any]) -> Answer:
        self.read.append((str(payload.get("message_id")), "typing_indicator" in payload))
        return 200, {"success": True}, {}

    def _control(self, path: str, payload: dict[str, Any]) -> Answer:
        if path == "/_fail":
            self.fail(**payload)
            return 200, {"waiting": len(self._failures)}, {}
        messages = [{"wamid": sent.wamid, "payload": sent.payload} for sent in self.accepted]
        return 200, {"accepted": messages}, {}


def find_fault(payload: dict[str, Any]) -> tuple[int, str] | None:
    """Return Meta's code and sentence for what is wrong with ``payload``, or None.

    >>> find_fault({"messaging_product": "whatsapp", "to": "221770000001", "type": "text",
    ...             "text": {"body": "a" * 4097}})
    (100, "Param text['body'] must be at most 4096 characters long.")
    """
    if payload.get("messaging_product") != "whatsapp":
        return 100, "The parameter messaging_product is required."
    if not isinstance(payload.get("to", payload.get("recipient")), str):
        return 131008, "Required parameter is missing: to"
    if len(payload.get("biz_opaque_callback_data", "")) > 512:
        return 100, "Param biz_opaque_callback_data must be at most 512 characters long."
    if payload.get("type") == "text":
        return _text_fault(payload.get("text", {}).get("body"))
    if payload.get("type") == "interactive":
        return _interactive_fault(payload.get("interactive", {}))
    if payload.get("type") == "document":
        return _document_fault(payload.get("document", {}))
    if payload.get("type") == "location":
        return _location_fault(payload.get("location", {}))
    known = "{TEXT, INTERACTIVE, DOCUMENT, LOCATION}"
    return 100, f"Param type must be one of {known} - got {payload.get('type')!r}."


def _document_fault(document: dict[str, Any]) -> tuple[int, str] | None:
    if not str(document.get("link", "")).startswith("https://"):
        return 131009, "Parameter value is not valid: document['link'] must be an https address"
    if len(document.get("caption", "")) > 1024:
        return 131009, "Param document['caption'] must be at most 1024 characters long."
    return None


def _location_fault(location: dict[str, Any]) -> tuple[int, str] | None:
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = location.get(name)
        if not isinstance(value, int | float) or not -most <= value <= most:
            return 131009, f"Parameter value is not valid: location['{name}']"
    return None


def _text_fault(body: Any) -> tuple[int, str] | None:
    if not isinstance(body, str) or not body.strip():
        return 131008, "Required parameter is missing: text['body']"
    if len(body) > 4096:
        return 100, "Param text['body'] must be at most 4096 characters long."
    return None


def _interactive_fault(interactive: dict[str, Any]) -> tuple[int, str] | None:
    body = interactive.get("body", {}).get("text")
    if not isinstance(body, str) or not body.strip():
        return 131008, "Required parameter is missing: interactive['body']['text']"
    if len(body) > 1024:
        return 131009, "Body text length invalid. Min length: 1, Max length: 1024"
    action = interactive.get("action", {})
    if interactive.get("type") == "button":
        buttons = action.get("buttons", [])
        if not 1 <= len(buttons) <= 3:
            return 131009, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3"
        if any(button.get("type") != "reply" for button in buttons):
            return 131009, "Invalid button type"
        return _labels_fault([button["reply"] for button in buttons], "Button", 20, 256)
    if interactive.get("type") == "list":
        return _list_fault(action)
    return 131009, "Invalid interactive type"


def _list_fault(action: dict[str, Any]) -> tuple[int, str] | None:
    if not 1 <= len(action.get("button", "")) <= 20:
        return 131009, "Button label length invalid. Min length: 1, Max length: 20"
    sections = action.get("sections", [])
    rows = [row for section in sections for row in section.get("rows", [])]
    if not 1 <= len(rows) <= 10:
        return 131009, f"Total row count exceed max allowed count: 10, given: {len(rows)}"
    if len(sections) > 1 and not all(1 <= len(s.get("title", "")) <= 24 for s in sections):
        return 131009, "Section title is required and at most 24 characters long"
    if any(not 1 <= len(row.get("description", "-")) <= 72 for row in rows):
        return 131009, "Row description is too long. Max length: 72"
    return _labels_fault(rows, "Row", 24, 200)


def _labels_fault(
    items: list[dict[str, Any]], what: str, title: int, ident: int
) -> tuple[int, str] | None:
    if any(not 1 <= len(item.get("title", "")) <= title for item in items):
        return 131009, f"{what} title length invalid. Min length: 1, Max length: {title}"
    if any(not 1 <= len(item.get("id", "")) <= ident for item in items):
        return 131009, f"{what} id length invalid. Min length: 1, Max length: {ident}"
    if any(item["id"] != item["id"].strip() for item in items):
        return 131009, f"{what} id must not begin or end with a space"
    for key in ("id", "title"):
        if len({item[key] for item in items}) < len(items):
            return 131009, f"Duplicated {what} {key}"
    return None


def _failed(failure: Failure) -> Answer:
    wait = {} if failure.retry_after is None else {"Retry-After": str(failure.retry_after)}
    if failure.code is None:
        return failure.status, {}, {"Content-Type": "text/html", **wait}
    status, body, _ = _error(failure.status, failure.code, "Told to fail")
    return status, body, wait


def _error(status: int, code: int, message: str) -> Answer:
    error = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": message},
        "fbtrace_id": "AfakeTrace",
    }
    return status, {"error": error}, {}


async def _read_request(
    reader: asyncio.StreamReader,
) -> tuple[str, str, dict[str, str], bytes] | None:
    """Return method, path, headers in lower case, and body; None when the client hung up."""
    first = await reader.readline()
    if not first.strip():
        return None
    method, path, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return method, path.partition("?")[0], headers, body


def _write_answer(writer: asyncio.StreamWriter, answer: Answer) -> None:
    status, body, headers = answer
    html = headers.get("Content-Type") == "text/html"
    raw = b"<html>Sorry, something went wrong.</html>" if html else json.dumps(body).encode()
    lines = {"Content-Type": "application/json", **headers, "Content-Length": str(len(raw))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"HTTP/1.1 {status} Fake\r\n{head}\r\n".encode("latin-1") + raw)


async def _main(port: int) -> None:
    async with FakeGraph(port=port) as graph:
        print(f"META_API_URL={graph.url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A stand-in for Meta's Graph API.")
    parser.add_argument("--port", type=int, default=8090)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(parser.parse_args().port))
