"""A whole front desk in this process with the two families of the demonstration, and their phones.

::

    async with opened(folder, processor) as house:
        awa = house.phone("221770000001")
        await house.says(awa, "bonjour")
        awa.seen[-1].replies

Everything is real but the network: messages come as webhooks of Meta, and what is sent is rendered
for WhatsApp.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from actions.house import current_house
from connectors.whatsapp.meta_account import MetaAccount
from connectors.whatsapp.meta_webhook import parse_webhook
from connectors.whatsapp.rendering import render
from engine.components.launch import brain_of_agent
from engine.delivery.clock import ShiftedClock
from engine.delivery.contracts import Attempt, ConversationKey, Outcome, TurnResult
from engine.delivery.front_desk import FrontDesk
from engine.delivery.standing import Handler, Standing, hand_to, opt_in, standing_of
from engine.families.demo import load_demo
from engine.handoff.desk import Handoff
from engine.messages import Alias, Inbound, Reply
from engine.serving.texts import HouseTexts
from engine.settings import Settings
from engine.storage import tables
from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.tenants import Tenants, load_tenants
from tests.acceptance.meta_client import Item, MetaClient, encode

ROOT = Path(__file__).resolve().parents[2]
TENANT = "paroisse"
#: A Tuesday in the school year, in the hours of the office, far from every half hour.
MORNING = datetime(2026, 11, 24, 10, 7, tzinfo=UTC)
_ACCOUNT = MetaAccount(
    tenant=TENANT,
    name="paroisse-meta",
    phone_number_id="111",
    app_secret="s",
    verify_token="v",
    access_token="a",
)
#: What differs between two runs of the same conversation: times, and the token of a link.
_TIMES = frozenset({"ms", "sujet_dit"})
#: A moment to the millionth of a second: when something was done, not what was said.
_DONE_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
_TOKEN = re.compile(r"/d/[\w-]{20,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one message brought to its sender."""

    sent: str
    replies: tuple[Reply, ...]
    # As the simulator would show it.
    trace: Mapping[str, Any]
    # As WhatsApp would get it.
    bodies: tuple[Mapping[str, Any], ...]
    # Why nothing had to be answered; empty when an answer was due.
    silence: str

    def everything(self) -> str:
        """Return all of it as one text, without what is different each time."""
        shown = [reply.to_json() for reply in self.replies]
        whole = json.dumps([shown, _timeless(self.trace), self.bodies], ensure_ascii=False)
        return _TOKEN.sub("/d/…", _DONE_AT.sub("…", whole))


@dataclass(slots=True, kw_only=True)
class Phone:
    """Somebody's phone."""

    number: str
    seen: list[Seen] = field(default_factory=list)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (title, payload) of what the newest answer with choices offers."""
        for seen in reversed(self.seen):
            offered = [(c.title, c.payload) for reply in seen.replies for c in reply.choices]
            if offered:
                return tuple(offered)
        return ()

    @property
    def texts(self) -> str:
        """Return every text that it has shown."""
        return "\n".join(reply.text for seen in self.seen for reply in seen.replies)


class _Carrier:
    """A provider that takes every message."""

    name = "meta"

    def __init__(self) -> None:
        self.bodies: list[tuple[str, dict[str, Any]]] = []

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        return render(reply)

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        self.bodies.append((to[0].value, body))
        return Attempt(outcome=Outcome.SENT, provider_id=f"wamid.{ref}")


class House:
    """The running front desk."""

    def __init__(
        self, settings: Settings, database: Database, brain: Any, tenants: Tenants
    ) -> None:
        self.settings = settings
        self.database = database
        self._carrier = _Carrier()
        self._http = httpx.AsyncClient(trust_env=False)
        self._meta = MetaClient(self._http, "", app_secret="s")
        self._results: list[TurnResult] = []
        self.desk = FrontDesk(
            database=database,
            brain=brain,
            providers={"meta": self._carrier},
            clock=ShiftedClock(settings.clock_shift),
            texts=HouseTexts(tenants),
            effects=Handoff(tenants).effects,
        )
        self.desk.observe(self._note)

    async def close(self) -> None:
        """Finish the work in hand."""
        await self.desk.stop()
        await self._http.aclose()

    def phone(self, number: str) -> Phone:
        """Return a phone that nobody has used yet."""
        return Phone(number=number)

    async def says(self, phone: Phone, text: str) -> Seen:
        """Let somebody type ``text``."""
        return await self._hear(phone, self._meta.text(phone.number, text), text)

    async def taps(self, phone: Phone, title: str, payload: str = "") -> Seen:
        """Let somebody tap: what is on their screen, or, with ``payload``, what they make up."""
        payload = payload or dict(phone.choices)[title]
        item = self._meta.button_tap(phone.number, payload, title, answers="wamid.any")
        return await self._hear(phone, item, f"[{title}]{payload}")

    def standing(self, phone: Phone) -> Standing:
        """Return who answers this phone, and whether it wants anything at all."""
        key = self.key(phone)
        with self.database.reading() as connection:
            return standing_of(connection, key)

    def make_it_answer(self, phone: Phone) -> None:
        """Let the assistant answer this phone again."""
        key = self.key(phone)
        with self.database.transaction() as connection:
            hand_to(connection, key, Handler.BOT)
            opt_in(connection, key)

    def key(self, phone: Phone) -> ConversationKey:
        """Return the conversation of a phone; of nobody while it has not written."""
        alias = tables.contact_aliases.c
        wanted = sa.select(alias.contact).where(alias.value == phone.number)
        found = [contact for (contact,) in self.rows(wanted)]
        return ConversationKey(tenant=TENANT, contact=found[0] if found else "nobody")

    def rows(self, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """Return what ``query`` finds."""
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(query)]

    async def _hear(self, phone: Phone, item: Item, sent: str) -> Seen:
        before, silence = len(self._carrier.bodies), self._may_be_silent(phone)
        self._results.clear()
        # Which wording of a response is said is chance: the same for the same message.
        random.seed(len(phone.seen))
        await self.desk.accept(self._received(item))
        await self.desk.settled()
        bodies = self._carrier.bodies[before:]
        assert all(number == phone.number for number, _ in bodies), "sent to somebody else"
        phone.seen.append(
            Seen(
                sent=sent,
                replies=tuple(reply for result in self._results for reply in result.replies),
                trace=self._results[-1].trace() if self._results else {},
                bodies=tuple(body for _, body in bodies),
                silence=silence,
            )
        )
        return phone.seen[-1]

    def _received(self, item: Item) -> tuple[Inbound, ...]:
        moment = self.settings.now().timestamp()
        item = {**item, "timestamp": str(int(moment))}
        return parse_webhook(_ACCOUNT, json.loads(encode(self._meta.webhook(item)))).messages

    def _may_be_silent(self, phone: Phone) -> str:
        standing = self.standing(phone)
        if standing.opted_out:
            return "opted out"
        return "" if standing.handler is Handler.BOT else standing.handler.value

    def _note(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        self._results.append(result)


@contextlib.asynccontextmanager
async def opened(folder: Path, processor: Any, change: Any = None) -> AsyncIterator[House]:
    """Give a house with the two families; ``change(connection, settings)`` may change them."""
    url = f"sqlite:///{folder}/accueil.db"
    variables = {
        "DATABASE_URL": url,
        "SECRET_KEY": "a-key-of-the-tests-that-is-long-enough",
        "ACCUEIL_CLOCK_SHIFT": str((MORNING - datetime.now(UTC)).total_seconds()),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        current_house.cache_clear()
        settings = Settings.load(ROOT, variables)
        tenants = load_tenants(ROOT)
        database = Database(url)
        migrate(database)
        with database.transaction() as connection:
            load_demo(connection, ROOT, tenants, settings.keyring(), settings.now())
            _give_a_second_child(connection)
            if change is not None:
                change(connection, settings)
        agent = SimpleNamespace(processor=processor)
        house = House(
            settings, database, brain_of_agent(agent, settings, database, tenants), tenants
        )
        await house.desk.start()
        try:
            yield house
        finally:
            await house.close()
            current_house().database.close()
            current_house.cache_clear()
            database.close()


def _give_a_second_child(connection: sa.Connection) -> None:
    """Let the second family have two children, so that it is asked which one is meant."""
    child = tables.children.c
    row = connection.execute(sa.select(tables.children).where(child.reference == "E-0058")).one()
    known = {name: value for name, value in row._mapping.items() if name != "id"}
    brother = {"reference": "E-0059", "first_name": "Ibrahima", "born_on": "2016-03-11"}
    connection.execute(sa.insert(tables.children), {**known, **brother})


def _timeless(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _timeless(item) for key, item in value.items() if key not in _TIMES}
    return [_timeless(item) for item in value] if isinstance(value, list | tuple) else value
