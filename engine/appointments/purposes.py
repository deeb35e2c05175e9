"""Whether a message says that the purpose of an appointment is another one, without saying which.

>>> other_purpose("je me suis trompé de motif")
(11, 26)
>>> other_purpose("le motif est un baptême") is None
True
"""

from __future__ import annotations

import re

from engine.french.folding import fold, original_span

#: Stands for a purpose that is still to be chosen.
TO_CHOOSE = "a_choisir"

_OTHER = re.compile(
    r"\b(?:(?:chang|modifi|tromp)\w+(?: de| le)? |mauvais |autre |pas le bon )(?:motif|objet)\b"
    r"|^\W*le (?:motif|objet)\W*$"
)


def other_purpose(text: str) -> tuple[int, int] | None:
    """Return where ``text`` says that the purpose shall be another one; None where it does not."""
    folded, offsets = fold(text)
    found = _OTHER.search(folded)
    return None if found is None else original_span(offsets, *found.span())
