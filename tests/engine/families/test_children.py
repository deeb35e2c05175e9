"""A parent sees the own children, with their group and absences, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.families.absences import Notice, absences_of, announce_absence
from engine.families.access import Family
from engine.families.children import children_of, find_child
from engine.families.enrolments import EnrolmentRequest, store
from engine.storage.database import Database
from engine.storage.tables import absences, children
from tests.engine.families.parish_school import DIATTA, NDONG, NOW, SARR, enter


@pytest.fixture
def connection(database: Database) -> Iterator[sa.Connection]:
    with database.transaction() as made:
        yield made


@pytest.fixture
def diatta(connection: sa.Connection) -> Family:
    return enter(connection, "c1", DIATTA)


def numbers(connection: sa.Connection, *, of_others: Family) -> list[str]:
    statement = sa.select(children.c.id).where(children.c.family != of_others.id)
    return [str(number) for number in connection.execute(statement).scalars()]


def test_the_own_children_with_their_groups(connection: sa.Connection, diatta: Family) -> None:
    eldest, awa = children_of(connection, diatta)
    assert (eldest.full_name, eldest.born_on, eldest.group) == (
        "Jean-Marie Diatta",
        date(2014, 3, 2),
        None,
    )
    assert awa.group is not None
    assert (awa.group.name, awa.group.weekday, awa.group.catechist) == (
        "Communion",
        2,
        "M. Paul Mendy",
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Awa", "Awa"),
        ("c’est pour AWA svp", "Awa"),
        ("awaa", "Awa"),
        ("jean-marie", "Jean-Marie"),
        ("jean marie", "Jean-Marie"),
        ("Jean Mari", "Jean-Marie"),
        ("Fatou", ""),
        ("Diatta", ""),
        ("awa et jean-marie", ""),
        ("", ""),
        ("0", ""),
    ],
)
def test_a_child_is_found_by_what_a_parent_types(
    connection: sa.Connection, diatta: Family, wanted: str, found: str
) -> None:
    child = find_child(connection, diatta, wanted)
    assert (child.first_name if child else "") == found


def test_the_number_of_a_stranger_finds_nothing(connection: sa.Connection, diatta: Family) -> None:
    others = numbers(connection, of_others=diatta)
    assert len(others) == 2
    assert [find_child(connection, diatta, number) for number in others] == [None, None]


def test_the_same_references_at_another_tenant_are_other_people(
    connection: sa.Connection,
) -> None:
    ndong = enter(connection, "c1", NDONG, "ecole")
    assert [child.full_name for child in children_of(connection, ndong)] == ["Awa Ndong"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(wanted=st.one_of(st.text(max_size=20), st.integers(-5, 50).map(str)))
def test_nothing_that_is_asked_shows_a_strangers_child(
    connection: sa.Connection, diatta: Family, wanted: str
) -> None:
    child = find_child(connection, diatta, wanted)
    assert child is None or child.last_name == "Diatta"


def test_absences_are_those_of_the_child(connection: sa.Connection, diatta: Family) -> None:
    eldest, awa = children_of(connection, diatta)
    assert [(a.day, a.reason, a.announced) for a in absences_of(connection, diatta, awa)] == [
        (date(2026, 11, 18), "voyage", False)
    ]
    assert absences_of(connection, diatta, eldest) == ()


def test_a_strangers_child_has_no_absences_even_when_it_is_at_hand(
    connection: sa.Connection, diatta: Family
) -> None:
    (fatou,) = children_of(connection, enter(connection, "c2", SARR))
    assert absences_of(connection, diatta, fatou) == ()
    with pytest.raises(LookupError):
        announce_absence(connection, diatta, fatou, date(2026, 11, 28), "", NOW)
    assert connection.execute(sa.select(sa.func.count()).select_from(absences)).scalar() == 2


def test_an_absence_is_noted_once(connection: sa.Connection, diatta: Family) -> None:
    _, awa = children_of(connection, diatta)
    day = date(2026, 11, 25)
    told = [announce_absence(connection, diatta, awa, day, "maladie", NOW) for _ in range(2)]
    assert told == [Notice.NEW, Notice.KNOWN]
    assert [a.announced for a in absences_of(connection, diatta, awa)] == [False, True]


def test_an_enrolment_request_is_stored_once(connection: sa.Connection) -> None:
    request = EnrolmentRequest(
        key="paroisse:c9/m1",
        tenant="paroisse",
        contact="c9",
        child_name="Ali",
        age=8,
        parent_name="Ndeye",
        asked_at=NOW,
    )
    assert [store(connection, request), store(connection, request)] == [True, False]
