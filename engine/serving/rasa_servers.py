"""What Rasa's own servers expect of Sanic, and today's Sanic no longer does by itself.

- One worker is served by the process that makes the application. Sanic would start another process:
  that one cannot import Rasa's application, and ``rasa shell`` would lose the terminal to it.
- ``sanic.response.stream`` exists; ``rasa shell`` reads its answers from one.

:func:`install` is called at import by what each of Rasa's servers loads before it starts: channels
(``rasa run``), the policy of the model (``rasa shell``), the actions (``rasa run actions``).
"""

from __future__ import annotations

from typing import Any

from sanic import Sanic, response
from sanic.response import ResponseStream

_run = Sanic.run


def install() -> None:
    """Give Rasa's servers the Sanic that they were written for. Idempotent."""
    # What was made before the fork is inherited, and need not be importable.
    Sanic.start_method = "fork"
    Sanic.run = _run_here  # type: ignore[assignment, method-assign]
    response.stream = ResponseStream  # type: ignore[attr-defined]


def _run_here(app: Sanic[Any, Any], *args: Any, **options: Any) -> None:
    """Serve ``app`` in this process, unless more than one is asked for."""
    if options.get("workers", 1) == 1 and not (options.get("fast") or options.get("auto_reload")):
        options.setdefault("single_process", True)
    _run(app, *args, **options)
