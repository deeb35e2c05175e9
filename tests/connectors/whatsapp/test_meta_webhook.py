"""Every payload file against the records it must give, and no payload may raise.

A file of ``tests/connectors/payloads/meta`` holds ``payload`` as Meta sends it and ``expected``:
the messages and statuses without what the account says and without empty values, and what is
ignored.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.whatsapp.meta_webhook import Parsed, parse_webhook
from engine.messages import Inbound, Kind, Status
from tests.connectors.whatsapp.accounts import ACCOUNT

CASES = sorted((Path(__file__).parents[1] / "payloads" / "meta").glob("*.json"))
FROM_ACCOUNT = {"tenant": "paroisse", "account": "paroisse-meta", "provider": "meta"}


def compact(record: dict[str, Any]) -> dict[str, Any]:
    """Return ``record`` without the account's part, which is checked, and without empty values."""
    assert FROM_ACCOUNT.items() <= record.items()
    return {key: value for key, value in record.items() if value and key not in FROM_ACCOUNT}


def status_json(status: Status) -> dict[str, Any]:
    return asdict(status) | {"at": status.at.isoformat(), "state": status.state.value}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_payload_gives_the_expected_records(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    parsed = parse_webhook(ACCOUNT, case["payload"])
    assert {
        "messages": [compact(message.to_json()) for message in parsed.messages],
        "statuses": [compact(status_json(status)) for status in parsed.statuses],
        "ignored": [asdict(part) for part in parsed.ignored],
    } == case["expected"]


def test_there_is_a_payload_for_every_kind_of_message() -> None:
    seen = {
        message["kind"]
        for path in CASES
        for message in json.loads(path.read_text(encoding="utf-8"))["expected"]["messages"]
    }
    # Triggers are made by the house itself; no webhook may bring one.
    assert seen == {kind.value for kind in Kind} - {Kind.TRIGGER.value}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_records_survive_the_inbox(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    for message in parse_webhook(ACCOUNT, case["payload"]).messages:
        stored = json.dumps(message.to_json(), ensure_ascii=False, allow_nan=False)
        # What the database does with a text.
        assert stored.encode("utf-8")
        assert "\\u0000" not in stored
        assert Inbound.from_json(json.loads(stored)) == message


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
ORIGINALS = [json.loads(path.read_text(encoding="utf-8"))["payload"] for path in CASES]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every (holder, key) inside a JSON value."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(max_examples=300, deadline=None)
@given(data=st.data(), original=st.sampled_from(ORIGINALS), replacement=anything)
def test_no_mutation_raises(data: st.DataObject, original: Any, replacement: Any) -> None:
    payload = json.loads(json.dumps(original))
    found = places(payload)
    holder, key = found[data.draw(st.integers(0, len(found) - 1))]
    holder[key] = replacement
    parsed = parse_webhook(ACCOUNT, payload)
    assert isinstance(parsed, Parsed)
    assert all(part.reason and part.where for part in parsed.ignored)


def test_a_broken_item_leaves_its_neighbours() -> None:
    payload = json.loads(json.dumps(ORIGINALS[[path.stem for path in CASES].index("text")]))
    messages = payload["entry"][0]["changes"][0]["value"]["messages"]
    good = messages[0]
    bad: list[Any] = [None, [], {"id": {}}, good | {"timestamp": {}}, good | {"from": 5}]
    for broken in bad:
        messages[:] = [good | {"id": "wamid.1"}, broken, good | {"id": "wamid.2"}]
        parsed = parse_webhook(ACCOUNT, payload)
        assert [message.message_id for message in parsed.messages] == ["wamid.1", "wamid.2"]
        assert len(parsed.ignored) == 1


def test_reasons_name_neither_text_nor_number() -> None:
    for path, payload in zip(CASES, ORIGINALS, strict=True):
        for part in parse_webhook(ACCOUNT, payload).ignored:
            assert "22177" not in part.reason, path.stem
            assert "Bonjour" not in part.reason, path.stem
