"""The names that a project knows: its own, those of our default patterns, those of Rasa.

>>> known = names_of(project)
>>> known.can_run("utter_merci")
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from engine.errors import did_you_mean
from engine.flows.builtin import BUILTIN_ACTIONS
from engine.flows.domain import RASA_ACTIONS, Slot, read_domain
from engine.flows.project import DOMAIN_KEYS, Project, default_pattern_names
from engine.flows.records import END
from engine.flows.source import Position

#: The slot in which the engine keeps its stack.
STACK_SLOT = "flow_stack"

#: Slots that Rasa adds to every domain, or that its licensed versions bring with their patterns.
RASA_SLOTS = frozenset(
    {
        "requested_slot",
        "session_started_metadata",
        "return_value",
        "flow_hashes",
        "dialogue_stack",
        "knowledge_base_last_object",
        "knowledge_base_last_object_type",
        "knowledge_base_listed_objects",
        "knowledge_base_objects",
        "object_type",
        "mention",
        "attribute",
        "route_session_to_calm",
        "silence_timeout",
        "consecutive_silence_timeouts",
        "confirm_correction",
        "confirm_slot_correction",
        "max_clarification_options",
        "language",
    }
)

#: Responses that the licensed versions bring with their patterns and that we have no text for.
RASA_RESPONSES = frozenset(
    {
        "utter_ask_continue_previous_flow",
        "utter_continue_interruption",
        "utter_default",
    }
)

#: Actions that the licensed versions bring and that this engine does not have.
RASA_LICENSED_ACTIONS = frozenset(
    {
        "action_apply_discovered_value",
        "action_metadata",
        "action_prepare_correction",
        "action_reply_from_context",
        "action_reset_routing",
        "action_trigger_collect_information",
        "action_trigger_flow",
    }
)

#: Intents that exist without being declared.
RASA_INTENTS = frozenset(
    {
        "restart",
        "back",
        "session_start",
        "session_end",
        "nlu_fallback",
        "out_of_scope",
        "silence_timeout",
    }
)

#: Patterns of Rasa for which we have no default.
_OTHER_PATTERNS = frozenset({"pattern_external_agent_processing"})

#: Actions that the host runs for our default patterns.
HOST_ACTIONS = frozenset({"action_repeat_bot_messages", "action_restart", "action_session_start"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Everything that a name in a project may refer to."""

    slots: Mapping[str, Slot]
    responses: frozenset[str]
    # Custom actions and forms.
    actions: frozenset[str]
    intents: frozenset[str]
    # False for a folder of flows without a domain: what is missing there may be elsewhere.
    has_domain: bool
    # Names declared in files that are no part of the domain, with their place, by kind.
    elsewhere: Mapping[str, Mapping[str, Position]]

    def has_slot(self, name: str) -> bool:
        """Tell whether a slot of this name exists."""
        return name in self.slots or name in RASA_SLOTS or name == STACK_SLOT

    def can_run(self, name: str) -> bool:
        """Tell whether ``name`` is a response, an action or a form, of the project or built in."""
        return (
            name in self.responses
            or name in self.actions
            or name in RASA_ACTIONS
            or name in BUILTIN_ACTIONS
            or name in HOST_ACTIONS
        )

    def runnable(self) -> Iterable[str]:
        """Return all names of responses and actions, for proposals."""
        return (*self.responses, *self.actions, *BUILTIN_ACTIONS, *RASA_ACTIONS)

    def stray(self, kind: str, name: str) -> str:
        """Return the file outside the domain that declares ``name``, or an empty string."""
        found = self.elsewhere.get(kind, {}).get(name)
        return found.path if found else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a proposal like ``did_you_mean``, blind for the prefix that all names share.

    >>> nearest("utter_quel", ["utter_lundi", "utter_quelle"])
    "did you mean 'utter_quelle'?"
    """
    prefix, line, rest = word.partition("_")
    if not line or not rest:
        return did_you_mean(word, known)
    prefix += line
    tails = [name.removeprefix(prefix) for name in known if name.startswith(prefix)]
    near = get_close_matches(rest, tails, n=1, cutoff=0.6)
    return f"did you mean {prefix + near[0]!r}?" if near else ""


def pattern_names() -> frozenset[str]:
    """Return the reserved names of flows that the engine starts itself."""
    return frozenset(default_pattern_names()) | _OTHER_PATTERNS


def is_end(target: str) -> bool:
    """Tell whether a target is a misspelt END."""
    return target != END and target.strip().upper() == END


@lru_cache(maxsize=1)
def names_of(project: Project) -> Names:
    """Return the names that ``project`` knows."""
    domain = project.domain
    inside = {document.path for document in project.domain_documents}
    outside: list[Any] = [
        document.content
        for document in project.documents
        if document.path not in inside and not DOMAIN_KEYS.isdisjoint(document.content)
    ]
    strays = read_domain(outside)
    trained = project.trained_intents
    return Names(
        slots=domain.slots,
        # "utter_faq" says one of the responses "utter_faq/…" of a retrieval intent.
        responses=frozenset(domain.responses)
        | frozenset(name.split("/", 1)[0] for name in domain.responses),
        actions=frozenset(domain.actions) | frozenset(domain.forms),
        intents=frozenset(domain.intents)
        | frozenset(trained)
        | frozenset(name.split("/", 1)[0] for name in trained)
        | RASA_INTENTS,
        has_domain=project.own_domain.declared,
        elsewhere={
            "slot": {name: slot.position for name, slot in strays.slots.items()},
            "response": {name: item.position for name, item in strays.responses.items()},
            "action": strays.actions,
        },
    )


@lru_cache(maxsize=1)
def agents_of(project: Project) -> frozenset[str]:
    """Return the names of the agents that the project configures for ``call`` steps."""
    found: set[str] = set()
    for document in project.documents:
        agent = document.content.get("agent")
        if isinstance(agent, dict) and agent.get("name"):
            found.add(str(agent["name"]))
        folder = document.path.split("/")
        if "sub_agents" in folder[:-1]:
            found.add(folder[folder.index("sub_agents") + 1])
    return frozenset(found)
