"""Moments told by an event, which the words alone do not place: "après la messe"."""

from __future__ import annotations

from engine.french.moments.records import Problem
from engine.french.moments.scene import ARTICLES, Piece, Rule, Scene

_EVENTS = frozenset(
    {
        *("messe", "messes", "culte", "priere", "vepres", "adoration", "office", "celebration"),
        *("ecole", "cours", "classe", "catechisme", "catechese", "cate", "kt", "catho", "reunion"),
        *("travail", "boulot", "job", "service", "repas", "dejeuner", "diner", "gouter"),
        *("vacances", "conges", "rentree", "examens", "bac", "careme", "ramadan", "avent"),
        *("retraite", "pelerinage", "kermesse", "mariage", "bapteme", "enterrement", "tournoi"),
        *("match", "recreation", "sieste", "chorale", "repetition", "ceremonie", "fetes"),
    }
)
_JOINTS = (*ARTICLES, "ma", "mon", "sa", "son", "notre", "votre", "leur", "mes", "ce", "cette")


def _event(scene: Scene, place: int) -> Piece | None:
    at = scene.skip(place + 1, _JOINTS)
    if scene.word(at) not in _EVENTS:
        return None
    return Piece(place, at + 1, problem=Problem.EVENT)


RULES = (
    Rule(
        name="event",
        starts=frozenset(("apres", "avant", "pendant", "durant", "sortie", "fin", "debut")),
        read=_event,
        examples=(
            ("après la messe", "!event"),
            ("à la sortie de l'école", "!event"),
            ("dimanche avant le culte", "2026-11-29!event"),
            ("après vous", ""),
        ),
    ),
)
