"""How an organisation gives appointments: who receives whom, for what, when and how far ahead.

>>> DEFAULT.resource("secretariat").name
'le secrétariat'
>>> DEFAULT.purpose("autre").name
'un rendez-vous'

A resource is whoever or whatever is met: a priest, the office, a room. What a resource does not say
for itself, the section says for all; hours that nobody says are those of the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Final

from engine.errors import did_you_mean
from engine.flows.report import Report
from engine.flows.shapes import Key, ListOf, MapOf, Number, Record, Text
from engine.flows.source import YamlList, YamlMap
from engine.tenants.timetable import Interval
from engine.tenants.values import (
    DATE,
    DAYS,
    HOURS,
    Written,
    check_days,
    check_openings,
    each_day,
    list_at,
    map_at,
    read_interval,
)

#: Rows of a list in WhatsApp, and how long the title of one may be.
ROWS = 10
TITLE = 24

_ID = r"[a-z0-9]+(?:_[a-z0-9]+)*"

#: Openings of the seven days from Monday.
Week = tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Something that people come for."""

    # "bapteme"
    id: str
    # As it stands in a sentence: "un baptême".
    name: str
    # As it stands on a button or a row: "Baptême".
    title: str
    # Asked before the day, when the office wants to know more; empty to ask nothing.
    question: str = ""
    # What else people say when they come for it: "discuter".
    words: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.name, self.title, *self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Somebody, or something, that can be had for a while."""

    # "pere_andre"
    id: str
    # As it stands in a sentence: "le père André".
    name: str
    # As it stands on a row: "Père André".
    title: str
    # What else people call it: "curé".
    words: tuple[str, ...] = ()
    # Ids of the purposes that it serves; empty for all.
    purposes: frozenset[str] = frozenset()
    # None for the hours of the office.
    weekly: Week | None = None
    # Days that differ, with their openings; none is a closed day.
    exceptions: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)
    slot: timedelta = timedelta(minutes=30)
    # Kept free after each appointment.
    buffer: timedelta = timedelta(0)
    # People who may come to one slot.
    capacity: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.name, self.title, *self.words)

    def serves(self, purpose: str) -> bool:
        """Tell whether one may come here for ``purpose``."""
        return not self.purposes or purpose in self.purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentPolicy:
    """The rules by which a tenant gives appointments."""

    # In the order in which they are offered.
    resources: tuple[Resource, ...]
    purposes: tuple[Purpose, ...]
    # An appointment is taken at least so long before.
    notice: timedelta = timedelta(hours=12)
    # ... and at most so many days ahead.
    horizon_days: int = 30
    # Appointments to come that one person may have.
    max_open: int = 2
    # Moving and cancelling by message end so long before.
    cancel_until: timedelta = timedelta(hours=3)
    # How long before an appointment the person is reminded.
    reminders: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=2))
    # No reminder in these hours, which may run over midnight; None for no such hours.
    quiet: tuple[time, time] | None = (time(21), time(8))
    # How long a slot is kept for a person who has not confirmed yet.
    hold: timedelta = timedelta(minutes=10)

    def resource(self, resource_id: str) -> Resource | None:
        """Return a resource by its id; None when it is gone from the file."""
        return next((found for found in self.resources if found.id == resource_id), None)

    def purpose(self, purpose_id: str) -> Purpose | None:
        """Return a purpose by its id; None when it is gone from the file."""
        return next((found for found in self.purposes if found.id == purpose_id), None)

    @property
    def people(self) -> dict[str, tuple[str, ...]]:
        """The names of everybody who may be met, by their ids."""
        return {found.id: found.names for found in self.resources}

    def serving(self, purpose_id: str) -> tuple[Resource, ...]:
        """Return the resources that one may meet for a purpose, in their order."""
        return tuple(found for found in self.resources if found.serves(purpose_id))


DEFAULT: Final = AppointmentPolicy(
    resources=(Resource(id="secretariat", name="le secrétariat", title="Secrétariat"),),
    purposes=(Purpose(id="autre", name="un rendez-vous", title="Rendez-vous"),),
)

_QUIET = Written(
    "bad_hours",
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]",
    'hours such as "21:00-08:00"; the same hour twice for none',
)
_OPENINGS = ListOf(HOURS, called="opening")
_EXCEPTIONS = ListOf(
    Record(
        "exception",
        (
            Key("date", DATE, "the day", required=True),
            Key("hours", _OPENINGS, "its openings; [] or nothing for a closed day"),
        ),
    ),
    called="day",
)
_OF_A_RESOURCE = (
    Key(
        "hours", each_day(_OPENINGS, "hours"), "openings day by day; those of the office if absent"
    ),
    Key("exceptions", _EXCEPTIONS, "days that differ from the week"),
    Key("slot_minutes", Number(5, 480, whole=True), "length of an appointment", default=30),
    Key("buffer_minutes", Number(0, 240, whole=True), "kept free after each one", default=0),
    Key("capacity", Number(1, 500, whole=True), "people who may come at once", default=1),
)

KEY: Final = Key(
    "appointments",
    Record(
        "appointments",
        (
            *_OF_A_RESOURCE,
            Key("notice_hours", Number(0, 24 * 60), "least hours between asking and coming"),
            Key("horizon_days", Number(1, 366, whole=True), "how many days ahead one may book"),
            Key("max_open", Number(1, 50, whole=True), "appointments to come of one person"),
            Key(
                "cancel_until_hours", Number(0, 24 * 60), "after that, only a person can change it"
            ),
            Key(
                "reminders_hours",
                ListOf(Number(0.25, 24 * 14), called="reminder"),
                "hours before the appointment: [24, 2]; [] for none",
            ),
            Key("quiet_hours", _QUIET, "no reminder then: 21:00-08:00"),
            Key(
                "purposes",
                MapOf(
                    Record(
                        "purpose",
                        (
                            Key("name", Text(), "in a sentence: un baptême", required=True),
                            Key("title", Text(), "on a row, 24 characters at most: Baptême"),
                            Key("question", Text(), "asked before the day"),
                            Key(
                                "words",
                                ListOf(Text("a word"), called="word"),
                                "what else people say when asked for it: [discuter]",
                            ),
                        ),
                    ),
                    called="purpose",
                ),
                "what people come for, by id",
            ),
            Key(
                "resources",
                MapOf(
                    Record(
                        "resource",
                        (
                            Key("name", Text(), "in a sentence: le père André", required=True),
                            Key("title", Text(), "on a row, 24 characters at most: Père André"),
                            Key(
                                "words",
                                ListOf(Text("a word"), called="word"),
                                "what else people call them: [curé]",
                            ),
                            Key(
                                "purposes",
                                ListOf(Text("a purpose id"), minimum=1, called="purpose"),
                                "ids of what one may come for; everything if left out",
                            ),
                            *_OF_A_RESOURCE,
                        ),
                    ),
                    called="resource",
                ),
                "who or what is met, by id",
            ),
        ),
    ),
    "how appointments are given",
)


# -- checks ------------------------------------------------------------------------------------


def check(section: YamlMap, report: Report) -> None:
    """Report what the shape cannot say."""
    purposes, resources = map_at(section, "purposes"), map_at(section, "resources")
    for listed, called in ((purposes, "purpose"), (resources, "resource")):
        _check_rows(listed, called, report)
    for holder in (section, *(map_at(resources, name) for name in resources)):
        _check_hours(holder, section, report)
    _check_purposes(purposes, resources, report)


def _check_rows(listed: YamlMap, called: str, report: Report) -> None:
    """Check ids, the length of titles, and that all fit a list; "anybody" takes a row too."""
    most = ROWS - 1 if called == "resource" else ROWS
    if len(listed) > most:
        report.error(
            "tenant.too_many_choices",
            listed.position,
            f"{len(listed)} {called}s, but WhatsApp shows {most} at most",
        )
    for name in listed:
        if not re.fullmatch(_ID, str(name)):
            expected = "expected small letters, digits and underscores"
            at = listed.position_of(name)
            report.error("tenant.bad_id", at, f"{called} id {str(name)!r}, {expected}")
        item = map_at(listed, name)
        shown = item.get("title") or item.get("name")
        if isinstance(shown, str) and len(shown) > TITLE:
            at = item.position_of_value("title" if item.get("title") else "name")
            said = f"{shown!r} has {len(shown)} characters, a row shows {TITLE}"
            report.error("tenant.title_too_long", at, said, "give it a shorter 'title'")


def _check_hours(holder: YamlMap, section: YamlMap, report: Report) -> None:
    check_openings(map_at(holder, "hours"), report)
    check_days(list_at(holder, "exceptions"), report)
    minutes = holder.get("slot_minutes") or section.get("slot_minutes") or 30
    if not isinstance(minutes, int):
        return
    week = map_at(holder, "hours")
    lists = [list_at(week, day) for day in week]
    lists += [list_at(day, "hours") for day in _maps(list_at(holder, "exceptions"))]
    for listed in lists:
        for text, at in zip(listed, listed.items_at, strict=True):
            if not HOURS.fits(text) or not HOURS.means_something(text):
                continue
            opens, closes = read_interval(text)
            if _minutes(closes) - _minutes(opens) < minutes:
                said = f"{text!r} is shorter than an appointment of {minutes} minutes"
                report.error("tenant.short_opening", at, said)


def _check_purposes(purposes: YamlMap, resources: YamlMap, report: Report) -> None:
    known = {str(name) for name in purposes} or {purpose.id for purpose in DEFAULT.purposes}
    served: set[str] = set() if resources else set(known)
    for name in resources:
        listed = list_at(map_at(resources, name), "purposes")
        served |= {str(item) for item in listed} if listed else known
        for item, at in zip(listed, listed.items_at, strict=True):
            if isinstance(item, str) and item not in known:
                proposal = did_you_mean(item, known) or f"known: {', '.join(sorted(known))}"
                said = f"there is no purpose {item!r}"
                report.error("tenant.unknown_purpose", at, said, proposal)
    for name in purposes:
        if str(name) not in served:
            at = purposes.position_of(name)
            report.error("tenant.unserved_purpose", at, f"no resource serves purpose {str(name)!r}")


def _maps(listed: YamlList) -> Iterator[YamlMap]:
    return (item for item in listed if isinstance(item, YamlMap))


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


# -- reading -----------------------------------------------------------------------------------


def read(section: Mapping[str, Any]) -> AppointmentPolicy:
    """Turn a checked section into the policy; what it leaves out is as in ``DEFAULT``."""
    resources = tuple(
        _resource(name, item, section) for name, item in (section.get("resources") or {}).items()
    )
    alone = _resource("secretariat", {"name": DEFAULT.resources[0].name}, section)
    facts: dict[str, Any] = {
        "resources": resources or (alone,),
        "purposes": tuple(
            Purpose(
                id=name,
                name=item["name"],
                title=item.get("title") or _capital(item["name"]),
                question=item.get("question") or "",
                words=tuple(item.get("words") or ()),
            )
            for name, item in (section.get("purposes") or {}).items()
        )
        or DEFAULT.purposes,
    }
    for key, made in (("notice_hours", "notice"), ("cancel_until_hours", "cancel_until")):
        if section.get(key) is not None:
            facts[made] = timedelta(hours=section[key])
    for key in ("horizon_days", "max_open"):
        if section.get(key) is not None:
            facts[key] = section[key]
    if section.get("reminders_hours") is not None:
        hours = sorted(set(section["reminders_hours"]), reverse=True)
        facts["reminders"] = tuple(timedelta(hours=number) for number in hours)
    if section.get("quiet_hours"):
        begins, ends = read_interval(section["quiet_hours"])
        facts["quiet"] = None if begins == ends else (begins, ends)
    return AppointmentPolicy(**facts)


def _resource(name: str, item: Mapping[str, Any], section: Mapping[str, Any]) -> Resource:
    """Build one resource; what it does not say itself, the section says for it."""

    def said(key: str, otherwise: Any) -> Any:
        own = item.get(key)
        own = section.get(key) if own is None else own
        return otherwise if own is None else own

    hours = said("hours", None)
    return Resource(
        id=name,
        name=item["name"],
        title=item.get("title") or _capital(item["name"]),
        words=tuple(item.get("words") or ()),
        purposes=frozenset(item.get("purposes") or ()),
        weekly=None if hours is None else tuple(_openings(hours.get(day)) for day in DAYS),
        exceptions={**_exceptions(section), **_exceptions(item)},
        slot=timedelta(minutes=said("slot_minutes", 30)),
        buffer=timedelta(minutes=said("buffer_minutes", 0)),
        capacity=said("capacity", 1),
    )


def _exceptions(holder: Mapping[str, Any]) -> dict[date, tuple[Interval, ...]]:
    return {
        date.fromisoformat(item["date"]): _openings(item.get("hours"))
        for item in holder.get("exceptions") or ()
    }


def _openings(listed: Any) -> tuple[Interval, ...]:
    read_ones = sorted(map(read_interval, listed or ()))
    return tuple(Interval(opens=opens, closes=closes) for opens, closes in read_ones)


def _capital(name: str) -> str:
    """Return a name as the title of a row, without its article: "Père André"."""
    bare = re.sub(r"^(?:(?:le|la|les|un|une|des) |l[’'])", "", name)
    return bare[:1].upper() + bare[1:]
