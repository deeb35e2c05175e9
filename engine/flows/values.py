"""From what a person said, or a button carries, to the value of a slot.

>>> coerce(SlotType.BOOL, (), "oui, merci")
True
>>> coerce(SlotType.CATEGORICAL, ("baptême", "mariage"), "BAPTEME")
'baptême'
>>> coerce(SlotType.FLOAT, (), "17,5 ans")
17.5
>>> coerce(SlotType.FLOAT, (), "beaucoup") is NOT_A_VALUE
True
"""

from __future__ import annotations

import enum
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final


class SlotType(enum.StrEnum):
    """Types of slots, as Rasa names them."""

    TEXT = "text"
    BOOL = "bool"
    CATEGORICAL = "categorical"
    FLOAT = "float"
    ANY = "any"
    LIST = "list"


class _NotAValue(enum.Enum):
    NOT_A_VALUE = "not a value"


#: Result of :func:`coerce` when nothing of the slot's type was said.
NOT_A_VALUE: Final = _NotAValue.NOT_A_VALUE

_NO_LETTER = re.compile(r"[\W_]+")
#: Signs that are drawn upon the one before begin here; no letter below has any.
_FIRST_MARK = "\u0300"

YES = frozenset(
    [
        "oui",
        "ouais",
        "ouai",
        "oe",
        "wi",
        "waaw",
        "waw",
        "yes",
        "yep",
        "yeah",
        "y",
        "o",
        "ok",
        "okay",
        "daccord",
        "dac",
        "exact",
        "exactement",
        "parfait",
        "correct",
        "bien",
        "certainement",
        "volontiers",
        "absolument",
        "affirmatif",
        "entendu",
        "impeccable",
        "nickel",
        "tout",
        "vrai",
        "true",
        "si",
        "sure",
        "right",
    ]
)
NO = frozenset(
    [
        "non",
        "nan",
        "nn",
        "no",
        "nope",
        "n",
        "jamais",
        "pas",
        "negatif",
        "aucunement",
        "deedeet",
        "dedet",
        "faux",
        "false",
        "not",
        "never",
    ]
)
YES_PHRASES = frozenset(
    {
        "d accord",
        "c est ca",
        "c est bien ca",
        "c est bon",
        "c est correct",
        "c est exact",
        "c est note",
        "c est parfait",
        "c est tres bien",
        "tres bien",
        "sans probleme",
        "pas de probleme",
        "sans souci",
        "pas de souci",
        "ca marche",
        "bien sur",
        "je confirme",
        "je valide",
        "tout a fait",
        "pourquoi pas",
        "avec plaisir",
        "ca me va",
        "vas y",
        "allez y",
        "of course",
        "go ahead",
        "sounds good",
        "that s right",
    }
)
NO_PHRASES = frozenset(
    {
        "pas du tout",
        "c est faux",
        "ce n est pas ca",
        "c est pas ca",
        "pas maintenant",
        "non merci",
        "ca ira",
        "not really",
        "no thanks",
        "no thank you",
    }
)
# Words that begin an assent only when they stand alone: "bien" is yes, "pas demain" is not no.
ALONE_ONLY = frozenset(
    [
        "bien",
        "tout",
        "si",
        "pas",
        "n",
        "y",
        "o",
        "not",
        "exact",
        "correct",
        "parfait",
        "vrai",
        "right",
    ]
)
_LONGEST_ASSENT = 4  # words: "oui, c'est ça" is an answer, a whole sentence is not

_LONGEST_NUMBER = 15  # characters: beyond it stands a code or a phone number, not a quantity

_NUMBER = re.compile(r"(?<![\w.,])[-+]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?![\w.,]*\d)")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, punctuation and repeated spaces.

    >>> fold("  D'accord, à Noël ! ")
    'd accord a noel'
    """
    if text.isascii():
        letters = text.lower()
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
        decomposed = unicodedata.normalize("NFKD", plain)
        letters = "".join(char for char in decomposed if char < _FIRST_MARK or not _is_mark(char))
    return _NO_LETTER.sub(" ", letters).strip()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"


def coerce(slot_type: SlotType, values: Sequence[Any], raw: Any) -> Any:
    """Return the value of the slot's type that ``raw`` says, or :data:`NOT_A_VALUE`.

    ``None`` empties any slot. ``values`` are the declared values of a categorical slot.
    """
    if raw is None or slot_type is SlotType.ANY:
        return raw
    match slot_type:
        case SlotType.BOOL:
            return _as_bool(raw)
        case SlotType.FLOAT:
            return _as_float(raw)
        case SlotType.CATEGORICAL:
            return _as_category(raw, values)
        case SlotType.LIST:
            return list(raw) if isinstance(raw, list | tuple) else [raw]
        case _:
            return _as_text(raw)


def _as_bool(raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float) and raw in (0, 1):
        return bool(raw)
    if not isinstance(raw, str):
        return NOT_A_VALUE
    folded = fold(raw)
    if folded in ("1", "0"):
        return folded == "1"
    words = folded.split()
    if not words or len(words) > _LONGEST_ASSENT:
        return NOT_A_VALUE
    if folded in YES_PHRASES or folded in NO_PHRASES:
        return folded in YES_PHRASES
    first = words[0]
    if len(words) > 1 and first in ALONE_ONLY:
        return NOT_A_VALUE
    if first in YES:
        return NOT_A_VALUE if len(words) > 1 and words[1] in ("mais", "but") else True
    if first in NO:
        # "non plutôt jeudi" corrects something; it does not answer a yes-or-no question alone.
        return False
    return NOT_A_VALUE


def _as_float(raw: Any) -> Any:
    if isinstance(raw, bool):
        return NOT_A_VALUE
    if isinstance(raw, int | float):
        return float(raw) if math.isfinite(raw) else NOT_A_VALUE
    if not isinstance(raw, str):
        return NOT_A_VALUE
    found = _NUMBER.findall(raw)
    if len(found) != 1:
        return NOT_A_VALUE
    digits = re.sub(r"[ \u00a0\u202f]", "", found[0]).replace(",", ".")
    if len(digits) > _LONGEST_NUMBER:
        return NOT_A_VALUE
    number = float(digits)
    return number if math.isfinite(number) else NOT_A_VALUE


def _as_category(raw: Any, values: Sequence[Any]) -> Any:
    said = fold(str(raw))
    for value in values:
        if fold(str(value)) == said or str(value).casefold() == str(raw).strip().casefold():
            return value
    return NOT_A_VALUE


def _as_text(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw.strip() or NOT_A_VALUE
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)
