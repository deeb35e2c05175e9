"""What commands do to the stack, before it is advanced.

The order of the commands counts. A command that can do nothing is dropped; when nothing at all is
left of a message, ``pattern_cannot_handle`` answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.flows import events
from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Command,
    Fail,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from engine.flows.flow_set import FlowSet
from engine.flows.named_slots import assent_value
from engine.flows.run import Run
from engine.flows.slot_validation import must_validate, validate
from engine.flows.state import Frame, FrameKind
from engine.flows.steps.collect import Collect
from engine.flows.taps import always_asks, place_tap
from engine.flows.values import NOT_A_VALUE


def apply_commands(run: Run, commands: Sequence[Command]) -> None:
    """Change the stack as ``commands`` ask."""
    if place_tap(run, commands):
        return
    asked = run.state.asked_slot
    if _forces_answer(run) and not any(_is_heard_anywhere(run, c) for c in commands):
        commands = [c for c in commands if _is_answer(c, asked)]
        if not commands:
            return  # the question stands and is asked again
    # What is given up is what was open when the person wrote, not what the same message starts.
    given_up = _open_frames(run) if CancelFlow() in commands else []
    answered = any(isinstance(c, SetSlot) and c.slot == asked for c in commands)
    effective = _start_flows(run, commands, answered)
    effective = _set_slots(run, commands, asked) or effective
    for command in commands:
        if isinstance(command, CancelFlow):
            effective = _cancel(run, given_up)
        else:
            effective = _run_pattern(run, command) or effective
    if not effective:
        reason = next((c.reason for c in commands if isinstance(c, CannotHandle)), "")
        run.push_pattern("pattern_cannot_handle", {"reason": reason})


def current_question(run: Run) -> Collect | None:
    """Return the collect step whose slot is being asked for."""
    if not run.frames:
        return None
    context = run.frames[-1].context
    return run.flows.collect_step(str(context.get("flow", "")), str(context.get("step", "")))


#: Beginning anew is heard anywhere.
_RESTART = RunPattern("pattern_restart")


def _is_answer(command: Command, asked: str) -> bool:
    """Tell whether a question that insists hears ``command``: an answer, or the wish to stop."""
    if isinstance(command, SetSlot):
        return command.slot == asked
    return isinstance(command, CancelFlow | SkipQuestion) or command == _RESTART


def _is_heard_anywhere(run: Run, command: Command) -> bool:
    """Tell whether ``command`` starts a flow, or a pattern, that no question holds back."""
    match command:
        case StartFlow(flow_id) | RunPattern(flow_id):
            flow = run.flows.get(flow_id)
            return flow is not None and flow.heard_anywhere
        case _:
            return False


def _forces_answer(run: Run) -> bool:
    question = current_question(run)
    return question is not None and question.force_slot_filling


# -- starting flows --------------------------------------------------------------------------


def _start_flows(run: Run, commands: Sequence[Command], answered: bool = False) -> bool:
    wanted = [c for c in commands if isinstance(c, StartFlow)]
    started = False
    for command in wanted:
        if started and run.frames[-1].flow != command.flow:
            # Two requests in one message: the second follows when the first is done.
            if _may_start(run, command) and command.flow not in run.state.open_flows:
                run.state.queue.append(command.flow)
            continue
        started = _start_flow(run, command, answered) or started
    return started


def _may_start(run: Run, command: StartFlow) -> bool:
    flow = run.flows.get(command.flow)
    if flow is None or flow.is_pattern:
        run.record(events.FlowRefused(flow=command.flow, reason="unknown"))
        return False
    if not run.flows.enables(flow.id):
        run.record(events.FlowRefused(flow=flow.id, reason="disabled"))
        return False
    if flow.guard is not None and not command.bypass_guard:
        if flow.guard.holds(run.slots, {}):
            return True
        run.record(events.FlowRefused(flow=command.flow, reason="guard"))
        return False
    return True


def _start_flow(run: Run, command: StartFlow, answered: bool = False) -> bool:
    """Start a flow; a pattern that waits is dropped, unless the message answers its question."""
    for start, stop in run.user_segments():
        if any(frame.flow == command.flow for frame in run.frames[start:stop]):
            return _bring_back(run, start, stop)
    if not _may_start(run, command):
        return False
    if not answered:
        leave_waiting_patterns(run)
    rule = None if _is_heard_anywhere(run, command) else _digression_rule(run, command.flow)
    if rule is not None:
        run.push_pattern("pattern_handle_digressions", rule)
        return True
    kind = FrameKind.INTERRUPT if run.frames else FrameKind.REGULAR
    run.push(command.flow, kind)
    return True


def _bring_back(run: Run, start: int, stop: int) -> bool:
    """The flow is open already: put it on top. When it is there, its question is asked again."""
    if stop < len(run.frames):
        run.resume(start, stop)
    leave_waiting_patterns(run, below=True)
    return True


def leave_waiting_patterns(run: Run, below: bool = False) -> None:
    """Drop patterns that wait for an answer: a person who asks for a flow has moved on.

    With ``below``, patterns anywhere on the stack are dropped, not only those on top.
    """
    for start, stop in reversed(run.segments()):
        if run.frames[start].is_user:
            if below:
                continue
            return
        del run.frames[start:stop]


def _digression_rule(run: Run, flow_id: str) -> dict[str, Any] | None:
    """Return the context of ``pattern_handle_digressions`` when a rule of the open flow applies."""
    if not run.frames:
        return None
    root = run.frames[run.segment_start()]
    flow = run.flows[root.flow]
    question = current_question(run)
    block = _applies(flow.block_digressions, flow_id) or (
        question is not None and _applies(question.block_digressions, flow_id)
    )
    confirm = _applies(flow.ask_confirm_digressions, flow_id) or (
        question is not None and _applies(question.ask_confirm_digressions, flow_id)
    )
    if not block and not confirm:
        return None
    return {
        "interrupting_flow_id": flow_id,
        "interrupting_flow_name": run.label(flow_id),
        "interrupted_flow_id": flow.id,
        "interrupted_flow_name": flow.name,
        "interrupted_step_id": root.step,
        "block_digressions": block,
        "ask_confirm_digressions": confirm and not block,
    }


def _applies(rule: bool | tuple[str, ...], flow_id: str) -> bool:
    return rule is True or (isinstance(rule, tuple) and flow_id in rule)


# -- slots -----------------------------------------------------------------------------------


def _set_slots(run: Run, commands: Sequence[Command], asked: str) -> bool:
    """Fill slots; values that contradict an earlier answer become one correction."""
    effective = False
    corrected: dict[str, Any] = {}
    to_validate: list[str] = []
    for command in commands:
        if not isinstance(command, SetSlot):
            continue
        value = run.flows.domain.coerce(command.slot, command.value)
        if value is NOT_A_VALUE:
            if command.slot == asked:
                # Said by the question itself, before it asks again.
                _asking_frame(run, asked).context["value"] = str(command.value)
                effective = True
            continue
        # With nothing open a value changes nothing that the person could see.
        effective = bool(run.frames) or effective
        present = run.slot(command.slot)
        if (
            command.slot != asked
            and present is not None
            and present != value
            and _asker(run, command.slot)
        ):
            corrected[command.slot] = value
            continue
        run.set_slot(command.slot, value)
        run.set_beneath(command.slot, value)
        checked = bool(run.frames) and run.frames[-1].context.get("validate") == command.slot
        if not checked and must_validate(run, command.slot):
            to_validate.append(command.slot)
    if corrected:
        _correct(run, corrected)
    for slot in to_validate:
        validate(run, slot)
    return effective


def _asking_frame(run: Run, slot: str) -> Frame:
    return next(
        frame
        for frame in reversed(run.frames)
        if slot in (frame.context.get("collect"), frame.context.get("validate"))
    )


def _asker(run: Run, slot: str) -> tuple[Frame, str] | None:
    """Return the frame of the top segment, and its step, where ``slot`` was asked."""
    for frame in _in_progress(run):
        for step, visited in frame.visited:
            if visited == slot:
                return frame, step
    return None


def _correct(run: Run, corrected: dict[str, Any]) -> None:
    """Start the correction pattern, set back to the earliest question that is concerned."""
    corrected = _take_back_correction(run) | corrected
    order: list[tuple[Frame, str]] = []
    for frame in _in_progress(run):
        order += [(frame, step) for step, slot in frame.visited if slot in corrected]
    frame, step = order[0]
    run.push_pattern(
        "pattern_correction",
        {
            "is_reset_only": all(always_asks(run, slot) for slot in corrected),
            "corrected_slots": dict(corrected),
            "new_slot_values": list(corrected.values()),
            "reset_flow_id": frame.flow,
            "reset_step_id": step,
            "reset_frame_id": frame.id,
        },
    )


def _in_progress(run: Run) -> list[Frame]:
    """Return the frames of the flow that the person is in, and of patterns above it."""
    segments = run.user_segments()
    start = segments[-1][0] if segments else run.segment_start() if run.frames else 0
    return run.frames[start:]


def _take_back_correction(run: Run) -> dict[str, Any]:
    """Drop a correction that still waits to be confirmed; return its values."""
    for start, stop in reversed(run.segments()):
        frame = run.frames[start]
        if frame.is_user:
            break
        if frame.flow == "pattern_correction":
            del run.frames[start:stop]
            return dict(frame.context.get("corrected_slots") or {})
    return {}


# -- patterns --------------------------------------------------------------------------------


def _run_pattern(run: Run, command: Command) -> bool:
    """Put the pattern of ``command`` on the stack, if it is one of those that have one."""
    match command:
        case SkipQuestion():
            _skip(run)
        case Clarify(flows):
            _clarify(run, flows)
        case RunPattern(pattern):
            if pattern not in run.flows:
                return False
            run.push_pattern(pattern)
        case CannotHandle(reason) if reason:
            run.push_pattern("pattern_cannot_handle", {"reason": reason})
        case Fail(error_type, info):
            run.push_pattern(
                "pattern_internal_error", {"error_type": error_type, "info": dict(info)}
            )
        case _:
            return False
    return True


def _open_frames(run: Run) -> list[Frame]:
    """Return the frames of the flow that the person is in; patterns that wait are dropped."""
    leave_waiting_patterns(run)
    segments = run.user_segments()
    return run.frames[slice(*segments[-1])] if segments else []


def _cancel(run: Run, frames: Sequence[Frame]) -> bool:
    run.push_pattern(
        "pattern_cancel_flow",
        {
            "canceled_name": run.label(frames[0].flow) if frames else None,
            "canceled_frames": [frame.id for frame in frames],
        },
    )
    return True


def _skip(run: Run) -> None:
    question = current_question(run)
    skippable = question is not None and question.skip_value is not None
    context: dict[str, Any] = {"skippable": skippable}
    if question is not None:
        slot = run.flows.domain.slots.get(question.slot)
        context |= {
            "collect": question.slot,
            "skip_value": question.skip_value,
            "yes_or_no": slot is not None and assent_value(slot, True) is not None,
        }
    run.push_pattern("pattern_skip_question", context)


def _clarify(run: Run, flows: Sequence[str]) -> None:
    known = [flow_id for flow_id in flows if _is_startable(run.flows, flow_id)]
    if len(known) == 1:
        _start_flow(run, StartFlow(known[0]))
        return
    names = [run.label(flow_id) for flow_id in known]
    run.push_pattern("pattern_clarification", {"names": names, "clarification_options": ""})


def _is_startable(flows: FlowSet, flow_id: str) -> bool:
    flow = flows.get(flow_id)
    return flow is not None and not flow.is_pattern and flows.enables(flow_id)
