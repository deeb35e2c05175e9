"""Codes are found in sentences, and nothing of them is left when they are masked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.codes import (
    ALPHABET,
    code_in,
    find_codes,
    is_try,
    mask_codes,
    normalise_code,
)

CODE = "K7MQ4RTX"
_ONE_RUN = re.compile(r"[0-9]*[A-Z]*|[A-Z]*[0-9]*")
#: One code in five could be two words or numbers ("9H45 ABCD"): those need a sign, or their cue.
CODES = st.text(ALPHABET, min_size=8, max_size=8).filter(
    lambda code: not any(map(_ONE_RUN.fullmatch, (code, code[:4], code[4:]))) and "H" not in code
)


@pytest.mark.parametrize(
    "text",
    [
        "K7MQ-4RTX",
        "k7mq 4rtx",
        "k7mq4rtx",
        "K7MQ_4RTX.",
        " k7mq - 4rtx ",
        "K7MQ–4RTX",
        "mon code c'est k7mq 4rtx merci",
        "Bonjour, voici : K7MQ4RTX\nAwa",
        "k 7 m q 4 r t x",
        "le code est k7 mq 4r tx",
        "(K7MQ-4RTX)",
    ],
)
def test_a_code_is_found(text: str) -> None:
    assert code_in(text) == CODE


@pytest.mark.parametrize(
    "text",
    [
        *("", "bonjour", "très bien", "cent deux", "porte bien", "77 123 45 67", "24/11/2026"),
        *("K7MQ-4RT", "K7MQ-4RTXX", "K7M0-4RTX", "K7MQ-4RT1", "dans 24heures", "2500francs"),
        *("baptêmes", "enterrer", "vers 9h45", "jeud 9h45", "3eme rang", "dem1 9h45"),
    ],
)
def test_no_code(text: str) -> None:
    assert find_codes(text) == ()


def test_the_words_of_a_code_are_told() -> None:
    text = "mon code c'est k7mq 4rtx merci"
    (code,) = find_codes(text)
    assert text[code.start : code.end] == "k7mq 4rtx"


def test_two_codes_are_no_single_one() -> None:
    assert code_in("K7MQ-4RTX ou P3WD-9HBV") is None
    assert code_in("K7MQ-4RTX, oui k7mq4rtx") == CODE


def test_another_shape() -> None:
    assert normalise_code("ab3-c4d", shape=(3, 3)) == "AB3C4D"
    assert [code.value for code in find_codes("voici ab3 c4d", shape=(3, 3))] == ["AB3C4D"]


def test_letters_that_look_alike_are_in_no_code() -> None:
    assert len(ALPHABET) == 31
    assert set("O0I1L").isdisjoint(ALPHABET)


SENTENCES = st.sampled_from(
    ("{}", "mon code {} merci", "c'est {}.", "{}\nAwa", "Bonjour,{} !", "é{} {}", "code:{}, 3 fois")
)
WRITTEN = st.sampled_from(("{0}-{1}", "{0} {1}", "{0}{1}", "{0}.{1}", "{0} - {1}", "{0}_{1}"))


@given(CODES, SENTENCES, WRITTEN, st.booleans())
def test_a_mask_leaves_no_code(code: str, sentence: str, written: str, small: bool) -> None:
    said = written.format(code[:4], code[4:])
    text = sentence.replace("é{} {}", "voici {}").format(said.lower() if small else said)
    left = re.sub(r"[^A-Z0-9]", "", mask_codes(text).upper())
    assert code not in left
    assert code[:4] not in left or code[4:] not in left


@pytest.mark.parametrize(
    "text", ["K7M0-4RTX", "k7mq 4rt", "K7MQ4RTXX", "mon code: K7MQ-4RT1 svp", "K7M-4RTX"]
)
def test_a_code_with_a_slip_is_masked_too(text: str) -> None:
    assert "4R" not in mask_codes(text).upper()


@pytest.mark.parametrize(
    "text",
    [
        "bonjour",
        "le 24/11/2026 à 15h30",
        "77 123 45 67",
        "25 000 F pour 2 personnes",
        "",
        "baptêmes",
        "au secrétariat vers 17h",
        "dem1 15h30",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert mask_codes(text) == text


@given(st.text() | st.text("abk7 4-", max_size=40))
def test_any_text_is_searched_and_masked(text: str) -> None:
    masked = mask_codes(text)
    assert len(masked) == len(text)
    for code in find_codes(text):
        assert 0 <= code.start < code.end <= len(text)
        assert normalise_code(code.value) == code.value


def test_hours_are_no_code_unless_a_code_was_spoken_of() -> None:
    assert mask_codes("le 12 mars de 8h45-9h45") == "le 12 mars de 8h45-9h45"
    assert find_codes("8h45-9h45") == ()
    assert "8h45" not in mask_codes("mon code 8h45-9h45")


@pytest.mark.parametrize(
    "text",
    [
        *("K7MQ-4RTX", "k7mq 4rtx", "c'est K7MQ", "k7m04rt", "8rkecqqp", "c'est 8rkecqqp je crois"),
        *("mon code: K7MQ-4RT1 svp", "KTMQ-ARTX", "8rk ecqqp", "8rkecqq"),
    ],
)
def test_a_code_with_slips_or_half_of_it_is_a_try(text: str) -> None:
    assert is_try(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "ok", "voilà", "attendez", "attendez je le cherche", "une minute svp", "azerty"),
        *("je crois que c'est mon mari qui l'a", "y a caté le 26 décembre ?", "dans 5min", "15h30"),
        *("2 minutes", "77 123 45 67", "77 123", "il est en CM2", "je ne retrouve pas mon code"),
    ],
)
def test_talk_is_no_try(text: str) -> None:
    assert not is_try(text)


@given(st.text() | st.text("abk7 4-", max_size=40))
def test_whatever_is_masked_is_a_try(text: str) -> None:
    assert is_try(text) or mask_codes(text) == text
