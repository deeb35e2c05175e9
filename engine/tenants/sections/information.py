"""Section ``information``: what the office is asked all day long.

>>> DEFAULT.confessions is None, DEFAULT.fees
(True, ())

::

    information:
      confessions:
        weekly:
          saturday: ["16:30-18:00"]
        place: à l’église
      contacts:
        cure:
          name: Père André Sagna, curé
          phone: "+221 33 800 00 01"
          words: [curé, prêtre]
      fees:
        messe:
          name: Intention de messe
          amount: 3 000 F CFA
          words: [messe, intention]
      sacraments:
        bapteme:
          name: le baptême
          papers: [l’extrait de naissance]
          words: [baptême, baptiser]

``words`` are how people call a thing; its id and its name are found without them. What the file
leaves out, the assistant does not know, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from engine.flows.report import Report
from engine.flows.shapes import Key, ListOf, MapOf, Record, Text
from engine.flows.source import YamlMap
from engine.tenants.facts import (
    Confessions,
    Contact,
    Fee,
    Information,
    Office,
    Sacrament,
    Special,
    Week,
)
from engine.tenants.timetable import Interval
from engine.tenants.values import (
    DATE,
    DAYS,
    EMAIL,
    FEAST,
    HOURS,
    LINK,
    check_feasts,
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

DEFAULT: Final = Information()

_OPENINGS = ListOf(HOURS, called="opening")
_TEXTS = ListOf(Text(), called="line")
_WORDS = Key("words", ListOf(Text(), called="word"), "how people call it, one or more words each")


def _named(called: str, *keys: Key) -> MapOf:
    name = Key("name", Text(), "as people are told it", required=True)
    return MapOf(Record(called, (name, *keys, _WORDS)), called=called)


KEY: Final = Key(
    "information",
    Record(
        "information",
        (
            Key(
                "confessions",
                Record(
                    "confessions",
                    (
                        Key("weekly", each_day(_OPENINGS, "hours"), "hours of an ordinary week"),
                        Key(
                            "special",
                            ListOf(
                                Record(
                                    "special day",
                                    (
                                        Key("date", DATE, "the day"),
                                        Key("feast", FEAST, "or a feast: vendredi_saint"),
                                        Key("name", Text(), "Célébration pénitentielle"),
                                        Key("hours", _OPENINGS, "its hours", required=True),
                                    ),
                                ),
                                called="day",
                            ),
                            "days that differ from the week",
                        ),
                        Key("place", Text(), "as people are told it: à l’église"),
                        Key("note", Text(), "said after the hours"),
                    ),
                ),
                "when a priest hears confessions",
            ),
            Key(
                "offices",
                _named(
                    "office",
                    Key("hours", each_day(_OPENINGS, "hours"), "openings", required=True),
                    Key("place", Text(), "as people are told it: dans la cour de l’école"),
                ),
                "counters with hours of their own, by id",
            ),
            Key(
                "contacts",
                _named(
                    "contact",
                    Key("phone", Text(), "telephone"),
                    Key("email", EMAIL, "e-mail address"),
                    Key("link", LINK, "address of a page"),
                    Key("note", Text(), "when, or for what"),
                ),
                "whom one may call or write to, beside the office, by id",
            ),
            Key(
                "fees",
                _named(
                    "fee",
                    Key("amount", Text(), "3 000 F CFA, gratuit", required=True),
                    Key("note", Text(), "what it covers"),
                ),
                "what things cost, by id",
            ),
            Key(
                "sacraments",
                _named(
                    "sacrament",
                    Key("title", Text(), "on a row, 24 characters at most: Baptême"),
                    Key("steps", _TEXTS, "what is done, in order"),
                    Key("papers", _TEXTS, "what is brought"),
                    Key("delay", Text(), "how long before"),
                    Key("contribution", Text(), "what is given"),
                    Key("note", Text(), "said at the end"),
                    Key("purpose", Text(), "purpose of the appointment; its own id if left out"),
                ),
                "sacraments and funerals, by id",
            ),
        ),
    ),
    "confessions, contacts, fees, sacraments",
)


# -- checks ------------------------------------------------------------------------------------


def check(section: YamlMap, report: Report) -> None:
    """Report what the shape cannot say."""
    confessions = map_at(section, "confessions")
    check_openings(map_at(confessions, "weekly"), report)
    special = list_at(confessions, "special")
    check_feasts(special, report, named=False)
    for day in special:
        check_openings(day if isinstance(day, YamlMap) else YamlMap(special.position), report)
    for kind in ("offices", "contacts", "fees", "sacraments"):
        listed = map_at(section, kind)
        for name in listed:
            if not re.fullmatch(_ID, str(name)):
                expected = "expected small letters, digits and underscores"
                at = listed.position_of(name)
                report.error("tenant.bad_id", at, f"id {str(name)!r} of {kind}, {expected}")
    for office in _maps(map_at(section, "offices")):
        check_openings(map_at(office, "hours"), report)
    _check_contacts(map_at(section, "contacts"), report)
    _check_rows(map_at(section, "sacraments"), report)


def _check_contacts(contacts: YamlMap, report: Report) -> None:
    for name in contacts:
        contact = map_at(contacts, name)
        if not any(contact.get(way) for way in ("phone", "email", "link", "note")):
            said = f"contact {str(name)!r} says no way to reach it"
            report.error("tenant.missing_key", contacts.position_of(name), said, "add its 'phone'")


def _check_rows(sacraments: YamlMap, report: Report) -> None:
    if len(sacraments) > ROWS:
        said = f"{len(sacraments)} sacraments, but WhatsApp shows {ROWS} at most"
        report.error("tenant.too_many_choices", sacraments.position, said)
    for name in sacraments:
        item = map_at(sacraments, name)
        key = "title" if item.get("title") else "name"
        shown = _title(item) if isinstance(item.get(key), str) else ""
        if len(shown) > TITLE:
            said = f"{shown!r} has {len(shown)} characters, a row shows {TITLE}"
            at = item.position_of_value(key)
            report.error("tenant.title_too_long", at, said, "give it a shorter 'title'")


def _maps(parent: YamlMap) -> Iterator[YamlMap]:
    return (map_at(parent, name) for name in parent)


# -- reading -----------------------------------------------------------------------------------


def read(section: Mapping[str, Any]) -> Information:
    """Build the record of a section that was checked."""
    confessions = section.get("confessions")
    return Information(
        confessions=_confessions(confessions) if confessions else None,
        offices=tuple(
            Office(
                id=name,
                name=item["name"],
                weekly=_week(item["hours"]),
                place=item.get("place") or "",
                words=_words(item),
            )
            for name, item in (section.get("offices") or {}).items()
        ),
        contacts=tuple(
            Contact(
                id=name,
                name=item["name"],
                words=_words(item),
                **_said(item, "phone", "email", "link", "note"),
            )
            for name, item in (section.get("contacts") or {}).items()
        ),
        fees=tuple(
            Fee(id=name, name=item["name"], words=_words(item), **_said(item, "amount", "note"))
            for name, item in (section.get("fees") or {}).items()
        ),
        sacraments=tuple(
            _sacrament(name, item) for name, item in (section.get("sacraments") or {}).items()
        ),
    )


def _confessions(item: Mapping[str, Any]) -> Confessions:
    special = [
        Special(
            day=date.fromisoformat(day["date"]) if day.get("date") else None,
            feast=day.get("feast") or "",
            name=day.get("name") or "",
            hours=_openings(day.get("hours")),
        )
        for day in item.get("special") or ()
    ]
    return Confessions(
        weekly=_week(item.get("weekly") or {}),
        # A date before a feast that may fall on it.
        special=tuple(sorted(special, key=lambda found: found.day is None)),
        place=item.get("place") or "",
        note=item.get("note") or "",
    )


def _sacrament(name: str, item: Mapping[str, Any]) -> Sacrament:
    return Sacrament(
        id=name,
        name=item["name"],
        title=_title(item),
        steps=tuple(item.get("steps") or ()),
        papers=tuple(item.get("papers") or ()),
        purpose=item.get("purpose") or name,
        words=_words(item),
        **_said(item, "delay", "contribution", "note"),
    )


def _said(item: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: item.get(key) or "" for key in keys}


def _words(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(item.get("words") or ())


def _week(hours: Mapping[str, Any]) -> Week:
    return tuple(_openings(hours.get(day)) for day in DAYS)


def _openings(listed: Any) -> tuple[Interval, ...]:
    read_ones = sorted(map(read_interval, listed or ()))
    return tuple(Interval(opens=opens, closes=closes) for opens, closes in read_ones)


def _title(item: Mapping[str, Any]) -> str:
    """Return what stands on a row: the title, else the name without its article."""
    bare = re.sub(r"^(?:(?:le|la|les|un|une|des) |l[’'])", "", item["name"], flags=re.IGNORECASE)
    return item.get("title") or bare[:1].upper() + bare[1:]
