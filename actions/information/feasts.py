"""When a feast is, or a season: "c'est quand Pâques", "la semaine sainte du combien au combien".

answer = answer_feasts(tenant, "", now, "c'est quand Pâques")
answer.values["fetes"]    # '• Pâques : dimanche 28 mars 2027'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, timedelta

from actions.answer import Answer
from actions.information.asked_days import Trouble, find_days
from actions.information.mass_times import say_mass
from actions.information.wording import answer_trouble, bulleted
from engine.french.speech import say_date
from engine.french.topics import topics_in, words_of
from engine.liturgy import (
    FEAST_NAMES,
    Season,
    coming_feast,
    coming_season,
    feast_day,
    feast_words,
    feasts_of,
    feasts_on,
    season_on,
    season_words,
    seasons_of,
)
from engine.tenants import Tenant

#: Feasts that are told to whoever names none.
_NEXT = 6
#: The calendar's own years: before them, Easter was reckoned otherwise.
_YEARS = range(1583, MAXYEAR)
_YEAR = re.compile(r"\b(?:1[5-9]|2[0-9])[0-9]{2}\b")
_NEXT_YEAR = re.compile(r"\b(?:annee|an) (?:prochaine?|suivante?)\b")
_HOW_LONG = re.compile(r"\bcombien (?:de )?(?:jours?|temps|semaines?)|\bdans combien\b")
_SEASON_NOW = re.compile(r"\btemps liturgique\b|\btemps ordinaire\b")
_RANKS = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4}
_RANKS |= {"cinquieme": 5, "sixieme": 6, "septieme": 7}
#: "3e dimanche de l'avent", as the words that name something.
_COUNTED = re.compile(
    rf"\b(?:(?P<figure>[1-7]) ?e(?:r|me)?|(?P<word>{'|'.join(_RANKS)}))"
    r" dimanche (?P<season>avent|careme|paques)\b"
)
_OF_SEASON = {"avent": "de l’Avent", "careme": "de Carême", "paques": "de Pâques"}
_ALL = "/fetes"
#: Said when nothing in particular was asked for.
COMING = "utter_prochaines_fetes"


def answer_feasts(tenant: Tenant, asked: str, now: datetime, text: str = "") -> Answer:
    """Answer about the feasts that ``text`` names, else about the day ``asked``, else about all."""
    now = tenant.local(now)
    today = now.date()
    said = " ".join(words_of(text))
    year = _year(said, today)
    own = {f"own:{feast.day}": (feast.name,) for feast in tenant.masses.feasts}
    meant = topics_in(text, {**season_words(), **feast_words(), **own})
    counted = _counted_sunday(tenant, asked, now, said)
    if counted is not None:
        return counted
    if meant:
        return _told(tenant, meant, year, today, count=_HOW_LONG.search(said) is not None)
    if _SEASON_NOW.search(said):
        season = season_on(today)
        values = {"temps": season.name, "fin": say_date(season.last)}
        return Answer(response="utter_temps_liturgique", values=values)
    return _of_day(tenant, asked, now) or _coming(tenant, today)


def _counted_sunday(tenant: Tenant, asked: str, now: datetime, said: str) -> Answer | None:
    """Tell which day a Sunday is that is named by its number in a season; None for none."""
    named = _COUNTED.search(said)
    day = find_days(asked, now, tenant.named_days(now)).day if named is not None else None
    if named is None or day is None:
        return None
    rank = int(named["figure"] or _RANKS[named["word"]])
    name = f"{rank}{'er' if rank == 1 else 'e'} dimanche {_OF_SEASON[named['season']]}"
    told = bulleted([f"{name} : {_said(day, now.date(), count=False)}"])
    return Answer(response="utter_fetes", values={"fetes": told, "messes": ""})


def _year(said: str, today: date) -> int | None:
    """Return the year that is named; None for whichever comes."""
    found = _YEAR.search(said)
    if found is not None and int(found.group()) in _YEARS:
        return int(found.group())
    return today.year + 1 if _NEXT_YEAR.search(said) and today.year < MAXYEAR else None


# -- by name -----------------------------------------------------------------------------------


def _told(
    tenant: Tenant, meant: tuple[str, ...], year: int | None, today: date, *, count: bool
) -> Answer:
    lines: list[str] = []
    days: list[date] = []
    for key in meant:
        season = _season(key, year, today)
        if season is not None:
            lines.append(f"{season.name} : du {say_date(season.first)} au {say_date(season.last)}")
        day = None if season is not None else _feast_day(key, year, today)
        if day is not None:
            days.append(day)
            lines.append(f"{_name(tenant, key, day)} : {_said(day, today, count=count)}")
    if not lines:
        return _coming(tenant, today)
    values = {"fetes": bulleted(lines), "messes": ""}
    if len(days) == 1 == len(lines):
        values["messes"] = _masses(tenant, days[0], today)
    return Answer(response="utter_fetes", values=values)


def _season(key: str, year: int | None, today: date) -> Season | None:
    if key not in season_words():
        return None
    if year is None:
        return coming_season(key, today)
    return next((season for season in seasons_of(year) if season.id == key), None)


def _feast_day(key: str, year: int | None, today: date) -> date | None:
    if key.startswith("own:"):
        return date.fromisoformat(key.removeprefix("own:"))
    return coming_feast(key, today) if year is None else feast_day(key, year)


def _name(tenant: Tenant, key: str, day: date) -> str:
    feast = tenant.masses.feast_on(day) if key.startswith("own:") else None
    return feast.name if feast is not None else FEAST_NAMES[key]


def _said(day: date, today: date, *, count: bool) -> str:
    distance = (day - today).days
    near = {0: ", c’est aujourd’hui", 1: ", c’est demain"}.get(distance, "")
    if count and distance > 1:
        near = f", dans {distance} jours"
    return say_date(day) + near


def _masses(tenant: Tenant, day: date, today: date) -> str:
    """Return the masses of a feast, when the tenant's file says them."""
    feast = tenant.masses.feast_on(day)
    if feast is None or not today <= day <= today + timedelta(days=400):
        return ""
    return bulleted(say_mass(mass) for mass in feast.masses)


# -- by day, and all ---------------------------------------------------------------------------


def _of_day(tenant: Tenant, asked: str, now: datetime) -> Answer | None:
    """Tell the weekday of a day, and what is celebrated; None when no one day was named."""
    days = find_days(asked, now, tenant.named_days(now))
    if days.trouble is Trouble.NO_SUCH_DAY:
        return answer_trouble(days, now.date(), _ALL)
    day = days.day or days.troubled
    if day is None:
        return None
    feast = tenant.masses.feast_on(day)
    names = {found.name for found in feasts_on(day)} | ({feast.name} if feast else set())
    values = {
        "fetes": bulleted(
            f"{name} : {_said(day, now.date(), count=False)}" for name in sorted(names)
        ),
        "messes": _masses(tenant, day, now.date()),
    }
    if not names:
        return Answer(response="utter_jour_sans_fete", values={"jour_lu": say_date(day)})
    return Answer(response="utter_fetes", values=values)


def _coming(tenant: Tenant, today: date) -> Answer:
    lines = [f"{name} : {say_date(day)}" for day, name in _feasts_after(tenant, today)]
    return Answer(response=COMING, values={"fetes": bulleted(lines[:_NEXT])})


def _feasts_after(tenant: Tenant, today: date) -> Iterator[tuple[date, str]]:
    """Yield the great feasts and the tenant's own, in order, from ``today``."""
    years = range(today.year, min(today.year + 1, MAXYEAR) + 1)
    found = {f.day: f.name for year in years for f in feasts_of(year) if f.solemn}
    found |= {feast.day: feast.name for feast in tenant.masses.feasts}
    yield from ((day, found[day]) for day in sorted(found) if day >= today)
