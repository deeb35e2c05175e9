"""A certificate is issued once, numbered without gaps, found by its link, verified by anybody."""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.certificates.issuing import enrolment_content, issue, paper_of, revoke
from engine.certificates.links import find_linked, make_link
from engine.certificates.records import Certificate, Content, Status
from engine.certificates.verification import verify
from engine.families.children import children_of, find_child
from engine.keyring import Keyring
from engine.storage.database import Database
from engine.storage.tables import certificate_links, certificates
from tests.actions.parishes import parish
from tests.engine.families.parish_school import (
    CALENDAR,
    DIATTA,
    NDONG,
    NOW,
    RING,
    SARR,
    enter,
)

TENANT = parish(sections=(CALENDAR,))
BASE = "https://accueil.example"


def ask(
    database: Database, key: str = "paroisse:c1/m1", contact: str = "c1", days: int = 0
) -> Certificate:
    """Ask for Awa's certificate, some days from now."""
    with database.transaction() as connection:
        family = enter(connection, contact, DIATTA)
        awa = find_child(connection, family, "Awa")
        assert awa is not None
        content = enrolment_content(TENANT, awa, BASE, NOW + timedelta(days=days))
        assert content is not None
        return issue(connection, RING, family, awa, content, key=key, now=NOW)


def numbers(database: Database) -> list[str]:
    with database.reading() as connection:
        statement = sa.select(certificates.c.number).order_by(certificates.c.number)
        return list(connection.execute(statement).scalars())


def test_what_is_issued_can_be_drawn_again_with_the_same_bytes(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    made = ask(database)
    assert made.number == "PAROISSE-2026-000001" and made.signature.startswith("k1.")
    assert made.content.child == "Awa Diatta" and made.content.group == "Communion"
    assert hashlib.sha256(paper_of(made)).hexdigest() == made.sha256
    assert not caplog.records
    with caplog.at_level(logging.WARNING):
        paper_of(replace(made, sha256="0"))
    assert [record.action for record in caplog.records] == ["certificate_differs"]  # type: ignore[attr-defined]


def test_a_turn_that_is_run_again_issues_nothing_new(database: Database) -> None:
    assert ask(database) == ask(database)
    assert ask(database, days=1) == ask(database)
    assert numbers(database) == ["PAROISSE-2026-000001"]


def test_the_same_paper_is_given_again_on_the_same_day_only(database: Database) -> None:
    first, again, later = (
        ask(database, "a"),
        ask(database, "b"),
        ask(database, "c", days=1),
    )
    assert first == again != later
    assert numbers(database) == ["PAROISSE-2026-000001", "PAROISSE-2026-000002"]


def test_after_it_was_taken_back_a_new_one_is_issued(database: Database) -> None:
    first = ask(database, "a")
    with database.transaction() as connection:
        assert revoke(connection, "paroisse", first.number, NOW)
        assert not revoke(connection, "paroisse", first.number, NOW)
        assert not revoke(connection, "ecole", first.number, NOW)
    assert ask(database, "b").number == "PAROISSE-2026-000002"


def test_parallel_requests_leave_no_gap_and_no_number_twice(database: Database) -> None:
    def one(turn: int) -> str:
        return ask(database, f"m{turn}", days=turn).number

    with ThreadPoolExecutor(8) as pool:
        given_out = list(pool.map(one, range(20)))
    assert sorted(given_out) == [f"PAROISSE-2026-{n:06}" for n in range(1, 21)]


def test_a_number_that_was_not_used_is_given_to_the_next(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as connection:
        family = enter(connection, "c1", DIATTA)
        awa = find_child(connection, family, "Awa")
        assert awa is not None
        content = enrolment_content(TENANT, awa, BASE, NOW)
        assert content is not None
        issue(connection, RING, family, awa, content, key="x", now=NOW)
        raise RuntimeError("the power is gone")
    assert ask(database).number == "PAROISSE-2026-000001"


def test_each_tenant_and_year_has_its_own_series(database: Database) -> None:
    assert ask(database, "a").number == "PAROISSE-2026-000001"
    assert ask(database, "b", days=60).number == "PAROISSE-2027-000001"
    with database.transaction() as connection:
        family = enter(connection, "c1", NDONG, "ecole")
        (awa,) = children_of(connection, family)
        content = Content(issued_on="2026-11-23")
        made = issue(connection, RING, family, awa, content, key="c", now=NOW)
    assert made.number == "ECOLE-2026-000001"


def test_a_strangers_child_gets_no_certificate(database: Database) -> None:
    with database.transaction() as connection:
        diatta, sarr = enter(connection, "c1", DIATTA), enter(connection, "c2", SARR)
        (fatou,) = children_of(connection, sarr)
        content = enrolment_content(TENANT, fatou, BASE, NOW)
        assert content is not None
        with pytest.raises(LookupError):
            issue(connection, RING, diatta, fatou, content, key="x", now=NOW)
    assert numbers(database) == []


def test_a_child_in_no_group_has_nothing_to_certify(database: Database) -> None:
    with database.transaction() as connection:
        family = enter(connection, "c1", DIATTA)
        eldest = find_child(connection, family, "Jean-Marie")
        assert eldest is not None and enrolment_content(TENANT, eldest, BASE, NOW) is None


# -- links -----------------------------------------------------------------------------------


def test_a_link_opens_for_some_minutes_and_is_kept_as_a_digest(database: Database) -> None:
    made = ask(database)
    with database.transaction() as connection:
        token = make_link(connection, made, minutes=15, now=NOW)
        other = make_link(connection, made, minutes=15, now=NOW)
        rows = connection.execute(sa.select(certificate_links)).all()
        before, after = (NOW + timedelta(minutes=minutes) for minutes in (14, 15))
        assert find_linked(connection, token, before) == made
        assert find_linked(connection, token, after) is None
        assert find_linked(connection, "x" + token, before) is None
    assert token != other and len(token) >= 32
    assert not any(token in str(tuple(row)) for row in rows)


def test_what_was_taken_back_is_not_handed_out(database: Database) -> None:
    made = ask(database)
    with database.transaction() as connection:
        token = make_link(connection, made, minutes=15, now=NOW)
        revoke(connection, "paroisse", made.number, NOW)
        assert find_linked(connection, token, NOW) is None


# -- verifying -------------------------------------------------------------------------------


def test_the_verify_page_learns_initials_and_year_only(database: Database) -> None:
    made = ask(database)
    with database.reading() as connection:
        finding = verify(connection, RING, made.number, made.signature)
    assert finding is not None
    assert (finding.status, finding.initials, finding.born_in) == (Status.VALID, "A. D.", "2017")
    assert "Awa" not in repr(finding) and "05" not in finding.born_in
    assert made.address == f"{BASE}/v/{made.number}?s={made.signature}"


def test_taken_back_is_told(database: Database) -> None:
    made = ask(database)
    with database.transaction() as connection:
        revoke(connection, "paroisse", made.number, NOW)
        finding = verify(connection, RING, made.number, made.signature)
    assert finding is not None and finding.status is Status.REVOKED


def test_what_is_not_ours_is_nothing(database: Database) -> None:
    made, other = ask(database, "a"), ask(database, "b", days=1)
    body = made.signature.removeprefix("k1.")
    wrong = ["", "k1.", body, f"k2.{body}", other.signature, made.signature + "x", "é☃" * 20]
    with database.reading() as connection:
        assert [verify(connection, RING, made.number, s) for s in wrong] == [None] * len(wrong)
        for number in ("PAROISSE-2026-000003", "", "x", made.number.lower()):
            assert verify(connection, RING, number, made.signature) is None
        stranger = Keyring(b"another secret of 32 bytes or more")
        assert verify(connection, stranger, made.number, made.signature) is None


def test_a_row_that_somebody_changed_is_no_longer_genuine(database: Database) -> None:
    made = ask(database)
    forged = {**made.content.to_json(), "child": "Ali Baba"}
    with database.transaction() as connection:
        connection.execute(sa.update(certificates).values(content=forged))
        assert verify(connection, RING, made.number, made.signature) is None


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_initials_of_any_name(name: str) -> None:
    content = Content(child=name)
    assert all(part.endswith(".") for part in content.initials.split())
