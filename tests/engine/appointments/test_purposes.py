"""What people answer to "pour quel motif ?", by the words of the parish's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.appointments.matching import meant_by
from engine.tenants import load_tenants
from engine.tenants.sections.appointments import AppointmentPolicy

POLICY = load_tenants(Path(__file__).parents[3])["paroisse"].section(AppointmentPolicy)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pour lui parler de mon fils qui se drogue", ["rencontrer_un_pretre"]),
        ("pr un papier", ["autre"]),
        ("on veut se marier", ["mariage"]),
        ("l'enterrement de mon oncle", ["funerailles"]),
        ("faire baptiser mon bébé", ["bapteme"]),
        ("une attestation", ["certificat"]),
        ("18h ?", []),
        ("non", []),
    ],
)
def test_a_purpose_in_the_words_of_people(said: str, meant: list[str]) -> None:
    named = {purpose.id: purpose.names for purpose in POLICY.purposes}
    assert meant_by(said, named) == meant
