"""When the office is open: on the day asked for, over the week, or in half a sentence.

answer = answer_office_hours(tenant, "mardi", now)
answer.response             # 'utter_horaires_bureau_jour'
answer.values["horaires"]   # 'de 9h à 12h30 et de 15h30 à 18h30'
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from actions.answer import Answer
from engine.french.moments import find_day
from engine.french.speech import join, say_day, say_moment, say_time, say_weekdays
from engine.tenants import Tenant
from engine.tenants.timetable import Interval

#: Closed days that the answer about the week announces, in days ahead.
_SOON = 7
_UNKNOWN = "à une date qui reste à fixer"


def answer_office_hours(tenant: Tenant, asked: str, now: datetime) -> Answer:
    """Answer about the day in ``asked``, or about the week when it names none.

    ``now`` is aware. When the hours of today are over, the answer is when the office opens again.
    """
    now = tenant.local(now)
    named = [(reason, day) for day, reason in sorted(tenant.hours.closed.items()) if reason]
    named += [(feast.name, feast.day) for feast in tenant.masses.feasts]
    day = find_day(asked, now, named)
    if day is None:
        return Answer(
            response="utter_horaires_bureau_semaine", values={"horaires": _week(tenant, now.date())}
        )
    hours = tenant.office_hours(day)
    over = day == now.date() and hours and hours[-1].closes <= now.time()
    if not hours or over:
        said = "à cette heure" if over else _closed_day(tenant, day, now.date())
        return _closed(tenant, day, said, now)
    return Answer(
        response="utter_horaires_bureau_jour",
        values={"jour_lu": say_day(day, now.date()), "horaires": _say_hours(hours)},
    )


def say_week_briefly(tenant: Tenant) -> str:
    """Return the week in half a sentence: ``du mardi au jeudi de 9h à 12h30, samedi de 9h à …``."""
    open_days = [(days, hours) for days, hours in _groups(tenant) if hours]
    return join([f"{say_weekdays(days)} {_say_hours(hours)}" for days, hours in open_days])


def _closed(tenant: Tenant, day: date, said: str, now: datetime) -> Answer:
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=now.tzinfo)
    opening = tenant.next_opening(max(now, midnight))
    return Answer(
        response="utter_horaires_bureau_ferme",
        values={
            "jour_lu": said,
            "prochaine_ouverture": say_moment(opening, now) if opening else _UNKNOWN,
        },
    )


def _closed_day(tenant: Tenant, day: date, today: date) -> str:
    return say_day(day, today, tenant.hours.closed.get(day, ""))


def _week(tenant: Tenant, today: date) -> str:
    lines = [
        f"• {say_weekdays(days)} : {_say_hours(hours)}" for days, hours in _groups(tenant) if hours
    ]
    closed = [day for day, hours in enumerate(tenant.hours.weekly) if not hours]
    if closed:
        lines.append(f"• {say_weekdays(closed)} : fermé")
    lines += [
        f"• {_closed_day(tenant, day, today)} : fermé"
        for day in sorted(tenant.hours.closed)
        if today <= day < today + timedelta(days=_SOON) and tenant.hours.weekly[day.weekday()]
    ]
    return "\n".join(lines)


def _groups(tenant: Tenant) -> Iterator[tuple[list[int], tuple[Interval, ...]]]:
    """Yield the days of the week, those in a row that have the same hours together."""
    for hours, days in groupby(enumerate(tenant.hours.weekly), key=lambda pair: pair[1]):
        yield [number for number, _ in days], hours


def _say_hours(hours: tuple[Interval, ...]) -> str:
    return join([f"de {say_time(i.opens)} à {say_time(i.closes)}" for i in hours])
