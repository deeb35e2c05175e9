"""Days with a name: those that the place knows, and the feasts that never move.

>>> from datetime import date
>>> index_names((("Mercredi des Cendres", date(2027, 2, 10)), ("Noël", date(2026, 12, 25))))
{'mercredi': [...], 'cendres': [...], 'noel': [(('noel',), (datetime.date(2026, 12, 25),))]}
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from engine.french.folding import fold
from engine.french.moments.records import Problem
from engine.french.moments.scene import (
    ARTICLES,
    NamedDays,
    Piece,
    Rule,
    Scene,
    day_of,
    days_after,
    one_day,
)
from engine.french.moments.spellings import WEEKDAYS, spellings

#: Feasts of every year, when the place does not say otherwise.
_FIXED = {
    ("noel",): (12, 25),
    ("toussaint",): (11, 1),
    ("assomption",): (8, 15),
    ("chandeleur",): (2, 2),
    ("jour", "an"): (1, 1),
    ("nouvel", "an"): (1, 1),
    ("saint", "sylvestre"): (12, 31),
    ("st", "sylvestre"): (12, 31),
    ("immaculee", "conception"): (12, 8),
}
_FIXED_STARTS = frozenset(words[0] for words in _FIXED)
#: Feasts whose day somebody must say.
FEASTS = frozenset(
    {
        *("paques", "pentecote", "rameaux", "cendres", "ascension", "trinite", "epiphanie"),
        *("tabaski", "korite", "magal", "gamou", "tamkharit", "tamxarit", "mawlid", "aid"),
    }
)
#: With these a weekday is a feast: "vendredi saint".
_OF_FEASTS = frozenset(("saint", "sainte", "gras", "st"))
_WORD = re.compile(r"[a-z]+|[0-9]+")
#: How far a feast's weekday may lie behind it: "lundi de Pâques".
_WEEK = 7


@lru_cache(maxsize=64)
def index_names(days: tuple[tuple[str, date], ...]) -> NamedDays:
    """Return named days by their first word, the longest names first; articles are left out."""
    dates: dict[tuple[str, ...], list[date]] = {}
    for name, day in days:
        for words in _names_of(name):
            dates.setdefault(words, []).append(day)
    index: NamedDays = {}
    for words in sorted(dates, key=lambda words: (-len(words), words)):
        index.setdefault(words[0], []).append((words, tuple(sorted(dates[words]))))
    return index


def _names_of(name: str) -> Iterable[tuple[str, ...]]:
    folded, _ = fold(name)
    spelling = spellings()
    words = tuple(spelling.get(word, word) for word in _WORD.findall(folded))
    words = tuple(word for word in words if word not in ARTICLES)
    if not words:
        return
    yield words
    # "les Cendres" for "Mercredi des Cendres".
    if len(words) == 2 and words[0] in WEEKDAYS and words[1] in FEASTS:
        yield words[1:]


def named_day(scene: Scene, place: int) -> Piece | None:
    """Read a named day at a word."""
    for words, days in scene.named.get(scene.word(place), ()):
        end = _matched(scene, place, words)
        if end:
            day = next((day for day in days if day >= scene.today), None)
            # None is left: a feast that never moves comes again, another one is over.
            again = _fixed(scene, place) if day is None else None
            return again or one_day(place, end, day or days[-1])
    if scene.word(place) in _FIXED_STARTS:
        return _fixed(scene, place)
    return None


def _matched(scene: Scene, place: int, words: tuple[str, ...]) -> int:
    """Return where ``words`` end, articles between them left aside; 0 when they do not stand."""
    for number, word in enumerate(words):
        place = scene.skip(place) if number else place
        if scene.word(place) != word:
            return 0
        place += 1
    return place


def _fixed(scene: Scene, place: int) -> Piece | None:
    for words, (month, number) in _FIXED.items():
        end = _matched(scene, place, words)
        if end:
            year = scene.today.year
            if scene.is_number(end) and scene.figures(end) == 4:
                return one_day(place, end + 1, day_of(scene.numbers[end], month, number))
            days = [day_of(year, month, number), day_of(year + 1, month, number)]
            coming = [day for day in days if day is not None and day >= scene.today]
            return one_day(place, end, *coming[:1])
    return None


def _feast(scene: Scene, place: int) -> Piece | None:
    return Piece(place, place + 1, problem=Problem.UNKNOWN_DAY)


def _beside(scene: Scene, place: int) -> Piece | None:
    """Read "la veille de Noël", "le lendemain de Pâques"."""
    at = scene.skip(place + 1)
    piece = named_day(scene, at) if at > place + 1 else None
    if piece is None:
        if at > place + 1 and scene.word(at) in FEASTS:
            return Piece(place, at + 1, problem=Problem.UNKNOWN_DAY)
        return None
    shift = -1 if scene.word(place) == "veille" else 1
    days = [option.day for option in piece.options]
    return one_day(place, piece.end, *(days_after(day, shift) for day in days if day))


def feast_of_weekday(scene: Scene, place: int, weekday: int) -> Piece | None:
    """Read "vendredi saint", "lundi de Pâques" at a weekday."""
    if scene.word(place + 1) in _OF_FEASTS:
        return Piece(place, place + 2, problem=Problem.UNKNOWN_DAY, weekday=weekday)
    at = scene.skip(place + 1)
    if at == place + 1:
        return None
    feast = named_day(scene, at)
    if feast is None or not feast.options or feast.options[0].day is None:
        known = scene.word(at) in FEASTS
        return Piece(place, at + 1, problem=Problem.UNKNOWN_DAY) if known else None
    day = feast.options[0].day
    on = days_after(day, (weekday - day.weekday()) % _WEEK)
    return one_day(place, feast.end, on, weekday=weekday)


RULES = (
    Rule(
        name="feast that never moves",
        starts=_FIXED_STARTS,
        read=named_day,
        examples=(
            ("à Noël", "2026-12-25"),
            ("le jour de l'an", "2027-01-01"),
            ("la Toussaint", "2027-11-01"),
        ),
    ),
    Rule(
        name="feast that moves",
        starts=FEASTS,
        read=_feast,
        examples=(("à Pâques", "!unknown_day"), ("lundi de Pâques", "!unknown_day")),
    ),
    Rule(
        name="beside a named day",
        starts=frozenset(("veille", "lendemain")),
        read=_beside,
        examples=(
            ("la veille de Noël", "2026-12-24"),
            ("le lendemain de Noël", "2026-12-26"),
            ("le lendemain", ""),
        ),
    ),
)
