"""From a table of the office to records of groups, families and absences, with what is refused.

roster = read_roster(b"famille;nom de la famille;enfant;prenom;nom\\nF-1;Famille Sarr;E-1;Ali;Sarr")
roster.children[0].first_name       # 'Ali'
roster.refused                      # (Refusal(line=7, reason="…"), …)

The header tells what the table is of. Reasons are in French: the office reads them. Pure; what only
the database knows is refused in :mod:`engine.families.imports`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final

from engine.families.spreadsheets import Line, Sheet, SheetError, read_sheet
from engine.flows.values import fold
from engine.french.phones import DEFAULT_REGION, phone_in

WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
#: Longer texts are a mistake of the table, in characters.
LONGEST: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A line that was not taken over."""

    # As a text editor counts.
    line: int
    # "le groupe « CE9 » n’existe pas"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group of a table."""

    line: int
    name: str
    year: str
    # From 0 for Monday.
    weekday: int
    # "15:00"
    starts: str
    ends: str
    room: str
    catechist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    """One child of a table, with the family; a line may be about a family without a child."""

    line: int
    family: str
    family_name: str
    # E.164 without plus sign; empty when unknown.
    phone: str
    # Reference of the child; empty for a family alone, like all that follows.
    child: str
    first_name: str
    last_name: str
    # "2016-05-14"; empty when unknown.
    born_on: str
    # Name of a group; empty while in none.
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """One absence that a catechist noted."""

    line: int
    child: str
    # "2026-11-14"
    day: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that one table holds; only one of the three is filled."""

    groups: tuple[GroupLine, ...] = ()
    children: tuple[ChildLine, ...] = ()
    absences: tuple[AbsenceLine, ...] = ()
    refused: tuple[Refusal, ...] = ()


class _Refused(Exception):
    """This line cannot be taken over; the message is the reason."""


#: Field -> names of its column, folded, and whether a line must fill it.
_Columns = Mapping[str, tuple[tuple[str, ...], bool]]
_GROUPS: Final[_Columns] = {
    "name": (("groupe", "nom du groupe"), True),
    "year": (("annee",), True),
    "weekday": (("jour",), True),
    "starts": (("debut", "heure de debut"), True),
    "ends": (("fin", "heure de fin"), True),
    "room": (("salle",), False),
    "catechist": (("catechiste",), False),
}
_CHILDREN: Final[_Columns] = {
    "family": (("famille", "reference famille"), True),
    "family_name": (("nom de la famille", "nom famille"), True),
    "phone": (("telephone", "tel", "portable"), False),
    "child": (("enfant", "reference enfant"), False),
    "first_name": (("prenom", "prenoms"), False),
    "last_name": (("nom", "nom de l enfant"), False),
    "born_on": (("ne le", "nee le", "date de naissance", "naissance"), False),
    "group": (("groupe",), False),
}
_ABSENCES: Final[_Columns] = {
    "child": (("enfant", "reference enfant"), True),
    "day": (("jour", "date"), True),
    "reason": (("raison", "motif"), False),
}


def read_roster(raw: bytes, today: date, region: str = DEFAULT_REGION) -> Roster:
    """Read a table of groups, of families or of absences.

    ``region`` is the country of telephone numbers without a country code. Raises ``SheetError``
    when the header is of none of the three.
    """
    sheet = read_sheet(raw)
    # The most telling column first: "groupe" alone stands in two kinds of tables.
    if "catechiste" in sheet.columns or "debut" in sheet.columns:
        found, refused = _each(sheet, _GROUPS, _group)
        return Roster(groups=tuple(found), refused=tuple(refused))
    if "famille" in sheet.columns or "reference famille" in sheet.columns:
        found, refused = _each(sheet, _CHILDREN, partial(_child, today, region))
        return Roster(children=tuple(found), refused=tuple(refused))
    if "enfant" in sheet.columns or "reference enfant" in sheet.columns:
        found, refused = _each(sheet, _ABSENCES, _absence)
        return Roster(absences=tuple(found), refused=tuple(refused))
    raise SheetError(
        "colonnes inconnues : il faut « famille » (les familles), « catéchiste » (les groupes) "
        "ou « enfant » (les absences)"
    )


def _each(
    sheet: Sheet, columns: _Columns, read: Callable[[int, Mapping[str, str]], Any]
) -> tuple[list[Any], list[Refusal]]:
    """Return the records of all good lines, and why the others are none."""
    places = {
        field: next((name for name in names if name in sheet.columns), "")
        for field, (names, _) in columns.items()
    }
    missing = [columns[f][0][0] for f in columns if columns[f][1] and not places[f]]
    if missing:
        raise SheetError(f"il manque la colonne « {missing[0]} »")
    found: list[Any] = []
    refused: list[Refusal] = []
    for line in sheet.lines:
        try:
            found.append(read(line.number, _cells(line, columns, places)))
        except _Refused as reason:
            refused.append(Refusal(line=line.number, reason=str(reason)))
    return found, refused


def _cells(line: Line, columns: _Columns, places: Mapping[str, str]) -> dict[str, str]:
    if line.too_long:
        raise _Refused("la ligne a plus de cellules que l’en-tête")
    cells = {field: " ".join(line.cells.get(place, "").split()) for field, place in places.items()}
    for field, text in cells.items():
        called = columns[field][0][0]
        if columns[field][1] and not text:
            raise _Refused(f"la cellule « {called} » est vide")
        if len(text) > LONGEST:
            raise _Refused(f"la cellule « {called} » est trop longue")
    return cells


def _group(line: int, cells: Mapping[str, str]) -> GroupLine:
    day = fold(cells["weekday"])
    if day not in WEEKDAYS:
        raise _Refused(f"« {cells['weekday']} » n’est pas un jour de la semaine")
    starts, ends = _clock(cells["starts"]), _clock(cells["ends"])
    if starts >= ends:
        raise _Refused("la fin n’est pas après le début")
    given = {**cells, "weekday": WEEKDAYS.index(day), "starts": starts, "ends": ends}
    return GroupLine(line=line, **given)  # type: ignore[arg-type]


def _child(today: date, region: str, line: int, cells: Mapping[str, str]) -> ChildLine:
    child = {field: cells[field] for field in ("child", "first_name", "last_name")}
    rest = [*child.values(), cells["born_on"], cells["group"]]
    if any(rest) and not all(child.values()):
        raise _Refused("il faut « enfant », « prénom » et « nom », ou aucun des trois")
    born_on = _day(cells["born_on"]) if cells["born_on"] else None
    if born_on is not None and not today.year - 120 < born_on.year <= today.year:
        raise _Refused(f"« {cells['born_on']} » n’est pas une date de naissance")
    if born_on is not None and born_on > today:
        raise _Refused(f"« {cells['born_on']} » n’est pas encore passé")
    phone = phone_in(cells["phone"], region)
    if cells["phone"] and phone is None:
        raise _Refused(f"« {cells['phone']} » n’est pas un numéro de téléphone")
    number = phone.e164.removeprefix("+") if phone else ""
    given = {**cells, "phone": number, "born_on": born_on.isoformat() if born_on else ""}
    return ChildLine(line=line, **given)


def _absence(line: int, cells: Mapping[str, str]) -> AbsenceLine:
    return AbsenceLine(line=line, **{**cells, "day": _day(cells["day"]).isoformat()})


def _day(text: str) -> date:
    """Read "14/05/2016", "14.5.2016" or "2016-05-14"."""
    figures = text.replace(".", "/").replace("-", "/")
    for form in ("%d/%m/%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(figures, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise _Refused(f"« {text} » n’est pas une date comme 14/05/2016")


def _clock(text: str) -> str:
    """Read "15:00", "15h" or "15 h 30"."""
    figures = fold(text.casefold().replace("h", " ").replace(":", " ")).split()
    try:
        hour, minute, *more = [int(part) for part in [*figures, "0"][:2]]
        if more or len(figures) > 2:
            raise ValueError(text)
        return time(hour, minute).strftime("%H:%M")
    except ValueError:
        raise _Refused(f"« {text} » n’est pas une heure comme 15:00") from None
