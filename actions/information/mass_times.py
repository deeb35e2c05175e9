"""When mass is said: on the days asked for, over the week, or next.

answer = answer_mass_times(tenant, "dimanche", now)
answer.response           # 'utter_horaires_messe_jour'
answer.values["messes"]   # '• 7h30, en français, à l’église\\n• 10h, …'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from actions.answer import Answer
from actions.information.asked_days import MOST_DAYS, AskedDays, find_days
from actions.information.mass_questions import (
    MassQuestion,
    christmas_night,
    read_mass_question,
)
from actions.information.wording import after_comma, answer_trouble, bulleted, say_part
from engine.french.speech import TODAY, WEEKDAYS, join, say_day, say_time
from engine.liturgy import feasts_on, vigil_of
from engine.tenants import Tenant
from engine.tenants.timetable import HORIZON_DAYS, Mass

#: Feasts that the answer about the week announces, in days ahead.
_SOON = 7
_SUNDAY = 6
_DAY = timedelta(days=1)
_UNKNOWN = "à confirmer auprès du secrétariat"
_WHOLE_WEEK = "/horaires_messe"
#: A mass that begins earlier is one of the night before.
_DAWN = time(4)


def answer_mass_times(
    tenant: Tenant, asked: str, now: datetime, text: str = "", earlier: str = ""
) -> Answer:
    """Answer about the days in ``asked``, or about the week when it names none.

    ``now`` is aware; ``text`` is the whole question, for a language, the next mass or Holy Week.
    Of an ``earlier`` question, on which this one goes on, the language and the place still count.
    Masses of today that have begun are not announced any more.
    """
    if not tenant.masses.is_known:
        return Answer(response="utter_horaires_messe_inconnus")
    question = read_mass_question(text, tenant.masses)
    before = read_mass_question(earlier, tenant.masses)
    if not question.says_which and before.says_which:
        question = replace(question, language=before.language, place=before.place)
    teller = _Teller(tenant, tenant.local(now), question)
    days = find_days(asked, teller.now, tenant.named_days(now), is_over=teller.is_over)
    trouble = answer_trouble(days, teller.today, _WHOLE_WEEK)
    if trouble is not None:
        return trouble
    if teller.question.midnight:
        days = christmas_night(days, teller.today)
    elif not days.days:
        days = replace(days, days=teller.question.days_after(teller.today, MOST_DAYS + 1))
    if days.day is not None:
        return teller.one_day(days.day, days)
    if days.days:
        return teller.several(days)
    return teller.next_mass() if teller.question.next_only else teller.week(days)


class _Teller:
    """One tenant, one moment, one question."""

    def __init__(self, tenant: Tenant, now: datetime, question: MassQuestion) -> None:
        self.tenant = tenant
        self.now = now
        self.today = now.date()
        self.question = question

    def is_over(self, day: date) -> bool:
        return not self._ahead(day)

    def _ahead(self, day: date) -> list[Mass]:
        """Return the masses of ``day`` that have not begun, in the language asked for."""
        return [
            mass
            for mass in self.tenant.masses_on(day)
            if (day > self.today or mass.starts > self.now.time()) and self.question.wants(mass)
        ]

    # -- one day -----------------------------------------------------------------------------

    def _told(self, day: date, asked: AskedDays) -> list[str]:
        """Return the masses of the part of ``day`` asked for; an evening goes on after midnight."""
        told = [say_mass(mass) for mass in self._ahead(day) if asked.covers(mass.starts)]
        if asked.is_evening:
            night = [mass for mass in self._ahead(day + _DAY) if mass.starts < _DAWN]
            told += [f"dans la nuit, {say_mass(mass)}" for mass in night]
        return told

    def one_day(self, day: date, asked: AskedDays) -> Answer:
        ahead = self._ahead(day)
        fitting = self._told(day, asked)
        if not ahead and not fitting:
            return self._none_on(day)
        part = say_part(asked.hours)
        feast = self.tenant.masses.feast_on(day)
        values = {
            "jour_lu": say_day(day, self.today, feast.name if feast else ""),
            "messes": bulleted(fitting or map(say_mass, ahead)),
            "precision": part,
        }
        if feast is None and day.weekday() != _SUNDAY:
            solemn = [found.name for found in feasts_on(day) if found.solemn]
            if solemn:
                values = {**values, "fete": solemn[0]}
                return Answer(response="utter_horaires_messe_fete_a_confirmer", values=values)
        if part and not fitting:
            return Answer(response="utter_horaires_messe_autre_moment", values=values)
        if part:
            values["jour_lu"] += f", {part}"
        del values["precision"]
        eve = "" if part else self._eve_of(day)
        if eve:
            values["veille"] = eve
            return Answer(response="utter_horaires_messe_jour_et_veille", values=values)
        return Answer(response="utter_horaires_messe_jour", values=values)

    def _eve_of(self, day: date) -> str:
        """Return the masses of the vigil of a feast: "at Christmas" is the night before, too."""
        vigil = vigil_of(day)
        feast = self.tenant.masses.feast_on(vigil.day) if vigil else None
        masses = self._ahead(feast.day) if feast and feast.day >= self.today else []
        if feast is None or not masses:
            return ""
        said = say_day(feast.day, self.today, feast.name)
        return f"{said} :\n{bulleted(map(say_mass, masses))}"

    def _none_on(self, day: date) -> Answer:
        said = say_day(day, self.today)
        if said == TODAY and self.tenant.masses_on(day):
            said = "d’ici ce soir"
        said += after_comma(self.question.precision)
        midnight = datetime.combine(day, time.min, tzinfo=self.now.tzinfo)
        return Answer(
            response="utter_horaires_messe_aucune",
            values={"jour_lu": said, "prochaine_messe": self._next_after(max(self.now, midnight))},
        )

    # -- several days ------------------------------------------------------------------------

    def several(self, asked: AskedDays) -> Answer:
        usual = self._usual()
        lines = []
        for day in asked.days:
            feast = self.tenant.masses.feast_on(day)
            masses = [mass for mass in self._ahead(day) if asked.covers(mass.starts)]
            none = "plus de messe" if day == self.today else "pas de messe"
            said = say_day(day, self.today, feast.name if feast else "")
            lines.append(f"{said} : {_briefly(masses, *usual) or none}")
        messes = "\n".join([bulleted(lines), *self._footer(usual)])
        precision = self._precision(asked)
        return Answer(
            response="utter_horaires_messe_jours",
            values={"messes": messes, "precision": after_comma(precision)},
        )

    def _precision(self, asked: AskedDays) -> str:
        return ", ".join(filter(None, (self.question.precision, say_part(asked.hours))))

    # -- next --------------------------------------------------------------------------------

    def next_mass(self) -> Answer:
        values = {"prochaine_messe": self._next_after(self.now)}
        return Answer(response="utter_prochaine_messe", values=values)

    def _next_after(self, moment: datetime) -> str:
        for day in _days_from(moment.date()):
            for mass in self.tenant.masses_on(day):
                begins = datetime.combine(day, mass.starts, tzinfo=moment.tzinfo)
                if begins > moment and self.question.wants(mass):
                    return f"{say_day(day, self.today)} à {say_mass(mass)}"
        return _UNKNOWN

    # -- the week ----------------------------------------------------------------------------

    def week(self, asked: AskedDays) -> Answer:
        """Tell the week; of a language or a part of the day alone, when there are such masses."""
        precision = self._precision(asked)
        if not precision:
            return Answer(response="utter_horaires_messe_semaine", values={"messes": self._whole()})
        fitting = self._week_lines(asked, strict=True)
        if fitting:
            values = {"messes": fitting, "precision": precision}
            return Answer(response="utter_horaires_messe_precision", values=values)
        values = {"messes": self._whole(), "precision": precision}
        return Answer(response="utter_horaires_messe_precision_aucune", values=values)

    def _whole(self) -> str:
        return self._week_lines(AskedDays(), strict=False) or _UNKNOWN

    def _week_lines(self, asked: AskedDays, *, strict: bool) -> str:
        """Return a line per day, what is the same nearly everywhere being said once, at the end."""
        usual = self._usual()
        masses_of = self.tenant.masses

        def fits(mass: Mass) -> bool:
            return not strict or (self.question.wants(mass) and asked.covers(mass.starts))

        lines = [
            f"{name} : {_briefly(masses, *usual)}"
            for name, day in zip(WEEKDAYS, masses_of.weekly, strict=True)
            if (masses := [mass for mass in day if fits(mass)])
        ]
        soon = self.today + timedelta(days=_SOON - 1)
        for feast in masses_of.feasts_between(self.today, soon):
            masses = [mass for mass in feast.masses if fits(mass)]
            if masses or not strict:
                said = say_day(feast.day, self.today, feast.name)
                lines.append(f"{said} : {_briefly(masses, *usual) or 'pas de messe'}")
        return "\n".join([bulleted(lines), *self._footer(usual)]) if lines else ""

    def _all(self) -> list[Mass]:
        return [mass for day in self.tenant.masses.weekly for mass in day]

    def _usual(self) -> tuple[str, str]:
        """Return the language and the place of most masses."""
        masses = self._all()
        return _most(mass.language for mass in masses), _most(mass.place for mass in masses)

    def _footer(self, usual: tuple[str, str]) -> list[str]:
        said = ", ".join(filter(None, usual))
        differs = any((mass.language, mass.place) != usual for mass in self._all())
        return [f"Sauf mention : {said}."] if said and differs else []


def say_mass(mass: Mass) -> str:
    """Return ``10h, en français, à l’église``."""
    return ", ".join(filter(None, (say_time(mass.starts), mass.language, mass.place)))


def _most(values: Iterable[str]) -> str:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else ""


def _briefly(masses: Sequence[Mass], language: str, place: str) -> str:
    """Return ``6h30 à l’église et 18h30 à la chapelle``, what is usual all day left out.

    On a day of several places each mass says its own, so that nobody takes one for that of both.
    """
    elsewhere = any(mass.place and mass.place != place for mass in masses)
    mixed = len({mass.language for mass in masses}) > 1
    said = []
    for mass in masses:
        words = [say_time(mass.starts)]
        if mass.language and mass.language != language:
            words.append(f"({mass.language})" if mixed else mass.language)
        if mass.place and elsewhere:
            words.append(mass.place)
        said.append(" ".join(words))
    return join(said)


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(HORIZON_DAYS))
