"""Parts of the day: "le matin", "cet après-midi", "en fin de matinée", "ci ngoon"."""

from __future__ import annotations

from datetime import time

from engine.french.moments.clock_times import with_today
from engine.french.moments.records import LAST_MINUTE
from engine.french.moments.scene import WISHES, Option, Piece, Rule, Scene

#: Part -> its hours; "soir" begins where offices still work.
_HOURS = {
    "matin": (time(6), time(12)),
    "apresmidi": (time(12), time(18)),
    "soir": (time(17), time(22)),
    "nuit": (time(20), LAST_MINUTE),
}
_SAME = {"matinee": "matin", "soiree": "soir"}
_WITHIN = {
    ("debut", "matin"): (time(8), time(10)),
    ("milieu", "matin"): (time(9), time(11)),
    ("fin", "matin"): (time(10), time(12)),
    ("debut", "journee"): (time(8), time(10)),
    ("milieu", "journee"): (time(12), time(14)),
    ("fin", "journee"): (time(16), time(19)),
    ("debut", "apresmidi"): (time(13), time(15)),
    ("milieu", "apresmidi"): (time(14), time(16)),
    ("fin", "apresmidi"): (time(16), time(18)),
    ("debut", "soir"): (time(17), time(19)),
    ("milieu", "soir"): (time(19), time(21)),
    ("fin", "soir"): (time(20), time(22)),
}
_JOINTS = ("de", "d", "l", "la", "le", "du", "ce", "cet", "cette")


def _part_at(scene: Scene, place: int) -> tuple[str, int]:
    """Return the part of the day at a word, and where it ends; "" for none."""
    word = scene.word(place)
    if word == "apres" and scene.word(place + 1) == "midi":
        return "apresmidi", place + 2
    if word == "ci" and scene.words.raw[place + 1] == "suba":
        return "matin", place + 2
    part = _SAME.get(word, word)
    return (part, place + 1) if part in _HOURS or part == "journee" else ("", place)


def _part(scene: Scene, place: int) -> Piece | None:
    part, end = _part_at(scene, place)
    if part not in _HOURS or scene.word(place - 1) in WISHES:
        return None
    at, until = _HOURS[part]
    return with_today(scene, Piece(place, end, (Option(at=at, at_until=until),), soft=True))


def _within(scene: Scene, place: int) -> Piece | None:
    start = scene.skip(place + 1, _JOINTS)
    part, end = _part_at(scene, start)
    hours = _WITHIN.get((scene.word(place), part))
    if hours is None:
        return None
    if scene.word(place - 1) in WISHES:
        return Piece(place, end)
    option = Option(at=hours[0], at_until=hours[1])
    if scene.word(start - 1) in ("ce", "cet", "cette"):
        option = option._replace(day=scene.today)
    return Piece(place, end, (option,), soft=True)


RULES = (
    Rule(
        name="part of the day",
        starts=frozenset((*_HOURS, *_SAME, "apres", "ci")),
        read=_part,
        examples=(
            ("le matin", "T06:00/12:00"),
            ("cet après-midi", "2026-11-24T12:00/18:00"),
            ("ce soir", "2026-11-24T17:00/22:00"),
            ("ci ngoon", "T12:00/18:00"),
            ("ci suba", "T06:00/12:00"),
            ("bonne soirée", ""),
        ),
    ),
    Rule(
        name="within a part of the day",
        starts=frozenset(("debut", "milieu", "fin")),
        read=_within,
        examples=(
            ("en fin d'après-midi", "T16:00/18:00"),
            ("début de matinée", "T08:00/10:00"),
            ("en fin de journée", "T16:00/19:00"),
            ("bonne fin de journée", ""),
            ("bonne fin de soirée", ""),
        ),
    ),
)
