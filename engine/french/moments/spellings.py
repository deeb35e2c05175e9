"""How days, months and their company are written on a telephone.

>>> from engine.french.moments.spellings import spellings
>>> [spellings().get(word) for word in ("samdi", "dibeer", "dem1", "sept", "mari")]
['samedi', 'dimanche', 'demain', None, None]

One spelling for each word is what the rules know. A single slip of the finger is forgiven in longer
words, unless it makes another word of the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
#: Short for a month, behind a number only: "sept" and "mar" are other words too.
SHORT_MONTHS = {
    "janv": 1,
    "jan": 1,
    "fev": 2,
    "fevr": 2,
    "feb": 2,
    "mar": 3,
    "avr": 4,
    "avl": 4,
    "jun": 6,
    "juil": 7,
    "jul": 7,
    "jui": 6,
    "aou": 8,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
#: Short for a weekday, where the words around say that it is one: "mer" is the sea.
SHORT_WEEKDAYS = {
    "lun": 0,
    "mar": 1,
    "mer": 2,
    "merc": 2,
    "jeu": 3,
    "ven": 4,
    "vend": 4,
    "sam": 5,
    "dim": 6,
}

#: Word of the rules -> other spellings, without accents; the Wolof words among them.
_SPELLINGS = {
    "lundi": "altine",
    "mardi": "talaata talata",
    "mercredi": "allarba alarba",
    "jeudi": "alxames alkhames alxamis",
    "vendredi": "ajjuma ajuma aljuma",
    "samedi": "aseer gaawu gawu",
    "dimanche": "dibeer diber",
    "septembre": "7bre septembr",
    "octobre": "8bre",
    "novembre": "9bre",
    "decembre": "10bre xbre",
    "aujourdhui": "aujourd ajd auj aujd ajrd ajrdui ojd oj ajourdhui ajourdui aujourdui ojourdhui "
    "tay tey",
    "demain": "2main 2mains 2min 2m1 dem1 dm1 dmain demin dmn deman elleg eleg suba",
    "hier": "demb",
    "apres": "apre apr aprs gannaaw ginaaw ganaaw",
    "apresmidi": "aprem aprm apm apremidi apresmidi aprmidi aprmd ngoon ngon takkusaan",
    "matin": "matins mat1 mtin subasi",
    "matinee": "matine",
    "soir": "soirs swar",
    "soiree": "soire timis",
    "nuit": "guddi",
    "semaine": "sem smn",
    "weekend": "wkend wk wkd weekends ouikend wikend",
    "prochain": "prochaine prochains prochaines prochin prochen proch pro prchn prochn procain",
    "dernier": "derniere derniers dernieres",
    "passe": "passee passes passees",
    "minute": "minutes min mins mn mns",
    "jour": "jours jr jrs",
    "mois": "moi5",
    "heure": "heures h hr hrs heur heurs hre hres waxtu",
    "avant": "avan avt",
    "pendant": "pdt pendt",
    "debut": "debu",
    "pas": "pa",
    "pourquoi": "pkoi pk pq",
    "midi": "midis becceg",
    "dans": "ds dan",
    "vers": "ver",
    "jusque": "jusqu jusk jusqua jusko",
    "paques": "paque pak",
    "pentecote": "pentecotes",
    "demi": "demie",
}
#: Words in which a slip of the finger is forgiven.
_FORGIVEN = (
    *WEEKDAYS,
    *(month for month in MONTHS if len(month) > 4),
    *("demain", "aujourdhui", "semaine", "prochain", "weekend", "apresmidi"),
)
#: What a slip would make of them, and is another word.
_OTHER_WORDS = frozenset(
    {
        *("mari", "maudi", "hardi", "pardi", "mardin", "lardi", "jeudis", "demains", "remain"),
        *("semainier", "demander", "avrils", "avrile", "avoil", "semaille", "semaines", "mardil"),
    }
)


@cache
def spellings() -> dict[str, str]:
    """Return every other spelling of the words that the rules know."""
    known = {written: word for word, others in _SPELLINGS.items() for written in others.split()}
    slips = {slip: word for word in _FORGIVEN for slip in _slips(word) if slip not in _OTHER_WORDS}
    plurals = {f"{word}s": word for word in (*WEEKDAYS, "semaine", "weekend")}
    own = {word: word for word in (*_SPELLINGS, *_FORGIVEN)}
    return {**slips, **plurals, **known, **own}


def _slips(word: str) -> Iterator[str]:
    """Yield what one slip makes of a word: a letter more, less, other, or two that swap."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]
