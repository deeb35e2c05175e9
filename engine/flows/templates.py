"""``{{ context.x }}`` and ``{{ slots.x }}`` in names and texts: Jinja, sandboxed and total.

>>> render("validate_{{context.collect}}", {"context": {"collect": "jour"}})
'validate_jour'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment


class _Silent(ChainableUndefined):
    """An unknown name renders as nothing."""


def _shown(value: Any) -> Any:
    return "" if value is None else value


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=_Silent, finalize=_shown, autoescape=False)


@lru_cache(maxsize=2048)
def _compiled(text: str) -> Template | None:
    try:
        return _ENVIRONMENT.from_string(text)
    except TemplateError:
        return None


def is_template(text: str) -> bool:
    """Tell whether ``text`` has anything to render."""
    return "{{" in text or "{%" in text


def is_well_formed(text: str) -> bool:
    """Tell whether ``text`` can be rendered; true for a text without template."""
    return not is_template(text) or _compiled(text) is not None


def render(text: str, variables: Mapping[str, Any]) -> str:
    """Render ``text``; a faulty template renders as nothing, an unknown name as nothing."""
    if not is_template(text):
        return text
    template = _compiled(text)
    if template is None:
        return ""
    try:
        return template.render(variables).strip()
    except Exception:
        # A sandboxed template may still divide by zero or call a text: it must not end a turn.
        return ""
