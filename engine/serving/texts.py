"""What the house says by itself, in the words of the project's domain.

texts = HouseTexts(tenants)
texts.reply("utter_arret_confirme", key, now).text      # 'C’est noté : vous ne recevrez plus …'

Read live, as all responses are: a changed sentence is said from then on. In its text stand
``{nom_paroisse}``, ``{telephone}``, ``{telephone_urgence}``, ``{courriel}`` and ``{horaires}`` for
what the tenant's file says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from engine.delivery.contracts import ConversationKey
from engine.flows.domain import Variation
from engine.flows.project import Project
from engine.french.speech import join, say_time, say_weekdays
from engine.loaded_project import loaded_project
from engine.messages import Choice, Reply
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class HouseTexts:
    """Implements :class:`engine.delivery.contracts.Texts` with the responses of the domain."""

    def __init__(self, tenants: Tenants, project: Callable[[], Project] = loaded_project) -> None:
        self._tenants = tenants
        self._project = project

    def reply(self, name: str, key: ConversationKey, now: datetime) -> Reply | None:
        """Return a wording of response ``name``; None when the domain has none."""
        response = self._project().domain.responses.get(name)
        if response is None or not response.variations or key.tenant not in self._tenants:
            return None
        return _reply(name, random.choice(response.variations), self._tenants[key.tenant])


def _reply(name: str, wording: Variation, tenant: Tenant) -> Reply:
    def known(found: re.Match[str]) -> str:
        value = _VALUES.get(found[1])
        return "" if value is None else value(tenant)

    return Reply(
        text=_PLACEHOLDER.sub(known, wording.text).strip(),
        choices=tuple(
            Choice(title=button.title, payload=button.payload, description=button.description)
            for button in wording.buttons
        ),
        source=name,
    )


def _hours(tenant: Tenant) -> str:
    """Return the week of the office, one line for the days that have the same hours."""
    lines = []
    for hours, days in groupby(enumerate(tenant.hours.weekly), key=lambda pair: pair[1]):
        open_from = join([f"de {say_time(i.opens)} à {say_time(i.closes)}" for i in hours])
        lines.append(f"• {say_weekdays([day for day, _ in days])} : {open_from or 'fermé'}")
    return "\n".join(lines)


_VALUES: dict[str, Callable[[Tenant], str]] = {
    "nom_paroisse": lambda tenant: tenant.name,
    "telephone": lambda tenant: tenant.phone,
    "telephone_urgence": lambda tenant: (
        tenant.section(HandoffPolicy).emergency_phone or tenant.phone
    ),
    "courriel": lambda tenant: tenant.email,
    "horaires": _hours,
}
