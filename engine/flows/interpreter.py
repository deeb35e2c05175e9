"""The interpreter: (flows, state, slots, input) → (state, slot changes, next action). Pure.

::

    outcome = handle(flows, State(), flows.domain.initial_values, [StartFlow("saluer")])
    outcome.action            # 'utter_saluer': the host runs it, then
    outcome = proceed(flows, outcome.state, slots)
    outcome.action            # 'action_listen': wait for the next message

No clock, no network, no Rasa. Silent steps are resolved inside one call. The state that comes in is
never changed; the one that goes out is whole, and JSON between any two calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.flows import events
from engine.flows.builtin.count_misses import forget_unless_missed, remember_known
from engine.flows.commands import Command
from engine.flows.flow_set import FlowSet
from engine.flows.reception import apply_commands
from engine.flows.records import END, START, Flow
from engine.flows.run import DEFAULT_ERROR, LISTEN, Act, Go, Move, Run, Say, Stay, Wait
from engine.flows.state import Frame, FrameKind, State
from engine.flows.steps.action import Action
from engine.flows.steps.base import Step

#: Silent steps between two messages of a person, before the flows count as running in circles.
MAX_STEPS = 500
#: Actions between two messages of a person.
MAX_ACTIONS = 50
#: Frames on the stack.
MAX_DEPTH = 40

_INTERNAL_ERROR = "pattern_internal_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the host must do next, and what changed."""

    state: State
    # Slots to write before the action runs, in order.
    slots: Mapping[str, Any]
    # Action to run; "action_listen" to wait for a message.
    action: str
    # For traces and tests.
    events: tuple[events.FlowEvent, ...]


def handle(
    flows: FlowSet, state: State, slots: Mapping[str, Any], commands: Sequence[Command]
) -> Outcome:
    """Take a message of a person, already understood as ``commands``, and advance."""
    run = Run(flows, state.copy(), slots)
    run.state.steps = 0
    run.state.actions = 0
    if not _drop_stale_frames(run):
        asking = _hear(run)
        apply_commands(run, commands)
        if asking is not None:
            forget_unless_missed(run, asking)
    return _advance(run)


def proceed(
    flows: FlowSet, state: State, slots: Mapping[str, Any], *, failed: bool = False
) -> Outcome:
    """Go on after the action that ``state.waiting`` names has run, or has ``failed``."""
    run = Run(flows, state.copy(), slots)
    if not _drop_stale_frames(run) and run.frames:
        frame = run.frames[-1]
        if failed:
            _fail(run, frame)
        elif frame.pending:
            frame.pending.pop(0)
    return _advance(run)


def _hear(run: Run) -> Frame | None:
    """Mark the step that waited for the message as done; return its frame."""
    if not run.frames or run.frames[-1].phase != "waiting":
        return None
    frame = run.frames[-1]
    frame.phase = "heard"
    # A refused answer has been told so; this message is another one.
    frame.context.pop("value", None)
    remember_known(run, frame)
    return frame


def _fail(run: Run, frame: Frame) -> None:
    """The action that the top frame ran did not come to its end."""
    flow = run.flows[frame.flow]
    step = flow.steps.get(frame.step)
    action = run.state.waiting
    run.record(events.ActionFailed(flow=frame.flow, step=frame.step, action=action))
    if isinstance(step, Action) and step.on_failure and not frame.pending:
        frame.go(step.on_failure)
    elif frame.flow == _INTERNAL_ERROR:
        # Even the apology fails: nothing is left but to wait, with nothing open.
        run.cancel(0, len(run.frames))
        run.state.queue.clear()
    else:
        run.fail("action_failed", {"action": action, "flow": flow.id, "step": frame.step})


# -- the loop --------------------------------------------------------------------------------


def _advance(run: Run) -> Outcome:
    """Run silent steps until an action must run or the person must speak."""
    action: str | None = None
    while action is None:
        if not run.frames:
            action = _start_queued(run)
            continue
        run.state.steps += 1
        if run.state.steps > MAX_STEPS or len(run.frames) > MAX_DEPTH:
            action = _trip(run)
            continue
        frame = run.frames[-1]
        if frame.pending:
            action = frame.pending[0]
        elif frame.step == END:
            _end(run, frame)
        else:
            action = _visit(run, frame)
    if action != LISTEN:
        run.state.actions += 1
        if run.state.actions > MAX_ACTIONS:
            action = _trip(run) or "utter_internal_error_rasa"
    run.state.waiting = action
    return Outcome(state=run.state, slots=run.changes, action=action, events=tuple(run.events))


def _start_queued(run: Run) -> str | None:
    """Nothing is open: start what was put off, break a silence, or listen."""
    if run.state.queue:
        run.push(run.state.queue.pop(0), FrameKind.REGULAR)
        return None
    if run.state.actions == 0 and not run.consoled:
        # A flow may end without a word (it only sets slots, or all was known already). The person
        # wrote and must hear something, even where the flow asks to end quietly.
        run.consoled = True
        ended = [e for e in run.events if isinstance(e, events.FlowCompleted) and e.flow]
        if ended:
            name = run.label(ended[-1].flow)
            run.push_pattern("pattern_completed", {"previous_flow_name": name})
        else:
            run.push_pattern("pattern_cannot_handle", {"reason": ""})
        return None
    return LISTEN


def _visit(run: Run, frame: Frame) -> str | None:
    """Execute the step where ``frame`` stands; return an action for the host, if any."""
    flow = run.flows[frame.flow]
    if frame.step == START:
        frame.go(flow.first)
        return None
    step = flow.steps[frame.step]
    if frame.phase == "acted":
        # Its last action has run: on_failure and next are all that is left of the step.
        frame.phase = ""
        frame.go(run.follow(flow, frame, step.next))
        return None
    if not frame.phase:
        frame.last = step.id
        run.record(events.StepEntered(flow=flow.id, step=step.id))
    return _perform(run, frame, flow, step, step.execute(run, frame, flow))


def _perform(run: Run, frame: Frame, flow: Flow, step: Step, move: Move) -> str | None:
    match move:
        case Go(target):
            frame.go(target)
            return None
        case Act(action):
            frame.phase = "acted"
            return action
        case Say(actions):
            frame.phase = "acted"
            frame.pending = list(actions)
            return None
        case Wait():
            frame.phase = "waiting"
            return LISTEN
        case Stay():
            return None


def _trip(run: Run) -> str | None:
    """Unwind flows that run in circles and apologise once."""
    top = run.frames[-1] if run.frames else None
    run.record(events.BudgetExceeded(flow=top.flow if top else "", step=top.step if top else ""))
    already = any(frame.flow == _INTERNAL_ERROR for frame in run.frames)
    run.cancel(0, len(run.frames))
    run.state.queue.clear()
    run.state.ended = ""
    run.state.steps = 0
    run.state.actions = 0
    if already:
        return LISTEN
    run.push_pattern(
        _INTERNAL_ERROR, {"error_type": DEFAULT_ERROR, "info": {"cause": "budget_exceeded"}}
    )
    return None


# -- ends ------------------------------------------------------------------------------------


def _end(run: Run, frame: Frame) -> None:
    """Take a finished frame off the stack and decide what comes next."""
    flow = run.flows[frame.flow]
    run.frames.remove(frame)
    run.record(events.FlowCompleted(flow=flow.id, step=frame.last))
    if frame.kind is FrameKind.CALL and run.frames:
        _return_to_caller(run.frames[-1], frame)
        return
    if frame.is_user:
        run.reset_slots_of(flow.id)
        run.give_back(frame)
        run.state.ended = flow.name
    elif frame.is_root:
        run.reset_slots_of(flow.id)
        if flow.id == "pattern_search" and not run.frames and flow.run_pattern_completed:
            # An answered question is a request that was met, like a flow.
            run.state.ended = flow.name
    else:
        return
    _after_root(run, frame, flow)


def _return_to_caller(caller: Frame, child: Frame) -> None:
    """Let answers given in a child be corrected through the step that called it."""
    known = {slot for _, slot in caller.visited}
    caller.visited += [(caller.step, slot) for _, slot in child.visited if slot not in known]


def _after_root(run: Run, frame: Frame, flow: Flow) -> None:
    if run.state.queue and (frame.is_user or not run.frames):
        kind = FrameKind.INTERRUPT if run.frames else FrameKind.REGULAR
        run.push(run.state.queue.pop(0), kind)
        return
    ended, run.state.ended = run.state.ended, ""
    if not run.frames:
        # ``ended`` is a flow that was given up a moment ago, or this one.
        if ended and (not frame.is_user or flow.run_pattern_completed):
            run.push_pattern("pattern_completed", {"previous_flow_name": ended})
        return
    below = run.frames[run.segment_start()]
    if below.is_user and below.step != START and ended:
        _offer_interrupted(run, ended)
    elif not below.is_user:
        run.state.ended = ended


def _offer_interrupted(run: Run, ended: str) -> None:
    """A flow ended above others that wait."""
    segments = run.user_segments()
    waiting = [run.frames[start].flow for start, _ in reversed(segments)]
    names = [run.label(flow_id) for flow_id in waiting]
    context = {
        "previous_flow_name": ended,
        "interrupted_flow_names": names,
        "interrupted_flow_ids": waiting,
        "interrupted_flow_options": names,
        "multiple_flows_interrupted": len(waiting) > 1,
        # action_cancel_flow gives up the one that would come back.
        "canceled_frames": [frame.id for frame in run.frames[slice(*segments[-1])]],
    }
    run.push_pattern("pattern_continue_interrupted", context)


# -- edits under a running conversation ------------------------------------------------------


def _drop_stale_frames(run: Run) -> bool:
    """Drop frames whose flow or step is gone since they were stored; tell whether any was."""
    dropped = False
    index = 0
    while index < len(run.frames):
        frame = run.frames[index]
        if frame.flow in run.flows and _find_step(run, frame):
            index += 1
            continue
        start, stop = next(pair for pair in run.segments() if pair[0] <= index < pair[1])
        dropped = dropped or run.frames[start].is_user or frame.is_user
        for stale in run.frames[start:stop]:
            run.record(events.FrameDropped(flow=stale.flow, step=stale.step))
            if stale.flow in run.flows:
                run.reset_slots_of(stale.flow)
        del run.frames[start:stop]
        index = start
    run.state.queue = [flow_id for flow_id in run.state.queue if flow_id in run.flows]
    if dropped:
        run.push_pattern("pattern_code_change", {})
    return dropped


def _find_step(run: Run, frame: Frame) -> bool:
    """Make sure that the frame's step exists; find a question again by its slot."""
    flow = run.flows[frame.flow]
    if frame.step in (START, END) or frame.step in flow.steps:
        return True
    if frame.slot:
        same = [
            step.id
            for step in flow.steps.values()
            if tuple(step.writes()) == (frame.slot,) and step.waits
        ]
        if len(same) == 1:
            frame.step = same[0]
            return True
    return False
