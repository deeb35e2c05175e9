"""What a person says when free slots are looked for, and what is remembered of it. Pure.

    search = Search.of(turn.value("recherche_creneau"))
    heard = understand("plutôt jeudi", search, free, now)
    heard.wish                       # Wish(first=jeudi …): look again
    heard.slot                       # set instead when the words name one free slot: "le premier"

An answer may be a tap (the id of a slot), the place of an offered one, an hour, a day, or both.
What can be read in two ways is asked about, unless only one of them is free.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from engine.appointments.calendar import Slot
from engine.appointments.wishes import Wish, exact, read_wish
from engine.flows.values import fold
from engine.french.moments import Kind, Moment, Problem, read_moments

#: Value of a button instead of a slot: more of them, or as soon as possible.
MORE, SOONEST = "autres", "au_plus_tot"

_MORE = re.compile(
    r"(?:d )?autres?(?: (?:horaires?|heures?|creneaux?|dates?|jours?|choix))?(?: svp)?"
)
_SOONEST = re.compile(
    r"(?:le |au )?plus (?:tot|vite)(?: possible)?|des que possible|n importe(?: quand)?|"
    r"peu importe|quand vous voulez|comme vous voulez"
)
_PLACE = re.compile(
    r"(?:je (?:prends|choisis|veux) |plutot |ok |oui )?(?:le |la |l )?(?P<place>\w+)"
    r"(?: (?:horaire|creneau|choix|proposition))?(?: svp| s il vous plait| merci)?"
)
_PLACES: Mapping[str, int] = dict(
    premier=0,
    premiere=0,
    deuxieme=1,
    second=1,
    seconde=1,
    troisieme=2,
    dernier=-1,
    derniere=-1,
    **{"1er": 0, "1ere": 0, "2e": 1, "2eme": 1, "3e": 2, "3eme": 2},
)


class Trouble(enum.StrEnum):
    """Why words about a moment cannot be followed."""

    UNKNOWN = "unknown"  # no day and no hour in them
    PAST = "past"
    IMPOSSIBLE = "impossible"  # 30 February, 25 o'clock
    EVENT = "event"  # after mass: the words do not say when


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was said and shown so far; kept in slot ``recherche_creneau``."""

    # None while nothing was wished.
    wish: Wish | None = None
    # Something was said about when, if only "as soon as possible".
    begun: bool = False
    # Ids of the slots on the screen, in order.
    offered: tuple[str, ...] = ()
    # Ids of slots that were shown and not taken.
    passed: tuple[str, ...] = ()
    # What the last words may have meant, to be asked about.
    doubts: tuple[Wish, ...] = ()

    @classmethod
    def of(cls, value: Any) -> Self:
        """Read :meth:`to_json` back; anything else is a new search."""
        if not isinstance(value, Mapping):
            return cls()
        return cls(
            wish=read_wish(str(value.get("souhait") or "")),
            begun=value.get("commencee") is True,
            offered=tuple(map(str, value.get("proposes") or ())),
            passed=tuple(map(str, value.get("passes") or ())),
            doubts=tuple(filter(None, map(read_wish, value.get("doutes") or ()))),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the search as JSON values."""
        return {
            "souhait": self.wish.notation if self.wish else "",
            "commencee": self.begun,
            "proposes": list(self.offered),
            "passes": list(self.passed),
            "doutes": [wish.notation for wish in self.doubts],
        }

    def wishing(self, wish: Wish | None) -> Self:
        """Return the search after somebody said when they would like to come."""
        return replace(self, wish=wish, begun=True, passed=(), doubts=())

    def doubting(self, doubts: Sequence[Wish]) -> Self:
        """Return the search after words that mean several things."""
        return replace(self, begun=True, doubts=tuple(doubts))

    def going_on(self) -> Self:
        """Return the search after somebody wanted other slots than those on the screen."""
        shown = dict.fromkeys([*self.passed, *self.offered])
        return replace(self, begun=True, passed=tuple(shown), doubts=())

    def without(self, slot_id: str) -> Self:
        """Return the search after somebody else was faster."""
        return replace(self, begun=True, passed=(*self.passed, slot_id), doubts=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an answer means; exactly one field says it."""

    # Id of the slot that was chosen.
    slot: str = ""
    more: bool = False
    soonest: bool = False
    wish: Wish | None = None
    doubts: tuple[Wish, ...] = ()
    trouble: Trouble | None = None


def understand(
    answer: str,
    search: Search,
    free: Sequence[Slot],
    now: datetime,
    *,
    days: Sequence[tuple[str, date]] = (),
    typed: str = "",
) -> Heard:
    """Return what ``answer`` means, given what is on the screen.

    ``answer`` is an id, the notation of a moment, or words; ``typed`` the words of the message, if
    they are at hand: "le premier" is the first slot rather than the first of the month. ``now`` is
    on the clocks of the place.
    """
    if Slot.parse(answer) is not None:
        return Heard(slot=answer)
    words = fold(typed or answer)
    if answer == MORE or _MORE.fullmatch(words):
        return Heard(more=True)
    if answer == SOONEST or _SOONEST.fullmatch(words):
        return Heard(soonest=True)
    place = place_said(words, search.offered)
    if place:
        return Heard(slot=place)
    moment = _moment(answer, now, days)
    if moment is None:
        return Heard(trouble=Trouble.UNKNOWN)
    wishes = [wish for reading in moment.readings if (wish := _wish(reading)) is not None]
    if not wishes:
        return Heard(trouble=_trouble(moment))
    return _among(wishes, search, free, now)


def place_said(text: str, offered: Sequence[str]) -> str:
    """Return which of the things on the screen is meant by its place; empty for other words.

    >>> place_said("Le deuxième, svp", ["a", "b", "c"])
    'b'
    """
    found = _PLACE.fullmatch(fold(text))
    place = _PLACES.get(found["place"]) if found else None
    if place is None or not offered or place >= len(offered):
        return ""
    return offered[place]


def _moment(answer: str, now: datetime, days: Sequence[tuple[str, date]]) -> Moment | None:
    written = Moment.parse(answer)
    if written is not None:
        return written
    found = [m for m in read_moments(answer, now, days=days) if m.kind is not Kind.DURATION]
    return found[0] if found else None


def _wish(reading: Moment) -> Wish | None:
    # The weekday that does not go with a date is settled by the recapitulation, which names both.
    return Wish.of(reading) if reading.problem in (None, Problem.OTHER_WEEKDAY) else None


def _trouble(moment: Moment) -> Trouble:
    problems = {reading.problem for reading in moment.readings}
    if Problem.PAST in problems:
        return Trouble.PAST
    if problems & {Problem.NO_SUCH_DAY, Problem.NO_SUCH_TIME}:
        return Trouble.IMPOSSIBLE
    return Trouble.EVENT if problems & {Problem.EVENT, Problem.UNKNOWN_DAY} else Trouble.UNKNOWN


def _among(wishes: Sequence[Wish], search: Search, free: Sequence[Slot], now: datetime) -> Heard:
    """Choose among the readings of one moment: what is on the screen first, then what is free."""
    zone = now.tzinfo
    assert zone is not None

    def here(slot: Slot) -> datetime:
        return slot.starts.astimezone(zone)

    shown = [slot for slot in free if slot.id in search.offered]
    same_hour = [
        slot
        for wish in wishes
        if wish.first is None and wish.begins is not None and wish.ends is None
        for slot in shown
        if wish.has_time(here(slot).time())
    ]
    if len(same_hour) == 1:
        return Heard(slot=same_hour[0].id)
    complete = list(dict.fromkeys(wish.after(search.wish) for wish in wishes))
    on_the_day = [w for w in complete if any(w.has_day(here(s).date()) for s in free)]
    just_so = [
        w
        for w in on_the_day
        if any(w.has_day(here(s).date()) and w.has_time(here(s).time()) for s in free)
    ]
    likely = just_so or on_the_day or complete[:1]
    if len(likely) > 1:
        return Heard(doubts=tuple(likely))
    [wish] = likely
    found = exact(free, wish, zone)
    return Heard(wish=wish) if found is None else Heard(slot=found.id)
