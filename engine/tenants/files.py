"""Reads ``config/tenants/<tenant>.yml``: every fault listed, or the records of good files.

>>> load_tenants(Path("."))["paroisse"].accounts[0].resolve({}).missing[0]
'META_PHONE_NUMBER_ID'
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from engine.errors import Problem, ProjectError, YamlError
from engine.flows.project import load_project
from engine.flows.report import Report
from engine.flows.shapes import JsonSchema, Names
from engine.flows.source import Position, YamlMap, read_file
from engine.tenants.records import Account, Address, Tenant, Tenants
from engine.tenants.sections import SECTIONS
from engine.tenants.shape import TENANT, check_tenant
from engine.tenants.timetable import (
    Feast,
    Interval,
    Mass,
    MassTimes,
    OfficeHours,
    YearlyFeast,
)
from engine.tenants.values import DAYS, read_interval

FOLDER = "config/tenants"
# It stands before the colon of every conversation's key, and in addresses.
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
#: Silence after which a conversation starts afresh when the file does not say, in minutes.
SESSION_MINUTES = 30


def load_tenants(root: Path) -> Tenants:
    """Read every tenant of the project in ``root``.

    Raises :class:`~engine.errors.ProjectError` that lists every fault, or says that there is no
    tenant at all. Names of flows are not looked up here; :func:`check_tenants` does.
    """
    report = Report()
    documents = _read(root, report)
    _check(documents, report, flows=None)
    if report.problems:
        raise ProjectError("\n".join(str(problem) for problem in report.problems))
    if not documents:
        raise ProjectError(f"no tenant: expected a file such as {FOLDER}/paroisse.yml")
    return Tenants(_tenant(name, content) for name, content in documents.items())


def check_tenants(root: Path, flows: Collection[str] | None = None) -> list[Problem]:
    """Return every fault of every tenant file, in the order in which they are printed.

    ``flows`` are the ids of the project's flows; they are read from ``root`` when not given. A
    project without tenants has no faults here.
    """
    report = Report()
    documents = _read(root, report)
    if documents and flows is None:
        flows = {flow.id for flow in load_project(root).own_flows}
    _check(documents, report, flows)
    return list(report.problems)


def tenant_schema(names: Names) -> JsonSchema:
    """Return the JSON Schema (draft 7) of a tenant file; ``names["flow"]`` completes flow ids.

    >>> tenant_schema({})["properties"]["name"]["type"]
    'string'
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"A tenant of the front desk: {FOLDER}/<tenant>.yml",
        **TENANT.schema(names),
    }


def _read(root: Path, report: Report) -> dict[str, YamlMap]:
    """Return the content of each file by the tenant's id."""
    documents: dict[str, YamlMap] = {}
    for file in sorted((root / FOLDER).glob("*.y*ml")):
        path = file.relative_to(root).as_posix()
        at = Position(path, 1, 1)
        if not _ID.fullmatch(file.stem) or file.stem in documents:
            expected = "expected small letters, digits, - and _, each name once"
            report.error("tenant.bad_name", at, f"tenant name {file.stem!r}, {expected}")
        try:
            content = read_file(file, path)
        except YamlError as error:
            report.error("yaml.invalid", Position(path, error.line, error.column), error.reason)
            continue
        if isinstance(content, YamlMap):
            documents.setdefault(file.stem, content)
        else:
            report.error("tenant.wrong_type", at, "a tenant's file must be a map")
    return documents


def _check(documents: Mapping[str, YamlMap], report: Report, flows: Collection[str] | None) -> None:
    owner: dict[str, str] = {}
    for tenant_id, content in documents.items():
        check_tenant(content, report, flows)
        accounts = content.get("whatsapp")
        if not isinstance(accounts, YamlMap):
            continue
        for name in accounts:
            first = owner.setdefault(str(name), tenant_id)
            if first != tenant_id:
                report.error(
                    "tenant.duplicate_account",
                    accounts.position_of(name),
                    f"account {str(name)!r} belongs to tenant {first!r} already",
                    "account names stand in addresses: give each number its own",
                )


def _tenant(tenant_id: str, content: YamlMap) -> Tenant:
    """Build the record of a file that was checked."""
    session = content.get("session") or {}
    enabled = content.get("enabled_flows") or "all"
    return Tenant(
        id=tenant_id,
        name=content["name"],
        zone_name=content["time_zone"],
        language=content.get("language") or "fr",
        base_session_minutes=session.get("minutes") or SESSION_MINUTES,
        session_minutes_of=dict(session.get("flows") or {}),
        enabled_flows=None if enabled == "all" else frozenset(enabled),
        hours=_office_hours(content["hours"]),
        masses=_mass_times(content.get("masses") or {}),
        address=_address(content["address"]),
        phone=content["phone"],
        email=content["email"],
        accounts=tuple(
            Account(name=name, provider=account["provider"], variables=dict(account["variables"]))
            for name, account in (content.get("whatsapp") or {}).items()
        ),
        sections=tuple(
            section.read(content[section.KEY.name])
            if content.get(section.KEY.name)
            else section.DEFAULT
            for section in SECTIONS
        ),
    )


def _office_hours(hours: Mapping[str, Any]) -> OfficeHours:
    weekly = tuple(
        tuple(
            Interval(opens=opens, closes=closes)
            for opens, closes in sorted(map(read_interval, hours["office"].get(day) or ()))
        )
        for day in DAYS
    )
    closed = {
        date.fromisoformat(item["date"]): item.get("reason") or ""
        for item in hours.get("closed") or ()
    }
    return OfficeHours(weekly=weekly, closed=closed)


def _mass_times(masses: Mapping[str, Any]) -> MassTimes:
    weekly = masses.get("weekly") or {}
    listed = masses.get("feasts") or ()
    feasts = [
        Feast(
            day=date.fromisoformat(item["date"]), name=item["name"], masses=_masses(item["masses"])
        )
        for item in listed
        if item.get("date")
    ]
    yearly = [
        YearlyFeast(id=item["feast"], name=item.get("name") or "", masses=_masses(item["masses"]))
        for item in listed
        if item.get("feast")
    ]
    return MassTimes(
        weekly=tuple(_masses(weekly.get(day) or ()) for day in DAYS),
        feasts=tuple(sorted(feasts, key=lambda feast: feast.day)),
        yearly=tuple(yearly),
    )


def _masses(listed: Iterable[Mapping[str, Any]]) -> tuple[Mass, ...]:
    masses = (
        Mass(
            starts=time.fromisoformat(item["time"]),
            language=item.get("language") or "",
            place=item.get("place") or "",
        )
        for item in listed
    )
    return tuple(sorted(masses, key=lambda mass: mass.starts))


def _address(address: Mapping[str, Any]) -> Address:
    latitude, longitude = float(address["latitude"]), float(address["longitude"])
    return Address(
        street=address["street"],
        district=address.get("district") or "",
        landmark=address["landmark"],
        latitude=latitude,
        longitude=longitude,
        map_link=address.get("map_link") or f"https://maps.google.com/?q={latitude},{longitude}",
    )
