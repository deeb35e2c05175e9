"""Absences are told once, explained afterwards, and taken back by who told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.families.absences import Notice, absences_of, announce_absence, withdraw_absence
from engine.families.access import Family
from engine.families.children import Child, children_of
from engine.storage.database import Database
from engine.storage.tables import audit
from tests.engine.families.parish_school import DIATTA, NOW, SARR, enter

DAY = date(2026, 11, 25)
#: Noted by the catechist: "voyage".
NOTED = date(2026, 11, 18)


@pytest.fixture
def connection(database: Database) -> Iterator[sa.Connection]:
    with database.transaction() as made:
        yield made


@pytest.fixture
def diatta(connection: sa.Connection) -> Family:
    return enter(connection, "c1", DIATTA)


@pytest.fixture
def awa(connection: sa.Connection, diatta: Family) -> Child:
    return children_of(connection, diatta)[1]


def test_a_notice_is_taken_back_once(connection: sa.Connection, diatta: Family, awa: Child) -> None:
    assert announce_absence(connection, diatta, awa, DAY, "voyage", NOW) is Notice.NEW
    done = [withdraw_absence(connection, diatta, awa, DAY, NOW) for _ in range(2)]
    assert done == [True, False]
    assert [absence.day for absence in absences_of(connection, diatta, awa)] == [NOTED]
    noted = sa.select(audit.c.action, audit.c.subject).where(audit.c.action.like("absence%"))
    assert [tuple(row) for row in connection.execute(noted)] == [
        ("absence_announced", f"child:{awa.id}"),
        ("absence_withdrawn", f"child:{awa.id}"),
    ]


def test_what_the_catechist_noted_stays(
    connection: sa.Connection, diatta: Family, awa: Child
) -> None:
    told = [
        announce_absence(connection, diatta, awa, NOTED, reason, NOW)
        for reason in ("voyage", "maladie", "maladie")
    ]
    assert told == [Notice.KNOWN, Notice.EXPLAINED, Notice.KNOWN]
    (absence,) = absences_of(connection, diatta, awa)
    assert (absence.reason, absence.announced) == ("maladie", False)
    assert not withdraw_absence(connection, diatta, awa, NOTED, NOW - timedelta(days=9))
    assert absences_of(connection, diatta, awa) == (absence,)


def test_a_day_that_is_over_stays(connection: sa.Connection, diatta: Family, awa: Child) -> None:
    announce_absence(connection, diatta, awa, DAY, "voyage", NOW)
    assert not withdraw_absence(connection, diatta, awa, DAY, NOW + timedelta(days=3))
    assert withdraw_absence(connection, diatta, awa, DAY, NOW + timedelta(days=2))


def test_a_strangers_child_is_left_alone(
    connection: sa.Connection, diatta: Family, awa: Child
) -> None:
    announce_absence(connection, diatta, awa, DAY, "voyage", NOW)
    with pytest.raises(LookupError):
        withdraw_absence(connection, enter(connection, "c2", SARR), awa, DAY, NOW)
    assert len(absences_of(connection, diatta, awa)) == 2
