"""What buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.flows.payloads import Payload, parse_payload


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/SetSlots(a=b)", Payload(slots=(("a", "b"),))),
        ("/SetSlots(a=b, c=d e)", Payload(slots=(("a", "b"), ("c", "d e")))),
        ("/SetSlots(a='x, y=1', b=2)", Payload(slots=(("a", "x, y=1"), ("b", "2")))),
        ("/SetSlots(a=x, y, b=2)", Payload(slots=(("a", "x, y"), ("b", "2")))),
        ("/SetSlots(a=undefined)", Payload(slots=(("a", None),))),
        ("/SetSlots()", None),
        ("/SetSlots(a)", None),
        ("/greet", Payload(intent="greet")),
        ('/greet{"n": "A", "m": 1}', Payload(intent="greet", entities=(("n", "A"), ("m", 1)))),
        ("/greet{broken}", None),
        ("/greet[1]", Payload(intent="greet[1]")),
        ("greet", None),
        ("/", None),
    ],
)
def test_payloads(text: str, payload: Payload | None) -> None:
    assert parse_payload(text) == payload


@given(st.text())
def test_any_text_is_a_payload_or_not(text: str) -> None:
    result = parse_payload("/" + text)
    assert result is None or result.slots or result.intent


_NAME = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
_VALUE = (
    st.from_regex(r"[a-z0-9é ]{1,10}", fullmatch=True)
    .map(str.strip)
    .filter(lambda v: v and v not in ("null", "none", "undefined"))
)


@given(st.lists(st.tuples(_NAME, _VALUE), min_size=1, max_size=4))
def test_what_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    text = "/SetSlots(" + ", ".join(f"{name}={value}" for name, value in pairs) + ")"
    assert parse_payload(text) == Payload(slots=tuple(pairs))
