"""The code that proves a parent: how it is made, written, read and kept.

>>> normalise("k7mq 4rtx")
'K7MQ4RTX'
>>> show("K7MQ4RTX")
'K7MQ-4RTX'
>>> is_code("K7MQ4RTX"), is_code("K7MQ40TX")
(True, False)

A code is kept as a keyed hash (:meth:`engine.keyring.Keyring.digest`), not by a slow password hash
such as argon2. Slow hashes protect what people choose themselves and use elsewhere; this is 40
random bits that open one family for half an hour. Without the key a stolen table is worth nothing
however fast the hash is, and with five tries in a quarter of an hour nobody guesses at the door.
The keyed hash can also be looked up by an index, so that every try costs the same.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from engine.french.codes import ALPHABET, code_in
from engine.keyring import PREFIX, Keyring

#: 31 to the power of 8 codes: a little less than 40 bits.
LENGTH: Final = 8
#: What the key of the digests is for.
PURPOSE: Final = "parent-code"

_BETWEEN = re.compile(r"[\W_]+")
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
# Inside a sentence: four and four, with or without something between them.
# Looked for at every place: what looks like a first half may be the word before.
_SPOKEN = re.compile(rf"(?<!\w)(?=([{ALPHABET}]{{4}})[\W_]{{0,3}}([{ALPHABET}]{{4}})(?!\w))")


def make_code() -> str:
    """Return a new random code, ``"K7MQ4RTX"``.

    It is told from words, hours and numbers wherever it stands: "8H459H45" is none.
    """
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        mixed = not code.isalpha() and not code.isdigit()
        # As people type them, behind some other word.
        typed = f"bonjour {code[:4]} {code[4:]}".lower()
        if mixed and code_in(typed) == code:
            return code


def show(code: str) -> str:
    """Return ``code`` as it is printed for people."""
    return f"{code[:4]}-{code[4:]}"


def normalise(text: str) -> str:
    """Return what somebody typed in the one form that is hashed; total."""
    return _BETWEEN.sub("", text.upper())


def is_code(code: str) -> bool:
    """Tell whether a normalised text has the shape of a code."""
    return _SHAPE.fullmatch(code) is not None


def find_code(text: str) -> str:
    """Return the normalised code in a sentence; without one, the whole text normalised.

    >>> find_code("Mon code c'est k7mq-4rtx, merci"), find_code("je ne sais pas")
    ('K7MQ4RTX', 'JENESAISPAS')
    """
    candidates = ["".join(found.groups()) for found in _SPOKEN.finditer(text.upper())]
    # "avez vous": no code is made of letters only. "père K7MQ-4RTX": a code has the most figures.
    mixed = [code for code in candidates if not code.isalpha()]
    if not mixed:
        return normalise(text)
    return max(reversed(mixed), key=lambda code: sum(sign.isdigit() for sign in code))


def conceal(keyring: Keyring, tenant: str, given: str) -> str:
    """Return the digest of what a person typed, whatever it is: of a digest, too.

    Who has read the table of digests opens nothing by typing one.
    """
    return keyring.digest(PURPOSE, tenant, find_code(given))


def digest_of(keyring: Keyring, tenant: str, given: str) -> str:
    """Return the digest of what reached the action: of a text, or the digest itself.

    The turn loop conceals a secret before anything else sees it; ``rasa shell`` does not.
    """
    return given if given.startswith(PREFIX) else conceal(keyring, tenant, given)
