"""Sections of a tenant's file that serve one service: one module each.

A section module has

* ``KEY``, the :class:`~engine.flows.shapes.Key` of the section in the file, not required;
* ``check(section, report)``, what a shape cannot say: two days that are the same, …;
* ``read(section)``, which turns a checked section into its record;
* ``DEFAULT``, the record of a tenant whose file leaves the section out.

The rest of the house finds the record by its class: ``tenant.section(AppointmentPolicy)``. A
section is added by its module and a line here.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from engine.tenants.sections import appointments, catechism, handoff, information

SECTIONS: Final[tuple[ModuleType, ...]] = (appointments, catechism, handoff, information)
