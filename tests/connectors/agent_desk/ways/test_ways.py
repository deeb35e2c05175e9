"""Each way is a module that is found by itself, and a key of the tenant's file."""

from __future__ import annotations

import doctest
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.agent_desk.ways import ways_of, webhook
from engine.handoff import notices
from engine.serving.connections import House
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants
from engine.tenants.sections.handoff import HandoffPolicy
from tests.engine.handoff.office import tenant

EVERYBODY = HandoffPolicy(
    return_after=timedelta(hours=12),
    webhook="BUREAU_URL",
    mail=("bureau@example.org",),
    whatsapp=("+221770000009",),
)


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        ({}, {"webhook": ("BUREAU_URL",), "mail": ("SMTP_URL", "MAIL_FROM"), "whatsapp": ()}),
        (
            {
                "BUREAU_URL": "https://bureau.example",
                "SMTP_URL": "smtp://localhost",
                "MAIL_FROM": "a@example.org",
            },
            {"webhook": (), "mail": (), "whatsapp": ()},
        ),
    ],
)
def test_the_ways_are_those_of_the_file_and_read_the_settings(
    environ: dict[str, str], missing: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    settings = Settings.load(tmp_path, environ)
    there = tenant(sections=(EVERYBODY,))
    database = Database("sqlite://")
    ways = ways_of(House(settings=settings, tenants=Tenants([there]), database=database))
    database.close()
    assert {way.name: tuple(way.missing(there)) for way in ways.values()} == missing
    assert set(ways) == set(EVERYBODY.recipients)


@pytest.mark.parametrize("module", [notices, webhook])
def test_the_examples_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted and not result.failed
