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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from actions.scheduling.shifting import (
    Base,
    Change,
    concerns_days,
    is_excluded,
    read_change,
    shifted,
)
from engine.appointments.calendar import Slot
from engine.appointments.wishes import Wish, exact, read_wish
from engine.flows.assent import assent, refuses
from engine.flows.values import fold
from engine.french.moments import Kind, Moment, Problem, read_moments
from engine.french.shifts import Way

#: Value of a button instead of a slot: more of them, or as soon as possible.
MORE, SOONEST = "autres", "au_plus_tot"

_MORE = re.compile(r"(?:d )?autres?(?: (?:horaires?|creneaux?|choix))?(?: svp)?")
_SOONEST = re.compile(
    r"(?:(?:bon|ok|alors|oui|ben|bah|non) )*"
    r"(?:(?:le |au )?plus (?:tot|vite)(?: possible)?|des que possible|n importe(?: quand)?|"
    r"peu importe|quand vous voulez|comme vous voulez)(?: (?:alors|svp|s il vous plait|merci))*"
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
    WHICH = "which"  # a yes to several slots
    LATER, EARLIER = "later", "earlier"  # nothing is free then on that day


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was said and shown so far; kept in slot ``recherche_creneau``."""

    # None while nothing was wished.
    wish: Wish | None = None
    # Hours that were said for themselves: they hold on whatever day comes next.
    hours: Wish | None = None
    # Something was said about when, if only "as soon as possible".
    begun: bool = False
    # Ids of the slots on the screen, in order.
    offered: tuple[str, ...] = ()
    # Ids of slots that were shown and not taken.
    passed: tuple[str, ...] = ()
    # What the last words may have meant, to be asked about.
    doubts: tuple[Wish, ...] = ()
    # Notations of days and hours that are not wanted.
    without: tuple[str, ...] = ()
    # Id of the slot that was chosen last: "later" is later than that.
    settled: str = ""
    # Why the wish cannot be met was said already.
    excused: bool = False

    @classmethod
    def of(cls, value: Any) -> Self:
        """Read :meth:`to_json` back; anything else is a new search."""
        if not isinstance(value, Mapping):
            return cls()
        return cls(
            wish=read_wish(str(value.get("souhait") or "")),
            hours=read_wish(str(value.get("heures") or "")),
            begun=value.get("commencee") is True,
            offered=tuple(map(str, value.get("proposes") or ())),
            passed=tuple(map(str, value.get("passes") or ())),
            doubts=tuple(filter(None, map(read_wish, value.get("doutes") or ()))),
            without=tuple(map(str, value.get("sauf") or ())),
            settled=str(value.get("retenu") or ""),
            excused=value.get("excuse") is True,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the search as JSON values."""
        return {
            "souhait": self.wish.notation if self.wish else "",
            "heures": self.hours.notation if self.hours else "",
            "commencee": self.begun,
            "proposes": list(self.offered),
            "passes": list(self.passed),
            "doutes": [wish.notation for wish in self.doubts],
            "sauf": list(self.without),
            "retenu": self.settled,
            "excuse": self.excused,
        }

    def wishing(self, wish: Wish | None) -> Self:
        """Return the search after somebody said when they would like to come.

        A day that is named is wanted, whatever was refused before; so is an hour.
        """
        without = tuple(
            refused
            for refused in self.without
            if not (wish and (wish.first if concerns_days(refused) else wish.begins))
        )
        return replace(
            self, wish=wish, begun=True, passed=(), doubts=(), without=without, excused=False
        )

    def doubting(self, doubts: Sequence[Wish]) -> Self:
        """Return the search after words that mean several things."""
        return replace(self, begun=True, doubts=tuple(doubts))

    def going_on(self) -> Self:
        """Return the search after somebody wanted other slots than those on the screen."""
        shown = dict.fromkeys([*self.passed, *self.offered])
        return replace(self, begun=True, passed=tuple(shown), doubts=())

    def missing(self, slot_id: str) -> Self:
        """Return the search after somebody else was faster."""
        return replace(self, begun=True, passed=(*self.passed, slot_id), doubts=())

    def refusing(self, without: Sequence[str]) -> Self:
        """Return the search after somebody said what they do not want."""
        told = dict.fromkeys([*self.without, *without])
        return replace(self, begun=True, without=tuple(told), doubts=())

    def wants(self, moment: datetime) -> bool:
        """Tell whether ``moment``, on the clocks of the place, was not refused."""
        return not any(is_excluded(moment, refused) for refused in self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an answer means."""

    # Id of the slot that was chosen.
    slot: str = ""
    more: bool = False
    soonest: bool = False
    # The question when is asked again from the beginning.
    anew: bool = False
    wish: Wish | None = None
    # Hours that hold for other days too.
    hours: Wish | None = None
    doubts: tuple[Wish, ...] = ()
    # Notations of what is not wanted.
    without: tuple[str, ...] = ()
    # Id of a slot that shall not be offered again.
    passed: str = ""
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

    ``answer`` is an id, the notation of a moment or of a change, or words; ``typed`` the words of
    the message, if they are at hand: "le premier" is the first slot rather than the first of the
    month. ``now`` is on the clocks of the place.
    """
    if Slot.parse(answer) is not None:
        return Heard(slot=answer)
    words = fold(typed or answer)
    if answer == MORE or (_MORE.fullmatch(words) and not search.settled):
        return Heard(more=True)
    if answer == SOONEST or (_SOONEST.fullmatch(words) and not search.settled):
        return Heard(soonest=True)
    agreed = assent(typed or answer)
    if agreed is not None and search.offered:
        return _agreed(agreed, search.offered)
    place = place_said(words, search.offered or [wish.notation for wish in search.doubts])
    if place:
        wish = read_wish(place)
        return Heard(slot=place) if wish is None else _among([wish], search, free, now)
    change = read_change(answer, now, days=tuple(days))
    if change is not None:
        return _changed(change, search, free, now)
    moment = _moment(answer, now, days)
    if moment is None:
        # "Non désolé": a no that names nothing else wants something else all the same.
        more = bool(search.offered) and refuses(words)
        return Heard(more=True) if more else Heard(trouble=Trouble.UNKNOWN)
    return _meant(moment, search, free, now)


def _agreed(agreed: bool, offered: Sequence[str]) -> Heard:
    """Follow a plain yes or no to what is on the screen."""
    if not agreed:
        return Heard(more=True)
    single = len(offered) == 1
    return Heard(slot=offered[0]) if single else Heard(trouble=Trouble.WHICH)


def _meant(moment: Moment, search: Search, free: Sequence[Slot], now: datetime) -> Heard:
    wishes = [wish for reading in moment.readings if (wish := _wish(reading)) is not None]
    return _among(wishes, search, free, now) if wishes else Heard(trouble=_trouble(moment))


def _changed(change: Change, search: Search, free: Sequence[Slot], now: datetime) -> Heard:
    """Follow a change: from the moment beside it, or from what was settled or shown."""
    search = replace(search, without=(*search.without, *change.without))
    wanted = [slot for slot in free if search.wants(slot.starts.astimezone(now.tzinfo))]
    moment = Moment.parse(change.moment) if change.moment else None
    base = base_of(search, free, now)
    aside = change.way is not None and moment is not None and moment.day is None
    if moment is not None and not (aside and change.way in (Way.LATER, Way.EARLIER)):
        heard = _meant(moment, search, wanted, now)
        return replace(heard, without=change.without)
    if change.way is None:
        # "Not Tuesday", of the slot that was chosen or of those on the screen.
        return Heard(wish=_still(search), without=change.without)
    if base is None:
        soonest = change.way is Way.EARLIER
        return Heard(soonest=soonest, more=not soonest) if search.begun else Heard(anew=True)
    return _shifted(change.way, base, search, wanted, now)


def _shifted(way: Way, base: Base, search: Search, wanted: Sequence[Slot], now: datetime) -> Heard:
    # At the same hour, for the day is what does not suit.
    elsewhere = Wish(begins=base.first)
    today = (base.day.isoformat(),)
    if way is Way.OTHER:
        return Heard(anew=True) if search.settled else Heard(more=True)
    wish = shifted(way, base)
    if wish is None:
        return Heard(wish=elsewhere, without=today)
    if way not in (Way.LATER, Way.EARLIER):
        return Heard(wish=wish, passed=search.settled if way is Way.OTHER_HOUR else "")
    here = [slot.starts.astimezone(now.tzinfo) for slot in wanted]
    if any(wish.has_day(at.date()) and wish.has_time(at.time()) for at in here):
        return Heard(wish=wish)
    trouble = Trouble.LATER if way is Way.LATER else Trouble.EARLIER
    return Heard(wish=elsewhere, without=today, trouble=trouble)


def _still(search: Search) -> Wish | None:
    """Return what is wished beside what was just refused: the refused day is not."""
    wish = search.wish
    if wish is not None and wish.is_one_day and any(map(concerns_days, search.without)):
        return replace(wish, first=None, last=None)
    return wish


def base_of(search: Search, free: Sequence[Slot], now: datetime) -> Base | None:
    """Return from where "later" counts: the slot settled last, or the one day on the screen."""
    settled = Slot.parse(search.settled)
    starts = [settled.starts] if settled else [s.starts for s in free if s.id in search.offered]
    here = [moment.astimezone(now.tzinfo) for moment in starts]
    if len({moment.date() for moment in here}) != 1:
        return None
    clocks = [moment.time() for moment in here]
    return Base(day=here[0].date(), first=min(clocks), last=max(clocks))


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

    def fits(wish: Wish, slot: Slot) -> bool:
        return wish.has_day(here(slot).date()) and wish.has_time(here(slot).time())

    day_alone = all(w.begins is None and w.ends is None for w in wishes)
    hours = next((w for w in wishes if w.first is None), search.hours if day_alone else None)
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
    complete = list(dict.fromkeys(known for wish in wishes for known in _known(wish, search, now)))
    on_the_day = [w for w in complete if any(w.has_day(here(s).date()) for s in free)]
    just_so = [w for w in on_the_day if any(fits(w, s) for s in free)]
    likely = just_so or on_the_day or complete[:1]
    if len(likely) > 1:
        return Heard(doubts=tuple(likely), hours=hours)
    [wish] = likely
    found = exact(free, wish, zone)
    return Heard(wish=wish, hours=hours) if found is None else Heard(slot=found.id)


def _known(wish: Wish, search: Search, now: datetime) -> Iterator[Wish]:
    """Yield ``wish`` completed with what was said before.

    An hour goes with the days in doubt, with the day wished, or with that of the slot that was
    chosen. A day takes the hours that were said for themselves, or the very hour that was wished;
    "this evening" does not make every other day an evening.
    """
    if wish.first is None:
        settled = Slot.parse(search.settled)
        if search.doubts:
            of_that_hour = [doubt for doubt in search.doubts if doubt.begins == wish.begins]
            for doubt in of_that_hour or search.doubts:
                yield wish.after(doubt)
        elif search.wish is None and settled is not None:
            day = settled.starts.astimezone(now.tzinfo).date()
            yield replace(wish, first=day, last=day)
        else:
            yield wish.after(search.wish)
    elif wish.begins is None and wish.ends is None:
        earlier = search.wish
        is_point = earlier is not None and earlier.begins is not None and earlier.ends is None
        yield wish.after(search.hours or (earlier if is_point else None))
    else:
        yield wish
