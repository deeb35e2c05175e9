"""Turns response names into texts: the variation that fits, with slots and the flow's context.

``{jour}`` and ``{{slots.jour}}`` are the slot, ``{{context.x}}`` a property of the pattern that
speaks; what is empty renders as nothing. Named in ``endpoints.yml``::

    nlg:
      type: engine.components.nlg.FlowNLG

Texts are read from the project's files, not from the model: changing one trains nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator, ResponseVariationFilter
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from engine.flows.normaliser import STACK_SLOT, normalised_domain
from engine.flows.project import Project
from engine.flows.templates import render
from engine.loaded_project import loaded_project

# {name}, but not the inside of {{ name }}.
_PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][\w.-]*)\}(?!\})")
_RENDERED = ("text", "image", "custom", "buttons", "quick_replies", "attachment", "elements")


class FlowNLG(NaturalLanguageGenerator):  # type: ignore[misc]
    """Rasa's choice of variation with Jinja rendering."""

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        self._project: Project | None = None
        self._filter = ResponseVariationFilter({})

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Return the message of ``utter_action``, or None when no variation fits."""
        return self.answer(utter_action, tracker.current_slot_values(), output_channel, kwargs)

    def answer(
        self, name: str, slots: Mapping[str, Any], channel: str, extra: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """Return the message of response ``name``; ``extra`` are values an action passes along."""
        self._refresh()
        if name not in self._filter.responses:
            return None
        fitting = self._filter.responses_for_utter_action(name, channel, dict(slots))
        if not fitting:
            return None
        values = {**slots, **{k: v for k, v in extra.items() if k != "domain_responses"}}
        context = _context(slots)
        # ``value`` of a refused answer stands by itself in the texts of Rasa's slot rejections.
        variables = {"value": context.get("value"), **values, "slots": values, "context": context}
        chosen = random.choice(fitting)
        return {
            key: _rendered(value, variables) if key in _RENDERED else value
            for key, value in chosen.items()
        }

    def _refresh(self) -> None:
        project = loaded_project()
        if project is not self._project:
            self._project = project
            self._filter = ResponseVariationFilter(normalised_domain(project)["responses"])


def _context(slots: Mapping[str, Any]) -> dict[str, Any]:
    stack = slots.get(STACK_SLOT)
    frames = stack.get("frames") if isinstance(stack, dict) else None
    return dict(frames[-1].get("context") or {}) if frames else {}


def _rendered(value: Any, variables: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return _render_text(value, variables)
    if isinstance(value, list):
        return [_rendered(item, variables) for item in value]
    if isinstance(value, dict):
        return {key: _rendered(item, variables) for key, item in value.items()}
    return value


def _render_text(text: str, variables: Mapping[str, Any]) -> str:
    if "{" not in text:
        return text

    def placeholder(found: re.Match[str]) -> str:
        value = variables.get(found[1])
        return "" if value is None else str(value)

    # Jinja first: what it inserts is a person's word and must not be rendered again.
    parts = re.split(r"(\{\{.*?\}\}|\{%.*?%\})", text, flags=re.DOTALL)
    if len(parts) > 1:
        shielded = "".join(
            part if part.startswith(("{{", "{%")) else _as_jinja(part) for part in parts
        )
        return render(shielded, variables)
    return _PLACEHOLDER.sub(placeholder, text)


def _as_jinja(text: str) -> str:
    return _PLACEHOLDER.sub(lambda found: "{{ slots['" + found[1] + "'] }}", text)
