"""YAML read with the position of every key and value.

>>> document = read_text("flows:\\n  saluer:\\n    steps: []\\n", "flows/saluer.yml")
>>> document["flows"].position_of("saluer")
Position(path='flows/saluer.yml', line=2, column=3)

Maps and lists come as :class:`YamlMap` and :class:`YamlList`, which are a ``dict`` and a ``list``
that remember positions; scalars come as plain Python values. Reading follows YAML 1.2, as Rasa
does: ``yes``, ``on`` and ``12:30`` are texts. A key written twice is kept once and remembered in
``duplicates``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.errors import YamlError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]+$|0o[0-7]+$|0x[0-9a-fA-F]+$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_CONSTANTS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    ".inf": float("inf"),
    "-.inf": float("-inf"),
    ".nan": float("nan"),
}
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int


class YamlMap(dict[Any, Any]):
    """A YAML mapping with the position of itself, its keys and its values."""

    __slots__ = ("duplicates", "keys_at", "position", "values_at")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.keys_at: dict[Any, Position] = {}
        self.values_at: dict[Any, Position] = {}
        self.duplicates: list[tuple[str, Position]] = []

    def position_of(self, key: Any) -> Position:
        """Return where ``key`` is written, or the map itself when it is absent."""
        return self.keys_at.get(key, self.position)

    def position_of_value(self, key: Any) -> Position:
        """Return where the value of ``key`` starts, or the map itself when it is absent."""
        return self.values_at.get(key, self.position)


class YamlList(list[Any]):
    """A YAML sequence with the position of itself and of its items."""

    __slots__ = ("items_at", "position")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.items_at: list[Position] = []


class _Builder:
    """Turns PyYAML's node tree into positioned values."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: set[int] = set()

    def build(self, node: yaml.Node, depth: int = 0) -> Any:
        if depth > _MAX_DEPTH:
            raise self._error(node, f"nested deeper than {_MAX_DEPTH} levels")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            raise self._error(node, "an alias refers to a value that contains it")
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return self._list(node, depth)
            assert isinstance(node, yaml.MappingNode)
            return self._map(node, depth)
        finally:
            self._open.discard(id(node))

    def _position(self, node: yaml.Node) -> Position:
        mark = node.start_mark
        return Position(self._path, mark.line + 1, mark.column + 1)

    def _error(self, node: yaml.Node, reason: str) -> YamlError:
        at = self._position(node)
        return YamlError(at.path, at.line, at.column, reason)

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        # A plain scalar has style None or, from the C parser, "".
        if node.style or node.tag.startswith("!"):
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.match(text):
            return _integer(text)
        if _FLOAT.match(text):
            return float(text)
        return text

    def _list(self, node: yaml.SequenceNode, depth: int) -> YamlList:
        result = YamlList(self._position(node))
        for child in node.value:
            result.append(self.build(child, depth + 1))
            result.items_at.append(self._position(child))
        return result

    def _map(self, node: yaml.MappingNode, depth: int) -> YamlMap:
        result = YamlMap(self._position(node))
        merges: list[yaml.Node] = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error(key_node, "a key must be a single word or text")
            if not key_node.style and key_node.value == "<<":
                merges.append(value_node)
                continue
            key = self._scalar(key_node)
            if key in result:
                result.duplicates.append((str(key), self._position(key_node)))
            result[key] = self.build(value_node, depth + 1)
            result.keys_at[key] = self._position(key_node)
            result.values_at[key] = self._position(value_node)
        for merge in merges:
            self._merge(result, merge, depth)
        return result

    def _merge(self, target: YamlMap, node: yaml.Node, depth: int) -> None:
        sources = self.build(node, depth + 1)
        for source in sources if isinstance(sources, YamlList) else [sources]:
            if not isinstance(source, YamlMap):
                raise self._error(node, "only a map can be merged with '<<'")
            for key, value in source.items():
                if key not in target:
                    target[key] = value
                    target.keys_at[key] = source.keys_at[key]
                    target.values_at[key] = source.values_at[key]


def _integer(text: str) -> int | str:
    if text.startswith(("0x", "0o")):
        return int(text, 0)
    # A number of more than 18 digits is an identifier that somebody forgot to quote.
    return int(text) if len(text) <= 18 else text


def read_text(text: str, path: str) -> Any:
    """Parse ``text``; ``path`` is only used in positions.

    Returns ``None`` for an empty document. Raises :class:`YamlError` with line and column.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise YamlError(path, line, column, f"not valid YAML: {reason}") from error
    except yaml.YAMLError as error:
        # A control character: the reader knows an offset only.
        offset = getattr(error, "position", 0)
        before = text[: offset if isinstance(offset, int) else 0]
        line = before.count("\n") + 1
        raise YamlError(
            path, line, offset - before.rfind("\n"), "not valid YAML: a character is not allowed"
        ) from error
    return None if node is None else _Builder(path).build(node)


def read_file(file: Path, path: str) -> Any:
    """Parse ``file``; errors and positions show ``path``.

    Raises :class:`YamlError`, also when the file cannot be read or is not UTF-8.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlError(path, 1, 1, "not a UTF-8 text file") from error
    except OSError as error:
        raise YamlError(path, 1, 1, f"cannot be read: {error.strerror}") from error
    return read_text(text, path)
