"""From a text to its moments: pieces are read word by word, joined, and told in full.

>>> from datetime import UTC, datetime
>>> [m.notation for m in read_moments("demain 15h", datetime(2026, 11, 24, tzinfo=UTC))]
['2026-11-25T15:00']
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from engine.french.moments import (
    clock_times,
    dates,
    day_parts,
    durations,
    events,
    named_days,
    near_days,
    ordinals,
    periods,
    weekdays,
)
from engine.french.moments.bounds import bounded
from engine.french.moments.joining import join_all, join_ranges
from engine.french.moments.named_days import index_names, named_day
from engine.french.moments.records import Moment, Problem, one_of
from engine.french.moments.scene import Option, Piece, Rule, Scene

#: In this order they are tried at a word; the first that reads there counts.
RULES: tuple[Rule, ...] = (
    *near_days.RULES,
    *ordinals.RULES,
    *periods.RULES,
    *weekdays.RULES,
    *named_days.RULES,
    *clock_times.RULES,
    *durations.RULES,
    *dates.RULES,
    *day_parts.RULES,
    *events.RULES,
)


def _by_start(rules: Sequence[Rule]) -> dict[str, tuple[Rule, ...]]:
    starts = {start for rule in rules for start in rule.starts}
    return {start: tuple(rule for rule in rules if start in rule.starts) for start in starts}


_BY_START = _by_start(RULES)


def read_moments(
    text: str, now: datetime, *, days: Sequence[tuple[str, date]] = ()
) -> tuple[Moment, ...]:
    """Return the moments that a text names, in their order, as said at ``now``.

    Args:
        text: any text.
        now: aware; days and hours are those of its zone. Raises ``ValueError`` for a naive one.
        days: named days; of a name that comes several times, the first day that is not past counts.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    scene = Scene(text, now, index_names(tuple(days)) if days else {})
    pieces = _read_pieces(scene)
    if not pieces:
        return ()
    told = [bounded(scene, piece) for piece in join_ranges(scene, pieces)]
    joined = join_all(scene, [piece for piece in told if piece is not None])
    return tuple(_moment(scene, piece) for piece in joined)


def read_spans(text: str, now: datetime) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of the words that tell a day, an hour or a part of the day, in order.

    >>> read_spans("mardi la messe de 10h30", datetime(2026, 11, 24, tzinfo=UTC))
    ((0, 5), (18, 23))
    """
    scene = Scene(text, now, {})
    return tuple(scene.words.span(piece.begin, piece.end) for piece in _read_pieces(scene))


def _read_pieces(scene: Scene) -> list[Piece]:
    pieces: list[Piece] = []
    place, last = 0, len(scene.words)
    while place < last:
        piece = _piece_at(scene, place)
        if piece is None:
            place += 1
            continue
        place = scene.last_end = piece.end
        # A piece without a meaning only keeps its words from others: "24h/24".
        if piece.options or piece.problem or piece.length is not None:
            pieces.append(piece)
    return pieces


def _piece_at(scene: Scene, place: int) -> Piece | None:
    word = scene.texts[place]
    if word in scene.named:
        piece = named_day(scene, place)
        if piece is not None:
            return piece
    for rule in _BY_START.get(word, ()):
        piece = rule.read(scene, place)
        if piece is not None:
            return piece
    return None


# -- told in full -------------------------------------------------------------------------------


def _moment(scene: Scene, piece: Piece) -> Moment:
    start, end = scene.words.span(piece.begin, piece.end)
    if piece.length is not None or not piece.options:
        return Moment(start=start, end=end, length=piece.length, problem=piece.problem)
    readings = [_reading(scene, option, piece.problem) for option in piece.options]
    # A reading that cannot be is no reading when another can: "à 3h" said at ten.
    possible = [reading for reading in readings if reading.problem == piece.problem]
    return one_of(possible or readings, start=start, end=end)


def _reading(scene: Scene, option: Option, problem: Problem | None) -> Moment:
    day, day_until, at, at_until = option
    if problem is None and day is not None:
        if _is_over(scene.now, option):
            problem = Problem.PAST
        elif at is not None and at_until is None and day_until is None:
            problem = _left_out(scene.now, option)
    return Moment(day=day, day_until=day_until, at=at, at_until=at_until, problem=problem)


def _is_over(now: datetime, option: Option) -> bool:
    day, day_until, at, at_until = option
    last = day_until or day
    if last is None or last != now.date():
        return last is not None and last < now.date()
    if at_until is not None:
        return at_until <= now.time()
    return at is not None and at < now.time().replace(second=0, microsecond=0)


def _left_out(now: datetime, option: Option) -> Problem | None:
    """Return the problem of an hour that the clocks of the place skip that day."""
    if option.day is None or option.at is None:
        return None
    try:
        moment = datetime.combine(option.day, option.at, tzinfo=now.tzinfo)
        there = moment.astimezone(UTC).astimezone(now.tzinfo)
    except OverflowError:
        return None
    return None if there.time() == option.at else Problem.NO_SUCH_TIME
