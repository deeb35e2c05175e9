"""What a person says is wrong, without saying what would be right.

>>> [wrong.thing for wrong in wrong_things("mauvais enfant")]
['enfant']
>>> [wrong.thing for wrong in wrong_things("c'est pas la bonne date")]
['date']
>>> [wrong.thing for wrong in wrong_things("je me suis trompé d'âge, et mon nom est faux")]
['age', 'mon_nom']
>>> wrong_things("c'est bien le bon enfant"), wrong_things("pas mardi")
((), ())

The thing is the word that was said, without accents: which answer is meant by it, and whether any
is, the slots of the domain say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.french.folding import fold, original_span

_THE = r"(?:la\s+|le\s+|l'|cett?e?\s+|sa\s+|son\s+)?"
_MINE = r"(?P<mine>(?:mon|ma)\s+)?"
_THING = r"(?P<thing>rendez[\s-]+vous|(?!(?:mon|ma|son|sa|le|la|les|ce|cet|cette)\b)[a-z]{3,})"
#: The one that was shown is pointed at: "pas ce jour-là", "pas celui-là".
_THIS = (
    r"(?:(?:ce|cet|cette)\s+(?P<thing>[a-z]{3,})(?:[\s-]+la)?"
    r"|(?P<that>celui|celle)[\s-]+(?:ci|la))\b"
)
_IS_WRONG = (
    r"(?:(?:n')?(?:est|etait)\s+)?(?:pas\s+(?:bonn?e?|juste|correcte?|exacte?|le\s+bon|la\s+bonne)"
    r"|fau(?:x|sse)|incorrecte?|inexacte?|erronee?|mal\s+(?:ecrite?|orthographiee?))\b"
)
_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:mauvaise?|pas\s+(?:la\s+bonne|le\s+bon))\s+{_THING}\b",
        rf"\b(?:tromp\w+|erreur)\s+(?:de\s+|d'|sur\s+|dans\s+)?{_MINE}{_THE}{_THING}\b",
        rf"\b(?:(?P<mine>(?:mon|ma)\s+)|(?:la|le|sa|son)\s+|l'){_THING}\s+{_IS_WRONG}",
        rf"\bpas\s+{_THIS}",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongThing:
    """One thing that is wrong, and where the text says so."""

    # "date", "enfant", "mon_nom"; "celui" for the one that was shown.
    thing: str
    start: int
    end: int


def wrong_things(text: str) -> tuple[WrongThing, ...]:
    """Return what ``text`` says is wrong, in its order."""
    folded, offsets = fold(text)
    folded = folded.replace("’", "'")
    found: dict[str, WrongThing] = {}
    for rule in _RULES:
        for match in rule.finditer(folded):
            start, end = original_span(offsets, *match.span())
            thing = _thing(match)
            found.setdefault(thing, WrongThing(thing=thing, start=start, end=end))
    return tuple(sorted(found.values(), key=lambda wrong: wrong.start))


def _thing(match: re.Match[str]) -> str:
    said = match.groupdict()
    if said.get("that"):
        return "celui"
    word = re.sub(r"[\s-]+", "_", said["thing"])
    return f"mon_{word}" if said.get("mine") else word
