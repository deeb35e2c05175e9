"""Section ``catechism``: how parents prove who they are, and when children meet.

>>> DEFAULT.access_minutes, DEFAULT.tries
(30, 5)

::

    catechism:
      access_minutes: 30
      year:
        name: 2026-2027
        starts: "2026-10-03"
        ends: "2027-06-26"
      holidays:
        - from: "2026-12-20"
          to: "2027-01-04"
          name: Vacances de Noël
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.flows.report import Report
from engine.flows.shapes import Key, ListOf, Number, Record, Text
from engine.flows.source import YamlMap
from engine.tenants.values import DATE, MINUTES, list_at, map_at

#: Wrong codes of one contact after which an attempt is refused unseen, and how long that lasts.
TRIES, TRIES_MINUTES = 5, 15
#: For how many days a missed session may still be explained: until the next one, and a little more.
EXCUSE_DAYS = 10
#: How long a parent's proof counts, and how long the link to a certificate opens it.
ACCESS_MINUTES, LINK_MINUTES = 30, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    """The year in which children meet."""

    # "2026-2027", as it is written on certificates.
    name: str
    # First and last day on which there may be a session.
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days without a session, the first and the last included."""

    first: date
    last: date
    # "Vacances de Noël"; may be empty.
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catechism:
    """What the catechism of one tenant goes by."""

    # For how long a contact counts as a parent after the right code.
    access_minutes: int = ACCESS_MINUTES
    # Wrong codes within ``tries_minutes`` after which a contact must wait.
    tries: int = TRIES
    tries_minutes: int = TRIES_MINUTES
    # For how long the link to a certificate opens it.
    link_minutes: int = LINK_MINUTES
    # For how many days after a missed session a parent may still say why.
    excuse_days: int = EXCUSE_DAYS
    # None while no year is planned: then there is a session in every week.
    year: SchoolYear | None = None
    # In the order of their days.
    holidays: tuple[Holiday, ...] = ()
    # Who answers for certificates: "Père André Sagna, curé"; may be empty.
    signatory: str = ""
    # Where certificates are made out: "Dakar"; may be empty.
    city: str = ""

    def meets_on(self, day: date) -> bool:
        """Tell whether sessions are held on ``day`` at all, whatever the weekday of a group."""
        if self.year is not None and not self.year.starts <= day <= self.year.ends:
            return False
        return not any(holiday.first <= day <= holiday.last for holiday in self.holidays)


KEY: Final = Key(
    "catechism",
    Record(
        "catechism",
        (
            Key("access_minutes", MINUTES, "how long a parent's code opens the children's data"),
            Key("tries", Number(1, 20, whole=True), "wrong codes after which a contact must wait"),
            Key("tries_minutes", MINUTES, "how long they must wait"),
            Key("link_minutes", MINUTES, "how long the link to a certificate opens it"),
            Key(
                "excuse_days",
                Number(0, 60, whole=True),
                "for how many days a missed session may still be explained",
            ),
            Key("signatory", Text(), "who answers for certificates, as it is written on them"),
            Key("city", Text(), "where certificates are made out: Dakar"),
            Key(
                "year",
                Record(
                    "school year",
                    (
                        Key("name", Text(), "as it is written: 2026-2027", required=True),
                        Key("starts", DATE, "first day with a session", required=True),
                        Key("ends", DATE, "last day with a session", required=True),
                    ),
                ),
                "when children meet",
            ),
            Key(
                "holidays",
                ListOf(
                    Record(
                        "holiday",
                        (
                            Key("from", DATE, "first day without a session", required=True),
                            Key("to", DATE, "last day without a session", required=True),
                            Key("name", Text(), "as people call it: Vacances de Noël"),
                        ),
                    ),
                    called="holiday",
                ),
                "days without a session",
            ),
        ),
    ),
    "catechism: codes of parents, the year, certificates",
)

DEFAULT: Final = Catechism()


def check(section: YamlMap, report: Report) -> None:
    """Report spans of days that end before they begin."""
    spans = [(map_at(section, "year"), "starts", "ends", "the school year")]
    spans += [
        (item, "from", "to", "a holiday")
        for item in list_at(section, "holidays")
        if isinstance(item, YamlMap)
    ]
    for item, begin, end, called in spans:
        first, last = item.get(begin), item.get(end)
        if DATE.fits(first) and DATE.fits(last) and str(last) < str(first):
            at = item.position_of_value(end)
            report.error("tenant.bad_span", at, f"{called} ends on {last}, before {first}")


def read(section: Mapping[str, Any]) -> Catechism:
    """Build the record of a section that was checked."""
    year = section.get("year")
    holidays = [
        Holiday(
            first=date.fromisoformat(item["from"]),
            last=date.fromisoformat(item["to"]),
            name=item.get("name") or "",
        )
        for item in section.get("holidays") or ()
    ]
    return Catechism(
        access_minutes=section.get("access_minutes") or ACCESS_MINUTES,
        tries=section.get("tries") or TRIES,
        tries_minutes=section.get("tries_minutes") or TRIES_MINUTES,
        link_minutes=section.get("link_minutes") or LINK_MINUTES,
        excuse_days=section.get("excuse_days", EXCUSE_DAYS),
        year=None
        if not year
        else SchoolYear(
            name=year["name"],
            starts=date.fromisoformat(year["starts"]),
            ends=date.fromisoformat(year["ends"]),
        ),
        holidays=tuple(sorted(holidays, key=lambda holiday: holiday.first)),
        signatory=section.get("signatory") or "",
        city=section.get("city") or "",
    )
