"""Days counted within a month or a season: "le premier vendredi du mois", "2e dimanche de l'avent".

Of a season the calendar names the first Sunday ("premier dimanche de l'avent"); the others follow.
"""

from __future__ import annotations

import calendar
from datetime import date

from engine.french.moments.scene import (
    Piece,
    Rule,
    Scene,
    day_of,
    day_range,
    days_after,
    months_after,
    one_day,
)
from engine.french.moments.spellings import MONTHS, WEEKDAYS

_LAST = -1
_RANKS = {
    **dict.fromkeys(("premier", "premiere", "1er", "1ere"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde"), 2),
    "troisieme": 3,
    "quatrieme": 4,
    "cinquieme": 5,
    "sixieme": 6,
    "septieme": 7,
    "dernier": _LAST,
}
_ENDINGS = ("er", "ere", "e", "eme", "ieme", "nd", "nde")
_COUNTED = (*WEEKDAYS, "semaine")
#: Sundays of the longest season, and days of one kind in every month.
_MOST, _OF_MONTH = 7, 4
#: Months in which the next such day is looked for.
_AHEAD = 3


def _ranked(scene: Scene, place: int) -> Piece | None:
    rank = _RANKS.get(scene.word(place))
    return _in_month(scene, place, place + 1, rank) if rank else None


def _ranked_in_figures(scene: Scene, place: int) -> Piece | None:
    """Read "1er vendredi du mois", "2e dimanche de mars"."""
    if scene.word(place + 1) not in _ENDINGS or not 1 <= scene.numbers[place] <= _MOST:
        return None
    return _in_month(scene, place, place + 2, scene.numbers[place])


def _in_month(scene: Scene, begin: int, place: int, rank: int) -> Piece | None:
    if scene.word(place) not in _COUNTED:
        return None
    month = scene.skip(place + 1, ("de", "du", "d", "ce"), 2)
    season = _in_season(scene, begin, place, scene.skip(place + 1), rank)
    if season is not None or month == place + 1 or rank > _OF_MONTH:
        return season
    weekday = None if scene.word(place) == "semaine" else WEEKDAYS.index(scene.word(place))
    end = month + 1
    if scene.word(month) in MONTHS:
        months = _of_name(scene, MONTHS.index(scene.word(month)) + 1)
    elif scene.word(month) == "mois":
        months = range(_AHEAD)
        if scene.word(end) in ("prochain", "suivant"):
            months, end = range(1, 2), end + 1
    else:
        return None
    for number in months:
        first, last = _found(scene, number, weekday, rank)
        if last is not None and last >= scene.today:
            if weekday is None:
                return day_range(scene, begin, end, first, last)
            return one_day(begin, end, last, weekday=weekday)
    return None


def _in_season(scene: Scene, begin: int, place: int, at: int, rank: int) -> Piece | None:
    """Read "dimanche", or "semaine", of the season that stands at ``at``."""
    counted, season = scene.word(place), scene.word(at)
    if counted not in ("dimanche", "semaine") or rank == _LAST:
        return None
    first = ("premier", "dimanche", season)
    sundays = next((days for words, days in scene.named.get("premier", ()) if words == first), ())
    for sunday in sundays:
        day = days_after(sunday, 7 * (rank - 1))
        end = days_after(day, 6) if day and counted == "semaine" else day
        if day is not None and end is not None and end >= scene.today:
            if counted == "semaine":
                return day_range(scene, begin, at + 1, day, end)
            return one_day(begin, at + 1, day, weekday=day.weekday())
    return None


def _of_name(scene: Scene, month: int) -> range:
    """Return how many months ahead the month of this name may be, this year's and the next's."""
    ahead = (month - scene.today.month) % 12
    return range(ahead, ahead + 13, 12)


def _found(
    scene: Scene, months: int, weekday: int | None, rank: int
) -> tuple[date | None, date | None]:
    """Return the first and last day of what is counted in the month so far ahead."""
    first = months_after(scene.today.replace(day=1), months)
    if first is None:
        return None, None
    length = calendar.monthrange(first.year, first.month)[1]
    if rank == _LAST:
        end = day_of(first.year, first.month, length)
        if weekday is None or end is None:
            return days_after(end, -6) if end else None, end
        return None, days_after(end, -((end.weekday() - weekday) % 7))
    if weekday is None:
        week = days_after(first, 7 * (rank - 1))
        return week, days_after(week, 6) if week else None
    return None, days_after(first, (weekday - first.weekday()) % 7 + 7 * (rank - 1))


RULES = (
    Rule(
        name="ranked in a month",
        starts=frozenset(_RANKS),
        read=_ranked,
        examples=(
            ("le premier vendredi du mois", "2026-12-04"),
            ("le dernier dimanche du mois", "2026-11-29"),
            ("le deuxième dimanche de mars", "2027-03-14"),
            ("la première semaine de décembre", "2026-12-01/2026-12-07"),
            ("la dernière messe du mois", ""),
        ),
    ),
    Rule(
        name="ranked in figures",
        starts=frozenset(("#",)),
        read=_ranked_in_figures,
        examples=(
            ("1er vendredi du mois", "2026-12-04"),
            ("2e dimanche du mois prochain", "2026-12-13"),
        ),
    ),
)
