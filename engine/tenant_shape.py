"""What a tenant's file may hold: one description for its checks, its JSON Schema and its reference.

>>> report = Report()
>>> VARIABLE.check("f00ba4", Position("a.yml", 3, 5), Where("tenant", "'app_secret'", report))
False
>>> str(report.problems[0])[:66]
"a.yml:3:5: error tenant.bad_variable 'app_secret' is not in the ri"

Codes begin with ``tenant.``; see ``engine.tenants`` for the records that a good file becomes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import did_you_mean, shorten
from engine.flows.report import Report
from engine.flows.shapes import (
    JsonSchema,
    Key,
    ListOf,
    Literal,
    MapOf,
    Names,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
    Where,
)
from engine.flows.source import Position, YamlList, YamlMap

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Settings of an account by provider; True for those without which its door stays closed.
PROVIDERS: Mapping[str, Mapping[str, bool]] = {
    "meta": {
        "phone_number_id": True,
        "app_secret": True,
        "verify_token": True,
        "access_token": True,
        "api_url": False,
    },
}

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_VARIABLE = r"[A-Z][A-Z0-9_]*"
_ACCOUNT = r"[a-z0-9]+(?:-[a-z0-9]+)*"


# -- values ----------------------------------------------------------------------------------


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
LINK = Written("bad_link", r"https?://\S+", "an address that begins with https://")
MINUTES = Number(minimum=1, maximum=60 * 24 * 366, whole=True)
FLOW_ID = Text("a flow id", refers_to="flow")


# -- the file --------------------------------------------------------------------------------


def _each_day(shape: Shape, called: str) -> Record:
    return Record(called, tuple(Key(day, shape, f"{called} of {day.title()}") for day in DAYS))


_MASS = Record(
    "mass",
    (
        Key("time", CLOCK, "when it begins", required=True),
        Key("language", Text(), "as people are told it: en français"),
        Key("place", Text(), "as people are told it: à la chapelle"),
    ),
)
_MASSES = ListOf(_MASS, called="mass")

TENANT = Record(
    "tenant",
    (
        Key("name", Text(), "name of the organisation, as people know it", required=True),
        Key("time_zone", ZONE, "time zone of the place: Africa/Dakar", required=True),
        Key("language", LANGUAGE, "language of the answers", default="fr"),
        Key(
            "session",
            Record(
                "session",
                (
                    Key("minutes", MINUTES, "silence after which a conversation starts afresh"),
                    Key("flows", MapOf(MINUTES, called="flow"), "longer silences, by flow"),
                ),
            ),
            "how long a conversation waits for the person",
        ),
        Key(
            "enabled_flows",
            OneOf((Literal(("all",)), ListOf(FLOW_ID, called="flow"))),
            "flows that people may start: all, or their ids",
            default="all",
        ),
        Key(
            "hours",
            Record(
                "hours",
                (
                    Key(
                        "office",
                        _each_day(ListOf(HOURS, called="opening"), "hours"),
                        "hours of the office, day by day; a day left out is closed",
                        required=True,
                    ),
                    Key(
                        "closed",
                        ListOf(
                            Record(
                                "closed day",
                                (
                                    Key("date", DATE, "the day", required=True),
                                    Key("reason", Text(), "why, as people are told it"),
                                ),
                            ),
                            called="day",
                        ),
                        "days that are closed whatever the week says",
                    ),
                ),
            ),
            "when somebody is there",
            required=True,
        ),
        Key(
            "masses",
            Record(
                "masses",
                (
                    Key("weekly", _each_day(_MASSES, "masses"), "masses of an ordinary week"),
                    Key(
                        "feasts",
                        ListOf(
                            Record(
                                "feast",
                                (
                                    Key("date", DATE, "the day", required=True),
                                    Key("name", Text(), "as people call it", required=True),
                                    Key("masses", _MASSES, "masses of that day", required=True),
                                ),
                            ),
                            called="feast",
                        ),
                        "days whose masses replace those of the week",
                    ),
                ),
            ),
            "when mass is said",
        ),
        Key(
            "address",
            Record(
                "address",
                (
                    Key("street", Text(), "street and number", required=True),
                    Key("district", Text(), "quarter and town"),
                    Key("landmark", Text(), "what a driver looks for", required=True),
                    Key("latitude", Number(-90, 90), "degrees north", required=True),
                    Key("longitude", Number(-180, 180), "degrees east", required=True),
                    Key("map_link", LINK, "link to a map; made of the coordinates if left out"),
                ),
            ),
            "where the organisation is",
            required=True,
        ),
        Key("phone", Text(), "telephone of the office, as people are told it", required=True),
        Key("email", EMAIL, "e-mail address of the office", required=True),
        Key(
            "whatsapp",
            MapOf(
                Record(
                    "account",
                    (
                        Key("provider", Text(), "who carries the messages: meta", required=True),
                        Key(
                            "variables",
                            MapOf(VARIABLE, called="setting"),
                            "setting of the provider -> NAME of a variable of the environment",
                            required=True,
                        ),
                    ),
                ),
                called="account",
            ),
            "WhatsApp numbers, by account name; the name stands in the webhook's address",
        ),
    ),
)


def check_tenant(content: YamlMap, report: Report, flows: Collection[str] | None) -> None:
    """Report every fault of one file; without ``flows`` the names of flows are not looked up."""
    TENANT.check(content, content.position, Where("tenant", "the tenant", report))
    _check_hours(_map(_map(content, "hours"), "office"), report)
    _check_days(_list(_map(content, "hours"), "closed"), report)
    _check_days(_list(_map(content, "masses"), "feasts"), report)
    if flows is not None:
        _check_flows(content, report, flows)
    accounts = _map(content, "whatsapp")
    for name in accounts:
        _check_account(str(name), accounts, name, report)


def _map(parent: YamlMap, key: Any) -> YamlMap:
    value = parent.get(key)
    return value if isinstance(value, YamlMap) else YamlMap(parent.position)


def _list(parent: YamlMap, key: Any) -> YamlList:
    value = parent.get(key)
    return value if isinstance(value, YamlList) else YamlList(parent.position)


def _check_hours(office: YamlMap, report: Report) -> None:
    for day in office:
        listed = _list(office, day)
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


def _check_days(listed: YamlList, report: Report) -> None:
    seen: set[str] = set()
    for item in listed:
        day = item.get("date") if isinstance(item, YamlMap) else None
        if isinstance(day, str) and day in seen:
            at = item.position_of_value("date")
            report.error("tenant.duplicate_date", at, f"the day {day} is listed twice")
        seen.add(str(day))


def _check_flows(content: YamlMap, report: Report, flows: Collection[str]) -> None:
    enabled = _list(content, "enabled_flows")
    named = list(zip(enabled, enabled.items_at, strict=True))
    session = _map(_map(content, "session"), "flows")
    named += [(flow, session.position_of(flow)) for flow in session]
    for flow, at in named:
        if isinstance(flow, str) and flow not in flows:
            proposal = did_you_mean(flow, flows)
            report.error("tenant.unknown_flow", at, f"there is no flow {flow!r}", proposal)


def _check_account(name: str, accounts: YamlMap, key: Any, report: Report) -> None:
    at = accounts.position_of(key)
    if not re.fullmatch(_ACCOUNT, name):
        expected = "expected small letters, digits and hyphens: it stands in an address"
        report.error("tenant.bad_account_name", at, f"account name {name!r}, {expected}")
    account = _map(accounts, key)
    provider = account.get("provider")
    if not isinstance(provider, str):
        return
    if provider not in PROVIDERS:
        report.error(
            "tenant.unknown_provider",
            account.position_of_value("provider"),
            f"unknown provider {provider!r} of account {name!r}",
            did_you_mean(provider, PROVIDERS) or f"known: {', '.join(PROVIDERS)}",
        )
        return
    _check_variables(name, _map(account, "variables"), PROVIDERS[provider], report)


def _check_variables(
    name: str, variables: YamlMap, settings: Mapping[str, bool], report: Report
) -> None:
    for setting in variables:
        if setting not in settings:
            report.error(
                "tenant.unknown_setting",
                variables.position_of(setting),
                f"unknown setting {str(setting)!r} of account {name!r}",
                did_you_mean(str(setting), settings) or f"known: {', '.join(settings)}",
            )
    for setting, required in settings.items():
        if required and setting not in variables:
            report.error(
                "tenant.missing_setting",
                variables.position,
                f"account {name!r} has no {setting!r}",
                f"add '{setting}: NAME_OF_A_VARIABLE'",
            )
