"""A front desk that answers at once from a small script, and a server that shows it.

async with served(FakeDesk(simulator)) as address: ...
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sanic import Blueprint, Sanic

from connectors.simulator.pages import pages
from connectors.simulator.simulator import Simulator
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.errors import DeliveryError
from engine.messages import Choice, Inbound, Reply

PARISH = {"paroisse": "Paroisse Notre-Dame-des-Filaos"}
FLOW = "flows/rendez_vous/prendre_rendez_vous.yml"

PURPOSES = (
    ("Baptême", "bapteme", "inscrire un enfant ou un adulte"),
    ("Mariage", "mariage", ""),
    ("Funérailles", "funerailles", ""),
    ("Rencontrer un prêtre", "rencontrer_un_pretre", "confession, conseil, accompagnement"),
    ("Certificat", "certificat", ""),
    ("Autre", "autre", ""),
)

#: What is said -> what may be remembered of it.
SECRETS = {"K7MQ-4RTX": "••••", "mon code est K7MQ-4RTX": "mon code est ••••"}

# On top of the designer's flow while its question is open.
ASKING = {
    "flow": "pattern_collect_information",
    "name": "question",
    "step": "ecouter",
    "file": "engine/flows/patterns/pattern_collect_information.yml",
    "line": 22,
}

GREETING = Reply(
    text="Bonjour et bienvenue à la *paroisse* 🙏\nQue puis-je faire pour vous ?",
    choices=(
        Choice(title="Heures des messes", payload="/horaires_messe"),
        Choice(title="Rendez-vous", payload="/prendre_rendez_vous"),
        Choice(title="Adresse", payload="/adresse"),
    ),
)
ASK_PURPOSE = Reply(
    text="Avec plaisir. Quel est le motif de votre venue ?",
    choices=tuple(
        Choice(title=title, payload=f"/SetSlots(motif={value})", description=description)
        for title, value, description in PURPOSES
    ),
)


def said_by(message: Inbound) -> str:
    """Return what the turn goes by: the payload of a tap, else the text, else the kind."""
    return message.payload or message.text or f"[{message.kind}]"


def frame(step: str, line: int) -> dict[str, Any]:
    """Return one entry of the stack in a trace."""
    return {
        "flow": "prendre_rendez_vous",
        "name": "Prise de rendez-vous",
        "step": step,
        "file": FLOW,
        "line": line,
    }


class ScriptedBrain:
    """Answers a handful of messages as the real one would, and echoes the rest.

    Implements ``engine.delivery.contracts.Brain``.
    """

    def __init__(self) -> None:
        self.turns: list[Inbound] = []

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        self.turns.append(message)
        replies, trace = self._answer(said_by(message))
        return TurnResult(
            replies=replies,
            write=lambda connection: None,
            trace=lambda: {"text": message.text, "ms": 4.25, **trace},
        )

    def committed(self, key: ConversationKey) -> None:
        """Nothing is cached."""

    def discard(self, key: ConversationKey) -> None:
        """Nothing is cached."""

    def _answer(self, said: str) -> tuple[tuple[Reply, ...], dict[str, Any]]:
        match said:
            case "Bonjour":
                return (GREETING,), _greeted()
            case "/prendre_rendez_vous":
                return (ASK_PURPOSE,), _asked()
            case "/SetSlots(motif=bapteme)":
                reply = Reply(text="C'est noté : *un baptême*. Quel jour vous conviendrait ?")
                return (reply,), _chosen()
            case "/restart":
                return (Reply(text="Nous repartons de zéro."),), {"stack": [], "slots": {}}
            case "lundi à 15h":
                return (Reply(text="C'est noté."),), _dated()
            case secret if secret in SECRETS:
                return (Reply(text="Merci, je vous reconnais."),), {"text": SECRETS[secret]}
            case "silence":
                return (), {}
            case _:
                return (Reply(text=f"Vous avez écrit : {said}"),), {}


def _greeted() -> dict[str, Any]:
    return {
        "intent": {"name": "saluer", "confidence": 0.97},
        "ranking": [["saluer", 0.97], ["dire_au_revoir", 0.012], ["bavardage", 0.008]],
        "entities": [],
        "commands": [{"command": "StartFlow", "flow": "saluer", "bypass_guard": False}],
        "stack": [],
        "slots": {},
        "changed": [],
        "actions": [{"name": "utter_saluer", "ms": 0.4, "ok": True}],
        "events": [
            {"event": "flow_started", "flow": "saluer"},
            {"event": "flow_completed", "flow": "saluer", "step": "dire_bonjour"},
        ],
    }


def _asked() -> dict[str, Any]:
    return {
        "stack": [frame("demander_motif", 11), ASKING],
        "commands": [
            {"command": "StartFlow", "flow": "prendre_rendez_vous", "bypass_guard": False}
        ],
        "actions": [{"name": "utter_ask_motif", "ms": 0.6, "ok": True}],
        "events": [
            {"event": "flow_started", "flow": "prendre_rendez_vous"},
            {
                "event": "step_entered",
                "flow": "prendre_rendez_vous",
                "step": "demander_motif",
                "file": FLOW,
                "line": 11,
            },
        ],
    }


def _chosen() -> dict[str, Any]:
    return {
        "entities": [{"entity": "motif", "value": "bapteme", "start": 0, "end": 7}],
        "stack": [frame("demander_jour", 18)],
        "slots": {"motif": "bapteme", "motif_en_clair": "un baptême"},
        "changed": ["motif", "motif_en_clair"],
        "commands": [{"command": "SetSlot", "slot": "motif", "value": "bapteme"}],
        "actions": [
            {"name": "nommer_motif", "ms": 2.1, "ok": True},
            {"name": "action_verifier", "ms": 0.9, "ok": False},
            {"name": "utter_ask_jour", "ms": 0.5, "ok": True},
        ],
        "events": [
            {"event": "slot_changed", "slot": "motif", "value": "bapteme"},
            {
                "event": "branch_taken",
                "flow": "prendre_rendez_vous",
                "step": "nommer_motif",
                "condition": 'slots.motif is "bapteme"',
                "target": "dire_bapteme",
            },
            {"event": "step_entered", "flow": "prendre_rendez_vous", "step": "demander_jour"},
        ],
    }


def _dated() -> dict[str, Any]:
    return {
        "entities": [{"entity": "quand", "value": "2026-11-30T15:00", "start": 0, "end": 11}],
        "slots": {"quand": "2026-11-30T15:00", "motif": "bapteme"},
        "changed": ["quand"],
    }


class FakeDesk:
    """Accepts like the real front desk, and runs the turn as a task. ``full`` refuses all."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.brain = ScriptedBrain()
        self.full = False
        # Cleared, it keeps turns back as a slow brain would.
        self.open = asyncio.Event()
        self.open.set()
        self.accepted: list[Inbound] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(self, messages: Sequence[Inbound]) -> None:
        if self.full:
            raise DeliveryError("the database is read-only")
        for message in messages:
            if any(known.message_id == message.message_id for known in self.accepted):
                continue
            self.accepted.append(message)
            task = asyncio.create_task(self._turn(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Finish what was accepted, as the running system does when its server stops."""
        await self.settled()

    async def settled(self) -> None:
        """Wait until every accepted message has its answers."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _turn(self, message: Inbound) -> None:
        await self.open.wait()
        key = ConversationKey(tenant=message.tenant, contact="c1")
        result = await self.brain.turn(key, message)
        if message.text in SECRETS:
            result = replace(result, masked=SECRETS[message.text])
        self.simulator.note_turn(key, message, result)
        provider = self.simulator.provider
        for number, reply in enumerate(result.replies):
            for part, body in enumerate(provider.render(reply)):
                ref = f"{message.message_id}.{number}.{part}"
                await provider.send(message.account, message.aliases, body, ref)


def app_name(simulator: Simulator | None, desk: object | None) -> str:
    """Return the name of the application that :func:`served` makes of these two."""
    return f"simulator-{id(desk)}-{id(simulator)}"


@asynccontextmanager
async def served(
    simulator: Simulator | None,
    desk: object | None,
    *,
    port: int = 0,
    mount: Callable[[], Blueprint] = pages,
) -> AsyncIterator[str]:
    """Mount the pages at ``/simulator`` on a loopback server; yield their address."""
    app = Sanic(app_name(simulator, desk))
    # Sanic rewrites its own methods at the start of an application, which a second one in the same
    # process does not survive.
    app.config.TOUCHUP = False
    app.config.MOTD = False
    app.blueprint(mount(), url_prefix="/simulator")
    if simulator is not None:
        app.ctx.simulator = simulator
    if desk is not None:
        app.ctx.front_desk = desk
    listener = socket.create_server(("127.0.0.1", port))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/simulator"
    # Sanic's handle on its server is not typed.
    server: Any = await app.create_server(
        sock=listener, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.start_serving()
    try:
        yield address
    finally:
        await server.before_stop()
        server.close()
        for connection in tuple(server.connections):
            connection.abort()
        await server.wait_closed()
        Sanic.unregister_app(app)
