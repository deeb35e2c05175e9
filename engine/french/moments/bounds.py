"""What a word before a day or an hour makes of it: "avant", "après", "jusqu'à", "pas"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from engine.french.moments.records import FIRST_MINUTE, LAST_MINUTE
from engine.french.moments.scene import (
    ARTICLES,
    Option,
    Piece,
    Scene,
    days_after,
    days_option,
    few,
    open_end,
)

_SKIPPED = (*ARTICLES, "ce", "cet", "cette", "a", "au")
#: Between "pas" and the day that is refused.
_REFUSING = frozenset(
    {
        *_SKIPPED,
        *("venir", "passer", "libre", "libres", "dispo", "disponible", "disponibles", "possible"),
        *("etre", "bon", "vers", "pour", "en", "dans", "me", "deplacer", "liberer"),
    }
)
_REFUSALS = ("pas", "sauf", "hors", "excepte", "ni", "jamais")

#: Texts with their reading, as those of the rules.
EXAMPLES = (
    ("avant vendredi", "2026-11-24/2026-11-26"),
    ("avant 10h", "T00:00/10:00"),
    ("avant la fin du mois", "2026-11-24/2026-11-30"),
    ("après le 15", "2026-12-16/9999-12-31"),
    ("après 16h", "T16:00/23:59"),
    ("à partir de jeudi", "2026-11-26/9999-12-31"),
    ("dès 9h", "T09:00/23:59"),
    ("jusqu'à vendredi", "2026-11-24/2026-11-27"),
    ("d'ici vendredi", "2026-11-24/2026-11-27"),
    ("pas avant jeudi", "2026-11-26/9999-12-31"),
    ("pas après 17h", "T00:00/17:00"),
    ("pas jeudi", ""),
    ("je ne suis pas libre jeudi", ""),
    ("pourquoi pas jeudi", "2026-11-26"),
    ("jeudi au lieu de vendredi", "2026-11-26"),
    ("jeudi à la place de vendredi", "2026-11-26"),
    ("vous avez de la place jeudi", "2026-11-26"),
)


def bounded(scene: Scene, piece: Piece) -> Piece | None:
    """Return ``piece`` as the words before it mean it; None when it is refused."""
    if piece.length is not None:
        return piece
    at = scene.before(piece.begin, _SKIPPED)
    if _is_refused(scene, piece, at):
        return None
    bound, begin = _bound(scene, piece, at)
    if bound is None:
        return piece
    options = few(bound(scene, option) for option in piece.options)
    return piece._replace(begin=max(begin, 0), options=options, soft=False, weekday=None)


_Bound = Callable[[Scene, Option], Option]


def _bound(scene: Scene, piece: Piece, at: int) -> tuple[_Bound | None, int]:
    word, before = scene.word(at), scene.word(at - 1)
    refused = before == "pas"
    if scene.word(piece.begin - 1) == "des" and not scene.words.raw[piece.begin].endswith("s"):
        return _from, piece.begin - 1
    if word == "partir":
        return _from, at - 1
    if word == "avant" and scene.word(piece.begin) == "fin":
        return _until, at  # "avant la fin du mois"
    if word == "avant":
        return (_from, at - 1) if refused else (_before, at)
    if word == "apres" and not piece.soft:
        return (_until, at - 1) if refused else (_after, at)
    if word == "jusque" or (word == "ici" and before == "d"):
        return _until, at - (word == "ici")
    return None, at


def _is_refused(scene: Scene, piece: Piece, at: int) -> bool:
    word, before = scene.word(at), scene.word(at - 1)
    if word == "lieu" and before == "au":
        return True
    if scene.follows(at - 2, "a", "la", "place") and scene.word(at + 1) in ("de", "du", "d"):
        return True
    if word == "que" and before == "plutot":
        return True
    at = scene.before(piece.begin, _REFUSING, most=5)
    return scene.word(at) in _REFUSALS and scene.word(at - 1) not in ("pourquoi", "ce")


# -- days and hours -----------------------------------------------------------------------------


def _from(scene: Scene, option: Option) -> Option:
    return _later(option) if option.at is not None or option.day is None else open_end(option.day)


def _after(scene: Scene, option: Option) -> Option:
    if option.at is not None or option.day is None:
        return _later(option)
    following = days_after(option.day_until or option.day, 1)
    return option if following is None else open_end(following)


def _later(option: Option) -> Option:
    return option._replace(at_until=max(option.at or FIRST_MINUTE, LAST_MINUTE))


def _before(scene: Scene, option: Option) -> Option:
    if option.at is not None or option.day is None:
        return _earlier(option, option.at)
    eve = days_after(option.day, -1)
    return option if eve is None or eve < scene.today else days_option(scene.today, eve)


def _until(scene: Scene, option: Option) -> Option:
    if option.at is not None or option.day is None:
        return _earlier(option, option.at_until or option.at)
    last = option.day_until or option.day
    return option if last < scene.today else days_option(scene.today, last)


def _earlier(option: Option, end: time | None) -> Option:
    return option._replace(at=FIRST_MINUTE, at_until=end)
