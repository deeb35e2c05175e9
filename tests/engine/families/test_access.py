"""A code opens one family to one contact for half an hour; five wrong ones close the door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.errors import AccueilError
from engine.families.access import (
    Family,
    Verdict,
    close_access,
    is_blocked,
    open_family,
    try_code,
)
from engine.families.codes import digest_of
from engine.families.issued_codes import issue_code, list_codes, revoke_codes
from engine.storage.database import Database
from engine.storage.tables import audit, parent_codes
from tests.engine.families.parish_school import CALENDAR, DIATTA, NDONG, NOW, RING, SARR


def attempt(
    database: Database,
    code: str,
    contact: str = "c1",
    now: datetime = NOW,
    tenant: str = "paroisse",
) -> Verdict:
    with database.transaction() as connection:
        return try_code(
            connection,
            tenant=tenant,
            contact=contact,
            digest=digest_of(RING, tenant, code),
            rules=CALENDAR,
            now=now,
        )


def opened(
    database: Database, contact: str = "c1", now: datetime = NOW, tenant: str = "paroisse"
) -> str:
    with database.reading() as connection:
        family = open_family(connection, tenant, contact, now)
    return "" if family is None else family.name


def tries(database: Database, contact: str = "c1") -> list[str]:
    statement = sa.select(audit.c.outcome).where(
        audit.c.actor == contact, audit.c.action == "code_tried"
    )
    with database.reading() as connection:
        return list(connection.execute(statement.order_by(audit.c.id)).scalars())


def test_the_right_code_opens_its_family_for_half_an_hour(database: Database) -> None:
    assert opened(database) == ""
    assert attempt(database, "k7mq-4rtx") is Verdict.RIGHT
    assert opened(database) == "Famille Diatta"
    assert opened(database, now=NOW + timedelta(minutes=29, seconds=59)) == "Famille Diatta"
    assert opened(database, now=NOW + timedelta(minutes=30)) == ""


def test_it_opens_nothing_to_another_contact_or_tenant(database: Database) -> None:
    attempt(database, DIATTA)
    assert opened(database, contact="c2") == ""
    assert opened(database, tenant="ecole") == ""
    assert attempt(database, DIATTA, tenant="ecole") is Verdict.WRONG
    assert attempt(database, NDONG, tenant="paroisse") is Verdict.WRONG


def test_the_code_of_a_second_family_replaces_the_first(database: Database) -> None:
    attempt(database, DIATTA)
    attempt(database, SARR)
    assert opened(database) == "Famille Sarr"


def test_wrong_unknown_and_revoked_are_the_same(database: Database) -> None:
    with database.transaction() as connection:
        revoke_codes(connection, "paroisse", "F-2", NOW)
    verdicts = [attempt(database, code, contact=code) for code in (SARR, "K7MQ4RTY", "", "x" * 99)]
    assert verdicts == [Verdict.WRONG] * 4


def test_wrong_unknown_and_revoked_do_the_same_work(database: Database) -> None:
    with database.transaction() as connection:
        revoke_codes(connection, "paroisse", "F-2", NOW)
    shapes = {tuple(_statements(database, code)) for code in (SARR, "K7MQ4RTY", "ABCD")}
    assert len(shapes) == 1


def _statements(database: Database, code: str) -> list[str]:
    seen: list[str] = []

    def listen(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", listen)
    try:
        attempt(database, code, contact=f"work-{code}")
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", listen)
    return seen


def test_after_five_wrong_ones_even_the_right_one_waits(database: Database) -> None:
    verdicts = [attempt(database, f"WRNG222{number}") for number in range(5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.BLOCKED]
    assert attempt(database, DIATTA) is Verdict.BLOCKED
    assert opened(database) == ""
    assert tries(database) == ["wrong"] * 5 + ["blocked"]
    with database.reading() as connection:
        assert is_blocked(connection, "paroisse", "c1", CALENDAR, NOW)
        assert not is_blocked(connection, "paroisse", "c2", CALENDAR, NOW)
        later = NOW + timedelta(minutes=15)
        assert not is_blocked(connection, "paroisse", "c1", CALENDAR, later)
    assert attempt(database, DIATTA, now=NOW + timedelta(minutes=15)) is Verdict.RIGHT


def test_others_are_not_blocked_with_them(database: Database) -> None:
    for number in range(6):
        attempt(database, f"WRNG222{number}")
    assert attempt(database, DIATTA, contact="c2") is Verdict.RIGHT


def test_a_blocked_try_does_not_make_the_wait_longer(database: Database) -> None:
    for number in range(5):
        attempt(database, f"WRNG222{number}")
    attempt(database, DIATTA, now=NOW + timedelta(minutes=14))
    assert attempt(database, DIATTA, now=NOW + timedelta(minutes=15)) is Verdict.RIGHT


def test_parallel_tries_do_not_get_past_the_limit(database: Database) -> None:
    with ThreadPoolExecutor(16) as pool:
        verdicts = list(pool.map(lambda n: attempt(database, f"WRNG22{n:02}"), range(20, 60)))
    assert tries(database).count("wrong") == 5
    assert verdicts.count(Verdict.WRONG) == 4


def test_no_code_and_no_digest_is_in_the_audit(database: Database) -> None:
    attempt(database, DIATTA)
    attempt(database, "WRNG2222")
    with database.reading() as connection:
        rows = [str(tuple(row)) for row in connection.execute(sa.select(audit))]
        kept = list(connection.execute(sa.select(parent_codes.c.digest)).scalars())
    for secret in (DIATTA, "K7MQ-4RTX", "WRNG2222", "hmac:", *kept):
        assert not any(secret in row for row in rows)
    assert all(digest.startswith("hmac:") for digest in kept)


def test_leaving_ends_it_at_once(database: Database) -> None:
    attempt(database, DIATTA)
    with database.transaction() as connection:
        assert close_access(connection, "paroisse", "c1", NOW)
        assert not close_access(connection, "paroisse", "c1", NOW)
    assert opened(database) == ""


def test_a_revoked_code_closes_what_it_opened(database: Database) -> None:
    attempt(database, DIATTA)
    with database.transaction() as connection:
        assert revoke_codes(connection, "paroisse", "F-1", NOW) == 1
    assert opened(database) == ""


def test_a_new_code_replaces_the_old_one(database: Database) -> None:
    with database.transaction() as connection:
        code = issue_code(connection, RING, "paroisse", "F-1", NOW)
    assert attempt(database, DIATTA) is Verdict.WRONG
    assert attempt(database, code) is Verdict.RIGHT


def test_the_office_sees_who_has_a_code_but_no_code(database: Database) -> None:
    with database.transaction() as connection:
        revoke_codes(connection, "paroisse", "F-2", NOW)
        listed = list_codes(connection, "paroisse")
    assert [(code.reference, code.revoked_at) for code in listed] == [("F-1", None), ("F-2", NOW)]
    assert DIATTA not in repr(listed) and "hmac" not in repr(listed)


@pytest.mark.parametrize("reference", ["F-9", ""])
def test_an_unknown_family_gets_no_code(database: Database, reference: str) -> None:
    with database.transaction() as connection, pytest.raises(AccueilError, match="no family"):
        issue_code(connection, RING, "paroisse", reference, NOW)


def test_a_family_cannot_be_made_up() -> None:
    with pytest.raises(TypeError, match="opened with open_family"):
        Family(id=1, tenant="paroisse", name="Famille Diatta", contact="c1", until=NOW)
