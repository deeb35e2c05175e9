"""How custom actions run: in this process, or over HTTP when ``action_endpoint.url`` is set.

Both ways give the same: the SDK's protocol, and a failure that is seen. Stock Rasa logs a failed
action as if it had run; here it is logged as rejected, which the flows answer with ``on_failure``
or ``pattern_internal_error``.
"""

from __future__ import annotations

import importlib
import logging
from collections import UserList
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor

from engine.components.event_types import event_from_dict
from engine.flows.normaliser import STACK_SLOT

logger = logging.getLogger(__name__)

#: Events that an action in this process gets to see, newest last.
VISIBLE_EVENTS = 40
#: The action that says the last answer again; it needs the tracker, not a project's code.
REPEAT = "action_repeat_bot_messages"

_over_http = RemoteAction.run


def install() -> None:
    """Make Rasa's processor run custom actions by :func:`run_custom_action`. Idempotent."""
    RemoteAction.run = _run


@lru_cache(maxsize=1)
def executor() -> ActionExecutor:
    """Return the SDK's executor with every action of package ``actions`` registered.

    Raises ``ImportError`` with its cause when an actions module cannot be imported.
    """
    result = ActionExecutor()
    importlib.import_module("actions")
    result.register_package("actions")
    return result


def prepare() -> None:
    """Import the actions now rather than during somebody's message.

    What cannot be imported is logged here, and fails again with the first action that needs it.
    """
    try:
        executor()
    except Exception:
        logger.exception("actions cannot be imported", extra={"action": "actions_unusable"})


async def _run(
    self: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    return await run_custom_action(self, output_channel, nlg, tracker, domain)


async def run_custom_action(
    action: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    """Run ``action`` and return its events.

    Raises ``ActionExecutionRejection``, whatever went wrong: the cause is logged here.
    """
    name = action.name()
    try:
        if name == REPEAT:
            said = _last_answers(tracker)
            if not said and not _open_questions(tracker):
                # Silence is no answer: the flow says that there is nothing yet.
                raise ActionExecutionRejection(name, "nothing was said yet")
            return said
        endpoint = action.action_endpoint
        if endpoint is not None and endpoint.url:
            result: list[Event] = await _over_http(action, output_channel, nlg, tracker, domain)
            return result
        return await _in_process(action, output_channel, nlg, tracker, domain)
    except ActionExecutionRejection:
        raise
    except Exception as error:
        logger.exception("custom action failed", extra={"action": "action_failed", "name_": name})
        raise ActionExecutionRejection(name, f"{type(error).__name__} in {name}") from error


async def _in_process(
    action: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    answer = await executor().run(action_call(action.name(), tracker, domain))
    answer = answer or {}
    said = await RemoteAction._utter_responses(
        answer.get("responses") or [], output_channel, nlg, tracker
    )
    made = (event_from_dict(data) for data in answer.get("events") or ())
    return [*said, *(event for event in made if event is not None)]


def action_call(name: str, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Return the call that the SDK's protocol describes, with a bounded part of the history."""
    recent = tuple(tracker.events)[-VISIBLE_EVENTS:]
    latest = tracker.latest_message
    return {
        "next_action": name,
        "sender_id": tracker.sender_id,
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": dict(latest.parse_data) if latest else {},
            "events": _AsDicts(recent),
            "paused": tracker.is_paused(),
            "followup_action": tracker.followup_action,
            "active_loop": {},
            "latest_action_name": tracker.latest_action_name,
            "latest_input_channel": latest.input_channel if latest else None,
            "latest_event_time": recent[-1].timestamp if recent else None,
        },
        "domain": {"responses": domain.responses},
        "version": "3.6.21",
    }


class _AsDicts(UserList[dict[str, Any]]):
    """The history in the protocol's form, made when an action looks at it: few do."""

    # A part or a copy of it is made from dicts.
    def __init__(self, history: Iterable[Event | dict[str, Any]] = ()) -> None:
        self._history = tuple(history)

    @cached_property
    def data(self) -> list[dict[str, Any]]:  # type: ignore[override]  # made when it is asked for
        """The events, as a list that is the action's own."""
        return [one.as_dict() if isinstance(one, Event) else one for one in self._history]


def _open_questions(tracker: DialogueStateTracker) -> set[str]:
    """Return the responses and actions that ask the questions that are open on the stack."""
    stack = tracker.get_slot(STACK_SLOT)
    frames = stack.get("frames", ()) if isinstance(stack, dict) else ()
    contexts = [frame.get("context", {}) for frame in frames]
    return {str(c[key]) for c in contexts for key in ("utter", "collect_action") if c.get(key)}


def _last_answers(tracker: DialogueStateTracker) -> list[Event]:
    """Return what was said after the person's message before the last one, to say it again.

    What asks an open question is left out: the flow asks it again by itself.
    """
    said: list[Event] = []
    # Said by the action that comes next in the history, seen backwards.
    latest: list[Event] = []
    messages = 0
    answered = False
    asked = _open_questions(tracker)
    for event in reversed(tracker.events):
        if isinstance(event, events.UserUttered):
            messages += 1
            if answered or messages > 4:
                break
        elif isinstance(event, events.BotUttered):
            answered = True
            # What was done is not done again by being said again.
            effect = "effect" in ((event.data or {}).get("custom") or {})
            if not effect and (event.metadata or {}).get("utter_action") not in asked:
                again = events.BotUttered(event.text, dict(event.data), metadata=event.metadata)
                latest.append(again)
        elif isinstance(event, events.ActionExecuted):
            if event.action_name not in asked:
                said += latest
            latest = []
    return said[::-1]
