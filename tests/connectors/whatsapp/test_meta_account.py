"""Only Meta's signature opens the door, and no secret leaves the account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.whatsapp.masking import mask_numbers, mask_phone
from connectors.whatsapp.meta_account import challenge_answer, signature_holds
from tests.acceptance.meta_client import sign
from tests.connectors.whatsapp.accounts import ACCOUNT

RAW = '{"text":"\\u00e9t\\/é"}'.encode()
RIGHT = sign("app-secret", RAW)


def test_signature_of_the_raw_bytes_holds() -> None:
    assert signature_holds(ACCOUNT, RAW, RIGHT)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        RIGHT.removeprefix("sha256="),
        RIGHT.replace("sha256", "sha1"),
        RIGHT[:-1],
        RIGHT + "0",
        RIGHT[:-1] + ("0" if RIGHT[-1] != "0" else "1"),
        "sha256=" + "é" * 64,
        sign("another-secret", RAW),
        sign("", RAW),
        sign("app-secret", RAW + b" "),
    ],
)
def test_any_other_signature_is_refused(header: str | None) -> None:
    assert not signature_holds(ACCOUNT, RAW, header)


@pytest.mark.parametrize("secret", ["old-secret", "new-secret"])
def test_both_secrets_hold_during_a_rotation(secret: str) -> None:
    account = replace(ACCOUNT, app_secret="old-secret, new-secret")
    assert signature_holds(account, RAW, sign(secret, RAW))
    assert not signature_holds(account, RAW, sign("old-secret, new-secret", RAW))


@pytest.mark.parametrize("secret", ["", " ", ","])
def test_account_without_a_secret_refuses_everything(secret: str) -> None:
    account = replace(ACCOUNT, app_secret=secret)
    assert not signature_holds(account, RAW, sign("", RAW))
    assert not signature_holds(account, RAW, sign(secret, RAW))


def test_repr_shows_no_secret() -> None:
    shown = f"{ACCOUNT!r} {ACCOUNT}"
    for secret in (ACCOUNT.app_secret, ACCOUNT.verify_token, ACCOUNT.access_token):
        assert secret not in shown
    assert "paroisse-meta" in shown


RIGHT_QUERY = {
    "hub.mode": "subscribe",
    "hub.verify_token": "verify-token",
    "hub.challenge": "1158201444",
}


def test_handshake_returns_the_challenge() -> None:
    assert challenge_answer(ACCOUNT, RIGHT_QUERY) == "1158201444"


@pytest.mark.parametrize(
    "change",
    [
        {"hub.mode": "unsubscribe"},
        {"hub.verify_token": "verify-tokem"},
        {"hub.verify_token": "vérifié\ud800"},
        {"hub.challenge": ""},
        {"hub.challenge": "1" * 257},
    ],
)
def test_handshake_is_refused(change: dict[str, str]) -> None:
    assert challenge_answer(ACCOUNT, RIGHT_QUERY | change) is None


def test_handshake_is_refused_without_a_token_of_ours() -> None:
    account = replace(ACCOUNT, verify_token="")
    assert challenge_answer(account, RIGHT_QUERY | {"hub.verify_token": ""}) is None
    assert challenge_answer(account, {}) is None


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("221770000001", "221•••••••01"),
        ("SN.9f3a77", "SN.••••77"),
        ("12345678", "123•••78"),
        ("1234567", "•••••••"),
        ("", ""),
    ],
)
def test_phone_is_masked(value: str, masked: str) -> None:
    assert mask_phone(value) == masked


def test_numbers_in_a_sentence_are_masked_and_codes_are_not() -> None:
    sentence = "(#131026) +221 77 000 00 01 or 221770000001 after 24 hours"
    masked = mask_numbers(sentence)
    assert "131026" in masked
    assert "24 hours" in masked
    assert "00 00" not in masked
    assert "70000" not in masked
