"""Weekdays: "mardi", "mardi prochain", "mardi en huit", "mardi 24 novembre", "sam soir"."""

from __future__ import annotations

from engine.french.moments.dates import dated_weekday, read_day_of_month
from engine.french.moments.named_days import feast_of_weekday
from engine.french.moments.near_days import weeks_later
from engine.french.moments.scene import COUNTED, Piece, Rule, Scene, days_after, one_day
from engine.french.moments.spellings import SHORT_WEEKDAYS, WEEKDAYS

_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS)}
#: "mercredi prochain" said on Monday: in two days, or in nine? Further off nobody asks.
_SOON = 2
#: What follows a weekday's short form when it is one, and no sea, game or name of a person.
_BESIDE_SHORT = frozenset(
    ("matin", "matinee", "apresmidi", "midi", "soir", "soiree", "prochain", "#", ".")
)
_SURE_SHORT = frozenset(("lun", "ven", "sam", "dim"))


def _weekday(scene: Scene, place: int) -> Piece | None:
    if scene.word(scene.before(place)) in ("tous", "toutes", "chaque", "tt", "ts"):
        return None
    weekday = _NUMBERS[scene.word(place)]
    return feast_of_weekday(scene, place, weekday) or _named(scene, place, place + 1, weekday)


def _short(scene: Scene, place: int) -> Piece | None:
    word, following = scene.word(place), scene.word(place + 1)
    alone = all(not text.isalnum() for n, text in enumerate(scene.texts) if text and n != place)
    beside = following in _BESIDE_SHORT
    leads = word in _SURE_SHORT and (
        following in ("apres", "avant")
        or (following in ("a", "vers") and scene.word(place + 3) in ("heure", ":"))
    )
    counted = following == "#" and scene.word(place + 2) in COUNTED - {"heure"}
    if counted or not (alone or beside or leads):
        return None
    end = place + 2 if following == "." else place + 1
    return _named(scene, place, end, SHORT_WEEKDAYS[word])


def _named(scene: Scene, place: int, end: int, weekday: int) -> Piece:
    dated = _dated(scene, place, end, weekday)
    if dated is not None:
        return dated
    distance = (weekday - scene.today.weekday()) % 7
    before, after = scene.word(place - 1), scene.word(end)
    in_week = _in_week(scene, end)
    later_end, later = weeks_later(scene, end)
    ahead = _ahead(scene, place)
    if ahead:
        distances = [(distance or 7) + 7 * (ahead - 1)]
    elif in_week is not None:
        end, weeks = in_week
        distances = [weekday - scene.today.weekday() + 7 * weeks]
    elif later:
        end, distances = later_end, [distance + later]
    elif after in ("dernier", "passe") or before == "depuis":
        end += after in ("dernier", "passe")
        distances = [distance - 7]
    elif after in ("prochain", "suivant") or before == "prochain":
        end += after in ("prochain", "suivant")
        distances = [distance or 7] + ([distance + 7] if 0 < distance <= _SOON else [])
    elif scene.follows(end, "qui", "vient") or scene.follows(end, "a", "venir"):
        end, distances = end + 2, [distance or 7]
    else:
        distances = [distance] if distance or before == "ce" else [0, 7]
    days = [days_after(scene.today, number) for number in distances]
    return one_day(place, end, *days, weekday=weekday)


def _ahead(scene: Scene, place: int) -> int:
    """Read the number of "dans deux dimanches"; 0 for none."""
    if scene.word(place - 2) != "dans" or not scene.is_number(place - 1):
        return 0
    return min(scene.numbers[place - 1], 99)


def _dated(scene: Scene, place: int, end: int, weekday: int) -> Piece | None:
    """Read the date behind a weekday: "mardi 24", "mardi le 24 novembre", "mardi, 24/11"."""
    at = scene.skip(end, (",", "le"), 2)
    read = read_day_of_month(scene, at)
    if read is None:
        return None
    following = scene.word(read.end)
    if read.month is None and (following in COUNTED or following in ("#", ":", "-", "a")):
        # An hour or a count: "mardi 15 h", "mardi 2 messes"; "mardi 24 à 15h" is a date.
        hour = following in ("heure", ":") or scene.word(read.end + 2) == "heure"
        if following != "a" and (hour or following != "#"):
            return None
    return dated_weekday(scene, place, read, weekday)


def _in_week(scene: Scene, place: int) -> tuple[int, int] | None:
    """Read "de la semaine prochaine"; return where it ends, and how many weeks ahead it is."""
    week = scene.skip(place, ("de", "la", "cette", ","), 3)
    if week == place or scene.word(week) != "semaine":
        return None
    following = scene.word(week + 1)
    if following in ("prochain", "suivant"):
        return week + 2, 1
    if following in ("dernier", "passe"):
        return week + 2, -1
    return (week + 1, 0) if scene.word(week - 1) == "cette" else None


RULES = (
    Rule(
        name="weekday",
        starts=frozenset(WEEKDAYS),
        read=_weekday,
        examples=(
            ("jeudi", "2026-11-26"),
            ("mardi", "2026-11-24|2026-12-01"),
            ("mardi prochain", "2026-12-01"),
            ("mercredi prochain", "2026-11-25|2026-12-02"),
            ("samedi qui vient", "2026-11-28"),
            ("jeudi en huit", "2026-12-03"),
            ("mardi de la semaine prochaine", "2026-12-01"),
            ("mardi dernier", "2026-11-17!past"),
            ("mardi 24 novembre", "2026-11-24"),
            ("vendredi 24 novembre", "2026-11-24!other_weekday"),
            ("dans deux dimanches", "2026-12-06"),
            ("mercredi dans quinze jours", "2026-12-09"),
            ("tous les mardis", ""),
        ),
    ),
    Rule(
        name="short weekday",
        starts=frozenset(SHORT_WEEKDAYS),
        read=_short,
        examples=(
            ("sam soir", "2026-11-28T17:00/22:00"),
            ("jeu 26 nov", "2026-11-26"),
            ("Ven.", "2026-11-27"),
            ("la mer est loin", ""),
        ),
    ),
)
