"""When a priest hears confessions.

answer = answer_confessions(tenant, "samedi", now)
answer.values["horaires"]   # 'de 16h30 à 18h, au confessionnal, à l’église'
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from actions.answer import Answer
from actions.information.asked_days import find_days
from actions.information.offers import appointment_payload
from actions.information.wording import answer_trouble, bulleted, say_hours
from engine.french.speech import WEEKDAYS, say_day
from engine.tenants import Tenant
from engine.tenants.facts import Confessions, Information
from engine.tenants.timetable import HORIZON_DAYS, Interval

#: Special days that the answer about the week announces, in days ahead.
_SOON = 42
#: Purpose of an appointment with a priest, offered when the tenant gives such appointments.
_WITH_A_PRIEST = "rencontrer_un_pretre"
_UNKNOWN = "à confirmer auprès du secrétariat"
_WHOLE_WEEK = "/confessions"


def answer_confessions(tenant: Tenant, asked: str, now: datetime) -> Answer:
    """Answer about the days in ``asked``, or about the week when it names none."""
    confessions = tenant.section(Information).confessions
    payload = appointment_payload(tenant, _WITH_A_PRIEST)
    if confessions is None:
        return Answer(response="utter_confessions_inconnues", values={"rendez_vous": payload})
    now = tenant.local(now)
    days = find_days(
        asked,
        now,
        tenant.named_days(now),
        is_over=lambda day: not _ahead(confessions, day, now),
    )
    trouble = answer_trouble(days, now.date(), _WHOLE_WEEK)
    if trouble is not None:
        return trouble
    if not days.days:
        week = bulleted(_week(confessions, now.date())) or _UNKNOWN
        return _answer("semaine", confessions, payload, horaires=week)
    lines = [
        f"{_said(confessions, day, now.date())} : {say_hours(hours)}"
        for day in days.days
        if (hours := _ahead(confessions, day, now))
    ]
    if lines:
        return _answer("jours", confessions, payload, horaires=bulleted(lines))
    said = say_day(days.day, now.date()) if days.day else "ces jours-là"
    following = _next_after(confessions, days.days[-1], now)
    return _answer("aucune", confessions, payload, jour_lu=said, prochaines=following)


def _answer(kind: str, confessions: Confessions, payload: str, **values: str) -> Answer:
    about = {
        "lieu": confessions.place,
        "remarque": confessions.note,
        "rendez_vous": payload,
    }
    return Answer(response=f"utter_confessions_{kind}", values={**values, **about})


def _ahead(confessions: Confessions, day: date, now: datetime) -> tuple[Interval, ...]:
    """Return the hours of ``day`` that are not over."""
    hours = confessions.on(day)
    return tuple(i for i in hours if day > now.date() or i.closes > now.time())


def _next_after(confessions: Confessions, last: date, now: datetime) -> str:
    for number in range(1, HORIZON_DAYS):
        day = last + timedelta(days=number)
        hours = _ahead(confessions, day, now)
        if hours:
            return f"{_said(confessions, day, now.date())} {say_hours(hours)}"
    return _UNKNOWN


def _said(confessions: Confessions, day: date, today: date) -> str:
    special = confessions.special_on(day)
    return say_day(day, today, special.name if special else "")


def _week(confessions: Confessions, today: date) -> Iterator[str]:
    for name, hours in zip(WEEKDAYS, confessions.weekly, strict=True):
        if hours:
            yield f"{name} : {say_hours(hours)}"
    for number in range(_SOON):
        day = today + timedelta(days=number)
        if confessions.special_on(day) is not None:
            yield f"{_said(confessions, day, today)} : {say_hours(confessions.on(day)) or 'aucune'}"
