"""Telephone numbers are found as people in Dakar and abroad write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.phones import find_phones, phone_in, region_of

MOBILE = "+221771234567"


@pytest.mark.parametrize(
    "text",
    [
        "77 123 45 67",
        "771234567",
        "77.123.45.67",
        "77-123-45-67",
        "77 12 345 67",
        "77/123/45/67",
        "+221 77 123 45 67",
        "00221771234567",
        "221771234567",
        "(221) 77 123 45 67",
        "mon numéro c'est le 77 123 45 67 merci",
        "Tel:771234567.",
        "demain à 15h, 77 123 45 67",
    ],
)
def test_a_mobile_number_of_senegal(text: str) -> None:
    phone = phone_in(text)
    assert phone is not None
    assert (phone.e164, phone.spoken) == (MOBILE, "77 123 45 67")
    assert text[phone.start : phone.end].strip("(").startswith(("77", "+221", "00221", "221"))


@pytest.mark.parametrize(
    ("text", "region", "e164", "spoken"),
    [
        ("33 821 10 10", "SN", "+221338211010", "33 821 10 10"),
        ("+33 6 12 34 56 78", "SN", "+33612345678", "+33 6 12 34 56 78"),
        ("06 12 34 56 78", "FR", "+33612345678", "06 12 34 56 78"),
        ("+221771234567", "FR", MOBILE, "+221 77 123 45 67"),
    ],
)
def test_a_number_by_country(text: str, region: str, e164: str, spoken: str) -> None:
    phone = phone_in(text, region)
    assert phone is not None
    assert (phone.e164, phone.spoken) == (e164, spoken)


@pytest.mark.parametrize(
    "text",
    [
        *("", "bonjour", "le 24/11/2026 à 15h30", "1 500 000 F", "7712345", "06 12 34 56 78"),
        *("K7MQ-4RTX", "12 12 12 12 12 12 12 12 12", "77 123 45 67 8"),
    ],
)
def test_no_number(text: str) -> None:
    assert find_phones(text) == ()


def test_two_numbers_are_no_single_one() -> None:
    text = "78 456 12 30 ou 70 111 22 33"
    assert [phone.e164 for phone in find_phones(text)] == ["+221784561230", "+221701112233"]
    assert phone_in(text) is None
    assert phone_in("771234567, oui 77 123 45 67") is not None


def test_the_country_of_a_number() -> None:
    assert region_of("+221 33 800 00 00") == "SN"
    assert region_of("+33 1 44 39 48 48") == "FR"
    assert region_of("33 800 00 00") is None
    assert region_of("") is None


@given(
    st.text() | st.text("0123456789+()-. /", max_size=60), st.sampled_from(("SN", "FR", "ZZ", ""))
)
def test_any_text_has_phones_or_none(text: str, region: str) -> None:
    for phone in find_phones(text, region):
        assert 0 <= phone.start < phone.end <= len(text)
        assert phone.e164.startswith("+")
