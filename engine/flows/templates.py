"""``{{ context.x }}`` and ``{{ slots.x }}`` in names and texts: Jinja, sandboxed and total.

>>> render("validate_{{context.collect}}", {"context": {"collect": "jour"}})
'validate_jour'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@cache
def _environment() -> Environment:
    # Imported late: reading and checking files rarely need it, and it takes its time.
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # An unknown name renders as nothing.
    return ImmutableSandboxedEnvironment(
        undefined=ChainableUndefined, finalize=_shown, autoescape=False
    )


def _shown(value: Any) -> Any:
    return "" if value is None else value


@lru_cache(maxsize=2048)
def _compiled(text: str) -> Template | None:
    from jinja2 import TemplateError

    try:
        return _environment().from_string(text)
    except (TemplateError, RecursionError):
        return None


def is_template(text: str) -> bool:
    """Tell whether ``text`` has anything to render."""
    return "{{" in text or "{%" in text


def is_well_formed(text: str) -> bool:
    """Tell whether ``text`` can be rendered; true for a text without template."""
    if not is_template(text):
        return True
    from jinja2 import TemplateError

    try:
        # Source only, not compiled: all that is asked is whether it could be, filters included.
        _environment().compile(text, raw=True)
    except (TemplateError, RecursionError):
        return False
    return True


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
