"""Days of the calendar: "le 24 novembre", "24/11", "le 24", "2026-11-24"."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.french.moments.records import Problem
from engine.french.moments.scene import (
    COUNTED,
    Piece,
    Rule,
    Scene,
    day_of,
    days_after,
    months_after,
    one_day,
)
from engine.french.moments.spellings import MONTHS, SHORT_MONTHS

_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_MONTHS_AFTER_NUMBER = {**SHORT_MONTHS, **_MONTH_NUMBERS}
_SEPARATORS = ("/", "-", ".")
#: Glued to these, a number is still one of its own: "à15h", "le24".
_OPENERS = frozenset(("a", "le", "vers", "de", "du", "au", "t", "des", "et", "ou", "les"))
#: Behind "le 1er" without a month, and "le douze": anything else is what is counted.
_ON = frozenset(
    {
        *("", "a", "vers", "au", "et", "ou", "matin", "soir", "apresmidi", "midi", "si", "svp"),
        *("stp", "c", "ca", "cela", "je", "j", "est", "pour", "en", "dans", "merci", ",", ".", "?"),
        *("!", ";", ":", "#", "mais", "apres", "avant", "prochain", "ok", "oui", "non", "-", ")"),
        *("on", "nous", "vous", "me", "mon", "jusque", "plutot", "possible", "inchallah"),
    }
)
#: Months ahead in which "le 31" is looked for.
_AHEAD = 3
#: Months back in which a date without a year is one that is over.
_LATELY = 1


class DayOfMonth(NamedTuple):
    """A date as written."""

    end: int
    number: int
    # None when it was not written.
    month: int | None = None
    year: int | None = None
    # "le 12 novembre prochain"
    next: bool = False


def stands_alone(scene: Scene, place: int) -> bool:
    """Tell whether a number is no part of a code or a telephone number."""
    if not scene.words.glued(place):
        return True
    before = scene.word(place - 1)
    if before in _SEPARATORS or before in ":+":
        return before == "-" and not scene.figures(place - 2)
    return not before.isalpha() or scene.words.raw[place - 1] in _OPENERS


def read_day_of_month(scene: Scene, place: int) -> DayOfMonth | None:
    """Read "24 novembre", "1er décembre 2026", "24/11", "2026-11-24" or "24" at a number."""
    if not scene.is_number(place) or not stands_alone(scene, place):
        return None
    number, after = scene.numbers[place], place + 1
    if scene.figures(place) == 4:
        return _year_first(scene, place)
    if number == 1 and scene.words.glued(after) and scene.word(after) == "er":
        after += 1
    if scene.word(after) in _SEPARATORS and scene.words.glued(after):
        return _with_signs(scene, place)
    month = _MONTHS_AFTER_NUMBER.get(scene.word(after))
    if month is None:
        return DayOfMonth(after, number) if 1 <= number <= 31 else None
    if scene.figures(place) > 2:
        return None
    after += 2 if scene.word(after + 1) == "." and scene.word(after) in SHORT_MONTHS else 1
    after, year = _year(scene, after)
    coming_one = year is None and scene.word(after) == "prochain"
    return DayOfMonth(after + coming_one, number, month, year, coming_one)


def _year(scene: Scene, place: int) -> tuple[int, int | None]:
    at = place + (scene.word(place) in ("de", "prochain"))
    if scene.figures(at) == 4 and 1900 <= scene.numbers[at] < 3000:
        return at + 1, scene.numbers[at]
    return place, None


def _year_first(scene: Scene, place: int) -> DayOfMonth | None:
    """Read "2026-11-24", and the "T" of an hour behind it."""
    signs_glued = all(scene.words.glued(place + number) for number in range(1, 5))
    sign = scene.word(place + 1)
    if not (signs_glued and sign in ("-", "/") and scene.word(place + 3) == sign):
        return None
    if scene.figures(place + 2) != 2 or scene.figures(place + 4) != 2:
        return None
    year, month, number = (scene.numbers[place + step] for step in (0, 2, 4))
    end = place + 5
    if scene.word(end) == "t" and scene.words.glued(end):
        end += 1
    return DayOfMonth(end, number, month, year)


def _with_signs(scene: Scene, place: int) -> DayOfMonth | None:
    """Read "24/11", "24-11-26", "24.11.2026"."""
    sign, second = scene.word(place + 1), place + 2
    if not scene.words.glued(second) or not 1 <= scene.figures(second) <= 2:
        return _lone(scene, place)
    if not 1 <= scene.figures(place) <= 2 or (sign == "." and scene.figures(second) != 2):
        return None
    number, month, year, end = scene.numbers[place], scene.numbers[second], None, second + 1
    if scene.word(end) == sign and scene.words.glued(end) and scene.words.glued(end + 1):
        if scene.figures(end + 1) not in (2, 4):
            return None
        year = scene.numbers[end + 1]
        year += 2000 if year < 100 else 0
        end += 2
        # A telephone number has more groups.
        if scene.word(end) == sign and scene.words.glued(end) and scene.figures(end + 1):
            return None
    counted = scene.word(end) in COUNTED or scene.word(end) in ("journee", "h")
    if (year is None and counted) or (number > 31 and month > 12):
        return None
    if year is None and sign == "-" and scene.word(end) not in _ON:
        return None
    return DayOfMonth(end, number, month, year)


def _lone(scene: Scene, place: int) -> DayOfMonth | None:
    """Read the "24" of "le 24."."""
    number = scene.numbers[place]
    glued_number = scene.words.glued(place + 2) and scene.figures(place + 2)
    return None if glued_number or not 1 <= number <= 31 else DayOfMonth(place + 1, number)


# -- which day is meant -------------------------------------------------------------------------


def coming(scene: Scene, month: int, number: int) -> date | None:
    """Return such a day of this year or, when it is over, of the next."""
    for year in (scene.today.year, scene.today.year + 1):
        day = day_of(year, month, number)
        if day is not None and day >= scene.today:
            return day
    return None


def lately(scene: Scene, month: int, number: int) -> date | None:
    """Return such a day of this month or of the one before, when it is over; None for any other.

    Said without a year it is that day, and past: in November "le 12 novembre" is no day of the
    next year, and who needs a day to come says that this one is over.
    """
    for year in (scene.today.year, scene.today.year - 1):
        day = day_of(year, month, number)
        ago = 12 * (scene.today.year - year) + scene.today.month - month
        if day is not None and day < scene.today and ago <= _LATELY:
            return day
    return None


def coming_number(scene: Scene, number: int, weekday: int | None = None) -> date | None:
    """Return the next day of a month with this number, that is such a weekday when one is said."""
    found = None
    for months in range(_AHEAD):
        month = months_after(scene.today.replace(day=1), months)
        day = day_of(month.year, month.month, number) if month else None
        if day is None or day < scene.today:
            continue
        if weekday is None or day.weekday() == weekday:
            return day
        found = found or day
    return found


def day_of_month(scene: Scene, begin: int, read: DayOfMonth) -> Piece:
    """Return the piece of a date as written."""
    if read.month is None:
        piece = one_day(begin, read.end, coming_number(scene, read.number))
        return piece._replace(bare=read.number)
    if read.year is None:
        over = None if read.next else lately(scene, read.month, read.number)
        return one_day(begin, read.end, over or coming(scene, read.month, read.number))
    return one_day(begin, read.end, day_of(read.year, read.month, read.number))


def dated_weekday(scene: Scene, begin: int, read: DayOfMonth, weekday: int) -> Piece:
    """Return the piece of a date that is said with its weekday, which may tell the year."""
    piece = day_of_month(scene, begin, read)
    if read.month is not None and read.year is None:
        day = coming(scene, read.month, read.number)
        over = piece.options and piece.options[0].day
        if day and over and day.weekday() == weekday != over.weekday():
            piece = one_day(begin, read.end, day)
    return with_weekday(scene, piece, weekday)


# -- rules --------------------------------------------------------------------------------------


def _date(scene: Scene, place: int) -> Piece | None:
    read = read_day_of_month(scene, place)
    return None if read is None or read.month is None else day_of_month(scene, place, read)


def _the_day(scene: Scene, place: int) -> Piece | None:
    if scene.follows(place, "le", "premier"):
        return _the_first(scene, place)
    read = read_day_of_month(scene, place + 1)
    if read is None:
        return None
    if read.month is None:
        if scene.word(place) == "les" and scene.word(read.end) not in ("et", "ou", ","):
            return None  # "les deux" are no day
        if scene.word(place) not in ("le", "les") and not _opened(scene, place, read.end):
            return None
        return _bare(scene, place, read)
    return day_of_month(scene, place, read)


def _opened(scene: Scene, place: int, end: int) -> bool:
    """Tell whether "du 3" or "au 5" stands in "du 3 au 5", "jusqu'au 5", "d'ici au 5"."""
    if scene.word(place) == "du":
        return scene.word(end) == "au" or scene.follows(place - 2, "a", "partir")
    return scene.last_end == place or scene.word(place - 1) in ("jusque", "ici")


def _bare(scene: Scene, place: int, read: DayOfMonth) -> Piece | None:
    """Read "le 24", whose month is not said."""
    number, following = place + 1, scene.word(read.end)
    if following in COUNTED or following in ("er", "°"):
        return None
    if scene.word(scene.skip(read.end, ("de", "a"))) in ("chaque", "tous"):
        return None
    if following == "#" and not _hour_follows(scene, read.end):
        return None
    wordy = not scene.figures(number) or read.end > number + 1
    if wordy and (following not in _ON or read.number == 9):
        return None
    next_month = scene.skip(read.end, ("du", "de", "ce"), 2)
    if next_month > read.end and scene.word(next_month) == "mois":
        return _of_month(scene, place, next_month, read.number)
    return day_of_month(scene, place, read)


def _hour_follows(scene: Scene, place: int) -> bool:
    return scene.word(place + 1) in ("heure", ":")


def _of_month(scene: Scene, place: int, month: int, number: int) -> Piece:
    """Read "le 5 du mois prochain", "le 5 de ce mois"."""
    later = scene.word(month + 1) in ("prochain", "suivant")
    first = months_after(scene.today.replace(day=1), int(later))
    day = day_of(first.year, first.month, number) if first else None
    return one_day(place, month + 1 + later, day)


def _the_first(scene: Scene, place: int) -> Piece | None:
    month = _MONTH_NUMBERS.get(scene.word(place + 2))
    if month is not None:
        end, year = _year(scene, place + 3)
        return day_of_month(scene, place, DayOfMonth(end, 1, month, year))
    of_month = scene.skip(place + 2, ("du", "de", "ce"), 2)
    if of_month > place + 2 and scene.word(of_month) == "mois":
        return _of_month(scene, place, of_month, 1)
    return None


def with_weekday(scene: Scene, piece: Piece, weekday: int) -> Piece:
    """Return ``piece`` as said with a weekday: with a problem when it is another one."""
    options = tuple(option for option in piece.options if option.day is not None)
    right = tuple(o for o in options if o.day is not None and o.day.weekday() == weekday)
    if right or not options:
        return piece._replace(options=right, weekday=weekday)
    if piece.bare is not None:
        day = coming_number(scene, piece.bare, weekday)
        if day is not None and day.weekday() == weekday:
            return one_day(piece.begin, piece.end, day, weekday=weekday)
    return piece._replace(problem=Problem.OTHER_WEEKDAY, weekday=weekday)


def neighbours(day: date, number: int) -> date | None:
    """Return the last day with this number up to ``day``: the "3" of "du 3 au 5 mars".

    >>> neighbours(date(2027, 3, 5), 3), neighbours(date(2027, 3, 5), 28)
    (datetime.date(2027, 3, 3), datetime.date(2027, 2, 28))
    """
    if number <= day.day:
        return day.replace(day=number)
    before = days_after(day.replace(day=1), -1)
    return day_of(before.year, before.month, number) if before else None


RULES = (
    Rule(
        name="date",
        starts=frozenset(("#",)),
        read=_date,
        examples=(
            ("24 novembre", "2026-11-24"),
            ("3 mars 2028", "2028-03-03"),
            ("1er dec", "2026-12-01"),
            ("24/12", "2026-12-24"),
            ("24-12-26", "2026-12-24"),
            ("2026-12-24T09:00", "2026-12-24T09:00"),
            ("31/11", "!no_such_day"),
            ("2026/12/24", "2026-12-24"),
            ("77-10-11-12-26", ""),
        ),
    ),
    Rule(
        name="the day",
        starts=frozenset(("le", "du", "au", "les")),
        read=_the_day,
        examples=(
            ("le 26", "2026-11-26"),
            ("le 20", "2026-12-20"),
            ("le 1er", "2026-12-01"),
            ("le 5 du mois prochain", "2026-12-05"),
            ("le premier décembre", "2026-12-01"),
            ("jusqu'au 28", "2026-11-24/2026-11-28"),
            ("le 15 de chaque mois", ""),
            ("le premier", ""),
            ("le 3 enfants", ""),
        ),
    ),
)
