"""How old somebody is, as people say it.

>>> day = date(2026, 11, 28)
>>> [find_age(text, day).value for text in ("Aline Sarr, 8 ans", "huit", "née en 2018")]
[8, 8, 8]
>>> find_age("le 12 mars 2018", day).value
8
>>> [find_age(text, day) for text in ("j'ai deux enfants", "depuis 2 ans", "123", "le 12")]
[None, None, None, None]

A number is an age only where it is said to be one, by its years or by a birthday, or where the
message is nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from engine.french.folding import fold, original_span
from engine.french.numbers import find_numbers
from engine.french.speech import MONTHS

#: Nobody is older; a child is not younger.
_OLDEST = 120
#: Longer texts are stories.
_LONGEST = 1500
_MONTHS = {fold(name)[0]: number for number, name in enumerate(MONTHS, start=1)}
_YEARS = re.compile(r"\s*(?P<unit>ans?\b|mois\b)")
#: Before a number of years that is a time, no age.
_SINCE = re.compile(
    r"(?:depuis|il\s+y\s+a|dans|pendant|apres|pour|chaque|tous\s+les)\s+(?:environ\s+)?$"
)
_BORN = re.compile(r"\bnee?s?(?:\s*\(e\))?\s+(?:(?:le|en|au\s+mois\s+d[e'])\s*)?")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:er)?\s*(?P<between>[/.\s-])\s*)?"
    rf"(?:(?P<number>\d{{1,2}})\s*[/.-]\s*|(?P<month>{'|'.join(_MONTHS)})\s+)?{_YEAR}\b"
)
#: What may stand around a number that is the whole answer.
_BARE = re.compile(
    r"\W*(?:(?:oui|non|en\s+fait|plutot|pardon|alors|euh)\W+)*"
    r"(?:(?:il|elle|l'enfant|mon\s+fils|ma\s+fille|son\s+age)\s+(?:en\s+)?(?:a|est|c'est|aura)\s+"
    r"|c'est\s+|age\s*:?\s*)?(?:(?:environ|presque|bientot|deja|seulement)\s+)?\W*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """An age in a text."""

    # In whole years.
    value: int
    start: int
    end: int


def find_age(text: str, today: date) -> Age | None:
    """Return the one age that ``text`` says; of several, the first."""
    folded, offsets = fold(text[:_LONGEST])
    folded = folded.replace("’", "'")
    found = _in_years(text, folded) or _by_birthday(folded, today)
    if found is None or not 0 <= found[0] <= _OLDEST:
        return None
    start, end = original_span(offsets, found[1], found[2])
    return Age(value=found[0], start=start, end=end)


def _in_years(text: str, folded: str) -> tuple[int, int, int] | None:
    """Read "8 ans", "18 mois", and a number that says no more than itself."""
    numbers = find_numbers(text[:_LONGEST])
    for number in numbers:
        unit = _YEARS.match(folded, number.end)
        if unit is None or _SINCE.search(folded, 0, number.start):
            continue
        years = int(number.value) // (12 if unit["unit"] == "mois" else 1)
        return years, number.start, unit.end()
    if len(numbers) != 1:
        return None
    number = numbers[0]
    rest = folded[number.end :].strip(" .,;!")
    alone = _BARE.match(folded[: number.start]) and rest in ("", "svp", "merci", "et demi")
    return (int(number.value), number.start, number.end) if alone and number.value < 100 else None


def _by_birthday(folded: str, today: date) -> tuple[int, int, int] | None:
    """Read "née en 2018", "né le 12/03/2018", and a day of birth that is the whole message."""
    born = _BORN.search(folded)
    start = born.end() if born else len(folded) - len(folded.lstrip(" .,;:!"))
    if born is None:
        start += len("le ") if folded.startswith("le ", start) else 0
    day = _DAY.match(folded, start)
    if day is None or (born is None and folded[day.end() :].strip(" .,;!")):
        return None
    years = today.year - int(day["year"])
    month = int(day["number"] or 0) or _MONTHS.get(day["month"] or "", 0)
    # Who has only said the year turns that old this year.
    if month and (month, int(day["day"] or 1)) > (today.month, today.day):
        years -= 1
    return years, born.start() if born else start, day.end()
