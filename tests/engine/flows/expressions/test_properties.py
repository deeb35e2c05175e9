"""What must hold for every text, every condition and every value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.flows.expressions import ExpressionError, inspect, parse

names = st.sampled_from(["slots.a", "slots.b", "slots.c", "context.a", "slots.m.k", "bare", "None"])
texts = st.text(alphabet='aé1 .-/\\(){}#tru"', max_size=6).map(
    lambda text: f"'{text}'" if '"' in text else f'"{text}"'
)
literals = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.sampled_from(["0.5", "-3.25", "true", "False", "null", "undefined", "EMPTY", "{}"]),
    texts,
)
sets = st.lists(st.one_of(names, literals.filter(lambda text: text != "{}")), max_size=4).map(
    lambda items: "{" + " ".join(items) + "}"
)
operands = st.one_of(names, literals, sets)
regexes = st.one_of(texts, st.sampled_from(["/a/", "/^é+/i", "word"]))


def _join(parts: Iterable[str]) -> str:
    return " ".join(parts)


relations = st.one_of(
    operands,
    st.tuples(
        operands,
        st.sampled_from(["=", "==", "!=", "is", "is not", "<", "<=", ">", ">="]),
        operands,
    ).map(_join),
    st.tuples(operands, st.just("contains"), st.one_of(names, literals))
    .map(_join)
    .filter(lambda text: not text.endswith("contains {}")),
    st.tuples(operands, st.just("matches"), regexes).map(_join),
)
conditions = st.recursive(
    relations,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not {text}"),
        inner.map(lambda text: f"({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(_join),
        st.tuples(inner, st.sampled_from(["=", "<"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=8,
)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.just(10**4_000),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["True", "false", "12", "-1.5", "9" * 5_000, ""]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["k", "a", ""]), inner, max_size=3),
    ),
    max_leaves=6,
)
slot_maps = st.dictionaries(st.sampled_from(["a", "b", "c", "m"]), values)
PIECES = [
    *("slots.a", "context.b", "not", "and", "or", "is", "contains", "matches", "in", "null"),
    *("=", "==", "<>", "<", ">=", "(", ")", "{", "}", "{{", "}}", "{{context.a}}", ",", "!"),
    *("'", '"', "/", "/x/i", "'a'", "12", "1a", "None", "#", "slots.", "\n", "\\"),
]
templates = st.sampled_from(
    [
        "slots.{{context.a}} is not null",
        "'{{slots.a}}' = slots.b",
        '{"{{slots.a}}" "x"} contains slots.b',
        "{{context.a}}",
        "{{slots.a}} < slots.b",
        "slots.b matches /{{slots.a}}/",
    ]
)


@settings(max_examples=300, deadline=None)
@given(conditions, slot_maps, slot_maps)
def test_evaluation_is_total(text: str, slots: dict[str, Any], context: dict[str, Any]) -> None:
    condition = parse(text)
    # Below the net of Expression.evaluate: the comparisons themselves are total for JSON values.
    assert condition._truth(slots, context) in (True, False)
    assert condition.evaluate(slots, context) is condition._truth(slots, context)


@settings(max_examples=150, deadline=None)
@given(templates, slot_maps, slot_maps)
def test_templates_are_total(text: str, slots: dict[str, Any], context: dict[str, Any]) -> None:
    assert parse(text).evaluate(slots, context) in (True, False)


@settings(max_examples=200, deadline=None)
@given(conditions, slot_maps, slot_maps)
def test_a_condition_written_and_read_again_is_the_same(
    text: str, slots: dict[str, Any], context: dict[str, Any]
) -> None:
    condition = parse(text)
    again = parse(str(condition))
    assert str(again) == str(condition)
    assert again.evaluate(slots, context) is condition.evaluate(slots, context)


@settings(max_examples=200, deadline=None)
@given(conditions)
def test_what_is_found_lies_in_the_text(text: str) -> None:
    condition = parse(text)
    for reference in inspect.references(condition):
        name = f"{reference.namespace}.{reference.name}".lstrip(".")
        assert text.startswith(name, reference.offset)
    for comparison in inspect.comparisons(condition):
        assert text.startswith(f"{comparison.namespace}.{comparison.name}", comparison.offset)
    for surprise in inspect.surprises(condition):
        assert 0 <= surprise.offset < len(text)
        assert surprise.message


@settings(max_examples=200, deadline=None)
@given(conditions, slot_maps)
def test_not_turns_every_condition_round(text: str, slots: dict[str, Any]) -> None:
    assert parse(f"not ({text})").evaluate(slots, {}) is not parse(text).evaluate(slots, {})


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(PIECES),
            max_size=12,
        ).map(_join),
    )
)
def test_reading_raises_nothing_but_its_own_error(text: str) -> None:
    try:
        condition = parse(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)
        assert error.reason
    else:
        assert inspect.surprises(condition) is not None
        assert condition.evaluate({}, {}) in (True, False)
