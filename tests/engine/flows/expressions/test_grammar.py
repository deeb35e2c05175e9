"""What is a condition and what is not; the error names the place and the cure."""

from __future__ import annotations

import copy
import pickle

import pytest

from engine.errors import AccueilError
from engine.flows.expressions import Expression, ExpressionError, parse

# condition, offset of the fault, part of the reason, part of the proposal
MISTAKES = [
    ("", 0, "empty", "true or false"),
    ("   # nothing else", 0, "empty", "true or false"),
    ('{"a", "b"} contains slots.x', 4, "','", "separated by spaces"),
    ("slots.x <> 2", 8, "'<>'", "'!='"),
    ("slots.x === 2", 8, "'==='", "'='"),
    ("slots.x !== 2", 8, "'!=='", "'!='"),
    ("slots.x => 2", 8, "'=>'", "'>='"),
    ("slots.x =< 2", 8, "'=<'", "'<='"),
    ("slots.x ≥ 2", 8, "'≥'", "'>='"),
    ("slots.a && slots.b", 8, "'&&'", "'and'"),
    ("slots.a || slots.b", 8, "'||'", "'or'"),
    ("!slots.a", 0, "'!'", "'not'"),
    ("slots.a et slots.b", 8, "'et'", "'and'"),
    ("slots.a ou slots.b", 8, "'ou'", "'or'"),
    ('slots.x in {"a" "b"}', 8, "'in'", '{"a" "b"} contains slots.x'),
    ('slots.x not contains "a"', 8, "'not'", "not slots.x contains"),
    ('slots.x not matches "a"', 8, "'not'", "not slots.x matches"),
    ('slots.x not in {"a"}', 8, "'not'", "not {…} contains slots.x"),
    ("slots.x not is null", 8, "'not'", "'is not'"),
    ("slots.x = not slots.y", 10, "'not'", "'!='"),
    ('slots.x = "a', 10, "quote", "close it"),
    ("slots.x = 'l'été'", 16, "never closed", "other kind of quote"),
    ("slots.x = « a »", 10, "'«'", "straight quotes"),
    ("slots.x = \u2018a\u2019", 10, "'\u2018'", "straight quotes"),
    ("slots.x matches /a", 16, "never closed", "/…/"),
    ("slots.x matches /a/g", 16, "flag 'g'", "i, m, s, x, a"),
    ("slots.x matches slots.y", 16, "not a slot", "in quotes"),
    ("slots.x matches 75", 16, "'75'", "in quotes"),
    ("slots.x = /a/", 10, "only behind 'matches'", "matches /a/"),
    ("(slots.x", 0, "never closed", "add ')'"),
    ("slots.a and ((slots.x)", 12, "never closed", "add ')'"),
    ("slots.x)", 7, "no '('", "remove"),
    ("()", 0, "nothing stands", "remove"),
    ('{"a" "b"', 0, "set is never closed", "add '}'"),
    ('{"a" ("b")}', 5, "set cannot hold '('", "texts, numbers"),
    ('slots.x contains {"a" "b"}', 17, "one value", '{"a" "b"} contains slots.x'),
    ("slots.x and", 8, "ends behind 'and'", "missing value"),
    ("slots.x is not", 11, "ends behind 'not'", "missing value"),
    ("slots.x >  # and then?", 8, "ends behind '>'", "missing value"),
    ("and slots.x", 0, "missing before 'and'", "slots.name"),
    ("slots.x = = 3", 10, "missing before '='", "slots.name"),
    ("1 < slots.x < 3", 12, "second operator", "'and'"),
    ("slots.x is Saint Louis", 17, "'Louis'", "quote a text of several words"),
    ("len(slots.x) > 3", 0, "no functions", "action"),
    ("slots.x + 1 > 3", 8, "'+'", "no arithmetic"),
    ('slots["x"] = 1', 5, "'['", "slots.name"),
    ("slots. = 1", 0, "name is missing", "slots.name"),
    ("slots.hour = 10:30", 13, "'10:30'", "quote"),
    ("{{ slots.x | upper }} = 'A'", 0, "template", "one name"),
    ("slots.x is 'a' and {{ }}", 19, "template", "one name"),
    ("(" * 51 + "slots.x" + ")" * 51, 50, "deeper than 50", "simplify"),
    ("not " * 51 + "slots.x", 200, "deeper than 50", "simplify"),
    ("slots.x or " * 1_000 + "slots.x", 10_000, "longer than 10000", "split"),
]


@pytest.mark.parametrize(("text", "offset", "reason", "proposal"), MISTAKES)
def test_a_mistake_has_a_place_and_a_cure(
    text: str, offset: int, reason: str, proposal: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.offset == offset
    assert reason in caught.value.reason
    assert proposal in caught.value.proposal
    assert caught.value.reason[0] == caught.value.reason[0].lower()
    assert not caught.value.reason.endswith(".")


def test_the_error_is_one_of_ours_and_survives_pickling() -> None:
    with pytest.raises(AccueilError) as caught:
        parse("slots.a && slots.b")
    error = pickle.loads(pickle.dumps(caught.value))
    assert str(error) == "unknown operator '&&'; write 'and'"
    assert (error.reason, error.offset, error.proposal) == (
        "unknown operator '&&'",
        8,
        "write 'and'",
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("slots.a", "slots.a"),
        ("NOT slots.a AND slots.b", "not slots.a and slots.b"),
        ("slots.a == 1", "slots.a = 1"),
        ("slots.a IS NOT Null", "slots.a != null"),
        ("slots.a is -2.50", "slots.a = -2.5"),
        ("slots.a and slots.b or slots.c", "slots.a and (slots.b or slots.c)"),
        ("slots.a or slots.b and slots.c or slots.d", None),
        ("(slots.a and slots.b) or slots.c", "(slots.a and slots.b) or slots.c"),
        ("slots.a and slots.b and slots.c", "slots.a and slots.b and slots.c"),
        ("not (slots.a or slots.b)", "not (slots.a or slots.b)"),
        ("((slots.a)) = ((1))", "slots.a = 1"),
        ("slots.a = 'd\"accord'", "slots.a = 'd\"accord'"),
        ('{"a"\n 1 true slots.b} contains slots.a', '{"a" 1 true slots.b} contains slots.a'),
        ("slots.a matches /a\\/b/I # why", "slots.a matches /a\\/b/i"),
        ("slots.a = 10000000000000000000000.5", None),
        ("slots.prénom is\u00a0empty", "slots.prénom = empty"),
        ("slots.a = " + "9" * 5_000, None),
        ("slots.a = -" + "9" * 5_000, None),
    ],
)
def test_a_condition_is_written_with_its_grouping(text: str, written: str | None) -> None:
    once = str(parse(text))
    if written is not None:
        assert once == written
    assert str(parse(once)) == once


def test_a_long_alternative_is_no_deep_one() -> None:
    text = " or ".join(f"slots.x = {number}" for number in range(500))
    assert parse(" or ".join(f"(not slots.x = {number})" for number in range(100))).evaluate({}, {})
    condition = parse(text)
    assert condition.evaluate({"x": 499}, {}) is True
    assert condition.evaluate({"x": 500}, {}) is False
    assert str(condition) == text


def test_conditions_are_equal_by_their_text_and_survive_copies() -> None:
    condition = parse("slots.age >= 18")
    assert condition == parse("slots.age >= 18")
    assert condition != parse("slots.age > 18")
    assert condition.source == "slots.age >= 18"
    for twin in (copy.deepcopy(condition), pickle.loads(pickle.dumps(condition))):
        assert isinstance(twin, Expression)
        assert twin == condition
        assert twin.evaluate({"age": 18}, {}) is True
