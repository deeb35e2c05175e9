"""Days named by their distance: today, tomorrow, the day before yesterday, now."""

from __future__ import annotations

from engine.french.moments.scene import Option, Piece, Rule, Scene, days_after, one_day

#: "en huit": the week after.
_WEEKS_LATER = {8: 7, 15: 14}


def _today(scene: Scene, place: int) -> Piece:
    # "aujourd'hui" is two words.
    end = place + 2 if scene.word(place + 1) == "hui" else place + 1
    return one_day(place, end, scene.today)


def _this_day(scene: Scene, place: int) -> Piece | None:
    if scene.word(place + 1) != "jour" or scene.word(place + 2) in ("la", "ci"):
        return None
    return one_day(place, place + 2, scene.today)


def _tomorrow(scene: Scene, place: int) -> Piece | None:
    # In Wolof "suba" is the morning too: "ci suba".
    if scene.words.raw[place] == "suba" and scene.word(place - 1) == "ci":
        return None
    end, later = weeks_later(scene, place + 1)
    return one_day(place, end, days_after(scene.today, 1 + later))


def _after_tomorrow(scene: Scene, place: int) -> Piece | None:
    if scene.word(place + 1) != "demain":
        return None
    return one_day(place, place + 2, days_after(scene.today, 2))


def _yesterday(scene: Scene, place: int) -> Piece | None:
    if scene.word(place) == "hier":
        return one_day(place, place + 1, days_after(scene.today, -1))
    if scene.word(place + 1) != "hier":
        return None
    return one_day(place, place + 2, days_after(scene.today, -2))


def _now(scene: Scene, place: int) -> Piece | None:
    words = [("maintenant",), ("tout", "de", "suite"), ("immediatement",), ("leegi",)]
    for said in words:
        if scene.follows(place, *said):
            at = scene.now.time().replace(second=0, microsecond=0, fold=0)
            return Piece(place, place + len(said), (Option(day=scene.today, at=at),), soft=True)
    if scene.follows(place, "tout", "a", "l", "heure"):
        return one_day(place, place + 4, scene.today)
    return None


def _in_the_day(scene: Scene, place: int) -> Piece | None:
    """Read "dans la journée", today unless another day is said."""
    if not scene.follows(place - 2, "dans", "la") or scene.word(place + 1) in ("de", "du", "d"):
        return None
    return Piece(place - 2, place + 1, (Option(day=scene.today),), soft=True)


def weeks_later(scene: Scene, place: int) -> tuple[int, int]:
    """Read "en huit", "dans quinze jours"; return where the words go on, and the days it adds."""
    if not scene.is_number(place + 1):
        return place, 0
    number, unit = scene.numbers[place + 1], scene.word(place + 2)
    if scene.word(place) == "en" and unit not in ("heure", "minute", "jour"):
        later = _WEEKS_LATER.get(number, 0)
        return (place + 2, later) if later else (place, 0)
    if scene.word(place) == "dans" and unit in ("jour", "semaine"):
        later = 7 * number if unit == "semaine" else _WEEKS_LATER.get(number, 0)
        return (place + 3, later) if 0 < later < 100 else (place, 0)
    return place, 0


RULES = (
    Rule(
        name="today",
        starts=frozenset(("aujourdhui",)),
        read=_today,
        examples=(("aujourd'hui", "2026-11-24"), ("ajd", "2026-11-24"), ("tay", "2026-11-24")),
    ),
    Rule(
        name="this day",
        starts=frozenset(("ce",)),
        read=_this_day,
        examples=(("en ce jour", "2026-11-24"), ("ce jour-là", "")),
    ),
    Rule(
        name="tomorrow",
        starts=frozenset(("demain",)),
        read=_tomorrow,
        examples=(("demain", "2026-11-25"), ("2main", "2026-11-25"), ("suba", "2026-11-25")),
    ),
    Rule(
        name="after tomorrow",
        starts=frozenset(("apres",)),
        read=_after_tomorrow,
        examples=(("après-demain", "2026-11-26"), ("gannaaw suba", "2026-11-26")),
    ),
    Rule(
        name="yesterday",
        starts=frozenset(("hier", "avant")),
        read=_yesterday,
        examples=(("hier", "2026-11-23!past"), ("avant-hier", "2026-11-22!past")),
    ),
    Rule(
        name="now",
        starts=frozenset(("maintenant", "tout", "immediatement", "leegi")),
        read=_now,
        examples=(
            ("maintenant", "2026-11-24T10:00"),
            ("tout de suite", "2026-11-24T10:00"),
            ("tout à l'heure", "2026-11-24"),
        ),
    ),
    Rule(
        name="in the day",
        starts=frozenset(("journee",)),
        read=_in_the_day,
        examples=(("dans la journée", "2026-11-24"), ("jeudi, dans la journée", "2026-11-26")),
    ),
)
