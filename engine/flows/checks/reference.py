"""The reference page of all codes, made of what each check says of itself.

::

    python -m engine.flows.checks.reference > docs/reference/errors.md
"""

from __future__ import annotations

import inspect
import re

from engine.flows.checks import ROOMS, all_checks
from engine.flows.checks.base import Check

_INTRODUCTION = """\
# What `python -m engine check` reports

Each problem has a place, a severity and a code:
`path:line:column: severity code message; proposal`. An **error** would be met by a person in a
conversation and must be mended; a **warning** runs, but probably not as meant; a **note** names a
feature that only a language model can serve, or something that is not used. This page is generated
from `engine/flows/checks`.
"""

_TITLES = {
    "yaml": "Files",
    "flow": "Flows",
    "condition": "Conditions",
    "domain": "Domain",
    "llm": "For language models only",
}


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
    return "\n".join(parts)


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
