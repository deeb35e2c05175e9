"""How people call feasts and seasons, in Dakar, on a telephone.

>>> feast_words()["cendres"]
('mercredi des cendres', 'jour des cendres', 'messe des cendres', 'cendres')
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from engine.liturgy.calendar import FEAST_NAMES, feast_day

#: In a sentence about something else, unmistakably.
_SPOKEN: Final[dict[str, tuple[str, ...]]] = {
    "jour_de_l_an": ("jour de l'an", "nouvel an", "premier de l'an"),
    "epiphanie": ("épiphanie", "fête des rois"),
    "chandeleur": ("chandeleur",),
    "cendres": ("mercredi des cendres", "jour des cendres", "messe des cendres"),
    "saint_joseph": ("fête de saint joseph", "fête de st joseph"),
    "annonciation": ("annonciation",),
    "rameaux": ("dimanche des rameaux", "rameaux", "messe des rameaux"),
    "jeudi_saint": ("jeudi saint", "sainte cène"),
    "vendredi_saint": ("vendredi saint",),
    "samedi_saint": ("veillée pascale", "vigile pascale", "samedi saint", "veillée de pâques"),
    "paques": ("pâques", "pâque", "dimanche de pâques", "jour de pâques"),
    "lundi_de_paques": ("lundi de pâques",),
    "ascension": ("ascension", "jeudi de l'ascension"),
    "pentecote": ("pentecôte", "dimanche de pentecôte"),
    "lundi_de_pentecote": ("lundi de pentecôte",),
    "trinite": ("dimanche de la trinité", "fête de la trinité"),
    "saint_sacrement": ("fête du saint sacrement", "fête dieu", "corpus christi"),
    "sacre_coeur": ("fête du sacré cœur", "fête du sacré coeur"),
    "assomption": ("assomption",),
    "toussaint": ("toussaint", "fête de tous les saints"),
    "defunts": ("commémoration des défunts", "jour des morts", "fête des morts"),
    "christ_roi": ("christ roi",),
    "avent": ("premier dimanche de l'avent", "1er dimanche de l'avent"),
    "immaculee_conception": ("immaculée conception",),
    "veillee_de_noel": ("veillée de noël", "réveillon de noël", "nuit de noël"),
    "noel": ("noël", "jour de noël"),
}
#: When a feast is what they ask for: the Sacred Heart is a quarter of Dakar otherwise, Saint Joseph
#: a school.
_ASKED: Final[dict[str, tuple[str, ...]]] = {
    "chandeleur": ("présentation du seigneur",),
    "cendres": ("cendres",),
    "saint_joseph": ("saint joseph", "st joseph"),
    "paques": ("resurrection", "pak"),
    "trinite": ("trinité",),
    "saint_sacrement": ("saint sacrement",),
    "sacre_coeur": ("sacré coeur", "sacré cœur"),
    "pierre_et_paul": ("pierre et paul", "saint pierre"),
    "assomption": ("vierge marie au mois d'août", "vierge marie en août", "marie au mois d'août"),
    "defunts": ("fidèles défunts", "jour des défunts", "fête des défunts", "commémoration"),
    "veillee_de_noel": ("messe de minuit",),
}
_SEASON_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "temps_de_l_avent": ("avent", "temps de l'avent"),
    "careme": ("carême", "koor katolik", "koor u katolik", "temps de carême"),
    "semaine_sainte": ("semaine sainte",),
    "triduum": ("triduum pascal", "triduum", "jours saints"),
    "temps_pascal": ("temps pascal", "temps de pâques"),
    "temps_de_noel": ("temps de noël",),
    "popenguine": ("popenguine", "popoguine", "popenguin", "pèlerinage marial"),
}


@lru_cache(maxsize=64)
def spoken_days(year: int) -> tuple[tuple[str, date], ...]:
    """Return the days of a year by the names that mean nothing else: ``("pâques", …)``."""
    feasts = (
        (words, feast_day(feast_id, year))
        for feast_id, spoken in _SPOKEN.items()
        for words in spoken
    )
    # From the first Sunday of a season the others are counted.
    lent = feast_day("cendres", year) + timedelta(days=4)
    easter = feast_day("paques", year)
    return (
        *feasts,
        ("premier dimanche de carême", lent),
        ("premier dimanche de pâques", easter),
    )


def feast_words() -> dict[str, tuple[str, ...]]:
    """Return how people who ask for a feast call it, by the feast's id."""
    return {
        feast_id: (*_SPOKEN.get(feast_id, ()), *_ASKED.get(feast_id, ()))
        for feast_id in FEAST_NAMES
    }


def season_words() -> dict[str, tuple[str, ...]]:
    """Return how people who ask for a season call it, by the season's id."""
    return dict(_SEASON_WORDS)
