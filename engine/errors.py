"""Everything that can go wrong, in one tree, and the record of a designer's mistake.

::

    AccueilError
    ├── SettingsError         a variable of the environment is malformed
    ├── ProjectError          a project folder cannot be read at all
    │   └── YamlError         a file is not YAML; carries path, line and column
    ├── RegistryError         a name is registered twice, or looked up and unknown
    ├── DefinitionError       code asked for a flow or step that the flow set does not hold
    ├── StoredStateError      a stored conversation state is of a newer version than this engine
    └── DeliveryError         the queue could not keep its promise (lease lost, database read-only)

Mistakes in YAML files are not exceptions: a checker collects them as :class:`Problem` records, all
at once, and the caller decides what to do with them.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class AccueilError(Exception):
    """Base of every error that this project raises on purpose."""


class SettingsError(AccueilError):
    """A variable of the environment is malformed; the start is refused."""


class ProjectError(AccueilError):
    """A project folder cannot be read at all."""


class YamlError(ProjectError):
    """A file is not YAML.

    ``line`` and ``column`` count from 1; ``reason`` is lower case, without a dot.
    """

    def __init__(self, path: str, line: int, column: int, reason: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {reason}")
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason


class RegistryError(AccueilError):
    """A name is registered twice, or looked up and unknown."""


class DefinitionError(AccueilError):
    """Code asked for a flow or a step that the flow set does not hold."""


class StoredStateError(AccueilError):
    """A stored conversation state is of a newer version than this engine."""


class DeliveryError(AccueilError):
    """The queue could not keep its promise."""


class Severity(enum.StrEnum):
    """How much a problem matters. Members compare by their place here, worst first."""

    ERROR = "error"  # the project must not be used: a person would meet this fault
    WARNING = "warning"  # it runs, but probably not as its author thinks
    NOTE = "note"  # for information: a feature that only a language model can serve


_SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in a file of a project, with its address and a cure.

    >>> str(Problem(path="flows/a.yml", line=3, column=5, severity=Severity.ERROR,
    ...             code="flow.unknown_key", message="unknown key 'colect'",
    ...             proposal="did you mean 'collect'?"))
    "flows/a.yml:3:5: error flow.unknown_key unknown key 'colect'; did you mean 'collect'?"
    """

    # Path relative to the project folder, with forward slashes.
    path: str
    # Line and column, both from 1.
    line: int
    column: int
    severity: Severity
    # Stable dotted code, ``room.fault``; has a paragraph in docs/reference/errors.md.
    code: str
    # What is wrong, lower case, without a final dot, the offending value quoted.
    message: str
    # What to do about it; empty when the message says it already.
    proposal: str = ""

    def __str__(self) -> str:
        tail = f"; {self.proposal}" if self.proposal else ""
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity} "
            f"{self.code} {self.message}{tail}"
        )

    @property
    def sort_key(self) -> tuple[str, int, int, int, str]:
        """Order of printing: by file, then line and column, then severity."""
        return (self.path, self.line, self.column, _SEVERITY_ORDER[self.severity], self.code)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a proposal that names the nearest known word, or an empty string.

    >>> did_you_mean("colect", ["collect", "action"])
    "did you mean 'collect'?"
    """
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def shorten(value: object, limit: int = 60) -> str:
    """Return ``repr(value)`` cut to ``limit`` characters, for use inside a message.

    >>> shorten("a" * 100, limit=8)
    "'aaaaaa…"
    """
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
