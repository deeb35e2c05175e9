"""The template of a response cannot be read; nothing would be said.

::

    responses:
      utter_recap:
        - text: "Vous venez le {{ slots.jour }."
          metadata: {template: jinja}

Cure: close what was opened: ``{{ … }}`` and ``{% if … %} … {% endif %}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.source import YamlMap
from engine.flows.templates import is_well_formed

CODE = "domain.broken_template"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the faulty templates of the project's own responses."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            if "{{" not in variation.text and "{%" not in variation.text:
                continue
            metadata = variation.raw.get("metadata")
            # Without this mark Rasa fills in {slot} only and leaves the rest as it is.
            marked = isinstance(metadata, dict) and metadata.get("template") == "jinja"
            if is_well_formed(variation.text):
                continue
            raw = variation.raw
            yield problem(
                CODE,
                SEVERITY if marked else Severity.WARNING,
                raw.position_of_value("text") if isinstance(raw, YamlMap) else variation.position,
                f"the template of response {response.name!r} cannot be read",
                "close what was opened: {{ … }}, {% if … %} … {% endif %}",
            )
