"""Asks the stock side for its figures, in its own environment.

>>> figures("--recipe", "light", "--turns", "5")["cpu_ms"]
{'5': 13.2}
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_STOCK = _ROOT / "benchmarks" / "stock"
#: The command that makes the environment: Python 3.10, TensorFlow, some 2.5 GB.
CREATE = "uv sync --project benchmarks/stock"


def exists() -> bool:
    """Tell whether stock Rasa's environment is there."""
    return (_STOCK / ".venv").exists()


def figures(*arguments: str) -> dict[str, Any]:
    """Run benchmarks/stock/turn.py with ``arguments`` and return what it prints.

    Raises ``RuntimeError`` with the end of what it said when it fails.
    """
    return _run("turn.py", *arguments)


def intents(task: dict[str, Any]) -> dict[str, Any]:
    """Run benchmarks/stock/intents.py on ``task`` and return what it prints.

    Raises ``RuntimeError`` as :func:`figures` does.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(task, file)
        file.flush()
        return _run("intents.py", file.name)


def _run(script: str, *arguments: str) -> dict[str, Any]:
    uv = shutil.which("uv") or str(_ROOT / ".uv" / "bin" / "uv")
    # The product's environment is not the one to run in.
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        [uv, "run", "--no-sync", "--project", _STOCK, "python", _STOCK / script, *arguments],
        cwd=_ROOT,
        env={**environment, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"stock Rasa failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
