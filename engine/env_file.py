"""The file ``.env``: one ``NAME=value`` a line.

read_env_file(root / ".env")        # {"PORT": "6000"}
"""

from __future__ import annotations

import re
from pathlib import Path

from engine.errors import SettingsError

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<text>.*?)(?P=quote)\s*(?:#.*)?""")


def read_env_file(file: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; empty values, empty lines and comments are left out.

    A value may stand in quotes; outside of them `` #`` begins a comment. Nothing is expanded. A
    missing file is an empty one. Raises ``SettingsError`` for any other line, by its number only:
    the line may hold a secret.
    """
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise SettingsError(f"{file.name}:{number}: expected NAME=value")
        value = _unquote(match["value"])
        if value:
            found[match["name"]] = value
    return found


def _unquote(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        return quoted["text"]
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()
