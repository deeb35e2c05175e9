"""What the office is told of a new ticket: how urgent, since when, until when, and for whom.

title(telling)      # 'Demande n° 12, urgente'
facts(telling)      # (('Depuis', 'lundi 2 mars 2026 à 12 h'), …)

Nothing that the person said stands here, and nothing that changes with the hour of telling: a
repetition says the same.
"""

from __future__ import annotations

from connectors.agent_desk.telling import Telling
from engine.french.speech import say_in_full

#: "high" is a complaint, as the desk calls it.
_PRIORITIES = {"urgent": "urgente", "high": "réclamation"}
NOW = "dès maintenant"


def title(telling: Telling) -> str:
    """Return the ticket in one line."""
    priority = _PRIORITIES.get(telling.notice.priority)
    number = f"Demande n° {telling.notice.ticket}"
    return f"{number}, {priority}" if priority else number


def facts(telling: Telling) -> tuple[tuple[str, str], ...]:
    """Return what there is to know before the desk is opened, in order."""
    notice, tenant = telling.notice, telling.tenant
    due = tenant.local(notice.due_at)
    rows = [
        ("Depuis", say_in_full(tenant.local(notice.opened_at))),
        ("Réponse attendue", NOW if notice.due_at <= notice.opened_at else say_in_full(due)),
        ("Confiée à", notice.agent),
    ]
    return tuple((name, value) for name, value in rows if value)
