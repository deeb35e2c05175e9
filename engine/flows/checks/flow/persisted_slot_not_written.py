"""``persisted_slots`` names a slot that the flow never fills, so there is nothing to keep.

::

    saluer:
      persisted_slots: [langue]       # no step collects or sets langue
      steps:
        - action: utter_bonjour

Cure: remove it from the list; slots that actions write are kept anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.source import YamlList

CODE = "flow.persisted_slot_not_written"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the persisted slots that neither the flow nor one that it calls writes."""
    for item in outline(project):
        listed = item.body.get("persisted_slots")
        if not isinstance(listed, YamlList) or not item.is_sure:
            continue
        written = set(item.flow.slots_written) | set(project.flows.slots_of(item.flow.id))
        for slot, at in zip(listed, listed.items_at, strict=True):
            if isinstance(slot, str) and slot not in written:
                yield problem(
                    CODE,
                    SEVERITY,
                    at,
                    f"flow {item.flow.id!r} never fills {slot!r}, which it wants to keep",
                    did_you_mean(slot, written) or "remove it from 'persisted_slots'",
                )
