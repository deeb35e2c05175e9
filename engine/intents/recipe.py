"""What config/config.yml may say of our own components: checked without training, and without Rasa.

>>> from engine.flows.source import read_text
>>> text = "pipeline:\\n- name: engine.components.intent_classifier.AccueilIntentClassifer\\n"
>>> [problem.code for problem in check_recipe(read_text(text, "config/config.yml"), {})]
['recipe.unknown_component']

The settings of the intent classifier are described here once; the component itself refuses the
same faults when Rasa trains it. Codes begin with ``recipe.``; Rasa's own components are its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.errors import Problem, did_you_mean
from engine.flows.project import Project
from engine.flows.report import Report
from engine.flows.shapes import (
    Anything,
    Flag,
    Key,
    ListOf,
    Literal,
    MapOf,
    Number,
    Record,
    Text,
    Where,
)
from engine.flows.source import Position, YamlList, YamlMap
from engine.intents.calm import SETTINGS
from engine.intents.words import LANGUAGES

#: The room of Rasa's parts, and the name by which a recipe calls what is in it.
_ROOM = "engine.components"
_FILES = Path(__file__).resolve().parent.parent / "components"
CLASSIFIER = f"{_ROOM}.intent_classifier.AccueilIntentClassifier"
#: What a recipe lists components under.
_LISTS = ("importers", "pipeline", "policies")
_SHARE = Number(0, 1)


class Named(MapOf):
    """A map with a name, whatever else is in it."""

    def check(self, value: Any, at: Position, where: Where) -> bool:
        """Report what is wrong with ``value``; return whether nothing is."""
        if not super().check(value, at, where):
            return False
        if isinstance(value.get("name"), str):
            return True
        where.report.error("recipe.missing_key", at, f"{where.what} has no 'name'")
        return False


#: Rasa reads the settings of its own components; of each it needs the name.
_LISTED = ListOf(Named(Anything()), called="component")
_INTENTS = ListOf(Text(refers_to="intent"), called="intent")

SETTINGS_OF_CLASSIFIER = Record(
    "intent classifier",
    (
        Key("name", Text(), "the component itself"),
        Key(
            "language",
            Literal(tuple(sorted(LANGUAGES))),
            "whose short forms (slt, dem1) and alike words are known; empty for none",
        ),
        Key("out_of_scope_intent", Text(), "intent with examples of what this is not for"),
        Key("false_rejections", _SHARE, "share of good messages that may be turned away"),
        Key("rejection_threshold", _SHARE, "the limit of that itself, instead of a learnt one"),
        Key("threshold", _SHARE, "the best intent must be this probable"),
        Key("ambiguity_threshold", _SHARE, "and this much more probable than the second"),
        Key("use_lookup_tables", Flag(), "whether words of one table count as alike"),
        Key("ranking_length", Number(minimum=0, whole=True), "intents in the ranking; 0 for all"),
        Key("hear_wishes", Flag(), "whether negations and two requests at once are heard"),
        Key("courtesies", _INTENTS, "intents that ask for nothing beside a request"),
        Key("refusals", _INTENTS, "intents that refuse something themselves"),
        Key(
            "alarms",
            Record(
                "alarms",
                tuple(Key(name, _INTENTS, "see engine/intents/calm.py") for name in SETTINGS),
            ),
            "emergencies, and what they may be after all",
        ),
    ),
)


def check_recipes(project: Project) -> list[Problem]:
    """Return what is wrong with the recipes of ``project``."""
    return [
        found
        for document in project.documents
        if "pipeline" in document.content
        for found in check_recipe(document.content, project.domain.intents)
    ]


def check_recipe(recipe: YamlMap, intents: Mapping[str, Any] | Collection[str]) -> list[Problem]:
    """Return what is wrong with ``recipe`` in a project that has ``intents``; none to name any."""
    report = Report()
    for component in _components(recipe, report):
        name = component["name"]
        if not _exists(name):
            report.error(
                "recipe.unknown_component",
                component.position_of_value("name"),
                f"there is no component {name!r}",
                did_you_mean(name, _known_components()),
            )
        elif name == CLASSIFIER:
            at = component.position
            SETTINGS_OF_CLASSIFIER.check(component, at, Where("recipe", "the classifier", report))
            _check_intents(component, set(intents), report)
    return list(report.problems)


def faults_of(settings: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the classifier's ``settings``, wherever they are from."""
    report = Report()
    nowhere = Position("", 1, 1)
    shown = _placed(settings, nowhere)
    SETTINGS_OF_CLASSIFIER.check(shown, nowhere, Where("recipe", "the classifier", report))
    return ["; ".join(filter(None, (p.message, p.proposal))) for p in report.problems]


def _components(recipe: YamlMap, report: Report) -> Iterator[YamlMap]:
    """Yield what the recipe lists; report what is no component."""
    for key in _LISTS:
        where = Where("recipe", f"{key!r}", report)
        # "policies:" with nothing behind it is how one asks Rasa for its own choice.
        if recipe.get(key) is not None and _LISTED.check(
            recipe[key], recipe.position_of_value(key), where
        ):
            yield from recipe[key]


def _exists(name: str) -> bool:
    """Tell whether a component is one of ours, or none of our business."""
    return not name.startswith(f"{_ROOM}.") or name in _known_components()


def _known_components() -> list[str]:
    """Return what a recipe may name of our room: its classes."""
    return [
        f"{_ROOM}.{file.stem}.{name}"
        for file in sorted(_FILES.glob("*.py"))
        for name in re.findall(r"^class ([A-Z]\w*)", file.read_text(encoding="utf-8"), re.M)
    ]


def _check_intents(component: YamlMap, known: set[str], report: Report) -> None:
    for at, name in _named_intents(component):
        if known and name not in known:
            report.error(
                "recipe.unknown_intent",
                at,
                f"no intent is called {name!r}",
                did_you_mean(name, known),
            )


def _named_intents(component: YamlMap) -> Iterator[tuple[Position, str]]:
    outside = component.get("out_of_scope_intent")
    if isinstance(outside, str):
        yield component.position_of_value("out_of_scope_intent"), outside
    alarms = component.get("alarms")
    lists = [component.get("courtesies"), component.get("refusals")]
    lists += alarms.values() if isinstance(alarms, YamlMap) else ()
    for names in lists:
        if isinstance(names, YamlList):
            yield from (
                (at, name)
                for at, name in zip(names.items_at, names, strict=True)
                if isinstance(name, str)
            )


def _placed(value: Any, at: Position) -> Any:
    """Return ``value`` as if it had been read from a file at ``at``."""
    if isinstance(value, Mapping):
        placed = YamlMap(at)
        placed.update({key: _placed(inner, at) for key, inner in value.items()})
        return placed
    if isinstance(value, list | tuple):
        items = YamlList(at)
        items.extend(_placed(inner, at) for inner in value)
        items.items_at.extend([at] * len(value))
        return items
    return value
