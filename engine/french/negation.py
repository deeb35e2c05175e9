"""What a person says that they do not want.

>>> unwanted("je ne veux pas annuler")
'je veux annuler'
>>> unwanted("n'annulez rien svp")
'annulez svp'
>>> unwanted("je ne trouve pas l'église") is None
True

The result is the sentence without its negation. Who understands sentences compares: when both mean
the same request, that request is what is not wanted; when they do not ("je ne veux plus recevoir de
messages"), the negation is part of what is asked for.
"""

from __future__ import annotations

import re

_NOT = r"(?:pas|plus|point|rien|aucun|aucunement)"
#: Adverbs between the verb and the negation, or after it.
_ADVERB = r"(?:\s+(?:surtout|vraiment|du\s+tout|encore|non\s+plus))*"
_WANT = (
    r"veux|veu|veut|voulons|voulez|voulais|voudrais|vx|souhaite|souhaitais|souhaitons|désire|desire"
    r"|compte|comptais|pense|pensais|cherche|cherchais|demande|demandais|parle|parlais"
)
_NE = r"(?:(?:ne|n['’])\s*)?"

#: Pattern -> what stays of it. Each begins at a word; the first that matches counts.
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), kept)
    for pattern, kept in (
        # je (ne) veux pas …
        (rf"\b{_NE}\b(?P<kept>{_WANT}){_ADVERB}\s+{_NOT}{_ADVERB}\b", r"\g<kept>"),
        # je n'ai pas besoin de …, pas besoin de …
        (rf"\b{_NE}(?:(?P<kept>ai|avons)\s+)?{_NOT}\s+besoin\b", "ai besoin"),
        # ce n'est pas pour …
        (rf"\b{_NE}\b(?P<kept>est){_ADVERB}\s+{_NOT}{_ADVERB}\s+pour\b", r"\g<kept> pour"),
        # n'annulez pas …, ne le supprimez surtout pas …
        (
            rf"(?:^|(?<=svp )|(?<=merci )|(?<=mais )|(?<=surtout ))\W*(?:ne\b|n['’])\s*"
            rf"(?:(?:le|la|les|l['’]|me|m['’])\s*)?(?P<kept>\w+(?:ez|e|es|s))"
            rf"{_ADVERB}\s+{_NOT}\b",
            r"\g<kept>",
        ),
        # surtout pas annuler, sans annuler, pas question d'annuler, inutile d'annuler
        (r"\b(?:surtout\s+pas|pas\s+question|inutile|sans)\s+(?:(?:de|d['’])\s*)?", ""),
        # pas la messe, non pas déplacer; but not "pas de souci", "pas mal"
        (
            r"^\W*(?:non\W+)?(?:pas|ni)\s+"
            r"(?!(?:de\s+|d['’]\s*)?(?:souci|probl|mal\b|grave|encore|du\s+tout|trop|envie))",
            "",
        ),
    )
)
#: "je ne trouve pas", "je ne sais pas": a person tells something, and orders nothing.
_TELLS = re.compile(r"\b(?:je|j['’]|on|nous|il|elle|ils|elles|ça|ca|ce|c['’])\s*(?:ne|n['’])", re.I)


def unwanted(text: str) -> str | None:
    """Return ``text`` without its negation when it says that something is not wanted, else None."""
    for number, (pattern, kept) in enumerate(_RULES):
        found = pattern.search(text)
        if found is None:
            continue
        if number == _ORDER and _TELLS.search(text[: found.end()]):
            continue
        positive = text[: found.start()] + found.expand(kept) + text[found.end() :]
        return " ".join(positive.split())
    return None


#: The rule of orders ("n'annulez pas"), which sentences that tell something must not meet.
_ORDER = 3
