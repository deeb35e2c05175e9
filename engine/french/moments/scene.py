"""What a rule sees, and what it makes: the words with the day they are said, and pieces of moments.

A rule reads at one word and returns a :class:`Piece`, or None when its words do not stand there.
Pieces that belong together ("mardi", "à 15h") are joined afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from engine.french.moments.records import MOST_READINGS, NO_LAST_DAY, Problem
from engine.french.moments.words import NUMBER, Words, read_words

#: Words that may stand before a day or an hour and say nothing.
ARTICLES = frozenset(("le", "la", "les", "l", "de", "du", "des", "d"))
#: Problems that concern the day, in its stead or with it.
DAY_PROBLEMS = (Problem.NO_SUCH_DAY, Problem.UNKNOWN_DAY, Problem.OTHER_WEEKDAY)
#: What makes a number a count of something, no day and no hour.
COUNTED = frozenset(
    {
        *("an", "ans", "personne", "personnes", "enfant", "enfants", "jour", "semaine", "mois"),
        *("minute", "heure", "fois", "messe", "messes", "f", "fcfa", "cfa", "franc", "francs"),
        *("piece", "pieces", "e", "eme", "ieme", "nd", "nde", "euros", "mille", "km", "kg"),
        *("places", "photos", "copies", "adultes", "filles", "garcons", "fils", "%", "annees"),
    }
)


#: "Bonne soirée !" is no appointment.
WISHES = frozenset(("bon", "bonne", "belle", "excellente", "bn", "bne", "bons", "bonnes"))


class Option(NamedTuple):
    """One reading of a piece; see :class:`engine.french.moments.records.Moment`."""

    day: date | None = None
    day_until: date | None = None
    at: time | None = None
    at_until: time | None = None


class Piece(NamedTuple):
    """Some words in a row with one meaning, or a few possible ones."""

    # The words, from ``begin`` up to ``end``, which is not included.
    begin: int
    end: int
    options: tuple[Option, ...] = ()
    # A part of the day ("matin") or any day ("le plus tôt possible"): gives way to what is exact.
    soft: bool = False
    # The weekday that was named, 0 for Monday.
    weekday: int | None = None
    # The day of a month that was not named: "le 3" of "le 3 ou le 5 mars".
    bare: int | None = None
    length: timedelta | None = None
    problem: Problem | None = None

    @property
    def has_day(self) -> bool:
        """Tell whether it is about a day."""
        if self.options and self.options[0].day is not None:
            return True
        return self.problem in DAY_PROBLEMS

    @property
    def has_time(self) -> bool:
        """Tell whether it is about an hour."""
        if self.options and self.options[0].at is not None:
            return True
        return self.problem in (Problem.NO_SUCH_TIME, Problem.EVENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to say a day or an hour."""

    name: str
    # Words at which it may read; a number is "#".
    starts: frozenset[str]
    read: Callable[[Scene, int], Piece | None]
    # Texts with their reading, said on Tuesday 24 November 2026 at ten; a test reads them.
    examples: tuple[tuple[str, str], ...]


class Scene:
    """The words of one text, said at one moment."""

    __slots__ = ("last_end", "named", "now", "numbers", "texts", "today", "words")

    def __init__(self, text: str, now: datetime, named: NamedDays) -> None:
        self.words: Words = read_words(text)
        self.texts = self.words.texts
        self.numbers = self.words.numbers
        self.now = now
        self.today = now.date()
        # First word of a named day -> its other words and its days, the longest name first.
        self.named = named
        # Where the piece before ended.
        self.last_end = -1

    def word(self, place: int) -> str:
        """Return a word; an empty one beyond either end."""
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def is_number(self, place: int) -> bool:
        """Tell whether a number stands there that can count days or hours."""
        return self.word(place) == NUMBER and self.numbers[place] >= 0

    def figures(self, place: int) -> int:
        """Return how many figures a number has; 0 for one in words, or no number."""
        return self.words.digits[place] if 0 <= place < len(self.texts) else 0

    def skip(self, place: int, words: Collection[str] = ARTICLES, most: int = 3) -> int:
        """Return the place behind at most ``most`` of ``words``."""
        while most and self.word(place) in words:
            place, most = place + 1, most - 1
        return place

    def before(self, place: int, words: Collection[str] = ARTICLES, most: int = 3) -> int:
        """Return the last place before ``place`` that holds none of ``words``; -1 for none."""
        place -= 1
        while most and place >= 0 and self.word(place) in words:
            place, most = place - 1, most - 1
        return place

    def follows(self, place: int, *words: str) -> bool:
        """Tell whether these words stand from ``place`` on."""
        return all(self.word(place + number) == word for number, word in enumerate(words))


#: First word of a named day -> (all its words, its days in order), the longest name first.
NamedDays = dict[str, list[tuple[tuple[str, ...], tuple[date, ...]]]]


def days_after(day: date, number: int) -> date | None:
    """Return the day ``number`` days later, or None where the calendar ends."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return None


def months_after(day: date, number: int) -> date | None:
    """Return the same day of a later month, or the last one when that month is shorter."""
    years, month = divmod(day.month - 1 + number, 12)
    for number_of_day in range(day.day, 27, -1):
        found = day_of(day.year + years, month + 1, number_of_day)
        if found is not None:
            return found
    return day_of(day.year + years, month + 1, min(day.day, 28))


def day_of(year: int, month: int, number: int) -> date | None:
    """Return a day, or None when there is no such day."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def one_day(begin: int, end: int, *days: date | None, weekday: int | None = None) -> Piece:
    """Return the piece of a day, or of several possible ones; None stands for no such day."""
    options = tuple(Option(day=day) for day in days if day is not None)
    if not options:
        return Piece(begin, end, problem=Problem.NO_SUCH_DAY)
    return Piece(begin, end, options, weekday=weekday)


def day_range(
    scene: Scene, begin: int, end: int, first: date | None, last: date | None, *, soft: bool = False
) -> Piece:
    """Return the piece of some days: of those that are not over, when any is left."""
    if first is None or last is None:
        return Piece(begin, end, problem=Problem.NO_SUCH_DAY)
    if first < scene.today <= last:
        first = scene.today
    return Piece(begin, end, (days_option(first, last),), soft=soft)


def days_option(first: date, last: date) -> Option:
    """Return the option of some days, or of one."""
    return Option(day=first, day_until=last if last > first else None)


def week_of(day: date) -> tuple[date | None, date | None]:
    """Return Monday and Sunday of the week of ``day``."""
    monday = days_after(day, -day.weekday())
    return monday, days_after(monday, 6) if monday else None


def open_end(day: date) -> Option:
    """Return the days from ``day`` on."""
    return Option(day=day, day_until=NO_LAST_DAY if day < NO_LAST_DAY else None)


def few(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return the first options, each once."""
    return tuple(dict.fromkeys(options))[:MOST_READINGS]
