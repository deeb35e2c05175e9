"""Holes in a condition: filled in at evaluation, harmless whatever a person typed."""

from __future__ import annotations

from typing import Any

import pytest

from engine.flows.expressions import ExpressionError, parse

SLOTS: dict[str, Any] = {
    "city": "Dakar",
    "age": 17.0,
    "other": "Dakar",
    "trap": 'x" or true or "',
    "word_trap": "city or true",
    "pattern": ".*",
    "confirmed": True,
    "none": None,
    "list": ["a"],
    "huge": 10**6_000,
}
CONTEXT: dict[str, Any] = {
    "collect": "city",
    "gone": "nobody",
    "condition": "slots.age > 16 and slots.city is not null",
    "broken": "slots.age >",
    "nested": "{{context.nested}}",
    "info": {"slot": "age"},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.{{context.collect}} is not null", True),
        ("slots.{{ context.collect }} is 'Dakar'", True),
        ("slots.{{context.gone}} is undefined", True),
        ("slots.{{context.info.slot}} > 16", True),
        ("'{{slots.city}}' = slots.other", True),
        ('"{{slots.city}} (Sénégal)" contains slots.other', True),
        ("{{slots.age}} = 17", True),
        ("{{slots.confirmed}}", True),
        ("slots.city matches /^{{slots.other}}$/", True),
        ('slots.city matches "^{{slots.pattern}}$"', False),
        ("slots.pattern matches /^{{slots.pattern}}$/", True),
        ("{{context.condition}}", True),
        ("  {{ context.condition }}  ", True),
        # What is missing or unfit makes the whole condition false, a negation included.
        ("slots.{{context.missing}} is undefined", False),
        ("not slots.{{context.missing}}", False),
        ("'{{slots.none}}' = 'None' or true", False),
        ("'{{slots.list}}' != '' or true", False),
        ("true or {{slots.huge}} = 1", False),
        ("{{context.broken}}", False),
        ("{{context.nested}}", False),
        # A text of a person never becomes part of the question.
        ('"{{slots.trap}}" = "y"', False),
        ("slots.{{slots.word_trap}} = 1", False),
        ("slots.{{context.condition}} is 1", False),
        ("{{slots.word_trap}}", False),
        # In a comment nothing is filled in.
        ("slots.age = 17 # {{context.missing}} {{", True),
    ],
)
def test_a_template_is_filled_in(text: str, expected: bool) -> None:
    assert parse(text).evaluate(SLOTS, CONTEXT) is expected


def test_a_template_says_that_it_is_one() -> None:
    template = parse("slots.{{context.collect}} is not null")
    assert template.is_template
    assert str(template) == template.source
    assert not parse("slots.city is not null").is_template
    assert not parse("slots.city = '{{'").is_template


def test_a_template_follows_its_values() -> None:
    template = parse("slots.{{context.collect}} = 1")
    assert template.evaluate({"a": 1, "b": 2}, {"collect": "a"}) is True
    assert template.evaluate({"a": 1, "b": 2}, {"collect": "b"}) is False


def test_a_fault_beside_a_hole_is_found_at_once_and_at_its_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("slots.{{context.collect}} <> 1")
    assert caught.value.offset == 26
