"""Whether somebody tells of a death: they are answered with condolences.

>>> is_mourning("mon père vient de mourir"), is_mourning("ma mère est en train de mourir")
(True, False)
"""

from __future__ import annotations

import re
from typing import Final

from engine.french.folding import fold

_DEATH: Final = re.compile(
    r"\b(?:est|sont|etait) (?:deja )?(?:mort|morte|morts|decede|decedee|decedes)\b"
    r"|\bvien(?:t|nent) de (?:mourir|deceder|nous quitter|s.eteindre)\b"
    r"|\bdeces d|\bun deces\b|\bnous a quittes?\b|\bperdu (?:mon|ma|mes|notre|nos) (?:grand )?"
    r"(?:pere|mere|papa|maman|mari|femme|epoux|epouse|fils|fille|enfant|bebe|frere|soeur|oncle|tante)\b"
    r"|\b(?:decedee?s?|defunte?s?)\b"
)


def is_mourning(text: str) -> bool:
    """Tell whether ``text`` tells that somebody has died."""
    return _DEATH.search(fold(text)[0]) is not None
