"""Reads a CSV file as a spreadsheet writes it: its encoding, its separator, its header.

>>> sheet = read_sheet("Référence;Prénom\\nE-1;Awa\\n".encode("latin-1"))
>>> sheet.columns, sheet.lines[0].cells
(('reference', 'prenom'), {'reference': 'E-1', 'prenom': 'Awa'})
>>> sheet.lines[0].number
2

Column names are compared without accents, capitals and signs. Total for any bytes but those that
are no text at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import AccueilError
from engine.flows.values import fold

_SEPARATORS = ";,\t"


class SheetError(AccueilError):
    """The file cannot be read as a table at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table."""

    # As a text editor counts, from 1; the header is the first.
    number: int
    # Column -> text, without blanks around it. Cells that are not there are empty.
    cells: Mapping[str, str]
    # True when it has more cells than the header.
    too_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a header."""

    # Folded: "ne le".
    columns: tuple[str, ...]
    # Without the empty ones.
    lines: tuple[Line, ...]


def read_sheet(raw: bytes) -> Sheet:
    """Read the bytes of a CSV file. Raises ``SheetError`` in French, for the office."""
    text = _decode(raw)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    if not first.count(separator):
        raise SheetError("le fichier n’a qu’une colonne : séparez-les par « ; » ou par « , »")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, [cell.strip() for cell in row]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(f"ligne {begins} illisible : {error}") from error
    columns = tuple(fold(name) for name in rows[0][1])
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        raise SheetError(f"la colonne « {twice[0]} » est là deux fois")
    return Sheet(columns=columns, lines=tuple(_line(columns, *row) for row in rows[1:]))


def _line(columns: Sequence[str], number: int, cells: Sequence[str]) -> Line:
    given = [*cells, *[""] * (len(columns) - len(cells))]
    return Line(
        number=number,
        cells={name: cell for name, cell in zip(columns, given, strict=False) if name},
        too_long=any(cells[len(columns) :]),
    )


def _decode(raw: bytes) -> str:
    """Read UTF-8; a file that is none comes from an older spreadsheet, in Windows' Latin-1."""
    if b"\0" in raw:
        raise SheetError("ce n’est pas un fichier CSV : enregistrez le tableau au format CSV")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
