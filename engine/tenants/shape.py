"""What a tenant's file may hold: one description for its checks, its JSON Schema and its reference.

>>> TENANT.schema({})["properties"]["name"]["type"]
'string'

Codes begin with ``tenant.``; see ``engine.tenants.records`` for what a good file becomes. What
belongs to one service alone stands in ``engine.tenants.sections``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from engine.errors import did_you_mean
from engine.flows.report import Report
from engine.flows.shapes import (
    Key,
    ListOf,
    Literal,
    MapOf,
    Number,
    OneOf,
    Record,
    Text,
    Where,
)
from engine.flows.source import YamlMap
from engine.tenants.sections import SECTIONS
from engine.tenants.values import (
    CLOCK,
    DATE,
    EMAIL,
    FEAST,
    FLOW_ID,
    HOURS,
    LANGUAGE,
    LINK,
    MINUTES,
    VARIABLE,
    ZONE,
    check_days,
    check_feasts,
    check_openings,
    each_day,
    list_at,
    map_at,
)

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

_ACCOUNT = r"[a-z0-9]+(?:-[a-z0-9]+)*"

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
                        each_day(ListOf(HOURS, called="opening"), "hours"),
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
                    Key("weekly", each_day(_MASSES, "masses"), "masses of an ordinary week"),
                    Key(
                        "feasts",
                        ListOf(
                            Record(
                                "feast",
                                (
                                    Key("feast", FEAST, "a feast of the calendar: paques"),
                                    Key("date", DATE, "or the day"),
                                    Key("name", Text(), "as people call it"),
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
        *(section.KEY for section in SECTIONS),
    ),
)


def check_tenant(content: YamlMap, report: Report, flows: Collection[str] | None) -> None:
    """Report every fault of one file; without ``flows`` the names of flows are not looked up."""
    TENANT.check(content, content.position, Where("tenant", "the tenant", report))
    check_openings(map_at(map_at(content, "hours"), "office"), report)
    check_days(list_at(map_at(content, "hours"), "closed"), report)
    check_feasts(list_at(map_at(content, "masses"), "feasts"), report)
    for section in SECTIONS:
        if isinstance(content.get(section.KEY.name), YamlMap):
            section.check(content[section.KEY.name], report)
    if flows is not None:
        _check_flows(content, report, flows)
    accounts = map_at(content, "whatsapp")
    for name in accounts:
        _check_account(str(name), accounts, name, report)


def _check_flows(content: YamlMap, report: Report, flows: Collection[str]) -> None:
    enabled = list_at(content, "enabled_flows")
    named = list(zip(enabled, enabled.items_at, strict=True))
    session = map_at(map_at(content, "session"), "flows")
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
    account = map_at(accounts, key)
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
    _check_variables(name, map_at(account, "variables"), PROVIDERS[provider], report)


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
