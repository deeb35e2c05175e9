"""One organisation as the rest of the house sees it.

>>> Account(name="a", provider="meta", variables={"api_url": "URL"}).resolve({}).is_open
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from engine.errors import ProjectError
from engine.flows.records import PATTERN_PREFIX
from engine.tenants.named_days import named_days
from engine.tenants.shape import PROVIDERS
from engine.tenants.timetable import Interval, Mass, MassTimes, OfficeHours

T = TypeVar("T")


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
    # Records of ``engine.tenants.sections``, one of each class.
    sections: tuple[Any, ...] = ()

    def section(self, kind: type[T]) -> T:
        """Return the record of class ``kind`` that this tenant's file describes.

        Raises ``LookupError`` for a class that is no section's: a fault of the code.
        """
        for record in self.sections:
            if isinstance(record, kind):
                return record
        raise LookupError(f"tenants have no section {kind.__name__}")

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

    def named_days(self, now: datetime) -> tuple[tuple[str, date], ...]:
        """Return the days that people call by a name, this year and next: ``("Noël", …)``."""
        return self._named_days(self.local(now).year)

    @cached_property
    def _named_days(self) -> Callable[[int], tuple[tuple[str, date], ...]]:
        # Asked with every message; a year's days do not change, and few years are asked for.
        return lru_cache(maxsize=8)(
            lambda year: (*named_days(self, year), *named_days(self, year + 1))
        )

    def masses_on(self, day: date) -> tuple[Mass, ...]:
        """Return the masses of ``day``, a feast's instead of the week's."""
        return self.masses.on(day)


class Tenants:
    """All tenants, in the order of their files; at least one."""

    def __init__(self, tenants: Iterable[Tenant]) -> None:
        self._own = {tenant.id: tenant for tenant in tenants}
        if not self._own:
            raise ProjectError("a front desk needs at least one tenant")

    @property
    def _tenants(self) -> Mapping[str, Tenant]:
        return self._own

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


class LiveTenants(Tenants):
    """The tenants of whatever is in service: who holds this object sees every change.

    >>> tenants = LiveTenants(lambda: in_service)
    >>> in_service = after_an_edit          # and ``tenants["paroisse"].phone`` is the new one
    """

    def __init__(self, in_service: Callable[[], Tenants]) -> None:
        self._in_service = in_service

    @property
    def _tenants(self) -> Mapping[str, Tenant]:
        return self._in_service()._tenants
