"""What a question about masses says beside a day: a language, Holy Week, midnight, "the next one".

>>> from engine.tenants.timetable import Mass, MassTimes
>>> from datetime import time
>>> question = MassQuestion(language="en wolof")
>>> question.wants(Mass(starts=time(12), language="en wolof"))
True
>>> question.wants(Mass(starts=time(10), language="en français"))
False
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from actions.information.asked_days import EVENING, AskedDays
from engine.french.topics import topics_in, words_of
from engine.liturgy import coming_feast, coming_season, season_words
from engine.tenants.timetable import Mass, MassTimes

#: Languages that people ask for, as a mass is said in them.
_LANGUAGES: Final = {
    "en wolof": ("wolof", "walaf"),
    "en français": ("français", "langue française"),
    "en sérère": ("sérère",),
    "en diola": ("diola", "joola"),
    "en créole": ("créole",),
    "en portugais": ("portugais",),
    "en anglais": ("anglais",),
    "en espagnol": ("espagnol",),
    "en italien": ("italien",),
    "en arabe": ("arabe",),
    "en latin": ("latin",),
}
#: Seasons short enough to be told day by day.
_SHORT = ("semaine_sainte", "triduum")
_NEXT = re.compile(
    r"\bprochaines? (?:mess|celebration|eucharistie)|\bmesses? (?:prochaine|qui vient)"
)
_TODAY = re.compile(r"\bmesses? (?:jour|tey|tay)\b")
_SUNDAY = re.compile(r"\b(?:dominicale?s?|dominical)\b")
_FOR = re.compile(r"\bmess\w* (?:\w+ )?(?:pour|requiem|action grace)\b|\bintentions?\b")
_MIDNIGHT = re.compile(r"\bmess\w* minuit\b|\bnuit noel\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class MassQuestion:
    """One question, beside the day it names."""

    # "en wolof"; empty for any.
    language: str = ""
    # "à la chapelle", as the tenant's file says it; empty for any.
    place: str = ""
    # Only the next mass is asked for.
    next_only: bool = False
    # Id of a season of ``engine.liturgy`` that lasts some days; empty for none.
    season: str = ""
    # Asked for by other words than those of a date.
    today: bool = False
    sunday: bool = False
    # "la messe de minuit"
    midnight: bool = False

    @property
    def says_which(self) -> bool:
        """Tell whether some masses are asked for, and not others."""
        return bool(self.language or self.place)

    @property
    def precision(self) -> str:
        """The language and the place, as they are said after the day."""
        return ", ".join(filter(None, (self.language, self.place)))

    def wants(self, mass: Mass) -> bool:
        """Tell whether a mass is in the language, and at the place, asked for."""
        if self.place and mass.place != self.place:
            return False
        if not self.language:
            return True
        wanted = words_of(self.language)
        return any(word in words_of(mass.language) for word in wanted)

    def days_after(self, today: date, most: int) -> tuple[date, ...]:
        """Return the days that the question means, today or later; none for no days."""
        if self.season:
            season = coming_season(self.season, today)
            if season is None:
                return ()
            first = max(season.first, today)
            count = min((season.last - first).days + 1, most)
            return tuple(first + timedelta(days=number) for number in range(count))
        if self.sunday:
            return (today + timedelta(days=(6 - today.weekday()) % 7),)
        return (today,) if self.today else ()


def christmas_night(asked: AskedDays, today: date) -> AskedDays:
    """Return the evening that the mass of midnight is on: Christmas Eve, or another day's if named.

    >>> christmas_night(AskedDays(days=(date(2026, 12, 25),)), date(2026, 11, 28)).days
    (datetime.date(2026, 12, 24),)
    """
    eve = coming_feast("veillee_de_noel", today)
    if len(asked.days) > 1 or eve is None:
        return asked
    named = asked.day
    night = eve if named in (None, eve + timedelta(days=1)) else named
    return AskedDays(days=(night or eve,), hours=EVENING)


def read_mass_question(text: str, masses: MassTimes | None = None) -> MassQuestion:
    """Read the whole text of a question; an empty one asks for nothing in particular.

    ``masses`` knows the places that may be asked for.
    """
    said = " ".join(words_of(text))
    languages = topics_in(text, _LANGUAGES)
    seasons = topics_in(text, {name: season_words()[name] for name in _SHORT})
    return MassQuestion(
        language=languages[0] if len(languages) == 1 else "",
        place=_place(text, masses) if masses else "",
        next_only=_NEXT.search(said) is not None,
        season=seasons[0] if seasons else "",
        today=_TODAY.search(said) is not None,
        sunday=_SUNDAY.search(said) is not None,
        midnight=_MIDNIGHT.search(said) is not None,
    )


def asks_for_an_intention(text: str) -> bool:
    """Tell whether a mass is asked for somebody, or for something, rather than its hour.

    >>> asks_for_an_intention("des messes pour les défunts"), asks_for_an_intention("messe de 10h")
    (True, False)
    """
    return _FOR.search(" ".join(words_of(text))) is not None


def _place(text: str, masses: MassTimes) -> str:
    """Return the place that is asked for; not the one where most masses are: "à l'église".

    A place is known by the words that the usual one has not: "chapelle", "cour".
    """
    counted = Counter(mass.place for day in masses.weekly for mass in day if mass.place)
    if len(counted) < 2:
        return ""
    (usual, _), *others = counted.most_common()
    own = {place: [w for w in words_of(place) if w not in words_of(usual)] for place, _ in others}
    found = topics_in(text, own)
    return found[0] if len(found) == 1 else ""
