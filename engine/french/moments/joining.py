"""Pieces that belong together: ranges, a day with its hour, one or the other, a correction.

Each function takes the pieces of a text in their order and returns them with some joined. What
stands between two pieces decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time, timedelta

from engine.french.moments.clock_times import between
from engine.french.moments.dates import neighbours, with_weekday
from engine.french.moments.records import LAST_MINUTE, Problem
from engine.french.moments.scene import (
    ARTICLES,
    Option,
    Piece,
    Scene,
    days_after,
    days_option,
    few,
)

#: Between a day and its hour.
_BESIDE = frozenset(
    {
        *ARTICLES,
        *("a", "au", "vers", "en", "dans", "pour", ",", "aux", "environs", "environ", "ci"),
        *("ce", "cet", "cette", "(", "t", "des", "sur", "plutot", "genre", ":", "-"),
    }
)
_OR = frozenset(("ou", "sinon", "soit", "oubien", "walla"))
_CORRECTING = frozenset(
    ("non", "plutot", "pardon", "erreur", "finalement", "oups", "euh", "desole")
)
_AROUND_OR = _BESIDE | {"bien", "alors", "meme", "encore", "peut", "etre"}
_UNTIL = (("a",), ("au",), ("-",), ("jusque",), ("jusque", "a"), ("jusque", "au"))
#: Who moves something from one day to another wants the other.
_MOVING = (
    "deplac",
    "decal",
    "report",
    "repouss",
    "avanc",
    "chang",
    "modif",
    "remett",
    "remis",
    "passer",
    "mett",
)
#: A range of days in which a weekday is looked for.
_WEEK = timedelta(days=7)
#: How many words before a range its verb is looked for.
_REACH = 12
_NIGHT_ENDS = time(6)
_NIGHT_BEGINS = time(20)

#: Texts with their reading, as those of the rules.
EXAMPLES = (
    ("du 3 au 5 mars", "2027-03-03/2027-03-05"),
    ("du lundi au mercredi", "2026-11-30/2026-12-02"),
    ("entre 15h et 17h", "T15:00/17:00"),
    ("de 9h à midi", "T09:00/12:00"),
    ("décaler de jeudi à samedi", "2026-11-28"),
    ("déplacer de jeudi 15h à samedi 10h", "2026-11-28T10:00"),
    ("jeudi, non samedi", "2026-11-28"),
    ("jeudi à 15h, pardon 16h", "2026-11-26T16:00"),
    ("jeudi ou samedi", "2026-11-26|2026-11-28"),
    ("jeudi à 15h ou samedi", "2026-11-26T15:00|2026-11-28"),
    ("le 3 et le 5 mars", "2027-03-03 + 2027-03-05"),
    ("demain mercredi", "2026-11-25"),
    ("demain jeudi", "2026-11-25!other_weekday"),
    ("la semaine prochaine, jeudi", "2026-12-03"),
    ("jeudi soir à 7h", "2026-11-26T19:00"),
    ("jeudi si possible pour mon fils, à 10h", "2026-11-26T10:00"),
    ("dimanche, après la messe", "2026-11-29!event"),
)

_Join = Callable[[Scene, Piece, Piece, tuple[str, ...]], Sequence[Piece] | None]


def join_all(scene: Scene, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that remain when all that belongs together is joined."""
    pieces = _without_loose(pieces)
    for join in (_corrected, _either, _sharpened, _same_day, _day_and_time):
        pieces = _neighbours(scene, pieces, join)
    for join in (_corrected, _moved, _either):
        pieces = _neighbours(scene, pieces, join)
    return _apart(pieces)


def join_ranges(scene: Scene, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "du 3 au 5", "entre 15h et 17h" as one each."""
    return _neighbours(scene, _neighbours(scene, pieces, _shared_month), _range)


def _neighbours(scene: Scene, pieces: list[Piece], join: _Join) -> list[Piece]:
    """Offer each piece with the one before it to ``join``; None leaves them as they are."""
    joined: list[Piece] = []
    for piece in pieces:
        gap = tuple(scene.texts[joined[-1].end : piece.begin]) if joined else ()
        together = join(scene, joined[-1], piece, gap) if joined else None
        if together is None:
            joined.append(piece)
        else:
            joined[-1:] = together
    return joined


def _alike(one: Piece, other: Piece) -> bool:
    """Tell whether both are days without hours, or both hours without days."""
    if one.length is not None or other.length is not None:
        return False
    sorts = [(piece.has_day, piece.has_time) for piece in (one, other)]
    return sorts[0] == sorts[1] and sorts[0] in ((True, False), (False, True))


# -- ranges -------------------------------------------------------------------------------------


def _shared_month(
    scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]
) -> Sequence[Piece] | None:
    """Read the "3" of "le 3 et le 5 mars", "du 3 au 5 mars"."""
    if one.bare is None or other.bare is not None or not other.options or len(gap) > 2:
        return None
    day = other.options[0].day
    before = neighbours(day, one.bare) if day is not None and other.weekday is None else None
    # "du 20 au 28 novembre" said on the 24th goes on; what is over goes together.
    if day is None or before is None or before < scene.today <= day:
        return None
    return (one._replace(options=(Option(day=before),), bare=None), other)


def _range(scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]) -> Sequence[Piece] | None:
    if not _alike(one, other) or one.soft != other.soft or not (one.options and other.options):
        return None
    said = tuple(word for word in gap if word not in ARTICLES)
    if not said and scene.word(other.begin) == "au":
        said = ("au",)
    opener = scene.before(one.begin)
    from_both = said == ("et",) and scene.word(opener) == "entre"
    if not from_both and said not in _UNTIL:
        return None
    if one.options[0].day_until or other.options[0].day_until:
        return None
    begin = opener if from_both else one.begin
    if not from_both and _moves(scene, one):
        return (other._replace(begin=one.begin),)
    options = _days(one, other) if one.has_day else _hours(one, other)
    return (Piece(begin, other.end, options),) if options else None


def _moved(scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]) -> Sequence[Piece] | None:
    """Read "déplacer de jeudi 15h à vendredi 10h": the second counts."""
    both = one.has_day and one.has_time and other.has_day
    if not both or gap not in _UNTIL or not _moves(scene, one):
        return None
    return (other._replace(begin=one.begin),)


def _moves(scene: Scene, piece: Piece) -> bool:
    before = scene.texts[max(0, piece.begin - _REACH) : piece.begin]
    return any(text.startswith(_MOVING) for text in before)


def _days(one: Piece, other: Piece) -> tuple[Option, ...]:
    found = []
    for first in one.options:
        for last in other.options:
            begin, end = first.day, last.day
            if begin is None or end is None:
                continue
            if end < begin and other.weekday is not None:
                end = days_after(end, 7 * ((begin - end).days // 7 + 1))
            if end is not None and end >= begin:
                found.append(days_option(begin, end))
                break
    return few(found)


def _hours(one: Piece, other: Piece) -> tuple[Option, ...]:
    first = tuple(option.at for option in one.options if option.at is not None)
    last = [option.at_until or option.at for option in other.options]
    return between(first, tuple(at for at in last if at is not None))


# -- one for the other --------------------------------------------------------------------------


def _corrected(
    scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]
) -> Sequence[Piece] | None:
    """Read "mardi, non jeudi": the second counts, with what only the first says."""
    if not gap or (not _CORRECTING.issuperset(gap) and not _corrects(gap)):
        return None
    if _alike(one, other):
        return (other._replace(begin=one.begin),)
    if one.has_day and one.has_time and other.has_day != other.has_time:
        return (other._replace(begin=one.begin, options=_inherit(one, other)),)
    return None


def _corrects(gap: tuple[str, ...]) -> bool:
    return not _CORRECTING.isdisjoint(gap) and (_BESIDE | _CORRECTING).issuperset(gap)


def _either(scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]) -> Sequence[Piece] | None:
    if _OR.isdisjoint(gap) or not (_OR | _AROUND_OR).issuperset(gap):
        return _listed(scene, one, other, gap)
    if _alike(one, other):
        return (_one_or(one, other),)
    if not (one.has_time and other.has_time) and not (one.has_day and other.has_day):
        return None
    if not one.has_time:
        one = one._replace(options=_inherit(other, one))
    if not other.has_day:
        other = other._replace(options=_inherit(one, other))
    return (_one_or(one, other),)


def _listed(scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]) -> Sequence[Piece] | None:
    """Read the comma of "jeudi, vendredi ou samedi", when an "ou" follows."""
    if gap != (",",) or not _alike(one, other) or one.problem or other.problem:
        return None
    return (_one_or(one, other),) if scene.word(other.end) in _OR else None


def _one_or(one: Piece, other: Piece) -> Piece:
    options = few((*one.options, *other.options))
    problem = None if options and not (one.problem and other.problem) else one.problem
    soft = one.soft and other.soft
    return Piece(one.begin, other.end, options, soft=soft, problem=problem)


def _inherit(giver: Piece, taker: Piece) -> tuple[Option, ...]:
    """Return the options of ``taker`` with the days, or the hours, that it does not say."""
    days = dict.fromkeys((option.day, option.day_until) for option in giver.options)
    hours = dict.fromkeys((option.at, option.at_until) for option in giver.options)
    if taker.has_day:
        return few(
            Option(option.day, option.day_until, *hour)
            for option in taker.options
            for hour in hours
        )
    return few(Option(*day, option.at, option.at_until) for day in days for option in taker.options)


# -- two that complete each other ---------------------------------------------------------------


def _sharpened(
    scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]
) -> Sequence[Piece] | None:
    """Read "8h du soir", "ce soir à 8h": the part of the day says which eight o'clock."""
    if not _BESIDE.issuperset(gap) or one.soft == other.soft:
        return None
    part, exact = (one, other) if one.soft else (other, one)
    if not (part.has_time and exact.has_time) or exact.has_day or not exact.options:
        return None
    begin_of_part = part.options[0].at
    if begin_of_part is None:
        return None
    day = part.options[0].day
    options = few(
        Option(day, None, _in_part(begin_of_part, option.at), _in_part_end(begin_of_part, option))
        for option in exact.options
    )
    return (Piece(one.begin, other.end, options),)


def _in_part(part: time, at: time | None) -> time | None:
    """Return the hour of the half of the day that is meant.

    >>> _in_part(time(17), time(8)), _in_part(time(6), time(17)), _in_part(time(20), time(2))
    (datetime.time(20, 0), datetime.time(5, 0), datetime.time(2, 0))
    """
    if at is None:
        return None
    night = part >= _NIGHT_BEGINS and at.replace(hour=at.hour % 12) < _NIGHT_ENDS
    evening = part.hour >= 12 and not night
    if evening and at.hour < 12:
        return at.replace(hour=at.hour + 12)
    if not evening and 12 < at.hour < 19:
        return at.replace(hour=at.hour - 12)
    return at


def _in_part_end(part: time, option: Option) -> time | None:
    end = option.at_until
    return end if end == LAST_MINUTE else _in_part(part, end)


def _same_day(
    scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]
) -> Sequence[Piece] | None:
    """Read "demain mardi", "la semaine prochaine, mardi": both are about one day."""
    if not _BESIDE.issuperset(gap) or not (one.has_day and other.has_day):
        return None
    if (one.weekday is None) == (other.weekday is None) or one.has_time or other.has_time:
        return None
    named, plain = (one, other) if other.weekday is None else (other, one)
    if named.weekday is None or not plain.options or plain.problem is not None:
        return None
    day, until = plain.options[0][:2]
    if day is None:
        return None
    if until is None:
        found = with_weekday(scene, plain, named.weekday)
    elif until - day < _WEEK:
        # Of a week that has begun, days that are over do not count.
        on = days_after(day, (named.weekday - day.weekday()) % 7)
        if on is None or on > until:
            return None
        found = plain._replace(options=(Option(day=on),), weekday=named.weekday)
    else:
        return None
    return (found._replace(begin=one.begin, end=other.end),)


def _day_and_time(
    scene: Scene, one: Piece, other: Piece, gap: tuple[str, ...]
) -> Sequence[Piece] | None:
    return (_completed(one, other),) if _complete(one, other) and _BESIDE.issuperset(gap) else None


def _complete(one: Piece, other: Piece) -> bool:
    """Tell whether one says the day only and the other the hour only."""
    if one.length is not None or other.length is not None:
        return False
    days, hours = one.has_day + other.has_day, one.has_time + other.has_time
    return days == 1 and hours == 1 and one.has_day != one.has_time


def _completed(one: Piece, other: Piece) -> Piece:
    day, hour = (one, other) if one.has_day else (other, one)
    options = few(
        Option(a.day, a.day_until, b.at, b.at_until)
        for a in day.options or (Option(),)
        for b in hour.options or (Option(),)
    )
    empty = not day.options and not hour.options
    return Piece(
        one.begin,
        other.end,
        () if empty else options,
        soft=hour.soft,
        problem=day.problem or hour.problem,
    )


# -- the whole text -----------------------------------------------------------------------------


def _without_loose(pieces: list[Piece]) -> list[Piece]:
    """Leave out "n'importe quand" and "maintenant" where a day is said."""
    loose = [piece for piece in pieces if piece.soft and piece.has_day and _is_loose(piece)]
    others = [piece for piece in pieces if piece not in loose and piece.has_day]
    return [piece for piece in pieces if piece not in loose] if others else pieces


def _is_loose(piece: Piece) -> bool:
    return piece.options[0].at is None or piece.options[0].at_until is None


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Join the only day and the only hour of a text, whatever stands between them."""
    told = [piece for piece in pieces if piece.length is None]
    if len(told) != 2 or not _complete(*told) or Problem.EVENT in (p.problem for p in told):
        return pieces
    joined = _completed(*told)
    kept = [piece for piece in pieces if piece not in told]
    return sorted([joined, *kept], key=lambda piece: piece.begin)
