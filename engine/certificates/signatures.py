"""The signature in the QR code, with the name of its key in front so that keys can change.

>>> ring = Keyring(b"0123456789abcdef0123456789abcdef")
>>> content = Content(child="Awa Diatta")
>>> signature = sign(ring, "paroisse", "PAROISSE-2026-000001", "enrolment", content)
>>> signature[:3], is_signed(ring, "paroisse", "PAROISSE-2026-000001", "enrolment", content,
...                          signature)
('k1.', True)
"""

from __future__ import annotations

from typing import Final

from engine.certificates.records import Content, signed_text
from engine.keyring import Keyring

#: What the key of the signatures is for.
PURPOSE: Final = "certificate"
#: The key in use; a second one will be looked up by this name.
KEY_ID: Final = "k1."


def sign(keyring: Keyring, tenant: str, number: str, kind: str, content: Content) -> str:
    """Return the signature of a certificate: the name of the key, and 256 bits in base64url."""
    return KEY_ID + keyring.sign(PURPOSE, tenant, signed_text(number, kind, content))


def is_signed(
    keyring: Keyring, tenant: str, number: str, kind: str, content: Content, signature: str
) -> bool:
    """Tell, in constant time, whether ``signature`` is that of this certificate; total."""
    named = signature.startswith(KEY_ID)
    text = signed_text(number, kind, content)
    # Compared whatever it is called: what is refused takes as long as what is not.
    same = keyring.verifies(PURPOSE, tenant, text, signature.removeprefix(KEY_ID))
    return named and same
