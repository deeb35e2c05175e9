"""When the office is open: on the days asked for, over the week, or in half a sentence.

answer = answer_office_hours(tenant, "mardi", now)
answer.response             # 'utter_horaires_bureau_jour'
answer.values["horaires"]   # 'de 9h à 12h30 et de 15h30 à 18h30'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from actions.answer import Answer
from actions.information.asked_days import AskedDays, find_days
from actions.information.wording import after_comma, answer_trouble, bulleted, say_hours
from engine.french.speech import join, say_day, say_moment, say_weekdays
from engine.french.topics import topics_in
from engine.tenants import Tenant
from engine.tenants.facts import Information
from engine.tenants.timetable import Interval, OfficeHours

#: Closed days that the answer about the week announces, in days ahead.
_SOON = 7
_UNKNOWN = "à une date qui reste à fixer"
_WHOLE_WEEK = "/horaires_bureau"
#: Words that mean the office itself, also beside those of another counter.
_OFFICE = ("secrétariat", "secrétaire", "bureau")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """Somewhere people are received."""

    # As it begins a sentence: "Le secrétariat".
    name: str
    hours: OfficeHours
    # As it is told after the hours; may be empty.
    place: str = ""

    def is_over(self, now: datetime) -> bool:
        hours = self.hours.on(now.date())
        return bool(hours) and hours[-1].closes <= now.time()

    def next_opening(self, now: datetime, earliest: datetime) -> str:
        opening = next(self.hours.openings_after(earliest), None)
        return say_moment(opening, now) if opening else _UNKNOWN


def answer_office_hours(
    tenant: Tenant, asked: str, now: datetime, text: str = "", earlier: str = ""
) -> Answer:
    """Answer about the days in ``asked``, or about the week when it names none.

    ``now`` is aware; ``text`` is the whole question, which may name another counter, or else the
    ``earlier`` one on which it goes on. When the hours of today are over, the answer is when it
    opens again.
    """
    now = tenant.local(now)
    counter = _counter(tenant, text if names_a_counter(tenant, text) else earlier or text)
    named = [(reason, day) for day, reason in sorted(tenant.hours.closed.items()) if reason]
    days = find_days(
        asked,
        now,
        (*tenant.named_days(now), *named),
        is_over=lambda day: day == now.date() and counter.is_over(now),
    )
    trouble = answer_trouble(days, now.date(), _WHOLE_WEEK)
    if trouble is not None:
        return trouble
    if not any(counter.hours.weekly):
        return Answer(response="utter_horaires_bureau_inconnus", values={"bureau": counter.name})
    if days.day is not None:
        return _one_day(counter, days.day, now)
    lines = _several(counter, days, now.date()) if days.days else _week(counter, now.date())
    return Answer(
        response="utter_horaires_bureau_semaine",
        values={"bureau": counter.name, "horaires": "\n".join(lines)},
    )


def say_week_briefly(tenant: Tenant) -> str:
    """Return the week in half a sentence: ``du mardi au jeudi de 9h à 12h30, samedi de 9h à …``."""
    open_days = [(days, hours) for days, hours in _groups(tenant.hours.weekly) if hours]
    return join([f"{say_weekdays(days)} {say_hours(hours)}" for days, hours in open_days])


def names_a_counter(tenant: Tenant, text: str) -> bool:
    """Tell whether ``text`` names the office, or another counter."""
    return bool(_named(tenant, text))


def _named(tenant: Tenant, text: str) -> tuple[str, ...]:
    """Return the ids of the counters that ``text`` names; empty for the office."""
    offices = tenant.section(Information).offices
    own = {office.id: (office.name, *office.words) for office in offices}
    return topics_in(text, {"": _OFFICE, **own})


def _counter(tenant: Tenant, text: str) -> _Counter:
    """Return the counter that ``text`` names, or else the office."""
    offices = {office.id: office for office in tenant.section(Information).offices}
    meant = _named(tenant, text)
    if len(meant) == 1 and meant[0]:
        office = offices[meant[0]]
        hours = OfficeHours(weekly=office.weekly, closed=tenant.hours.closed)
        return _Counter(name=office.name, hours=hours, place=office.place)
    return _Counter(name="Le secrétariat", hours=tenant.hours)


# -- one day -----------------------------------------------------------------------------------


def _one_day(counter: _Counter, day: date, now: datetime) -> Answer:
    hours = counter.hours.on(day)
    midnight = datetime.combine(day, time.min, tzinfo=now.tzinfo)
    values = {
        "bureau": counter.name,
        "jour_lu": _said(counter, day, now.date()),
        "prochaine_ouverture": counter.next_opening(now, max(now, midnight)),
    }
    if not hours:
        return Answer(response="utter_horaires_bureau_ferme", values=values)
    if day == now.date() and counter.is_over(now):
        return Answer(response="utter_horaires_bureau_termine", values=values)
    values = {
        "bureau": counter.name,
        "jour_lu": _said(counter, day, now.date()),
        "horaires": say_hours(hours) + after_comma(counter.place),
    }
    return Answer(response="utter_horaires_bureau_jour", values=values)


def _said(counter: _Counter, day: date, today: date) -> str:
    return say_day(day, today, counter.hours.closed.get(day, ""))


# -- several -----------------------------------------------------------------------------------


def _several(counter: _Counter, asked: AskedDays, today: date) -> Iterator[str]:
    for day in asked.days:
        hours = say_hours(counter.hours.on(day)) or "fermé"
        yield bulleted([f"{_said(counter, day, today)} : {hours}"])


def _week(counter: _Counter, today: date) -> Iterator[str]:
    weekly = counter.hours.weekly
    lines = [
        f"{say_weekdays(days)} : {say_hours(hours)}" for days, hours in _groups(weekly) if hours
    ]
    closed = [day for day, hours in enumerate(weekly) if not hours]
    if closed:
        lines.append(f"{say_weekdays(closed)} : fermé")
    lines += [
        f"{_said(counter, day, today)} : fermé"
        for day in sorted(counter.hours.closed)
        if today <= day < today + timedelta(days=_SOON) and weekly[day.weekday()]
    ]
    yield bulleted(lines)
    if counter.place:
        yield counter.place[:1].upper() + counter.place[1:] + "."


def _groups(
    weekly: Sequence[tuple[Interval, ...]],
) -> Iterator[tuple[list[int], tuple[Interval, ...]]]:
    """Yield the days of the week, those in a row that have the same hours together."""
    for hours, days in groupby(enumerate(weekly), key=lambda pair: pair[1]):
        yield [number for number, _ in days], hours
