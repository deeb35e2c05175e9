"""Hours: "15h30", "15:30", "quatorze heures trente", "8h et quart", "midi et demi", "15-17h".

Somebody who says "à 5h" may mean the afternoon: hours up to six have two readings, unless they are
written as on a digital clock ("05h30") or with a part of the day.
"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from engine.french.moments.dates import stands_alone
from engine.french.moments.durations import cue, measured
from engine.french.moments.records import Problem
from engine.french.moments.scene import COUNTED, Option, Piece, Rule, Scene, few

#: Hours that may be meant in the afternoon.
_DOUBTFUL = range(1, 7)
_PARTS = ("matin", "apresmidi", "soir", "nuit")
_AT = ("a", "vers", "avant", "apres", "entre", "jusque", "partir", "et", "des", "les", "heure")
#: Minutes before the hour: "moins dix".
_MINUTES_BEFORE = (5, 10, 20, 25)


class Clock(NamedTuple):
    """An hour as written."""

    end: int
    hour: int
    # May be negative: "moins le quart".
    minute: int = 0
    # Written as on a digital clock, or with "am" and "pm".
    exact: bool = False

    @property
    def exists(self) -> bool:
        """Tell whether there is such an hour; 24 is the end of the day."""
        return self.hour * 60 + self.minute <= 24 * 60 and self.minute < 60

    @property
    def hours(self) -> tuple[time, ...]:
        """The hours that may be meant."""
        minutes = (self.hour * 60 + self.minute) % (24 * 60)
        found = time(minutes // 60, minutes % 60)
        if self.exact or self.hour not in _DOUBTFUL:
            return (found,)
        return found, time((found.hour + 12) % 24, found.minute)


def read_clock(scene: Scene, place: int) -> Clock | None:
    """Read an hour at a number, whatever stands before it."""
    if not scene.is_number(place):
        return None
    number, unit, figures = scene.numbers[place], scene.word(place + 1), scene.figures(place)
    digital = figures == 2 and number < 10
    if unit == "heure":
        end, minute = read_minutes(scene, place + 2)
        return Clock(end, number, minute, digital)
    if unit in ("am", "pm") and 1 <= number <= 12:
        return Clock(place + 2, number % 12 + 12 * (unit == "pm"), exact=True)
    dotted = unit == "." and scene.word(place - 1) in ("a", "vers")
    if not (unit == ":" or dotted) or not 1 <= figures <= 2 or scene.figures(place + 2) != 2:
        return None
    if not (scene.words.glued(place + 1) and scene.words.glued(place + 2)):
        return None
    end = place + 3
    # Seconds of a text that a machine wrote.
    if scene.word(end) == ":" and scene.figures(end + 1) == 2:
        end += 2
    return Clock(end, number, scene.numbers[place + 2], digital)


def read_minutes(scene: Scene, place: int) -> tuple[int, int]:
    """Read what follows an hour: "30", "et demie", "moins le quart"; return its end and minutes."""
    word = scene.word(place)
    if word == "#":
        return _figured_minutes(scene, place)
    if word == "et" and scene.word(place + 1) in ("demi", "quart"):
        return place + 2, 30 if scene.word(place + 1) == "demi" else 15
    if word == "moins":
        after = scene.skip(place + 1, ("le", "un"), 1)
        if scene.word(place + 1) == "#" and scene.word(place + 2) == "quart":
            after = place + 2
        if scene.word(after) == "quart":
            return after + 1, -15
        if scene.is_number(place + 1) and scene.numbers[place + 1] in _MINUTES_BEFORE:
            return place + 2, -scene.numbers[place + 1]
    return place, 0


def _figured_minutes(scene: Scene, place: int) -> tuple[int, int]:
    minute, figures, glued = scene.numbers[place], scene.figures(place), scene.words.glued(place)
    following = scene.word(place + 1)
    if figures > 2 or (figures == 1 and not glued) or (minute > 59 and not glued) or minute < 0:
        return place, 0
    if not glued and (following == "heure" or following in COUNTED - {"minute"}):
        return place, 0
    return place + 1 + (following == "minute"), minute


# -- rules --------------------------------------------------------------------------------------


def _hour(scene: Scene, place: int) -> Piece | None:
    between = _short_range(scene, place)
    if between is not None:
        return between
    clock = read_clock(scene, place) if stands_alone(scene, place) else None
    if clock is None:
        return None
    if scene.word(clock.end) == "/" and scene.is_number(clock.end + 1) and clock.hour == 24:
        return Piece(place, clock.end + 2)  # "24h/24": no hour at all
    until = _short_end(scene, place, clock)
    if until is not None:
        return until
    if _is_duration(scene, place, clock):
        return measured(scene, place, clock.end, minutes=clock.hour * 60 + clock.minute)
    return of_clock(place, clock)


def of_clock(begin: int, clock: Clock) -> Piece:
    """Return the piece of an hour as written."""
    if not clock.exists:
        return Piece(begin, clock.end, problem=Problem.NO_SUCH_TIME)
    return Piece(begin, clock.end, tuple(Option(at=at) for at in clock.hours))


def _is_duration(scene: Scene, place: int, clock: Clock) -> bool:
    if scene.word(place + 1) != "heure":
        return False
    if cue(scene, place)[0]:
        return True
    said_when = scene.word(place - 1) in _AT or scene.word(scene.skip(clock.end)) in _PARTS
    if said_when:
        return False
    wordy_one = clock.hour == 1 and not scene.figures(place)
    return wordy_one or (clock.hour >= 24 and not clock.minute)


def _short_range(scene: Scene, place: int) -> Piece | None:
    """Read "15-17h", "de 9 à 12h", "entre 15 et 17h": the first hour without its unit."""
    sign, before = scene.word(place + 1), scene.word(scene.before(place))
    opened = (
        sign == "-" or (sign == "a" and before != "entre") or (sign == "et" and before == "entre")
    )
    if not opened or not scene.is_number(place) or scene.figures(place) > 2:
        return None
    if scene.words.glued(place) and not scene.word(place - 1).isalpha():
        return None
    last = read_clock(scene, place + 2)
    if last is None or not last.exists or scene.numbers[place] >= 24:
        return None
    first = Clock(place + 1, scene.numbers[place], exact=scene.figures(place) == 2)
    options = between(first.hours, last.hours)
    return Piece(place, last.end, options) if options else None


def _short_end(scene: Scene, place: int, clock: Clock) -> Piece | None:
    """Read "de 8h à 12", "entre 15h et 17": the last hour without its unit."""
    sign, last = scene.word(clock.end), clock.end + 1
    opener = scene.word(scene.before(place, ("l", "les")))
    opened = (sign == "a" and opener == "de") or (sign == "et" and opener == "entre")
    if not opened or not scene.is_number(last) or scene.figures(last) > 2 or not clock.exists:
        return None
    if scene.word(last + 1) in (*COUNTED, ":", "/") or scene.numbers[last] > 24:
        return None
    options = between(clock.hours, Clock(last + 1, scene.numbers[last]).hours)
    return Piece(place, last + 1, options) if options else None


def between(first: tuple[time, ...], last: tuple[time, ...]) -> tuple[Option, ...]:
    """Return the ranges from one hour to another: each begin with the nearest end behind it.

    >>> [f"{o.at:%H}-{o.at_until:%H}" for o in between((time(3), time(15)), (time(5), time(17)))]
    ['03-05', '15-17']
    >>> [f"{o.at:%H}-{o.at_until:%H}" for o in between((time(9),), (time(3), time(15)))]
    ['09-15']
    """
    ends = {*last, *(time(at.hour + 12, at.minute) for at in last if at.hour < 12)}
    found = []
    for begin in first:
        later = min((end for end in ends if end > begin), default=None)
        if later is not None:
            found.append(Option(at=begin, at_until=later))
    return few(found)


def _noon(scene: Scene, place: int) -> Piece | None:
    """Read "midi", "midi et demi", "minuit", "entre midi et deux"."""
    hour = 12 if scene.word(place) == "midi" else 0
    if hour and _until_two(scene, place):
        return Piece(place, place + 3, (Option(at=time(12), at_until=time(14)),))
    end, minute = read_minutes(scene, place + 1)
    piece = of_clock(place, Clock(end, hour or (24 if minute < 0 else 0), minute, exact=True))
    return with_today(scene, piece)


def _until_two(scene: Scene, place: int) -> bool:
    return (
        scene.word(place - 1) == "entre"
        and scene.word(place + 1) == "et"
        and scene.is_number(place + 2)
        and scene.numbers[place + 2] == 2
        and scene.word(place + 3) != "heure"
    )


def with_today(scene: Scene, piece: Piece) -> Piece:
    """Return a piece of hours as of today when "ce" or "cet" stands before it."""
    if scene.word(piece.begin - 1) not in ("ce", "cet", "cette", "set", "sette"):
        return piece
    options = tuple(option._replace(day=scene.today) for option in piece.options)
    return piece._replace(begin=piece.begin - 1, options=options)


RULES = (
    Rule(
        name="hour",
        starts=frozenset(("#",)),
        read=_hour,
        examples=(
            ("15h", "T15:00"),
            ("15:30", "T15:30"),
            ("quatorze heures trente", "T14:30"),
            ("9h moins le quart", "T08:45"),
            ("à 8h", "T08:00"),
            ("à 5h", "T05:00|T17:00"),
            ("05h30", "T05:30"),
            ("3 pm", "T15:00"),
            ("de 9 à 12h", "T09:00/12:00"),
            ("entre 15h et 17", "T15:00/17:00"),
            ("une heure", "PT1H"),
            ("à une heure", "T01:00|T13:00"),
            ("dans 2h", "2026-11-24T12:00"),
            ("sous 48h", "2026-11-24/2026-11-26"),
            ("à 25h", "!no_such_time"),
            ("24h/24", ""),
        ),
    ),
    Rule(
        name="noon and midnight",
        starts=frozenset(("midi", "minuit")),
        read=_noon,
        examples=(
            ("midi", "T12:00"),
            ("midi et demi", "T12:30"),
            ("minuit", "T00:00"),
            ("minuit moins le quart", "T23:45"),
            ("ce midi", "2026-11-24T12:00"),
            ("entre midi et deux", "T12:00/14:00"),
        ),
    ),
)
