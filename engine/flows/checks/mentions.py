"""Words that a project uses outside of the declarations of its domain.

>>> "utter_merci" in mentioned(project)
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.flows.project import Project, source_files

_WORD = re.compile(r"[\w-]+")
_DECLARED = ("intents", "entities", "actions")


@lru_cache(maxsize=1)
def mentioned(project: Project) -> frozenset[str]:
    """Return every word of flows, stories, action code and texts of the domain.

    Declarations themselves do not count: a slot that only stands in ``slots:`` is not mentioned.
    """
    words: set[str] = set()
    for document in project.documents:
        is_domain = any(document is found for found in project.domain_documents)
        words.update(
            _words(_outside_of_declarations(document.content) if is_domain else document.content)
        )
    for file in source_files(project.root, (".py",)):
        words.update(_words_of_code(file))
    return frozenset(words)


def _outside_of_declarations(content: dict[Any, Any]) -> Iterator[Any]:
    """Yield the parts of a domain that use names rather than declare them."""
    for key, value in content.items():
        if key in ("slots", "responses", "forms") and isinstance(value, dict):
            yield from value.values()
        elif key not in _DECLARED:
            yield value


def _words(value: Any) -> Iterator[str]:
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo.extend(item.keys())
            todo.extend(item.values())
        elif isinstance(item, str):
            yield from _WORD.findall(item)
        elif isinstance(item, list | Iterator):
            todo.extend(item)


def _words_of_code(file: Path) -> list[str]:
    try:
        return _WORD.findall(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return []
