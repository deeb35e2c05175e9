"""Codes are random, written so that people can copy them, and kept as digests only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.families.codes import (
    LENGTH,
    conceal,
    digest_of,
    find_code,
    is_code,
    make_code,
    normalise,
    show,
)
from engine.french.codes import ALPHABET, is_try
from tests.engine.families.parish_school import RING

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH).filter(
    lambda code: any(sign.isdigit() for sign in code)
)


def test_codes_differ_and_have_letters_and_figures() -> None:
    made = {make_code() for _ in range(500)}
    assert len(made) == 500
    assert all(is_code(code) and not code.isalpha() and not code.isdigit() for code in made)


def test_no_sign_looks_like_another() -> None:
    assert set("01OIL").isdisjoint(ALPHABET) and len(set(ALPHABET)) == len(ALPHABET) == 31


@given(CODES, st.sampled_from(["", "-", " ", "–", " - ", "."]))
def test_however_it_is_typed_it_is_the_same_code(code: str, between: str) -> None:
    typed = f"{code[:4]}{between}{code[4:]}"
    for text in (typed, typed.lower(), f"  {typed} ", show(code)):
        assert normalise(text) == code
        assert find_code(text) == code


@given(CODES)
def test_a_code_is_found_in_a_sentence(code: str) -> None:
    assert find_code(f"bonjour, mon code c’est {show(code).lower()}, merci beaucoup") == code


@pytest.mark.parametrize(
    "text",
    ["le père k7mq 4rtx svp", "code K7MQ-4RTX de ma fille", "(K7MQ4RTX)", "je crois que k7mq 4rtx"],
)
def test_the_word_before_is_not_taken_for_a_half(text: str) -> None:
    assert find_code(text) == "K7MQ4RTX"


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert digest_of(RING, "paroisse", text).startswith("hmac:")


@pytest.mark.parametrize("text", ["", "K7MQ4RT", "K7MQ4RTXX", "K7MQ4RT0", "k7mq4rtx"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_digest_is_of_one_tenant_and_is_passed_on_as_it_is() -> None:
    here = digest_of(RING, "paroisse", "K7MQ-4RTX")
    assert here == RING.digest("parent-code", "paroisse", "K7MQ4RTX")
    assert here != digest_of(RING, "ecole", "K7MQ-4RTX")
    assert digest_of(RING, "paroisse", here) == here
    assert "K7MQ" not in here


@pytest.mark.parametrize(
    "typed",
    [
        *("{0}{1}", "{0}-{1}", "{0} {1}", "c'est {0} {1}", "c'est {0}{1}, merci", "{0}.{1}"),
        "attendez\n{0} {1}",
    ],
)
def test_no_code_that_was_issued_is_taken_for_talk(typed: str) -> None:
    for _ in range(300):
        code = make_code()
        text = typed.format(code[:4], code[4:])
        assert is_try(text) and is_try(text.lower()), text


def test_a_digest_that_is_typed_opens_nothing() -> None:
    digest = digest_of(RING, "paroisse", "K7MQ4RTX")
    assert digest_of(RING, "paroisse", digest) == digest
    assert conceal(RING, "paroisse", digest) != digest
    assert conceal(RING, "paroisse", "k7mq 4rtx") == digest
