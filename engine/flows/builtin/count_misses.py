"""Count the messages in a row that were no answer to a question.

::

    - id: encore
      action: action_count_misses
      next:
        - if: context.misses is 2
          then: aider

A message was missed when, after it, nothing is known that was not known before: the question is
asked once more, and the person has come no further. Asking for something else, or to wait, is none.
"""

from __future__ import annotations

import zlib

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame

#: Keys of the context of a question: what was known when the person wrote, and the count.
_KNOWN, _MISSES = "known", "misses"
_CANNOT_HANDLE = "pattern_cannot_handle"


@BUILTIN_ACTIONS.register("action_count_misses")
def count_misses(run: Run, frame: Frame) -> Move | None:
    """Set ``context.misses``; 0 for a question that is asked for the first time."""
    known = frame.context.pop(_KNOWN, None)
    missed = known is not None and known == _fingerprint(run, frame)
    frame.context[_MISSES] = int(frame.context.get(_MISSES) or 0) + 1 if missed else 0
    return None


def remember_known(run: Run, asking: Frame) -> None:
    """Remember what is known now that a message was heard; before anything of it is written."""
    if "collect" in asking.context:
        asking.context[_KNOWN] = _fingerprint(run, asking)


def forget_unless_missed(run: Run, asking: Frame) -> None:
    """Forget it again if the message began something else above the question."""
    above = run.frames[run.frames.index(asking) + 1 :] if asking in run.frames else []
    if any(frame.flow != _CANNOT_HANDLE for frame in above):
        asking.context.pop(_KNOWN, None)


def _fingerprint(run: Run, frame: Frame) -> int:
    """Return a number for all values of slots but the one that is asked for."""
    asked = frame.context.get("collect")
    slots = run.flows.domain.slots
    told = [
        (name, value)
        for name, value in run.slots.items()
        if value is not None and name != asked and name in slots
    ]
    return zlib.crc32(repr(told).encode())
