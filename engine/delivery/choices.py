"""What a typed answer means beside buttons: "2", "mardi" or a tap on an older message.

>>> offered = Offered(last=(("Mardi", "/mardi"), ("Jeudi", "/jeudi")))
>>> resolve("2.", offered), resolve(" MARDI ! ", offered), resolve("samedi", offered)
('/jeudi', '/mardi', None)

Pure: the dispatcher reads the offered choices from the conversation and stores the new ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

from engine.messages import Inbound, Kind, Reply

#: How many choices of the past keep working when their button is tapped.
REMEMBERED = 50

#: (title, payload)
Pair = tuple[str, str]

_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.):]?\s*")
#: The yes or no with which a title begins, and what a verb may end in.
_ASSENT = re.compile(r"(?:oui|non)\s*,\s*(?=\w)", re.IGNORECASE)
_PRONOUN = re.compile(r"-(?:le|la|les|moi|nous)\s*$", re.IGNORECASE)
#: Places in words; the last one counts from the end. "Le 1er" is left out: it may be a day.
_RANKS = (
    *("premier premiere", "deuxieme second seconde", "troisieme", "quatrieme", "cinquieme"),
    *("sixieme", "septieme", "huitieme", "neuvieme", "dixieme"),
)
_PLACES = {word: place for place, words in enumerate(_RANKS, start=1) for word in words.split()}
_PLACES |= {"dernier": -1, "derniere": -1}
_PLACE = re.compile(
    rf"(?:le |la )?(?:(?P<word>{'|'.join(_PLACES)})|(?P<nth>\d{{1,2}})i?e(?:me)?"
    r"|(?:numero|n|option|choix|proposition) (?P<number>\d{1,2}))"
    r"(?: (?:choix|option|proposition|svp|stp|s il (?:vous|te) plait|merci))*"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_NO_LETTER = re.compile(r"[\W_]+")
#: Signs that are drawn upon the one before begin here; no letter below has any.
_FIRST_MARK = "\u0300"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The choices that one conversation may still take."""

    # The choices of the last turn; what a person types is compared with these only.
    last: tuple[Pair, ...] = ()
    # Older ones, the newest first; a tap on their button still works.
    earlier: tuple[Pair, ...] = ()

    def after(self, replies: Sequence[Reply]) -> Self:
        """Return what is offered once ``replies`` are sent.

        An answer without choices closes the question: a "2" typed after it is a number again, not
        the second of some older list. A turn without any answer changes nothing.
        """
        if not replies:
            return self
        asked = [reply for reply in replies if reply.choices]
        groups = [tuple((c.title, c.payload) for c in reply.choices) for reply in reversed(asked)]
        older = [pair for group in groups[1:] for pair in group]
        merged = dict.fromkeys([*older, *self.last, *self.earlier])
        last = groups[0] if groups else ()
        earlier = [pair for pair in merged if pair not in last]
        return replace(self, last=last, earlier=tuple(earlier[: max(0, REMEMBERED - len(last))]))

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values, for the row of the conversation."""
        return {
            "last": [list(pair) for pair in self.last],
            "earlier": [*map(list, self.earlier)],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the record from :meth:`to_json`; an empty object is nothing offered."""
        return cls(
            last=tuple((title, payload) for title, payload in data.get("last", ())),
            earlier=tuple((title, payload) for title, payload in data.get("earlier", ())),
        )


def resolve(text: str, offered: Offered) -> str | None:
    """Return the payload of the choice that ``text`` names by title or number, if any.

    Accents, case, punctuation and the form of an apostrophe do not matter:

    >>> resolve("l ecole", Offered(last=(("L'École", "/ecole"),)))
    '/ecole'

    A place may be told in words:

    >>> resolve("La deuxième, svp", Offered(last=(("9h", "/neuf"), ("10h", "/dix"))))
    '/dix'

    What follows the yes or no of a title names it too, when it names one alone:

    >>> resolve("réservez", Offered(last=(("Oui, réservez", "/oui"), ("Modifier", "/autre"))))
    '/oui'
    """
    wanted = folded(text)
    if not wanted:
        return None
    # Titles go before numbers: a choice may be called "12".
    for title, payload in offered.last:
        if _folded_title(title) == wanted:
            return payload
    meant = {payload for title, payload in offered.last if wanted in _shortened(title)}
    if len(meant) == 1:
        return meant.pop()
    place = _place(text, wanted)
    if place and _NUMBER.fullmatch(_plain(text)) is None and _is_decision(offered):
        return None
    if place < 0:
        place += len(offered.last) + 1
    return offered.last[place - 1][1] if 1 <= place <= len(offered.last) else None


def is_offered(payload: str, offered: Offered) -> bool:
    """Return whether ``payload`` belongs to a choice that this conversation was offered."""
    return any(known == payload for _, known in (*offered.last, *offered.earlier))


def settle(message: Inbound, offered: Offered) -> Inbound:
    """Return ``message`` as the turn should see it: a choice that we offered, or plain text.

    A tap whose payload was never offered here is forged or foreign: its title is read as if it had
    been typed.
    """
    if message.kind is Kind.TRIGGER:
        return message  # the house's own
    if message.kind is Kind.CHOICE:
        if message.payload and is_offered(message.payload, offered):
            return message
        message = replace(message, kind=Kind.TEXT, payload="")
    if message.kind is not Kind.TEXT:
        return replace(message, payload="") if message.payload else message
    payload = resolve(message.text, offered)
    if payload is None:
        return replace(message, payload="") if message.payload else message
    return replace(message, kind=Kind.CHOICE, payload=payload)


def _place(text: str, wanted: str) -> int:
    """Return the place that ``text``, folded to ``wanted``, tells: -1 the last one, 0 for none."""
    number = _NUMBER.fullmatch(_plain(text))
    if number is not None:
        return int(number[1])
    told = _PLACE.fullmatch(wanted)
    if told is None:
        return 0
    return _PLACES[told["word"]] if told["word"] else int(told["nth"] or told["number"])


def _is_decision(offered: Offered) -> bool:
    """Tell whether a yes or no is asked for: "le premier" said there means no button.

    It is some date of before, and must neither book nor cancel anything.
    """
    return any(_folded_title(title).split()[:1] in (["oui"], ["non"]) for title, _ in offered.last)


# Titles are few and come back; what people write is not kept.
@lru_cache(maxsize=512)
def _folded_title(title: str) -> str:
    return folded(title)


@lru_cache(maxsize=512)
def _shortened(title: str) -> frozenset[str]:
    """Return what is left of "Oui, annulez-le" as people type it: "annulez-le", "annulez"."""
    after = _ASSENT.match(title)
    if after is None:
        return frozenset()
    rest = title[after.end() :]
    return frozenset((folded(rest), folded(_PRONOUN.sub("", rest))))


def _plain(text: str) -> str:
    """Drop accents, and the frame that a phone draws around the digit of "2️⃣"."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(
        char
        for char in parts
        if char < _FIRST_MARK or unicodedata.category(char) not in ("Mn", "Me")
    )


def folded(text: str) -> str:
    """Return the words of ``text`` without accents, case and punctuation.

    >>> folded("ARRÊT, s'il vous plaît !")
    'arret s il vous plait'
    """
    return _NO_LETTER.sub(" ", _plain(text.casefold())).strip()
