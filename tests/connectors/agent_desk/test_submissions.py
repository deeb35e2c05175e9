"""What the desk page posts is read, or refused with the key that is wrong."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from connectors.agent_desk.submissions import Act, read_act, read_beginning, read_spoken
from engine.tenants import Account, Tenants
from tests.actions.parishes import parish

META = Account(name="paroisse-meta", provider="meta", variables={})
TENANTS = Tenants([parish(accounts=(META,)), parish(id="ecole", accounts=())])
GOOD: dict[str, Any] = {"ticket": 12, "agent": "Sœur Marie", "text": "Bonjour"}
BEGIN: dict[str, Any] = {
    "tenant": "paroisse",
    "account": "paroisse-meta",
    "phone": "+221 77 000 00 01",
    "agent": "Paul",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def test_an_answer_is_read() -> None:
    said = read_spoken({**GOOD, "text": "  Bonjour\r\nAwa ", "id": "abcdefgh"})
    assert said == Act(ticket=12, agent="Sœur Marie", text="Bonjour\nAwa", ident="abcdefgh")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"ticket": None}, "ticket"),
        ({"ticket": True}, "ticket"),
        ({"ticket": 0}, "ticket"),
        ({"ticket": 2**63}, "ticket"),
        ({"ticket": "12"}, "ticket"),
        ({"agent": ""}, "agent"),
        ({"agent": " \n "}, "agent"),
        ({"agent": "x" * 41}, "agent"),
        ({"agent": 7}, "agent"),
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"id": "short"}, "id"),
        ({"id": "abcdefg/"}, "id"),
        ({"id": 12345678}, "id"),
    ],
)
def test_a_wrong_value_is_named(change: dict[str, Any], key: str) -> None:
    with pytest.raises(ValueError, match=f"'{key}'"):
        read_spoken({**GOOD, **change})


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("+221 77 000 00 01", "221770000001"),
        ("00221770000001", "221770000001"),
        ("(221) 77-000-00-01", "221770000001"),
        ("+33 6 12 34 56 78", "33612345678"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, digits: str) -> None:
    wanted = read_beginning({**BEGIN, "phone": written, "name": " Awa "}, TENANTS)
    assert (wanted.address.alias.kind, wanted.address.alias.value) == ("phone", digits)
    assert (wanted.address.provider, wanted.address.name) == ("meta", "Awa")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"phone": "77 00"}, "phone"),
        ({"phone": "+0221770000001"}, "phone"),
        ({"phone": "+221 77 OOO OO O1"}, "phone"),
        ({"phone": "٢٢١٧٧٠٠٠٠٠٠١"}, "phone"),
        ({"phone": None}, "phone"),
        ({"tenant": "mairie"}, "tenant"),
        ({"tenant": ["paroisse"]}, "tenant"),
        # An account of another tenant is none of this one.
        ({"tenant": "ecole"}, "account"),
        ({"account": {}}, "account"),
    ],
)
def test_nobody_is_written_to_by_mistake(change: dict[str, Any], key: str) -> None:
    with pytest.raises(ValueError, match=f"'{key}'"):
        read_beginning({**BEGIN, **change}, TENANTS)


def test_a_number_is_not_shown_by_accident() -> None:
    assert "221770000001" not in repr(read_beginning(BEGIN, TENANTS))


@given(JSON)
def test_anything_else_is_refused_with_a_reason(data: Any) -> None:
    for read in (read_act, read_spoken, lambda body: read_beginning(body, TENANTS)):
        with pytest.raises(ValueError, match=r"must|not one"):
            read(data)


@given(st.fixed_dictionaries(dict.fromkeys(("ticket", "agent", "text", "id"), JSON)))
def test_what_is_accepted_is_sound(data: dict[str, Any]) -> None:
    try:
        act = read_spoken(data)
    except ValueError as refusal:
        assert "must" in str(refusal)
    else:
        assert act.ticket > 0 and act.agent and act.text
