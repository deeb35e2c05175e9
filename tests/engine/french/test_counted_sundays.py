"""The Sundays of Advent, Lent and Easter are counted from the first, which the calendar names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from engine.french.moments import read_moments
from engine.tenants import load_tenants

PARISH = load_tenants(Path(__file__).parents[3])["paroisse"]


@pytest.mark.parametrize(
    ("text", "today", "notation"),
    [
        ("messes du 2e dimanche de l'avent", "2026-11-28", "2026-12-06"),
        ("le deuxième dimanche de l’Avent à 10h", "2026-11-28", "2026-12-06T10:00"),
        ("3eme dimanche avent", "2026-11-28", "2026-12-13"),
        ("le 4e dimanche d'avent", "2026-12-20", "2026-12-20"),
        ("le 2e dimanche de l'avent", "2026-12-10", "2027-12-05"),
        ("la 2e semaine de l'avent", "2026-11-28", "2026-12-06/2026-12-12"),
        ("premier dimanche de carême", "2026-11-28", "2027-02-14"),
        ("le cinquième dimanche du carême", "2026-11-28", "2027-03-14"),
        ("2e dimanche de Pâques", "2026-11-28", "2027-04-04"),
        ("le 2e dimanche de décembre", "2026-11-28", "2026-12-13"),
        ("le 5e dimanche du mois", "2026-11-28", "2026-11-29"),
    ],
)
def test_a_sunday_of_a_season(text: str, today: str, notation: str) -> None:
    now = datetime.fromisoformat(f"{today}T08:00").replace(tzinfo=PARISH.time_zone)
    found = read_moments(text, now, days=PARISH.named_days(now))
    assert [moment.notation for moment in found] == [notation]
