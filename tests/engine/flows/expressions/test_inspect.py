"""What a checker learns from a condition."""

from __future__ import annotations

import pytest

from engine.flows.expressions import inspect, parse

# condition, then (code, offset, part of message, part of proposal) of each surprise
SURPRISES: list[tuple[str, list[tuple[str, int, str, str]]]] = [
    ("slots.x is None", [("none_keyword", 11, "'None'", "write null")]),
    ("slots.x = none", [("none_keyword", 10, "'none'", "write null")]),
    ("slots.x is Alice", [("unquoted_text", 11, "'Alice'", 'write "Alice"')]),
    ("{a} contains slots.x", [("unquoted_text", 1, "'a'", 'write "a"')]),
    ("slots.x matches abc", [("unquoted_text", 16, "'abc'", 'write "abc"')]),
    ("age = 17", [("bare_name", 0, "'age'", "write slots.age")]),
    ("17 = age", [("bare_name", 5, "'age'", "write slots.age")]),
    ('{"a"} contains x', [("bare_name", 15, "'x'", "write slots.x")]),
    ("confirmed", [("bare_name", 0, "'confirmed'", "write slots.confirmed")]),
    ("not confirmed", [("bare_name", 4, "'confirmed'", "write slots.confirmed")]),
    ("slots.a and b", [("bare_name", 12, "'b'", "write slots.b")]),
    ("slot.age = 17", [("bare_name", 0, "'slot.age'", "write slots.age")]),
    ("Context.x = 1", [("bare_name", 0, "'Context.x'", "write context.x")]),
    (
        "slots.a and slots.b or slots.c",
        [("mixed_logic", 20, "slots.a and (slots.b or slots.c)", "parentheses")],
    ),
    (
        "not (slots.a or slots.b and slots.c)",
        [("mixed_logic", 24, "slots.a or (slots.b and slots.c)", "parentheses")],
    ),
    ('slots.x matches "/a/i"', [("quoted_slashes", 16, "slashes", "write /a/i")]),
    ('slots.x matches "("', [("invalid_regex", 16, "malformed", "")]),
    ('slots.x matches "^(a+)+$"', [("slow_regex", 16, "repetition", "")]),
    ('slots.x matches "(\\w+\\s?)*!"', [("slow_regex", 16, "repetition", "")]),
    ('slots.x > "17"', [("quoted_number", 10, '"17"', "write 17")]),
    ('"3.5" <= slots.x', [("quoted_number", 0, '"3.5"', "write 3.5")]),
    ('slots.x = "a" or "b"', [("constant", 17, "always true", 'slots.name = "b"')]),
    ('slots.x and ""', [("constant", 12, "always false", "")]),
    ("slots.x and true", [("constant", 12, "always true", "remove")]),
    ('"a" = "b"', [("constant", 0, "always false", "")]),
    ("1", [("constant", 0, "always true", "")]),
    (
        'slots.x = "a" and slots.x = "b"',
        [("constant", 28, "always false", "or instead of and")],
    ),
    (
        'slots.x != "a" or slots.x is not "b"',
        [("constant", 33, "always true", "and instead of or")],
    ),
    ('slots.x = {"a" "b"}', [("set_compared", 10, "set", '{"a" "b"} contains slots.x')]),
    ('{"a"} != slots.x', [("set_compared", 0, "set", 'not {"a"} contains slots.x')]),
    (
        "slots.x is Oui and slots.y is None or slots.z",
        [
            ("unquoted_text", 11, "'Oui'", ""),
            ("none_keyword", 30, "'None'", ""),
            ("mixed_logic", 35, "group", ""),
        ],
    ),
    ("slots.{{context.x}} is Oui", [("unquoted_text", 23, "'Oui'", "")]),
]

PLAIN = [
    "slots.a",
    "not slots.a",
    "true",
    "False",
    "slots.a is not null",
    'slots.a = "a" or slots.a = "b"',
    'slots.a = "a" and slots.b = "b"',
    'slots.a != "a" and slots.a != "b"',
    "slots.a = true and slots.a = 1",
    "slots.a and (slots.b or slots.c)",
    '{"a" "b"} contains slots.a',
    'slots.date < "2026-01-01"',
    'slots.a matches "^/start"',
    'slots.a matches "^([\\w-]+\\.)+[a-z]{2,}$"',
    'slots.a matches "^[\\w.]+@([\\w-]+\\.)+\\w+$"',
    'slots.a matches "^(\\d{2}){4}$"',
    "slots.a matches /a+b*c?/",
    "{{context.condition}}",
    "slots.{{context.collect}} is not null",
    "slots.a = {{slots.b}}",
    "'{{slots.b}}' < slots.a",
    "slots.a matches {{context.b}}",
]


@pytest.mark.parametrize(("text", "expected"), SURPRISES)
def test_surprises(text: str, expected: list[tuple[str, int, str, str]]) -> None:
    found = inspect.surprises(parse(text))
    assert [(one.code, one.offset) for one in found] == [
        (f"condition.{code}", offset) for code, offset, _, _ in expected
    ]
    for one, (_, _, message, proposal) in zip(found, expected, strict=True):
        assert message in one.message
        assert proposal in one.proposal


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_condition_surprises_nobody(text: str) -> None:
    assert inspect.surprises(parse(text)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.a = 1 and not context.b", [("slots", "a", 0), ("context", "b", 20)]),
        ("name is Alice", [("", "name", 0), ("", "Alice", 8)]),
        ("{slots.a 'x'} contains slots.b.c", [("slots", "a", 1), ("slots", "b.c", 23)]),
        ("(slots.a) and slots.a", [("slots", "a", 1), ("slots", "a", 14)]),
        ("slots.{{context.collect}} = slots.a", [("context", "collect", 6), ("slots", "a", 28)]),
        ("'{{slots.b}}' = slots.a", [("slots", "b", 1), ("slots", "a", 16)]),
        ("{{context.c}}", [("context", "c", 0)]),
        ("true", []),
    ],
)
def test_references(text: str, expected: list[tuple[str, str, int]]) -> None:
    found = inspect.references(parse(text))
    assert [(one.namespace, one.name, one.offset) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.a is 'x'", [("slots", "a", "=", ("x",), 0)]),
        ("not slots.a is not null", [("slots", "a", "!=", (None,), 4)]),
        ("17 < slots.a", [("slots", "a", ">", (17,), 5)]),
        ("17 >= context.a", [("context", "a", "<=", (17,), 6)]),
        ("{'x' 2} contains slots.a", [("slots", "a", "one of", ("x", 2), 17)]),
        ("slots.a contains 'x'", [("slots", "a", "contains", ("x",), 0)]),
        ("slots.a matches /x/", [("slots", "a", "matches", ("x",), 0)]),
        (
            "slots.a == true or (slots.b > 1.5)",
            [("slots", "a", "=", (True,), 0), ("slots", "b", ">", (1.5,), 20)],
        ),
        ("slots.{{context.a}} = 'x'", []),
        ("slots.a = '{{context.a}}'", []),
        ("slots.a = slots.b", []),
        ("a = 'x'", []),
        ("slots.a", []),
    ],
)
def test_comparisons(
    text: str, expected: list[tuple[str, str, str, tuple[object, ...], int]]
) -> None:
    found = inspect.comparisons(parse(text))
    assert [
        (one.namespace, one.name, one.operator, one.values, one.offset) for one in found
    ] == expected


def test_each_value_of_a_comparison_has_its_own_place() -> None:
    (found,) = inspect.comparisons(parse("{'oui' 'non'} contains slots.answer"))
    assert [constant.offset for constant in found.constants] == [1, 7]
