"""What a response of the domain looks like on a phone, to tell which one was said.

>>> said = Spoken.read(ROOT)
>>> said.follows(["utter_annulation"], ["C’est annulé, rien n’est enregistré."])
True

Reads the domain with a plain YAML parser: the engine must not mark its own work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from tests.acceptance.front_desk_process import ROOT

__all__ = ["ROOT", "Spoken"]

# {jour}, {{ context.x }}: what is filled in later.
_BLANK = re.compile(r"\{\{.*?\}\}|\{.*?\}", re.DOTALL)


class Spoken:
    """The texts of all responses, as patterns."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {
            name: [_pattern(text) for text in variations] for name, variations in texts.items()
        }

    @classmethod
    def read(cls, root: Path) -> Spoken:
        """Read the responses of the project in ``root``."""
        texts: dict[str, list[str]] = {}
        for file in (root / "domain.yml", *sorted((root / "domain").glob("*.yml"))):
            domain = yaml.safe_load(file.read_text(encoding="utf-8"))
            for name, variations in (domain.get("responses") or {}).items():
                texts[name] = [variation.get("text", "") for variation in variations]
        return cls(texts)

    def follows(self, expected: Sequence[str], texts: Sequence[str]) -> bool:
        """Tell whether ``texts`` can be what ``expected`` says, in order.

        A response is one text that fits it; an action of the project says anything, or nothing.
        """
        if not expected:
            return not texts
        name, rest = expected[0], expected[1:]
        if name.startswith(("action_", "validate_")):
            return self.follows(rest, texts) or (bool(texts) and self.follows(rest, texts[1:]))
        return bool(texts) and self._fits(name, texts[0]) and self.follows(rest, texts[1:])

    def _fits(self, name: str, text: str) -> bool:
        # A text that comes with the engine, not with the project: any will do.
        patterns = self._patterns.get(name)
        return patterns is None or any(pattern.fullmatch(text) for pattern in patterns)


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _BLANK.split(text.strip())]
    return re.compile(".+".join(parts), re.DOTALL)
