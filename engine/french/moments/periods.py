"""Several days: weeks, week-ends, months, their begin and end, and "as soon as possible"."""

from __future__ import annotations

import calendar
from datetime import date

from engine.french.moments.dates import coming_number, read_day_of_month
from engine.french.moments.records import Problem
from engine.french.moments.scene import (
    WISHES,
    Piece,
    Rule,
    Scene,
    day_of,
    day_range,
    days_after,
    months_after,
    open_end,
    week_of,
)
from engine.french.moments.spellings import MONTHS

_NEXT = ("prochain", "suivant")
_LAST = ("dernier", "passe")
_PARTS = ("debut", "mi", "milieu", "fin", "courant")
_EARLY, _MIDDLE = 10, 20
#: "ces jours-ci", in days from today.
_THESE_DAYS = 6


def _when(scene: Scene, place: int) -> tuple[int, int]:
    """Read "prochaine" or "dernière" behind a word; return where it ends, and +1, 0 or -1."""
    following, before = scene.word(place + 1), scene.word(place - 1)
    if following in _NEXT or before in _NEXT:
        return place + 1 + (following in _NEXT), 1
    if following in _LAST or before in _LAST:
        return place + 1 + (following in _LAST), -1
    if scene.follows(place + 1, "qui", "vient") or scene.follows(place + 1, "a", "venir"):
        return place + 3, 1
    if scene.follows(place + 1, "bi", "new") or scene.follows(place + 1, "bii", "new"):
        return place + 3, 1
    return place + 1, 0


# -- weeks --------------------------------------------------------------------------------------


def _week(scene: Scene, place: int) -> Piece | None:
    dated = _week_of_date(scene, place)
    if dated is not None:
        return dated
    if scene.word(place + 1) in ("sainte", "pascale"):
        return Piece(place, place + 2, problem=Problem.UNKNOWN_DAY)
    if scene.word(scene.before(place)) == "jour":
        return None  # "un jour de la semaine"
    end, weeks = _when(scene, place)
    if not weeks and scene.word(place - 1) not in ("cette", "la", "sette"):
        return None
    in_it = scene.word(place - 1) == "la" and scene.word(place - 2) not in ("dans", "de")
    if not weeks and in_it:
        return None
    first, last = week_of(scene.today)
    first = days_after(first, 7 * weeks) if first else None
    return day_range(scene, place, end, first, days_after(first, 6) if first else last)


def _week_of_date(scene: Scene, place: int) -> Piece | None:
    """Read "la semaine du 7 décembre"."""
    if not scene.follows(place + 1, "du"):
        return None
    read = read_day_of_month(scene, place + 2)
    if read is None:
        return None
    if read.month is None:
        day = coming_number(scene, read.number)
        return day_range(scene, place, read.end, *(week_of(day) if day else (None, None)))
    years = (read.year,) if read.year else (scene.today.year, scene.today.year + 1)
    for year in years:
        day = day_of(year, read.month, read.number)
        first, last = week_of(day) if day else (None, None)
        if last is not None and (read.year or last >= scene.today):
            return day_range(scene, place, read.end, first, last)
    return day_range(scene, place, read.end, None, None)


def _wolof_week(scene: Scene, place: int) -> Piece | None:
    """Read "ayu bis bii ñëw", the week that comes."""
    end, weeks = _when(scene, place + 1)
    if scene.word(place + 1) not in ("bis", "bes") or not weeks:
        return None
    monday, _ = week_of(scene.today)
    first = days_after(monday, 7) if monday else None
    return day_range(scene, place, end, first, days_after(first, 6) if first else None)


def _weekend(scene: Scene, place: int) -> Piece | None:
    long_form = scene.follows(place, "week", "end")
    if scene.word(place) == "week" and not long_form:
        return None
    if scene.word(place) == "we" and scene.word(place - 1) not in ("ce", "le", "prochain", "du"):
        return None
    end, weeks = _when(scene, place + long_form)
    end = max(end, place + 1)
    if scene.word(place - 1) in WISHES:
        return None
    to_saturday = 5 - scene.today.weekday()
    saturday = days_after(scene.today, to_saturday)
    if weeks < 0 or (weeks > 0 and to_saturday <= 0):
        saturday = days_after(saturday, 7 * weeks) if saturday else None
    piece = _two_days(scene, place, end, saturday)
    if weeks > 0 and 0 < to_saturday <= 2 and saturday:
        # "le week-end prochain" said on Friday: tomorrow, or a week later?
        other = _two_days(scene, place, end, days_after(saturday, 7))
        piece = piece._replace(options=(*piece.options, *other.options))
    return piece


def _two_days(scene: Scene, begin: int, end: int, first: date | None) -> Piece:
    return day_range(scene, begin, end, first, days_after(first, 1) if first else None)


# -- months and years ---------------------------------------------------------------------------


def _month(scene: Scene, place: int) -> Piece | None:
    """Read a month behind "en", "au mois de"; alone it may be a name or another word."""
    before = scene.word(place - 1)
    cued = before in ("en", "courant") or (
        before in ("de", "d") and scene.word(place - 2) == "mois"
    )
    alone = len(scene.words) == 1
    if not cued and not alone:
        return None
    return _days_of_month(scene, place, place, "")


def _days_of_month(scene: Scene, begin: int, place: int, part: str) -> Piece:
    month, end = MONTHS.index(scene.word(place)) + 1, place + 1
    if scene.word(end) in _NEXT:
        end += 1
    if scene.is_number(end) and scene.figures(end) == 4:
        first, last = _part_of_month(scene.numbers[end], month, part)
        return day_range(scene, begin, end + 1, first, last)
    for year in (scene.today.year, scene.today.year + 1):
        first, last = _part_of_month(year, month, part)
        if last is not None and last >= scene.today:
            return day_range(scene, begin, end, first, last)
    return day_range(scene, begin, end, None, None)


def _part_of_month(year: int, month: int, part: str) -> tuple[date | None, date | None]:
    if day_of(year, month, 1) is None:
        return None, None
    length = calendar.monthrange(year, month)[1]
    first, last = {
        "debut": (1, _EARLY),
        "mi": (_EARLY + 1, _MIDDLE),
        "milieu": (_EARLY + 1, _MIDDLE),
        "fin": (_MIDDLE + 1, length),
    }.get(part, (1, length))
    return day_of(year, month, first), day_of(year, month, last)


def _this_month(scene: Scene, place: int) -> Piece | None:
    if scene.word(place - 1) not in ("le", "ce", "du", "au") and scene.word(place - 1) not in _NEXT:
        return None
    end, months = _when(scene, place)
    if not months and scene.word(place - 1) != "ce":
        return None
    end += scene.word(end) == "ci"
    return _month_from_today(scene, place, end, months, "")


def _month_from_today(scene: Scene, begin: int, end: int, months: int, part: str) -> Piece:
    first = months_after(scene.today.replace(day=1), months)
    days = _part_of_month(first.year, first.month, part) if first else (None, None)
    return day_range(scene, begin, end, *days)


def _year(scene: Scene, place: int) -> Piece | None:
    before = scene.word(place - 1)
    end, years = _when(scene, place)
    if not years and (before != "cette" or scene.word(place) != "annee"):
        return None
    year = scene.today.year + years
    return day_range(scene, place, end, day_of(year, 1, 1), day_of(year, 12, 31))


def _part_of_period(scene: Scene, place: int) -> Piece | None:
    """Read "fin du mois", "début mars", "fin de semaine prochaine"."""
    if scene.word(place - 1) in WISHES:
        return None
    part = scene.word(place)
    at = scene.skip(place + 1, ("de", "du", "la", "le", "ce", "cette", "d", "mois"), 4)
    if scene.word(at) in MONTHS:
        return _days_of_month(scene, place, at, part)
    if scene.word(at - 1) == "mois":
        at -= 1
    if scene.word(at) == "mois":
        end, months = _when(scene, at)
        return _month_from_today(scene, place, end, months, part)
    if scene.word(at) == "semaine":
        return _part_of_week(scene, place, at, part)
    return None


def _part_of_week(scene: Scene, begin: int, place: int, part: str) -> Piece:
    end, weeks = _when(scene, place)
    monday, _ = week_of(scene.today)
    first, last = {"debut": (0, 1), "fin": (3, 5)}.get(part, (2, 3))
    if not weeks and monday and scene.today.weekday() > last:
        weeks = 1
    days = [days_after(monday, 7 * weeks + n) if monday else None for n in (first, last)]
    return day_range(scene, begin, end, *days)


# -- any day ------------------------------------------------------------------------------------


def _any_day(scene: Scene, place: int) -> Piece | None:
    said = (
        ("plus", "tot", "possible"),
        ("au", "plus", "vite"),
        ("au", "plus", "tot"),
        ("des", "que", "possible"),
        ("n", "importe", "quand"),
        ("n", "importe", "quel", "jour"),
        ("nimporte", "quand"),
    )
    for words in said:
        if scene.follows(place, *words):
            option = open_end(scene.today)
            return Piece(place, place + len(words), (option,), soft=True)
    return None


def _these_days(scene: Scene, place: int) -> Piece | None:
    if scene.word(place) == "ces":
        if not scene.follows(place + 1, "jour"):
            return None
        end = place + 3 if scene.word(place + 2) == "ci" else place + 2
    elif scene.follows(place, "prochain", "jour"):
        end = place + 2
    else:
        return None
    last = days_after(scene.today, _THESE_DAYS)
    return day_range(scene, place, end, scene.today, last)


RULES = (
    Rule(
        name="week",
        starts=frozenset(("semaine",)),
        read=_week,
        examples=(
            ("la semaine prochaine", "2026-11-30/2026-12-06"),
            ("cette semaine", "2026-11-24/2026-11-29"),
            ("la semaine passée", "2026-11-16/2026-11-22!past"),
            ("la semaine du 7 décembre", "2026-12-07/2026-12-13"),
            ("la semaine du 15", "2026-12-14/2026-12-20"),
            ("la semaine sainte", "!unknown_day"),
            ("un jour de la semaine", ""),
            ("une fois par semaine", ""),
        ),
    ),
    Rule(
        name="week in Wolof",
        starts=frozenset(("ayu",)),
        read=_wolof_week,
        examples=(("ayu bis bii ñëw", "2026-11-30/2026-12-06"),),
    ),
    Rule(
        name="week-end",
        starts=frozenset(("weekend", "week", "we")),
        read=_weekend,
        examples=(
            ("ce week-end", "2026-11-28/2026-11-29"),
            ("le week end prochain", "2026-11-28/2026-11-29"),
            ("bon week-end !", ""),
        ),
    ),
    Rule(
        name="month by its name",
        starts=frozenset(MONTHS),
        read=_month,
        examples=(
            ("en décembre", "2026-12-01/2026-12-31"),
            ("au mois de mars 2028", "2028-03-01/2028-03-31"),
            ("Jeanne d'Avril", ""),
        ),
    ),
    Rule(
        name="month from today",
        starts=frozenset(("mois",)),
        read=_this_month,
        examples=(
            ("le mois prochain", "2026-12-01/2026-12-31"),
            ("ce mois-ci", "2026-11-24/2026-11-30"),
            ("deux fois par mois", ""),
        ),
    ),
    Rule(
        name="year",
        starts=frozenset(("annee", "an")),
        read=_year,
        examples=(
            ("l'année prochaine", "2027-01-01/2027-12-31"),
            ("cette année", "2026-11-24/2026-12-31"),
            ("un an", ""),
        ),
    ),
    Rule(
        name="part of a period",
        starts=frozenset(_PARTS),
        read=_part_of_period,
        examples=(
            ("fin du mois", "2026-11-24/2026-11-30"),
            ("début décembre", "2026-12-01/2026-12-10"),
            ("mi-décembre", "2026-12-11/2026-12-20"),
            ("en fin de semaine", "2026-11-26/2026-11-28"),
            ("fin du mois prochain", "2026-12-21/2026-12-31"),
        ),
    ),
    Rule(
        name="any day",
        starts=frozenset(("plus", "au", "des", "n", "nimporte")),
        read=_any_day,
        examples=(
            ("le plus tôt possible", "2026-11-24/9999-12-31"),
            ("n'importe quand", "2026-11-24/9999-12-31"),
            ("jeudi ou au plus vite", "2026-11-26"),
        ),
    ),
    Rule(
        name="these days",
        starts=frozenset(("ces", "prochain")),
        read=_these_days,
        examples=(
            ("ces jours-ci", "2026-11-24/2026-11-30"),
            ("dans les prochains jours", "2026-11-24/2026-11-30"),
        ),
    ),
)
