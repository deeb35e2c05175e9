"""Feasts and seasons of a year, of a day, and those to come.

>>> feast_day("ascension", 2027)
datetime.date(2027, 5, 6)
>>> [season.name for season in seasons_of(2027) if date(2027, 3, 25) in season]
['Carême', 'Semaine sainte', 'Triduum pascal']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Final

from engine.liturgy.rules import (
    Rule,
    advent,
    after_easter,
    annunciation,
    christ_the_king,
    easter,
    epiphany,
    fixed,
    immaculate,
    joseph,
    palms,
)

_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class FeastDay:
    """One feast in one year."""

    # "paques": what a tenant's file calls it by.
    id: str
    # "Pâques"
    name: str
    day: date
    # The masses of that day are seldom those of its weekday.
    solemn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A time of one year, its first and its last day included."""

    # "careme"
    id: str
    # "Carême"
    name: str
    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class _Feast:
    """A feast of every year."""

    name: str
    falls: Rule
    # False: its masses are those of any such day.
    solemn: bool = True


_FEASTS: Final[dict[str, _Feast]] = {
    "jour_de_l_an": _Feast("Jour de l’An", fixed(1, 1)),
    "epiphanie": _Feast("Épiphanie", epiphany, solemn=False),
    "chandeleur": _Feast("Chandeleur", fixed(2, 2), solemn=False),
    "cendres": _Feast("Mercredi des Cendres", after_easter(-46)),
    "saint_joseph": _Feast("Saint Joseph", joseph, solemn=False),
    "annonciation": _Feast("Annonciation", annunciation, solemn=False),
    "rameaux": _Feast("Dimanche des Rameaux", palms),
    "jeudi_saint": _Feast("Jeudi saint", after_easter(-3)),
    "vendredi_saint": _Feast("Vendredi saint", after_easter(-2)),
    "samedi_saint": _Feast("Veillée pascale", after_easter(-1)),
    "paques": _Feast("Pâques", after_easter(0)),
    "lundi_de_paques": _Feast("Lundi de Pâques", after_easter(1)),
    "ascension": _Feast("Ascension", after_easter(39)),
    "pentecote": _Feast("Pentecôte", after_easter(49)),
    "lundi_de_pentecote": _Feast("Lundi de Pentecôte", after_easter(50)),
    "trinite": _Feast("Sainte Trinité", after_easter(56), solemn=False),
    "saint_sacrement": _Feast("Fête du Saint-Sacrement", after_easter(63), solemn=False),
    "sacre_coeur": _Feast("Sacré-Cœur de Jésus", after_easter(68), solemn=False),
    "pierre_et_paul": _Feast("Saints Pierre et Paul", fixed(6, 29), solemn=False),
    "assomption": _Feast("Assomption", fixed(8, 15)),
    "toussaint": _Feast("Toussaint", fixed(11, 1)),
    "defunts": _Feast("Commémoration des fidèles défunts", fixed(11, 2)),
    "christ_roi": _Feast("Christ-Roi", christ_the_king, solemn=False),
    "avent": _Feast("Premier dimanche de l’Avent", advent, solemn=False),
    "immaculee_conception": _Feast("Immaculée Conception", immaculate, solemn=False),
    "veillee_de_noel": _Feast("Veillée de Noël", fixed(12, 24)),
    "noel": _Feast("Noël", fixed(12, 25)),
}
#: Feasts that begin on the evening before, with a mass that many mean by their name.
_VIGILS: Final = {"noel": "veillee_de_noel", "paques": "samedi_saint"}
#: Seasons that follow one another; others are a part of them.
_WHOLE = ("careme", "temps_pascal", "temps_de_l_avent", "temps_de_noel")

#: The feasts by id, with their names.
FEAST_NAMES: Final = {feast_id: feast.name for feast_id, feast in _FEASTS.items()}


def feast_day(feast_id: str, year: int) -> date:
    """Return the day of a feast. Raises ``KeyError`` for an unknown one."""
    return _FEASTS[feast_id].falls(year)


@lru_cache(maxsize=64)
def feasts_of(year: int) -> tuple[FeastDay, ...]:
    """Return the feasts of a year in the order of their days."""
    feasts = [
        FeastDay(id=feast_id, name=feast.name, day=feast.falls(year), solemn=feast.solemn)
        for feast_id, feast in _FEASTS.items()
    ]
    return tuple(sorted(feasts, key=lambda feast: feast.day))


def feasts_on(day: date) -> tuple[FeastDay, ...]:
    """Return the feasts of a day: none, one, or two that meet."""
    return tuple(feast for feast in feasts_of(day.year) if feast.day == day)


def vigil_of(day: date) -> FeastDay | None:
    """Return the vigil of the feast on ``day``; None on a day that has none.

    >>> vigil_of(date(2026, 12, 25)).name
    'Veillée de Noël'
    """
    vigils = [_VIGILS[feast.id] for feast in feasts_on(day) if feast.id in _VIGILS]
    before = feasts_on(day - timedelta(days=1)) if vigils else ()
    return next((feast for feast in before if feast.id in vigils), None)


@lru_cache(maxsize=64)
def seasons_of(year: int) -> tuple[Season, ...]:
    """Return the seasons that begin in a year, in the order of their first days."""
    sunday = easter(year)

    def around(season_id: str, name: str, first: int, last: int) -> Season:
        begin, end = sunday + timedelta(days=first), sunday + timedelta(days=last)
        return Season(id=season_id, name=name, first=begin, last=end)

    return (
        around("careme", "Carême", -46, -1),
        around("semaine_sainte", "Semaine sainte", -7, -1),
        around("triduum", "Triduum pascal", -3, 0),
        around("temps_pascal", "Temps pascal", 0, 49),
        # From Saturday, when people set out on foot, to Monday.
        around("popenguine", "Pèlerinage de Popenguine", 48, 50),
        Season(id="temps_de_l_avent", name="Avent", first=advent(year), last=date(year, 12, 24)),
        *([_christmas_time(year)] if year < MAXYEAR else []),
    )


def season_on(day: date) -> Season:
    """Return the time of the year in which ``day`` is; Ordinary Time when it is no other.

    >>> season_on(date(2026, 11, 21)).name, season_on(date(2027, 1, 5)).name
    ('Temps ordinaire', 'Temps de Noël')
    """
    years = range(max(day.year - 1, MINYEAR), min(day.year + 1, MAXYEAR) + 1)
    whole = [s for year in years for s in seasons_of(year) if s.id in _WHOLE]
    found = next((season for season in whole if day in season), None)
    if found is not None:
        return found
    first = max((s.last for s in whole if s.last < day), default=date.min)
    last = min((s.first for s in whole if s.first > day), default=date.max)
    one = timedelta(days=1)
    return Season(
        id="temps_ordinaire", name="Temps ordinaire", first=first + one, last=max(day, last - one)
    )


def _christmas_time(year: int) -> Season:
    """Return Christmas to the Baptism of the Lord, which is a Monday after a late Epiphany."""
    kings = epiphany(year + 1)
    last = kings + timedelta(days=1 if kings.day > 6 else _WEEK)
    return Season(id="temps_de_noel", name="Temps de Noël", first=date(year, 12, 25), last=last)


def coming_feast(feast_id: str, today: date) -> date | None:
    """Return a feast's first day from ``today`` on; None at the end of time."""
    for year in range(today.year, min(today.year + 2, MAXYEAR + 1)):
        day = feast_day(feast_id, year)
        if day >= today:
            return day
    return None


def coming_season(season_id: str, today: date) -> Season | None:
    """Return the season that is on, or else the next one; None at the end of time."""
    for year in range(max(today.year - 1, MINYEAR), min(today.year + 2, MAXYEAR + 1)):
        for season in seasons_of(year):
            if season.id == season_id and season.last >= today:
                return season
    return None
