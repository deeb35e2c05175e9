"""Numbers are read in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.numbers import find_numbers, read_number, value_of

_ONES = (
    *("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
    *("douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante")


def in_words(number: int) -> str:
    """Write a number below a million as schools teach it."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        before = "" if thousands == 1 else f"{in_words(thousands)} "
        return f"{before}mille {in_words(rest)}".strip()
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        before = "" if hundreds == 1 else f"{_ONES[hundreds]} "
        plural = "s" if hundreds > 1 and not rest else ""
        return f"{before}cent{plural} {in_words(rest)}".strip()
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_ONES[number - 80]}"
    if number < 20:
        return _ONES[number]
    base = 60 if number >= 60 else number // 10 * 10
    rest = number - base
    joint = " et " if rest in (1, 11) else "-"
    return _TENS[base // 10] + (f"{joint}{_ONES[rest]}" if rest else "")


@given(st.integers(1, 999_999))
def test_every_number_in_words(number: int) -> None:
    assert value_of(in_words(number)) == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2", [2]),
        ("j'ai deux enfants", [2]),
        ("vingt et un", [21]),
        ("quatre-vingt-dix-sept", [97]),
        ("QUATRE VINGT DIX SEPT", [97]),
        ("soixante-dix", [70]),
        ("septante et un", [71]),
        ("deux mille vingt-six", [2026]),
        ("deux millions trois cent mille", [2_300_000]),
        ("zéro", [0]),
        ("nous sommes 12 et 3 enfants", [12, 3]),
        ("25 000 F", [25_000]),
        ("10.000 F", [10_000]),
        ("5000F", [5000]),
        ("9ans", [9]),
        ("17,5", [17.5]),
        ("vingt, trente", [20, 30]),
        ("un", [1]),
        ("une seule", [1]),
        ("une messe pour un ami", []),
        ("la 2e", []),
        ("k7mq 4rtx", []),
        ("CM2", []),
        ("14:30", []),
        ("24/11", []),
        ("beaucoup", []),
        ("", []),
    ],
)
def test_the_numbers_of_a_text(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_the_words_of_a_number_are_told() -> None:
    text = "Nous serons vingt et un, dont 3 bébés"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["vingt et un", "3"]


@given(st.text())
def test_any_text_has_numbers_or_none(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)


NUMBER_WORDS = ("cent", "mille", "million", "quatre", "vingt", "dix", "et", "un", "zero", "x")


@given(st.lists(st.sampled_from(NUMBER_WORDS)))
def test_any_words_are_read_to_some_end(words: list[str]) -> None:
    read = read_number(words)
    assert read is None or 0 < read[1] <= len(words)
