"""When mass is said: on the day asked for, or over the week.

answer = answer_mass_times(tenant, "dimanche", now)
answer.response           # 'utter_horaires_messe_jour'
answer.values["messes"]   # '• 7h30, en français, à l’église\\n• 10h, …'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from actions.answer import Answer
from engine.french.moments import find_day
from engine.french.speech import TODAY, WEEKDAYS, join, say_day, say_time
from engine.tenants import Tenant
from engine.tenants.timetable import Mass

#: Feasts that the answer about the week announces, in days ahead.
_SOON = 7
_UNKNOWN = "à confirmer auprès du secrétariat"


def answer_mass_times(tenant: Tenant, asked: str, now: datetime) -> Answer:
    """Answer about the day in ``asked``, or about the week when it names none.

    ``now`` is aware. Masses of today that have begun are not announced any more.
    """
    now = tenant.local(now)
    feasts = [(feast.name, feast.day) for feast in tenant.masses.feasts]
    day = find_day(asked, now, feasts)
    if day is None:
        return Answer(
            response="utter_horaires_messe_semaine", values={"messes": _week(tenant, now.date())}
        )
    ahead = [mass for mass in tenant.masses_on(day) if day > now.date() or mass.starts > now.time()]
    if not ahead:
        return _none_on(tenant, day, now)
    feast = tenant.masses.feast_on(day)
    return Answer(
        response="utter_horaires_messe_jour",
        values={
            "jour_lu": say_day(day, now.date(), feast.name if feast else ""),
            "messes": "\n".join(f"• {_in_full(mass)}" for mass in ahead),
        },
    )


def _none_on(tenant: Tenant, day: date, now: datetime) -> Answer:
    said = say_day(day, now.date())
    if said == TODAY and tenant.masses_on(day):
        said = "d’ici ce soir"
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=now.tzinfo)
    following = tenant.masses.next_after(max(now, midnight))
    return Answer(
        response="utter_horaires_messe_aucune",
        values={
            "jour_lu": said,
            "prochaine_messe": _UNKNOWN
            if following is None
            else f"{say_day(following[0], now.date())} à {_in_full(following[1])}",
        },
    )


def _in_full(mass: Mass) -> str:
    return ", ".join(filter(None, (say_time(mass.starts), mass.language, mass.place)))


# -- the week --------------------------------------------------------------------------------


def _week(tenant: Tenant, today: date) -> str:
    """Return a line per day, what is the same nearly everywhere being said once, at the end."""
    all_masses = [mass for day in tenant.masses.weekly for mass in day]
    language, place = _usual(m.language for m in all_masses), _usual(m.place for m in all_masses)
    lines = [
        f"• {name} : {_briefly(masses, language, place)}"
        for name, masses in zip(WEEKDAYS, tenant.masses.weekly, strict=True)
        if masses
    ]
    for feast in tenant.masses.feasts:
        if today <= feast.day < today + timedelta(days=_SOON):
            masses_said = _briefly(feast.masses, language, place) or "pas de messe"
            lines.append(f"• {say_day(feast.day, today, feast.name)} : {masses_said}")
    usual = ", ".join(filter(None, (language, place)))
    if usual and any((m.language, m.place) != (language, place) for m in all_masses):
        lines.append(f"Sauf mention : {usual}.")
    return "\n".join(lines) or _UNKNOWN


def _usual(values: object) -> str:
    counted = Counter(values)  # type: ignore[call-overload]
    return str(counted.most_common(1)[0][0]) if counted else ""


def _briefly(masses: Sequence[Mass], language: str, place: str) -> str:
    said = []
    for mass in masses:
        words = [say_time(mass.starts)]
        words += [
            word
            for word, usual in ((mass.language, language), (mass.place, place))
            if word and word != usual
        ]
        said.append(" ".join(words))
    return join(said)
