"""How to reach somebody at the office without this conversation.

answer_contact(tenant).values["telephone"] # '+221 33 800 00 00'
"""

from __future__ import annotations

from actions.answer import Answer
from actions.information.office_hours import say_week_briefly
from engine.tenants import Tenant


def answer_contact(tenant: Tenant) -> Answer:
    """Say how to reach the office, and when somebody answers."""
    return Answer(
        response="utter_contact_secretariat",
        values={
            "telephone": tenant.phone,
            "courriel": tenant.email,
            "horaires": say_week_briefly(tenant) or "sur rendez-vous",
        },
    )
