"""Values that a tenant's file may hold: days, hours, zones, names of variables.

>>> report = Report()
>>> VARIABLE.check("f00ba4", Position("a.yml", 3, 5), Where("tenant", "'app_secret'", report))
False
>>> str(report.problems[0])[:66]
"a.yml:3:5: error tenant.bad_variable 'app_secret' is not in the ri"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import shorten
from engine.flows.report import Report
from engine.flows.shapes import JsonSchema, Key, Literal, Names, Number, Record, Shape, Text, Where
from engine.flows.source import Position, YamlList, YamlMap
from engine.liturgy import FEAST_NAMES
from engine.mail import MAILBOX as MAILBOX_PATTERN

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_VARIABLE = r"[A-Z][A-Z0-9_]*"


@dataclass(frozen=True)
class Written(Shape):
    """A text in a given form."""

    # Second part of the code when it is not in that form.
    fault: str
    pattern: str
    expected: str = "a text"
    # The value may be a secret that somebody pasted: it is not repeated.
    private: bool = False

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and re.fullmatch(self.pattern, value) is not None

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if self.fits(value) and self.means_something(value):
            return True
        shown = "not in the right form" if self.private else shorten(value)
        where.report.error(
            f"{where.room}.{self.fault}", at, f"{where.what} is {shown}, expected {self.expected}"
        )
        return False

    def means_something(self, value: str) -> bool:
        """Tell whether a text in the right form is a value too: 30 February is none."""
        return True

    def schema(self, names: Names) -> JsonSchema:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


class DateText(Written):
    """A day, ``"2026-12-25"``."""

    def means_something(self, value: str) -> bool:
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True


class HoursText(Written):
    """An opening, ``"09:00-12:30"``, that closes after it opens."""

    def means_something(self, value: str) -> bool:
        opens, closes = read_interval(value)
        return opens < closes


class ZoneName(Written):
    """A time zone of the IANA list."""

    def means_something(self, value: str) -> bool:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # the last for the name of a folder: "America"
            return False
        return True


class PhoneText(Written):
    """A telephone number with its country code, ``"+221 77 123 45 67"``."""

    def means_something(self, value: str) -> bool:
        return read_phone(value) is not None


def read_phone(value: str) -> str | None:
    """Return ``+221771234567``; None when no such number can exist."""
    # Here, because the numbers of the world take a tenth of a second, and few files name one.
    from engine.french.phones import e164_of

    return e164_of(value)


def read_interval(value: str) -> tuple[time, time]:
    """Read ``"09:00-12:30"``, which was checked before."""
    opens, _, closes = value.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


DATE = DateText("bad_date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", 'a date such as "2026-12-25"')
CLOCK = Written("bad_time", _CLOCK, 'a time such as "18:30"')
HOURS = HoursText(
    "bad_hours", f"{_CLOCK}-{_CLOCK}", 'hours such as "09:00-12:30", closing after opening'
)
ZONE = ZoneName("unknown_time_zone", r"[A-Za-z0-9_+/-]+", "a time zone such as Africa/Dakar")
VARIABLE = Written(
    "bad_variable",
    _VARIABLE,
    "the NAME of a variable of the environment, such as META_APP_SECRET, never its value",
    private=True,
)
LANGUAGE = Written("bad_language", r"[a-z]{2}", "two letters such as fr")
EMAIL = Written("bad_email", r"[^@\s]+@[^@\s]+", "an e-mail address")
MAILBOX = Written("bad_email", MAILBOX_PATTERN, "an e-mail address such as accueil@example.org")
PHONE = PhoneText(
    "bad_phone",
    r"\+[0-9][0-9 ().\-]{5,22}[0-9]",
    'a number with its country code, in quotes, such as "+221 77 123 45 67"',
    private=True,
)
LINK = Written("bad_link", r"https?://\S+", "an address that begins with https://")
MINUTES = Number(minimum=1, maximum=60 * 24 * 366, whole=True)
FLOW_ID = Text("a flow id", refers_to="flow")
FEAST = Literal(tuple(FEAST_NAMES))


def each_day(shape: Shape, called: str) -> Record:
    """Return a map of weekdays, from ``monday``, each of ``shape``."""
    return Record(called, tuple(Key(day, shape, f"{called} of {day.title()}") for day in DAYS))


def map_at(parent: YamlMap, key: Any) -> YamlMap:
    """Return the map under ``key``; an empty one when there is none, or something else."""
    value = parent.get(key)
    return value if isinstance(value, YamlMap) else YamlMap(parent.position)


def list_at(parent: YamlMap, key: Any) -> YamlList:
    """Return the list under ``key``; an empty one when there is none, or something else."""
    value = parent.get(key)
    return value if isinstance(value, YamlList) else YamlList(parent.position)


def check_openings(week: YamlMap, report: Report) -> None:
    """Report openings of one day that overlap."""
    for day in week:
        listed = list_at(week, day)
        good = [
            (*read_interval(text), at)
            for text, at in zip(listed, listed.items_at, strict=True)
            if HOURS.fits(text) and HOURS.means_something(text)
        ]
        good.sort(key=lambda item: item[:2])
        for first, second in pairwise(good):
            if second[0] < first[1]:
                report.error(
                    "tenant.overlapping_hours",
                    max(first[2], second[2], key=lambda at: (at.line, at.column)),
                    f"two openings of {day} overlap: one ends at {first[1]:%H:%M}, "
                    f"the next begins at {second[0]:%H:%M}",
                )


def check_days(listed: YamlList, report: Report) -> None:
    """Report a ``date`` that is listed twice."""
    seen: set[str] = set()
    for item in listed:
        day = item.get("date") if isinstance(item, YamlMap) else None
        if isinstance(day, str) and day in seen:
            at = item.position_of_value("date")
            report.error("tenant.duplicate_date", at, f"the day {day} is listed twice")
        seen.add(str(day))


def check_feasts(listed: YamlList, report: Report, *, named: bool = True) -> None:
    """Report days that are listed twice, and those that are neither a date nor a feast, or both.

    ``named``: a date needs a name; a feast of the calendar has one.
    """
    check_days(listed, report)
    seen: set[str] = set()
    for item, at in zip(listed, listed.items_at, strict=True):
        if not isinstance(item, YamlMap):
            continue
        feast, day = item.get("feast"), item.get("date")
        if (feast is None) == (day is None):
            report.error(
                "tenant.unclear_day",
                at,
                "a day is said by 'date' or by 'feast', one of them",
                "write 'feast: paques', or 'date: \"2027-03-28\"' with a 'name'",
            )
        elif named and feast is None and not item.get("name"):
            report.error("tenant.missing_key", at, "a day with a 'date' needs a 'name'")
        if isinstance(feast, str) and feast in seen:
            where = item.position_of_value("feast")
            report.error("tenant.duplicate_date", where, f"the feast {feast} is listed twice")
        seen.add(str(feast))
