"""Telephone numbers in a text.

>>> phone = find_phones("mon numéro c'est le 77 123 45 67 merci")[0]
>>> phone.e164, phone.spoken
('+221771234567', '77 123 45 67')
>>> find_phones("appelez le +33 6 12 34 56 78")[0].spoken
'+33 6 12 34 56 78'
>>> find_phones("le 24/11/2026 à 15h30, 25 000 F")
()
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

#: Country whose numbers are written without a country code, when none is told.
DEFAULT_REGION = "SN"
#: The longest message there is; what is longer is no message of a person.
_LONGEST = 4096
#: Numbers looked for in one text.
_MOST = 10
#: A run of figures that may be a number: at least seven, with the signs people put between.
_RUN = re.compile(r"\+?\(?[0-9](?:[\s\u00a0\u202f().,/-]{0,3}[0-9]){6,17}(?![0-9])")
#: Figures of a country code and a number, written without "+" or "00".
_BARE = re.compile(r"[1-9][0-9]{9,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One number that may exist."""

    # "+221771234567"
    e164: str
    # As people of the region write it: "77 123 45 67"; abroad with the country code.
    spoken: str
    # Its place in the text.
    start: int
    end: int


def find_phones(text: str, region: str = DEFAULT_REGION) -> tuple[Phone, ...]:
    """Return the telephone numbers of ``text`` in their order.

    ``region`` is the country, in two letters, whose numbers may stand without a country code.
    """
    text = text[:_LONGEST]
    if _RUN.search(text) is None:
        return ()
    found: list[Phone] = []
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=_MOST):
        found.append(_phone(match.number, region, match.start, match.end))
        if len(found) == _MOST:
            break
    return tuple(found) or _without_plus(text, region)


def phone_in(text: str, region: str = DEFAULT_REGION) -> Phone | None:
    """Return the one number of ``text``; None when there is none, or several."""
    phones = {phone.e164: phone for phone in find_phones(text, region)}
    return next(iter(phones.values())) if len(phones) == 1 else None


def e164_of(number: str) -> str | None:
    """Return a number with its country code in the one form of all numbers; None if it is none.

    >>> e164_of("+221 77 123 45 67"), e164_of("77 123 45 67"), e164_of("+221 77 123")
    ('+221771234567', None, None)
    """
    read = _valid(number[:64], None)
    return None if read is None else phonenumbers.format_number(read, PhoneNumberFormat.E164)


def region_of(number: str) -> str | None:
    """Return the country of a number with its country code: the organisation's own, say.

    >>> region_of("+221 33 800 00 00"), region_of("33 800 00 00")
    ('SN', None)
    """
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number[:64], None))
    except NumberParseException:
        return None


def _without_plus(text: str, region: str) -> tuple[Phone, ...]:
    """Read "221771234567", and numbers with signs that the library does not know."""
    found: list[Phone] = []
    for run in _RUN.finditer(text):
        figures = re.sub(r"[^0-9]", "", run.group())
        candidates = [figures, f"+{figures}"] if _BARE.fullmatch(figures) else [figures]
        for candidate in candidates:
            number = _valid(candidate, region)
            if number is not None:
                found.append(_phone(number, region, *run.span()))
                break
        if len(found) == _MOST:
            break
    return tuple(found)


def _valid(candidate: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(candidate, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _phone(number: phonenumbers.PhoneNumber, region: str, start: int, end: int) -> Phone:
    at_home = phonenumbers.region_code_for_number(number) == region
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        spoken=phonenumbers.format_number(number, form),
        start=start,
        end=end,
    )
