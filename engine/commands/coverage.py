"""Tell which steps and branches of each flow the conversations of tests/flows never reach."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import ProjectError

if TYPE_CHECKING:
    from engine.flows.conversations.coverage import FlowCoverage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``coverage``."""
    parser.add_argument("flow", nargs="*", help="flows to look at; all of the project if left out")
    parser.add_argument("--tests", default="tests/flows", help="folder of the conversations")


def run(args: argparse.Namespace) -> int:
    """Print one line per flow and what is missing below it; 1 when anything is missing."""
    from engine.flows.conversations import Speed, load_case, play
    from engine.flows.conversations.coverage import Reached, coverage
    from engine.flows.project import load_project

    root = Path.cwd()
    project = load_project(root)
    files = sorted((root / args.tests).rglob("*.yml"))
    if not files:
        raise ProjectError(f"there are no conversations in {args.tests}")
    reached, played = Reached(), 0
    for file in files:
        case = load_case(file, root)
        if Speed.LOGIC in case.speeds:
            play(project.flows, case, reached.note)
            played += 1
    flows = [flow for flow in project.own_flows if not args.flow or flow.id in args.flow]
    found = coverage(flows, reached)
    _show(found)
    _sum_up(found, played)
    return int(any(not item.is_complete for item in found))


def _show(found: Sequence[FlowCoverage]) -> None:
    width = max((len(item.flow) for item in found), default=4)
    print(f"{'flow':<{width}}      steps    branches")
    for item in found:
        steps = f"{item.steps_reached}/{item.steps}"
        branches = f"{item.branches_reached}/{item.branches}"
        print(f"{item.flow:<{width}} {steps:>10} {branches:>11}")
        for place in item.missing:
            print(f"    {place}")


def _sum_up(found: Sequence[FlowCoverage], played: int) -> None:
    steps = sum(item.steps for item in found), sum(item.steps_reached for item in found)
    branches = sum(item.branches for item in found), sum(item.branches_reached for item in found)
    print(
        f"{played} conversations: {steps[1]} of {steps[0]} steps, "
        f"{branches[1]} of {branches[0]} branches"
    )
