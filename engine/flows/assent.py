"""Whether words plainly say yes or no, ask something, or take back what was said.

>>> assent("oui, merci"), assent("c'est parfait, merci"), assent("👍"), assent("non merci")
(True, True, True, False)
>>> assent("ok je vais réfléchir"), assent("merci"), assent("oui non")
(None, None, None)
>>> is_question("oui c'est combien"), is_question("mardi à 15h")
(True, False)
>>> takes_back("en fait c'est pour un baptême")
True

Every word counts: what only begins like a yes is none. Words are closed classes of French, with the
yes and no of Wolof and English that people mix in.
"""

from __future__ import annotations

import re

from engine.flows.values import ALONE_ONLY, NO, NO_PHRASES, YES, YES_PHRASES, fold

#: Signs that people send instead of a word.
_SIGNS = {"👍": " oui ", "👌": " oui ", "✅": " oui ", "👎": " non ", "❌": " non "}
_COURTESY = re.compile(
    r"\b(?:merci(?: (?:bien|beaucoup|infiniment|d avance))?|svp|stp|s il (?:vous|te) plait"
    r"|please|madame|monsieur|mon pere|ma soeur)\b"
)


def _pieces(*sets: frozenset[str]) -> re.Pattern[str]:
    """Return what matches a text made of these words and phrases only."""
    longest_first = sorted({piece for some in sets for piece in some}, key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(longest_first)})(?: |$))+")


_ALL_YES = _pieces(YES, YES_PHRASES)
_ALL_NO = _pieces(NO, NO_PHRASES)

# What may stand before a question without being part of it.
_LEAD = r"(?:(?:oui|ok|okay|d accord|non|et|mais|alors|donc|bonjour|dites moi|euh|ah|c est bon) )*"
_ASKING = re.compile(
    _LEAD + r"(?:(?:qu )?est ce |c est (?:combien|quand|ou|quoi|qui|a quelle)\b|combien\b|comment\b"
    r"|pourquoi\b(?! pas\b)|qui |quoi\b|quand (?!vous v|tu v)|(?:a |de )?quel(?:le)?s? "
    r"|ou (?:est|se|sont|dois|puis|faut|peut)\b|puis je |peut on |peut il |pouvez vous |avez vous "
    r"|faut il |dois je |y a(?: t il)? )"
)
_TAKING_BACK = re.compile(
    r"(?:(?:ah|euh|oui|ok|mais|et|pardon|desole|desolee|excusez moi) )*"
    r"(?:non\b|en fait|plutot|finalement|pardon|je me suis trompe|je voulais dire|correction"
    r"|c est pas|ce n est pas|il y a (?:une )?erreur)"
)


def assent(text: str) -> bool | None:
    """Return what ``text`` says with all its words, courtesies aside; None when it is no answer."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    left = " ".join(_COURTESY.sub(" ", fold(text)).split())
    if left in YES_PHRASES or left in NO_PHRASES:
        return left in YES_PHRASES
    if _ALL_YES.fullmatch(left):
        return True
    return False if _ALL_NO.fullmatch(left) else None


def refuses(text: str) -> bool:
    """Tell whether ``text`` begins with a plain no, whatever follows.

    >>> refuses("non je préfère un autre jour"), refuses("pas demain")
    (True, False)
    """
    return next(iter(fold(text).split()), "") in NO - ALONE_ONLY


def begins_with_assent(text: str) -> bool:
    """Tell whether the first word of ``text`` is a yes or a no.

    >>> begins_with_assent("oui, au mois d'août"), begins_with_assent("au mois d'août")
    (True, False)
    """
    words = fold(text).split()
    return bool(words) and words[0] in YES | NO


def is_question(text: str) -> bool:
    """Tell whether ``text`` plainly asks for something."""
    return "?" in text or _ASKING.match(fold(text) + " ") is not None


def takes_back(text: str) -> bool:
    """Tell whether ``text`` begins as one does who corrects what was said before."""
    return _TAKING_BACK.match(fold(text)) is not None
