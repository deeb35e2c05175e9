"""The two words that order the house itself: send nothing more, and answer again.

>>> asks_to_stop("STOP, merci !"), asks_to_stop("je veux arrêter le catéchisme")
(True, False)
>>> asks_to_start("Reprendre svp")
True

They are heard before any understanding, and wait behind nothing (``engine/delivery/inbox.py``).
"""

from __future__ import annotations

from engine.delivery.choices import folded

_STOP = frozenset({"stop", "arret", "arreter", "desabonner", "desabonnement", "unsubscribe"})
_START = frozenset({"start", "reprendre", "reabonner"})
#: Words that may stand beside an order without changing it.
_COURTESY = frozenset(
    {"bonjour", "bonsoir", "svp", "stp", "please", "merci", "s", "il", "vous", "te", "plait", "me"}
)
#: An order is short.
_LONGEST = 80


def asks_to_stop(text: str) -> bool:
    """Tell whether ``text`` is the order to send nothing any more, and nothing else."""
    return _is_order(text, _STOP)


def asks_to_start(text: str) -> bool:
    """Tell whether ``text`` is the order to answer again, and nothing else."""
    return _is_order(text, _START)


def _is_order(text: str, order: frozenset[str]) -> bool:
    if not text or len(text) > _LONGEST:
        return False
    words = frozenset(folded(text).split())
    return not words.isdisjoint(order) and words <= order | _COURTESY
