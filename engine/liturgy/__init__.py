"""The feasts and seasons of the Roman calendar, computed for any year, and what people call them.

>>> [feast.name for feast in feasts_of(2027)][:3]
['Jour de l’An', 'Épiphanie', 'Chandeleur']

Pure: arithmetic on dates. Where bishops choose, it is as in Senegal: the Epiphany and Corpus
Christi on a Sunday, the Ascension on its Thursday.
"""

from __future__ import annotations

from engine.liturgy.calendar import (
    FEAST_NAMES,
    FeastDay,
    Season,
    coming_feast,
    coming_season,
    feast_day,
    feasts_of,
    feasts_on,
    season_on,
    seasons_of,
    vigil_of,
)
from engine.liturgy.names import feast_words, season_words, spoken_days
from engine.liturgy.rules import easter

__all__ = [
    "FEAST_NAMES",
    "FeastDay",
    "Season",
    "coming_feast",
    "coming_season",
    "easter",
    "feast_day",
    "feast_words",
    "feasts_of",
    "feasts_on",
    "season_on",
    "season_words",
    "seasons_of",
    "spoken_days",
    "vigil_of",
]
