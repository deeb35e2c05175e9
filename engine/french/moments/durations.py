"""Durations, and the moments that are told by one: "pendant 30 minutes", "dans une heure"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from engine.french.moments.records import LAST_MINUTE, Problem
from engine.french.moments.scene import (
    Option,
    Piece,
    Rule,
    Scene,
    day_range,
    days_after,
    months_after,
    one_day,
)

_LASTING = frozenset(
    {
        *("pendant", "durant", "dure", "duree", "durer", "durera", "depuis", "prend", "prendra"),
        *("prendre", "maximum", "minimum", "attendu", "attends", "attend"),
    }
)
_REPEATED = frozenset(("tous", "toutes", "chaque", "par"))
#: Between the word that says what the duration is for, and the duration.
_BETWEEN = ("les", "le", "la", "environ", "moins", "de", "d", "a", "peu", "pres")
#: French counts both ends: a week is eight days, two weeks are fifteen.
_BOTH_ENDS = {8: 7, 15: 14}
_UNIT_DAYS = {"jour": 1, "j": 1, "semaine": 7, "quinzaine": 14, "huitaine": 7}
#: Longer than any duration that somebody means, in days.
_LONGEST = 36_600


def cue(scene: Scene, place: int) -> tuple[str, int]:
    """Return what a duration is for, and where it is said.

    "dans", "past", "by", "lasting", "skip", or nothing.
    """
    at = scene.before(place, _BETWEEN)
    word = scene.word(at)
    if word == "dans":
        return "dans", at
    if word in ("ici", "sous"):
        return "by", at
    if word in ("y", "ya"):
        return "past", at - (scene.word(at - 1) == "il")
    if word in _LASTING:
        return "lasting", place
    return ("skip" if word in _REPEATED else ""), place


def measured(
    scene: Scene, begin: int, end: int, *, days: int = 0, minutes: int = 0, months: int = 0
) -> Piece | None:
    """Return what a duration stands for where it was said."""
    said_for, begin = cue(scene, begin)
    if said_for == "skip" or scene.word(end) == "/":
        return Piece(begin, end)  # "tous les 3 jours", "7j/7"
    if said_for in ("dans", "by") and not months:
        days = _BOTH_ENDS.get(days, days)
    if said_for in ("dans", "past") and minutes:
        return _at(scene, begin, end, minutes if said_for == "dans" else -minutes)
    if said_for in ("dans", "past"):
        sign = 1 if said_for == "dans" else -1
        return one_day(begin, end, _day(scene, sign * days, sign * months))
    if said_for == "by":
        if minutes:
            return _within(scene, begin, end, minutes)
        return day_range(scene, begin, end, scene.today, _day(scene, days, months))
    if months or days > _LONGEST or minutes > _LONGEST * 1440:
        return None
    return Piece(begin, end, length=timedelta(days=days, minutes=minutes))


def _day(scene: Scene, days: int, months: int) -> date | None:
    if not months:
        return days_after(scene.today, days)
    return months_after(scene.today, months) if abs(months) < 120_000 else None


def _at(scene: Scene, begin: int, end: int, minutes: int) -> Piece:
    then = _then(scene.now, minutes)
    if then is None:
        return Piece(begin, end, problem=Problem.NO_SUCH_DAY)
    return Piece(begin, end, (Option(day=then.date(), at=then.time()),))


def _within(scene: Scene, begin: int, end: int, minutes: int) -> Piece:
    now, then = _then(scene.now, 0), _then(scene.now, minutes)
    if now is None or then is None:
        return Piece(begin, end, problem=Problem.NO_SUCH_DAY)
    if then.date() > now.date():
        return day_range(scene, begin, end, now.date(), then.date())
    option = Option(day=now.date(), at=now.time(), at_until=min(then.time(), LAST_MINUTE))
    return Piece(begin, end, (option,))


def _then(now: datetime, minutes: int) -> datetime | None:
    """Return the full minute so much later: by elapsed time, over a change of the clocks too."""
    try:
        then = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    except OverflowError:
        return None
    return then.replace(second=0, microsecond=0, fold=0)


# -- rules --------------------------------------------------------------------------------------


def _counted(scene: Scene, place: int) -> Piece | None:
    if not scene.is_number(place) or (scene.words.glued(place) and _in_code(scene, place)):
        return None
    number, unit, end = scene.numbers[place], scene.word(place + 1), place + 2
    if unit in ("prochain", "dernier"):
        unit, end = scene.word(place + 2), place + 3
    wordy_one = number == 1 and not scene.figures(place)
    if unit in _UNIT_DAYS:
        if unit == "quinzaine" and scene.follows(end, "de", "jour"):
            end += 2
        return _bare_or(scene, place, end, wordy_one, days=number * _UNIT_DAYS[unit])
    if unit == "minute":
        return _bare_or(scene, place, end, wordy_one, minutes=number)
    if unit == "mois":
        return measured(scene, place, end, months=number)
    if unit in ("an", "ans", "annee", "annees") and cue(scene, place)[0] in ("dans", "past"):
        return measured(scene, place, end, months=12 * number)
    return _part_of_hour(scene, place, place + 1, number)


def _in_code(scene: Scene, place: int) -> bool:
    return scene.word(place - 1).isalpha() and scene.word(place - 1) not in ("dans", "de")


def _bare_or(
    scene: Scene, begin: int, end: int, wordy_one: bool, *, days: int = 0, minutes: int = 0
) -> Piece | None:
    """Leave "un jour" and "une minute" alone, which are no durations but in "dans un jour"."""
    if wordy_one and not cue(scene, begin)[0]:
        return None
    return measured(scene, begin, end, days=days, minutes=minutes)


def _part_of_hour(scene: Scene, begin: int, place: int, number: int) -> Piece | None:
    """Read "une demi-heure", "trois quarts d'heure"."""
    if scene.follows(place, "demi", "heure"):
        return measured(scene, begin, place + 2, minutes=30 * number)
    if scene.word(place) in ("quart", "quarts") and scene.follows(place + 1, "d", "heure"):
        return measured(scene, begin, place + 3, minutes=15 * number)
    return None


def _half_hour(scene: Scene, place: int) -> Piece | None:
    return _part_of_hour(scene, place, place, 1)


RULES = (
    Rule(
        name="duration",
        starts=frozenset(("#",)),
        read=_counted,
        examples=(
            ("pendant 30 minutes", "PT30M"),
            ("deux semaines", "P14D"),
            ("trois quarts d'heure", "PT45M"),
            ("dans 30 minutes", "2026-11-24T10:30"),
            ("dans trois jours", "2026-11-27"),
            ("dans quinze jours", "2026-12-08"),
            ("dans un mois", "2026-12-24"),
            ("il y a deux jours", "2026-11-22!past"),
            ("d'ici deux jours", "2026-11-24/2026-11-26"),
            ("d'ici 30 minutes", "2026-11-24T10:00/10:30"),
            ("tous les 3 jours", ""),
            ("un jour peut-être", ""),
        ),
    ),
    Rule(
        name="half an hour",
        starts=frozenset(("demi", "quart")),
        read=_half_hour,
        examples=(("dans demi-heure", "2026-11-24T10:30"), ("quart d'heure", "PT15M")),
    ),
)
