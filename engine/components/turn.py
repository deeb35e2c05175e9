"""One message through Rasa: understood, decided by flows, answered; nothing stored, nothing sent.

The model, the domain, the tracker, the texts and the action protocol are Rasa's. The loop around
them is ours, because stock Rasa's copies the whole history for every action, resolves every event
anew and builds two graphs a message, which costs more with each message of a conversation.
``tests/rasa/test_both_roads.py`` holds the two loops against each other.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, action_for_name_or_text
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from engine.components import custom_actions
from engine.components.flow_policy import FlowPolicy, next_step
from engine.components.fold import ESCAPE, Step, stored_state
from engine.components.live_trackers import LiveTracker, LiveTrackers
from engine.components.nlg import FlowNLG
from engine.components.nlu_graph import NluGraph
from engine.components.replies import effect_of, reply_of
from engine.components.secrecy import MASK, Conceal, explicit, hear
from engine.components.tracker_rows import rows_of, write_rows
from engine.components.turn_trace import turn_trace
from engine.delivery.contracts import ConversationKey, Effect, TurnResult
from engine.errors import AccueilError
from engine.flows.normaliser import STACK_SLOT
from engine.flows.run import LISTEN
from engine.flows.understanding import MAX_CHARACTERS, MEDIA_INTENT
from engine.french.clock import among, spoken
from engine.loaded_project import flows_of, loaded_project
from engine.messages import Inbound, Kind, Reply
from engine.storage.database import Database

#: Actions of one turn. The interpreter stops earlier; this catches actions that follow up on each
#: other.
MAX_ACTIONS = 100
_SESSION_START = "action_session_start"
_POLICY = FlowPolicy.__name__

#: ``session_minutes(tenant, open flows)``: silence after which a conversation begins anew; 0 is
#: never.
SessionMinutes = Callable[[str, list[str]], float]

#: ``scene(tenant, sent at)``: when and where a message was spoken, while it is understood.
Scene = Callable[[str, datetime], AbstractContextManager[None]]

#: ``children(key)``: of whom this person may hear now, their first names by an id.
Children = Callable[[ConversationKey], Awaitable[Mapping[str, str]]]


async def _no_children(key: ConversationKey) -> Mapping[str, str]:
    return {}


class TurnFailed(AccueilError):
    """The turn could not be finished; its message will be tried again."""


class RasaBrain:
    """Implements :class:`engine.delivery.contracts.Brain` with a loaded Rasa model."""

    def __init__(
        self,
        processor: MessageProcessor,
        database: Database,
        *,
        # Another domain than the model's, and its understanding when that is at hand.
        domain: Domain | None = None,
        nlu: NluGraph | None = None,
        session_minutes: SessionMinutes = lambda tenant, flows: 0,
        now: Callable[[], float] = time.time,
        # Without keys nothing can be proved by a secret; it is hidden all the same.
        conceal: Conceal = lambda tenant, text: MASK,
        scene: Scene = lambda tenant, at: spoken(at),
        children: Children = _no_children,
    ) -> None:
        self._domain = domain or processor.domain
        self._endpoint = processor.action_endpoint
        self._assistant = processor.model_metadata.assistant_id
        self._model = processor.model_metadata.model_id
        self._nlu = nlu or NluGraph(processor)
        self._nlg = FlowNLG()
        self._live = LiveTrackers(database, self._domain)
        self._session_minutes = session_minutes
        self._now = now
        self._conceal = conceal
        self._scene = scene
        self._children = children
        self._actions: dict[str, Action] = {}

    def warm_up(self) -> float:
        """Prepare the first answer; return the seconds it took."""
        started = time.perf_counter()
        self._nlu.warm_up()
        if self._endpoint is None or not self._endpoint.url:
            custom_actions.prepare()
        return time.perf_counter() - started

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        """Run ``message``. Raises when it must be tried again; then call :meth:`discard`."""
        sender = str(key)
        live = await self._live.get(sender)
        turn = _Turn(self, live, message, key.tenant, await self._children_named(key, message))
        await turn.run()
        live.pending = live.stored + len(turn.events)
        rows = rows_of(live.tracker, live.stored + 1, turn.events)
        return TurnResult(
            replies=tuple(turn.replies),
            write=partial(write_rows, rows=rows),
            trace=turn.trace(),
            effects=tuple(turn.effects),
            masked=turn.masked,
        )

    async def _children_named(self, key: ConversationKey, message: Inbound) -> Mapping[str, str]:
        return await self._children(key) if message.kind is Kind.TEXT else {}

    def committed(self, key: ConversationKey) -> None:
        """The last turn of ``key`` is stored."""
        self._live.committed(str(key))

    def discard(self, key: ConversationKey) -> None:
        """The last turn of ``key`` is not stored: load it again next time."""
        self._live.discard(str(key))

    def action(self, name: str) -> Action:
        """Return Rasa's action object, made once."""
        if name not in self._actions:
            self._actions[name] = action_for_name_or_text(name, self._domain, self._endpoint)
        return self._actions[name]


class _Turn:
    """One message against one live tracker."""

    def __init__(
        self,
        brain: RasaBrain,
        live: LiveTracker,
        message: Inbound,
        tenant: str,
        children: Mapping[str, str],
    ) -> None:
        self._brain = brain
        self._children = children
        self._tenant = tenant
        self._message = message
        self._tracker = live.tracker
        self._tracker.model_id = brain._model
        self._tracker.assistant_id = brain._assistant
        self._fresh = live.stored == 0
        self._started = time.perf_counter()
        self._channel = CollectingOutputChannel()
        self._parsed: dict[str, Any] = {}
        self._flow_events: list[Any] = []
        self._commands: tuple[Any, ...] = ()
        self._ran: list[dict[str, Any]] = []
        self.events: list[Event] = []
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []
        self.masked: str | None = None

    async def run(self) -> None:
        if self._fresh or self._session_is_over():
            self._start_session()
        self._hear()
        for _ in range(MAX_ACTIONS):
            if not await self._act():
                return
        raise TurnFailed(f"more than {MAX_ACTIONS} actions in one turn")

    # -- beginning ---------------------------------------------------------------------------

    def _session_is_over(self) -> bool:
        last = self._last_message()
        if last is None:
            return False
        stack = stored_state(self._tracker.get_slot(STACK_SLOT))
        minutes = self._brain._session_minutes(self._tenant, stack.open_flows)
        return bool(minutes and self._brain._now() - last.timestamp > minutes * 60)

    def _last_message(self) -> UserUttered | None:
        """Return the person's last message in this session.

        Rasa's tracker answers this by going through all events from the first one.
        """
        for event in reversed(self._tracker.events):
            if isinstance(event, UserUttered):
                return event
            if isinstance(event, Restarted | SessionStarted):
                return None
        return None

    def _start_session(self) -> None:
        """Log a new session: what was open is dropped, what is known of the person stays."""
        flows = loaded_project().flows
        stack = stored_state(self._tracker.get_slot(STACK_SLOT))
        forgotten = {STACK_SLOT}
        for flow in stack.open_flows:
            forgotten.update(flows.slots_to_reset(flow))
        kept = [
            SlotSet(name, slot.value)
            for name, slot in self._tracker.slots.items()
            if name not in forgotten and slot.value != slot.initial_value
        ]
        self._log(ActionExecuted(_SESSION_START), SessionStarted(), *kept, ActionExecuted(LISTEN))

    def _hear(self) -> None:
        """Log the message with what it was understood as."""
        message = self._message
        text = message.text.strip()
        if message.kind in (Kind.CHOICE, Kind.TRIGGER) and message.payload:
            text, self._parsed = message.payload, explicit(message.payload)
        elif text:
            text = self._understand(ESCAPE + text if text.startswith("/") else text)
        else:
            name = "" if message.kind is Kind.TEXT else MEDIA_INTENT + message.kind.value
            text, self._parsed = f"/{name}" if name else "", explicit(f"/{name}")
        self._log(
            UserUttered(
                text,
                self._parsed["intent"],
                self._parsed["entities"],
                self._parsed,
                timestamp=self._brain._now(),
                input_channel=message.provider,
                message_id=message.message_id,
                metadata={"kind": message.kind.value, "account": message.account},
            )
        )

    def _understand(self, text: str) -> str:
        """Understand a person's own words; return what may be logged of them."""
        with self._brain._scene(self._tenant, self._message.sent_at), among(self._children):
            heard = hear(
                text,
                flows=flows_of(self._tracker.sender_id),
                state=stored_state(self._tracker.get_slot(STACK_SLOT)),
                slots=self._tracker.current_slot_values(),
                parse=self._parse,
                conceal=partial(self._brain._conceal, self._tenant),
            )
        self._parsed, self.masked = heard.parsed, heard.masked
        return heard.text

    def _parse(self, text: str) -> dict[str, Any]:
        # A text that is too long is answered without being understood.
        return self._brain._nlu.parse(text) if len(text) <= MAX_CHARACTERS else explicit("")

    # -- the loop ----------------------------------------------------------------------------

    async def _act(self) -> bool:
        """Decide and run one action; return whether another one follows."""
        name = self._tracker.followup_action
        if name and name in self._brain._domain.action_names_or_texts:
            self._tracker.clear_followup_action()
        else:
            step, before = next_step(self._tracker, self._brain._domain)
            name = step.state.waiting
            self._follow(step)
            self._log(*before)
        if name == _SESSION_START and name not in self._brain._domain.user_actions:
            # Rasa's own would carry over the slots of the events in the window only.
            self._start_session()
            return False
        if name == LISTEN:
            self._log(ActionExecuted(LISTEN, policy=_POLICY, confidence=1.0))
            return False
        started = time.perf_counter()
        try:
            after = await self._run_action(name)
        except ActionExecutionRejection:
            self._ran.append(_ran(name, started, ok=False))
            self._log(ActionExecutionRejected(name, _POLICY, 1.0))
            return True
        self._ran.append(_ran(name, started, ok=True))
        self._log(ActionExecuted(name, policy=_POLICY, confidence=1.0), *after)
        for event in after:
            if isinstance(event, BotUttered):
                self._say(event)
        return name != _SESSION_START

    def _say(self, event: BotUttered) -> None:
        effect = effect_of(event)
        if effect is None:
            self.replies.append(reply_of(event))
        else:
            self.effects.append(effect)

    async def _run_action(self, name: str) -> list[Event]:
        action = self._brain.action(name)
        events: list[Event] = await action.run(
            self._channel, self._brain._nlg, self._tracker, self._brain._domain
        )
        return events or []

    def _follow(self, step: Step) -> None:
        if step.commands:
            self._commands = step.commands
        self._flow_events += step.events

    def _log(self, *events: Event) -> None:
        for event in events:
            self._tracker.update(event, self._brain._domain)
        self.events += events

    def trace(self) -> Callable[[], dict[str, Any]]:
        """Return what makes the trace of this turn, as it stands now, for whoever looks at it."""
        return partial(
            turn_trace,
            text=self.masked or self._message.text or self._message.payload,
            flows=loaded_project().flows,
            parsed=self._parsed,
            commands=self._commands,
            flow_events=self._flow_events,
            # After a restart the tracker knows of nothing any more.
            state=stored_state(self._tracker.get_slot(STACK_SLOT)),
            slots=self._tracker.current_slot_values(),
            actions=self._ran,
            milliseconds=1000 * (time.perf_counter() - self._started),
        )


def _ran(name: str, started: float, *, ok: bool) -> dict[str, Any]:
    return {"name": name, "ms": round(1000 * (time.perf_counter() - started), 2), "ok": ok}
