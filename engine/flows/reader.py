"""From YAML to :class:`~engine.flows.records.Flow`: grammar checked, then read as far as it goes.

Nested lists of steps become flat: each step has an id, generated where the author wrote none. A
generated id is made of what the step is (``collect_jour``), not of where it stands, so that a
conversation in progress finds its step again after an edit above it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.flows.conditions import Condition
from engine.flows.flow_shape import FLOW
from engine.flows.records import END, Branch, Flow, Next, Trigger
from engine.flows.report import Report
from engine.flows.shapes import Where, report_duplicates
from engine.flows.source import Position, YamlList, YamlMap
from engine.flows.steps.base import Step, is_branch_list, type_of
from engine.flows.steps.collect import digressions


@dataclass(slots=True)
class _Placed:
    """A step in YAML with its future id and its place."""

    node: YamlMap
    step_type: type[Step]
    id: str
    named: bool
    depth: int
    # Id that follows in the same list; END after the last top-level step; "" where nothing follows.
    follower: str


def read_flows(document: YamlMap, report: Report) -> list[Flow]:
    """Read the ``flows:`` of one file, reporting every fault of grammar."""
    flows = document.get("flows")
    if flows is None:
        return []
    at = document.position_of_value("flows")
    if not isinstance(flows, YamlMap):
        report.error("flow.wrong_type", at, "'flows' must be a map of flow id to flow")
        return []
    report_duplicates(flows, Where("flow", "the file", report))
    return [_read_flow(str(flow_id), flows, flow_id, report) for flow_id in flows]


def _read_flow(flow_id: str, flows: YamlMap, key: Any, report: Report) -> Flow:
    at = flows.position_of(key)
    body = flows[key]
    if FLOW.fits(body):
        FLOW.check(body, at, Where("flow", f"flow {flow_id!r}", report))
    else:
        FLOW.check(body, at, Where("flow", f"flow {flow_id!r}", report))
        body = YamlMap(at)
    steps = _read_steps(flow_id, body.get("steps"))
    guard = body.get("if")
    persisted = body.get("persisted_slots")
    return Flow(
        id=flow_id,
        name=str(body.get("name") or flow_id.replace("_", " ").replace("-", " ")),
        description=str(body.get("description") or ""),
        steps=steps,
        first=next(iter(steps), END),
        position=at,
        keys_at=body.keys_at,
        guard=None if guard is None else Condition.of(guard, body.position_of_value("if")),
        triggers=tuple(_triggers(body.get("nlu_trigger"))),
        persisted_slots=tuple(str(name) for name in persisted)
        if isinstance(persisted, list)
        else (),
        run_pattern_completed=body.get("run_pattern_completed") is not False,
        always_include_in_prompt=body.get("always_include_in_prompt") is True,
        block_digressions=digressions(body.get("block_digressions")),
        ask_confirm_digressions=digressions(body.get("ask_confirm_digressions")),
        heard_anywhere=body.get("heard_anywhere") is True,
    )


def _triggers(value: Any) -> Iterator[Trigger]:
    for item in value if isinstance(value, list) else ():
        if not isinstance(item, YamlMap):
            continue
        intent = item.get("intent")
        at = item.position_of_value("intent")
        if isinstance(intent, YamlMap):
            threshold = intent.get("confidence_threshold")
            number = float(threshold) if isinstance(threshold, int | float) else 0.0
            if intent.get("name"):
                yield Trigger(
                    intent=str(intent["name"]),
                    threshold=number,
                    position=intent.position_of_value("name"),
                )
        elif intent:
            yield Trigger(intent=str(intent), threshold=0.0, position=at)


# -- steps -----------------------------------------------------------------------------------


def _read_steps(flow_id: str, listed: Any) -> dict[str, Step]:
    ids = _generate_ids(listed)
    placed = list(_place(listed, ids, depth=0))
    steps: dict[str, Step] = {}
    for item in placed:
        # A second step of the same id is reported by a check; the first one counts.
        steps.setdefault(item.id, _build(flow_id, item, ids))
    return steps


def _walk(
    listed: Any, path: tuple[str, ...]
) -> Iterator[tuple[YamlMap, type[Step], tuple[str, ...]]]:
    """Yield every readable step of a list and of the lists nested in it, in file order."""
    for node in listed if isinstance(listed, YamlList) else ():
        step_type = type_of(node) if isinstance(node, YamlMap) else None
        if step_type is not None:
            yield node, step_type, path
        if isinstance(node, YamlMap):
            for label, nested in _nested(node):
                yield from _walk(nested, (*path, label))


def _nested(node: YamlMap) -> Iterator[tuple[str, YamlList]]:
    """Yield the lists of steps inside a step, each with the condition that leads to it."""
    following = node.get("next")
    if not isinstance(following, YamlList):
        return
    if not is_branch_list(following):
        yield "next", following
        return
    for branch in following:
        if isinstance(branch, YamlMap):
            for key in ("then", "else"):
                if isinstance(branch.get(key), YamlList):
                    yield str(branch.get("if", "else")), branch[key]


def _generate_ids(listed: Any) -> dict[int, str]:
    """Return the id of every step by the identity of its YAML node."""
    found = list(_walk(listed, ()))
    base_of = {id(node): _base_id(node, step_type) for node, step_type, _ in found}
    count = Counter(base_of.values())
    used: Counter[str] = Counter()
    written = {str(node["id"]) for node, _, _ in found if node.get("id") is not None}
    ids: dict[int, str] = {}
    for node, _, path in found:
        if node.get("id") is not None:
            ids[id(node)] = str(node["id"])
            continue
        name = base_of[id(node)]
        if count[name] > 1 or name in written:
            name = f"{name}.{_fingerprint(node, path)}"
        used[name] += 1
        ids[id(node)] = name if used[name] == 1 else f"{name}.{used[name]}"
    return ids


def _base_id(node: YamlMap, step_type: type[Step]) -> str:
    subject = step_type.subject(node)
    return f"{step_type.KIND}_{subject}" if subject else step_type.KIND


def _fingerprint(node: YamlMap, path: tuple[str, ...]) -> str:
    own = {key: value for key, value in node.items() if key not in ("next", "id", "metadata")}
    text = json.dumps([path, own], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _place(listed: Any, ids: Mapping[int, str], depth: int) -> Iterator[_Placed]:
    nodes = [
        node
        for node in (listed if isinstance(listed, YamlList) else ())
        if isinstance(node, YamlMap)
    ]
    for index, node in enumerate(nodes):
        step_type = type_of(node)
        if step_type is not None:
            follower = _follower(nodes[index + 1 :], ids, depth)
            yield _Placed(
                node, step_type, ids[id(node)], node.get("id") is not None, depth, follower
            )
        for _, nested in _nested(node):
            yield from _place(nested, ids, depth + 1)


def _follower(rest: list[YamlMap], ids: Mapping[int, str], depth: int) -> str:
    for node in rest:
        if id(node) in ids:
            return ids[id(node)]
    return "" if depth else END


def _build(flow_id: str, item: _Placed, ids: Mapping[int, str]) -> Step:
    return item.step_type.read(
        item.node,
        id=item.id,
        flow=flow_id,
        next=_read_next(item, ids),
        position=item.node.position,
        keys_at=item.node.keys_at,
        values_at=item.node.values_at,
        named=item.named,
        depth=item.depth,
    )


def _read_next(item: _Placed, ids: Mapping[int, str]) -> Next:
    node = item.node
    written = node.get("next")
    at = node.position_of("next") if written is not None else node.position
    if written is None or not isinstance(written, str | YamlList):
        branches = (_plain(item.follower, at, at),) if item.follower else ()
        return Next(branches=branches, position=at, written=False)
    value_at = node.position_of_value("next")
    if isinstance(written, str):
        return Next(branches=(_plain(written, value_at, value_at),), position=at)
    if not is_branch_list(written):
        target = _first_id(written, ids)
        return Next(branches=(_plain(target, value_at, value_at),) if target else (), position=at)
    return Next(
        branches=tuple(
            branch
            for raw in written
            if isinstance(raw, YamlMap)
            for branch in _read_branch(raw, ids)
        ),
        position=at,
    )


def _plain(target: str, at: Position, target_at: Position) -> Branch:
    return Branch(condition=None, target=target, position=at, target_position=target_at)


def _first_id(listed: YamlList, ids: Mapping[int, str]) -> str:
    return next((ids[id(node)] for node in listed if id(node) in ids), "")


def _read_branch(raw: YamlMap, ids: Mapping[int, str]) -> Iterator[Branch]:
    key = "then" if "if" in raw else "else"
    if key not in raw and key == "else":
        return
    value = raw.get(key)
    target = _first_id(value, ids) if isinstance(value, YamlList) else str(value or "")
    condition = (
        Condition.of(raw["if"], raw.position_of_value("if")) if raw.get("if") is not None else None
    )
    if target:
        yield Branch(
            condition=condition,
            target=target,
            position=raw.position,
            target_position=raw.position_of_value(key),
        )
