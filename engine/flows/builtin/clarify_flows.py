"""Prepare the names of the flows that may have been meant."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame

#: Options that are offered, unless slot max_clarification_options says otherwise.
MAX_OPTIONS = 3


@BUILTIN_ACTIONS.register("action_clarify_flows")
def clarify_flows(run: Run, frame: Frame) -> Move | None:
    """Put a readable list into ``context.clarification_options``."""
    limit = run.slot("max_clarification_options")
    count = int(limit) if isinstance(limit, int | float) and limit > 0 else MAX_OPTIONS
    names = [str(name) for name in frame.context.get("names") or ()][:count]
    frame.context["names"] = names
    frame.context["clarification_options"] = (
        names[0] if len(names) == 1 else ", ".join(names[:-1]) + " ou " + names[-1] if names else ""
    )
    return None
