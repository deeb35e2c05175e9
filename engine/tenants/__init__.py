"""The organisations that this front desk serves, each described by ``config/tenants/<tenant>.yml``.

>>> from datetime import date
>>> from pathlib import Path
>>> parish = load_tenants(Path("."))["paroisse"]
>>> parish.office_hours(date(2026, 3, 3))[0].opens
datetime.time(9, 0)

Files are checked whole: :func:`check_tenants` lists every fault with its place, and
:func:`load_tenants` refuses a project with faults. Secrets are never in these files; they name
variables of the environment.
"""

from __future__ import annotations

from engine.tenants.files import FOLDER, check_tenants, load_tenants, tenant_schema
from engine.tenants.records import Account, Address, Door, LiveTenants, Tenant, Tenants

__all__ = [
    "FOLDER",
    "Account",
    "Address",
    "Door",
    "LiveTenants",
    "Tenant",
    "Tenants",
    "check_tenants",
    "load_tenants",
    "tenant_schema",
]
