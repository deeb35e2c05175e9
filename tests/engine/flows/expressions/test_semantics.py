"""The truth of conditions, row by row of the table in the package's docstring."""

from __future__ import annotations

from typing import Any

import pytest

from engine.flows.expressions import parse

SLOTS: dict[str, Any] = {
    "age": 17.0,
    "name": "Alice",
    "empty": "",
    "none": None,
    "t": True,
    "f": False,
    "l": ["a", "b"],
    "n0": 0.0,
    "count": "5",
    "zip": "x12345y",
    "no_list": [],
    "no_map": {},
    "map": {"a": {"b": 2}, "c.d": 3},
    "yes": "True",
    "nope": "false",
    "spaced": " 12.5 ",
}
CONTEXT: dict[str, Any] = {"collect": "age", "frame": {"flow_id": "f1"}, "is_reset_only": False}

ROWS = [
    # One rank for and/or, grouped from the right.
    ("slots.f and slots.f or slots.t", False),
    ("(slots.f and slots.f) or slots.t", True),
    ("slots.t or slots.f and slots.f", True),
    ("(slots.t or slots.f) and slots.f", False),
    ("slots.t and slots.f or slots.t", True),
    ("slots.f or slots.t and slots.f", False),
    ("slots.f or slots.f or slots.t", True),
    ("slots.t and slots.t and slots.f", False),
    ("not slots.f and slots.t", True),
    ("not slots.f or slots.t", True),
    ("not slots.t or slots.t", True),
    ("not (slots.t or slots.t)", False),
    ("not not slots.t", True),
    ("not slots.age = 17", False),
    # Equality in three spellings.
    ("slots.age = 17", True),
    ("slots.age is 17", True),
    ("slots.age == 17", True),
    ("slots.age == 17.0", True),
    ("slots.age != 17", False),
    ("slots.age is not 17", False),
    ("slots.age is not 18", True),
    ('slots.age = "17"', False),
    ('slots.age != "17"', True),
    ("slots.count = 5", False),
    ('slots.count = "5"', True),
    ("slots.name is Alice", False),
    ("slots.name is not Alice", True),
    ("slots.name = 'Alice'", True),
    ("slots.name = 'alice'", False),
    ("17 = slots.age", True),
    ("slots.age = slots.age", True),
    ("name = 'Alice'", False),
    ("name", False),
    ("NAME is undefined", True),
    # null, undefined, empty.
    ("slots.none is null", True),
    ("slots.none = null", True),
    ("slots.none is NULL", True),
    ("slots.none is empty", False),
    ("slots.none is undefined", False),
    ("slots.none is None", False),
    ("slots.none is not null", False),
    ("slots.age is not null", True),
    ("slots.empty is empty", True),
    ("slots.empty is null", False),
    ("slots.empty is undefined", False),
    ("not slots.empty", True),
    ("slots.missing is null", False),
    ("slots.missing is undefined", True),
    ("slots.missing is empty", True),
    ("slots.missing is not null", True),
    ("slots.missing is not undefined", False),
    ("slots.missing = slots.other", True),
    ("slots.missing is false", False),
    ("slots.missing", False),
    ("slots.no_list is empty", True),
    ("slots.no_map is empty", True),
    ("slots.l is empty", False),
    ("slots.n0 is empty", False),
    ("slots.f is empty", False),
    # Booleans.
    ("slots.t is true", True),
    ("slots.t = True", True),
    ("slots.t = TRUE", True),
    ("slots.t = 1", True),
    ("slots.f = 0", True),
    ("slots.n0 is false", True),
    ("0 is false", True),
    ("slots.none is not true", True),
    ("slots.none is true", False),
    ("slots.none is false", False),
    ("slots.yes is true", True),
    ("true is slots.yes", True),
    ("slots.yes is false", False),
    ("slots.nope is false", True),
    ("slots.nope is not true", True),
    ("slots.t = 'tRuE'", True),
    ("slots.t = 'oui'", False),
    ("True", True),
    ("false", False),
    ("(slots.age = 17) = true", True),
    # contains.
    ('slots.l contains "a"', True),
    ('slots.l contains "c"', False),
    ('not slots.l contains "c"', True),
    ('slots.name contains "lic"', True),
    ('slots.name contains "LIC"', False),
    ("slots.count contains 5", False),
    ('{"Alice" "Bob"} contains slots.name', True),
    ('{"Bob"} contains slots.name', False),
    ("{1 17} contains slots.age", True),
    ('{"17"} contains slots.age', False),
    ("{true null} contains slots.none", True),
    ('{"x" slots.count} contains "5"', True),
    ('slots.map contains "a"', True),
    ('slots.map contains "b"', False),
    ('slots.none contains "a"', False),
    ("slots.age contains 1", False),
    ('slots.missing contains "a"', False),
    ("slots.l contains slots.l", False),
    ('slots.l = {"b" "a"}', True),
    ('{"b" "a"} = slots.l', True),
    ('slots.l = {"a"}', False),
    ('slots.l = {"a" "b" "c"}', False),
    # matches.
    ('slots.zip matches "\\d{5}"', True),
    ('slots.zip matches "^\\d{5}$"', False),
    ('slots.name matches "(?i)alice"', True),
    ("slots.name matches /alice/i", True),
    ("slots.name matches /alice/", False),
    ('slots.name matches "/alice/i"', False),
    ("slots.name matches lic", True),
    ('slots.age matches "17"', False),
    ('slots.none matches ".*"', False),
    ('slots.missing matches ".*"', False),
    ('slots.l matches ".*"', False),
    ('slots.name matches "("', False),
    ('not slots.name matches "("', True),
    # Order.
    ("slots.age < 18", True),
    ("slots.age <= 17", True),
    ("slots.age > 17", False),
    ("slots.age >= 17", True),
    ("3 < slots.age", True),
    ("slots.none > 3", False),
    ("slots.none < 3", False),
    ("slots.none <= null", False),
    ("slots.missing > 3", False),
    ("slots.missing < 3", False),
    ("empty < 3", False),
    ("slots.count > 3", True),
    ("slots.count > 5", False),
    ("slots.count >= 5", True),
    ("3 > slots.count", False),
    ('slots.age > "9"', True),
    ("slots.spaced > 12", True),
    ("slots.name > 3", False),
    ("slots.name < 3", False),
    ('slots.count > "10"', True),
    ('slots.name < "Bob"', True),
    ("slots.l > 3", False),
    ("slots.l < slots.l", False),
    ("slots.no_map <= slots.no_map", False),
    ("slots.t > 0", True),
    # Truth of a value alone.
    ("slots.n0", False),
    ("slots.no_list", False),
    ("slots.no_map", False),
    ("slots.none", False),
    ("slots.age", True),
    ("slots.nope", True),
    ("slots.l", True),
    ("{}", False),
    # The two namespaces, and dots.
    ('context.collect = "age"', True),
    ("context.age = 17", False),
    ('slots.collect = "age"', False),
    ('context.frame.flow_id is "f1"', True),
    ("not context.is_reset_only", True),
    ("slots.map.a.b = 2", True),
    ("slots.map.a.z is undefined", True),
    ("slots.name.a is undefined", True),
    ("slots.prénom is undefined", True),
    ("slots.age = 17 # the last year", True),
    ('slots.name = "Alice # not a comment"', False),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_truth(text: str, expected: bool) -> None:
    assert parse(text).evaluate(SLOTS, CONTEXT) is expected


def test_a_slot_name_with_a_dot_comes_before_its_parts() -> None:
    condition = parse("slots.a.b = 1")
    assert condition.evaluate({"a.b": 1, "a": {"b": 2}}, {}) is True
    assert condition.evaluate({"a": {"b": 2}}, {}) is False


def test_a_search_looks_at_the_beginning_of_a_long_text_only() -> None:
    condition = parse('slots.x matches "fin$"')
    assert condition.evaluate({"x": "a" * 997 + "fin"}, {}) is True
    assert condition.evaluate({"x": "a" * 998 + "fin"}, {}) is False


def test_what_python_cannot_compare_is_false() -> None:
    class Hostile:
        def __eq__(self, other: object) -> bool:
            raise RuntimeError("no")

        __hash__ = None  # type: ignore[assignment]

    deep: list[Any] = []
    twin: list[Any] = []
    for _ in range(100_000):
        deep, twin = [deep], [twin]
    assert parse("slots.a = slots.b").evaluate({"a": deep, "b": twin}, {}) is False
    assert parse("slots.a = 1").evaluate({"a": Hostile()}, {}) is False


def test_numbers_of_any_size_compare() -> None:
    huge = 10**5_000
    assert parse("slots.x > 1.5").evaluate({"x": huge}, {}) is True
    assert parse("slots.x > " + "9" * 4_999).evaluate({"x": "9" * 6_000}, {}) is False
    assert parse("slots.x < 3").evaluate({"x": float("nan")}, {}) is False
    assert parse("slots.x = slots.x").evaluate({"x": float("nan")}, {}) is False
