"""The days of one year that people call by a name, at one organisation.

>>> from pathlib import Path
>>> from engine.tenants import load_tenants
>>> dict(named_days(load_tenants(Path("."))["paroisse"], 2027))["vendredi saint"]
datetime.date(2027, 3, 26)
"""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import TYPE_CHECKING

from engine.liturgy import feast_day, spoken_days

if TYPE_CHECKING:
    from engine.tenants.records import Tenant

#: How the reason of a closed day begins when it is the name of a day: "fête du Travail".
_NAMES_A_DAY = ("fête", "jour ")


def named_days(tenant: Tenant, year: int) -> tuple[tuple[str, date], ...]:
    """Return (name, day): the feasts of the calendar, then those of the tenant's own file.

    None for a year that no calendar has.
    """
    if not 1 <= year <= MAXYEAR:
        return ()
    own = [(feast.name, feast.day) for feast in tenant.masses.feasts if feast.day.year == year]
    own += [(feast.name, feast_day(feast.id, year)) for feast in tenant.masses.yearly if feast.name]
    own += [
        (reason, day)
        for day, reason in tenant.hours.closed.items()
        if day.year == year and reason.casefold().startswith(_NAMES_A_DAY)
    ]
    return tuple(dict.fromkeys((*spoken_days(year), *own)))
