"""The installation's secret, and what is derived from it: digests of codes, signatures of papers.

>>> ring = Keyring(b"0123456789abcdef0123456789abcdef")
>>> ring.digest("parent-code", "paroisse", "K7MQ4RTX")[:10]
'hmac:ouTc5'
>>> ring.digest("parent-code", "ecole", "K7MQ4RTX") == ring.digest("parent-code", "paroisse", "x")
False

Each purpose and tenant has a key of its own, so that a digest of one place is worth nothing in
another. Without the secret, whoever has the database cannot try codes against it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Self

from engine.errors import SettingsError

#: In characters: 32 bytes in hexadecimal, or as many of anything else.
MINIMUM = 32
#: What begins every digest, so that nobody takes one for the text itself.
PREFIX = "hmac:"


class Keyring:
    """Keys derived from one secret. Never shown, never logged."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "Keyring(…)"

    @classmethod
    def of(cls, secret: str, file: Path) -> Self:
        """Return the keys of ``secret``; when it is empty, of the one kept in ``file``.

        The file is made at the first call, readable by its owner only: for installations that try
        things out. Raises ``SettingsError`` when it cannot be written or holds too little.
        """
        if secret:
            return cls(secret.encode())
        try:
            kept = _kept(file)
        except OSError as error:
            raise SettingsError(f"{file} cannot be used: {error.strerror}") from error
        if len(kept) < MINIMUM:
            raise SettingsError(f"{file} holds less than {MINIMUM} characters; remove it")
        return cls(kept)

    def digest(self, purpose: str, tenant: str, text: str) -> str:
        """Return the keyed hash of ``text``, ``"hmac:…"``; the same for the same three."""
        return PREFIX + self._mac(purpose, tenant, text)

    def sign(self, purpose: str, tenant: str, text: str) -> str:
        """Return a signature of ``text``: 256 bits in base64url."""
        return self._mac(purpose, tenant, text)

    def verifies(self, purpose: str, tenant: str, text: str, signature: str) -> bool:
        """Tell, in constant time, whether ``signature`` is that of ``text``."""
        expected = self._mac(purpose, tenant, text)
        return hmac.compare_digest(expected.encode(), signature.encode())

    def _mac(self, purpose: str, tenant: str, text: str) -> str:
        context = f"{purpose}\0{tenant}".encode()
        key = hmac.digest(self._secret, context, hashlib.sha256)
        mac = hmac.digest(key, text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _kept(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes().strip()
    made = secrets.token_hex(32).encode()
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(made)
    return made
