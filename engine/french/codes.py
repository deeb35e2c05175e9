"""Codes such as K7MQ-4RTX: found in a sentence, brought into one form, masked in a text.

>>> [code.value for code in find_codes("mon code c'est k7mq 4rtx merci")]
['K7MQ4RTX']
>>> normalise_code(" k7mq_4rtx ")
'K7MQ4RTX'
>>> mask_codes("mon code : k7mq 4rtx, merci")
'mon code : •••• ••••, merci'

The alphabet has no letters and figures that look alike (I and 1, O and 0, L): whoever reads a code
aloud or copies it by hand cannot take one for the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from engine.french.folding import fold, original_span

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: Lengths of the groups in which a code is written.
SHAPE = (4, 4)
#: Signs between the groups, and between letters that somebody spells out.
_SIGNS = r"\s_.,:;/*–—-"
_MASK = "•"
#: How far before a code the word "code" may stand, in characters.
_CUE_REACH = 32
#: Overlaps are looked for among this many spans.
_FEW = 16
_WORD = re.compile(r"[a-z0-9]+")
_FIGURE = re.compile(r"\d")
#: A number with its unit, a word with its number: "2500francs", "9h30", "3eme", "dem1", "salle12".
_COUNTED = (
    r"[0-9]{1,2}h[0-9]{0,2}|[0-9]+(?:e|er|ere|eme|nd|f|cfa|fcfa|ans?|mn|min|j|jrs?)"
    r"|[0-9]+[a-z]{4,}|[a-z]{4,}[0-9]+|dem1|2main|2m1"
)
_WITH_UNIT = re.compile(_COUNTED)
#: What a group of a code may be by chance: a word, a number, one of the above.
_ORDINARY = re.compile(rf"[a-z]+|[0-9]+|{_COUNTED}")
_HOUR = re.compile(r"[0-9]{1,2}h[0-9]{0,2}")
#: The same where a code is only suspected: "CM2", "PS5" too.
_SHORT = re.compile(r"[a-z]{1,3}[0-9]")
#: Longer texts are no code alone.
_LONGEST = 64
#: Letters and figures mixed in one word: so many of them are half a code, or most of one.
_HALF = 4

# Start, end and text in capitals of some letters and figures.
_Words = list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code in a text."""

    # In capitals, without signs: "K7MQ4RTX".
    value: str
    # Its place in the text.
    start: int
    end: int


def normalise_code(text: str, shape: tuple[int, ...] = SHAPE) -> str | None:
    """Return the code that ``text`` is, in capitals without signs; None when it is no code.

    >>> normalise_code("K7MQ-4RT") is None, normalise_code("K7M0-4RTX") is None
    (True, True)
    """
    text = text.strip()
    folded, _ = fold(text if len(text) <= _LONGEST else "")
    letters = re.sub(rf"[{_SIGNS}]", "", folded).upper()
    fits = len(letters) == sum(shape) and set(letters) <= set(ALPHABET)
    return letters if fits else None


def find_codes(text: str, shape: tuple[int, ...] = SHAPE) -> tuple[Code, ...]:
    """Return the codes of ``text``.

    Words of letters alone are codes only where nothing else is said, behind the word "code", or in
    capitals with a sign between: "très bien" is none.
    """
    whole = normalise_code(text, shape)
    if whole is not None and _is_alone(text.strip(), whole):
        start = len(text) - len(text.lstrip())
        return (Code(value=whole, start=start, end=len(text.rstrip())),)
    found = [
        Code(value=value, start=start, end=end)
        for start, end, value in _candidates(_words(text), shape)
        if set(value) <= set(ALPHABET) and _is_meant(text, start, end, value)
    ]
    return tuple(found) or _spelled_out(text, shape)


def code_in(text: str, shape: tuple[int, ...] = SHAPE) -> str | None:
    """Return the one code of ``text``; None when there is none, or several."""
    values = {code.value for code in find_codes(text, shape)}
    return values.pop() if len(values) == 1 else None


def mask_codes(text: str, shape: tuple[int, ...] = SHAPE) -> str:
    """Return ``text`` with all that is shaped like a code made unreadable.

    What is not quite a code goes too: a code with a slip in it tells most of the right one.

    >>> mask_codes("K7M0-4RTX ou K7MQ4RT"), mask_codes("le 24/11/2026 à 15h30")
    ('••••-•••• ou •••••••', 'le 24/11/2026 à 15h30')
    """
    words = _words(text)
    spans = [(code.start, code.end) for code in find_codes(text, shape)]
    for slips in (0, 1):
        spans += [
            (start, end)
            for start, end, value in _candidates(words, shape, slips)
            if _is_suspect(text, start, end, value, slips) and not _overlaps(spans, start, end)
        ]
    masked = list(text)
    for start, end in spans:
        masked[start:end] = [_MASK if char.isalnum() else char for char in text[start:end]]
    return "".join(masked)


def is_try(text: str, shape: tuple[int, ...] = SHAPE) -> bool:
    """Tell whether ``text``, said where a code is asked for, gives one: right or with slips.

    >>> [is_try(text) for text in ("K7MQ-4RTX", "k7m0 4rt", "c'est 4RTX je crois")]
    [True, True, True]
    >>> [is_try(text) for text in ("attendez", "dans 2 minutes", "77 123 45 67", "je l'ai perdu")]
    [False, False, False, False]

    Every code has letters and figures, so words and numbers alone give none. Unlike in
    :func:`find_codes` a number with a word behind it may be one: "8rkecqqp", not "24minutes".
    """
    whole = normalise_code(text, shape)
    if mask_codes(text, shape) != text or (whole is not None and _has_both(whole)):
        return True
    words = _WORD.findall(fold(text)[0])
    return any(_is_part(word, alone=len(words) == 1, size=sum(shape)) for word in words)


def _is_part(word: str, *, alone: bool, size: int) -> bool:
    """Tell whether a word is a code, most of one or half of one."""
    if not _has_both(word) or len(word) < _HALF or _SHORT.fullmatch(word) or _HOUR.fullmatch(word):
        return False
    exact = len(word) == size and set(word.upper()) <= set(ALPHABET)
    return exact or not _ORDINARY.fullmatch(word) or (alone and size - len(word) in (-1, 1))


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    # Few codes stand in one text; beyond that none is spared.
    return any(begin < end and start < stop for begin, stop in spans[-_FEW:])


def _words(text: str) -> _Words:
    folded, offsets = fold(text)
    return [
        (*original_span(offsets, match.start(), match.end()), match.group().upper())
        for match in _WORD.finditer(folded)
    ]


def _candidates(words: _Words, shape: tuple[int, ...], slips: int = 0) -> _Words:
    """Return what has as many letters and figures as a code: in one word, or in its groups.

    ``slips`` is how many more or fewer there may be in each.
    """
    size = sum(shape)
    found = [word for word in words if abs(len(word[2]) - size) <= slips]
    if len(shape) == 2:
        for one, other in pairwise(words):
            lengths = (len(one[2]), len(other[2]))
            fits = all(abs(a - b) <= slips for a, b in zip(lengths, shape, strict=True))
            if fits and other[0] - one[1] <= 3:
                found.append((one[0], other[1], one[2] + other[2]))
    return found


def _is_alone(text: str, value: str) -> bool:
    """Tell whether a text that has the letters of a code is one: "baptêmes" has them too."""
    if value.isdigit():
        return False
    groups = _WORD.findall(fold(text)[0])
    if all(map(_HOUR.fullmatch, groups)):
        return False
    if text.isupper() or _is_signed(text):
        return True
    return not value.isalpha() and not any(_WITH_UNIT.fullmatch(group) for group in groups)


def _is_meant(text: str, start: int, end: int, value: str) -> bool:
    """Tell whether what could be a code is no word, no number and no number with its unit."""
    if value.isdigit():
        return False
    written = text[start:end]
    groups = _WORD.findall(fold(written)[0])
    if not all(_ORDINARY.fullmatch(group) for group in groups):
        return True
    signed, cued = _is_signed(written), _is_cued(text, start)
    if all(map(_HOUR.fullmatch, groups)):
        return cued  # "8h45-9h45" is when, unless a code was just spoken of
    if value.isalpha():
        return (written.isupper() and (signed or cued)) or (signed and cued)
    return signed or cued or written.isupper()


def _is_suspect(text: str, start: int, end: int, value: str, slips: int) -> bool:
    """Tell whether something is nearly a code; with ``slips`` it must look like nothing else."""
    groups = _WORD.findall(fold(text[start:end])[0])
    if any(_SHORT.fullmatch(g) for g in groups) or (
        slips and all(map(_ORDINARY.fullmatch, groups))
    ):
        return not value.isdigit() and not value.isalpha() and _is_cued(text, start)
    return _is_meant(text, start, end, value)


def _is_cued(text: str, start: int) -> bool:
    before = fold(text[max(0, start - _CUE_REACH) : start])[0]
    return re.search(r"\bcode\b", before) is not None


def _is_signed(written: str) -> bool:
    return re.search(r"\w\s?[–—_-]\s?\w", written) is not None


def _spelled_out(text: str, shape: tuple[int, ...]) -> tuple[Code, ...]:
    """Read "k 7 m q 4 r t x", "mon code : k7 mq 4r tx": short groups in a row at the end."""
    if _FIGURE.search(text) is None:
        return ()  # letters alone, spelled out, are no code
    folded, offsets = fold(text)
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(folded)]
    groups: list[tuple[int, int, str]] = []
    size = sum(shape)
    for word in words:
        short = len(word[2]) <= 2 and set(word[2].upper()) <= set(ALPHABET)
        groups = [*groups, word] if short else []
        groups = groups[-size:]
        for count in range(2, len(groups) + 1):
            letters = "".join(group[2] for group in groups[-count:])
            if len(letters) == size and _is_even(groups[-count:]) and _has_both(letters):
                start, end = original_span(offsets, groups[-count][0], groups[-1][1])
                return (Code(value=letters.upper(), start=start, end=end),)
    return ()


def _is_even(groups: list[tuple[int, int, str]]) -> bool:
    """Tell whether all groups are of one length, as when somebody spells a code out."""
    return len({len(group[2]) for group in groups}) == 1


def _has_both(letters: str) -> bool:
    return any(char.isdigit() for char in letters) and any(char.isalpha() for char in letters)
