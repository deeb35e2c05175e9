"""Whether a message says one thing and nothing else, small words and corrections aside.

>>> is_alone("en fait le 12", 8, 13), is_alone("non c'est le 5 svp", 10, 14)
(True, True)
>>> is_alone("fièvre depuis mardi", 14, 19), is_alone("et samedi ?", 3, 9)
(False, False)

Such a message answers a question, or corrects the answer; among other words the same day may be
told for another reason.
"""

from __future__ import annotations

import re

from engine.french.folding import fold

_SMALL = re.compile(
    r"(?:non|oui|ok|en\s+fait|plutot|plus|finalement|pardon|desolee?|dsl|excusez[\s-]+moi|oups|euh"
    r"|alors|donc|mais|bonjour|erreur|c'\s?est|ce\s+sera|ce\s+n'est\s+pas\s+ca|mettez|pour|voila"
    r"|je\s+me\s+suis\s+trompee?(?:\s+de\s+(?:jour|date|seance))?|je\s+voulais\s+dire|mauvaise\s+date"
    r"|la\s+seance|le\s+jour|la\s+date|le|du|de|ce|svp|stp|merci|s'il\s+vous\s+plait|[\s.,;:!…])+"
)


def is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but small words stands before ``start`` and behind ``end``."""
    rest = [fold(part)[0].replace("’", "'") for part in (text[:start], text[end:])]
    return all(not part or _SMALL.fullmatch(part) for part in rest)
