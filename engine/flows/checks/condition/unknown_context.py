"""A condition reads a field of ``context`` that is not there. Each pattern has its own fields;
other flows have none.

::

    pattern_cancel_flow:
      steps:
        - noop: true
          next:
            - if: context.cancelled_name      # canceled_name
              then: END
            - else: END

Cure: take the word that is proposed; in your own flows use slots.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    conditions_of,
    references,
)
from engine.flows.project import Project

CODE = "condition.unknown_context"
SEVERITY = Severity.WARNING

_SHARED = frozenset({"flow_id", "step_id", "frame_id", "frame_type", "type"})
_FIELDS: dict[str, tuple[str, ...]] = {
    "pattern_collect_information": ("collect", "utter", "collect_action", "rejections", "misses"),
    "pattern_validate_slot": ("validate", "refill_utter", "refill_action", "rejections"),
    "pattern_completed": ("previous_flow_name",),
    "pattern_customer_satisfaction": ("previous_flow_name",),
    "pattern_continue_interrupted": (
        "previous_flow_name",
        "interrupted_flow_names",
        "interrupted_flow_ids",
        "interrupted_flow_options",
        "multiple_flows_interrupted",
        "canceled_frames",
    ),
    "pattern_correction": (
        "is_reset_only",
        "corrected_slots",
        "new_slot_values",
        "reset_flow_id",
        "reset_step_id",
    ),
    "pattern_cancel_flow": ("canceled_name", "canceled_frames"),
    "pattern_clarification": ("names", "clarification_options"),
    "pattern_cannot_handle": ("reason",),
    "pattern_skip_question": ("skippable", "collect", "skip_value", "yes_or_no"),
    "pattern_old_button": ("slot", "value", "flow_name"),
    "pattern_internal_error": ("error_type", "info"),
    "pattern_handle_digressions": (
        "interrupting_flow_id",
        "interrupting_flow_name",
        "interrupted_flow_id",
        "interrupted_flow_name",
        "interrupted_step_id",
        "block_digressions",
        "ask_confirm_digressions",
    ),
}


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the fields of context that no frame of the flow has."""
    for placed in conditions_of(project):
        if placed.expression is None or placed.flow is None:
            continue
        flow = placed.flow
        fields = _FIELDS.get(flow.id)
        if fields is None and flow.is_pattern:
            continue  # a pattern whose fields are not written anywhere
        for found in references(placed.expression):
            name = found.name.split(".")[0]
            if found.namespace != "context" or name in _SHARED or name in (fields or ()):
                continue
            yield problem(
                CODE,
                SEVERITY,
                placed.at(found.offset),
                f"flow {flow.id!r} has no 'context.{name}'",
                did_you_mean(name, fields) if fields else "context belongs to patterns; use a slot",
            )
