"""What is offered below an answer: an appointment for the very thing.

appointment_payload(tenant, "bapteme")    # '/prendre_rendez_vous{"motif": "bapteme"}'
"""

from __future__ import annotations

import json
from typing import Final

from engine.tenants import Tenant
from engine.tenants.sections.appointments import AppointmentPolicy

_APPOINTMENT: Final = "/prendre_rendez_vous"


def appointment_payload(tenant: Tenant, purpose: str) -> str:
    """Return what a button for an appointment says; without a purpose that the tenant has not."""
    if tenant.section(AppointmentPolicy).purpose(purpose) is None:
        return _APPOINTMENT
    return _APPOINTMENT + json.dumps({"motif": purpose})
