"""The organisations that this front desk serves, each described by ``config/tenants/<tenant>.yml``.

>>> tenants = load_tenants(Path("."))
>>> parish = tenants["paroisse"]
>>> parish.office_hours(date(2026, 3, 3))[0].opens
datetime.time(9, 0)
>>> parish.accounts[0].resolve({}).missing[0]
'META_PHONE_NUMBER_ID'

Files are checked whole: :func:`check_tenants` lists every fault with its place, and
:func:`load_tenants` refuses a project with faults. Secrets are never in these files; they name
variables of the environment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import Problem, ProjectError, YamlError
from engine.flows.project import load_project
from engine.flows.records import PATTERN_PREFIX
from engine.flows.report import Report
from engine.flows.shapes import JsonSchema, Names
from engine.flows.source import Position, YamlMap, read_file
from engine.tenant_shape import DAYS, PROVIDERS, TENANT, check_tenant, read_interval
from engine.timetable import Feast, Interval, Mass, MassTimes, OfficeHours

FOLDER = "config/tenants"
# It stands before the colon of every conversation's key, and in addresses.
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
#: Silence after which a conversation starts afresh when the file does not say, in minutes.
SESSION_MINUTES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the environment makes of an account: open with its values, or closed."""

    # Setting of the provider -> value; optional ones may be absent. Secrets: never logged.
    values: Mapping[str, str] = field(repr=False)
    # Names of required variables that are unset.
    missing: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether messages can go through."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One WhatsApp number of a tenant."""

    # Unique over all tenants: it stands in the webhook's address.
    name: str
    # "meta"
    provider: str
    # Setting of the provider -> NAME of the variable that holds its value.
    variables: Mapping[str, str]

    def resolve(self, environ: Mapping[str, str]) -> Door:
        """Look the variables up; an empty one counts as unset.

        >>> Account(name="a", provider="meta", variables={"api_url": "URL"}).resolve({}).is_open
        True
        """
        values = {
            setting: environ[name] for setting, name in self.variables.items() if environ.get(name)
        }
        required = PROVIDERS[self.provider]
        missing = tuple(
            name
            for setting, name in self.variables.items()
            if required.get(setting) and setting not in values
        )
        return Door(values=values, missing=missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the organisation is."""

    street: str
    district: str
    # What a driver looks for.
    landmark: str
    # Degrees.
    latitude: float
    longitude: float
    map_link: str


@dataclass(frozen=True, kw_only=True)
class Tenant:
    """One organisation."""

    # Name of its file without the ending; first part of every conversation's key.
    id: str
    # As people know it.
    name: str
    zone_name: str
    language: str
    # Silence after which a conversation starts afresh, in minutes, and longer ones by flow.
    base_session_minutes: int
    session_minutes_of: Mapping[str, int]
    # Flows that people may start; None for all.
    enabled_flows: frozenset[str] | None
    hours: OfficeHours
    masses: MassTimes
    address: Address
    phone: str
    email: str
    accounts: tuple[Account, ...]

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """The zone in which all its days and hours are meant."""
        return ZoneInfo(self.zone_name)

    def local(self, moment: datetime) -> datetime:
        """Return an aware ``moment`` on the clocks of the place. Raises ``ValueError`` if naive."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(self.time_zone)

    def enables(self, flow_id: str) -> bool:
        """Tell whether people may start this flow here; patterns always run."""
        everything = self.enabled_flows is None or flow_id.startswith(PATTERN_PREFIX)
        return everything or flow_id in (self.enabled_flows or ())

    def session_minutes(self, open_flows: Iterable[str] = ()) -> int:
        """Return the silence after which a conversation with these open flows starts afresh.

        Of several open flows, the most patient one counts.
        """
        patience = [self.session_minutes_of.get(f, self.base_session_minutes) for f in open_flows]
        return max(patience, default=self.base_session_minutes)

    def office_hours(self, day: date) -> tuple[Interval, ...]:
        """Return the openings of ``day``; none when the office is closed."""
        return self.hours.on(day)

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody is in the office at this aware moment."""
        here = self.local(now)
        return any(here.time() in interval for interval in self.hours.on(here.date()))

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the office opens next after ``now``; None when it never does in a year."""
        return next(self.hours.openings_after(self.local(now)), None)

    def masses_on(self, day: date) -> tuple[Mass, ...]:
        """Return the masses of ``day``, a feast's instead of the week's."""
        return self.masses.on(day)


class Tenants:
    """All tenants, in the order of their files; at least one."""

    def __init__(self, tenants: Iterable[Tenant]) -> None:
        self._tenants = {tenant.id: tenant for tenant in tenants}
        if not self._tenants:
            raise ProjectError("a front desk needs at least one tenant")

    def __iter__(self) -> Iterator[Tenant]:
        return iter(self._tenants.values())

    def __len__(self) -> int:
        return len(self._tenants)

    def __contains__(self, tenant_id: object) -> bool:
        return tenant_id in self._tenants

    def __getitem__(self, tenant_id: str) -> Tenant:
        """Return a tenant by its id. Raises ``KeyError``."""
        return self._tenants[tenant_id]

    @property
    def default(self) -> Tenant:
        """The first tenant: who answers in ``rasa shell``, which knows no tenants."""
        return next(iter(self._tenants.values()))

    def of_sender(self, sender_id: str) -> Tenant:
        """Return the tenant of a conversation, ``"paroisse:c4f2"``.

        A sender without a tenant, as plain Rasa commands make them, is the default one's. Raises
        ``KeyError`` for a tenant that is gone: its people must not be answered by another.
        """
        tenant_id, colon, _ = sender_id.partition(":")
        return self._tenants[tenant_id] if colon else self.default


# -- files -----------------------------------------------------------------------------------


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
    feasts = [
        Feast(
            day=date.fromisoformat(item["date"]), name=item["name"], masses=_masses(item["masses"])
        )
        for item in masses.get("feasts") or ()
    ]
    return MassTimes(
        weekly=tuple(_masses(weekly.get(day) or ()) for day in DAYS),
        feasts=tuple(sorted(feasts, key=lambda feast: feast.day)),
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
