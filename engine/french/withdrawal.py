"""Whether somebody takes back what they asked for, or says nothing: the whole message must.

>>> takes_back("c’est bon j’ai trouvé, annulez"), takes_back("Laissez tomber, merci")
(True, True)
>>> takes_back("je veux annuler mon rendez-vous"), takes_back("c’est bon, merci")
(False, False)
>>> declines("finalement non"), declines("non, c'est pour un mariage")
(True, False)
>>> says_nothing("bonjour"), says_nothing("bonjour, le certificat de ma fille")
(True, False)

A message is read as a row of set pieces. Some of them take a request back by themselves; others,
as "finalement" or "c'est bon", only go with such a one.
"""

from __future__ import annotations

import re
from typing import Final

from engine.french.folding import fold

#: Longer messages tell something that a person should read.
LONGEST: Final = 120

_REQUEST: Final = r"(?:ca|cela|tout(?: ca)?|(?:ma|la) (?:demande|question)|mon message)"
_SOMEBODY: Final = (
    r"(?:d aide|de votre aide|de vous(?: deranger)?|d elle|de lui|d eux|de personne|de ca|de cela"
    r"|de quelqu un|d une personne|de (?:vous )?parler(?: a (?:quelqu un|une personne))?)"
)
_THANKS: Final = (
    r"(?:merci|mercii|ok|okay|d accord|oui|bonjour|bonsoir|salut|svp|stp|s il (?:vous|te) plait)"
)
_SORRY: Final = (
    r"(?:desolee?|pardon|excusez moi|je m excuse|beaucoup|quand meme|deja|maintenant|tout va bien)"
)

#: Pieces that take a request back.
_TAKES_BACK: Final = (
    rf"(?:(?:vous pouvez|tu peux|veuillez|je veux|je voudrais|merci d|je prefere) )?"
    rf"(?:l )?annule[rz]?(?: {_REQUEST})?",
    rf"j (?:annule|abandonne)(?: {_REQUEST})?|je (?:renonce|laisse tomber)",
    rf"(?:on |vous pouvez |veuillez )?(?:laisse|laissez|laisser|oublie|oubliez|oublier)"
    rf"(?: tomber)?(?: {_REQUEST})?",
    rf"(?:je? )?(?:n )?(?:en )?(?:ai )?plus besoin(?: {_SOMEBODY})?",
    r"(?:(?:ce )?n est |c est )?(?:plus|pas) (?:la peine|necessaire|utile)",
    r"j ai (?:deja |enfin )?(?:trouve|eu|recu)(?: (?:la|ma|une) reponse| ce qu il me fallait"
    r"| ce que je (?:cherchais|voulais))?",
    r"(?:c est|tout est|le probleme est) (?:regle|resolu|arrange)",
    r"j ai change d avis|tant pis",
)
#: Pieces that turn down what was offered, but take nothing back that is on its way.
_DECLINES: Final = (r"non|(?:c est|tout est) bon|ca (?:ira|va aller)",)
#: Pieces that say nothing by themselves.
_BESIDE: Final = (
    r"ca ira?|finalement|en fait|du coup|alors|et|mais",
    _THANKS,
    _SORRY,
)
_PIECE: Final = re.compile(
    rf"(?P<back>{'|'.join(_TAKES_BACK)})(?= |$)|(?P<no>{'|'.join(_DECLINES)})(?= |$)"
    rf"|(?P<beside>{'|'.join(_BESIDE)})(?= |$)"
)
_WORD: Final = re.compile(r"[a-z0-9]+")


def takes_back(text: str) -> bool:
    """Tell whether ``text`` takes a request back, and says nothing else."""
    return "back" in _pieces(text)


def declines(text: str) -> bool:
    """Tell whether ``text``, an answer to "why?", says no more than that nothing is wanted."""
    return not _pieces(text).isdisjoint(("back", "no"))


def says_nothing(text: str) -> bool:
    """Tell whether ``text`` is but a greeting, thanks or the like."""
    return _pieces(text) == {"beside"}


def _pieces(text: str) -> frozenset[str]:
    """Return the kinds of pieces that make up ``text``; none when it says anything else."""
    if len(text) > LONGEST:
        return frozenset()
    said = " ".join(_WORD.findall(fold(text)[0].replace("œ", "oe")))
    place, found = 0, set[str]()
    while place < len(said):
        piece = _PIECE.match(said, place)
        if piece is None:
            return frozenset()
        found.add(str(piece.lastgroup))
        place = piece.end() + 1
    return frozenset(found)
