"""What became of the project's files: in service, broken, being learnt.

>>> state = ProjectState(problems=(problem,))
>>> state.to_json()["problems"][0]["line"]
19
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Problem


class Learning(enum.StrEnum):
    """How far the model is with examples that changed."""

    DONE = "done"  # the model in service knows them all
    AT_WORK = "at_work"  # a model is being trained; the one before answers meanwhile
    FAILED = "failed"  # no model could be made of them


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectState:
    """What a designer needs to know after a change."""

    # Editions that were taken over since the start.
    edition: int = 0
    # Tells by a mark which files this is about: those that were read last.
    files: str = ""
    # Faults in the files as they are now. While there is one that people would meet, the edition
    # before stays in service.
    problems: tuple[Problem, ...] = ()
    # False while an edition is kept back.
    in_service: bool = True
    learning: Learning = Learning.DONE
    # What training said last, when it failed.
    failure: str = ""
    # Tenants whose WhatsApp accounts wait for the next start.
    doors: tuple[str, ...] = ()
    # Id and name of every tenant in service.
    tenants: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        """Tell whether there is nothing to say about the files."""
        return not self.problems and self.learning is Learning.DONE and not self.doors

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON values, for pages."""
        return {
            "edition": self.edition,
            "files": self.files,
            "in_service": self.in_service,
            "learning": self.learning.value,
            "failure": self.failure,
            "doors": list(self.doors),
            "problems": [
                {
                    "file": problem.path,
                    "line": problem.line,
                    "column": problem.column,
                    "code": problem.code,
                    "message": problem.message,
                    "proposal": problem.proposal,
                }
                for problem in self.problems
            ],
        }


#: Told of every new state.
ProjectObserver = Callable[[ProjectState], None]
