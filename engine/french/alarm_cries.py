"""What is an emergency whatever else it resembles, and what only speaks in figures.

>>> UNMISTAKABLE.search("mon bebe a bu de l eau de javel").group()
'bu de l eau de javel'
>>> FIGURES.search("mort de rire").group(), GONE.fullmatch("il est parti").group()
('mort de rire', 'il est parti')

They match folded words with one space between them, as in :mod:`engine.french.alarm_words`.
"""

from __future__ import annotations

import re
from typing import Final

from engine.french.alarm_words import any_of

_A_CHILD: Final = (
    r"(?:fils|filles?|enfants?|petite?s?|bebes?|garcons?|fillettes?|neveux?|nieces?|gamine?s?)"
)
_POISON: Final = (
    r"(?:javel|petrole|soude|acide|insecticide|essence|gasoil|poison|detergent|lessive|piles?"
    r"|raticide|desherbant)"
)
#: What is an emergency whatever else it resembles: who wants to die, a poison that was drunk, who
#: drowned, a child that is missing.
UNMISTAKABLE: Final = any_of(rf"""
(?:veux|veut|voudrais|voudrait) (?:\w+ )?(?:plus|pas) (?:vivre|etre en vie)
(?:plus|pas) (?:\w+ )?envie de (?:\w+ )?vivre
(?:veux|veut|voudrais|vais) (?:(?!pas|plus)\w+ )?(?:mourir|(?:me|se) (?:tuer|suicider))
(?:assez|marre) de (?:la vie|vivre)
(?:bu|avale|boit|avaler) (?:\w+ ){{0,4}}{_POISON}
(?:s est|se sont|s etait) noyee?s?
(?<!de ma )(?<!de mon )(?<!de l ){_A_CHILD} (?:\w+ ){{0,4}}(?:a|ont) disparu
{_A_CHILD} (?:\w+ ){{0,4}}est (?:introuvable|perdue?(?! (?:en|dans|avec|pour)))
{_A_CHILD} (?:\w+ ){{0,2}}n est (?:pas|plus) (?:\w+ )?rentree?
(?:re)?trouv(?:e|ons) (?:plus|pas) (?:mon|ma|mes|notre|nos|le|la) (?:\w+ )?{_A_CHILD}
cherch(?:e|ons) (?:mon|ma|notre) (?:\w+ )?{_A_CHILD}(?=$| (?:partout|depuis))
""")
#: Ways to speak in which nobody dies: "mort de rire", "ça me tue".
FIGURES: Final = any_of(r"""
(?:meur\w*|mour\w*|morte?s?) d(?:e)? (?:rire|faim|soif|honte|chaud|froid|fatigue|ennui|envie)
mdr+
(?:ca|c|cela) (?:me |nous )?tue(?! (?:mon|ma|mes|les?|la))
""")
#: "il est parti", and nothing else.
GONE: Final = re.compile(
    r"(?:ca y est |voila )?(?:il|elle|papa|maman|(?:mon|ma) \w+) "
    r"(?:(?:est|vient de) parti(?:e|r)?|nous a quittee?s?|n est plus)(?: la)?"
)
