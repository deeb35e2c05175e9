"""The reference page of all codes, made of what each check says of itself.

::

    python -m engine.flows.checks.reference > docs/reference/errors.md

Codes that no check of flows finds, because they are found by the room that reads the file, have
their paragraphs in ``explanations/<room>.yml`` beside this module.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.errors import Severity
from engine.flows.checks import ROOMS, all_checks
from engine.flows.checks.base import Check
from engine.flows.source import read_file

_INTRODUCTION = """\
# What `python -m engine check` reports

Each problem has a place, a severity and a code:
`path:line:column: severity code message; proposal`. An **error** would be met by a person in a
conversation and must be mended; a **warning** runs, but probably not as meant; a **note** names a
feature that only a language model can serve, or something that is not used. The same codes appear
where a changed file is taken over into the running front desk, and where the conversations of
`tests/flows` are read. This page is generated from `engine/flows/checks`.
"""

_TITLES = {
    "yaml": "Files",
    "flow": "Flows",
    "condition": "Conditions",
    "domain": "Domain",
    "llm": "For language models only",
    "tenant": "Tenants",
    "knowledge": "Documents for free questions",
    "recipe": "The recipe of the model",
    "conversation": "Test conversations",
    "project": "The project as a whole",
}

#: Characters of a line of prose, as in the docstrings of the checks.
_WIDTH = 100
_EXPLANATIONS = Path(__file__).with_name("explanations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a code means that is not found by a check of flows."""

    # "tenant.bad_hours"
    code: str
    severity: Severity
    # What is wrong, and what it would do.
    what: str
    # Part of a file that has the fault; its language for the page: "yaml", "markdown", "text".
    example: str
    language: str
    # Name of the file that the example is, where that matters.
    file: str
    cure: str


@lru_cache(maxsize=1)
def explanations() -> Mapping[str, Explanation]:
    """Return every explanation by its code, room by room."""
    found: dict[str, Explanation] = {}
    for room in _TITLES:
        file = _EXPLANATIONS / f"{room}.yml"
        if file.exists():
            content = read_file(file, file.name)
            found |= {code: _explanation(code, content[code]) for code in sorted(content)}
    return found


def _explanation(code: str, content: Mapping[str, Any]) -> Explanation:
    return Explanation(
        code=code,
        severity=Severity(content["severity"]),
        what=content["what"].strip(),
        example=content["example"].rstrip(),
        language=content.get("language", "yaml"),
        file=content.get("file", ""),
        cure=content["cure"].strip(),
    )


def errors_page() -> str:
    """Return docs/reference/errors.md."""
    parts = [_INTRODUCTION]
    for room in ROOMS:
        parts.append(f"## {_TITLES[room]}\n")
        parts += [
            _entry(check)
            for code, check in ((code, all_checks()[code]) for code in sorted(all_checks()))
            if code.startswith(f"{room}.")
        ]
    for room in _TITLES:
        if room not in ROOMS:
            parts.append(f"## {_TITLES[room]}\n")
            parts += [
                _explained(explanation)
                for code, explanation in explanations().items()
                if code.startswith(f"{room}.")
            ]
    return "\n".join(parts)


def _explained(fault: Explanation) -> str:
    example = f"```{fault.language}\n{fault.example}\n```"
    what, cure = _wrapped(fault.what), _wrapped(f"Cure: {fault.cure}")
    return f"### `{fault.code}`\n\n*{fault.severity}*\n\n{what}\n\n{example}\n\n{cure}\n"


def _wrapped(prose: str) -> str:
    return textwrap.fill(prose, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _entry(check: Check) -> str:
    severity = check.severity.value
    if check.strict is not None:
        severity += f", {check.strict.value} under `--strict`"
    return f"### `{check.code}`\n\n*{severity}*\n\n{_markdown(inspect.cleandoc(check.doc))}\n"


def _markdown(doc: str) -> str:
    """Turn the docstring's literal blocks and double backticks into Markdown."""
    lines: list[str] = []
    inside = False
    for line in doc.split("\n"):
        if line == "::":
            lines.append("```yaml")
            inside = True
        elif inside and line and not line.startswith(" "):
            # The first line behind the block: close it above the empty line that stands there.
            lines[-1:] = ["```", "", _prose(line)]
            inside = False
        elif inside:
            lines.append(line.removeprefix("    "))
        else:
            lines.append(_prose(line))
    if inside:
        lines.append("```")
    # No empty line between the fence and the example.
    return re.sub(r"```yaml\n\n", "```yaml\n", "\n".join(lines))


def _prose(line: str) -> str:
    return line.replace("``", "`")


if __name__ == "__main__":
    print(errors_page(), end="")
